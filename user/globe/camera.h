/* SPDX-License-Identifier: BSD-2-Clause */
/* camera.h - where the eye is, how it moves, and where a point falls on the screen. */
#ifndef GLOBE_CAMERA_H
#define GLOBE_CAMERA_H

#include <stdbool.h>

#include "globe/vec.h"

#define CAMERA_NEAR 1.25 /* Earth radii from the centre */
#define CAMERA_FAR 9.0
#define CAMERA_REST 4.1

/* The eye stands above a point of the ground and looks at the Earth's centre. */
struct camera {
	double lat_deg, lon_deg, dist;
	double lat_speed, lon_speed; /* degrees a second, dying away */
};

/* Pixels, from the top left. */
struct area {
	float x, y, w, h;
};

static inline bool area_holds(struct area a, float x, float y)
{
	return x >= a.x && y >= a.y && x < a.x + a.w && y < a.y + a.h;
}

/* A camera on a screen of a size: all that the shaders and picking need. */
struct view {
	int width, height;
	struct vec3 eye, right, up, forward;
	float dist;
	float tan_x, tan_y;     /* half of the field of view */
	float shift_x, shift_y; /* of the Earth's centre, -1..1 from the middle, y up */
	float pixel;            /* size of a pixel at distance 1 */
	float clip[16];         /* world to clip space, columns; z is 0: nothing is clipped
				   but what is behind the eye */
};

void camera_look(struct camera *c, double lat_deg, double lon_deg);

/* The ground follows the pointer by so many pixels, in so many seconds. */
void camera_drag(struct camera *c, const struct view *v, float dx, float dy, float seconds);

/* The pointer let go: the globe turns on when it was moving, else it stops. */
void camera_hold(struct camera *c);

/* steps of the wheel, positive comes nearer */
void camera_zoom(struct camera *c, float steps);

/* returns whether it still moves */
bool camera_step(struct camera *c, float seconds);

/*
 * width, height  of the screen in pixels
 * free           the part of the screen the globe is centred in and sized for
 */
void view_make(struct view *v, const struct camera *c, int width, int height, struct area free);

/* returns whether it is in front of the eye; x, y: out, pixels from the top left */
bool view_project(const struct view *v, struct vec3 p, float *x, float *y);

/* Whether the Earth does not stand between the eye and the point. */
bool view_sees(const struct view *v, struct vec3 p);

#endif
