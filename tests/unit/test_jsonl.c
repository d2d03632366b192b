/* SPDX-License-Identifier: BSD-2-Clause */
#include "view/jsonl.h"

#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/clock.h"
#include "unit/chance.h"
#include "unit/jsonl_file.h"

#define KINDS 8
#define MANY 20000

static uint32_t at; /* the peer whose flows are to be told next */

static void alert(const struct event *e)
{
	const struct model_peer *peer;

	model_take(model, e, &peer);
	jsonl_alert(jsonl, model, peer, e);
}

static void test_alert_out(void **state)
{
	const struct event e = event("198.51.100.9", RA_OUT, RA_UNKNOWN);

	(void)state;
	alert(&e);
	expect(".[0] | del(.alert, .redarc)",
	       "{\"timestamp\":\"2023-11-14T22:13:20.123456+0000\",\"in_iface\":\"eth0\","
	       "\"event_type\":\"alert\",\"src_ip\":\"192.0.2.1\",\"src_port\":40000,"
	       "\"dest_ip\":\"198.51.100.9\",\"dest_port\":443,\"proto\":\"TCP\"}");
	expect(".[0].alert",
	       "{\"action\":\"allowed\",\"gid\":1,\"signature_id\":1700002,\"rev\":1,"
	       "\"signature\":\"redarc unknown peer, outbound\","
	       "\"category\":\"Unknown Traffic\",\"severity\":3}");
	expect(".[0].redarc",
	       "{\"peer\":\"198.51.100.9\",\"direction\":\"out\",\"verdict\":\"unknown\","
	       "\"reason\":\"not known, in no direction\",\"novelty\":[],"
	       "\"place\":"
	       "{\"country\":\"JP\",\"city\":\"City \\\"9\\\"\",\"lat\":45,\"lon\":-90},"
	       "\"asn\":64497,\"as_name\":\"Network 1\"}");
}

static void test_alert_in(void **state)
{
	const struct event e = event("198.51.100.9", RA_IN, RA_BLOCKED);

	(void)state;
	alert(&e);
	expect(".[0] | [.src_ip, .src_port, .dest_ip, .dest_port]",
	       "[\"198.51.100.9\",443,\"192.0.2.1\",40000]");
	expect(".[0].alert | [.signature_id, .signature, .severity]",
	       "[1700003,\"redarc blocked peer, inbound\",1]");
	expect(".[0].redarc | [.direction, .verdict]", "[\"in\",\"blocked\"]");
}

static const char *list_name(void *ctx, uint16_t number)
{
	return number == 7 ? ctx : NULL;
}

static void test_judged(void **state)
{
	struct event e = event("198.51.100.9", RA_IN, RA_BLOCKED);

	(void)state;
	run.list_name = list_name;
	run.lists = "drop";
	e.judgement = (struct judgement){ RA_BLOCKED, REASON_BLOCKLIST, 15, 0, 7 };
	e.reply = true;
	e.beacon = 93;
	alert(&e);
	e.judgement = (struct judgement){ RA_UNKNOWN, REASON_CANDIDATE, NOVEL_ADDRESS, 0, 8 };
	e.reply = false;
	e.beacon = EVENT_UNSCORED;
	alert(&e);
	expect(".[0].redarc | [.reason, .novelty, .list, .reply, .beacon]",
	       "[\"on a blocklist\",[\"address\",\"subnet\",\"network\",\"country\"],\"drop\","
	       "true,93]");
	expect(".[1].redarc | [.novelty, has(\"list\"), has(\"reply\"), has(\"beacon\")]",
	       "[[\"address\"],false,false,false]");
	assert_true(jsonl_flows(jsonl, model, INT64_MAX, &at));
	expect(".[2].redarc | [.novelty, .list, .reply, .beacon]", "[[\"address\"],null,true,93]");
}

