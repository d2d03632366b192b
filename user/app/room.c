/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/room.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "judge/list.h"
#include "judge/list_file.h"

#define ROW_BYTES 106 /* of history.db, measured with a million of them */

struct counting {
	int folder;
	uint64_t entries;
};

static uint64_t bytes_of(int folder, const char *file)
{
	struct stat s;

	return fstatat(folder, file, &s, AT_SYMLINK_NOFOLLOW) ? 0 : (uint64_t)s.st_size;
}

static int count_list(void *ctx, const char *file)
{
	struct counting *c = ctx;
	char name[LIST_NAME];
	enum list_kind kind;

	if (!list_file_parse(file, &kind, name) && kind == LIST_ALLOW)
		c->entries += bytes_of(c->folder, file) / sizeof(struct list_entry);
	return 0;
}

static uint64_t allowed_by_lists(int state)
{
	struct counting c = { .folder = list_folder(state, false) };

	if (c.folder < 0)
		return 0;
	list_file_each(c.folder, count_list, &c);
	close(c.folder);
	return c.entries;
}

uint32_t room_of_state(const char *path, uint32_t most)
{
	int state = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	uint32_t room = ROOM_LEAST;
	uint64_t peers;

	if (state < 0)
		return room;
	peers = (bytes_of(state, "history.db") + bytes_of(state, "history.db-wal")) / ROW_BYTES +
		allowed_by_lists(state);
	close(state);
	while (room < most && room < 2 * peers)
		room *= 2;
	return room;
}
