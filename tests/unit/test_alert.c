/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/alert.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/clock.h"
#include "unit/fake_geo.h"

static struct geo geo;
static struct alerts alerts;
static char said[1 << 16];

static const char *list_name(void *ctx, uint16_t number)
{
	return number == 7 ? ctx : NULL;
}

static const struct jsonl_interface interfaces[] = { { .name = "wan0" }, { .name = "wan1" } };
static const struct jsonl_run run = { .interfaces = interfaces,
				      .n_interfaces = 2,
				      .list_name = list_name,
				      .lists = "drop" };

static struct event event(const char *peer, uint8_t direction, uint8_t verdict)
{
	struct event e = { .peer_port = 443,
			   .local_port = 40000,
			   .proto = 6,
			   .direction = direction,
			   .interface = 1,
			   .judgement = { .verdict = verdict, .reason = REASON_NEVER_SEEN } };

	assert_int_equal(addr_parse(peer, &e.peer), 0);
	return e;
}

static void tell(const struct event *e)
{
	struct model_peer peer = { .addr = e->peer, .geo = geo_find(&geo, &e->peer) };

	alerts_tell(&alerts, &run, &geo, &peer, e);
}

/* Nobody keeps messages here, and so they are on standard error. */
static void listen_to(void (*speak)(void))
{
	int file = memfd_create("said", 0), before = dup(STDERR_FILENO);
	ssize_t len;

	dup2(file, STDERR_FILENO);
	speak();
	dup2(before, STDERR_FILENO);
	close(before);
	len = pread(file, said, sizeof(said) - 1, 0);
	said[len > 0 ? len : 0] = 0;
	close(file);
}

static void speak_unknown(void)
{
	struct event e = event("198.51.100.9", RA_OUT, RA_UNKNOWN);

	e.judgement.novelty = NOVEL_ADDRESS | NOVEL_SUBNET | NOVEL_NETWORK;
	tell(&e);
}

static void test_unknown(void **state)
{
	(void)state;
	listen_to(speak_unknown);
	assert_string_equal(said, "redarc: unknown peer 198.51.100.9, out by wan1, TCP 443, JP, "
				  "AS64497 Network 1: not known, in no direction; new network\n");
}

static void speak_blocked(void)
{
	struct event e = event("198.51.100.9", RA_IN, RA_BLOCKED);

	e.judgement.reason = REASON_BLOCKLIST;
	e.judgement.list = 7;
	tell(&e);
}

static void test_blocked(void **state)
{
	(void)state;
	listen_to(speak_blocked);
	assert_string_equal(said, "redarc: warning: blocked peer 198.51.100.9, in by wan1, "
				  "TCP 443, JP, AS64497 Network 1: on a blocklist, list drop; "
				  "known address\n");
}

static void speak_little(void)
{
	struct event e = event("192.168.7.9", RA_IN, RA_UNKNOWN);

	e.proto = 0;
	e.peer_port = 0;
	e.interface = EVENT_NO_INTERFACE;
	e.judgement.list = 8;
	tell(&e);
}

static void test_little(void **state)
{
	(void)state;
	listen_to(speak_little);
	assert_string_equal(said, "redarc: unknown peer 192.168.7.9, in: not known, in no "
				  "direction; known address\n");
}

static void speak_often(void)
{
	const struct event e = event("198.51.100.9", RA_OUT, RA_UNKNOWN);

	for (int i = 0; i < 250; i++) {
		alerts.second = clock_steady_ns() / CLOCK_S; /* it takes no second */
		tell(&e);
	}
	alerts_sum(&alerts, INT64_MAX);
	alerts_sum(&alerts, INT64_MAX);
}

static void test_bound(void **state)
{
	int lines = 0;

	(void)state;
	listen_to(speak_often);
	for (const char *at = said; (at = strstr(at, "redarc: unknown peer ")); at++)
		lines++;
	assert_int_equal(lines, 100);
	assert_string_equal(strstr(said, "redarc: warning: "),
			    "redarc: warning: 150 more red peers in that second, not told one by "
			    "one\n");
	assert_int_equal(alerts.all_untold, 150);
	assert_int_equal(alerts.untold, 0);
}

static void speak_again(void)
{
	const struct event e = event("198.51.100.9", RA_OUT, RA_UNKNOWN);

	alerts = (struct alerts){ .second = 1, .told = 100, .untold = 3 };
	tell(&e);
}

static void test_next_second(void **state)
{
	(void)state;
	listen_to(speak_again);
	assert_non_null(strstr(said, "redarc: warning: 3 more red peers in that second"));
	assert_non_null(strstr(said, "redarc: unknown peer 198.51.100.9"));
}

static int setup(void **state)
{
	(void)state;
	fake_geo_init(&geo);
	alerts = (struct alerts){ 0 };
	return 0;
}

#define TEST(sentence, function) \
	{ sentence, function, setup, NULL, NULL }

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST("alert: an unknown peer is told in a sentence", test_unknown),
		TEST("alert: a blocked one is a warning, and names the list", test_blocked),
		TEST("alert: what is not known is left out", test_little),
		TEST("alert: a hundred a second are told, the rest is counted", test_bound),
		TEST("alert: the next second tells again", test_next_second),
	};

	return cmocka_run_group_tests_name("alert", tests, NULL, NULL);
}
