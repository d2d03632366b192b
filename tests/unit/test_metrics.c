/* SPDX-License-Identifier: BSD-2-Clause */
#include "view/metrics.h"

#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "unit/jsonl_file.h"

static struct jsonl_interface interfaces[64];
static struct jsonl_status status;
static struct metrics metrics;
static char *text;

static int setup_metrics(void **state)
{
	memset(interfaces, 0, sizeof(interfaces));
	interfaces[0] = (struct jsonl_interface){
		.name = "eth0",
		.mode = "tc",
		.counts = "segments",
		.ledger = { .seen = 21,
			    .not_ipv4 = 1,
			    .malformed = 2,
			    .verdict = { { 3, 0 }, { 1, 2 }, { 3, 4 }, { 5, 0 } },
			    .reported = 5,
			    .suppressed = 4,
			    .lost = 6,
			    .unnamed = 8,
			    .skipped = UINT64_MAX },
	};
	interfaces[1] = (struct jsonl_interface){
		.name = "lan1", .mode = "gone", .counts = "packets on the wire", .lan = true
	};
	status = (struct jsonl_status){ .now_ns = NOON, .ledger = interfaces[0].ledger };
	text = calloc(1, METRICS_ROOM + 1);
	if (!text || setup(state))
		return -1;
	run.interfaces = interfaces;
	run.n_interfaces = 2;
	metrics = (struct metrics){ .version = "1.2.3",
				    .started_ns = NOON + 999999999,
				    .model = model,
				    .run = &run,
				    .status = &status,
				    .lost_lines = 7,
				    .unsent_messages = 8,
				    .untold_alerts = 9 };
	return 0;
}

static int teardown_metrics(void **state)
{
	free(text);
	return teardown(state);
}

static void render(void)
{
	size_t len = metrics_write(&metrics, text, METRICS_ROOM);

	assert_in_range(len, 1, METRICS_ROOM);
	text[len] = 0;
}

/* A whole line of it. */
static bool says(const char *line)
{
	size_t len = strlen(line);

	for (const char *at = text; (at = strstr(at, line)); at++)
		if ((at == text || at[-1] == '\n') && at[len] == '\n')
			return true;
	return false;
}

static void expect_line(const char *line)
{
	if (!says(line))
		fail_msg("no line: %s", line);
}

static void test_values(void **state)
{
	static const char *const lines[] = {
		"redarc_seen_packets_total{interface=\"eth0\"} 21",
		"redarc_seen_packets_total{interface=\"lan1\"} 0",
		"redarc_not_ipv4_packets_total{interface=\"eth0\"} 1",
		"redarc_malformed_packets_total{interface=\"eth0\"} 2",
		"redarc_packets_total{interface=\"eth0\",verdict=\"allowed\",direction=\"in\"} 3",
		"redarc_packets_total{interface=\"eth0\",verdict=\"unknown\",direction=\"out\"} 4",
		"redarc_packets_total{interface=\"lan1\",verdict=\"blocked\",direction=\"out\"} 0",
		"redarc_reported_packets_total{interface=\"eth0\"} 5",
		"redarc_suppressed_packets_total{interface=\"eth0\"} 4",
		"redarc_lost_packets_total{interface=\"eth0\"} 6",
		"redarc_unnamed_peers_total{interface=\"eth0\"} 8",
		"redarc_evidence_skipped_packets_total{interface=\"eth0\"} 18446744073709551615",
		"redarc_interface_up{interface=\"eth0\"} 1",
		"redarc_interface_up{interface=\"lan1\"} 0",
		"redarc_peers{verdict=\"unknown\"} 1",
		"redarc_peers{verdict=\"allowed\"} 0",
		"redarc_red_packets_total 2",
		"redarc_red_peers 1",
		"redarc_refused_packets_total 0",
		"redarc_build_info{version=\"1.2.3\"} 1",
		"process_start_time_seconds 1700000000",
	};
	const struct event e = event("198.51.100.9", RA_OUT, RA_UNKNOWN);

	(void)state;
	model_take(model, &e, NULL);
	render();
	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++)
		expect_line(lines[i]);
	expect_line("redarc_interface_info{interface=\"lan1\",mode=\"gone\","
		    "counts=\"packets on the wire\",lan=\"true\"} 1");
	assert_null(strstr(text, "198.51.100"));
}

