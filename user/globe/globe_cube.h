/* SPDX-License-Identifier: BSD-2-Clause */
/* globe_cube.h - the other view of the globe: when it is shown, from where, and how far back. */
#ifndef GLOBE_GLOBE_CUBE_H
#define GLOBE_GLOBE_CUBE_H

#include "globe/cube_lines.h"

struct globe;

struct globe_cube {
	struct cube cube;
	struct cube_frame frame;
	struct camera camera;
	int span;       /* how much time is shown: number of one that can be chosen */
	bool on;        /* it is the view that is shown, or fades in */
	bool asked;     /* the sensor was asked for points */
	bool all_ipv4;  /* the remote axis is all of it, not what is in use */
	float faded;    /* 0..1: from the globe to the cube */
	int64_t build_ns;
	uint64_t taken, change; /* points, and change of the scene, that are built */
};

void globe_cube_init(struct globe_cube *c);

/* From one view to the other. */
void globe_cube_turn(struct globe *g);

/* More or less time: steps < 0 and > 0. */
void globe_cube_span(struct globe *g, int steps);

/*
 * ',' and '.' for less and more time, 'h' for where it was first looked at from.
 *
 * returns  whether the key means that now
 */
bool globe_cube_key(struct globe *g, int key);

/* The remote axis is all of IPv4, or the networks in use. */
void globe_cube_zoom(struct globe *g);

/* Choose the peer of a shape that was named. */
void globe_cube_choose(struct globe *g, uint32_t shape);

/* x, y in pixels: choose the peer of a point, or none. */
void globe_cube_click(struct globe *g, float x, float y);

/* Build the points anew, as they are to be shown now. */
void globe_cube_build(struct globe *g, int64_t now_ns);

/* returns whether something moves */
bool globe_cube_step(struct globe *g, float seconds, int64_t now_ns);

/* returns NULL while the globe alone is shown; free: in pixels */
const struct cube_frame *globe_cube_frame(struct globe *g, struct area free, int64_t now_ns);

#endif
