/* SPDX-License-Identifier: BSD-2-Clause */
#include "lists_folder.h"

#include "chance.h"
#include "judge/prefix.h"

static struct list list;

static int set_up(void **state)
{
	(void)state;
	return list_init(&list, LIST_BLOCK, "test");
}

static int tear_down(void **state)
{
	(void)state;
	list_clear(&list);
	return 0;
}

static void test_names(void **state)
{
	static const struct {
		const char *name;
		bool valid;
	} rows[] = {
		{ "user", true },
		{ "spamhaus-drop_v4.1", true },
		{ "a23456789012345678901234567890x", true },
		{ "a234567890123456789012345678901x", false },
		{ "", false },
		{ ".hidden", false },
		{ "..", false },
		{ "up/../down", false },
		{ "User", false },
		{ "a b", false },
		{ "na\xc3\xafve", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct list l;
		int rc = list_init(&l, LIST_ALLOW, rows[i].name);

		assert_int_equal(list_name_is_valid(rows[i].name), rows[i].valid);
		assert_int_equal(rc, rows[i].valid ? 0 : -EINVAL);
	}
}

static void test_refused(void **state)
{
	static const struct list_entry rows[] = {
		{ .net = { { { [15] = 1 } }, 127 }, .directions = IN },
		{ .net = { { { 0x80 } }, 0 }, .directions = IN },
		{ .net = { { { 0 } }, 129 }, .directions = IN },
		{ .directions = 0 },
		{ .directions = 4 | IN },
		{ .directions = IN, .expires_s = -1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		assert_int_equal(list_add(&list, &rows[i], NULL), -EINVAL);
	assert_int_equal(list.n, 0);
}

static void test_most(void **state)
{
	const struct list_entry entry = { .directions = IN };

	(void)state;
	list.n = LIST_MOST;
	assert_int_equal(list_add(&list, &entry, NULL), -ENOSPC);
	list.n = 0;
	assert_int_equal(list_add(&list, &entry, NULL), 0);
}

static void test_reasons(void **state)
{
	(void)state;
	add(&list, "198.51.100.1", IN, 0, NULL);
	add(&list, "198.51.100.2", IN, 0, "");
	add(&list, "198.51.100.3", IN, 0, "a bot");
	add(&list, "198.51.100.4", IN, 0, "a bot");
	add(&list, "198.51.100.5", IN, 0, "a bot's master");
	assert_string_equal(list_reason(&list, &list.entries[0]), "");
	assert_string_equal(list_reason(&list, &list.entries[1]), "");
	assert_string_equal(list_reason(&list, &list.entries[3]), "a bot");
	assert_int_equal(list.entries[2].reason, list.entries[3].reason);
	assert_string_equal(list_reason(&list, &list.entries[4]), "a bot's master");
}

static void test_cut(void **state)
{
	char text[LIST_REASON + 10];
	const char *kept;

	(void)state;
	memset(text, 'a', sizeof(text));
	text[sizeof(text) - 1] = 0;
	add(&list, "198.51.100.1", IN, 0, text);
	kept = list_reason(&list, &list.entries[0]);
	assert_int_equal(strlen(kept), LIST_REASON - 1);
	memcpy(text + LIST_REASON - 3, "\xe2\x82\xac", 3); /* one byte too far */
	add(&list, "198.51.100.2", IN, 0, text);
	kept = list_reason(&list, &list.entries[1]);
	assert_int_equal(strlen(kept), LIST_REASON - 3);
	assert_memory_equal(kept, text, LIST_REASON - 3);
}

/* Its own texts move while they grow. */
static void test_own_reason(void **state)
{
	(void)state;
	add(&list, "198.51.100.1", IN, 0, "a bot");
	add(&list, "198.51.100.2", IN, 0, "its lord");
	for (int i = 0; i < 1000; i++)
		add(&list, "198.51.100.3", IN, 0, list_reason(&list, &list.entries[i]));
	for (int i = 0; i < 1000; i++)
		assert_string_equal(list_reason(&list, &list.entries[i]),
				    i & 1 ? "its lord" : "a bot");
}

static void test_settle(void **state)
{
	static const char *const sorted[] = {
		"::/0",	       "0.0.0.0/0",	 "198.51.100.0/24", "198.51.100.0/31",
		"198.51.100.0", "198.51.100.255", "2001:db8::/32",   "2001:db8::1",
	};
	static const uint8_t added[] = { 7, 2, 4, 0, 6, 3, 1, 5 };

	(void)state;
	for (size_t i = 0; i < sizeof(added); i++)
		add(&list, sorted[added[i]], IN, 0, NULL);
	must_settle(&list);
	assert_int_equal(list.n, sizeof(added));
	for (uint32_t i = 0; i < list.n; i++) {
		struct cidr net = cidr(sorted[i]);

		assert_memory_equal(&list.entries[i].net, &net, sizeof(net));
	}
}

static void test_last_stays(void **state)
{
	(void)state;
	add(&list, "198.51.100.7", IN, 0, "first");
	add(&list, "198.51.100.0/24", OUT, 0, "another");
	add(&list, "198.51.100.7", OUT, NOW, "second");
	add(&list, "198.51.100.7", RA_BOTH, 0, "third");
	must_settle(&list);
	assert_int_equal(list.n, 2);
	assert_int_equal(list.entries[1].directions, RA_BOTH);
	assert_int_equal(list.entries[1].expires_s, 0);
	assert_string_equal(list_reason(&list, &list.entries[0]), "another");
	assert_string_equal(list_reason(&list, &list.entries[1]), "third");
	assert_int_equal(list.texts_len, sizeof("") + sizeof("another") + sizeof("third"));
}

/* Years of adding and taking out do not let a list grow. */
static void test_no_growth(void **state)
{
	const struct cidr net = cidr("203.0.113.0/24");
	char reason[32];

	(void)state;
	add(&list, "198.51.100.7", IN, 0, "stays");
	for (int i = 0; i < 1000; i++) {
		snprintf(reason, sizeof(reason), "number %d", i);
		add(&list, "203.0.113.7", IN, 0, reason);
		must_settle(&list);
		assert_int_equal(list_remove_within(&list, &net), 1);
	}
	assert_true(list.texts_len < 40);
	assert_string_equal(list_reason(&list, &list.entries[0]), "stays");
}

static void test_find(void **state)
{
	const struct cidr whole = cidr("198.51.100.0/24"), half = cidr("198.51.100.0/25"),
			  one = cidr("198.51.100.0");

	(void)state;
	assert_null(list_find(&list, &whole));
	add(&list, "198.51.100.0/24", IN, 0, NULL);
	add(&list, "198.51.100.0", IN, 0, NULL);
	must_settle(&list);
	assert_ptr_equal(list_find(&list, &whole), &list.entries[0]);
	assert_ptr_equal(list_find(&list, &one), &list.entries[1]);
	assert_null(list_find(&list, &half));
}

static void test_remove_within(void **state)
{
	static const char *const nets[] = { "198.51.0.0/16",   "198.51.100.0/24", "198.51.100.0/25",
					    "198.51.100.0",    "198.51.100.255",  "198.51.101.0",
					    "2001:db8::/32",   "2001:db8::1" };
	static const struct {
		const char *net;
		uint32_t removed;
	} rows[] = {
		{ "198.51.99.0/24", 0 }, { "198.51.100.0/25", 2 }, { "198.51.100.0/24", 2 },
		{ "198.51.100.0/22", 1 }, { "2001:db8::1", 1 },   { "::/0", 2 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(nets) / sizeof(*nets); i++)
		add(&list, nets[i], IN, 0, nets[i]);
	must_settle(&list);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct cidr net = cidr(rows[i].net);

		assert_int_equal(list_remove_within(&list, &net), rows[i].removed);
		for (uint32_t k = 0; k < list.n; k++) {
			struct cidr kept = cidr(list_reason(&list, &list.entries[k]));

			assert_memory_equal(&kept, &list.entries[k].net, sizeof(kept));
		}
	}
	assert_int_equal(list.n, 0);
}

static void check_settled(const struct list_entry *added, const char (*reasons)[8], uint32_t n)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < n; i++) {
		const struct list_entry *found = list_find(&list, &added[i].net);
		uint32_t last = i;

		for (uint32_t k = i + 1; k < n; k++)
			if (!prefix_compare(&added[i].net, &added[k].net))
				last = k;
		assert_non_null(found);
		assert_int_equal(found->added_s, added[last].added_s);
		assert_string_equal(list_reason(&list, found), reasons[last]);
		kept += last == i;
	}
	assert_int_equal(list.n, kept);
	for (uint32_t i = 1; i < list.n; i++)
		assert_true(prefix_compare(&list.entries[i - 1].net, &list.entries[i].net) < 0);
}

static void test_random(void **state)
{
	enum { MOST = 60 };
	struct list_entry added[MOST];
	char reasons[MOST][8];

	(void)state;
	seed = 11;
	for (int round = 0; round < 1000; round++) {
		uint32_t n = random_below(MOST);

		list.n = 0;
		for (uint32_t i = 0; i < n; i++) {
			struct addr a = { { [0] = (uint8_t)random_below(3),
					    [15] = (uint8_t)random_below(16) } };

			added[i] = (struct list_entry){
				.net = prefix_of(&a, (uint8_t)(123 + random_below(6))),
				.directions = IN,
				.added_s = i
			};
			snprintf(reasons[i], sizeof(reasons[i]), "%.*s", (int)random_below(3),
				 random_below(2) ? "ab" : "cd");
			assert_int_equal(list_add(&list, &added[i], reasons[i]), 0);
		}
		must_settle(&list);
		check_settled(added, reasons, n);
	}
}

#define TEST(name, f) { "list: " name, f, set_up, tear_down, NULL }

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST("a name is safe as a part of a file's name", test_names),
		TEST("what is no prefix, no direction or no time is refused", test_refused),
		TEST("there is a most, and it refuses more", test_most),
		TEST("each entry has its reason, and equal ones in a row share it", test_reasons),
		TEST("a reason that is too long is cut between characters", test_cut),
		TEST("a reason may be that of another entry", test_own_reason),
		TEST("entries are sorted by address, then the shorter prefix", test_settle),
		TEST("of one prefix the last that was added stays", test_last_stays),
		TEST("texts that nobody uses any more go", test_no_growth),
		TEST("only exactly the prefix is found", test_find),
		TEST("what lies within a prefix goes, what covers it stays", test_remove_within),
		TEST("1,000 random lists settle as going through them says", test_random),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
