/* SPDX-License-Identifier: BSD-2-Clause */
/* trail.h - what is remembered of packets for those who look: the last ones, and who came when. */
#ifndef APP_TRAIL_H
#define APP_TRAIL_H

#include "model/model.h"
#include "model/points.h"
#include "model/steps.h"

struct trail {
	struct points points;
	struct steps *steps; /* of a capture that is looked at; NULL: the history knows */
	bool keeps_steps;    /* said before it is opened */
};

/* peers: at most. returns 0, or -ENOMEM */
int trail_open(struct trail *t, uint32_t peers);
void trail_close(struct trail *t);

/* peer: of m, that took the event; NULL: there was no room for it */
void trail_note(struct trail *t, const struct model *m, const struct model_peer *peer,
		const struct event *e);

/* A packet that was kept, judged as its peer is; no point when its addresses were cut off. */
void trail_packet(struct trail *t, const struct event_packet *p, const struct judgement *j);

#endif
