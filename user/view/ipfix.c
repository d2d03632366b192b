/* SPDX-License-Identifier: BSD-2-Clause */
#include "view/ipfix.h"

#include <string.h>

#include "core/clock.h"

#define VERSION_IPFIX 10
#define HEADER 16
#define SET_HEADER 4
#define SET_TEMPLATES 2
#define TEMPLATES_NS (60 * CLOCK_S)
#define OWN 0x8000 /* an enterprise's number follows */

#define LENGTH_AT 2 /* of a message and of a set */

/* A template for each; its number is that of its set. */
enum family { IPV4, IPV6, FAMILIES };

static const struct {
	uint16_t set_id, source, destination; /* sourceIPv4Address ... */
	uint16_t len; /* of an address */
} families[FAMILIES] = {
	[IPV4] = { 256, 8, 12, 4 },
	[IPV6] = { 257, 27, 28, 16 },
};

enum {
	SOURCE_PORT,
	DESTINATION_PORT,
	PROTOCOL,
	DIRECTION,
	INGRESS,
	EGRESS,
	PACKETS,
	OCTETS,
	START,
	END,
	SOURCE_AS,
	DESTINATION_AS,
	VERDICT,
	NOVELTY,
	ELEMENTS,
};

/* What follows the addresses in a record; numbers and sizes are IANA's. */
static const struct {
	uint16_t id, len;
} elements[ELEMENTS] = {
	[SOURCE_PORT] = { 7, 2 },      /* sourceTransportPort */
	[DESTINATION_PORT] = { 11, 2 }, /* destinationTransportPort */
	[PROTOCOL] = { 4, 1 },         /* protocolIdentifier */
	[DIRECTION] = { 61, 1 },       /* flowDirection */
	[INGRESS] = { 10, 4 },         /* ingressInterface */
	[EGRESS] = { 14, 4 },          /* egressInterface */
	[PACKETS] = { 2, 8 },          /* packetDeltaCount */
	[OCTETS] = { 1, 8 },           /* octetDeltaCount */
	[START] = { 152, 8 },          /* flowStartMilliseconds */
	[END] = { 153, 8 },            /* flowEndMilliseconds */
	[SOURCE_AS] = { 16, 4 },       /* bgpSourceAsNumber */
	[DESTINATION_AS] = { 17, 4 },  /* bgpDestinationAsNumber */
	[VERDICT] = { OWN | IPFIX_VERDICT, 1 },
	[NOVELTY] = { OWN | IPFIX_NOVELTY, 1 },
};

static void put(struct ipfix *x, uint64_t value, size_t len)
{
	while (len--)
		x->message[x->len++] = (uint8_t)(value >> 8 * len);
}

static void put_length(struct ipfix *x, size_t of, size_t len)
{
	x->message[of + LENGTH_AT] = (uint8_t)(len >> 8);
	x->message[of + LENGTH_AT + 1] = (uint8_t)len;
}

static void end_set(struct ipfix *x)
{
	if (x->set)
		put_length(x, x->set, x->len - x->set);
	x->set = 0;
}

static void begin_set(struct ipfix *x, uint16_t id)
{
	end_set(x);
	x->set = x->len;
	x->set_id = id;
	put(x, id, 2);
	put(x, 0, 2);
}

static void put_template(struct ipfix *x, enum family f)
{
	put(x, families[f].set_id, 2);
	put(x, 2 + ELEMENTS, 2);
	put(x, families[f].source, 2);
	put(x, families[f].len, 2);
	put(x, families[f].destination, 2);
	put(x, families[f].len, 2);
	for (int i = 0; i < ELEMENTS; i++) {
		put(x, elements[i].id, 2);
		put(x, elements[i].len, 2);
		if (elements[i].id & OWN)
			put(x, IPFIX_ENTERPRISE, 4);
	}
}

