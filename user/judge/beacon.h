/* SPDX-License-Identifier: BSD-2-Clause */
/* beacon.h - how regularly a peer comes, from its last contacts. Pure; memory set at start. */
#ifndef JUDGE_BEACON_H
#define JUDGE_BEACON_H

#include "core/event.h"

#define BEACON_INTERVALS 24
#define BEACON_LEAST 8       /* intervals without which there is no score */
#define BEACON_CONTACT_NS (5 * INT64_C(1000000000))
#define BEACON_UNSCORED EVENT_UNSCORED

struct beacons;

/*
 * most     peers and directions that are followed, about 250 bytes each; when full, the one
 *          longest unheard of goes
 * returns  0, or -ENOMEM
 */
int beacons_open(uint32_t most, struct beacons **out);
void beacons_close(struct beacons *b);

/*
 * Take an event. Packets less than BEACON_CONTACT_NS apart belong to one contact; an interval
 * lies between the starts of two contacts. An event without packets is none, and a clock that
 * was set back begins a contact without an interval.
 *
 * Who comes more often is one long contact, without a score. Local machines are not told apart:
 * several that call one peer, each in its own time, look irregular.
 *
 * returns  the score, 0..100, or BEACON_UNSCORED with fewer than BEACON_LEAST intervals
 */
uint8_t beacons_note(struct beacons *b, const struct event *e);

/* The score so far, without an event; BEACON_UNSCORED for who is not followed. */
uint8_t beacons_score(const struct beacons *b, const struct addr *peer, uint8_t direction);

/*
 * The score of intervals and the bytes of their contacts: how narrowly each lies around its
 * middle, and how alike both sides of it are.
 *
 * Either scores (1 - deviation / median) * (1 - skewness * min(1, (Q3 - Q1) / median)): the
 * skewness of a few values that hardly differ is noise, and counts as much as they differ.
 * Intervals weigh twice: of two who send packets of one size the clock tells man from machine.
 *
 * intervals_s  n, each > 0
 * bytes        n
 * n            BEACON_LEAST..BEACON_INTERVALS, else there is no score
 * returns      0..100, 100 when the middle half of both is all alike; or BEACON_UNSCORED
 * source       after RITA (Active Countermeasures): Bowley skewness and the median absolute
 *              deviation of intervals and of data sizes
 */
uint8_t beacon_score(const uint32_t *intervals_s, const uint32_t *bytes, uint32_t n);

#endif