static void test_states(void **state)
{
	(void)state;
	render();
	expect_line("redarc_ledger_balanced 1");
	expect_line("redarc_learning 0");
	expect_line("redarc_learning_until_timestamp_seconds 0");
	expect_line("redarc_learning_frozen 0");
	expect_line("redarc_novelty_storm 0");
	status.ledger.lost++;
	status.learning = status.frozen = true;
	status.learn_until_ns = NOON + CLOCK_S;
	status.storm = (struct jsonl_storm){
		.on = true, .storms = 2, .peers = 3, .all_peers = 4, .all_packets = 5
	};
	render();
	expect_line("redarc_ledger_balanced 0");
	expect_line("redarc_learning 1");
	expect_line("redarc_learning_until_timestamp_seconds 1700000001");
	expect_line("redarc_learning_frozen 1");
	expect_line("redarc_novelty_storm 1");
	expect_line("redarc_novelty_storms_total 2");
	expect_line("redarc_novelty_storm_peers_total 4");
	expect_line("redarc_novelty_storm_packets_total 5");
}

static void test_outlets(void **state)
{
	(void)state;
	render();
	expect_line("redarc_event_lines_lost_total 7");
	expect_line("redarc_flow_messages_unsent_total 8");
	expect_line("redarc_alerts_untold_total 9");
}

static void test_names(void **state)
{
	(void)state;
	strcpy(interfaces[0].name, "a\"b\\c\n\xc3(");
	render();
	expect_line("redarc_seen_packets_total{interface=\"a\\\"b\\\\c\\\\x0a\\\\xc3(\"} 21");
}

/* The name of the metric that a line is about. */
static size_t name_of(const char *line, char *name)
{
	size_t n = 0;

	for (; isalnum((unsigned char)line[n]) || line[n] == '_'; n++)
		assert_true(n < 63);
	memcpy(name, line, n);
	name[n] = 0;
	return n;
}

/* What a line of a sample ends with: a number, and nothing else. */
static void expect_number(const char *line)
{
	const char *blank = strrchr(line, ' ');

	assert_non_null(blank);
	assert_true(blank[1] && strspn(blank + 1, "0123456789") == strlen(blank + 1));
}

/* Of each family HELP and TYPE come first, once, and its samples without a gap. */
static void test_format(void **state)
{
	char name[64] = "", family[64] = "", help[80], type[80];
	char *rest, *line;
	int families = 0;

	(void)state;
	render();
	assert_int_equal(text[strlen(text) - 1], '\n');
	for (line = strtok_r(text, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
		if (*line != '#') {
			assert_true(name_of(line, name) > 0);
			assert_string_equal(name, family);
			expect_number(line);
			continue;
		}
		families++;
		assert_true(name_of(line + strlen("# HELP "), family) > 0);
		snprintf(help, sizeof(help), "# HELP %s ", family);
		snprintf(type, sizeof(type), "# TYPE %s ", family);
		assert_memory_equal(line, help, strlen(help));
		line = strtok_r(NULL, "\n", &rest);
		assert_memory_equal(line, type, strlen(type));
		assert_int_equal(!strcmp(line + strlen(type), "counter"),
				 !!strstr(family, "_total"));
		assert_null(strstr(rest, help));
	}
	assert_true(families > 15);
}

static void test_most(void **state)
{
	size_t len;

	(void)state;
	run.n_interfaces = 64;
	for (size_t i = 0; i < 64; i++) {
		interfaces[i] = interfaces[0];
		memset(interfaces[i].name, 0xff, sizeof(interfaces[i].name) - 1);
		memset(&interfaces[i].ledger, 0xff, sizeof(interfaces[i].ledger));
	}
	len = metrics_write(&metrics, text, METRICS_ROOM);
	assert_in_range(len, 100000, METRICS_ROOM);
	for (size_t room = 0; room <= len; room += room < 100 ? 1 : len / 7)
		assert_int_equal(metrics_write(&metrics, text, room), 0);
	assert_int_equal(metrics_write(&metrics, text, len), 0);
	assert_int_equal(metrics_write(&metrics, text, len + 1), len);
}

#define SAYS(sentence, test) \
	{ .name = "metrics: " sentence, .test_func = test, .setup_func = setup_metrics, \
	  .teardown_func = teardown_metrics }

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("each counter of each interface is there, and no address", test_values),
		SAYS("what is so now is told", test_states),
		SAYS("what an outlet did not pass on is counted", test_outlets),
		SAYS("an interface may be called anything", test_names),
		SAYS("each family stands together, behind its help and type", test_format),
		SAYS("64 interfaces have room, and what has none is not cut", test_most),
	};

	return cmocka_run_group_tests_name("metrics", tests, NULL, NULL);
}
