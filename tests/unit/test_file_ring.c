/* SPDX-License-Identifier: BSD-2-Clause */
#include "view/file_ring.h"

#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "unit/chance.h"
#include "unit/folder.h"

#define MOST FILE_RING_LEAST
#define SHARE (MOST / FILE_RING_SHARE)

static struct file_ring *ring;
static uint8_t bytes[SHARE];

static int open_ring(void)
{
	const struct file_ring_config config = {
		.path = folder.path, .start = "ev-", .end = ".bin", .most = MOST
	};
	int fd = open(folder.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	assert_true(fd >= 0);
	return file_ring_open(&config, fd, &ring, &folder.e);
}

static int set_up(void **state)
{
	return folder_make(state) || open_ring();
}

static int tear_down(void **state)
{
	file_ring_close(ring);
	return folder_remove(state);
}

static void reopen(void)
{
	file_ring_close(ring);
	assert_int_equal(open_ring(), 0);
}

static int put(size_t head, size_t len)
{
	const struct iovec first = { bytes, head }, then = { bytes, len };

	return file_ring_write(ring, &first, &then, &folder.e);
}

static void put_all(size_t n, size_t len)
{
	while (n--)
		assert_int_equal(put(0, len), 0);
}

static int64_t size_of(const char *name)
{
	struct stat file;

	return fstatat(folder.fd, name, &file, 0) ? -errno : file.st_size;
}

static void make(const char *name, off_t size)
{
	int fd = openat(folder.fd, name, O_WRONLY | O_CREAT | O_EXCL, 0600);

	assert_true(fd >= 0);
	assert_int_equal(ftruncate(fd, size), 0);
	close(fd);
}

/* Bytes of the files on the disk, in blocks; how many there are. */
static uint64_t on_disk(uint32_t *n)
{
	DIR *dir = opendir(folder.path);
	uint64_t sum = 0;
	struct stat file;

	*n = 0;
	for (struct dirent *d; (d = readdir(dir));)
		if (!strncmp(d->d_name, "ev-", 3)) {
			assert_int_equal(fstatat(folder.fd, d->d_name, &file, 0), 0);
			assert_in_range(file.st_size, 0, SHARE);
			sum += ((uint64_t)file.st_size + 4095) / 4096 * 4096;
			++*n;
		}
	closedir(dir);
	return sum;
}

static void test_bound(void **state)
{
	uint64_t written = 0;
	uint32_t n;

	(void)state;
	seed = 1;
	for (int i = 0; i < 3000; i++) {
		size_t len = 1 + random_below(random_below(8) ? 1500 : SHARE - 600);

		assert_int_equal(put((size_t)i / 5, len), 0);
		written += len;
		if (!random_below(40))
			reopen();
		assert_in_range(on_disk(&n), 1, MOST);
		assert_int_equal(on_disk(&n), file_ring_used(ring));
	}
	assert_true(written > 8 * MOST); /* it went round */
	assert_true(file_ring_used(ring) > MOST / 2);
}

static void test_numbers(void **state)
{
	(void)state;
	put_all(1, 10);
	assert_int_equal(size_of("ev-000001.bin"), 10);
	reopen();
	put_all(2, 10);
	assert_int_equal(size_of("ev-000001.bin"), 10);
	assert_int_equal(size_of("ev-000002.bin"), 20);
	make("ev-999999.bin", 0);
	reopen();
	put_all(1, 10);
	assert_int_equal(size_of("ev-1000000.bin"), 10);
	reopen();
	put_all(1, 10);
	assert_int_equal(size_of("ev-1000001.bin"), 10);
}

static void test_share(void **state)
{
	(void)state;
	put_all(2, SHARE / 2);
	assert_int_equal(size_of("ev-000001.bin"), SHARE);
	put_all(1, 1);
	assert_int_equal(size_of("ev-000002.bin"), 1);
}

static void test_oldest(void **state)
{
	(void)state;
	put_all(FILE_RING_SHARE, SHARE);
	assert_int_equal(size_of("ev-000001.bin"), SHARE);
	put_all(1, 1);
	assert_int_equal(size_of("ev-000001.bin"), -ENOENT);
	assert_int_equal(size_of("ev-000002.bin"), SHARE);
	assert_int_equal(size_of("ev-000017.bin"), 1);
}

static void test_others(void **state)
{
	static const char *const others[] = { "ev-1.bin",	"ev-0000001.bin", "ev-000001.bin~",
					      "xev-000001.bin", "ev-00001a.bin",  "ev-000000.bin",
					      "ev-99999999999999999999.bin",	  "notes" };

	(void)state;
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		make(others[i], MOST / 2);
	reopen();
	assert_int_equal(file_ring_used(ring), 0);
	put_all(2 * FILE_RING_SHARE, SHARE);
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		assert_int_equal(size_of(others[i]), MOST / 2);
}

static void test_left(void **state)
{
	(void)state;
	make("ev-000003.bin", 3 * MOST / 4);
	make("ev-000005.bin", MOST / 2);
	reopen();
	assert_int_equal(file_ring_used(ring), 5 * MOST / 4);
	put_all(1, 100);
	assert_int_equal(size_of("ev-000003.bin"), -ENOENT);
	assert_int_equal(size_of("ev-000005.bin"), MOST / 2);
	assert_int_equal(size_of("ev-000006.bin"), 100);
}

static void test_count(void **state)
{
	char name[32];
	uint32_t n;

	(void)state;
	for (uint32_t i = 1; i <= FILE_RING_FILES + 5; i++) {
		snprintf(name, sizeof(name), "ev-%06u.bin", i);
		make(name, 0);
	}
	reopen();
	on_disk(&n);
	assert_int_equal(n, FILE_RING_FILES);
	put_all(1, 1);
	on_disk(&n);
	assert_int_equal(n, FILE_RING_FILES);
	assert_int_equal(size_of("ev-000006.bin"), -ENOENT);
	assert_int_equal(size_of("ev-001030.bin"), 1);
}

static void test_head(void **state)
{
	(void)state;
	bytes[0] = 1;
	assert_int_equal(put(100, 10), 0);
	assert_int_equal(put(100, 10), 0);
	assert_int_equal(size_of("ev-000001.bin"), 120);
	assert_int_equal(put(150, 10), 0);
	assert_int_equal(size_of("ev-000001.bin"), 180);
	assert_int_equal(put(150, SHARE - 180), 0);
	assert_int_equal(put(150, 10), 0);
	assert_int_equal(size_of("ev-000002.bin"), 160);
}

static void test_removed(void **state)
{
	(void)state;
	put_all(1, 5000);
	assert_int_equal(unlinkat(folder.fd, "ev-000001.bin", 0), 0);
	assert_int_equal(put(7, 10), 0);
	assert_int_equal(size_of("ev-000001.bin"), 17);
	assert_int_equal(file_ring_used(ring), 4096);
}

static void test_taken_away(void **state)
{
	(void)state;
	put_all(1, 10);
	assert_int_equal(unlinkat(folder.fd, "ev-000001.bin", 0), 0);
	assert_int_equal(rmdir(folder.path), 0);
	assert_int_equal(put(0, 10), -ENOENT);
	assert_non_null(strstr(folder.e.text, ": No such file or directory"));
	assert_int_equal(mkdir(folder.path, 0700), 0);
	close(folder.fd);
	folder.fd = open(folder.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	put_all(1, 10);
	assert_int_equal(size_of("ev-000001.bin"), 10);
}

static void test_busy(void **state)
{
	struct file_ring *first = ring;

	(void)state;
	assert_int_equal(open_ring(), -EBUSY);
	assert_non_null(strstr(folder.e.text, "another process writes there"));
	ring = first;
	put_all(1, 10);
}

/* A limit on the size of files stands for a full disk: what there is room for is written. */
static void limit(rlim_t most)
{
	struct rlimit now;

	assert_int_equal(getrlimit(RLIMIT_FSIZE, &now), 0);
	now.rlim_cur = most;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &now), 0);
}

