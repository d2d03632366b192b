/* SPDX-License-Identifier: BSD-2-Clause */
#include "source/kind.h"

#include <errno.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static void ignore(void *ctx, const struct event *e)
{
	(void)ctx;
	(void)e;
}

static const struct event_sink sink = { .event = ignore };
static const struct source_config nothing;

static void test_kinds(void **state)
{
	size_t n = 0;

	(void)state;
	for (; source_kinds[n]; n++)
		assert_ptr_equal(source_find(source_kinds[n]->kind), source_kinds[n]);
	assert_true(n >= 2);
	assert_ptr_equal(source_kinds[n - 1], &source_null);
	assert_ptr_equal(source_kinds[n - 2], &source_pcap);
	assert_null(source_find("ebp"));
	assert_null(source_find(""));
}

static void test_null(void **state)
{
	struct pollfd waiting = { .events = POLLIN };
	struct ra_ledger ledger, zero = { 0 };
	struct source_info info;
	struct source s;
	struct err e;

	(void)state;
	assert_int_equal(source_open(&s, &source_null, &nothing, &e), 0);
	waiting.fd = source_fd(&s);
	assert_true(waiting.fd >= 0);
	assert_int_equal(poll(&waiting, 1, 0), 0);
	assert_int_equal(source_poll(&s, &sink, &e), 0);
	assert_int_equal(source_ledger(&s, &ledger), 0);
	assert_memory_equal(&ledger, &zero, sizeof(zero));
	source_info(&s, &info);
	assert_string_equal(info.kind, "null");
	assert_string_equal(info.mode, "null");
	source_close(&s);
}

static void test_not_judging(void **state)
{
	const struct addr peer = addr_from_be32(0);
	const struct source_allow entry = { .directions = RA_BOTH };
	const struct source_rule rule = { .verdict = { RA_BLOCKED, RA_BLOCKED } };
	struct source s;
	uint8_t *used;
	struct err e;

	(void)state;
	assert_int_equal(source_open(&s, &source_null, &nothing, &e), 0);
	assert_false(source_judges(&s));
	assert_int_equal(source_learning(&s, true), -ENOTSUP);
	assert_int_equal(source_allow_set(&s, &peer, RA_BOTH, RA_ORIGIN_USER), -ENOTSUP);
	assert_int_equal(source_allow_add(&s, &entry, 1), -ENOTSUP);
	assert_int_equal(source_rules_set(&s, &rule, 1), -ENOTSUP);
	assert_int_equal(source_zones(&s, &rule.net, 1, &used), -ENOTSUP);
	assert_int_equal(source_sweep(&s, &sink, &e), 0);
	assert_int_equal(source_stop(&s), 0);
	source_close(&s);
}

static void test_not_opened(void **state)
{
	struct source s;
	struct err e;

	(void)state;
	assert_int_equal(source_open(&s, &source_pcap, &nothing, &e), -EINVAL);
	assert_string_equal(e.text, "capture: no file named");
	assert_null(s.ops);
	source_close(&s);
	source_close(&s);
	source_close(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		{ "source: each kind of this build is found by its name", test_kinds, NULL, NULL,
		  NULL },
		{ "source: the null source sleeps and counts nothing", test_null, NULL, NULL,
		  NULL },
		{ "source: one that does not judge takes no list and needs no sweep",
		  test_not_judging, NULL, NULL, NULL },
		{ "source: what did not open is closed, and closing again is harmless",
		  test_not_opened, NULL, NULL, NULL },
	};

	return cmocka_run_group_tests_name("source", tests, NULL, NULL);
}
