/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/camera.h"

#include <string.h>

#define HALF_FIELD_DEG 17.5
#define LAT_MOST 85.0
#define FRICTION 3.2       /* speed falls by e in 1/3.2 s */
#define STILL_DEG_S 0.4    /* slower than this is at rest */
#define SPEED_MOST 240.0
#define ZOOM_STEP 0.9
#define ZOOM_FRICTION 9.0
#define ZOOM_STILL 1e-3
#define POLE_SINE 0.95f    /* flights keep to the south and the north of what is nearer a pole */
#define RIM_SINE 0.35f     /* height above the horizon from which on the ground is well seen */

static double between(double x, double least, double most)
{
	return x < least ? least : x > most ? most : x;
}

void camera_look(struct camera *c, double lat_deg, double lon_deg)
{
	c->lat_deg = between(lat_deg, -LAT_MOST, LAT_MOST);
	c->lon_deg = remainder(lon_deg, 360);
}

void camera_drag(struct camera *c, const struct view *v, float dx, float dy, float seconds)
{
	double deg = (c->dist - 1) * (double)v->pixel / VEC_RADIAN;
	double lon = -(double)dx * deg / fmax(cos(c->lat_deg * VEC_RADIAN), 0.3);
	double lat = (double)dy * deg;

	camera_look(c, c->lat_deg + lat, c->lon_deg + lon);
	if (seconds <= 0)
		return;
	c->lat_speed = between(lat / (double)seconds, -SPEED_MOST, SPEED_MOST);
	c->lon_speed = between(lon / (double)seconds, -SPEED_MOST, SPEED_MOST);
}

void camera_hold(struct camera *c)
{
	c->lat_speed = 0;
	c->lon_speed = 0;
	c->flight.on = false;
}

void camera_push(struct camera *c, double lat_deg, double lon_deg)
{
	c->flight.on = false;
	c->lat_speed = between(c->lat_speed + lat_deg * FRICTION, -SPEED_MOST, SPEED_MOST);
	c->lon_speed = between(c->lon_speed + lon_deg * FRICTION, -SPEED_MOST, SPEED_MOST);
}

void camera_zoom(struct camera *c, float steps)
{
	double height = log(c->dist - 1);
	double wanted = height + c->zoom + (double)steps * log(ZOOM_STEP);

	c->flight.on = false;
	c->zoom = between(wanted, log(CAMERA_NEAR - 1), log(CAMERA_FAR - 1)) - height;
}

static bool meets_pole(const struct arc *way)
{
	float most = 0;

	for (int i = 1; i < 16; i++)
		most = fmaxf(most, fabsf(vec3_unit(arc_point(way, (float)i / 16)).y));
	return most > POLE_SINE;
}

void camera_fly(struct camera *c, double lat_deg, double lon_deg, double dist)
{
	struct camera_flight *f = &c->flight;

	camera_hold(c);
	c->zoom = 0;
	*f = (struct camera_flight){ .on = true,
				     .lat_deg = c->lat_deg,
				     .lon_deg = c->lon_deg,
				     .dist = c->dist,
				     .to_lat_deg = between(lat_deg, -LAT_MOST, LAT_MOST),
				     .to_lon_deg = lon_deg,
				     .to_dist = between(dist, CAMERA_NEAR, CAMERA_FAR) };
	f->way = arc_between(vec3_ground(f->lat_deg, f->lon_deg),
			     vec3_ground(f->to_lat_deg, lon_deg), 0);
	f->beside = meets_pole(&f->way);
}

static void follow(struct camera *c, double share)
{
	const struct camera_flight *f = &c->flight;
	struct vec3 p = vec3_unit(arc_point(&f->way, (float)share));

	if (share >= 1)
		camera_look(c, f->to_lat_deg, f->to_lon_deg);
	else if (f->beside)
		camera_look(c, f->lat_deg + share * (f->to_lat_deg - f->lat_deg),
			    f->lon_deg + share * remainder(f->to_lon_deg - f->lon_deg, 360));
	else
		camera_look(c, asin((double)p.y) / VEC_RADIAN,
			    atan2((double)p.x, (double)p.z) / VEC_RADIAN);
	c->dist = 1 + (f->dist - 1) * pow((f->to_dist - 1) / (f->dist - 1), share);
}

static bool step_flight(struct camera *c, double seconds)
{
	double t = fmin(c->flight.done + seconds / CAMERA_FLIGHT_S, 1);

	c->flight.done = t;
	follow(c, t * t * (3 - 2 * t));
	c->flight.on = t < 1;
	return true;
}

