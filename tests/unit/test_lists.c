/* SPDX-License-Identifier: BSD-2-Clause */
#include "lists_folder.h"

#include "judge/lists.h"

static struct lists *lists;

static int tear_down(void **state)
{
	lists_close(lists);
	lists = NULL;
	return folder_remove(state);
}

/* Publish a list of one entry. */
static void publish(enum list_kind kind, const char *name, const char *net, uint8_t directions,
		    int64_t expires_s)
{
	struct list l = new_list(kind, name);

	add(&l, net, directions, expires_s, name);
	must_save(&l);
	list_clear(&l);
}

static int open_at(int64_t now_s)
{
	lists_close(lists);
	folder.e.text[0] = 0;
	return lists_open(folder.fd, NULL, NULL, now_s, &lists, &folder.e);
}

static void must_open(int64_t now_s)
{
	if (open_at(now_s))
		fail_msg("%s", folder.e.text);
}

static const struct lists_rule *judge(const char *address)
{
	struct addr a = addr(address);

	return lists_judge(lists, &a);
}

static bool blocks(const char *address)
{
	struct addr a = addr(address);

	return lists_blocks(lists, &a);
}

static void check_silence(void)
{
	uint32_t n;

	lists_rules(lists, &n);
	assert_int_equal(n, 0);
	assert_int_equal(lists_count(lists), 0);
	assert_null(lists_list(lists, 0));
	assert_null(lists_list(lists, 1));
	assert_null(judge("198.51.100.7"));
	assert_false(blocks("198.51.100.7"));
	assert_true(lists_next_expiry(lists) == INT64_MAX);
}

static void test_none(void **state)
{
	(void)state;
	assert_int_equal(lists_open(-1, NULL, NULL, NOW, &lists, &folder.e), 0);
	check_silence();
	must_open(NOW);
	check_silence();
}

static void test_numbers(void **state)
{
	static const struct {
		enum list_kind kind;
		const char *name;
	} order[] = {
		{ LIST_ALLOW, "b" }, { LIST_ALLOW, "user" }, { LIST_BLOCK, "a" },
		{ LIST_BLOCK, "b" }, { LIST_LABEL, "a" },
	};
	static const int published[] = { 3, 0, 4, 2, 1 };

	(void)state;
	for (size_t i = 0; i < 5; i++)
		publish(order[published[i]].kind, order[published[i]].name, "198.51.100.7", IN, 0);
	close(openat(folder.fd, ".new-1", O_CREAT | O_WRONLY | O_CLOEXEC, 0600));
	close(openat(folder.fd, "README", O_CREAT | O_WRONLY | O_CLOEXEC, 0600));
	must_open(NOW);
	assert_int_equal(lists_count(lists), 5);
	for (uint16_t i = 0; i < 5; i++) {
		const struct list *l = lists_list(lists, i + 1);

		assert_int_equal(l->kind, order[i].kind);
		assert_string_equal(l->name, order[i].name);
	}
	assert_null(lists_list(lists, 0));
	assert_null(lists_list(lists, 6));
}

static void test_verdict(void **state)
{
	const struct lists_rule *rule;
	uint32_t n;

	(void)state;
	publish(LIST_ALLOW, "partners", "198.51.100.0/24", OUT, 0);
	publish(LIST_BLOCK, "feed", "198.51.0.0/16", RA_BOTH, 0);
	publish(LIST_BLOCK, "six", "2001:db8::/32", IN, 0);
	must_open(NOW);
	rule = judge("198.51.100.7");
	assert_int_equal(rule->verdict[RA_OUT], RA_ALLOWED);
	assert_int_equal(rule->list[RA_OUT], 1);
	assert_int_equal(rule->verdict[RA_IN], RA_BLOCKED);
	assert_int_equal(rule->list[RA_IN], 2);
	assert_int_equal(judge("2001:db8::7")->verdict[RA_IN], RA_BLOCKED);
	assert_int_equal(judge("2001:db8::7")->verdict[RA_OUT], RA_UNKNOWN);
	assert_int_equal(judge("2001:db8::7")->list[RA_OUT], 0);
	assert_null(judge("203.0.113.7"));
	assert_int_equal(lists_rules(lists, &n)[0].net.len, 120);
	assert_int_equal(n, 3);
}

