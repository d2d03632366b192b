/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/arc.h"

#define STACK_STEP 0.17f /* each arc of a stack is that much higher than the lowest */

static float lift_of(float angle, float stack)
{
	return (0.010f + angle * (0.071f + 0.0115f * angle)) * (1 + STACK_STEP * stack);
}

/* Any unit vector square to p, towards the north pole where there is such a thing. */
static struct vec3 square_to(struct vec3 p)
{
	struct vec3 pole = fabsf(p.y) < 0.99f ? (struct vec3){ 0, 1, 0 } : (struct vec3){ 1, 0, 0 };

	return vec3_unit(vec3_sub(pole, vec3_scale(p, vec3_dot(pole, p))));
}

struct arc arc_between(struct vec3 from, struct vec3 to, float stack)
{
	float cosine = vec3_dot(from, to);
	struct vec3 across = vec3_sub(to, vec3_scale(from, cosine));
	float sine = vec3_length(across);
	struct arc a = { .from = from, .angle = atan2f(sine, cosine) };

	a.side = sine > 1e-5f ? vec3_scale(across, 1 / sine) : square_to(from);
	a.lift = lift_of(a.angle, stack);
	return a;
}

struct vec3 arc_point(const struct arc *a, float t)
{
	float radius = ARC_GROUND + a->lift * 4 * t * (1 - t);
	struct vec3 p = vec3_add(vec3_scale(a->from, cosf(t * a->angle)),
				 vec3_scale(a->side, sinf(t * a->angle)));

	return vec3_scale(p, radius);
}