static bool step_turn(struct camera *c, double seconds)
{
	double keep = exp(-FRICTION * seconds), way_s = (1 - keep) / FRICTION;

	if (hypot(c->lat_speed, c->lon_speed) < STILL_DEG_S) {
		c->lat_speed = c->lon_speed = 0;
		return false;
	}
	camera_look(c, c->lat_deg + c->lat_speed * way_s, c->lon_deg + c->lon_speed * way_s);
	c->lat_speed *= keep;
	c->lon_speed *= keep;
	return true;
}

static bool step_zoom(struct camera *c, double seconds)
{
	double left = c->zoom * exp(-ZOOM_FRICTION * seconds);

	if (c->zoom == 0)
		return false;
	if (fabs(left) < ZOOM_STILL)
		left = 0;
	c->dist = between(1 + (c->dist - 1) * exp(c->zoom - left), CAMERA_NEAR, CAMERA_FAR);
	c->zoom = left;
	return true;
}

bool camera_step(struct camera *c, double seconds)
{
	bool turns, zooms;

	if (c->flight.on)
		return step_flight(c, seconds);
	turns = step_turn(c, seconds);
	zooms = step_zoom(c, seconds);
	return turns || zooms;
}

/* One row of the clip matrix: weight . (p - eye) */
static void clip_row(struct view *v, int row, struct vec3 weight)
{
	v->clip[row] = weight.x;
	v->clip[row + 4] = weight.y;
	v->clip[row + 8] = weight.z;
	v->clip[row + 12] = -vec3_dot(weight, v->eye);
}

void view_make(struct view *v, const struct camera *c, int width, int height, struct area free)
{
	struct vec3 ground = vec3_ground(c->lat_deg, c->lon_deg);
	float tangent = tanf((float)(HALF_FIELD_DEG * VEC_RADIAN));
	float side = fmaxf(fminf(free.w, free.h), 1);

	memset(v, 0, sizeof(*v));
	v->width = width;
	v->height = height;
	v->dist = (float)c->dist;
	v->eye = vec3_scale(ground, v->dist);
	v->forward = vec3_scale(ground, -1);
	v->right = vec3_unit(vec3_cross(v->forward, (struct vec3){ 0, 1, 0 }));
	v->up = vec3_cross(v->right, v->forward);
	v->pixel = 2 * tangent / side;
	v->tan_x = tangent * (float)width / side;
	v->tan_y = tangent * (float)height / side;
	v->shift_x = (free.x + free.w / 2) / (float)width * 2 - 1;
	v->shift_y = 1 - (free.y + free.h / 2) / (float)height * 2;
	clip_row(v, 0, vec3_add(vec3_scale(v->right, 1 / v->tan_x),
				vec3_scale(v->forward, v->shift_x)));
	clip_row(v, 1, vec3_add(vec3_scale(v->up, 1 / v->tan_y),
				vec3_scale(v->forward, v->shift_y)));
	clip_row(v, 3, v->forward);
}

bool view_project(const struct view *v, struct vec3 p, float *x, float *y)
{
	const float *m = v->clip;
	float w = m[3] * p.x + m[7] * p.y + m[11] * p.z + m[15];

	if (w <= 0)
		return false;
	*x = ((m[0] * p.x + m[4] * p.y + m[8] * p.z + m[12]) / w + 1) / 2 * (float)v->width;
	*y = (1 - (m[1] * p.x + m[5] * p.y + m[9] * p.z + m[13]) / w) / 2 * (float)v->height;
	return true;
}

bool view_shows(const struct view *v, struct vec3 ground, struct area a)
{
	struct vec3 line = vec3_unit(vec3_sub(v->eye, ground));
	float x, y;

	return vec3_dot(line, ground) > RIM_SINE && view_project(v, ground, &x, &y) &&
	       area_holds(a, x, y);
}

/*
 * In front of the plane through the horizon, or outside the cone that the Earth fills: the
 * sine of the angle between the lines to the point and to the centre is above 1 / dist.
 */
bool view_sees(const struct view *v, struct vec3 p)
{
	struct vec3 line = vec3_sub(p, v->eye);
	float along = vec3_dot(line, v->forward), dist2 = v->dist * v->dist;

	if (-vec3_dot(p, v->forward) * v->dist > 1)
		return true;
	return (1 - along * along / vec3_dot(line, line)) * dist2 > 1;
}
