/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/traffic.h"

#include <string.h>

#include "core/clock.h"

static void note_told(struct traffic *t, const struct stream_peer *p)
{
	for (uint8_t d = 0; d < RA_DIRECTIONS; d++)
		t->told[d] = p->side[d].bytes;
}

void traffic_follow(struct traffic *t, const struct stream_peer *p, int64_t now_ns)
{
	if (p && t->follows && addr_equal(&t->peer, &p->addr))
		return;
	*t = (struct traffic){ .follows = p, .second = now_ns / CLOCK_S };
	if (!p)
		return;
	t->peer = p->addr;
	note_told(t, p);
}

void traffic_take(struct traffic *t, const struct stream_peer *p, int64_t now_ns)
{
	if (!t->follows || !addr_equal(&t->peer, &p->addr))
		return;
	traffic_step(t, now_ns);
	for (uint8_t d = 0; d < RA_DIRECTIONS; d++)
		if (p->side[d].bytes > t->told[d])
			t->bytes[d][TRAFFIC_SAMPLES - 1] += p->side[d].bytes - t->told[d];
	note_told(t, p); /* a sensor that began anew counts from 0 */
}

bool traffic_step(struct traffic *t, int64_t now_ns)
{
	int64_t passed = now_ns / CLOCK_S - t->second;
	bool shown = t->follows && traffic_peak(t);
	size_t gone = passed < TRAFFIC_SAMPLES ? (size_t)passed : TRAFFIC_SAMPLES;

	if (passed <= 0)
		return false;
	t->second += passed;
	for (uint8_t d = 0; d < RA_DIRECTIONS; d++) {
		uint64_t *bytes = t->bytes[d];

		memmove(bytes, bytes + gone, (TRAFFIC_SAMPLES - gone) * sizeof(*bytes));
		memset(bytes + TRAFFIC_SAMPLES - gone, 0, gone * sizeof(*bytes));
	}
	return shown;
}

uint64_t traffic_peak(const struct traffic *t)
{
	uint64_t peak = 0;

	for (uint8_t d = 0; d < RA_DIRECTIONS; d++)
		for (size_t i = 0; i < TRAFFIC_SAMPLES; i++)
			peak = t->bytes[d][i] > peak ? t->bytes[d][i] : peak;
	return peak;
}
