/* SPDX-License-Identifier: BSD-2-Clause */
#include "view/ipfix.h"

#include <endian.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "core/clock.h"
#include "unit/chance.h"
#include "unit/fake_geo.h"
#include "unit/ipfix_reader.h"

#define NOON (INT64_C(1700000000) * CLOCK_S) /* 2023-11-14T22:13:20 */
#define PEERS 60
#define MESSAGES 64

static const struct ipfix_interface interfaces[] = { { 7, false }, { 9, true } };
static struct geo geo;
static struct model *model;
static struct ipfix ipfix;
static struct model_mark marks[PEERS][RA_DIRECTIONS];
static uint8_t messages[MESSAGES][IPFIX_ROOM + 1];
static size_t n_messages;
static struct reader reader;

static int setup(void **state)
{
	const struct model_limits limits = { 200, 200 };

	(void)state;
	fake_geo_init(&geo);
	ipfix = (struct ipfix){ .domain = 5, .interfaces = interfaces, .n_interfaces = 2 };
	reader = (struct reader){ 0 };
	n_messages = 0;
	memset(marks, 0, sizeof(marks));
	return model_open(&limits, &geo, &model);
}

static int teardown(void **state)
{
	(void)state;
	model_close(model);
	return 0;
}

static struct event event(const char *peer, uint8_t direction)
{
	struct event e = { .time_ns = NOON + 123456789,
			   .packets = 2,
			   .bytes = 120,
			   .peer_port = 443,
			   .local_port = 40000,
			   .proto = 6,
			   .direction = direction,
			   .beacon = EVENT_UNSCORED,
			   .judgement = { .verdict = RA_UNKNOWN,
					  .novelty = NOVEL_ADDRESS | NOVEL_SUBNET } };

	assert_int_equal(addr_parse(peer, &e.peer), 0);
	assert_int_equal(addr_parse("192.0.2.1", &e.local), 0);
	return e;
}

static void take(const struct event *e)
{
	const struct model_peer *peer;

	model_take(model, e, &peer);
	model_mark_begin(&marks[model_number(model, peer)][e->direction], e->time_ns);
}

/* One message of what is due; returns whether all of it had room. */
static bool tell(int64_t now_ns)
{
	uint8_t *message = messages[n_messages++];
	bool all = true;
	size_t len;

	assert_in_range(n_messages, 1, MESSAGES);
	message[IPFIX_ROOM] = 0xa5;
	ipfix_begin(&ipfix, message, now_ns);
	for (uint32_t i = 0; all && i < model_peer_count(model); i++)
		for (uint8_t d = 0; all && d < RA_DIRECTIONS; d++)
			all = ipfix_flow(&ipfix, &geo, model_peer(model, i), d, &marks[i][d]);
	len = ipfix_end(&ipfix);
	assert_true(len <= IPFIX_ROOM);
	assert_int_equal(message[IPFIX_ROOM], 0xa5);
	if (len)
		assert_true(reader_take(&reader, message, len));
	return all;
}

static const struct reader_flow *last_flow(void)
{
	assert_true(reader.n_flows > 0);
	return &reader.flows[reader.n_flows - 1];
}

static uint64_t own(const struct reader_flow *f, uint32_t enterprise, uint16_t id)
{
	size_t len;
	const uint8_t *field = reader_field(f, enterprise, id, &len);

	assert_non_null(field);
	return reader_number(field, len);
}

static uint64_t value(const struct reader_flow *f, uint16_t id)
{
	return own(f, 0, id);
}

static void expect_addr(const struct reader_flow *f, uint16_t id, const char *expected)
{
	struct addr a;
	size_t len;
	const uint8_t *field = reader_field(f, 0, id, &len);

	assert_non_null(field);
	assert_int_equal(addr_parse(expected, &a), 0);
	assert_memory_equal(field, a.b + sizeof(a.b) - len, len);
}

static void test_out(void **state)
{
	struct event e = event("198.51.100.9", RA_OUT);
	const struct reader_flow *f;

	(void)state;
	take(&e);
	e.time_ns += 61 * CLOCK_S;
	take(&e);
	assert_true(tell(NOON + 100 * CLOCK_S));
	assert_int_equal(reader.time_s, 1700000100);
	assert_int_equal(reader.domain, 5);
	f = last_flow();
	expect_addr(f, 8, "192.0.2.1");
	expect_addr(f, 12, "198.51.100.9");
	assert_int_equal(value(f, 7), 40000);
	assert_int_equal(value(f, 11), 443);
	assert_int_equal(value(f, 4), 6);
	assert_int_equal(value(f, 2), 4);
	assert_int_equal(value(f, 1), 240);
	assert_int_equal(value(f, 152), UINT64_C(1700000000123));
	assert_int_equal(value(f, 153), UINT64_C(1700000061123));
	assert_int_equal(value(f, 16), 0);
	assert_int_equal(value(f, 17), 64497);
	assert_int_equal(own(f, IPFIX_ENTERPRISE, IPFIX_VERDICT), RA_UNKNOWN);
	assert_int_equal(own(f, IPFIX_ENTERPRISE, IPFIX_NOVELTY), 2);
}

static void test_in(void **state)
{
	const struct event e = event("198.51.100.9", RA_IN);

	(void)state;
	take(&e);
	assert_true(tell(NOON));
	expect_addr(last_flow(), 8, "198.51.100.9");
	expect_addr(last_flow(), 12, "192.0.2.1");
	assert_int_equal(value(last_flow(), 7), 443);
	assert_int_equal(value(last_flow(), 11), 40000);
	assert_int_equal(value(last_flow(), 16), 64497);
	assert_int_equal(value(last_flow(), 17), 0);
}

