/* SPDX-License-Identifier: BSD-2-Clause */
/* ipfix.h - flows as IPFIX messages (RFC 7011), written into memory. */
#ifndef VIEW_IPFIX_H
#define VIEW_IPFIX_H

#include "model/model.h"

#define IPFIX_ROOM 1400 /* bytes of a message: one that a usual path carries undivided */

/* Elements of our own (RFC 7011, 3.2), 8 bits each, of RFC 5612's number for examples. */
#define IPFIX_ENTERPRISE 32473
#define IPFIX_VERDICT 1 /* enum ra_verdict */
#define IPFIX_NOVELTY 2 /* novelty_level() */

struct ipfix_interface {
	uint32_t number; /* ifIndex; 0: not known */
	bool lan;        /* what arrives there goes out */
};

/* All zero but for what the caller says of the run. */
struct ipfix {
	uint32_t domain; /* observation domain */
	const struct ipfix_interface *interfaces; /* by the source's number; borrowed */
	size_t n_interfaces;

	uint32_t sequence;    /* flows in messages before this one */
	int64_t templates_ns; /* when they were last written; 0: never */
	uint8_t *message;
	size_t len, set;  /* of the message; where its last set begins, 0: there is none */
	uint16_t set_id;
	uint32_t flows;   /* in this message */
};

/*
 * Begin a message; the templates are in the first and then once a minute, as UDP may lose them.
 *
 * message  IPFIX_ROOM bytes, borrowed until ipfix_end()
 */
void ipfix_begin(struct ipfix *x, uint8_t *message, int64_t now_ns);

/*
 * What a peer did in a direction since its last record; nothing when it did nothing.
 *
 * mark     in, out: what was in records before
 * returns  false when the message is full: the record is still due
 */
bool ipfix_flow(struct ipfix *x, const struct geo *geo, const struct model_peer *peer,
		uint8_t direction, struct model_mark *mark);

/* returns the length of the message; 0 when there is nothing in it, so that it is not sent */
size_t ipfix_end(struct ipfix *x);

#endif
