/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/beacon.h"

#include <errno.h>
#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "core/clock.h"
#include "judge/recent.h"

struct beacon {
	struct addr peer;
	uint8_t direction;
	uint8_t n;     /* intervals that are there */
	uint8_t at;    /* where the next one goes */
	uint8_t score;
	uint32_t contact_bytes; /* so far */
	int64_t start_ns, last_ns; /* of the contact that runs; last_ns 0: of none */
	uint32_t intervals_s[BEACON_INTERVALS], bytes[BEACON_INTERVALS];
};

#define KEY_SIZE (offsetof(struct beacon, direction) + 1)

struct beacons {
	struct recent followed;
};

int beacons_open(uint32_t most, struct beacons **out)
{
	struct beacons *b = calloc(1, sizeof(*b));

	*out = NULL;
	if (!b || recent_init(&b->followed, sizeof(struct beacon), KEY_SIZE, most)) {
		free(b);
		return -ENOMEM;
	}
	*out = b;
	return 0;
}

void beacons_close(struct beacons *b)
{
	if (!b)
		return;
	recent_clear(&b->followed);
	free(b);
}

static int by_value(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* Of sorted values, between two of them in proportion. */
static double quantile(const double *sorted, uint32_t n, double share)
{
	double at = share * (n - 1);
	uint32_t below = (uint32_t)at;

	if (below + 1 >= n)
		return sorted[n - 1];
	return sorted[below] + (at - below) * (sorted[below + 1] - sorted[below]);
}

static double deviation(const double *values, uint32_t n, double median)
{
	double away[BEACON_INTERVALS];

	for (uint32_t i = 0; i < n; i++)
		away[i] = fabs(values[i] - median);
	qsort(away, n, sizeof(*away), by_value);
	return quantile(away, n, 0.5);
}

/* How regular a row of values is, 0..1. */
static double regularity(const uint32_t *raw, uint32_t n)
{
	double values[BEACON_INTERVALS], q1, q2, q3, narrow, lean;

	for (uint32_t i = 0; i < n; i++)
		values[i] = raw[i];
	qsort(values, n, sizeof(*values), by_value);
	q1 = quantile(values, n, 0.25);
	q2 = quantile(values, n, 0.5);
	q3 = quantile(values, n, 0.75);
	if (q3 <= q1)
		return 1;
	if (q2 < 1)
		return 0;
	narrow = fmax(0, 1 - deviation(values, n, q2) / q2);
	lean = fabs(q1 + q3 - 2 * q2) / (q3 - q1);
	return narrow * (1 - lean * fmin(1, (q3 - q1) / q2));
}

uint8_t beacon_score(const uint32_t *intervals_s, const uint32_t *bytes, uint32_t n)
{
	if (n < BEACON_LEAST || n > BEACON_INTERVALS)
		return BEACON_UNSCORED;
	return (uint8_t)lround((2 * regularity(intervals_s, n) + regularity(bytes, n)) * 100 / 3);
}

static void end_interval(struct beacon *f, int64_t start_ns)
{
	int64_t s = (start_ns - f->start_ns + CLOCK_S / 2) / CLOCK_S;

	f->intervals_s[f->at] = s > UINT32_MAX ? UINT32_MAX : (uint32_t)s;
	f->bytes[f->at] = f->contact_bytes;
	f->at = (uint8_t)((f->at + 1) % BEACON_INTERVALS);
	if (f->n < BEACON_INTERVALS)
		f->n++;
	f->score = beacon_score(f->intervals_s, f->bytes, f->n);
}

static void begin_contact(struct beacon *f, int64_t start_ns)
{
	f->start_ns = start_ns;
	f->contact_bytes = 0;
}

static void note_time(struct beacon *f, int64_t time_ns)
{
	int64_t quiet_ns = time_ns - f->last_ns;

	if (!f->last_ns || quiet_ns <= -BEACON_CONTACT_NS) {
		begin_contact(f, time_ns);
	} else if (quiet_ns >= BEACON_CONTACT_NS) {
		end_interval(f, time_ns);
		begin_contact(f, time_ns);
	} else if (quiet_ns < 0) {
		return; /* two sources of events may overtake each other */
	}
	f->last_ns = time_ns;
}

static void note_bytes(struct beacon *f, uint64_t bytes)
{
	uint32_t room = UINT32_MAX - f->contact_bytes;

	f->contact_bytes += bytes < room ? (uint32_t)bytes : room;
}

static struct beacon key_of(const struct addr *peer, uint8_t direction)
{
	return (struct beacon){ .peer = *peer, .direction = direction };
}

uint8_t beacons_note(struct beacons *b, const struct event *e)
{
	struct beacon key = key_of(&e->peer, e->direction), *f;

	if (!e->packets)
		return beacons_score(b, &e->peer, e->direction);
	f = recent_take(&b->followed, &key);
	if (!f->last_ns)
		f->score = BEACON_UNSCORED;
	note_time(f, e->time_ns);
	note_bytes(f, e->bytes);
	return f->score;
}

uint8_t beacons_score(const struct beacons *b, const struct addr *peer, uint8_t direction)
{
	const struct beacon key = key_of(peer, direction);
	const struct beacon *f = recent_find(&b->followed, &key);

	return f ? f->score : BEACON_UNSCORED;
}
