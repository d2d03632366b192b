/* SPDX-License-Identifier: BSD-2-Clause */
/* vec.h - three numbers; the Earth is the unit sphere, y to the north pole, z to 0,0. */
#ifndef GLOBE_VEC_H
#define GLOBE_VEC_H

#include <math.h>

#define VEC_RADIAN 0.017453292519943295 /* of a degree */

struct vec3 {
	float x, y, z;
};

static inline struct vec3 vec3_add(struct vec3 a, struct vec3 b)
{
	return (struct vec3){ a.x + b.x, a.y + b.y, a.z + b.z };
}

static inline struct vec3 vec3_sub(struct vec3 a, struct vec3 b)
{
	return (struct vec3){ a.x - b.x, a.y - b.y, a.z - b.z };
}

static inline struct vec3 vec3_scale(struct vec3 a, float k)
{
	return (struct vec3){ a.x * k, a.y * k, a.z * k };
}

static inline float vec3_dot(struct vec3 a, struct vec3 b)
{
	return a.x * b.x + a.y * b.y + a.z * b.z;
}

static inline struct vec3 vec3_cross(struct vec3 a, struct vec3 b)
{
	return (struct vec3){ a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z,
			      a.x * b.y - a.y * b.x };
}

static inline float vec3_length(struct vec3 a)
{
	return sqrtf(vec3_dot(a, a));
}

/* a is not the null vector */
static inline struct vec3 vec3_unit(struct vec3 a)
{
	return vec3_scale(a, 1.0f / vec3_length(a));
}

/* The point of the ground at a latitude and longitude. */
static inline struct vec3 vec3_ground(double lat_deg, double lon_deg)
{
	double lat = lat_deg * VEC_RADIAN, lon = lon_deg * VEC_RADIAN;

	return (struct vec3){ (float)(cos(lat) * sin(lon)), (float)sin(lat),
			      (float)(cos(lat) * cos(lon)) };
}

#endif