static void test_blocks(void **state)
{
	(void)state;
	publish(LIST_ALLOW, "user", "198.51.100.7", RA_BOTH, 0);
	publish(LIST_BLOCK, "feed", "198.51.100.0/24", OUT, 0);
	publish(LIST_LABEL, "scanners", "203.0.113.7", RA_BOTH, 0);
	must_open(NOW);
	assert_true(blocks("198.51.100.7"));
	assert_true(blocks("198.51.100.8"));
	assert_false(blocks("198.51.101.7"));
	assert_false(blocks("203.0.113.7"));
}

static void test_expiry(void **state)
{
	(void)state;
	publish(LIST_BLOCK, "brief", "198.51.100.7", IN, NOW);
	publish(LIST_BLOCK, "long", "198.51.100.0/24", IN, NOW + 5);
	publish(LIST_BLOCK, "ever", "203.0.113.7", IN, 0);
	must_open(NOW - 1);
	assert_int_equal(judge("198.51.100.7")->list[RA_IN], 1);
	assert_int_equal(lists_next_expiry(lists), NOW);
	must_open(NOW);
	assert_int_equal(judge("198.51.100.7")->list[RA_IN], 3);
	assert_int_equal(lists_next_expiry(lists), NOW + 5);
	must_open(NOW + 4);
	assert_non_null(judge("198.51.100.7"));
	must_open(NOW + 5);
	assert_null(judge("198.51.100.7"));
	assert_true(lists_next_expiry(lists) == INT64_MAX);
	assert_non_null(judge("203.0.113.7"));
	assert_int_equal(lists_count(lists), 3);
}

/* Of one list some expire: those that stay are still found. */
static void test_some_expire(void **state)
{
	struct list l = new_list(LIST_BLOCK, "mixed");
	char net[32];

	(void)state;
	for (int i = 0; i < 200; i++) {
		snprintf(net, sizeof(net), "198.51.100.%d", i);
		add(&l, net, IN, i % 3 ? NOW + i : 0, net);
	}
	must_save(&l);
	list_clear(&l);
	must_open(NOW + 100);
	for (int i = 0; i < 200; i++) {
		snprintf(net, sizeof(net), "198.51.100.%d", i);
		assert_int_equal(judge(net) != NULL, !(i % 3) || i > 100);
	}
	assert_int_equal(lists_next_expiry(lists), NOW + 101);
}

static void flip_byte(const char *file)
{
	int fd = openat(folder.fd, file, O_RDWR | O_CLOEXEC);
	uint8_t byte;

	assert_int_equal(pread(fd, &byte, 1, 350), 1);
	byte ^= 1;
	assert_int_equal(pwrite(fd, &byte, 1, 350), 1);
	close(fd);
}

static void test_damaged(void **state)
{
	(void)state;
	publish(LIST_ALLOW, "bad", "203.0.113.7", IN, 0);
	publish(LIST_BLOCK, "bad", "198.51.100.0/24", IN, 0);
	publish(LIST_BLOCK, "good", "198.51.100.7", IN, 0);
	flip_byte("allow-bad.list");
	flip_byte("block-bad.list");
	assert_int_equal(open_at(NOW), -EBADMSG);
	assert_string_equal(folder.e.text, "lists/allow-bad.list: cut short or damaged");
	assert_int_equal(lists_count(lists), 1);
	assert_string_equal(lists_list(lists, 1)->name, "good");
	assert_int_equal(judge("198.51.100.7")->list[RA_IN], 1);
	assert_null(judge("203.0.113.7"));
}

static void test_too_many(void **state)
{
	char file[32];

	(void)state;
	for (int i = 0; i <= LISTS_MOST; i++) {
		snprintf(file, sizeof(file), "block-%d.list", i);
		close(openat(folder.fd, file, O_CREAT | O_WRONLY | O_CLOEXEC, 0600));
	}
	assert_int_equal(open_at(NOW), -E2BIG);
	assert_string_equal(folder.e.text, "lists: more than 1000 lists");
	assert_non_null(lists);
}

