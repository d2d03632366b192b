/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/client.h"

#include <errno.h>
#include <stdio.h>

#include "unit/client_end.h"

#define SAYS(sentence, test) { "client: " sentence, test, begin, end, NULL }

static void test_requests(void **state)
{
	static const struct {
		const char *request, *starts;
	} cases[] = {
		{ "status\n", "{\"ledger\":{\"seen\":0," },
		{ "save\n", "{\"ok\":true}\n" },
		{ "explain 198.51.100.7\n", "{\"ok\":true,\"peer\":\"198.51.100.7\"," },
		{ "explain 198.51.100\n", "{\"error\":" },
		{ "explain\n", "{\"error\":\"not understood\"}\n" },
		{ "statuses\n", "{\"error\":\"not understood\"}\n" },
		{ "past\n", "{\"error\":\"not understood\"}\n" },
		{ "status \n", "{\"error\":\"not understood\"}\n" },
		{ "\n", "{\"error\":\"not understood\"}\n" },
		{ "learn forget since=\n", "{\"error\":" },
		{ "learn forget since=1 \n", "{\"error\":" },
		{ "learn forget since=1 peer=198.51.100.1/24\n", "{\"error\":" },
		{ "learn freeze\n", "{\"error\":\"learn: this sensor does not learn\"}\n" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		ask(cases[i].request);
		assert_true(turn());
		hear();
		if (strncmp(said, cases[i].starts, strlen(cases[i].starts)))
			fail_msg("%s was answered with %s", cases[i].request, said);
		assert_ptr_equal(strchr(said, '\n'), said + strlen(said) - 1);
	}
}

static void test_several(void **state)
{
	(void)state;
	ask("save\nnonsense\nsave\n");
	assert_true(turn());
	hear();
	assert_string_equal(said, "{\"ok\":true}\n{\"error\":\"not understood\"}\n{\"ok\":true}\n");
}

static void test_bytes(void **state)
{
	static const char request[] = "save\n";

	(void)state;
	for (size_t i = 0; i < strlen(request); i++) {
		assert_int_equal(hear(), 0);
		assert_int_equal(send(other, request + i, 1, 0), 1);
		assert_true(turn());
	}
	hear();
	assert_string_equal(said, "{\"ok\":true}\n");
}

static void test_long_line(void **state)
{
	char line[2000];
	bool there = true;

	(void)state;
	memset(line, 'x', sizeof(line));
	assert_int_equal(send(other, line, sizeof(line), 0), sizeof(line));
	for (int i = 0; i < 10 && there; i++)
		there = turn();
	assert_false(there);
}

/* A peer who never reads fills the socket, then what waits for it, and then is gone. */
static void test_no_reader(void **state)
{
	bool there = true;

	(void)state;
	for (int i = 0; i < 100000 && there; i++) {
		send(other, "status\n", 7, MSG_DONTWAIT);
		there = turn();
	}
	assert_false(there);
}

static void test_reload(void **state)
{
	(void)state;
	sensor.swap.phase = SWAP_SET;
	ask("reload\nsave\n");
	for (int i = 0; i < 3; i++) {
		assert_true(turn());
		assert_int_equal(hear(), 0);
	}
	sensor.swap.phase = SWAP_SETTLED;
	assert_true(turn());
	hear();
	assert_string_equal(said, "{\"ok\":true}\n{\"ok\":true}\n");
}

static void test_refused_reload(void **state)
{
	(void)state;
	ask("reload\n");
	sensor.swap.phase = SWAP_SET;
	assert_true(turn());
	sensor.swap.phase = SWAP_SETTLED;
	sensor.swap.fault = -ENOSPC;
	assert_true(turn());
	hear();
	assert_non_null(strstr(said, "\"error\":\"the kernel took not all of the lists: No space"));
}

static void see_someone(void)
{
	struct event e = { .time_ns = 1763814000 * INT64_C(1000000000),
			   .packets = 1,
			   .bytes = 60,
			   .direction = RA_OUT,
			   .beacon = EVENT_UNSCORED };

	assert_int_equal(addr_parse("198.51.100.7", &e.peer), 0);
	sensor.now_ns = e.time_ns;
	history_note(sensor.history, &e);
}

static void test_stream(void **state)
{
	struct stream_record r = { 0 };

	(void)state;
	hello.version = STREAM_VERSION;
	see_someone();
	ask("stream\nexplain 198.51.100.7\nnonsense\nstatus\n");
	assert_true(turn());
	assert_true(turn());
	assert_int_equal(count_records(hear(), STREAM_EXPLAIN, &r), 1);
	assert_non_null(strstr(r.explain.text, "Out: candidate since "));
	assert_non_null(strstr(r.explain.text, "No list names it."));
	assert_int_equal(r.explain.hours[5], 0x80);
}

/* The card asks again and again; the newest question is answered. */
static void test_newest_question(void **state)
{
	struct stream_record r = { 0 };

	(void)state;
	hello.version = STREAM_VERSION;
	ask("stream\n");
	assert_true(turn());
	assert_int_equal(count_records(hear(), STREAM_HELLO, &r), 1);
	ask("explain 198.51.100.7\nexplain 198.51.100.8\n");
	assert_true(turn());
	assert_int_equal(count_records(hear(), STREAM_EXPLAIN, &r), 1);
	assert_int_equal(r.explain.addr.b[15], 8);
}

/* Of this sensor nothing can be edited, which is an answer too. */
static void test_acts(void **state)
{
	struct stream_record r = { 0 };

	(void)state;
	hello.version = STREAM_VERSION;
	ask("allow add 198.51.100.7\nsave\n");
	assert_true(turn());
	assert_true(turn());
	hear();
	assert_string_equal(said, "{\"error\":\"this sensor keeps no state, and so no lists\"}\n"
				  "{\"ok\":true}\n");
	ask("stream\nallow add 198.51.100.7\nblock del 198.51.100.8\nallow add nobody\n");
	for (int i = 0; i < 3; i++) {
		assert_true(turn());
		assert_int_equal(count_records(hear(), STREAM_ANSWER, &r), 1);
		assert_false(r.answer.ok);
		assert_int_equal(r.answer.request, i == 1 ? STREAM_BLOCK_DEL : STREAM_ALLOW_ADD);
	}
	assert_true(turn());
	assert_int_equal(count_records(hear(), STREAM_ANSWER, &r), 0);
}

static void test_hang_up(void **state)
{
	(void)state;
	shutdown(other, SHUT_WR);
	assert_false(turn());
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("each request has its answer, a line", test_requests),
		SAYS("several requests are answered in their order", test_several),
		SAYS("a request may come byte by byte", test_bytes),
		SAYS("a line that is longer than any request ends it", test_long_line),
		SAYS("one who asks and never reads is hung up on", test_no_reader),
		SAYS("reload is answered when the lists have settled, not before", test_reload),
		SAYS("reload says what the kernel refused", test_refused_reload),
		SAYS("explanations stand between the records of a stream", test_stream),
		SAYS("of questions in a stream the newest is answered", test_newest_question),
		SAYS("what is asked to be done is answered, once each, in order", test_acts),
		SAYS("one who hangs up is gone", test_hang_up),
	};

	return cmocka_run_group_tests_name("client", tests, NULL, NULL);
}
