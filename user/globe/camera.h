/* SPDX-License-Identifier: BSD-2-Clause */
/* camera.h - where the eye is, how it moves, and where a point falls on the screen. */
#ifndef GLOBE_CAMERA_H
#define GLOBE_CAMERA_H

#include <stdbool.h>

#include "globe/arc.h"

#define CAMERA_NEAR 1.25 /* Earth radii from the centre */
#define CAMERA_FAR 9.0
#define CAMERA_REST 4.1
#define CAMERA_FLIGHT_S 0.9

/* A flight, from where it began; on a great circle, or where that meets a pole beside it. */
struct camera_flight {
	bool on, beside;
	double lat_deg, lon_deg, dist;
	double to_lat_deg, to_lon_deg, to_dist;
	struct arc way;
	double done; /* share of its time, 0..1 */
};

/* The eye stands above a point of the ground and looks at the Earth's centre. */
struct camera {
	double lat_deg, lon_deg, dist;
	double lat_speed, lon_speed; /* degrees a second, dying away */
	double zoom; /* what is left of it, as a logarithm of the height; dying away */
	struct camera_flight flight;
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

/* Stop turning and flying. */
void camera_hold(struct camera *c);

/* Turn by so many degrees, slower and slower. */
void camera_push(struct camera *c, double lat_deg, double lon_deg);

/* Come nearer by steps of the wheel, or go farther, slower and slower. */
void camera_zoom(struct camera *c, float steps);

/* Go there in CAMERA_FLIGHT_S, starting and arriving softly. */
void camera_fly(struct camera *c, double lat_deg, double lon_deg, double dist);

/* Let time pass: two short times are as good as a long one. returns whether it still moves */
bool camera_step(struct camera *c, double seconds);

/*
 * width, height  of the screen in pixels
 * free           the part of the screen the globe is centred in and sized for
 */
void view_make(struct view *v, const struct camera *c, int width, int height, struct area free);

/* returns whether it is in front of the eye; x, y: out, pixels from the top left */
bool view_project(const struct view *v, struct vec3 p, float *x, float *y);

/* A point of the ground: whether it is on this side of the Earth, off its rim, and in the area. */
bool view_shows(const struct view *v, struct vec3 ground, struct area a);

/* Whether the Earth does not stand between the eye and the point. */
bool view_sees(const struct view *v, struct vec3 p);

#endif
