/* SPDX-License-Identifier: BSD-2-Clause */
/* meter.h - how fast counters grow, from one look at them to the next. */
#ifndef APP_METER_H
#define APP_METER_H

#include <stdbool.h>
#include <stdint.h>

struct meter_mark {
	uint64_t packets, bytes; /* when last looked at */
	float packets_s, bytes_s;
};

struct meter {
	struct meter_mark *marks; /* by the counters' number; touched only when looked at */
	int64_t look_ns;
	double over_s; /* what the rates are taken over; 0: there are none yet */
	bool due;      /* this look takes new ones */
};

/* returns 0, or -ENOMEM */
int meter_open(struct meter *m, uint32_t most);
void meter_close(struct meter *m);

/*
 * Begin a look at all counters. One that comes soon after another finds the same rates; one that
 * comes late finds none, as they would be of the past.
 *
 * now_ns   of a clock that only grows
 */
void meter_look(struct meter *m, int64_t now_ns);

/* The rates of counters; each is to be read once in a look. */
static inline const struct meter_mark *meter_read(struct meter *m, uint32_t number,
						  uint64_t packets, uint64_t bytes)
{
	struct meter_mark *mark = &m->marks[number];

	if (!m->due)
		return mark;
	mark->packets_s = m->over_s && packets > mark->packets ?
				  (float)((double)(packets - mark->packets) / m->over_s) :
				  0;
	mark->bytes_s = m->over_s && bytes > mark->bytes ?
				(float)((double)(bytes - mark->bytes) / m->over_s) :
				0;
	mark->packets = packets;
	mark->bytes = bytes;
	return mark;
}

#endif
