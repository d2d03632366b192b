/* SPDX-License-Identifier: BSD-2-Clause */
/* scene_past.h - the last two days of a scene's peers, and their packets of the last minutes. */
#ifndef GOLDEN_SCENE_PAST_H
#define GOLDEN_SCENE_PAST_H

#include "stream/stream.h"

#define SCENE_HOURS 48
#define SCENE_POINTS 3000

/* The span up to the hour of now_ns. */
struct stream_span scene_span(int64_t now_ns, uint32_t rows);

/*
 * In which hours a peer was seen in a direction: an allowed one in most, by day more than by
 * night; a stranger in the last few alone.
 *
 * number   chooses its habits
 */
struct stream_past scene_past(const struct stream_peer *p, uint8_t direction, uint32_t number);

/* The score of a peer's side: of the beacons among the points, else none. */
uint8_t scene_beacon(uint32_t number, uint8_t direction);

/*
 * The packets of the five minutes up to now_ns, oldest first: a scan across the local addresses, a
 * scan of one's ports, two beacons, and what goes on beside them.
 *
 * peers    n of them, 12 at least
 * i        below SCENE_POINTS
 */
struct stream_point scene_point(const struct stream_peer *peers, uint32_t n, uint32_t i,
				int64_t now_ns);

#endif
