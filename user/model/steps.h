/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * steps.h - in which steps of a capture each peer was seen. A step is a second at first; when the
 * capture outgrows STEPS of them, two become one. Pure.
 */
#ifndef MODEL_STEPS_H
#define MODEL_STEPS_H

#include <stdint.h>

#define STEPS 768

struct steps;

struct steps_span {
	int64_t first_ns; /* where the first step begins */
	int64_t step_ns;  /* a power of two of seconds */
	uint32_t steps;   /* 0: nothing was noted */
};

/*
 * peers    at most; memory is touched only for those that are noted
 * returns  0, or -ENOMEM
 */
int steps_open(uint32_t peers, struct steps **out);
void steps_close(struct steps *s);

/* Times may come in any order, and count as of 1970 when they are earlier. peer: below the most */
void steps_note(struct steps *s, uint32_t peer, uint8_t direction, int64_t time_ns);

struct steps_span steps_span(const struct steps *s);

/* bits: out, STEPS / 8 bytes; bit 0 of the first byte is the first step */
void steps_seen(const struct steps *s, uint32_t peer, uint8_t direction, uint8_t *bits);

#endif
