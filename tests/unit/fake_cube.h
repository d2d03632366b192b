/* SPDX-License-Identifier: BSD-2-Clause */
/* fake_cube.h - packets between 203.0.113.0/24 outside and 192.0.2.0/24 inside. */
#ifndef FAKE_CUBE_H
#define FAKE_CUBE_H

#include "fake_scene.h"
#include "globe/cube.h"

static inline struct addr fake_addr(uint8_t a, uint8_t c, uint8_t d)
{
	return (struct addr){ .b = { [10] = 255, [11] = 255, a, 0, c, d } };
}

struct fake_packet {
	uint8_t peer, local;
	uint16_t peer_port, local_port;
	uint8_t direction, verdict;
	int age_ms;
};

static inline struct stream_point fake_point(struct fake_packet p)
{
	return (struct stream_point){ .time_ns = FAKE_NOW_NS - p.age_ms * (CLOCK_S / 1000),
				      .addr = fake_addr(203, 113, p.peer),
				      .local = fake_addr(192, 2, p.local),
				      .peer_port = p.peer_port,
				      .local_port = p.local_port,
				      .proto = 6,
				      .direction = p.direction,
				      .verdict = p.verdict,
				      .packets = 1 };
}

#endif
