/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/trail.h"

#include "source/reader.h"

int trail_open(struct trail *t, uint32_t peers)
{
	int r = points_open(&t->points);

	return r || !t->keeps_steps ? r : steps_open(peers, &t->steps);
}

void trail_close(struct trail *t)
{
	points_close(&t->points);
	steps_close(t->steps);
	t->steps = NULL;
}

void trail_note(struct trail *t, const struct model *m, const struct model_peer *peer,
		const struct event *e)
{
	if (!e->packets)
		return;
	points_note(&t->points, e);
	if (peer && t->steps)
		steps_note(t->steps, model_number(m, peer), e->direction, e->time_ns);
}

void trail_packet(struct trail *t, const struct event_packet *p, const struct judgement *j)
{
	const struct reader_frame frame = { p->link, p->bytes, p->captured, p->length,
					    p->time_ns };
	struct ra_ledger counted = { 0 }; /* where it was seen */
	struct event e;

	if (!reader_take_side(&counted, &frame, p->direction, &e))
		return;
	e.judgement = *j;
	points_note(&t->points, &e);
}
