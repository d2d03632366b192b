/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/list_format.h"

#include "judge/list_range.h"
#include "unit/list_random.h"
#include "unit/list_same.h"

#define LISTS 1000

static void test_words(void **state)
{
	enum list_format f;

	(void)state;
	for (int i = 0; i < LIST_FORMATS; i++) {
		assert_int_equal(list_format_find(list_format_word(i), &f), 0);
		assert_int_equal(f, i);
	}
	assert_int_equal(list_format_find("", &f), -EINVAL);
	assert_int_equal(list_format_find("CIDR", &f), -EINVAL);
}

static void test_known(void **state)
{
	static const struct {
		const char *file;
		enum list_format format;
		struct list_counts counts;
	} cases[] = {
		{ "plain.txt", LIST_CIDR, { 4, 1, 0, 0 } },
		{ "drop.txt", LIST_CIDR, { 3, 0, 0, 0 } },
		{ "firehol.netset", LIST_CIDR, { 3, 1, 0, 0 } },
		{ "drop_v4.json", LIST_DROP_JSON, { 3, 0, 0, 0 } },
		{ "feodo.csv", LIST_FEODO_CSV, { 2, 1, 0, 0 } },
		{ "feodo.json", LIST_FEODO_JSON, { 2, 0, 0, 0 } },
		{ "threatfox.csv", LIST_THREATFOX_CSV, { 2, 0, 0, 3 } },
		{ "threatfox.json", LIST_THREATFOX_JSON, { 1, 0, 0, 1 } },
		{ "threatfox_api.json", LIST_THREATFOX_JSON, { 1, 0, 0, 1 } },
		{ "misp_redarc.json", LIST_MISP, { 4, 0, 0, 0 } },
		{ "misp.json", LIST_MISP, { 3, 0, 0, 0 } },
		{ "misp_string.json", LIST_MISP, { 2, 0, 0, 1 } },
		{ "stix.json", LIST_STIX, { 4, 1, 0, 1 } },
		{ "set.nft", LIST_NFTABLES, { 4, 0, 0, 0 } },
	};
	char text[8192], entries[sizeof(got.entries)];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		size_t len = read_sample(cases[i].file, text, sizeof(text));

		if (read_bytes(cases[i].format, text, len))
			fail_msg("%s: %s", cases[i].file, got.e.text);
		assert_memory_equal(&got.counts, &cases[i].counts, sizeof(got.counts));
		strcpy(entries, got.entries);
		assert_int_equal(read_bytes(LIST_AUTO, text, len), 0);
		assert_string_equal(got.entries, entries);
	}
}

static void test_no_list(void **state)
{
	static const char *const cases[][2] = {
		{ "", "file: is empty" },
		{ " \r\n\t\n", "file: is empty" },
		{ "\xef\xbb\xbf", "file: is empty" },
		{ "<!DOCTYPE html>\n<html>198.51.100.7</html>\n", "file: is HTML or XML, no list" },
		{ "\xef\xbb\xbf\r\n <html>\n198.51.100.7\n", "file: is HTML or XML, no list" },
		{ "# nobody\n",
		  "file: holds no usable address (0 stripped, 0 refused, 0 no addresses)" },
		{ "10.0.0.1\nPlease log in\n",
		  "file: holds no usable address (1 stripped, 1 refused, 0 no addresses)" },
	};

	(void)state;
	for (int f = 0; f < LIST_FORMATS; f++)
		for (size_t i = 0; i < 5; i++)
			expect_no_list(f, cases[i][0], cases[i][1]);
	for (size_t i = 5; i < sizeof(cases) / sizeof(*cases); i++)
		expect_no_list(LIST_AUTO, cases[i][0], cases[i][1]);
}