static void test_interfaces(void **state)
{
	static const struct {
		uint8_t interface, direction;
		uint32_t ingress, egress, leaves;
	} cases[] = {
		{ 0, RA_IN, 7, 0, 0 }, { 0, RA_OUT, 0, 7, 1 }, { 1, RA_IN, 0, 9, 1 },
		{ 1, RA_OUT, 9, 0, 0 }, { EVENT_NO_INTERFACE, RA_IN, 0, 0, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct event e = event("198.51.100.9", cases[i].direction);

		e.peer.b[15] = (uint8_t)(20 + i);
		e.interface = cases[i].interface;
		take(&e);
		assert_true(tell(NOON));
		assert_int_equal(value(last_flow(), 10), cases[i].ingress);
		assert_int_equal(value(last_flow(), 14), cases[i].egress);
		assert_int_equal(value(last_flow(), 61), cases[i].leaves);
	}
}

/* As for an allowed peer, of which the kernel only counts. */
static void test_no_local(void **state)
{
	struct event e = event("198.51.100.9", RA_IN);

	(void)state;
	e.local = (struct addr){ { 0 } };
	e.peer_port = e.local_port = e.proto = 0;
	take(&e);
	assert_true(tell(NOON));
	expect_addr(last_flow(), 12, "0.0.0.0");
	assert_int_equal(value(last_flow(), 4), 0);
}

static void test_ipv6(void **state)
{
	struct event e = event("2001:db8::9", RA_OUT);
	struct event between = event("198.51.100.9", RA_OUT);

	(void)state;
	assert_int_equal(addr_parse("2001:db8::1", &e.local), 0);
	take(&e);
	take(&between);
	e.peer.b[15] = 10;
	take(&e);
	assert_true(tell(NOON));
	assert_int_equal(reader.n_flows, 3);
	expect_addr(&reader.flows[1], 12, "198.51.100.9");
	expect_addr(last_flow(), 27, "2001:db8::1");
	expect_addr(last_flow(), 28, "2001:db8::a");
}

static void test_once(void **state)
{
	struct event e = event("198.51.100.9", RA_IN);

	(void)state;
	take(&e);
	tell(NOON);
	tell(NOON);
	assert_int_equal(reader.n_flows, 1);
	e.time_ns += 5 * CLOCK_S;
	e.packets = 1;
	take(&e);
	tell(NOON + CLOCK_S);
	assert_int_equal(reader.n_flows, 2);
	assert_int_equal(value(last_flow(), 2), 1);
	assert_int_equal(value(last_flow(), 152), UINT64_C(1700000005123));
}

static void test_templates(void **state)
{
	static const struct {
		int64_t at_s;
		uint32_t messages; /* with templates, so far */
	} cases[] = { { 0, 1 }, { 59, 1 }, { 60, 2 }, { 119, 2 }, { 120, 3 }, { -5000, 4 } };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		tell(NOON + cases[i].at_s * CLOCK_S);
		assert_int_equal(reader.templates, 2 * cases[i].messages);
		assert_int_equal(reader.messages, cases[i].messages);
	}
}

static uint64_t sum_of(uint16_t element)
{
	uint64_t sum = 0;

	for (uint32_t i = 0; i < reader.n_flows; i++)
		sum += value(&reader.flows[i], element);
	return sum;
}

static void test_many(void **state)
{
	struct event e = event("203.0.113.1", RA_IN);
	uint64_t packets = 0, bytes = 0;

	(void)state;
	seed = 3;
	for (uint32_t i = 0; i < 40 * PEERS; i++) {
		e.peer = addr_from_be32(htobe32(0xcb007100 + random_below(PEERS)));
		e.direction = (uint8_t)random_below(RA_DIRECTIONS);
		e.packets = 1 + random_below(1u << 20);
		e.bytes = e.packets * 1500;
		e.interface = (uint8_t)random_below(4);
		take(&e);
		packets += e.packets;
		bytes += e.bytes;
		if (i % (8 * PEERS) == 0)
			tell(NOON);
	}
	while (!tell(NOON))
		;
	assert_true(reader.messages > 5);
	assert_int_equal(sum_of(2), packets);
	assert_int_equal(sum_of(1), bytes);
	assert_int_equal(reader.sequence_gaps, 0);
}

static void test_sequence_wraps(void **state)
{
	struct event e = event("198.51.100.9", RA_IN);

	(void)state;
	ipfix.sequence = reader.sequence = UINT32_MAX;
	take(&e);
	tell(NOON);
	take(&e);
	tell(NOON);
	assert_int_equal(ipfix.sequence, 1);
	assert_int_equal(reader.sequence_gaps, 0);
	assert_int_equal(reader.n_flows, 2);
}

#define TEST(sentence, function) \
	{ sentence, function, setup, teardown, NULL }

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST("ipfix: what went out comes from here, with all that was counted", test_out),
		TEST("ipfix: what came in comes from the peer", test_in),
		TEST("ipfix: an interface is where it came in or went out, LAN turned",
		     test_interfaces),
		TEST("ipfix: a local address that nobody told is 0.0.0.0", test_no_local),
		TEST("ipfix: IPv6 has a template of its own", test_ipv6),
		TEST("ipfix: each packet is told once", test_once),
		TEST("ipfix: templates come at first and every minute, alone if need be",
		     test_templates),
		TEST("ipfix: messages that are full go on in the next, and sums hold", test_many),
		TEST("ipfix: the sequence goes on at 0", test_sequence_wraps),
	};

	return cmocka_run_group_tests_name("ipfix", tests, NULL, NULL);
}
