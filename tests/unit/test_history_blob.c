/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/history_blob.h"

#include "history_file.h"

static void must_hold(const struct history *h, const char *name, const void *data, size_t len)
{
	size_t got = 0;
	const void *bytes = history_blob_get(h, name, &got);

	assert_non_null(bytes);
	assert_int_equal(got, len);
	assert_memory_equal(bytes, data, len);
}

static void test_round_trip(void **state)
{
	struct history *h = must_open();
	char *large = malloc(HISTORY_BLOB_MOST);
	size_t len;

	(void)state;
	memset(large, 0x5a, HISTORY_BLOB_MOST);
	assert_null(history_blob_get(h, "tripwire", &len));
	assert_int_equal(history_blob_set(h, "tripwire", large, HISTORY_BLOB_MOST), 0);
	assert_int_equal(history_blob_set(h, "empty", NULL, 0), 0);
	must_hold(h, "tripwire", large, HISTORY_BLOB_MOST);
	must_flush(h);
	history_close(h);
	h = must_open();
	must_hold(h, "tripwire", large, HISTORY_BLOB_MOST);
	must_hold(h, "empty", "", 0);
	assert_int_equal(history_blob_set(h, "tripwire", "few", 3), 0);
	must_hold(h, "tripwire", "few", 3);
	history_close(h);
	h = must_open();
	must_hold(h, "tripwire", large, HISTORY_BLOB_MOST);
	history_close(h);
	free(large);
}

static void test_refused(void **state)
{
	struct history *h = NULL;
	char name[] = "a";
	size_t len;

	(void)state;
	assert_int_equal(history_open_memory(4, &h), 0);
	assert_int_equal(history_blob_set(h, "", "x", 1), -EINVAL);
	assert_int_equal(history_blob_set(h, "sixteen letters.", "x", 1), -EINVAL);
	assert_int_equal(history_blob_set(h, "a", "x", HISTORY_BLOB_MOST + 1), -EINVAL);
	for (int i = 0; i < HISTORY_BLOBS; i++, name[0]++)
		assert_int_equal(history_blob_set(h, name, "x", 1), 0);
	assert_int_equal(history_blob_set(h, name, "x", 1), -ENOSPC);
	assert_null(history_blob_get(h, name, &len));
	assert_null(history_blob_get(h, "", &len));
	must_hold(h, "a", "x", 1);
	history_close(h);
}

static off_t flushed_size(struct history *h)
{
	struct stat log;

	must_flush(h);
	assert_int_equal(fstatat(folder.fd, "history.db-wal", &log, 0), 0);
	return log.st_size;
}

static void test_unchanged(void **state)
{
	struct history *h = must_open();
	off_t size;

	(void)state;
	assert_int_equal(history_blob_set(h, "empty", NULL, 0), 0);
	assert_int_equal(history_blob_set(h, "tripwire", "used", 4), 0);
	size = flushed_size(h);
	assert_int_equal(history_blob_set(h, "empty", NULL, 0), 0);
	assert_int_equal(history_blob_set(h, "tripwire", "used", 4), 0);
	assert_int_equal(flushed_size(h), size);
	assert_int_equal(history_blob_set(h, "tripwire", "dark", 4), 0);
	assert_true(flushed_size(h) > size);
	history_close(h);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		SAYS("a blob comes back as it was flushed", test_round_trip),
		SAYS("a blob that is set to what it was is not written again", test_unchanged),
		SAYS("a blob that is too large, or one too many, is refused", test_refused),
	};

	return cmocka_run_group_tests_name("history_blob", tests, NULL, NULL);
}