void ipfix_begin(struct ipfix *x, uint8_t *message, int64_t now_ns)
{
	x->message = message;
	x->len = x->set = x->flows = 0;
	put(x, VERSION_IPFIX, 2);
	put(x, 0, 2);
	put(x, (uint64_t)(now_ns / CLOCK_S), 4);
	put(x, x->sequence, 4);
	put(x, x->domain, 4);
	if (x->templates_ns && now_ns >= x->templates_ns &&
	    now_ns - x->templates_ns < TEMPLATES_NS)
		return;
	x->templates_ns = now_ns;
	begin_set(x, SET_TEMPLATES);
	for (enum family f = 0; f < FAMILIES; f++)
		put_template(x, f);
	end_set(x);
}

static size_t record_len(enum family f)
{
	size_t len = 2 * (size_t)families[f].len;

	for (int i = 0; i < ELEMENTS; i++)
		len += elements[i].len;
	return len;
}

/* Of a mapped address, IPv4 is the end. */
static void put_addr(struct ipfix *x, const struct addr *a, enum family f)
{
	size_t len = families[f].len;

	memcpy(x->message + x->len, a->b + sizeof(a->b) - len, len);
	x->len += len;
}

/* What a record says behind its addresses. */
static void put_elements(struct ipfix *x, const struct geo *geo, const struct model_peer *peer,
			 uint8_t direction, const struct model_mark *mark)
{
	static const struct ipfix_interface nowhere;
	const struct model_side *side = &peer->side[direction];
	const struct ipfix_interface *at =
		side->interface < x->n_interfaces ? &x->interfaces[side->interface] : &nowhere;
	const bool in = direction == RA_IN, arrives = in != at->lan;
	const uint32_t asn = geo ? geo_network(geo, peer->geo.network)->asn : 0;
	const uint64_t value[ELEMENTS] = {
		[SOURCE_PORT] = in ? side->peer_port : side->local_port,
		[DESTINATION_PORT] = in ? side->local_port : side->peer_port,
		[PROTOCOL] = side->proto,
		[DIRECTION] = !arrives,
		[INGRESS] = arrives ? at->number : 0,
		[EGRESS] = arrives ? 0 : at->number,
		[PACKETS] = side->packets - mark->packets,
		[OCTETS] = side->bytes - mark->bytes,
		[START] = (uint64_t)(mark->start_ns / (CLOCK_S / 1000)),
		[END] = (uint64_t)(side->last_ns / (CLOCK_S / 1000)),
		[SOURCE_AS] = in ? asn : 0,
		[DESTINATION_AS] = in ? 0 : asn,
		[VERDICT] = side->judgement.verdict,
		[NOVELTY] = novelty_level(side->judgement.novelty),
	};

	for (int i = 0; i < ELEMENTS; i++)
		put(x, value[i], elements[i].len);
}

bool ipfix_flow(struct ipfix *x, const struct geo *geo, const struct model_peer *peer,
		uint8_t direction, struct model_mark *mark)
{
	const enum family f = addr_is_v4(&peer->addr) ? IPV4 : IPV6;
	const bool goes_on = x->set && x->set_id == families[f].set_id;
	const struct addr *from = direction == RA_IN ? &peer->addr : &peer->local;
	const struct addr *to = direction == RA_IN ? &peer->local : &peer->addr;
	const struct model_side *side = &peer->side[direction];

	if (side->packets == mark->packets)
		return true;
	if (x->len + (goes_on ? 0 : SET_HEADER) + record_len(f) > IPFIX_ROOM)
		return false;
	if (!goes_on)
		begin_set(x, families[f].set_id);
	put_addr(x, from, f);
	put_addr(x, to, f);
	put_elements(x, geo, peer, direction, mark);
	x->flows++;
	model_mark_end(mark, side);
	return true;
}

size_t ipfix_end(struct ipfix *x)
{
	end_set(x);
	put_length(x, 0, x->len);
	x->sequence += x->flows;
	return x->len > HEADER ? x->len : 0;
}
