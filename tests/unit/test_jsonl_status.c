/* SPDX-License-Identifier: BSD-2-Clause */
#include "view/jsonl.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "unit/jsonl_file.h"

static void test_stats(void **state)
{
	struct jsonl_status status = {
		.now_ns = NOON,
		.ledger = { .seen = 21,
			    .not_ipv4 = 1,
			    .malformed = 2,
			    .verdict = { { 3, 0 }, { 1, 2 }, { 3, 4 }, { 5, 0 } },
			    .reported = 5,
			    .suppressed = 4,
			    .lost = 6,
			    .unnamed = 8,
			    .skipped = 9 },
		.addresses = -1,
	};
	const struct event e = event("198.51.100.9", RA_OUT, RA_UNKNOWN);

	(void)state;
	model_take(model, &e, NULL);
	jsonl_stats(jsonl, model, &status);
	expect(".[0] | [.event_type, .stats.uptime, .redarc.mode, .redarc.detail]",
	       "[\"stats\",90,\"tc\",\"eth0: TCX in, TCX out\"]");
	expect(".[0].redarc.ledger",
	       "{\"seen\":21,\"not_ipv4\":1,\"malformed\":2,\"allowed\":{\"in\":3,\"out\":0},"
	       "\"learning\":{\"in\":1,\"out\":2},\"unknown\":{\"in\":3,\"out\":4},"
	       "\"blocked\":{\"in\":5,\"out\":0},\"reported\":5,\"suppressed\":4,\"lost\":6,"
	       "\"unnamed\":8,\"skipped\":9,\"balanced\":true}");
	expect(".[0].redarc.peers",
	       "{\"allowed\":0,\"learning\":0,\"unknown\":1,\"blocked\":0}");
	expect(".[0].redarc.red", "{\"level\":\"any\",\"peers\":1,\"packets\":2}");
	expect(".[0].redarc | keys_unsorted | join(\" \")",
	       "ledger peers red storm mode detail learning frozen refused");
	status.learning = true;
	status.learn_until_ns = NOON + 3600 * CLOCK_S;
	status.addresses = 7;
	status.ledger.lost--;
	jsonl_stats(jsonl, model, &status);
	expect(".[1].redarc | [.learning, .learn_until, .addresses, .ledger.balanced]",
	       "[true,\"2023-11-14T23:13:20.000000+0000\",7,false]");
}

static void test_storm(void **state)
{
	struct jsonl_status status = { .now_ns = NOON,
				       .storm = { .on = true,
						  .since_ns = NOON,
						  .storms = 2,
						  .peers = 5,
						  .all_peers = 7,
						  .all_packets = 9 } };

	(void)state;
	jsonl_stats(jsonl, model, &status);
	expect(".[0].redarc.storm",
	       "{\"on\":true,\"since\":\"2023-11-14T22:13:20.000000+0000\",\"peers\":5,"
	       "\"storms\":2,\"all_peers\":7,\"all_packets\":9}");
	status.storm.on = false;
	status.storm.until_ns = NOON + CLOCK_S;
	jsonl_stats(jsonl, model, &status);
	expect(".[1].redarc.storm | [.on, .until]",
	       "[false,\"2023-11-14T22:13:21.000000+0000\"]");
}

static void test_status_object(void **state)
{
	const struct jsonl_status status = { .now_ns = NOON, .addresses = 3 };
	char text[2048], in_file[2048];
	struct json j;

	(void)state;
	json_init(&j, text, sizeof(text));
	json_open(&j, NULL);
	jsonl_put_status(&j, model, &run, &status);
	json_close(&j);
	assert_true(json_end(&j) > 0);
	text[j.len - 1] = 0;
	jsonl_stats(jsonl, model, &status);
	ask(".[0].redarc", in_file, sizeof(in_file));
	assert_string_equal(text, in_file);
}

static void test_evidence(void **state)
{
	struct jsonl_status status = { .now_ns = NOON, .ledger = { .skipped = 3 } };

	(void)state;
	jsonl_stats(jsonl, model, &status);
	expect(".[0].redarc.evidence", "null");
	status.evidence = "/var/tmp/evidence";
	status.evidence_packets = 20;
	status.evidence_bytes = 4096;
	jsonl_stats(jsonl, model, &status);
	expect(".[1].redarc.evidence", "{\"folder\":\"/var/tmp/evidence\",\"packets\":20,"
				       "\"bytes\":4096,\"skipped\":3}");
}

static void test_interfaces(void **state)
{
	static const struct jsonl_interface two[] = {
		{ .name = "eth0",
		  .mode = "tc",
		  .counts = "segments",
		  .detail = "TCX in, TCX out",
		  .ledger = { .seen = 3, .verdict = { { 1, 2 } } } },
		{ .name = "lan1", .mode = "gone", .counts = "packets on the wire", .lan = true },
	};
	char text[4096];
	struct json j;

	(void)state;
	run.interfaces = two;
	run.n_interfaces = 2;
	json_init(&j, text, sizeof(text));
	json_open(&j, NULL);
	jsonl_put_interfaces(&j, &run);
	json_close(&j);
	assert_true(json_end(&j) > 0);
	assert_int_equal(write(fd, text, j.len), j.len);
	expect("[.[0].interfaces[] | [.name, .mode, .counts, .detail, .lan, .ledger.seen, "
	       ".ledger.allowed.out, .ledger.balanced]]",
	       "[[\"eth0\",\"tc\",\"segments\",\"TCX in, TCX out\",false,3,2,true],"
	       "[\"lan1\",\"gone\",\"packets on the wire\",\"\",true,0,0,true]]");
}

static void test_red(void **state)
{
	const struct jsonl_status status = { .now_ns = NOON, .addresses = -1 };
	struct event e = event("198.51.100.9", RA_OUT, RA_UNKNOWN);

	(void)state;
	model_set_red(model, 3, 90);
	model_take(model, &e, NULL);
	e.judgement.novelty = 7;
	model_take(model, &e, NULL);
	jsonl_stats(jsonl, model, &status);
	expect(".[0].redarc.red", "{\"level\":\"network\",\"peers\":1,\"packets\":2}");
}

#define SAYS(sentence, test) \
	{ .name = "jsonl_status: " sentence, .test_func = test, .setup_func = setup, \
	  .teardown_func = teardown }

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("the stats hold the ledger and the peers", test_stats),
		SAYS("the status is what stands in the stats", test_status_object),
		SAYS("a novelty storm is told while it lasts and when it is over", test_storm),
		SAYS("evidence is told when it was asked for", test_evidence),
		SAYS("each interface has a ledger of its own", test_interfaces),
		SAYS("what is red is counted from a level on", test_red),
	};

	return cmocka_run_group_tests_name("jsonl_status", tests, NULL, NULL);
}
