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
	REASON_RULE,        /* allowed: seen in enough hours, over long enough */
	REASON_ALLOWLIST,   /* allowed: on an allow list that was imported */
	REASON_CANDIDATE,   /* unknown: seen before, not yet trusted */
	REASON_HELD,        /* unknown: regular as a beacon, of a rare network: the user must say */
	REASON_EXPIRED,     /* unknown: was trusted, and not seen for the window */
	REASON_WAS_LISTED,  /* unknown: seen while on a blocklist: the user must say */
	REASON_USER_BLOCK,  /* blocked: by the user */
	REASON_BLOCKLIST,   /* blocked: on a blocklist */
	REASON_DARK,        /* blocked: touched addresses that nobody uses */
	REASONS,
};

/*
 * How new an unknown peer is; each level comes with those before it. None: an address that was
 * known once, or is in the other direction, though it is not allowed in this one.
 */
enum novelty {
	NOVEL_ADDRESS = 1, /* of a /24 that holds known peers */
	NOVEL_SUBNET = 2,  /* a /24 of a network (ASN) that holds known peers */
	NOVEL_NETWORK = 4, /* of a country that holds known peers */
	NOVEL_COUNTRY = 8,
};
#define NOVELTY_LEVELS 5

struct judgement {
	uint8_t verdict; /* enum ra_verdict */
	uint8_t reason;  /* enum reason */
	uint8_t novelty; /* enum novelty, of what is unknown or blocked */
	uint8_t pad;
	uint16_t list;   /* number of the list that decided; 0: none did */
};

/* 0: known address ... 4: new country */
static inline uint8_t novelty_level(uint8_t novelty)
{
	uint8_t level = 0;

	for (; novelty; novelty >>= 1)
		level++;
	return level;
}

#define EVENT_UNSCORED 255
#define EVENT_NO_INTERFACE 255

struct event {
	int64_t time_ns; /* of the last of the packets, since 1970 */
	struct addr peer, local;
	uint64_t packets, bytes; /* since the last event of this peer and direction; packets
				    may be 0 when only the judgement is new */
	uint16_t peer_port, local_port; /* host order; 0 when unknown */
	uint8_t proto;                  /* IP protocol number; 0 when unknown */
	uint8_t direction;              /* enum ra_direction */
	bool judged;                    /* the source judged it: the kernel did */
	bool reply;                     /* what came in answers what went out before */
	uint8_t beacon;                 /* how regularly it comes, 0..100; EVENT_UNSCORED */
	uint8_t interface;              /* of the source, by its number; see source_interface().
					   EVENT_NO_INTERFACE when only the peer was counted */
	char country[4];                /* of the peer, "" when unknown */
	uint32_t asn;                   /* of the peer, 0 when unknown */
	struct judgement judgement;     /* when judged */
	int64_t before_ns; /* when the peer was last seen in this direction before the list was
			      fixed; 0: never, or not told */
};

/* A packet kept as evidence: as much of its frame as was asked for. */
struct event_packet {
	int64_t time_ns; /* since 1970 */
	struct addr peer;
	const uint8_t *bytes;
	uint32_t captured, length; /* there, and on the wire */
	uint8_t direction;
	uint8_t verdict; /* RA_VERDICTS when the source does not judge: it follows its event */
	uint8_t interface;
	uint8_t link; /* enum packet_link: what the bytes begin with */
};

/* Whoever takes events. */
struct event_sink {
	void (*event)(void *ctx, const struct event *e);
	void (*time)(void *ctx, int64_t time_ns); /* may be NULL; of each frame of a capture, IPv4
						     or not, before its event */
	/* May be NULL. Something was sent to an address of a zone that is not used, or ARP was
	   heard in a capture; a target that is the source means that the source was heard. */
	void (*sent)(void *ctx, const struct addr *source, const struct addr *target,
		     int64_t time_ns);
	void (*packet)(void *ctx, const struct event_packet *p); /* may be NULL */
	void *ctx;
};

#endif