static void test_full(void **state)
{
	(void)state;
	signal(SIGXFSZ, SIG_IGN);
	put_all(1, 1000);
	limit(1500);
	assert_int_equal(put(0, 1000), -ENOSPC);
	assert_int_equal(size_of("ev-000001.bin"), 1000);
	limit(0);
	assert_int_equal(put(0, 1000), -EFBIG);
	assert_int_equal(size_of("ev-000002.bin"), -ENOENT);
	assert_int_equal(file_ring_used(ring), 4096);
	limit(RLIM_INFINITY);
	put_all(1, 1000);
	assert_int_equal(size_of("ev-000002.bin"), 1000);
}

#define TEST(sentence, name) { sentence, test_##name, set_up, tear_down, NULL }

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST("file_ring: whatever is written, its files never exceed the bound", bound),
		TEST("file_ring: numbers go on where an earlier run ended", numbers),
		TEST("file_ring: a file ends with its share of the bound", share),
		TEST("file_ring: the oldest file goes first", oldest),
		TEST("file_ring: files of other names are neither counted nor removed", others),
		TEST("file_ring: what an earlier run left counts", left),
		TEST("file_ring: there are never more files than can be remembered", count),
		TEST("file_ring: each file begins with the head, as it has grown by then", head),
		TEST("file_ring: a file that somebody removed is begun anew", removed),
		TEST("file_ring: a folder that was taken away is used again once it is back",
		     taken_away),
		TEST("file_ring: a folder has one writer", busy),
		TEST("file_ring: a write that does not fit leaves nothing behind", full),
	};

	return cmocka_run_group_tests_name("file_ring", tests, NULL, NULL);
}
