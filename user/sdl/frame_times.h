/* SPDX-License-Identifier: BSD-2-Clause */
/* frame_times.h - how long frames took: a month of them takes as much room as a minute. */
#ifndef SDL_FRAME_TIMES_H
#define SDL_FRAME_TIMES_H

#include <stdint.h>

#define FRAME_TIMES_STEPS 16 /* classes an octave: how exactly a time is told */
#define FRAME_TIMES_CLASSES (26 * FRAME_TIMES_STEPS) /* from a microsecond to nine minutes */

/* Zero it. */
struct frame_times {
	uint64_t classes[FRAME_TIMES_CLASSES]; /* frames that took so long */
	uint64_t drawn;
	int64_t worst_ns;
};

void frame_times_add(struct frame_times *t, int64_t took_ns);

/*
 * How long that share of the frames took at most, too large by a sixteenth at most.
 *
 * share    0..1
 * returns  nanoseconds, never more than the worst; 0 when none was drawn
 */
int64_t frame_times_within(const struct frame_times *t, double share);

/*
 * A table on standard error, with what the process has taken of memory and of the CPU so far.
 *
 * gl_errors  that OpenGL told of meanwhile
 */
void frame_times_print(const struct frame_times *t, uint64_t gl_errors);

#endif
