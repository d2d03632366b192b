/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/tripwire.h"

#include <arpa/inet.h>
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "chance.h"

#define S INT64_C(1000000000)
#define START (INT64_C(1795000000) * S)
#define TOUCHES 3

static struct tripwire *wire;

static struct addr at(const char *text)
{
	struct addr a;

	assert_int_equal(addr_parse(text, &a), 0);
	return a;
}

static struct tripwire_zone zone(const char *text, bool dark)
{
	struct tripwire_zone z = { .dark = dark };

	assert_int_equal(cidr_parse(text, &z.net), 0);
	return z;
}

static int set_up(void **state)
{
	struct tripwire_zone zones[] = { zone("192.0.2.0/24", false),
					 zone("198.51.100.64/30", true) };
	int r = tripwire_open(zones, 2, TOUCHES, NULL, &wire);

	(void)state;
	if (!r)
		tripwire_arm(wire, true);
	return r;
}

static int tear_down(void **state)
{
	(void)state;
	tripwire_close(wire);
	return 0;
}

static void send_to(const char *source, const char *target, int64_t time_ns)
{
	struct addr from = at(source), to = at(target);

	tripwire_sent(wire, &from, &to, time_ns);
}

static void hear(const char *source)
{
	struct addr from = at(source);

	tripwire_heard(wire, &from);
}

static uint8_t use(const char *text)
{
	struct addr a = at(text);

	return tripwire_used(wire)[tripwire_place(wire, &a)];
}

static bool caught(int64_t now_ns, struct tripwire_catch *out)
{
	return tripwire_caught(wire, now_ns, out);
}

static void expect_none(int64_t now_ns)
{
	struct tripwire_catch c;

	assert_false(caught(now_ns, &c));
}

static void expect(int64_t now_ns, const char *source, const char *target, uint32_t touches)
{
	struct addr from = at(source), to = at(target);
	struct tripwire_catch c;

	assert_true(caught(now_ns, &c));
	assert_true(addr_equal(&c.source, &from));
	assert_true(addr_equal(&c.target, &to));
	assert_int_equal(c.touches, touches);
	expect_none(now_ns);
}

static void intruder(void **state)
{
	(void)state;
	send_to("192.0.2.10", "192.0.2.20", START);
	send_to("192.0.2.10", "192.0.2.21", START);
	expect_none(START + 5 * S);
	send_to("192.0.2.10", "192.0.2.22", START + 6 * S);
	expect_none(START + 8 * S - 1);
	expect(START + 8 * S, "192.0.2.10", "192.0.2.22", 3);
}

static void distinct(void **state)
{
	(void)state;
	for (int i = 0; i < 20; i++)
		send_to("192.0.2.10", "192.0.2.20", START + i * S);
	expect_none(START + 30 * S);
}

static void answered(void **state)
{
	(void)state;
	for (int i = 0; i < 2; i++) {
		send_to("192.0.2.10", i ? "192.0.2.21" : "192.0.2.20", START);
		hear(i ? "192.0.2.21" : "192.0.2.20");
	}
	send_to("192.0.2.10", "192.0.2.22", START);
	tripwire_used(wire)[22] = TRIPWIRE_USED; /* as the kernel would */
	expect_none(START + 3 * S);
	send_to("192.0.2.10", "192.0.2.22", START + 3 * S);
	send_to("192.0.2.10", "192.0.2.30", START + 3 * S);
	send_to("192.0.2.10", "192.0.2.31", START + 3 * S);
	expect_none(START + 6 * S);
}

static void by_decree(void **state)
{
	struct tripwire_catch c;

	(void)state;
	hear("198.51.100.65");
	send_to("203.0.113.9", "198.51.100.65", START);
	assert_true(caught(START + 2 * S, &c));
	assert_true(c.dark);
	assert_int_equal(c.touches, 1);
	assert_int_equal(use("198.51.100.65"), TRIPWIRE_DARK);
}

static void probes(void **state)
{
	static const char *const targets[] = { "192.0.2.20", "192.0.2.21", "192.0.2.22",
					       "192.0.2.23" };

	(void)state;
	for (size_t i = 0; i < 4; i++)
		send_to("0.0.0.0", targets[i], START);
	expect_none(START + 3 * S);
	for (size_t i = 0; i < 4; i++)
		send_to(targets[i], targets[i], START);
	expect_none(START + 3 * S);
	assert_int_equal(use("192.0.2.20"), TRIPWIRE_USED);
}

