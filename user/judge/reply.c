/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/reply.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>

#include "judge/recent.h"

/* Peer and local side of a flow are the same in both directions. */
struct flow {
	struct addr peer, local;
	uint16_t peer_port, local_port;
	uint8_t proto;
	uint8_t pad[3];
	int64_t out_ns; /* when it last went out */
};

#define KEY_SIZE (offsetof(struct flow, proto) + 1)

struct replies {
	struct recent flows;
};

int replies_open(uint32_t most, struct replies **out)
{
	struct replies *r = calloc(1, sizeof(*r));

	*out = NULL;
	if (!r || recent_init(&r->flows, sizeof(struct flow), KEY_SIZE, most)) {
		free(r);
		return -ENOMEM;
	}
	*out = r;
	return 0;
}

void replies_close(struct replies *r)
{
	if (!r)
		return;
	recent_clear(&r->flows);
	free(r);
}

bool replies_note(struct replies *r, const struct event *e)
{
	const struct flow key = { .peer = e->peer,
				  .local = e->local,
				  .peer_port = e->peer_port,
				  .local_port = e->local_port,
				  .proto = e->proto };
	struct flow *flow;

	if (!e->packets || !e->proto)
		return false;
	if (e->direction == RA_OUT) {
		flow = recent_take(&r->flows, &key);
		flow->out_ns = e->time_ns;
		return false;
	}
	flow = recent_find(&r->flows, &key);
	return flow && e->time_ns >= flow->out_ns && e->time_ns - flow->out_ns <= REPLY_WITHIN_NS;
}
