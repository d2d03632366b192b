/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/room.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>
#include <cmocka.h>

#include "folder.h"
#include "judge/list.h"

#define MOST (1u << 21)
#define ROW 106

/* A file of that size, which takes no room on the disk. */
static void put(const char *name, off_t size)
{
	int fd = openat(folder.fd, name, O_WRONLY | O_CREAT, 0600);

	assert_true(fd >= 0);
	assert_int_equal(ftruncate(fd, size), 0);
	close(fd);
}

static void nothing(void **state)
{
	(void)state;
	assert_int_equal(room_of_state("/nonexistent/redarc", MOST), ROOM_LEAST);
	assert_int_equal(room_of_state(folder.path, MOST), ROOM_LEAST);
}

static void history(void **state)
{
	static const struct {
		off_t rows;
		uint32_t room;
	} cases[] = { { 65536, ROOM_LEAST }, { 65537, 2 * ROOM_LEAST }, { 500000, 1 << 20 },
		      { 1000000, MOST },     { 100000000, MOST } };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		put("history.db", cases[i].rows * ROW);
		assert_int_equal(room_of_state(folder.path, MOST), cases[i].room);
	}
}

static void journal(void **state)
{
	(void)state;
	put("history.db", 65536 * ROW);
	put("history.db-wal", ROW);
	assert_int_equal(room_of_state(folder.path, MOST), 2 * ROOM_LEAST);
}

static void lists(void **state)
{
	const off_t million = 1000000 * (off_t)sizeof(struct list_entry);

	(void)state;
	assert_int_equal(mkdirat(folder.fd, LIST_FOLDER, 0700), 0);
	put(LIST_FOLDER "/block-drop.list", million);
	assert_int_equal(room_of_state(folder.path, MOST), ROOM_LEAST);
	put(LIST_FOLDER "/allow-user.list", million);
	assert_int_equal(room_of_state(folder.path, MOST), MOST);
	assert_int_equal(unlinkat(folder.fd, LIST_FOLDER "/block-drop.list", 0), 0);
	assert_int_equal(unlinkat(folder.fd, LIST_FOLDER "/allow-user.list", 0), 0);
}

#define SAYS(sentence, test) { "room: " sentence, test, folder_make, folder_remove, NULL }

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("of a state that is not there, or empty, is the least", nothing),
		SAYS("is a power of two for twice the history", history),
		SAYS("counts what was not moved into the history yet", journal),
		SAYS("counts allow lists, and no other", lists),
	};

	return cmocka_run_group_tests_name("room", tests, NULL, NULL);
}
