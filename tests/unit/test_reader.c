/* SPDX-License-Identifier: BSD-2-Clause */
#include "source/reader.h"

#include <arpa/inet.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "frames/frames.h"

#define PEER "203.0.113.9"

static struct reader_frame frame_of(const struct frame *f)
{
	return (struct reader_frame){ .link = f->link,
				      .bytes = f->bytes,
				      .captured = f->len,
				      .length = f->len,
				      .time_ns = 5 };
}

static struct addr address(const char *text)
{
	struct addr a;

	assert_int_equal(addr_parse(text, &a), 0);
	return a;
}

/* A raw UDP packet from one address to another: 28 bytes. */
static void make_packet(uint8_t *p, const char *source, const char *destination)
{
	static const uint8_t start[28] = { 0x45, 0, 0, 28, 0, 0, 0, 0, 64, 17, [20] = 0x04, 0xd2,
					   0x00, 0x35 };

	memcpy(p, start, sizeof(start));
	assert_int_equal(inet_pton(AF_INET, source, p + 12), 1);
	assert_int_equal(inet_pton(AF_INET, destination, p + 16), 1);
}

static void check_ends(const struct frame *f, const struct event *e)
{
	assert_int_equal(ntohl(addr_to_be32(&e->peer)), f->source);
	assert_int_equal(ntohl(addr_to_be32(&e->local)), f->destination);
	assert_int_equal(e->peer_port, f->source_port);
	assert_int_equal(e->local_port, f->destination_port);
	assert_int_equal(e->direction, RA_IN);
}

/* Nothing is local here: all is inbound, and the source is the peer. */
static void test_frames(void **state)
{
	struct ra_ledger want = { 0 };
	struct reader r;

	(void)state;
	assert_int_equal(reader_init(&r, NULL, 0), 0);
	for (size_t i = 0; i < n_frames; i++) {
		struct reader_frame frame = frame_of(&frames[i]);
		bool valid = frames[i].class == PACKET_IPV4;
		struct event e;

		want.seen++;
		want.not_ipv4 += frames[i].class == PACKET_NOT_IPV4;
		want.malformed += frames[i].class == PACKET_MALFORMED;
		assert_int_equal(reader_take(&r, &frame, &e), valid);
		assert_memory_equal(&r.ledger, &want, sizeof(want));
		if (!valid)
			continue;
		check_ends(&frames[i], &e);
		assert_int_equal(e.bytes, frames[i].ip_bytes);
		assert_int_equal(e.packets, 1);
		assert_int_equal(e.proto, frames[i].protocol);
		assert_int_equal(e.time_ns, 5);
		assert_false(e.judged);
	}
	assert_int_equal(r.addresses.count, 4);
	reader_clear(&r);
}

static void test_arp(void **state)
{
	(void)state;
	for (size_t i = 0; i < n_frames; i++) {
		struct reader_frame frame = frame_of(&frames[i]);
		struct addr source, target;

		assert_int_equal(reader_arp(&frame, &source, &target), frames[i].arp_target != 0);
		if (!frames[i].arp_target)
			continue;
		assert_int_equal(ntohl(addr_to_be32(&source)), frames[i].arp_source);
		assert_int_equal(ntohl(addr_to_be32(&target)), frames[i].arp_target);
	}
}

static const struct direction_case {
	const char *source, *destination;
	enum ra_direction direction;
	bool peer_is_source;
} direction_cases[] = {
	{ PEER, "192.0.2.1", RA_IN, true },
	{ "192.0.2.1", PEER, RA_OUT, false },
	{ PEER, "198.51.100.130", RA_IN, true },
	{ "198.51.100.130", PEER, RA_OUT, false },
	{ "192.0.2.1", "192.0.2.2", RA_IN, true },
	{ "192.0.2.1", "198.51.100.130", RA_IN, true },
	{ PEER, "198.51.100.1", RA_IN, true },
	{ "198.51.100.1", PEER, RA_IN, true },
	{ "0.0.0.0", "255.255.255.255", RA_IN, true },
};