struct told {
	char text[256];
};

static void tell(void *ctx, const struct list *list, const struct list_entry *entry)
{
	struct told *told = ctx;
	size_t len = strlen(told->text);

	snprintf(told->text + len, sizeof(told->text) - len, "%s-%s/%u=%s ",
		 list_kind_word(list->kind), list->name, entry->net.len - 96u,
		 list_reason(list, entry));
}

static void test_about(void **state)
{
	struct addr a = addr("198.51.100.7"), other = addr("192.0.2.1");
	struct told told = { "" };
	struct list l = new_list(LIST_BLOCK, "feed");

	(void)state;
	add(&l, "198.51.0.0/16", IN, 0, "wide");
	add(&l, "198.51.100.7", OUT, 0, "exact");
	add(&l, "198.51.100.6", OUT, 0, "another");
	add(&l, "198.51.100.0/24", OUT, NOW, "was");
	must_settle(&l);
	must_save(&l);
	list_clear(&l);
	publish(LIST_BLOCK, "easy", "198.51.0.0/16", IN, 0);
	publish(LIST_BLOCK, "user", "198.0.0.0/8", IN, 0);
	publish(LIST_ALLOW, "partners", "198.51.100.7", IN, 0);
	publish(LIST_ALLOW, "user", "198.51.100.0/24", IN, 0);
	publish(LIST_LABEL, "cdn", "198.51.100.7", IN, 0);
	must_open(NOW);
	lists_about(lists, &a, tell, &told);
	assert_string_equal(told.text, "block-user/8=user allow-user/24=user "
				       "allow-partners/32=partners block-feed/32=exact "
				       "block-easy/16=easy block-feed/16=wide label-cdn/32=cdn ");
	assert_string_equal(lists_blocklist(lists, &a), "user");
	told.text[0] = 0;
	lists_about(lists, &other, tell, &told);
	assert_string_equal(told.text, "");
	assert_null(lists_blocklist(lists, &other));
}

/* Each of these is another stamp than the one before. */
static void test_stamp(void **state)
{
	uint64_t stamps[6];

	(void)state;
	stamps[0] = lists_stamp(folder.fd);
	publish(LIST_BLOCK, "a", "198.51.100.7", IN, 0);
	stamps[1] = lists_stamp(folder.fd);
	publish(LIST_BLOCK, "a", "198.51.100.8", IN, 0);
	stamps[2] = lists_stamp(folder.fd);
	publish(LIST_BLOCK, "b", "198.51.100.8", IN, 0);
	stamps[3] = lists_stamp(folder.fd);
	flip_byte("block-b.list");
	publish(LIST_BLOCK, "b", "198.51.100.8", IN, 0);
	stamps[4] = lists_stamp(folder.fd);
	assert_int_equal(list_delete(folder.fd, LIST_BLOCK, "a", &folder.e), 0);
	stamps[5] = lists_stamp(folder.fd);
	for (int i = 0; i < 6; i++) {
		assert_true(stamps[i]);
		for (int k = 0; k < i; k++)
			assert_true(stamps[i] != stamps[k]);
	}
	close(openat(folder.fd, ".new-1", O_CREAT | O_WRONLY | O_CLOEXEC, 0600));
	close(list_lock(folder.fd));
	assert_true(lists_stamp(folder.fd) == stamps[5]);
	assert_int_equal(lists_stamp(-1), 0);
}

#define TEST(name, f) { "lists: " name, f, folder_make, tear_down, NULL }

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST("without a folder, or in an empty one, there is nothing to say", test_none),
		TEST("numbers go by kind, then name, and other files have none", test_numbers),
		TEST("each direction has its verdict and the list that decided", test_verdict),
		TEST("a blocklist blocks even where an allow list outranks it", test_blocks),
		TEST("an entry expires exactly at its second", test_expiry),
		TEST("what expires takes nothing else along", test_some_expire),
		TEST("a damaged list is named, and the others still count", test_damaged),
		TEST("too many lists are told", test_too_many),
		TEST("all that is known of an address is told, the strongest first", test_about),
		TEST("the stamp changes when a list is published, and only then", test_stamp),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
