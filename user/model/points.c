/* SPDX-License-Identifier: BSD-2-Clause */
#include "model/points.h"

#include <errno.h>
#include <stdlib.h>

#include "core/clock.h"

#define POINT_NS (CLOCK_S / POINTS_RATE)

int points_open(struct points *p)
{
	*p = (struct points){ .ring = calloc(POINTS_KEPT, sizeof(*p->ring)) };
	return p->ring ? 0 : -ENOMEM;
}

void points_close(struct points *p)
{
	free(p->ring);
	*p = (struct points){ 0 };
}

void points_note(struct points *p, const struct event *e)
{
	if (!e->packets || !e->proto)
		return;
	p->ring[p->count++ % POINTS_KEPT] = (struct point){
		.time_ns = e->time_ns,
		.peer = e->peer,
		.local = e->local,
		.peer_port = e->peer_port,
		.local_port = e->local_port,
		.packets = e->packets < UINT32_MAX ? (uint32_t)e->packets : UINT32_MAX,
		.proto = e->proto,
		.direction = e->direction,
		.verdict = e->judgement.verdict,
		.novelty = e->judgement.novelty,
	};
}

static uint64_t oldest(const struct points *p)
{
	return p->count > POINTS_KEPT ? p->count - POINTS_KEPT : 0;
}

void points_follow(struct points_reader *r, const struct points *p, int64_t now_ns)
{
	if (!r->follows)
		r->next = r->until = oldest(p);
	r->follows = true;
	r->credit = POINTS_KEPT;
	r->paid_ns = now_ns;
}

/* What was overwritten before it was read. */
static void give_up_lost(struct points_reader *r, const struct points *p)
{
	uint64_t first = oldest(p);

	if (r->next >= first)
		return;
	r->left_out += first - r->next;
	r->next = first;
}

static void earn(struct points_reader *r, int64_t now_ns)
{
	int64_t points = (now_ns - r->paid_ns) / POINT_NS;

	if (points > POINTS_RATE)
		r->paid_ns = now_ns;
	else
		r->paid_ns += points * POINT_NS;
	if (points > POINTS_RATE - (int64_t)r->credit)
		points = r->credit < POINTS_RATE ? POINTS_RATE - r->credit : 0;
	r->credit += (uint32_t)points;
}

/* Those that wait are read at once, all or as many as there is credit for. */
static bool begin_batch(struct points_reader *r, const struct points *p, int64_t now_ns)
{
	uint64_t waiting = p->count - r->next;

	earn(r, now_ns);
	if (!waiting || !r->credit)
		return false;
	r->until = p->count;
	r->stride = (waiting + r->credit - 1) / r->credit;
	return true;
}

const struct point *points_next(struct points_reader *r, const struct points *p, int64_t now_ns,
				uint32_t *left_out)
{
	uint64_t step;

	if (!r->follows)
		return NULL;
	give_up_lost(r, p);
	if (r->next >= r->until && !begin_batch(r, p, now_ns))
		return NULL;
	step = r->until - r->next < r->stride ? r->until - r->next : r->stride;
	r->left_out += step - 1;
	r->next += step;
	r->credit--;
	*left_out = r->left_out < UINT32_MAX ? (uint32_t)r->left_out : UINT32_MAX;
	r->left_out = 0;
	return &p->ring[(r->next - 1) % POINTS_KEPT];
}
