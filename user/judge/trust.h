/* SPDX-License-Identifier: BSD-2-Clause */
/* trust.h - when a peer is trusted, and when no longer. Pure. */
#ifndef JUDGE_TRUST_H
#define JUDGE_TRUST_H

#include "judge/history.h"

/* Reasons to doubt a peer. */
enum trust_doubt {
	DOUBT_LISTED = 1, /* it is, or was, on a blocklist */
	DOUBT_BEACON = 2, /* it comes as regularly as a machine calls home */
	DOUBT_RARE = 4,   /* nobody else of its network is trusted */
};

struct trust_rules {
	int64_t window_s; /* unseen for so long: expired */
	uint32_t hours;   /* distinct ones that make a candidate trusted */
	int64_t span_s;   /* between its first and its last packet, at least */
	uint8_t beacon;   /* score from which on it counts as a beacon, 0..100 */
	bool hold;        /* a beacon of a rare network has to wait for the user */
	bool frozen;      /* nobody becomes trusted */
};

/* 3 hours over 24 hours, a window of 48 hours, beacons from 80 on are held. */
struct trust_rules trust_defaults(void);

/*
 * What a peer's row says against it.
 *
 * listed   a blocklist names it now
 * others   trusted peers of its network besides itself
 */
uint8_t trust_doubts(const struct trust_rules *rules, const struct history_row *row, bool listed,
		     uint32_t others);

/* Whether doubts keep it from being trusted without the user: listed, or beacon and rare. */
bool trust_is_held(const struct trust_rules *rules, uint8_t doubts);

/*
 * The state that a row has to move to. Hours and span count from when it was first seen, or from
 * when it last moved: who expired has to earn it again. Who was unseen for longer than the window
 * expires; exactly the window is not longer. Ask before an event is noted, too: after it the row
 * was just seen, whatever came before.
 *
 * now_s    of the event or the clock, as history_time() takes it
 * returns  enum history_state; the row's own when nothing changes
 */
uint8_t trust_next(const struct trust_rules *rules, const struct history_row *row, uint8_t doubts,
		   int64_t now_s);

/* What it still lacks, for `explain`: hours and seconds; 0 when it has enough of it. */
void trust_missing(const struct trust_rules *rules, const struct history_row *row,
		   uint32_t *hours, int64_t *span_s);

#endif
