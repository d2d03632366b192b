/* SPDX-License-Identifier: BSD-2-Clause */
/* globe_state.h - what the files of the globe share, and nobody else sees. */
#ifndef GLOBE_GLOBE_STATE_H
#define GLOBE_GLOBE_STATE_H

#include "globe/globe.h"
#include "globe/globe_cube.h"
#include "globe/globe_time.h"

struct pointer {
	bool here, down, dragging, on_globe, scrolled;
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
	int64_t input_ns, frame_ns, look_ns; /* last input, frame, look at the numbers */
	uint64_t built; /* change of the scene that the strands show */
	int step, larger; /* how large all is drawn, and the steps of it that the user wished */
	struct globe_time time;
	uint64_t listed; /* that the lists of peers show */
	uint64_t taken, looked; /* records that came; that had come at the last look */
	uint32_t print; /* of what was last drawn over the globe */
	struct hud_choice followed; /* what the camera flew to */
	int window_steps; /* the sensor's window, halved or doubled so often */
	int64_t said_ns; /* since when a line of globe_say() stands */
	int64_t asked_ns; /* when the peer of the card was last asked about */
	struct addr asked;
	int64_t found_ns; /* when the words of the search were last followed */
	float wheeled;    /* part of a row */
	bool find_late;   /* they have changed since */
	bool dirty, turning, touched, posed;
	bool spare; /* the CPU draws */
	bool unsure; /* what the pointer is on may be another */
};

/* With room for all peers in the list, those too that do not pass a filter: nothing jumps. */
struct layout globe_layout(const struct globe *g);

/* Find the listed peers and build the arcs anew, now. */
void globe_refresh(struct globe *g, int64_t now_ns);

/* The time of the sensor. */
int64_t globe_now(const struct globe *g, int64_t now_ns);

/* The camera of the view that is shown. */
struct camera *globe_camera(struct globe *g);

/* What refreshing does: each alone. */
void globe_list(struct globe *g, int64_t now_ns);
void globe_build(struct globe *g, int64_t now_ns);

/* Draw what lies over the globe, which the next frame shows. */
void globe_draw_hud(struct globe *g, int64_t now_ns);

/* What of the user interface lies at a pixel, or NULL. */
const struct hud_hit *globe_hit(const struct globe *g, float x, float y);

/* The bundle at a pixel, or NULL. */
const struct bundle *globe_bundle(const struct globe *g, float x, float y);

/* Somebody is there. */
void globe_touch(struct globe *g);

/* What a click there means. */
void globe_click(struct globe *g, const struct hud_hit *hit);

/* The menu of a row, at a point in units. */
void globe_menu_of(struct globe *g, const struct hud_hit *hit, float x, float y);

/* Look at home and to where its arcs go; stay when neither is known. */
void globe_aim(struct globe *g);

/* Fly to what was chosen since, unless it is well seen already. */
void globe_follow(struct globe *g);

/* Keys that move the camera. returns whether it is one */
bool globe_steer(struct globe *g, int key);

#endif
