/* SPDX-License-Identifier: BSD-2-Clause */
#include "feed/update.h"

#include <signal.h>
#include <time.h>

#include "chance.h"
#include "feed/fetch.h"
#include "feed/meta.h"
#include "lists_folder.h"

#define SAYS(sentence, test) { "update: " sentence, test, folder_make, folder_remove, NULL }
#define KILLS 50
#define SMALL 3000
#define LARGE 5000

static bool never(void)
{
	return false;
}

/* The list's source, beside the lists: so many addresses. */
static void write_source(uint32_t n)
{
	char path[96];
	FILE *out;

	snprintf(path, sizeof(path), "%s/source.txt", folder.path);
	out = fopen(path, "w");
	assert_non_null(out);
	for (uint32_t i = 0; i < n; i++)
		fprintf(out, "198.%u.%u.%u\n", 18 + (i >> 16), i >> 8 & 255, i & 255);
	assert_int_equal(fclose(out), 0);
}

static struct feed_config config(void)
{
	struct feed_config c = { .name = "drop", .kind = LIST_BLOCK, .directions = IN | OUT,
				 .every_s = 3600, .timeout_s = 10, .most = 1 << 20 };

	snprintf(c.url, sizeof(c.url), "file://%s/source.txt", folder.path);
	return c;
}

static int update(struct feed_config *c, struct update_result *out)
{
	const struct feeds feeds = { .lists = c, .n = 1 };
	const struct update u = { .feeds = &feeds, .config = "a.conf", .lists_fd = folder.fd,
				  .stop = never };

	return update_list(&u, c, out, &folder.e);
}

static uint32_t stored(void)
{
	struct list l = must_load(LIST_BLOCK, "drop");
	uint32_t n = l.n;

	list_clear(&l);
	return n;
}

static void test_kept(void **state)
{
	struct feed_config c = config();
	struct update_result result;

	(void)state;
	write_source(100);
	assert_int_equal(update(&c, &result), 0);
	assert_int_equal(result.end, UPDATE_NEW);
	write_source(49);
	assert_int_equal(update(&c, &result), -ERANGE);
	assert_int_equal(result.end, UPDATE_KEPT);
	assert_int_equal(result.entries, 100);
	assert_int_equal(stored(), 100);
}

static void test_failures(void **state)
{
	struct feed_config c = config();
	struct update_result result;
	struct meta m;

	(void)state;
	for (int i = 1; i < 4; i++) {
		assert_int_equal(update(&c, &result), -ENOENT);
		assert_int_equal(result.end, UPDATE_NONE);
		meta_load(folder.fd, "drop", &m);
		assert_int_equal(m.failures, i);
		assert_int_equal(m.read_s, 0);
	}
	write_source(1);
	assert_int_equal(update(&c, &result), 0);
	meta_load(folder.fd, "drop", &m);
	assert_int_equal(m.failures, 0);
	assert_true(m.read_s && m.read_s == m.tried_s && m.read_s == m.updated_s);
}

/* A good list of before the failure would be forgotten with its version. */
static void test_version_survives(void **state)
{
	struct feed_config c = config();
	struct update_result result;

	(void)state;
	write_source(100);
	assert_int_equal(update(&c, &result), 0);
	c.most = 1;
	write_source(101);
	assert_int_equal(update(&c, &result), -EFBIG);
	c.most = 1 << 20;
	assert_int_equal(update(&c, &result), 0);
	assert_int_equal(result.end, UPDATE_NEW);
	assert_int_equal(update(&c, &result), 0);
	assert_int_equal(result.end, UPDATE_UNCHANGED);
	assert_int_equal(result.entries, 101);
}

/* Entries that hold for a day are fetched anew before they expire. */
static void test_expiring(void **state)
{
	struct feed_config c = config();
	struct update_result result;
	struct meta m;

	(void)state;
	c.expires_s = 86400;
	write_source(10);
	assert_int_equal(update(&c, &result), 0);
	assert_int_equal(update(&c, &result), 0);
	assert_int_equal(result.end, UPDATE_UNCHANGED);
	meta_load(folder.fd, "drop", &m);
	m.read_s -= 43201;
	assert_int_equal(meta_save(folder.fd, "drop", &m, NULL), 0);
	assert_int_equal(update(&c, &result), 0);
	assert_int_equal(result.end, UPDATE_NEW);
}

