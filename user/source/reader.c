/* SPDX-License-Identifier: BSD-2-Clause */
#include "source/reader.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "bpf/arp.h"

static bool is_local(const struct reader *r, const struct addr *a)
{
	for (size_t i = 0; i < r->n_local; i++)
		if (cidr_contains(&r->local[i], a))
			return true;
	return false;
}

static bool count_class(struct ra_ledger *l, enum packet_class class)
{
	l->seen++;
	l->not_ipv4 += class == PACKET_NOT_IPV4;
	l->malformed += class == PACKET_MALFORMED;
	return class == PACKET_IPV4;
}

/* A capture may claim that less was on the wire than it holds. */
static uint32_t wire_length(const struct reader_frame *f)
{
	return f->length > f->captured ? f->length : f->captured;
}

/* source, destination: of the packet; ports likewise */
static void fill_ends(const struct reader *r, struct event *out, const struct packet *packet,
		      struct packet_ports ports)
{
	struct addr source = addr_from_be32(packet->be_source);
	struct addr destination = addr_from_be32(packet->be_destination);
	bool leaves = !is_local(r, &destination) && is_local(r, &source);

	out->direction = leaves ? RA_OUT : RA_IN;
	out->peer = leaves ? destination : source;
	out->local = leaves ? source : destination;
	out->peer_port = ntohs(leaves ? ports.be_destination : ports.be_source);
	out->local_port = ntohs(leaves ? ports.be_source : ports.be_destination);
}

int reader_init(struct reader *r, const struct cidr *local, size_t n)
{
	*r = (struct reader){ .n_local = n };
	if (!n)
		return 0;
	r->local = calloc(n, sizeof(*local));
	if (!r->local)
		return -ENOMEM;
	memcpy(r->local, local, n * sizeof(*local));
	return 0;
}

void reader_clear(struct reader *r)
{
	free(r->local);
	distinct_clear(&r->addresses);
	*r = (struct reader){ 0 };
}

bool reader_take(struct reader *r, const struct reader_frame *frame, struct event *out)
{
	const uint8_t *end = frame->bytes + frame->captured;
	struct packet packet;

	if (!count_class(&r->ledger, packet_parse(frame->link, frame->bytes, end, &packet)))
		return false;
	distinct_add(&r->addresses, packet.be_source);
	distinct_add(&r->addresses, packet.be_destination);
	*out = (struct event){
		.time_ns = frame->time_ns,
		.packets = 1,
		.bytes = packet_bytes(&packet, frame->bytes, wire_length(frame)),
		.proto = packet.protocol,
	};
	fill_ends(r, out, &packet, packet_find_ports(&packet, end));
	return true;
}

bool reader_arp(const struct reader_frame *frame, struct addr *source, struct addr *target)
{
	struct arp arp;

	if (!arp_parse(frame->link, frame->bytes, frame->bytes + frame->captured, &arp))
		return false;
	*source = addr_from_be32(arp.be_source);
	*target = addr_from_be32(arp.be_target);
	return true;
}
