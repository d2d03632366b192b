/* SPDX-License-Identifier: BSD-2-Clause */
/* event.h - what a source hands on: packets of one peer in one direction. */
#ifndef CORE_EVENT_H
#define CORE_EVENT_H

#include <stdint.h>

#include "bpf/redarc.h"
#include "core/addr.h"

/* Why a verdict is what it is; core/words.h has the sentence for each. */
enum reason {
	REASON_NONE,
	REASON_NO_LIST,     /* learning: there is no allowlist yet */
	REASON_HISTORY,     /* allowed: seen within the window before the list was fixed */
	REASON_USER,        /* allowed: added by the user */
	REASON_EXTERNAL,    /* allowed: written into the kernel's map by another program */
	REASON_NEVER_SEEN,  /* unknown: in no direction on the allowlist */
	REASON_OTHER_DIRECTION, /* unknown: allowed in the other direction only */
	REASONS,
};

struct judgement {
	uint8_t verdict; /* enum ra_verdict */
	uint8_t reason;  /* enum reason */
};

struct event {
	int64_t time_ns; /* of the last of the packets, since 1970 */
	struct addr peer, local;
	uint64_t packets, bytes; /* since the last event of this peer and direction; packets
				    may be 0 when only the judgement is new */
	uint16_t peer_port, local_port; /* host order; 0 when unknown */
	uint8_t proto;                  /* IP protocol number; 0 when unknown */
	uint8_t direction;              /* enum ra_direction */
	bool judged;                    /* the source judged it: the kernel did */
	struct judgement judgement;     /* when judged */
};

/* Whoever takes events. */
struct event_sink {
	void (*event)(void *ctx, const struct event *e);
	void (*time)(void *ctx, int64_t time_ns); /* may be NULL; of each frame of a capture, IPv4
						     or not, before its event */
	void *ctx;
};

#endif