static void edges(void **state)
{
	(void)state;
	send_to("192.0.2.10", "192.0.2.0", START);
	send_to("192.0.2.10", "192.0.2.255", START);
	send_to("192.0.2.10", "198.51.100.64", START);
	send_to("192.0.2.10", "198.51.100.67", START);
	send_to("192.0.2.10", "203.0.113.20", START);
	expect_none(START + 3 * S);
	assert_int_equal(use("192.0.2.255"), TRIPWIRE_USED);
}

static void memory(void **state)
{
	int64_t hour = START + TRIPWIRE_MEMORY_NS;

	(void)state;
	send_to("192.0.2.10", "192.0.2.20", START);
	send_to("192.0.2.10", "192.0.2.21", START + 10 * S);
	send_to("192.0.2.10", "192.0.2.22", hour);
	expect_none(hour + 2 * S);
	send_to("192.0.2.10", "192.0.2.23", hour + 5 * S);
	expect(hour + 7 * S, "192.0.2.10", "192.0.2.23", 3);
}

/* Another address every ten minutes: the third makes an intruder. */
static void hourly(void **state)
{
	struct addr source = at("192.0.2.10");
	struct tripwire_catch c;

	(void)state;
	for (uint32_t i = 0; i < 20; i++) {
		struct addr target = addr_from_be32(htonl(0xc0000214 + i));
		int64_t now_ns = START + i * 600 * S;

		tripwire_sent(wire, &source, &target, now_ns);
		assert_int_equal(caught(now_ns + 2 * S, &c), i == 2 || i == 8 || i == 14);
		expect_none(now_ns + 3 * S);
	}
	assert_int_equal(c.touches, 6);
}

static void unarmed(void **state)
{
	(void)state;
	tripwire_arm(wire, false);
	send_to("192.0.2.10", "198.51.100.65", START);
	expect_none(START + 3 * S);
	assert_int_equal(use("192.0.2.10"), TRIPWIRE_USED);
}

/* A scan that goes on finds no room for further touches, and is caught by the first. */
static void scan(void **state)
{
	struct addr source = at("192.0.2.10");
	struct tripwire_catch c;
	uint32_t found = 0;

	(void)state;
	for (uint32_t i = 0; i < 250; i++) {
		struct addr target = addr_from_be32(htonl(0xc0000201 + i));

		tripwire_sent(wire, &source, &target, START + i * S / 10);
		found += caught(START + i * S / 10, &c);
	}
	assert_int_equal(found, 1);
	assert_int_equal(c.touches, TOUCHES);
}

static void crowd(void **state)
{
	(void)state;
	for (uint32_t i = 0; i < TRIPWIRE_SOURCES + 5; i++) {
		struct addr source = addr_from_be32(htonl(0xc6120000 + i));
		struct addr target = at("192.0.2.20");

		tripwire_sent(wire, &source, &target, START);
	}
	assert_int_equal(tripwire_forgotten(wire), 5);
	expect_none(START + 3 * S);
}

static void clock_set_back(void **state)
{
	(void)state;
	send_to("192.0.2.10", "192.0.2.20", START + 3 * TRIPWIRE_MEMORY_NS);
	send_to("192.0.2.10", "192.0.2.21", START);
	send_to("192.0.2.10", "192.0.2.22", START);
	expect_none(START + 3 * S);
	send_to("192.0.2.10", "192.0.2.20", START + 4 * S);
	expect(START + 6 * S, "192.0.2.10", "192.0.2.20", 3);
}

static void kept_elsewhere(void **state)
{
	struct tripwire_zone z[] = { zone("192.0.2.0/28", false), zone("192.0.2.16/31", true) };
	uint8_t used[18] = { [3] = TRIPWIRE_USED, [4] = TRIPWIRE_DARK, [17] = TRIPWIRE_USED };
	static const uint8_t expected[18] = { 1, 0, 0, 1, [15] = 1, [16] = 2, [17] = 2 };
	struct tripwire *t;

	(void)state;
	assert_int_equal(tripwire_open(z, 2, 1, used, &t), 0);
	assert_int_equal(tripwire_size(t), 18);
	assert_memory_equal(used, expected, sizeof(used));
	assert_ptr_equal(tripwire_used(t), used);
	tripwire_close(t);
}

static void places(void **state)
{
	struct addr first = at("192.0.2.0"), dark = at("198.51.100.66"), v6 = at("2001:db8::1");
	struct addr before = at("192.0.1.255"), after = at("198.51.100.68");

	(void)state;
	assert_int_equal(tripwire_place(wire, &first), 0);
	assert_int_equal(tripwire_place(wire, &dark), 258);
	assert_int_equal(tripwire_place(wire, &before), -1);
	assert_int_equal(tripwire_place(wire, &after), -1);
	assert_int_equal(tripwire_place(wire, &v6), -1);
}