static void test_left_alone(void **state)
{
	static const char cut[] = "{\"cidr\":\"192.0.2.0/24\",\"sblid\":\"SBL1\"}\n{\"cidr\":";
	static const char more[] = "198.51.100.7 # more\n";

	(void)state;
	expect(LIST_CIDR, "203.0.113.7 # before\n", "203.0.113.7 before\n");
	got.how.format = LIST_AUTO;
	assert_int_equal(list_read(&got.list, cut, strlen(cut), &got.how, &got.counts, &got.e),
			 -EBADMSG);
	assert_int_equal(got.list.n, 1);
	assert_int_equal(list_read(&got.list, more, strlen(more), &got.how, &got.counts, &got.e),
			 0);
	list_settle(&got.list);
	print_entries();
	assert_string_equal(got.entries, "198.51.100.7 more\n203.0.113.7 before\n");
}

static void test_read_only(void **state)
{
	static const enum list_format formats[] = { LIST_AUTO, LIST_DROP_JSON, LIST_FEODO_CSV,
						    LIST_FEODO_JSON, LIST_THREATFOX_CSV,
						    LIST_THREATFOX_JSON };

	(void)state;
	for (size_t i = 0; i < sizeof(formats) / sizeof(*formats); i++)
		assert_int_equal(list_write(&got.list, formats[i], stderr, &got.e), -EINVAL);
	assert_string_equal(got.e.text, "threatfox-json: a format that is only read");
}

static void test_full_disk(void **state)
{
	FILE *full = fopen("/dev/full", "w");

	(void)state;
	expect(LIST_CIDR, "198.51.100.7\n", "198.51.100.7\n");
	assert_int_equal(list_write(&got.list, LIST_STIX, full, &got.e), -ENOSPC);
	assert_string_equal(got.e.text, "test: No space left on device");
	fclose(full);
}

/* Both written as the same, entry by entry, whatever format they went through. */
static void expect_same(const struct list *a, const struct list *b, uint64_t number)
{
	assert_int_equal(a->n, b->n);
	for (uint32_t i = 0; i < a->n; i++) {
		const struct list_entry *x = &a->entries[i], *y = &b->entries[i];

		if (memcmp(&x->net, &y->net, sizeof(x->net)) || x->directions != y->directions ||
		    x->added_s != y->added_s || x->expires_s != y->expires_s ||
		    strcmp(list_reason(a, x), list_reason(b, y)))
			fail_msg("list %llu: entry %u came back as another: \"%s\", \"%s\"",
				 (unsigned long long)number, i, list_reason(a, x),
				 list_reason(b, y));
	}
}

static void round_trips(enum list_format format, bool entries)
{
	struct list l;

	seed = format;
	for (uint64_t i = 0; i < LISTS; i++) {
		size_t len, len_again;
		char *text, *again;

		random_list(&l, 40);
		text = written(&l, format, &len);
		again = written(&l, format, &len_again);
		assert_int_equal(len, len_again);
		assert_memory_equal(text, again, len);
		if (read_bytes(LIST_AUTO, text, len))
			fail_msg("%s\n%s", got.e.text, text);
		expect_notes("");
		if (entries)
			expect_same(&l, &got.list, i);
		else
			assert_true(same_addresses(&l, &got.list));
		free(again);
		free(text);
		list_clear(&l);
	}
}

static void test_cidr(void **state)
{
	(void)state;
	round_trips(LIST_CIDR, false);
}

static void test_nftables(void **state)
{
	(void)state;
	round_trips(LIST_NFTABLES, false);
}

static void test_misp(void **state)
{
	(void)state;
	round_trips(LIST_MISP, true);
}

static void test_stix(void **state)
{
	(void)state;
	round_trips(LIST_STIX, true);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		SAYS("each format has a word, and each word its format", test_words),
		SAYS("each published format is known by what it starts with", test_known),
		SAYS("a portal's page, nothing, or no address at all is no list", test_no_list),
		SAYS("what is no list leaves a list as it was", test_left_alone),
		SAYS("formats of feeds are only read", test_read_only),
		SAYS("a full disk is said", test_full_disk),
		SAYS("1,000 lists keep their addresses as text, byte for byte", test_cidr),
		SAYS("1,000 lists keep their addresses as sets, byte for byte", test_nftables),
		SAYS("1,000 lists come back from MISP with all they knew", test_misp),
		SAYS("1,000 lists come back from STIX with all they knew", test_stix),
	};

	return cmocka_run_group_tests_name("list_format", tests, NULL, NULL);
}
