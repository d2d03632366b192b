/* SPDX-License-Identifier: BSD-2-Clause */
/* trip.h - the tripwire of a sensor: its zones, its memory, and who is caught. */
#ifndef APP_TRIP_H
#define APP_TRIP_H

#include "app/options.h"
#include "judge/history.h"
#include "judge/list.h"

#define TRIP_OWN 32 /* addresses of this machine */

struct trip {
	struct tripwire *wire; /* NULL: there is none */
	struct tripwire_zone zone[TRIPWIRE_ZONES];
	size_t n_zones;
	struct addr own[TRIP_OWN];
	size_t n_own;
	struct cidr inside[TRIP_OWN + OPTIONS_LOCAL_MOST]; /* where an intruder can be */
	size_t n_inside;
	bool recalled;      /* it is known from before who is used */
	bool deaf;          /* nobody has listened for who is used: only what is dark counts */
	struct list caught; /* in a replay: block list JUDGE_TRIPWIRE; else what of it is unsaved */
};

/*
 * The zones: --dark, and with --tripwire the networks in `near` that are small enough. Inside are
 * those, what --local names, and all private addresses.
 *
 * returns  0, also when there is none; -EINVAL and what is wrong with --dark
 */
int trip_open(struct trip *t, const struct options *o, struct source *source,
	      const struct cidr *near, size_t n_near, struct err *e);
void trip_close(struct trip *t);

/* What was remembered of who is used, if it is of the same zones. */
void trip_recall(struct trip *t, const struct history *h);
void trip_remember(const struct trip *t, struct history *h);

/*
 * Something was sent. It is a touch only from inside: an address from outside may be anybody's, and
 * naming it would let strangers decide who is blocked.
 */
void trip_sent(struct trip *t, const struct addr *source, const struct addr *target,
	       int64_t time_ns);

/*
 * Touches count from now on.
 *
 * listened  there was time to learn who is used, or it is remembered; else the networks that are
 *           near are left alone, for all of their addresses would look unused
 */
void trip_arm(struct trip *t, bool listened);

/*
 * Put who was caught since on the list.
 *
 * folder   of the lists; -1: they stay in `caught`
 * returns  how many in a replay, else 0: the folder tells; or as list_save(), and then it is
 *          tried again
 */
int trip_catch(struct trip *t, int folder, int64_t now_ns, struct err *e);

#endif
