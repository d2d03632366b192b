/* SPDX-License-Identifier: BSD-2-Clause */
/* layout.h - where each part of the user interface stands; in units, pixels at scale 1. */
#ifndef GLOBE_LAYOUT_H
#define GLOBE_LAYOUT_H

#include "globe/camera.h"

#define LAYOUT_ROW 38     /* height of a peer in a list */
#define LAYOUT_ROWS_MOST 10
#define LAYOUT_HEAD 34    /* height of a list's head */
#define LAYOUT_VERDICT 24 /* height of a verdict in a wide legend */
#define LAYOUT_SHADES 18  /* of the row that explains its reds */

struct layout {
	bool narrow; /* a telephone, or a window beside another: what stands side by side on a
			wide screen stands one above the other */
	int rows;    /* of the peer list */
	struct area screen;
	struct area free;   /* the globe's */
	struct area title, legend, directions, peers, trays, card, foot;
};

/* 1, or 2 where pixels are so small that all is drawn twice as large. */
int layout_scale(int width, int height);

/*
 * width, height  of the screen in units
 * peers          that could be listed: a short list leaves its room to others
 */
struct layout layout_make(float width, float height, int peers);

#endif
