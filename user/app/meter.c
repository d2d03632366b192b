/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/meter.h"

#include <errno.h>
#include <stdlib.h>

#include "core/clock.h"

#define SOON_NS (CLOCK_S / 2)
#define LATE_NS (5 * CLOCK_S)

int meter_open(struct meter *m, uint32_t most)
{
	*m = (struct meter){ .marks = calloc(most, sizeof(*m->marks)) };
	return m->marks ? 0 : -ENOMEM;
}

void meter_close(struct meter *m)
{
	free(m->marks);
	*m = (struct meter){ 0 };
}

void meter_look(struct meter *m, int64_t now_ns)
{
	int64_t passed_ns = now_ns - m->look_ns;

	m->due = !m->look_ns || passed_ns >= SOON_NS;
	if (!m->due)
		return;
	m->over_s = m->look_ns && passed_ns <= LATE_NS ? (double)passed_ns / CLOCK_S : 0;
	m->look_ns = now_ns;
}
