/* SPDX-License-Identifier: BSD-2-Clause */
/* top.h - the busiest of a sensor: peers in a direction, or local hosts that meet strangers. */
#ifndef APP_TOP_H
#define APP_TOP_H

#include "app/meter.h"
#include "app/rank.h"
#include "app/top_query.h"
#include "core/json.h"
#include "judge/locals.h"
#include "view/jsonl.h"

struct top {
	struct rank rank; /* of the last answer */
	enum top_by by;   /* its order */
	bool local;       /* of whom that was */
	uint32_t total;   /* of how many it is the best */
	struct meter sides, hosts;
};

/* What there is to be looked at; all borrowed. */
struct top_view {
	const struct model *model;
	const struct locals *locals;
	const struct jsonl_run *run; /* names its interfaces */
	const struct jsonl_status *status;
};

/* returns 0, or -ENOMEM; memory is touched only once it is asked */
int top_open(struct top *t, uint32_t peers, uint32_t locals);
void top_close(struct top *t);

/*
 * Rank all that is there; not for one who goes on with the rows that were ranked last, whoever
 * asked for them.
 *
 * now_ns   of a clock that only grows
 */
void top_pick(struct top *t, const struct top_view *v, const struct top_query *q, int64_t now_ns);

/*
 * The members of an answer: the rows that were ranked, from q->from on, as many as there is room
 * for; `ranked` says how many there are in all.
 *
 * most     bytes that the text may grow to
 */
void top_put(const struct top *t, const struct top_view *v, const struct top_query *q,
	     struct json *j, size_t most);

#endif