static void refused(void **state)
{
	static const char *const bad[][3] = {
		{ "192.0.0.0/11", NULL, NULL },
		{ "2001:db8::/120", NULL, NULL },
		{ "192.0.2.0/24", "192.0.2.128/25", NULL },
		{ "192.0.2.7", "192.0.2.0/24", NULL },
		{ "198.16.0.0/12", "198.51.100.0/24", NULL }, /* one too many */
		{ NULL, NULL, NULL },
	};
	struct tripwire_zone many[TRIPWIRE_ZONES + 1];
	struct tripwire *t;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct tripwire_zone zones[2];
		size_t n = 0;

		memset(zones, 0, sizeof(zones));
		for (; bad[i][n]; n++)
			cidr_parse(bad[i][n], &zones[n].net);
		assert_int_equal(tripwire_open(zones, n, 1, NULL, &t), -EINVAL);
		assert_null(t);
	}
	for (size_t i = 0; i < TRIPWIRE_ZONES + 1; i++) {
		many[i] = zone("192.0.2.0/32", false);
		many[i].net.net.b[15] = (uint8_t)i;
	}
	assert_int_equal(tripwire_open(many, TRIPWIRE_ZONES + 1, 1, NULL, &t), -EINVAL);
	assert_int_equal(tripwire_open(many, TRIPWIRE_ZONES, 0, NULL, &t), -EINVAL);
	assert_int_equal(tripwire_open(many, TRIPWIRE_ZONES, TRIPWIRE_TOUCHES + 1, NULL, &t),
			 -EINVAL);
	assert_int_equal(tripwire_open(many, TRIPWIRE_ZONES, 1, NULL, &t), 0);
	tripwire_close(t);
}

/* Who it catches is who touched enough unused addresses, whatever the order. */
static void by_chance(void **state)
{
	bool touched[4][32] = { { false } };
	struct tripwire_catch c;
	uint32_t found = 0, expected = 0;

	(void)state;
	seed = 7;
	for (uint32_t i = 0; i < 30; i++) {
		uint32_t s = random_below(4), host = random_below(32);
		struct addr source = addr_from_be32(htonl(0xcb007101 + s));
		struct addr target = addr_from_be32(htonl(0xc0000220 + host));

		tripwire_sent(wire, &source, &target, START);
		touched[s][host] = true;
		if (i % 3)
			continue;
		target = addr_from_be32(htonl(0xc0000220 + random_below(32)));
		tripwire_heard(wire, &target);
	}
	for (uint32_t s = 0; s < 4; s++) {
		uint32_t n = 0;

		for (uint32_t host = 0; host < 32; host++)
			n += touched[s][host] && tripwire_used(wire)[0x20 + host] != TRIPWIRE_USED;
		expected += n >= TOUCHES;
	}
	while (caught(START + 2 * S, &c))
		found++;
	assert_int_equal(found, expected);
	assert_in_range(found, 1, 4);
}

#define SAYS(sentence, test) { "tripwire: " sentence, test, set_up, tear_down, NULL }

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("who touches enough unused addresses is caught two seconds later", intruder),
		SAYS("one address is one touch, however often", distinct),
		SAYS("who answers was not dark, also where the kernel heard it", answered),
		SAYS("an address that is dark by decree needs one touch, whatever it sends",
		     by_decree),
		SAYS("ARP probes and announcements touch nobody", probes),
		SAYS("the ends of a zone and what is in none are not touched", edges),
		SAYS("touches add up for an hour", memory),
		SAYS("an intruder is named once an hour", hourly),
		SAYS("nothing counts before it is armed, but who is used is learned", unarmed),
		SAYS("a scan that goes on and on is caught by how it began", scan),
		SAYS("of too many sources the oldest are forgotten, and counted", crowd),
		SAYS("touches in a future that was taken back are forgotten", clock_set_back),
		SAYS("who is used is taken over, decrees and the ends of zones are set",
		     kept_elsewhere),
		SAYS("every address of a zone has its place, and no other", places),
		SAYS("zones that are too large, overlap or are not IPv4 are refused", refused),
		SAYS("whoever touched enough is caught, and nobody else", by_chance),
	};

	return cmocka_run_group_tests_name("tripwire", tests, NULL, NULL);
}
