/* SPDX-License-Identifier: BSD-2-Clause */
/* alert.h - red peers, told to the service that keeps the messages. */
#ifndef APP_ALERT_H
#define APP_ALERT_H

#include "view/jsonl.h"

#define ALERTS_MOST 100 /* a second; the rest is counted */

/* All zero at first. */
struct alerts {
	int64_t second; /* of the steady clock, and what was told or not in it: */
	uint32_t told;
	uint64_t untold;
	uint64_t all_untold; /* in the seconds before */
};

/* The first packet of a peer in a direction that is red, as jsonl_alert(). */
void alerts_tell(struct alerts *a, const struct jsonl_run *run, const struct geo *geo,
		 const struct model_peer *peer, const struct event *e);

/*
 * Say how many were not told, once their second is over.
 *
 * steady_ns INT64_MAX: it is over
 */
void alerts_sum(struct alerts *a, int64_t steady_ns);

#endif
