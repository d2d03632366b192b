/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/top.h"

#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "core/clock.h"

#define ROOM 65536
#define NOON (INT64_C(1700000000) * CLOCK_S)

static struct model *model;
static struct locals *locals;
static struct top top;
static struct jsonl_interface interfaces[] = { { .name = "eth0" }, { .name = "lan1" } };
static const struct jsonl_run run = { .interface = "eth0 lan1", .interfaces = interfaces,
				      .n_interfaces = 2, .mode = "tc", .detail = "TCX" };
static const struct jsonl_status status = { .now_ns = NOON, .addresses = -1 };
static int64_t now_ns;

static int set_up(void **state)
{
	const struct model_limits limits = { .peers = 4096, .arcs = 64 };

	(void)state;
	now_ns = CLOCK_S;
	return model_open(&limits, NULL, &model) || locals_open(4, &locals) ||
	       top_open(&top, limits.peers, 4);
}

static int tear_down(void **state)
{
	(void)state;
	top_close(&top);
	locals_close(locals);
	model_close(model);
	return 0;
}

static void come(uint16_t peer, uint8_t local, uint8_t direction, uint64_t packets)
{
	struct event e = { .time_ns = NOON - peer * CLOCK_S,
			   .peer = { { [10] = 0xff, 0xff, 198, 18 } },
			   .local = { { [10] = 0xff, 0xff, 192, 0, 2, local } },
			   .packets = packets,
			   .bytes = 1000 * packets,
			   .direction = direction,
			   .interface = 1,
			   .judgement.verdict = RA_UNKNOWN };

	e.peer.b[14] = (uint8_t)(peer >> 8);
	e.peer.b[15] = (uint8_t)peer;
	model_take(model, &e, NULL);
	locals_note(locals, &e);
}

/* The answer to a query, to be json_decref()ed. */
static json_t *answer(const char *text, size_t most)
{
	const struct top_view view = { model, locals, &run, &status };
	char *line = malloc(ROOM);
	struct top_query query;
	struct json j;
	json_t *root;

	assert_int_equal(top_query_parse(text, &query), 0);
	top_pick(&top, &view, &query, now_ns);
	json_init(&j, line, ROOM);
	json_open(&j, NULL);
	top_put(&top, &view, &query, &j, most);
	json_close(&j);
	assert_in_range(json_end(&j), 1, most);
	root = json_loadb(line, j.len, 0, NULL);
	assert_non_null(root);
	free(line);
	return root;
}

static void expect(const char *query, const char *rows)
{
	json_t *root = answer(query, ROOM), *wanted = json_loads(rows, 0, NULL);

	assert_non_null(wanted);
	if (!json_equal(json_object_get(root, "rows"), wanted))
		fail_msg("%s", json_dumps(json_object_get(root, "rows"), 0));
	json_decref(wanted);
	json_decref(root);
}

static void sides(void **state)
{
	(void)state;
	come(1, 1, RA_IN, 5);
	come(2, 1, RA_OUT, 9);
	come(1, 1, RA_OUT, 7);
	expect("by=packets rows=2",
	       "[{\"peer\":\"198.18.0.2\",\"direction\":\"out\",\"verdict\":\"unknown\","
	       "\"packets\":9,\"bytes\":9000,\"packets_s\":0.0,\"bits_s\":0,\"idle_s\":2,"
	       "\"interface\":\"lan1\"},"
	       "{\"peer\":\"198.18.0.1\",\"direction\":\"out\",\"verdict\":\"unknown\","
	       "\"packets\":7,\"bytes\":7000,\"packets_s\":0.0,\"bits_s\":0,\"idle_s\":1,"
	       "\"interface\":\"lan1\"}]");
}

static const char *first_peer(const char *query)
{
	static char text[64];
	json_t *root = answer(query, ROOM);
	json_t *row = json_array_get(json_object_get(root, "rows"), 0);
	const char *peer = json_string_value(json_object_get(row, "peer"));

	snprintf(text, sizeof(text), "%s", peer ? peer : "none");
	json_decref(root);
	return text;
}

