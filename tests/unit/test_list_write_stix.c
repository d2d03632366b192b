/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/list_write.h"

#include <sys/mman.h>

#include "unit/jq.h"
#include "unit/list_random.h"

static struct list list;

static void add(const char *net, uint8_t directions, int64_t expires_s, const char *reason)
{
	struct list_entry e = { .directions = directions, .added_s = NOW, .expires_s = expires_s };

	assert_int_equal(cidr_parse(net, &e.net), 0);
	assert_int_equal(list_add(&list, &e, reason), 0);
}

static void expect_jq(const char *filter, const char *expected)
{
	int fd = memfd_create("stix", 0);
	FILE *out = fdopen(fd, "w");
	char answer[4096];

	assert_int_equal(list_write(&list, LIST_STIX, out, &got.e), 0);
	assert_int_equal(jq(filter, fd, answer, sizeof(answer)), 0);
	assert_string_equal(answer, expected);
	fclose(out);
}

static void test_objects(void **state)
{
	(void)state;
	if (!jq_is_there())
		skip();
	assert_int_equal(list_init(&list, LIST_BLOCK, "drop"), 0);
	add("198.51.100.0/24", RA_BOTH, NOW + 60, "SBL1");
	add("203.0.113.7", RA_DIR_BIT(RA_IN), 0, NULL);
	add("203.0.113.8", RA_DIR_BIT(RA_OUT), 0, NULL);
	add("2001:db8::7", RA_BOTH, 0, NULL);
	expect_jq(".[0].objects[0]",
		  "{\"type\":\"indicator\","
		  "\"id\":\"indicator--c9a0721e-27c1-55ab-8b3d-c8855dd18019\","
		  "\"spec_version\":\"2.1\",\"created\":\"2026-11-22T05:17:00.000Z\","
		  "\"modified\":\"2026-11-22T05:17:00.000Z\","
		  "\"valid_from\":\"2026-11-22T05:17:00.000Z\","
		  "\"valid_until\":\"2026-11-22T05:18:00.000Z\",\"name\":\"SBL1\","
		  "\"indicator_types\":[\"malicious-activity\"],"
		  "\"pattern\":\"[ipv4-addr:value ISSUBSET '198.51.100.0/24']\","
		  "\"pattern_type\":\"stix\"}");
	list_clear(&list);
}

static void test_patterns(void **state)
{
	(void)state;
	if (!jq_is_there())
		skip();
	assert_int_equal(list_init(&list, LIST_ALLOW, "a"), 0);
	add("203.0.113.7", RA_DIR_BIT(RA_IN), 0, NULL);
	add("203.0.113.8", RA_DIR_BIT(RA_OUT), 0, NULL);
	add("203.0.113.9", RA_BOTH, 0, NULL);
	add("2001:db8::/32", RA_BOTH, 0, NULL);
	expect_jq(".[0].objects[] | .pattern, .indicator_types[0]",
		  "[network-traffic:src_ref.value = '203.0.113.7']\nbenign\n"
		  "[network-traffic:dst_ref.value = '203.0.113.8']\nbenign\n"
		  "[ipv4-addr:value = '203.0.113.9']\nbenign\n"
		  "[ipv6-addr:value ISSUBSET '2001:db8::/32']\nbenign");
	list_clear(&list);
}

static void test_empty(void **state)
{
	(void)state;
	if (!jq_is_there())
		skip();
	assert_int_equal(list_init(&list, LIST_BLOCK, "none"), 0);
	expect_jq(".[] | keys | join(\" \")", "id type");
	list_clear(&list);
}

/* What the specification asks of every indicator, and of a bundle. */
static void test_specified(void **state)
{
	(void)state;
	if (!jq_is_there())
		skip();
	seed = 7;
	for (int i = 0; i < 10; i++) {
		random_list(&list, 200);
		expect_jq("def id(t): test(\"^\" + t + \"--[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-"
			  "[89ab][0-9a-f]{3}-[0-9a-f]{12}$\"); def time: test("
			  "\"^[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]"
			  "[.]000Z$\"); length == 1 and (.[0] | .type == \"bundle\" and "
			  "(.id | id(\"bundle\")) and ([.objects[].id] | unique | length) == "
			  "(.objects | length) and all(.objects[]; (.id | id(\"indicator\")) and "
			  "(.created | time) and (.modified | time) and (.valid_from | time) and "
			  "(.valid_until // \"9\") > .valid_from and .pattern_type == \"stix\"))",
			  "true");
		list_clear(&list);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		SAYS("an entry is an indicator with its time and reason", test_objects),
		SAYS("an indicator's pattern tells the direction", test_patterns),
		SAYS("a bundle of nobody has no objects", test_empty),
		SAYS("indicators have all that STIX 2.1 asks for", test_specified),
	};

	return cmocka_run_group_tests_name("list_write_stix", tests, NULL, NULL);
}
