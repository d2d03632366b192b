/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/export.h"

#include <arpa/inet.h>
#include <endian.h>
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/clock.h"
#include "unit/fake_geo.h"
#include "unit/ipfix_reader.h"

#define NOON (INT64_C(1700000000) * CLOCK_S)
#define MINUTE (60 * CLOCK_S)
#define PEERS 3000
#define ROOM 1500
#define MESSAGES 400

static struct geo geo;
static struct model *model;
static struct export *export;
static int collector;
static char to[32];
static uint8_t messages[MESSAGES][ROOM];
static size_t n_messages;
static struct reader reader;

static void listen_there(void)
{
	struct sockaddr_in at = { .sin_family = AF_INET,
				  .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t len = sizeof(at);

	collector = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
	assert_true(collector >= 0);
	assert_int_equal(bind(collector, (struct sockaddr *)&at, sizeof(at)), 0);
	assert_int_equal(getsockname(collector, (struct sockaddr *)&at, &len), 0);
	snprintf(to, sizeof(to), "127.0.0.1:%u", ntohs(at.sin_port));
}

static int setup(void **state)
{
	const struct model_limits limits = { PEERS, 200 };

	(void)state;
	fake_geo_init(&geo);
	reader = (struct reader){ 0 };
	n_messages = 0;
	listen_there();
	return model_open(&limits, &geo, &model) || export_open(to, PEERS, &export, NULL);
}

static int teardown(void **state)
{
	(void)state;
	export_close(export);
	model_close(model);
	return close(collector);
}

static void take(uint32_t peer, int64_t time_ns)
{
	struct event e = { .time_ns = time_ns,
			   .peer = addr_from_be32(htobe32(0xc6120000 + peer)),
			   .packets = 2,
			   .bytes = 120,
			   .beacon = EVENT_UNSCORED,
			   .interface = EVENT_NO_INTERFACE };
	const struct model_peer *at;

	model_take(model, &e, &at);
	export_note(export, model, at, &e);
}

/* Returns how many messages came since the last time. */
static size_t collect(void)
{
	size_t before = n_messages;
	ssize_t len;

	while (n_messages < MESSAGES &&
	       (len = recv(collector, messages[n_messages], ROOM, 0)) >= 0)
		assert_true(reader_take(&reader, messages[n_messages++], (size_t)len));
	return n_messages - before;
}

static uint32_t flows_at(int64_t now_ns)
{
	uint32_t before = reader.n_flows;

	while (export_step(export, model, now_ns))
		collect();
	collect();
	return reader.n_flows - before;
}

static void test_none(void **state)
{
	struct export *none = export;
	const struct event e = { .packets = 1 };

	(void)state;
	assert_int_equal(export_open(NULL, PEERS, &none, NULL), 0);
	assert_null(none);
	export_interfaces(none, NULL);
	export_note(none, model, NULL, &e);
	assert_false(export_step(none, model, NOON));
	assert_int_equal(export_unsent(none), 0);
	export_finish(none, model);
	export_close(none);
}

static void test_refused(void **state)
{
	struct export *none;
	struct err e;

	(void)state;
	assert_int_equal(export_open("192.0.2.9", 1, &none, &e), -EINVAL);
	assert_non_null(strstr(e.text, "--ipfix 192.0.2.9: wants HOST:PORT, such as 192.0.2.9:"));
	assert_int_equal(export_open("[fe80::1%nosuch0]:4739", 1, &none, &e), -EHOSTUNREACH);
	assert_non_null(strstr(e.text, "--ipfix [fe80::1%nosuch0]:4739: "));
}

static void test_idle(void **state)
{
	(void)state;
	take(1, NOON);
	assert_int_equal(flows_at(NOON + MINUTE), 0);
	assert_int_equal(reader.templates, 2);
	assert_int_equal(flows_at(NOON + MINUTE + 9 * CLOCK_S), 0);
	assert_int_equal(flows_at(NOON + MINUTE + 10 * CLOCK_S), 1);
	assert_int_equal(flows_at(NOON + 9 * MINUTE), 0);
}

static void test_active(void **state)
{
	(void)state;
	for (int i = 0; i <= 300; i += 10)
		take(1, NOON + i * CLOCK_S);
	assert_int_equal(flows_at(NOON + 5 * MINUTE), 0);
	take(1, NOON + 310 * CLOCK_S);
	assert_int_equal(flows_at(NOON + 310 * CLOCK_S), 1);
	take(1, NOON + 320 * CLOCK_S);
	assert_int_equal(flows_at(NOON + 320 * CLOCK_S), 0);
	export_finish(export, model);
	collect();
	assert_int_equal(reader.n_flows, 2);
}

/* A clock that was set back may not silence it. */
static void test_clock(void **state)
{
	(void)state;
	take(1, NOON - 3600 * CLOCK_S);
	assert_int_equal(flows_at(NOON - 3602 * CLOCK_S), 0);
	take(2, NOON);
	assert_int_equal(flows_at(NOON), 1);
	assert_int_equal(flows_at(NOON - 1800 * CLOCK_S), 0);
	take(1, NOON - 1800 * CLOCK_S);
	assert_int_equal(flows_at(NOON - 1700 * CLOCK_S), 1);
}

static void test_bursts(void **state)
{
	size_t largest = 0;
	bool more = true;

	(void)state;
	for (uint32_t i = 0; i < PEERS; i++)
		take(i, NOON);
	while (more) {
		size_t n;

		more = export_step(export, model, NOON + 2 * MINUTE);
		n = collect();
		largest = n > largest ? n : largest;
	}
	assert_in_range(largest, 2, 16);
	assert_int_equal(reader.n_flows, PEERS);
	assert_int_equal(reader.sequence_gaps, 0);
}

/* What nobody took is missing, and the collector can tell how much by the sequence. */
static void test_away(void **state)
{
	struct sockaddr_in at = { .sin_family = AF_INET,
				  .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
				  .sin_port = htons((uint16_t)atoi(strchr(to, ':') + 1)) };

	(void)state;
	take(1, NOON);
	close(collector);
	assert_false(export_step(export, model, NOON + 2 * MINUTE));
	collector = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
	assert_int_equal(bind(collector, (struct sockaddr *)&at, sizeof(at)), 0);
	take(2, NOON + 2 * MINUTE);
	assert_false(export_step(export, model, NOON + 4 * MINUTE));
	assert_true(recv(collector, messages[0], ROOM, 0) > 16);
	assert_int_equal(reader_number(messages[0] + 8, 4), 1);
	assert_int_equal(export_unsent(export), 1);
}

#define TEST(sentence, function) \
	{ sentence, function, setup, teardown, NULL }

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST("export: without a collector nothing is done", test_none),
		TEST("export: who is no collector is refused, with what would be right",
		     test_refused),
		TEST("export: a flow goes after a minute of silence, once", test_idle),
		TEST("export: a flow goes after five minutes of talk, and the rest at the end",
		     test_active),
		TEST("export: a clock that was set back keeps nothing from going", test_clock),
		TEST("export: messages go in bursts that a socket holds", test_bursts),
		TEST("export: a collector that was away gets what follows", test_away),
	};

	return cmocka_run_group_tests_name("export", tests, NULL, NULL);
}
