/* SPDX-License-Identifier: BSD-2-Clause */
#include "lists_folder.h"

#include <grp.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>

#include "chance.h"
#include "core/clock.h"

#define NOBODY 65534
#define NO_MOUNT 77
#define MANY 3000
#define BESIDE ".new-0123456789abcdef"

static int load(enum list_kind kind, const char *name)
{
	struct list l;
	int rc;

	folder.e.text[0] = 0;
	rc = list_load(folder.fd, kind, name, &l, &folder.e);
	if (!rc)
		list_clear(&l);
	return rc;
}

/* The list "swap" with as many entries as are asked for. */
static struct list swap_of(uint32_t n)
{
	struct list l = new_list(LIST_BLOCK, "swap");

	for (uint32_t i = 0; i < n; i++) {
		struct list_entry entry = { .net = { .len = 128 }, .directions = IN };

		memcpy(entry.net.net.b, "\x20\x01\x0d\xb8", 4);
		entry.net.net.b[14] = (uint8_t)(i >> 8);
		entry.net.net.b[15] = (uint8_t)i;
		assert_int_equal(list_add(&l, &entry, n & 1 ? "odd" : "even"), 0);
	}
	return l;
}

static void save_swap(uint32_t n)
{
	struct list l = swap_of(n);

	must_save(&l);
	list_clear(&l);
}

/* Whether the list is whole, and which of those of a length below `most` it is; 0: neither. */
static uint32_t loaded_swap(void)
{
	struct list l = must_load(LIST_BLOCK, "swap"), whole = swap_of(l.n);
	uint32_t n = is_same(&l, &whole) ? l.n : 0;

	list_clear(&whole);
	list_clear(&l);
	return n;
}

static void test_identity(void **state)
{
	struct list l = new_list(LIST_ALLOW, "user"), again;
	struct stat st;

	(void)state;
	strcpy(l.source, "user 1000");
	l.updated_s = NOW;
	add(&l, "198.51.100.0/24", IN, NOW, "the office");
	add(&l, "2001:db8::/32", OUT, 0, "");
	must_save(&l);
	again = must_load(LIST_ALLOW, "user");
	assert_true(is_same(&l, &again));
	assert_int_equal(folder_count(), 1);
	assert_int_equal(fstatat(folder.fd, "allow-user.list", &st, 0), 0);
	assert_int_equal(st.st_mode & 0777 & ~0640, 0);
	list_clear(&l);
	list_clear(&again);
}

static void test_empty(void **state)
{
	struct list l = new_list(LIST_LABEL, "nothing"), again;

	(void)state;
	must_save(&l);
	again = must_load(LIST_LABEL, "nothing");
	assert_true(is_same(&l, &again));
}

static void test_replaced(void **state)
{
	(void)state;
	save_swap(5);
	save_swap(2);
	assert_int_equal(loaded_swap(), 2);
	assert_int_equal(folder_count(), 1);
}

static void test_absent(void **state)
{
	(void)state;
	assert_int_equal(load(LIST_BLOCK, "none"), -ENOENT);
	assert_string_equal(folder.e.text, "lists/block-none.list: there is no such list");
	assert_int_equal(load(LIST_BLOCK, "../none"), -ENOENT);
	assert_int_equal(list_delete(folder.fd, LIST_BLOCK, "none", &folder.e), -ENOENT);
	assert_int_equal(list_delete(folder.fd, LIST_BLOCK, "../none", &folder.e), -ENOENT);
}

static void test_delete(void **state)
{
	(void)state;
	save_swap(1);
	assert_int_equal(list_delete(folder.fd, LIST_BLOCK, "swap", &folder.e), 0);
	assert_int_equal(load(LIST_BLOCK, "swap"), -ENOENT);
	assert_int_equal(folder_count(), 0);
}

static void test_damaged(void **state)
{
	int fd;

	(void)state;
	save_swap(3);
	fd = openat(folder.fd, "block-swap.list", O_WRONLY | O_CLOEXEC);
	assert_int_equal(pwrite(fd, "x", 1, 340), 1);
	close(fd);
	assert_int_equal(load(LIST_BLOCK, "swap"), -EBADMSG);
	assert_string_equal(folder.e.text, "lists/block-swap.list: cut short or damaged");
}

static void test_wrong_name(void **state)
{
	(void)state;
	save_swap(3);
	assert_int_equal(renameat(folder.fd, "block-swap.list", folder.fd, "allow-swap.list"), 0);
	assert_int_equal(load(LIST_ALLOW, "swap"), -EBADMSG);
	assert_string_equal(folder.e.text, "lists/allow-swap.list: holds the block list swap, "
					   "under a wrong name");
	assert_int_equal(renameat(folder.fd, "allow-swap.list", folder.fd, "block-other.list"), 0);
	assert_int_equal(load(LIST_BLOCK, "other"), -EBADMSG);
}

