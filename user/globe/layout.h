/* SPDX-License-Identifier: BSD-2-Clause */
/* layout.h - where each part of the user interface stands; in units, pixels at scale 1. */
#ifndef GLOBE_LAYOUT_H
#define GLOBE_LAYOUT_H

#include "globe/camera.h"

#define LAYOUT_ROW 38     /* height of a peer in a list */
#define LAYOUT_ROWS_MOST 10
#define LAYOUT_HEAD 70    /* height of a list's head, with the field to search it */
#define LAYOUT_VERDICT 24 /* height of a verdict in a wide legend */
#define LAYOUT_SHADES 18  /* of the row that explains its reds */

struct layout {
	bool narrow; /* a telephone, or a window beside another: what stands side by side on a
			wide screen stands one above the other */
	bool low;    /* narrow, but so low that the list stands beside the globe after all */
	int rows;    /* of the peer list */
	struct area screen;
	struct area free;   /* the globe's */
	struct area title, legend, directions, peers, trays, card, foot;
	struct area time; /* the timeline; of no height while it is shut */
};

/*
 * How large all is drawn, so that it can be read where pixels are small.
 *
 * larger   steps that the user wishes, less than 0 for smaller
 * returns  a number in font_quarters[]; as small as it takes for the parts to have room
 */
int layout_step(int width, int height, int larger);

/*
 * width, height  of the screen in units; parts of a very small one are cut off
 * peers          that could be listed: a short list leaves its room to others
 */
struct layout layout_make(float width, float height, int peers);

/*
 * Make room for the timeline above or beside the foot. What is in its way moves, or gets shorter.
 *
 * open     0 shut, up to 1: it comes in from below
 */
void layout_time(struct layout *l, float open);

#endif
