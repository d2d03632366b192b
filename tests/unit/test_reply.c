/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/reply.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "core/clock.h"

#define START (INT64_C(1795000000) * CLOCK_S)
#define FLOWS 8

enum { ICMP = 1, TCP = 6, UDP = 17 };

static struct replies *replies;

static int set_up(void **state)
{
	(void)state;
	return replies_open(FLOWS, &replies);
}

static int tear_down(void **state)
{
	(void)state;
	replies_close(replies);
	return 0;
}

/* A query of 192.0.2.10, port 40000, to 198.51.100.53, port 53, and what is like its answer. */
static struct event packet(uint8_t direction, int64_t after_ns)
{
	return (struct event){ .time_ns = START + after_ns,
			       .peer = { { [10] = 0xff, 0xff, 198, 51, 100, 53 } },
			       .local = { { [10] = 0xff, 0xff, 192, 0, 2, 10 } },
			       .packets = 1,
			       .bytes = 60,
			       .peer_port = 53,
			       .local_port = 40000,
			       .proto = UDP,
			       .direction = direction };
}

static void ask(int64_t after_ns)
{
	const struct event query = packet(RA_OUT, after_ns);

	assert_false(replies_note(replies, &query));
}

static bool answers(const struct event *e)
{
	return replies_note(replies, e);
}

static void answered(void **state)
{
	struct event answer = packet(RA_IN, CLOCK_S);

	(void)state;
	assert_false(answers(&answer));
	ask(0);
	assert_true(answers(&answer));
	assert_true(answers(&answer));
}

static void in_time(void **state)
{
	struct event last = packet(RA_IN, REPLY_WITHIN_NS);
	struct event late = packet(RA_IN, REPLY_WITHIN_NS + 1);
	struct event before = packet(RA_IN, -1);

	(void)state;
	ask(0);
	assert_true(answers(&last));
	assert_false(answers(&late));
	assert_false(answers(&before));
	ask(10 * CLOCK_S);
	assert_true(answers(&late));
}

static void others(void **state)
{
	struct event changed[5];

	(void)state;
	ask(0);
	for (size_t i = 0; i < sizeof(changed) / sizeof(*changed); i++)
		changed[i] = packet(RA_IN, CLOCK_S);
	changed[0].peer.b[15]++;
	changed[1].local.b[15]++;
	changed[2].peer_port++;
	changed[3].local_port++;
	changed[4].proto = TCP;
	for (size_t i = 0; i < sizeof(changed) / sizeof(*changed); i++)
		assert_false(answers(&changed[i]));
}

static void icmp(void **state)
{
	struct event ping = packet(RA_OUT, 0), pong = packet(RA_IN, CLOCK_S);

	(void)state;
	ping.proto = pong.proto = ICMP;
	ping.peer_port = ping.local_port = pong.peer_port = pong.local_port = 0;
	assert_false(replies_note(replies, &ping));
	assert_true(answers(&pong));
}

static void nothing_said(void **state)
{
	struct event query = packet(RA_OUT, 0), answer = packet(RA_IN, CLOCK_S);

	(void)state;
	query.packets = 0;
	replies_note(replies, &query);
	assert_false(answers(&answer));
	query.packets = 1;
	query.proto = answer.proto = 0;
	replies_note(replies, &query);
	assert_false(answers(&answer));
}

static void full(void **state)
{
	struct event answer = packet(RA_IN, CLOCK_S);

	(void)state;
	for (uint16_t i = 0; i < FLOWS; i++) {
		struct event query = packet(RA_OUT, 0);

		query.local_port = (uint16_t)(1000 + i);
		replies_note(replies, &query);
	}
	ask(0);
	assert_true(answers(&answer));
	answer.local_port = 1000;
	assert_false(answers(&answer));
	answer.local_port = 1001;
	assert_true(answers(&answer));
}

#define SAYS(sentence, test) { "reply: " sentence, test, set_up, tear_down, NULL }

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("what comes back answers, and before it was asked nothing does", answered),
		SAYS("an answer comes within two minutes of the last question", in_time),
		SAYS("another address, port or protocol is no answer", others),
		SAYS("a ping is answered without ports", icmp),
		SAYS("without packets or a protocol nobody asks or answers", nothing_said),
		SAYS("when full, the flow longest silent is forgotten", full),
	};

	return cmocka_run_group_tests_name("reply", tests, NULL, NULL);
}