static void test_no_file(void **state)
{
	(void)state;
	save_swap(3);
	assert_int_equal(symlinkat("block-swap.list", folder.fd, "block-link.list"), 0);
	assert_int_equal(mkfifoat(folder.fd, "block-pipe.list", 0600), 0);
	assert_int_equal(mkdirat(folder.fd, "block-folder.list", 0700), 0);
	assert_int_equal(load(LIST_BLOCK, "link"), -EBADMSG);
	assert_int_equal(load(LIST_BLOCK, "pipe"), -EBADMSG);
	assert_int_equal(load(LIST_BLOCK, "folder"), -EBADMSG);
}

static void test_unsettled(void **state)
{
	struct list l = new_list(LIST_BLOCK, "swap");

	(void)state;
	save_swap(3);
	add(&l, "2001:db8::2", IN, 0, NULL);
	add(&l, "2001:db8::1", IN, 0, NULL);
	assert_int_equal(list_save(folder.fd, &l, &folder.e), -EINVAL);
	assert_string_equal(folder.e.text, "lists/block-swap.list: not in order");
	assert_int_equal(loaded_swap(), 3);
	assert_int_equal(folder_count(), 1);
	list_clear(&l);
}

static void test_folder(void **state)
{
	struct stat st;
	int fd;

	(void)state;
	assert_int_equal(list_folder(folder.fd, false), -ENOENT);
	for (int i = 0; i < 2; i++) {
		fd = list_folder(folder.fd, true);
		assert_true(fd >= 0);
		assert_int_equal(fstat(fd, &st), 0);
		assert_int_equal(st.st_mode & 0777 & ~0750, 0);
		close(fd);
	}
	assert_int_equal(unlinkat(folder.fd, LIST_FOLDER, AT_REMOVEDIR), 0);
	assert_int_equal(symlinkat("/tmp", folder.fd, LIST_FOLDER), 0);
	assert_true(list_folder(folder.fd, true) < 0);
}

static void need_root(void)
{
	if (!geteuid())
		return;
	print_message("SKIP: only root can become another user\n");
	skip();
}

static int become_nobody(void)
{
	return setgroups(0, NULL) || setgid(NOBODY) || setuid(NOBODY);
}

static int save_as_nobody(void)
{
	struct list l = swap_of(2);

	return become_nobody() ? 1 : -list_save(folder.fd, &l, &folder.e);
}

/* What root keeps, the sensor, which is somebody else by then, can go on with. */
static void test_owner(void **state)
{
	struct list l = swap_of(3);
	struct stat st;
	int fd;

	(void)state;
	need_root();
	assert_int_equal(chown(folder.path, NOBODY, NOBODY), 0);
	fd = list_folder(folder.fd, true);
	assert_int_equal(fstat(fd, &st), 0);
	assert_int_equal(st.st_uid, NOBODY);
	assert_int_equal(list_save(fd, &l, &folder.e), 0);
	assert_int_equal(fstatat(fd, "block-swap.list", &st, 0), 0);
	assert_int_equal(st.st_uid, NOBODY);
	assert_int_equal(st.st_gid, NOBODY);
	assert_int_equal(list_delete(fd, LIST_BLOCK, "swap", &folder.e), 0);
	close(fd);
	assert_int_equal(in_child(save_as_nobody), 0);
	list_clear(&l);
}

static void test_read_only_folder(void **state)
{
	(void)state;
	need_root();
	save_swap(3);
	assert_int_equal(chmod(folder.path, 0755), 0);
	assert_int_equal(in_child(save_as_nobody), EACCES);
	assert_int_equal(loaded_swap(), 3);
	assert_int_equal(folder_count(), 1);
}

static void test_lock_busy(void **state)
{
	int64_t start_ns = clock_steady_ns();
	int first = list_lock(folder.fd), second;

	(void)state;
	assert_true(first >= 0);
	assert_int_equal(list_lock(folder.fd), -EBUSY);
	assert_in_range((clock_steady_ns() - start_ns) / (CLOCK_S / 10), 50, 100);
	close(first);
	second = list_lock(folder.fd);
	assert_true(second >= 0);
	close(second);
}

static void test_lock_waits(void **state)
{
	int lock = list_lock(folder.fd);
	int64_t start_ns = clock_steady_ns();
	pid_t child = fork();

	(void)state;
	if (!child) {
		usleep(300000);
		_exit(0); /* with which its share of the lock ends */
	}
	close(lock);
	lock = list_lock(folder.fd);
	assert_true(lock >= 0);
	assert_in_range((clock_steady_ns() - start_ns) / (CLOCK_S / 100), 25, 300);
	close(lock);
	assert_int_equal(wait_for(child), 0);
}

static void test_lock_cleans(void **state)
{
	int lock;

	(void)state;
	save_swap(1);
	close(openat(folder.fd, BESIDE, O_CREAT | O_WRONLY | O_CLOEXEC, 0600));
	assert_int_equal(folder_count(), 2);
	lock = list_lock(folder.fd);
	assert_int_equal(folder_count(), 1);
	assert_int_equal(loaded_swap(), 1);
	close(lock);
}

static int save_alternately(void)
{
	for (uint32_t i = 0;; i++) {
		int lock = list_lock(folder.fd);

		save_swap(MANY + (i & 1));
		close(lock);
	}
	return 1;
}

