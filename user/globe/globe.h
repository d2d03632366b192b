/* SPDX-License-Identifier: BSD-2-Clause */
/* globe.h - the whole of the window but the window: records and input go in, frames come out. */
#ifndef GLOBE_GLOBE_H
#define GLOBE_GLOBE_H

#include "globe/hud.h"
#include "globe/render.h"

struct globe;

/* most: NULL for what suits a gateway: 262,144 peers. errors: -ENOMEM */
int globe_open(const struct font *font, const struct scene_limits *most, struct globe **out);
void globe_close(struct globe *g);

/* All times are of one clock that only grows, in nanoseconds. */

void globe_take(struct globe *g, const struct stream_record *r, int64_t now_ns);

/* The stream broke off; what is shown grows old from now on. */
void globe_lost(struct globe *g, int64_t now_ns);

/* A new stream begins: all that is known goes when its HELLO comes. returns 0, or -ENOMEM */
int globe_again(struct globe *g);

/* Whether SNAPSHOT came; whether a stream told its end; whether it is of a capture. */
bool globe_is_complete(const struct globe *g);
bool globe_has_ended(const struct globe *g);
bool globe_is_replay(const struct globe *g);

/* Where the CPU draws, frames are dear: fewer arcs, fewer frames, and the screen says so. */
void globe_spare(struct globe *g);

/* The pointer moves without a button too, and may leave the window. */
enum globe_pointer { GLOBE_MOVE, GLOBE_PRESS, GLOBE_RELEASE, GLOBE_LEAVE };


/* x, y in pixels of the last frame */
void globe_pointer(struct globe *g, enum globe_pointer what, float x, float y, int64_t now_ns);
void globe_wheel(struct globe *g, float steps);

/* The other button: a menu of what can be done about what is there. */
void globe_menu(struct globe *g, float x, float y);

/* A character, with Shift applied, or one of keys.h. returns whether it means anything here */
bool globe_key(struct globe *g, int key);

/* The next line for the sensor; line: STREAM_REQUEST_LINE bytes. returns its length, 0: none */
size_t globe_request(struct globe *g, char *line);

/* What is to be put on the clipboard, once; text: ACTIONS_CLIP bytes */
bool globe_take_clipboard(struct globe *g, char *text);

/*
 * Whether the sensor is to be asked about a peer now: its card was opened, or has been open for
 * a while since.
 *
 * peer     out
 */
bool globe_asks(struct globe *g, int64_t now_ns, struct addr *peer);

/*
 * Whether the sensor is to be asked for its past now: the timeline was opened, or a step of time
 * has passed since.
 */
bool globe_asks_past(struct globe *g, int64_t now_ns);
bool globe_awaits_past(const struct globe *g); /* and it has not all come */

/* Whether it is to be asked for points now: the cube is looked at. Once a stream. */
bool globe_asks_points(struct globe *g);

/* Local time here, in seconds before that of UTC. */
void globe_local_time(struct globe *g, int32_t ahead_s);

/* Whether characters are typed into a field now, and those that were: UTF-8. Keys are told too. */
bool globe_takes_text(const struct globe *g);
void globe_text(struct globe *g, const char *text);

/* Show but the peers for which this is true too: "country:NL", as filter.h has it. */
void globe_filter_add(struct globe *g, const char *term);

/* A line over the globe, cut to HUD_SAID bytes, that fades after four seconds. */
void globe_say(struct globe *g, const char *text, int64_t now_ns);

/* The language of what is drawn from now on. */
void globe_speak(struct globe *g, enum phrase_language language);

/* What the box about it says. version: borrowed until the globe is closed */
void globe_version(struct globe *g, const char *version);

/* All larger, or smaller when steps is less than 0; as far as the screen has room. */
void globe_enlarge(struct globe *g, int steps);

/* The next frame is needed whatever changed: the window was resized or uncovered. */
void globe_redraw(struct globe *g);

/*
 * Let time pass: the camera turns on, what is shown is brought up to date.
 *
 * returns  whether a new frame would differ from the last
 */
bool globe_step(struct globe *g, int64_t now_ns);

/* The camera looks at home and where its arcs go; the comets stand at a fixed time. */
void globe_pose(struct globe *g);

/*
 * returns  a frame for a screen of this many pixels; lifetime: until the next call
 */
const struct render_frame *globe_frame(struct globe *g, int width, int height, int64_t now_ns);

/* Whether the camera moves, by hand or by itself. */
bool globe_is_turning(const struct globe *g);

#endif
