/* SPDX-License-Identifier: BSD-2-Clause */
#include "history_file.h"

static void must_be_trusted(const struct history *h)
{
	const struct addr in = peer_of(1), out = peer_of(2);
	const struct history_row *row = history_find(h, &in, RA_IN);

	assert_int_equal(history_count(h), 2);
	assert_int_equal(history_since(h), NOW - 9600);
	assert_false(history_frozen(h));
	assert_non_null(row);
	assert_int_equal(row->state, HISTORY_TRUSTED);
	assert_int_equal(row->mover, MOVER_EARLIER);
	assert_int_equal(row->moved_s, 0);
	assert_int_equal(row->beacon, EVENT_UNSCORED);
	assert_int_equal(row->packets, 7);
	assert_int_equal(row->last_s, NOW);
	assert_non_null(history_find(h, &out, RA_OUT)->hours);
}

static void test_read_earlier(void **state)
{
	struct content before, after;
	struct history *h = NULL;

	(void)state;
	make_version_1();
	before = read_content();
	assert_int_equal(open_history(HISTORY_READ, &h), 0);
	must_be_trusted(h);
	history_close(h);
	after = read_content();
	assert_int_equal(after.len, before.len);
	assert_memory_equal(after.bytes, before.bytes, before.len);
	free(before.bytes);
	free(after.bytes);
}

static void test_migrate(void **state)
{
	struct history *h;

	(void)state;
	make_version_1();
	for (int round = 0; round < 2; round++) {
		h = must_open();
		must_be_trusted(h);
		history_close(h);
	}
	h = must_open();
	note_peer(h, 1, RA_IN, NOW + 1);
	must_flush(h);
	history_close(h);
	assert_int_equal(open_history(HISTORY_READ, &h), 0);
	assert_int_equal(history_count(h), 2);
	history_close(h);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		SAYS("one of version 1 can be read, and stays as it was", test_read_earlier),
		SAYS("one of version 1 becomes one of this version, its peers trusted",
		     test_migrate),
	};

	return cmocka_run_group_tests_name("history_sql", tests, NULL, NULL);
}
