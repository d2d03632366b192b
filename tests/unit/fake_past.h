/* SPDX-License-Identifier: BSD-2-Clause */
/* fake_past.h - records of the past, as a sensor would send them. */
#ifndef FAKE_PAST_H
#define FAKE_PAST_H

#include "fake_scene.h"

#define FAKE_HOUR_NS (CLOCK_HOUR_S * CLOCK_S)

static inline struct stream_record fake_span(int64_t first_ns, uint32_t hours, uint32_t rows)
{
	return (struct stream_record){ .kind = STREAM_SPAN,
				       .span = { first_ns, FAKE_HOUR_NS, hours, rows, 7 } };
}

/* 203.0.113.last came in; a stranger that no window makes known, or else by history. */
static inline struct stream_record fake_past(uint8_t last, uint32_t place, bool known)
{
	return (struct stream_record){
		.kind = STREAM_PAST,
		.past = { .addr = fake_peer(last, place, 0, RA_IN, 0).peer.addr,
			  .place = place,
			  .direction = RA_IN,
			  .verdict = known ? RA_ALLOWED : RA_UNKNOWN,
			  .reason = known ? REASON_HISTORY : REASON_CANDIDATE,
			  .packets = 10,
			  .bytes = 1000 },
	};
}

static inline void fake_seen(struct stream_record *r, uint32_t step)
{
	r->past.steps[step / 8] |= (uint8_t)(1u << step % 8);
}

#endif