static void check_direction(struct reader *r, const struct direction_case *c)
{
	struct addr source = address(c->source), destination = address(c->destination);
	uint8_t bytes[28];
	struct reader_frame frame = { PACKET_LINK_IP, bytes, sizeof(bytes), sizeof(bytes), 0 };
	struct event e;

	make_packet(bytes, c->source, c->destination);
	assert_true(reader_take(r, &frame, &e));
	assert_int_equal(e.direction, c->direction);
	assert_true(addr_equal(&e.peer, c->peer_is_source ? &source : &destination));
	assert_true(addr_equal(&e.local, c->peer_is_source ? &destination : &source));
	assert_int_equal(e.peer_port, c->peer_is_source ? 1234 : 53);
	assert_int_equal(e.local_port, c->peer_is_source ? 53 : 1234);
}

static void test_direction(void **state)
{
	struct cidr local[2];
	struct reader r;

	(void)state;
	assert_int_equal(cidr_parse("192.0.2.0/24", &local[0]), 0);
	assert_int_equal(cidr_parse("198.51.100.128/25", &local[1]), 0);
	assert_int_equal(reader_init(&r, local, 2), 0);
	memset(local, 0, sizeof(local));
	for (size_t i = 0; i < sizeof(direction_cases) / sizeof(*direction_cases); i++)
		check_direction(&r, &direction_cases[i]);
	reader_clear(&r);
}

/* What the interface says outranks the addresses. */
static void test_sides(void **state)
{
	struct addr peer = address(PEER), home = address("192.0.2.1");
	struct ra_ledger ledger = { 0 }, want = { .seen = 3, .not_ipv4 = 1 };
	uint8_t bytes[28];
	struct reader_frame frame = { PACKET_LINK_IP, bytes, sizeof(bytes), sizeof(bytes), 7 };
	struct event e;

	(void)state;
	make_packet(bytes, PEER, "192.0.2.1");
	assert_true(reader_take_side(&ledger, &frame, RA_OUT, &e));
	assert_int_equal(e.direction, RA_OUT);
	assert_true(addr_equal(&e.peer, &home) && addr_equal(&e.local, &peer));
	assert_int_equal(e.peer_port, 53);
	assert_true(reader_take_side(&ledger, &frame, RA_IN, &e));
	assert_int_equal(e.direction, RA_IN);
	assert_true(addr_equal(&e.peer, &peer) && addr_equal(&e.local, &home));
	assert_int_equal(e.packets, 1);
	assert_int_equal(e.bytes, 28);
	assert_int_equal(e.time_ns, 7);
	bytes[0] = 0x60;
	assert_false(reader_take_side(&ledger, &frame, RA_IN, &e));
	assert_memory_equal(&ledger, &want, sizeof(want));
}

/* Without a total length it is the frame's that counts, if it can be. */
static void test_wire_length(void **state)
{
	static const struct {
		uint32_t captured, length, bytes;
	} cases[] = {
		{ 28, 28, 28 }, { 28, 4000, 4000 }, { 28, 0xffffffff, 0xffffffff },
		{ 28, 27, 28 }, { 28, 0, 28 },
	};
	uint8_t bytes[28];
	struct reader r;

	(void)state;
	assert_int_equal(reader_init(&r, NULL, 0), 0);
	make_packet(bytes, PEER, "192.0.2.1");
	memset(bytes + 2, 0, 2);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct reader_frame frame = { PACKET_LINK_IP, bytes, cases[i].captured,
					      cases[i].length, 0 };
		struct event e;

		assert_true(reader_take(&r, &frame, &e));
		assert_int_equal(e.bytes, cases[i].bytes);
	}
	reader_clear(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		{ "reader: each frame of the table is counted and becomes its event", test_frames,
		  NULL, NULL, NULL },
		{ "reader: each frame of the table tells who asks for whom", test_arp, NULL, NULL,
		  NULL },
		{ "reader: a local destination is in, else a local source out, else it is in",
		  test_direction, NULL, NULL, NULL },
		{ "reader: where the side is known, it is the direction", test_sides, NULL, NULL,
		  NULL },
		{ "reader: a frame that claims to be shorter than it is does not wrap the bytes",
		  test_wire_length, NULL, NULL, NULL },
	};

	return cmocka_run_group_tests_name("reader", tests, NULL, NULL);
}
