/* SPDX-License-Identifier: BSD-2-Clause */
#include "history_file.h"

#include <grp.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>

#define NOBODY 65534

/* What a reader finds, as a process without rights: 0 for ten rows. */
static int read_ten(void)
{
	struct history *h = NULL;
	int files = folder_count(), rc = open_history(HISTORY_READ, &h);

	if (rc || history_count(h) != 10) {
		printf("read: %d, %s\n", rc, folder.e.text);
		return 1;
	}
	history_close(h);
	return files == folder_count() ? 0 : 2;
}

static int become_nobody(void)
{
	return setgroups(0, NULL) || setgid(NOBODY) || setuid(NOBODY);
}

static int read_ten_as_nobody(void)
{
	return become_nobody() ? 3 : read_ten();
}

static void need_root(void)
{
	if (!geteuid())
		return;
	print_message("SKIP: only root can become another user\n");
	skip();
}

static void test_read_only_folder(void **state)
{
	struct history *h;

	(void)state;
	need_root();
	make_history(10);
	assert_int_equal(chmod(folder.path, 0755), 0);
	assert_int_equal(fchmodat(folder.fd, "history.db", 0644, 0), 0);
	assert_int_equal(in_child(read_ten_as_nobody), 0);
	h = must_open();
	assert_int_equal(in_child(read_ten_as_nobody), 0);
	note_peers(h, 10, NOW + 1);
	must_flush(h);
	assert_int_equal(in_child(read_ten_as_nobody), 0);
	history_close(h);
}

/* --- rights --- */

static int write_as_nobody(void)
{
	struct history *h = NULL;

	if (become_nobody())
		return 3;
	if (open_history(HISTORY_WRITE, &h) == -EACCES && folder.e.text[0])
		return 0;
	printf("%s\n", folder.e.text);
	return 1;
}

static void test_unwritable(void **state)
{
	(void)state;
	need_root();
	assert_int_equal(chmod(folder.path, 0755), 0);
	assert_int_equal(in_child(write_as_nobody), 0);
	assert_int_equal(folder_count(), 0);
	make_history(10);
	assert_int_equal(fchmodat(folder.fd, "history.db", 0644, 0), 0);
	assert_int_equal(in_child(write_as_nobody), 0);
	assert_int_equal(folder_count(), 1);
}

/* A state folder of nobody, in a folder that only root may enter. */
static int inner_folder(void)
{
	if (mkdirat(folder.fd, "state", 0700) || fchownat(folder.fd, "state", NOBODY, NOBODY, 0))
		return -1;
	return openat(folder.fd, "state", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

static int note_and_flush(struct history *h, uint32_t peers)
{
	int rc;

	note_peers(h, peers, NOW);
	rc = history_flush(h, &folder.e);
	if (rc)
		printf("flush: %d, %s\n", rc, folder.e.text);
	return rc ? 1 : 0;
}

/* The second opening finds the log and the index of the first. */
static int open_then_drop(void)
{
	struct history *h = must_open(), *second = NULL;

	if (become_nobody() || !access(folder.path, X_OK))
		return 3;
	if (note_and_flush(h, 5000) || open_history(HISTORY_READ, &second))
		return 1;
	history_close(second);
	history_close(h);
	return open_history(HISTORY_WRITE, &h) || history_count(h) != 5000 ||
	       note_and_flush(h, 6000);
}

static int drop_then_open(void)
{
	struct history *h = NULL;

	if (become_nobody() || !access(folder.path, X_OK))
		return 3;
	if (open_history(HISTORY_WRITE, &h)) {
		printf("%s\n", folder.e.text);
		return 1;
	}
	return note_and_flush(h, 7000);
}

static void with_inner_folder(int (*f)(void))
{
	int outer = folder.fd, rc;

	need_root();
	folder.fd = inner_folder();
	assert_true(folder.fd >= 0);
	rc = in_child(f);
	unlinkat(folder.fd, "history.db", 0);
	unlinkat(folder.fd, "history.db-wal", 0);
	unlinkat(folder.fd, "history.db-shm", 0);
	close(folder.fd);
	folder.fd = outer;
	unlinkat(folder.fd, "state", AT_REMOVEDIR);
	assert_int_equal(rc, 0);
}

static void test_open_then_drop(void **state)
{
	(void)state;
	with_inner_folder(open_then_drop);
}

static void test_drop_then_open(void **state)
{
	(void)state;
	with_inner_folder(drop_then_open);
}

/* --- a full disk --- */

#define MANY 40000 /* about 2 MB on disk */

static int flush_gives(struct history *h, int want, uint32_t unsaved)
{
	int rc = history_flush(h, &folder.e);

	if (rc == want && history_unsaved(h) == unsaved &&
	    (!rc || strstr(folder.e.text, "/history.db: ")))
		return 0;
	printf("flush: %d, %s, %u unsaved\n", rc, folder.e.text, history_unsaved(h));
	return 1;
}

static int reopen_all(void)
{
	struct history *h = must_open();
	uint32_t n = history_count(h);

	history_close(h);
	return n == MANY ? 0 : 1;
}

static int flush_past_limit(void)
{
	struct rlimit limit, small;
	struct history *h = must_open();
	int rc;

	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &limit);
	small = limit;
	small.rlim_cur = 1000000;
	note_peers(h, MANY, NOW);
	setrlimit(RLIMIT_FSIZE, &small);
	rc = flush_gives(h, -ENOSPC, MANY) || flush_gives(h, -ENOSPC, MANY);
	setrlimit(RLIMIT_FSIZE, &limit);
	rc = rc || flush_gives(h, 0, 0);
	history_close(h);
	return rc || reopen_all();
}

static void test_file_limit(void **state)
{
	(void)state;
	assert_int_equal(in_child(flush_past_limit), 0);
}

#define NO_MOUNT 77

static int flush_on_full_disk(void)
{
	struct history *h;
	int rc;

	if (unshare(CLONE_NEWNS) || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) ||
	    mount("redarc-test", folder.path, "tmpfs", 0, "size=1m"))
		return NO_MOUNT;
	folder.fd = open(folder.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	h = must_open();
	note_peers(h, MANY, NOW);
	rc = flush_gives(h, -ENOSPC, MANY) || flush_gives(h, -ENOSPC, MANY);
	if (mount(NULL, folder.path, NULL, MS_REMOUNT, "size=64m"))
		return 2;
	rc = rc || flush_gives(h, 0, 0);
	history_close(h);
	return rc || reopen_all();
}

static void test_full_disk(void **state)
{
	int rc = in_child(flush_on_full_disk);

	(void)state;
	if (rc == NO_MOUNT) {
		print_message("SKIP: no rights to mount a small disk\n");
		skip();
	}
	assert_int_equal(rc, 0);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		SAYS("a reader needs no right to write the folder", test_read_only_folder),
		SAYS("a folder that cannot be written is told at once", test_unwritable),
		SAYS("opened by root, it goes on for a user who cannot enter the parents",
		     test_open_then_drop),
		SAYS("a user who cannot enter the parents can open it", test_drop_then_open),
		SAYS("past a file size limit rows wait for the next flush", test_file_limit),
		SAYS("on a full disk rows wait for the next flush", test_full_disk),
	};

	return cmocka_run_group_tests_name("history_vfs", tests, NULL, NULL);
}
