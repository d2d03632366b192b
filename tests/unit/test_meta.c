/* SPDX-License-Identifier: BSD-2-Clause */
#include "feed/meta.h"

#include "lists_folder.h"

#define SAYS(sentence, test) { "meta: " sentence, test, folder_make, folder_remove, NULL }

static void write_file(const char *name, const char *text, size_t len)
{
	int fd = openat(folder.fd, name, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	assert_int_equal(write(fd, text, len), (int)len);
	close(fd);
}

static struct meta sample(void)
{
	return (struct meta){ .config = "/etc/redarc.conf",
			      .url = "https://lists.example/drop",
			      .reading = "block auto 3 0",
			      .version = { .etag = "W/\"1-a\"",
					   .modified = "Sun, 22 Nov 2026 10:00:00 GMT" },
			      .kind = LIST_BLOCK,
			      .read_s = 1,
			      .updated_s = INT64_MAX,
			      .tried_s = 3,
			      .failures = 4 };
}

static void assert_same(const struct meta *a, const struct meta *b)
{
	assert_string_equal(a->config, b->config);
	assert_string_equal(a->url, b->url);
	assert_string_equal(a->reading, b->reading);
	assert_string_equal(a->version.etag, b->version.etag);
	assert_string_equal(a->version.modified, b->version.modified);
	assert_int_equal(a->kind, b->kind);
	assert_int_equal(a->read_s, b->read_s);
	assert_int_equal(a->updated_s, b->updated_s);
	assert_int_equal(a->tried_s, b->tried_s);
	assert_int_equal(a->failures, b->failures);
}

static void test_round_trip(void **state)
{
	const struct meta none = { .kind = LIST_ALLOW }, full = sample();
	struct meta read;

	(void)state;
	meta_load(folder.fd, "drop", &read);
	assert_same(&read, &none);
	assert_int_equal(meta_save(folder.fd, "drop", &full, NULL), 0);
	meta_load(folder.fd, "drop", &read);
	assert_same(&read, &full);
	assert_int_equal(meta_save(folder.fd, "drop", &none, NULL), 0);
	meta_load(folder.fd, "drop", &read);
	assert_same(&read, &none);
	meta_delete(folder.fd, "drop");
	assert_int_equal(folder_count(), 0);
}

static void test_damaged(void **state)
{
	static const char *const cases[] = {
		"", "tried = 1", "[meta]\ntried = 1\ncolour = red", "[meta]\ntried = -1",
		"[meta]\ntried = 1x", "[meta]\ntried = 9223372036854775808", "[meta]\nkind = red",
		"[meta]\ntried = 1\ntried = 1", "[meta]\nurl = a\nread = \x01",
	};
	const struct meta none = { .kind = LIST_ALLOW };
	struct meta read;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		write_file("feed-drop.meta", cases[i], strlen(cases[i]));
		meta_load(folder.fd, "drop", &read);
		assert_same(&read, &none);
	}
}

static void test_too_long(void **state)
{
	const struct meta none = { .kind = LIST_ALLOW };
	char text[LIST_SOURCE + 16] = "[meta]\nurl = ";
	struct meta read;

	(void)state;
	memset(text + 13, 'x', LIST_SOURCE - 1);
	write_file("feed-drop.meta", text, 13 + LIST_SOURCE - 1);
	meta_load(folder.fd, "drop", &read);
	assert_int_equal(strlen(read.url), LIST_SOURCE - 1);
	text[13 + LIST_SOURCE - 1] = 'x';
	write_file("feed-drop.meta", text, 13 + LIST_SOURCE);
	meta_load(folder.fd, "drop", &read);
	assert_same(&read, &none);
}

static void join(void *ctx, const char *name)
{
	strcat(strcat(ctx, name), " ");
	meta_delete(folder.fd, name);
}

static void test_each(void **state)
{
	static const char *const others[] = { "feed-.meta", "feed-a", "a.meta", "feed-A.meta",
					      "block-a.list", "feed-..meta" };
	char names[256] = "";

	(void)state;
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		write_file(others[i], "", 0);
	write_file("feed-a.meta", "", 0);
	meta_each(folder.fd, join, names);
	assert_string_equal(names, "a ");
	assert_int_equal(folder_count(), sizeof(others) / sizeof(*others));
}

static void test_is_of(void **state)
{
	struct feed_config c = { .kind = LIST_BLOCK, .directions = 3,
				 .url = "https://lists.example/drop" };
	const struct meta m = sample();

	(void)state;
	assert_true(meta_is_of(&m, &c));
	c.expires_s = 1;
	assert_false(meta_is_of(&m, &c));
	c.expires_s = 0;
	c.kind = LIST_LABEL;
	assert_false(meta_is_of(&m, &c));
	c.kind = LIST_BLOCK;
	c.url[8] = 'L';
	assert_false(meta_is_of(&m, &c));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("what is remembered is read as it was written", test_round_trip),
		SAYS("what is damaged is as if it were not there", test_damaged),
		SAYS("a text that does not fit is damage", test_too_long),
		SAYS("only what is remembered of lists is found", test_each),
		SAYS("it is of one list, read in one way", test_is_of),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