static void look(uint32_t seen[2])
{
	uint32_t n = loaded_swap();

	assert_in_range(n, MANY, MANY + 1);
	seen[n - MANY]++;
}

static void test_killed(void **state)
{
	uint32_t seen[2] = { 0 }, left_over = 0;

	(void)state;
	seed = 5;
	save_swap(MANY);
	for (int i = 0; i < 50; i++) {
		pid_t child = fork();

		if (!child)
			_exit(save_alternately());
		for (int k = 0; k < 3; k++) {
			usleep(random_below(7000));
			look(seen);
		}
		kill(child, SIGKILL);
		assert_int_equal(wait_for(child), 128 + SIGKILL);
		look(seen);
		left_over += folder_count() > 1;
	}
	assert_true(seen[0] && seen[1] && left_over);
	close(list_lock(folder.fd));
	assert_int_equal(folder_count(), 1);
}

enum { EDITS = 40, WRITERS = 2 };

/* Adds an entry with each edit. */
static int edit(uint32_t writer)
{
	for (uint32_t i = 0; i < EDITS; i++) {
		struct list_entry entry = { .net = { .len = 128 }, .directions = IN };
		int lock = list_lock(folder.fd);
		struct list l;

		entry.net.net.b[0] = (uint8_t)(writer + 1);
		entry.net.net.b[15] = (uint8_t)i;
		if (lock < 0 || list_load(folder.fd, LIST_BLOCK, "swap", &l, NULL) ||
		    list_add(&l, &entry, NULL) || list_settle(&l) || list_save(folder.fd, &l, NULL))
			return 1;
		list_clear(&l);
		close(lock);
	}
	return 0;
}

static void test_two_writers(void **state)
{
	pid_t children[WRITERS];
	struct list l;

	(void)state;
	save_swap(0);
	for (uint32_t i = 0; i < WRITERS; i++) {
		children[i] = fork();
		if (!children[i])
			_exit(edit(i));
	}
	for (uint32_t i = 0; i < WRITERS; i++)
		assert_int_equal(wait_for(children[i]), 0);
	l = must_load(LIST_BLOCK, "swap");
	assert_int_equal(l.n, WRITERS * EDITS);
	list_clear(&l);
}

/* returns 0 when a save failed so and left all as it was */
static int save_fails(int code)
{
	struct list l = swap_of(MANY);
	int rc = list_save(folder.fd, &l, &folder.e);

	list_clear(&l);
	return rc != code || loaded_swap() != 3 || folder_count() != 1;
}

static int save_past_limit(void)
{
	struct rlimit limit;

	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &limit);
	limit.rlim_cur = 10000;
	setrlimit(RLIMIT_FSIZE, &limit);
	return save_fails(-ENOSPC);
}

static void test_file_limit(void **state)
{
	(void)state;
	save_swap(3);
	assert_int_equal(in_child(save_past_limit), 0);
	assert_int_equal(loaded_swap(), 3);
}

/* Disks of the test's own: one too small, one that cannot be written. */
static int save_on_bad_disks(void)
{
	if (unshare(CLONE_NEWNS) || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) ||
	    mount("redarc-test", folder.path, "tmpfs", 0, "size=64k"))
		return NO_MOUNT;
	folder.fd = open(folder.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	save_swap(3);
	if (save_fails(-ENOSPC) || mount(NULL, folder.path, NULL, MS_REMOUNT | MS_RDONLY, NULL))
		return 1;
	return save_fails(-EROFS);
}

static void test_bad_disks(void **state)
{
	int rc = in_child(save_on_bad_disks);

	(void)state;
	if (rc == NO_MOUNT) {
		print_message("SKIP: no rights to mount a small disk\n");
		skip();
	}
	assert_int_equal(rc, 0);
}

#define TEST(name, f) { "list store: " name, f, folder_make, folder_remove, NULL }

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST("what was saved is loaded, from one file for owner and group", test_identity),
		TEST("an empty list is a list", test_empty),
		TEST("a save replaces the list before", test_replaced),
		TEST("a list that is not there is told, whatever its name", test_absent),
		TEST("a deleted list is gone", test_delete),
		TEST("a damaged list is named and refused", test_damaged),
		TEST("a list under another's name is refused", test_wrong_name),
		TEST("links, pipes and folders are no lists", test_no_file),
		TEST("a list that is not settled is not saved", test_unsettled),
		TEST("its folder is made when asked for, and no link to another", test_folder),
		TEST("what root makes belongs to the folder's owner", test_owner),
		TEST("a folder that cannot be written keeps its list", test_read_only_folder),
		TEST("a writer gives up after 5 seconds", test_lock_busy),
		TEST("a writer waits for another", test_lock_waits),
		TEST("a writer removes what a killed one left", test_lock_cleans),
		TEST("a writer killed 50 times leaves one list or the other", test_killed),
		TEST("two writers lose no edit of each other", test_two_writers),
		TEST("at a limit of file sizes the list before stays", test_file_limit),
		TEST("on a full or read-only disk the list before stays", test_bad_disks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