static void test_in_iface(void **state)
{
	static const struct jsonl_interface two[] = { { .name = "wan0" }, { .name = "lan1" } };
	struct event e = event("198.51.100.9", RA_IN, RA_UNKNOWN);

	(void)state;
	run.interface = "wan0 lan1";
	run.interfaces = two;
	run.n_interfaces = 2;
	e.interface = 1;
	alert(&e);
	e.interface = EVENT_NO_INTERFACE;
	alert(&e);
	e.peer.b[15]++;
	alert(&e);
	assert_true(jsonl_flows(jsonl, model, INT64_MAX, &at));
	expect("[.[].in_iface]",
	       "[\"lan1\",\"wan0 lan1\",\"wan0 lan1\",\"lan1\",\"wan0 lan1\"]");
}

static void test_severity(void **state)
{
	static const struct {
		uint8_t verdict, novelty;
		const char *severity;
	} cases[] = {
		{ RA_BLOCKED, 0, "1" }, { RA_BLOCKED, 15, "1" }, { RA_UNKNOWN, 15, "2" },
		{ RA_UNKNOWN, 7, "2" }, { RA_UNKNOWN, 3, "3" },  { RA_UNKNOWN, 1, "3" },
		{ RA_UNKNOWN, 0, "3" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct event e = event("198.51.100.9", RA_IN, cases[i].verdict);

		e.judgement.novelty = cases[i].novelty;
		alert(&e);
		expect(".[-1].alert.severity", cases[i].severity);
	}
}

static void test_left_out(void **state)
{
	struct event e = event("198.51.100.16", RA_IN, RA_UNKNOWN);

	(void)state;
	run.interface = NULL;
	e.peer_port = e.local_port = 0;
	e.proto = 200;
	alert(&e);
	assert_int_equal(addr_parse("10.0.0.7", &e.peer), 0);
	e.proto = 0;
	alert(&e);
	expect(".[0] | keys_unsorted | join(\" \")",
	       "timestamp event_type src_ip dest_ip proto alert redarc");
	expect(".[0] | [.proto, .redarc.place, .redarc.near, .redarc.asn]",
	       "[\"200\",null,null,null]");
	expect(".[1] | [.proto, .redarc.place, .redarc.near]", "[null,null,true]");
}

/* As for an allowed peer, of which the kernel only counts. */
static void test_no_local(void **state)
{
	struct event e = event("198.51.100.9", RA_OUT, RA_ALLOWED);

	(void)state;
	e.local = (struct addr){ { 0 } };
	e.peer_port = e.local_port = e.proto = 0;
	model_take(model, &e, NULL);
	e.direction = RA_IN;
	model_take(model, &e, NULL);
	assert_true(jsonl_flows(jsonl, model, INT64_MAX, &at));
	expect("[.[] | [.src_ip, .dest_ip, has(\"src_ip\"), has(\"dest_ip\")]]",
	       "[[\"198.51.100.9\",null,true,false],[null,\"198.51.100.9\",false,true]]");
}

static void test_flow(void **state)
{
	struct event e = event("198.51.100.9", RA_OUT, RA_LEARNING);

	(void)state;
	model_take(model, &e, NULL);
	e.time_ns += 61 * CLOCK_S;
	model_take(model, &e, NULL);
	assert_true(jsonl_flow(jsonl, model, model_peer(model, 0), RA_OUT));
	expect(".[0] | [.event_type, .timestamp, .src_ip, .dest_ip, .src_port, .proto]",
	       "[\"flow\",\"2023-11-14T22:14:21.123456+0000\",\"192.0.2.1\",\"198.51.100.9\","
	       "40000,\"TCP\"]");
	expect(".[0].flow",
	       "{\"pkts_toserver\":4,\"pkts_toclient\":0,\"bytes_toserver\":240,"
	       "\"bytes_toclient\":0,\"start\":\"2023-11-14T22:13:20.123456+0000\","
	       "\"end\":\"2023-11-14T22:14:21.123456+0000\",\"age\":61}");
	expect(".[0].redarc | del(.reason, .place)",
	       "{\"peer\":\"198.51.100.9\",\"direction\":\"out\",\"verdict\":\"learning\","
	       "\"packets\":4,\"bytes\":240,"
	       "\"first_seen\":\"2023-11-14T22:13:20.123456+0000\","
	       "\"last_seen\":\"2023-11-14T22:14:21.123456+0000\",\"asn\":64497,"
	       "\"as_name\":\"Network 1\"}");
}

static void test_flow_once(void **state)
{
	struct event e = event("198.51.100.9", RA_IN, RA_ALLOWED);

	(void)state;
	model_take(model, &e, NULL);
	jsonl_flows(jsonl, model, INT64_MAX, &at);
	jsonl_flows(jsonl, model, INT64_MAX, &at);
	expect("length", "1");
	e.time_ns += 5 * CLOCK_S;
	model_take(model, &e, NULL);
	jsonl_flows(jsonl, model, e.time_ns, &at);
	expect("length", "1");
	jsonl_flows(jsonl, model, e.time_ns + 1, &at);
	expect(".[1] | [.flow.start, .redarc.first_seen, .redarc.packets, .redarc.bytes]",
	       "[\"2023-11-14T22:13:25.123456+0000\",\"2023-11-14T22:13:20.123456+0000\",2,120]");
}

/* A random event; returns the number of the peer and direction. */
static uint32_t take_random(uint64_t packets)
{
	uint32_t kind = random_below(KINDS), direction = random_below(RA_DIRECTIONS);
	struct event e = event("198.51.100.9", (uint8_t)direction,
			       (uint8_t)random_below(RA_VERDICTS));

	e.peer = addr_from_be32(htobe32(0xcb007100 + kind));
	e.packets = packets;
	e.time_ns = NOON + random_below(1000) * CLOCK_S;
	model_take(model, &e, NULL);
	return kind * RA_DIRECTIONS + direction;
}

static void expect_flow_sums(const uint64_t *packets)
{
	for (uint32_t i = 0; i < KINDS * RA_DIRECTIONS; i++) {
		char filter[256], expected[24];

		snprintf(filter, sizeof(filter),
			 "[.[] | select(.redarc.peer == \"203.0.113.%u\" and "
			 ".redarc.direction == \"%s\") | .flow.pkts_toserver] | add",
			 i / RA_DIRECTIONS, i % RA_DIRECTIONS == RA_IN ? "in" : "out");
		snprintf(expected, sizeof(expected), "%llu", (unsigned long long)packets[i]);
		expect(filter, expected);
	}
}

static void test_flow_sums(void **state)
{
	uint64_t packets[KINDS * RA_DIRECTIONS] = { 0 };

	(void)state;
	seed = 1;
	for (int i = 0; i < 1000; i++) {
		uint64_t n = random_below(5);

		packets[take_random(n)] += n;
		if (i % 10 == 0)
			assert_true(jsonl_flows(jsonl, model,
						NOON + random_below(1000) * CLOCK_S, &at));
	}
	assert_true(jsonl_flows(jsonl, model, INT64_MAX, &at));
	expect_flow_sums(packets);
}

/* A pipe that nobody reads stands for the reader; then its lines are put into the file. */
static void test_flows_wait(void **state)
{
	struct event e = event("198.51.100.9", RA_OUT, RA_UNKNOWN);
	static char text[1 << 16];
	struct jsonl *piped;
	int fds[2];
	bool all = false;
	ssize_t n;

	(void)state;
	assert_int_equal(pipe2(fds, O_NONBLOCK), 0);
	assert_int_equal(jsonl_open(fds[1], "pipe", &run, &piped), 0);
	for (uint32_t i = 0; i < 2000; i++) {
		e.peer = addr_from_be32(htobe32(0x01000000 + i));
		e.direction = (uint8_t)(i % 2);
		model_take(model, &e, NULL);
		e.direction = !e.direction;
		model_take(model, &e, NULL);
	}
	assert_false(jsonl_flows(piped, model, INT64_MAX, &at));
	while (!all || jsonl_flush(piped, 0, NULL)) {
		n = read(fds[0], text, sizeof(text));
		assert_true(n > 0);
		assert_int_equal(write(fd, text, (size_t)n), n);
		jsonl_flush(piped, 0, NULL);
		all = jsonl_flows(piped, model, INT64_MAX, &at);
	}
	n = read(fds[0], text, sizeof(text));
	assert_int_equal(write(fd, text, (size_t)n), n);
	assert_int_equal(jsonl_lost(piped), 0);
	expect("[length, ([.[].flow.pkts_toserver] | add)]", "[4000,8000]");
	jsonl_close(piped);
	close(fds[0]);
	close(fds[1]);
}

static void test_flows_in_turns(void **state)
{
	struct event e = event("198.51.100.9", RA_OUT, RA_ALLOWED);
	int turns = 1;

	(void)state;
	for (uint32_t i = 0; i < MANY; i++) {
		e.peer = addr_from_be32(htobe32(0x01000000 + i));
		model_take(model, &e, NULL);
	}
	while (!jsonl_flows(jsonl, model, INT64_MAX, &at)) {
		assert_int_equal(jsonl_flush(jsonl, -1, NULL), 0);
		turns++;
	}
	assert_in_range(turns, 2, MANY / 1000);
	expect("[length, ([.[].redarc.peer] | unique | length)]", "[20000,20000]");
}

static void test_hostile_text(void **state)
{
	const struct event e = event("198.51.100.9", RA_OUT, RA_UNKNOWN);

	(void)state;
	run.interface = "e\"\\\n\x01\x7f";
	alert(&e);
	strcpy(geo.networks[1].name, "\xc3\x28 \xed\xa0\x80 \xe6\x9d\xb1");
	alert(&e);
	expect("length", "2");
	expect(".[0].in_iface == \"e\\\"\\\\\\n\\u0001\\u007f\"", "true");
	expect(".[1].redarc.as_name | [endswith(\" \\u6771\"), startswith(\"\\ufffd(\")]",
	       "[true,true]");
}

static void test_lost(void **state)
{
	const struct event e = event("198.51.100.9", RA_OUT, RA_UNKNOWN);
	int full = open("/dev/full", O_WRONLY);
	const struct model_peer *peer;
	struct jsonl *j;

	(void)state;
	assert_true(full >= 0);
	assert_int_equal(jsonl_open(full, "full", &run, &j), 0);
	model_take(model, &e, &peer);
	for (int i = 0; i < 1000; i++)
		jsonl_alert(j, model, peer, &e);
	assert_int_equal(jsonl_lost(j), 0);
	for (int i = 0; i < 10000; i++)
		jsonl_alert(j, model, peer, &e);
	assert_in_range(jsonl_lost(j), 5000, 10999);
	assert_int_equal(jsonl_flush(j, 0, NULL), -ENOSPC);
	jsonl_close(j);
	close(full);
}

/* Exits with 0 when that many lines came. */
static pid_t fork_reader(const int fds[2], unsigned int expected)
{
	static char text[1 << 16];
	pid_t pid = fork();
	ssize_t n;

	assert_true(pid >= 0);
	if (pid)
		return pid;
	close(fds[1]);
	while ((n = read(fds[0], text, sizeof(text))) > 0)
		for (ssize_t i = 0; i < n; i++)
			expected -= text[i] == '\n';
	_exit(expected != 0);
}

static uint64_t alert_often(struct jsonl *j, unsigned int times)
{
	const struct event e = event("198.51.100.9", RA_OUT, RA_UNKNOWN);
	const struct model_peer *peer;

	model_take(model, &e, &peer);
	for (unsigned int i = 0; i < times; i++)
		jsonl_alert(j, model, peer, &e);
	return jsonl_lost(j);
}

static void test_patient(void **state)
{
	struct jsonl *piped;
	int fds[2], status = -1;
	pid_t pid;

	(void)state;
	run.patient = true;
	assert_int_equal(pipe(fds), 0);
	assert_int_equal(jsonl_open(fds[1], "pipe", &run, &piped), 0);
	pid = fork_reader(fds, 20000);
	assert_int_equal(alert_often(piped, 20000), 0);
	assert_int_equal(jsonl_flush(piped, -1, NULL), 0);
	jsonl_close(piped);
	close(fds[0]);
	close(fds[1]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

static void on_alarm(int number)
{
	(void)number;
}

static void test_hurried(void **state)
{
	const struct itimerval often = { { 0, 100000 }, { 0, 100000 } }, never = { 0 };
	const struct sigaction act = { .sa_handler = on_alarm };
	struct jsonl *piped;
	int fds[2];

	(void)state;
	run.patient = true;
	assert_int_equal(pipe(fds), 0);
	assert_int_equal(jsonl_open(fds[1], "pipe", &run, &piped), 0);
	sigaction(SIGALRM, &act, NULL);
	setitimer(ITIMER_REAL, &often, NULL);
	assert_in_range(alert_often(piped, 20000), 10000, 19999);
	setitimer(ITIMER_REAL, &never, NULL);
	jsonl_close(piped);
	close(fds[0]);
	close(fds[1]);
}

static void test_given_up(void **state)
{
	struct event e = event("198.51.100.9", RA_OUT, RA_UNKNOWN);

	(void)state;
	alert(&e);
	e.direction = RA_IN;
	alert(&e);
	assert_true(jsonl_flow(jsonl, model, model_peer(model, 0), RA_OUT));
	jsonl_give_up(jsonl, model);
	assert_int_equal(jsonl_lost(jsonl), 4);
	expect("length", "0");
}

static void test_too_long(void **state)
{
	const struct event e = event("198.51.100.9", RA_OUT, RA_UNKNOWN);
	static char name[5000];

	(void)state;
	alert(&e);
	memset(name, 'x', sizeof(name) - 1);
	run.interface = name;
	alert(&e);
	run.interface = "eth0";
	alert(&e);
	assert_int_equal(jsonl_lost(jsonl), 1);
	expect("length", "2");
}

#define SAYS(sentence, test) \
	{ .name = "jsonl: " sentence, .test_func = test, .setup_func = setup, \
	  .teardown_func = teardown }

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("an outbound alert has the peer as its destination", test_alert_out),
		SAYS("an inbound alert has the peer as its source", test_alert_in),
		SAYS("a line says how new, by which list, a reply, a beacon", test_judged),
		SAYS("a line names the interface of what it tells, if there is one", test_in_iface),
		SAYS("the newer, the graver; the blocked first", test_severity),
		SAYS("what is not known is left out", test_left_out),
		SAYS("an unknown local address is left out", test_no_local),
		SAYS("a flow is what one direction carried", test_flow),
		SAYS("a flow is told once, and when it is idle", test_flow_once),
		SAYS("the flows of a peer add up to its packets", test_flow_sums),
		SAYS("flows that find no room wait, and none is lost", test_flows_wait),
		SAYS("flows of many peers are told in turns, each once", test_flows_in_turns),
		SAYS("text that would break a line does not", test_hostile_text),
		SAYS("on a full disk lines wait, then are counted as lost", test_lost),
		SAYS("patient alerts wait for the reader, and none is lost", test_patient),
		SAYS("a signal ends patience, once and for all", test_hurried),
		SAYS("what is given up is lost: lines that wait, flows that are due",
		     test_given_up),
		SAYS("a line that is too long is counted, and not cut", test_too_long),
	};

	if (!jq_is_there()) {
		puts("SKIP jsonl: jq is not installed");
		return 0;
	}
	return cmocka_run_group_tests_name("jsonl", tests, NULL, NULL);
}
