/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * cube.h - the packets of just now in a cube: local address, remote address, port. A scan across
 * addresses is a line along one axis, a scan of ports one along another. Pure.
 */
#ifndef GLOBE_CUBE_H
#define GLOBE_CUBE_H

#include "globe/camera.h"
#include "globe/cube_axis.h"
#include "globe/cube_shape.h"
#include "globe/palette.h"
#include "globe/scene_find.h"
#include "globe/strands.h"

#define CUBE_POINTS 65536 /* kept; a newer one takes the place of the oldest */
#define CUBE_HALF 0.6f    /* of its side; x is the local, y the port's, z the remote axis */
#define CUBE_GLIDE_S 0.3f
#define CUBE_NONE UINT32_MAX
#define CUBE_SQUARES 4 /* of a point: its shadows on the three walls, then itself */
#define CUBE_SHADOWED 16384 /* points, most; squares cost a software driver time and memory */

/* One instance of the point shader. */
struct cube_row {
	struct vec3 at;
	float time_s; /* since the cube was built: not above 0 */
	struct vec3 from; /* where it glides from: axes change with who is on them */
	float radius;
	uint8_t rgba[4];
};
_Static_assert(sizeof(struct cube_row) == 36, "layout of the vertex buffer");

/* What a row shows, as it is judged now. */
struct cube_fact {
	uint32_t point; /* number in the ring */
	uint16_t local; /* rank on the local axis */
	uint16_t port;
	struct scene_shade shade;
	bool asks;   /* goes to the side that offers the port */
	bool beacon; /* of a side that the sensor holds for one */
};

/* What is known of who sent a point. */
struct cube_sight {
	struct scene_shade shade;
	bool shown, was_shown, beacon;
	struct vec3 from, at; /* of its row, when it is shown */
};

struct cube {
	struct stream_point ring[CUBE_POINTS];
	uint32_t next, count;
	int64_t newest_ns;
	uint64_t taken;    /* points so far */
	uint64_t left_out; /* that the sensor did not send */
	/* built: */
	struct cube_axis local, remote;
	struct cube_row rows[CUBE_POINTS]; /* in order of verdict: red is drawn over blue */
	struct cube_fact facts[CUBE_POINTS];
	uint32_t row_count;
	struct cube_shapes shapes;
	int64_t built_ns, span_ns;
	bool glides;      /* some points stand elsewhere than before */
	uint64_t version; /* grows with every build */
	struct cube_sight sights[CUBE_POINTS]; /* of the ring, while it is built */
};

/* Which of the points are shown, and how. */
struct cube_want {
	const struct palette *palette;
	uint8_t directions;     /* RA_DIR_BIT of those that are shown */
	enum strands_blue blue; /* of those that are no strangers */
	uint8_t remote_len;     /* of the prefixes on the remote axis: CUBE_ALL_IPV4, or 128 */
	int64_t now_ns;         /* of the sensor; nothing newer is shown */
	int64_t span_ns;        /* nor what is older than this */
	const struct addr *chosen; /* who stands out, or NULL */
	uint32_t place;         /* whose peers stand out, or SCENE_ANYWHERE */
};

void cube_clear(struct cube *c);
void cube_take(struct cube *c, const struct stream_point *p);

/* The rows anew, and the shapes that they make. */
void cube_build(struct cube *c, const struct scene *s, const struct cube_want *want);

/* How many of its squares, the last ones, are drawn of each point. */
static inline int cube_squares(const struct cube *c)
{
	return c->row_count > CUBE_SHADOWED ? 1 : CUBE_SQUARES;
}

static inline const struct stream_point *cube_point(const struct cube *c, uint32_t row)
{
	return &c->ring[c->facts[row].point];
}

/*
 * The port of the side that offers something: the well-known one of the two; else the one that
 * is no ephemeral port; else the receiver's.
 *
 * asks     out: whether the packet goes to that side
 */
uint16_t cube_port(const struct stream_point *p, bool *asks);

/* Where a point stands, with the axes as they are built. */
struct vec3 cube_at(const struct cube *c, const struct stream_point *p);

/*
 * The row nearest to a point of the screen; of those that are as near the one in front.
 *
 * reach    pixels
 * returns  CUBE_NONE when there is none
 */
uint32_t cube_pick(const struct cube *c, const struct view *v, float x, float y, float reach);

#endif
