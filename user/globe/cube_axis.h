/* SPDX-License-Identifier: BSD-2-Clause */
/* cube_axis.h - where addresses and ports stand on the axes of the cube; 0..1. Pure. */
#ifndef GLOBE_CUBE_AXIS_H
#define GLOBE_CUBE_AXIS_H

#include "core/addr.h"

#define CUBE_MARKS 4096 /* most prefixes on an axis */
#define CUBE_ALL_IPV4 96 /* length of the prefix that is all of IPv4 */

struct cube_mark {
	struct addr prefix;
	uint32_t points;
	float end; /* of its room on the axis */
};

/*
 * Prefixes in use, in their order. One with four times the points has twice the room, in steps,
 * so that the few who talk are not squeezed by the many who were only touched; within a prefix
 * addresses stand in order.
 */
struct cube_axis {
	struct cube_mark marks[CUBE_MARKS];
	uint32_t count;
	uint8_t len; /* of the prefixes in bits of the 128, a multiple of 8; an IPv4 /24 is 120 */
};

/* len: of the prefixes, as long as there are not too many; then they become shorter */
void cube_axis_start(struct cube_axis *a, uint8_t len);

/* A point of an address. */
void cube_axis_add(struct cube_axis *a, const struct addr *addr);

/* All points are there: share out the room. */
void cube_axis_share(struct cube_axis *a);

/* returns the number of the prefix an address belongs to; below count where it was added */
uint32_t cube_axis_rank(const struct cube_axis *a, const struct addr *addr);

/* Where an address that was added stands. */
float cube_axis_at(const struct cube_axis *a, const struct addr *addr);

/* The middle of a prefix. */
float cube_axis_middle(const struct cube_axis *a, uint32_t rank);

/* The lower half of the axis is for 0..1023; above, each doubling has the same room. */
float cube_port_at(uint16_t port);

#endif