static void orders(void **state)
{
	(void)state;
	come(3, 1, RA_IN, 100);
	come(2, 1, RA_IN, 3);
	assert_string_equal(first_peer("by=rate"), "198.18.0.3"); /* no rates yet: by packets */
	come(2, 1, RA_IN, 10);
	now_ns += CLOCK_S;
	assert_string_equal(first_peer("by=rate"), "198.18.0.2");
	assert_string_equal(first_peer("by=packets"), "198.18.0.3");
	assert_string_equal(first_peer("by=bytes"), "198.18.0.3");
	assert_string_equal(first_peer("by=last"), "198.18.0.2");
}

static void hosts(void **state)
{
	json_t *root;

	(void)state;
	come(1, 1, RA_IN, 5);
	come(2, 1, RA_IN, 5);
	come(9, 2, RA_OUT, 70);
	for (uint8_t host = 3; host < 6; host++)
		come(1, host, RA_IN, 1);
	expect("by=peers rows=1 local",
	       "[{\"host\":\"192.0.2.1\",\"packets\":10,\"bytes\":10000,\"strangers\":2,"
	       "\"packets_s\":0.0,\"bits_s\":0,\"last_peer\":\"198.18.0.2\",\"idle_s\":1,"
	       "\"interface\":\"lan1\"}]");
	root = answer("by=packets local rows=9", ROOM);
	assert_int_equal(json_integer_value(json_object_get(root, "displaced")), 1);
	assert_int_equal(json_array_size(json_object_get(root, "rows")), 4);
	json_decref(root);
	expect("by=packets rows=1 local",
	       "[{\"host\":\"192.0.2.2\",\"packets\":70,\"bytes\":70000,\"strangers\":1,"
	       "\"packets_s\":0.0,\"bits_s\":0,\"last_peer\":\"198.18.0.9\",\"idle_s\":9,"
	       "\"interface\":\"lan1\"}]");
}

/* An answer holds as many rows as fit; the next goes on where it ended. */
static void pages(void **state)
{
	uint32_t got = 0;
	int asked = 0;

	(void)state;
	for (uint16_t peer = 0; peer < 3000; peer++)
		come(peer, 1, RA_IN, 3000u - peer);
	while (got < 1000) {
		char query[64];
		json_t *root, *rows;

		snprintf(query, sizeof(query), "by=packets rows=1000 from=%u", got);
		root = answer(query, 20000);
		rows = json_object_get(root, "rows");
		assert_int_equal(json_integer_value(json_object_get(root, "ranked")), 1000);
		assert_int_equal(json_integer_value(json_object_get(root, "total")), 3000);
		assert_true(json_array_size(rows) > 0);
		for (size_t i = 0; i < json_array_size(rows); i++)
			assert_int_equal(json_integer_value(json_object_get(
						 json_array_get(rows, i), "packets")),
					 3000 - got - i);
		got += (uint32_t)json_array_size(rows);
		asked++;
		json_decref(root);
	}
	assert_int_equal(got, 1000);
	assert_true(asked > 5);
}

/* Two who ask in turns, each in an order of its own. */
static void in_turns(void **state)
{
	(void)state;
	come(1, 1, RA_IN, 5);
	come(2, 1, RA_IN, 7);
	come(3, 2, RA_IN, 9);
	assert_string_equal(first_peer("by=packets rows=3"), "198.18.0.3");
	assert_string_equal(first_peer("by=last rows=3"), "198.18.0.1");
	assert_string_equal(first_peer("by=packets rows=3 from=2"), "198.18.0.1");
	assert_string_equal(first_peer("by=packets rows=3 local"), "none");
	assert_string_equal(first_peer("by=packets rows=3 from=1"), "198.18.0.2");
}

#define SAYS(sentence, test) { "top: " sentence, test, set_up, tear_down, NULL }

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("each peer has a row for each direction", sides),
		SAYS("each order has another first", orders),
		SAYS("local hosts are told with their strangers, and who was displaced", hosts),
		SAYS("what does not fit into an answer stands in the next", pages),
		SAYS("who goes on gets the rows of his own order", in_turns),
	};

	return cmocka_run_group_tests_name("top", tests, NULL, NULL);
}
