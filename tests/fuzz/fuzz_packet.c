/* SPDX-License-Identifier: BSD-2-Clause */
/* The parser stays within the frame and agrees with the rule, told here in another way. */
#include "bpf/arp.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A frame, and how far it was read. */
struct cursor {
	const uint8_t *bytes;
	size_t len, at;
};

static void require(bool holds)
{
	if (!holds)
		abort();
}

/* The byte at some distance, or -1 behind the end. */
static int one(const struct cursor *c, size_t distance)
{
	return c->at + distance < c->len ? c->bytes[c->at + distance] : -1;
}

static int two(const struct cursor *c, size_t distance)
{
	int low = one(c, distance + 1);

	return low < 0 ? -1 : one(c, distance) * 256 + low;
}

static bool skip(struct cursor *c, size_t n)
{
	c->at += n;
	return true;
}

static bool says_ip(const struct cursor *c)
{
	return one(c, 0) >= 0x40 && one(c, 0) <= 0x4f;
}

static bool says_ppp(struct cursor *c)
{
	if (one(c, 0) == 0x21)
		return skip(c, 1);
	return two(c, 0) == 0x21 && skip(c, 2);
}

static bool says_framed_ppp(struct cursor *c, bool pppd)
{
	int start = two(c, 0);

	if (start == 0xff03 || (pppd && (start == 0x0003 || start == 0x0103)))
		skip(c, 2);
	return says_ppp(c);
}

static bool says_mpls(struct cursor *c)
{
	for (int labels = 1; labels <= PACKET_LABELS; labels++) {
		int third = one(c, 2);

		if (one(c, 3) < 0)
			return false;
		skip(c, 4);
		if (third % 2)
			return says_ip(c);
	}
	return false;
}

static bool is_tag(int type)
{
	return type == 0x8100 || type == 0x88a8 || type == 0x9100 || type == 0x9200 ||
	       type == 0x9300;
}

static bool says_type(struct cursor *c, int type)
{
	for (int tags = 0; tags < PACKET_TAGS && is_tag(type); tags++) {
		type = two(c, 2);
		skip(c, 4);
	}
	if (type == 0x8864)
		return skip(c, 6) && says_ppp(c);
	if (type == 0x8847 || type == 0x8848)
		return says_mpls(c);
	return type == 0x0800;
}

/* What stands before the type, where the type is, and what it says. */
static bool says_behind(struct cursor *c, size_t header, size_t type_at)
{
	int type = two(c, type_at);

	return c->len >= header && skip(c, header) && says_type(c, type);
}

static bool says_null(struct cursor *c)
{
	int high = two(c, 0), low = two(c, 2);

	return ((high == 0 && low == 2) || (high == 0x200 && low == 0)) && skip(c, 4);
}

static bool says_ipv4(struct cursor *c, enum packet_link link)
{
	switch (link) {
	case PACKET_LINK_ETHER:
		return says_behind(c, 14, 12);
	case PACKET_LINK_IP:
		return says_ip(c);
	case PACKET_LINK_IPV4:
		return true;
	case PACKET_LINK_NULL:
		return says_null(c);
	case PACKET_LINK_SLL:
		return says_behind(c, 16, 14);
	case PACKET_LINK_SLL2:
		return says_behind(c, 20, 0);
	case PACKET_LINK_PPP:
	case PACKET_LINK_PPP_PPPD:
		return says_framed_ppp(c, link == PACKET_LINK_PPP_PPPD);
	case PACKET_LINK_PPP_DIRECTION:
		return skip(c, 1) && says_framed_ppp(c, false);
	case PACKET_LINK_PPPOE:
		return skip(c, 6) && says_ppp(c);
	}
	return false;
}

static bool is_valid(const struct cursor *c)
{
	int header = one(c, 0) % 16 * 4, total = two(c, 2);

	return says_ip(c) && one(c, 19) >= 0 && header >= 20 && one(c, (size_t)header - 1) >= 0 &&
	       (total == 0 || total >= header);
}

static enum packet_class class_of(struct cursor *c, enum packet_link link)
{
	if (!says_ipv4(c, link))
		return PACKET_NOT_IPV4;
	return is_valid(c) ? PACKET_IPV4 : PACKET_MALFORMED;
}

static void check_packet(const struct packet *p, const struct cursor *c)
{
	const uint8_t *end = c->bytes + c->len;
	struct packet_ports ports = packet_find_ports(p, end);

	require(p->ip == c->bytes + c->at);
	require(p->ip + p->header_length <= end);
	require(p->protocol == one(c, 9));
	require(!memcmp(&p->be_source, p->ip + 12, 4));
	require(!memcmp(&p->be_destination, p->ip + 16, 4));
	require(packet_bytes(p, (uint32_t)c->len) >= 20);
	if (ports.be_source || ports.be_destination)
		require(!memcmp(&ports, p->ip + p->header_length, 4));
}

/* Where a link says what follows. */
static bool says_arp(struct cursor *c, enum packet_link link)
{
	static const struct {
		size_t header, type_at;
	} known[] = {
		[PACKET_LINK_ETHER] = { 14, 12 },
		[PACKET_LINK_SLL] = { 16, 14 },
		[PACKET_LINK_SLL2] = { 20, 0 },
	};
	int type;

	if (link > PACKET_LINK_SLL2 || !known[link].header || c->len < known[link].header)
		return false;
	type = two(c, known[link].type_at);
	skip(c, known[link].header);
	for (int tags = 0; tags < PACKET_TAGS && is_tag(type); tags++) {
		type = two(c, 2);
		skip(c, 4);
	}
	return type == 0x0806;
}

static void check_arp(const struct arp *arp, bool found, struct cursor *c, enum packet_link link)
{
	static const uint8_t start[] = { 0, 1, 8, 0, 6, 4, 0 };
	bool is_arp = says_arp(c, link) && one(c, 27) >= 0 &&
		      !memcmp(c->bytes + c->at, start, sizeof(start)) &&
		      (one(c, 7) == 1 || one(c, 7) == 2);

	require(found == is_arp);
	if (!found)
		return;
	require(!memcmp(&arp->be_source, c->bytes + c->at + 14, 4));
	require(!memcmp(&arp->be_target, c->bytes + c->at + (one(c, 7) == 1 ? 24 : 14), 4));
}

/* The first byte chooses the link type. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	enum packet_link link;
	struct cursor c = { 0 }, again;
	struct packet packet;
	enum packet_class class;
	struct arp arp;

	if (!size)
		return 0;
	link = data[0] % (PACKET_LINK_PPP_PPPD + 1);
	c.bytes = data + 1;
	c.len = size - 1;
	again = c;
	check_arp(&arp, arp_parse(link, c.bytes, c.bytes + c.len, &arp), &again, link);
	class = packet_parse(link, c.bytes, c.bytes + c.len, &packet);
	require(class == class_of(&c, link));
	if (class == PACKET_IPV4)
		check_packet(&packet, &c);
	return 0;
}
