/* SPDX-License-Identifier: BSD-2-Clause */
/* globe_state.h - what the files of the globe share, and nobody else sees. */
#ifndef GLOBE_GLOBE_STATE_H
#define GLOBE_GLOBE_STATE_H

#include "globe/globe.h"
#include "globe/globe_cube.h"
#include "globe/globe_time.h"

struct pointer {
	bool down, dragging, on_globe;
	float x, y, from_x, from_y;
	int64_t at_ns;
};

struct globe {
	const struct font *font;
	struct scene_limits most;
	struct scene scene;
	struct roster roster;
	struct strands strands;
	struct camera camera; /* of the globe */
	struct globe_cube cube;
	struct pointer pointer;
	struct hud hud;
	struct render_frame frame;
	int64_t status_ns, lost_ns; /* when the last status came; when the stream broke, or 0 */
	int64_t step_ns, build_ns, list_ns;
	uint64_t built; /* change of the scene that the strands show */
	int step, larger; /* how large all is drawn, and the steps of it that the user wished */
	struct globe_time time;
	int window_steps; /* the sensor's window, halved or doubled so often */
	int64_t said_ns; /* since when a line of globe_say() stands */
	int64_t asked_ns; /* when the peer of the card was last asked about */
	struct addr asked;
	int64_t found_ns; /* when the words of the search were last followed */
	float wheeled;    /* part of a row */
	bool find_late;   /* they have changed since */
	bool dirty, turning, touched, posed;
};

/* With room for all peers in the list, those too that do not pass a filter: nothing jumps. */
struct layout globe_layout(const struct globe *g);

/* Find the listed peers and build the arcs anew, now. */
void globe_refresh(struct globe *g, int64_t now_ns);

/* The time of the sensor. */
int64_t globe_now(const struct globe *g, int64_t now_ns);

/* The camera of the view that is shown. */
struct camera *globe_camera(struct globe *g);

/* Look at home and to where its arcs go; stay when neither is known. */
void globe_aim(struct globe *g);

#endif