static void test_withdraw(void **state)
{
	struct feed_config c = config();
	const struct feeds none = { .n = 0 };
	struct update u = { .feeds = &none, .config = "b.conf", .lists_fd = folder.fd };
	struct list foreign = new_list(LIST_ALLOW, "mine");
	struct update_result result;

	(void)state;
	must_settle(&foreign);
	must_save(&foreign);
	write_source(10);
	assert_int_equal(update(&c, &result), 0);
	assert_int_equal(update_withdraw(&u), 0);
	u.config = "a.conf";
	assert_int_equal(update_withdraw(&u), 1);
	assert_int_equal(folder_count(), 2); /* the source, and the list that is not ours */
}

/* Of a name that was taken, and of one that was taken over since. */
static void test_withdraw_foreign(void **state)
{
	const struct feeds none = { .n = 0 };
	struct update u = { .feeds = &none, .config = "a.conf", .lists_fd = folder.fd };
	struct feed_config c = config();
	struct list foreign = new_list(c.kind, c.name);
	struct update_result result;

	(void)state;
	strcpy(foreign.source, "user 1000");
	add(&foreign, "198.51.100.7", IN, 0, "");
	must_settle(&foreign);
	must_save(&foreign);
	write_source(10);
	assert_int_equal(update(&c, &result), -EEXIST);
	assert_int_equal(update_withdraw(&u), 0);
	assert_int_equal(folder_count(), 2); /* the source, and the list that is not ours */
	assert_int_equal(list_delete(folder.fd, c.kind, c.name, &folder.e), 0);
	assert_int_equal(update(&c, &result), 0);
	must_save(&foreign);
	assert_int_equal(update_withdraw(&u), 0);
	assert_int_equal(folder_count(), 2);
	list_clear(&foreign);
}

/* Publishes the other version, then the one, until it is killed. */
static void publish_endlessly(uint32_t n)
{
	struct feed_config c = config();
	struct update_result result;

	for (;; n = n == SMALL ? LARGE : SMALL) {
		write_source(n);
		if (update(&c, &result))
			_exit(1);
	}
}

static void kill_soon(uint32_t n)
{
	const struct timespec wait = { .tv_nsec = random_below(30000000) };
	pid_t child = fork();

	if (!child)
		publish_endlessly(n == SMALL ? LARGE : SMALL);
	nanosleep(&wait, NULL);
	kill(child, SIGKILL);
	assert_int_equal(wait_for(child), 128 + SIGKILL);
}

static void test_killed(void **state)
{
	int changed = 0, half_done = 0;
	struct feed_config c = config();
	struct update_result result;
	uint32_t n = SMALL;

	(void)state;
	write_source(n);
	assert_int_equal(update(&c, &result), 0);
	for (int i = 0; i < KILLS; i++) {
		uint32_t before = n;

		kill_soon(before);
		n = stored();
		assert_true(n == SMALL || n == LARGE);
		changed += n != before;
		half_done += folder_count() > 3;
	}
	write_source(SMALL + 1);
	assert_int_equal(update(&c, &result), 0);
	assert_int_equal(folder_count(), 3); /* the source, the list, what is remembered */
	print_message("# %d kills: %d left another list, %d while a file was written\n", KILLS,
		      changed, half_done);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("a list that is refused keeps the last good one", test_kept),
		SAYS("failures are counted until one succeeds", test_failures),
		SAYS("a version is remembered only once it was read", test_version_survives),
		SAYS("what would expire is read again, though unchanged", test_expiring),
		SAYS("only what the same configuration named is withdrawn", test_withdraw),
		SAYS("a list of somebody else is not withdrawn", test_withdraw_foreign),
		SAYS("killed at 50 random moments, a whole list is always there", test_killed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
