/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * cube_shape.h - names what the points of strangers make: scans, sweeps and beacons. Pure.
 *
 * Only packets towards the side that offers the port count, and only of peers that are unknown or
 * blocked, of the last CUBE_SHAPE_NS. Each count is of different ones:
 *   scan    one peer, one port, 16 local addresses or more
 *   ports   one peer, one local address, 16 ports or more
 *   sweep   one port, 24 peers or more
 *   beacon  one peer, one local address, one port, 4 contacts or more of which three in four are
 *           as far apart as they are on the average, and the sensor scores the peer 80 or more
 */
#ifndef GLOBE_CUBE_SHAPE_H
#define GLOBE_CUBE_SHAPE_H

#include "globe/scene_find.h"

#define CUBE_SHAPES 16 /* most; of each kind the greatest */
#define CUBE_KEYS 65536
#define CUBE_SHAPE_NS (INT64_C(600) * 1000000000)
#define CUBE_BEACON_SCORE 80 /* from which on the sensor holds a peer for a beacon */

struct cube;

enum cube_kind { CUBE_SCAN, CUBE_PORTS, CUBE_SWEEP, CUBE_BEACON, CUBE_KINDS };

struct cube_shape {
	enum cube_kind kind;
	uint8_t direction;
	uint64_t group;    /* what its points have in common */
	uint32_t count;    /* local addresses, ports, peers, packet records */
	uint32_t contacts; /* a second or more after the one before */
	struct addr peer, local; /* of the newest point */
	uint16_t port;
	struct scene_shade shade; /* the gravest */
	struct vec3 from, to; /* corners of the box around it */
	int64_t first_ns, last_ns;
};

struct cube_shapes {
	struct cube_shape rows[CUBE_SHAPES];
	uint32_t count;
	uint64_t keys[2][CUBE_KEYS]; /* while they are looked for */
};

/* How far apart its contacts are on the average; 0 where there is but one. */
int64_t cube_shape_every(const struct cube_shape *s);

/* Look at the rows of a cube that is built. */
void cube_shapes_find(struct cube_shapes *s, const struct cube *c);

#endif
