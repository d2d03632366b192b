/* SPDX-License-Identifier: BSD-2-Clause */
/* fake_scene.h - records as a sensor would send them. */
#ifndef FAKE_SCENE_H
#define FAKE_SCENE_H

#include <stdio.h>

#include "core/clock.h"
#include "stream/stream.h"

#define FAKE_NOW_NS (INT64_C(1795338120) * CLOCK_S)

static inline struct stream_record fake_status(bool home_known)
{
	return (struct stream_record){ .kind = STREAM_STATUS,
				       .status = { .now_ns = FAKE_NOW_NS,
						   .home_lat_deg = 35.7f,
						   .home_lon_deg = 139.51f,
						   .home_known = home_known,
						   .balanced = 1 } };
}

static inline struct stream_record fake_place(uint32_t number, float lat, float lon)
{
	struct stream_record r = { .kind = STREAM_PLACE,
				   .place = { number, { .lat_deg = lat, .lon_deg = lon } } };

	snprintf(r.place.place.city, sizeof(r.place.place.city), "City %u", number);
	return r;
}

static inline struct stream_record fake_arc(uint32_t place, uint8_t verdict, uint8_t direction,
					    uint64_t bytes, int age_s)
{
	return (struct stream_record){ .kind = STREAM_ARC,
				       .arc = { place, verdict, direction, 0, 1, 1, bytes,
						FAKE_NOW_NS - age_s * CLOCK_S } };
}

/* 203.0.113.last, seen in one direction */
static inline struct stream_record fake_peer(uint8_t last, uint32_t place, uint8_t verdict,
					     uint8_t direction, uint64_t bytes)
{
	struct stream_record r = { .kind = STREAM_PEER, .peer = { .place = place } };

	r.peer.addr = (struct addr){ .b = { [10] = 255, [11] = 255, 203, 0, 113, last } };
	r.peer.side[direction] = (struct stream_side){ .packets = 1,
						       .bytes = bytes,
						       .first_ns = FAKE_NOW_NS - CLOCK_S,
						       .last_ns = FAKE_NOW_NS,
						       .verdict = verdict };
	return r;
}

#endif
