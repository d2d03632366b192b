/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/list_edit.h"

#include "unit/lists_folder.h"

static struct list_entry entry(uint8_t directions, int64_t added_s, int64_t expires_s)
{
	return (struct list_entry){ .net = cidr("198.51.100.7/32"),
				    .directions = directions,
				    .added_s = added_s,
				    .expires_s = expires_s };
}

/* What is there, what is asked for, and what it becomes. */
static void test_merged(void **state)
{
	static const struct {
		struct {
			uint8_t directions;
			int64_t added_s, expires_s;
		} old, asked, becomes;
	} cases[] = {
		{ { IN, 5, 0 }, { OUT, 9, 20 }, { RA_BOTH, 5, 0 } },
		{ { IN, 5, 30 }, { OUT, 9, 20 }, { RA_BOTH, 5, 30 } },
		{ { IN, 5, 10 }, { OUT, 9, 20 }, { RA_BOTH, 5, 20 } },
		{ { IN, 5, 30 }, { RA_BOTH, 9, 20 }, { RA_BOTH, 5, 20 } },
		{ { IN, 5, 30 }, { IN, 9, 0 }, { IN, 5, 0 } },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct list_entry old = entry(cases[i].old.directions, cases[i].old.added_s,
					      cases[i].old.expires_s);
		struct list_entry asked = entry(cases[i].asked.directions, cases[i].asked.added_s,
						cases[i].asked.expires_s);
		struct list_entry becomes = list_merged(&asked, &old);

		assert_int_equal(becomes.directions, cases[i].becomes.directions);
		assert_int_equal(becomes.added_s, cases[i].becomes.added_s);
		assert_int_equal(becomes.expires_s, cases[i].becomes.expires_s);
		becomes = list_merged(&asked, NULL);
		assert_memory_equal(&becomes, &asked, sizeof(asked));
	}
}

static void test_standing(void **state)
{
	struct list l = new_list(LIST_ALLOW, "user");
	struct cidr one = cidr("198.51.100.7/32"), all = cidr("198.51.100.0/24");

	(void)state;
	add(&l, "198.51.100.7/32", IN, NOW + 1, "");
	must_settle(&l);
	assert_non_null(list_standing(&l, &one, NOW));
	assert_null(list_standing(&l, &one, NOW + 1));
	assert_null(list_standing(&l, &all, NOW));
	list_clear(&l);
}

static void test_take_out(void **state)
{
	struct list l = new_list(LIST_ALLOW, "user");
	struct cidr one = cidr("198.51.100.7/32");

	(void)state;
	add(&l, "198.51.100.6/32", IN, 0, "");
	add(&l, "198.51.100.7/32", RA_BOTH, 0, "");
	add(&l, "198.51.100.8/32", OUT, 0, "");
	must_settle(&l);
	list_take_out(&l, list_find(&l, &one), IN);
	assert_int_equal(list_find(&l, &one)->directions, OUT);
	list_take_out(&l, list_find(&l, &one), OUT);
	assert_null(list_find(&l, &one));
	assert_int_equal(l.n, 2);
	list_clear(&l);
}

static void test_words(void **state)
{
	struct list l = new_list(LIST_ALLOW, "user"), again = new_list(LIST_ALLOW, "user");
	struct cidr one = cidr("198.51.100.7/32");
	char longest[LIST_REASON];
	const char *const reasons[] = { "", "backup, each night", longest };

	(void)state;
	memset(longest, 'x', sizeof(longest) - 1);
	longest[sizeof(longest) - 1] = 0;
	for (uint8_t d = 1; d <= RA_BOTH; d++) {
		for (size_t i = 0; i < 3; i++) {
			char text[LIST_EDIT_TEXT], other[LIST_EDIT_TEXT];
			struct list_entry e;
			const char *reason;

			add(&l, "198.51.100.7/32", d, i ? INT64_MAX : 0, reasons[i]);
			must_settle(&l);
			list_entry_format(&l, list_find(&l, &one), text);
			assert_int_equal(list_entry_parse(text, &e, &reason), 0);
			e.net = one;
			assert_int_equal(list_add(&again, &e, reason), 0);
			must_settle(&again);
			list_entry_format(&again, list_find(&again, &one), other);
			assert_string_equal(text, other);
			assert_string_equal(reason, reasons[i]);
		}
	}
	list_clear(&l);
	list_clear(&again);
}

static void test_no_entry(void **state)
{
	static const char *const texts[] = {
		"", "in", "in ", "in 5", "in 5 ", "none 5 0", "both -5 0", "both 5 0x", "both 5  0",
		"both 99999999999999999999 0", "inn 5 0",
	};
	struct list_entry e;
	const char *reason;

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		if (list_entry_parse(texts[i], &e, &reason) != -EINVAL)
			fail_msg("\"%s\"", texts[i]);
}

#define SAYS(sentence, test) { .name = "list_edit: " sentence, .test_func = test }

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("of two wishes for one prefix what protects longest holds", test_merged),
		SAYS("what has expired, and another prefix, do not stand there", test_standing),
		SAYS("an entry goes with its last direction", test_take_out),
		SAYS("an entry in words is the same entry again", test_words),
		SAYS("other words are none", test_no_entry),
	};

	return cmocka_run_group_tests_name("list_edit", tests, NULL, NULL);
}
