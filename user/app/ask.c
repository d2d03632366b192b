/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/ask.h"

#include <dirent.h>
#include <errno.h>
#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include "app/commands.h"

#define ANSWER_MOST 16384
#define ANSWER_S 5

static int connect_to(const char *path)
{
	struct sockaddr_un name = { .sun_family = AF_UNIX };
	struct timeval patience = { .tv_sec = ANSWER_S };
	int fd;

	if (strlen(path) >= sizeof(name.sun_path))
		return -ENAMETOOLONG;
	strcpy(name.sun_path, path);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return -errno;
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience)); /* connect() too */
	if (!connect(fd, (struct sockaddr *)&name, sizeof(name)))
		return fd;
	close(fd);
	return -errno;
}

/* One line of answer; returns 0 or -errno. */
static int ask(const char *path, char *answer)
{
	int fd = connect_to(path);
	size_t len = 0;
	ssize_t n = fd < 0 ? -1 : write(fd, "status\n", 7);

	if (fd < 0)
		return fd;
	while (n > 0 && len < ANSWER_MOST - 1 && !memchr(answer, '\n', len)) {
		n = read(fd, answer + len, ANSWER_MOST - 1 - len);
		len += n > 0 ? (size_t)n : 0;
	}
	answer[len] = 0;
	close(fd);
	return memchr(answer, '\n', len) ? 0 : -ETIMEDOUT;
}

int ask_socket(const char *path, ask_take *f, void *ctx)
{
	char answer[ANSWER_MOST];
	int r = ask(path, answer);

	if (r)
		return r;
	f(ctx, answer);
	return 1;
}

static bool is_socket_of(const char *file, const char *interface)
{
	size_t len = strlen(file);

	if (len < 6 || strcmp(file + len - 5, ".sock"))
		return false;
	return !interface || (strlen(interface) == len - 5 && !memcmp(interface, file, len - 5));
}

int ask_each(const char *interface, ask_take *f, void *ctx)
{
	DIR *dir = opendir(RUN_DIR);
	const struct dirent *entry;
	int answered = 0, failed = 0;

	while (dir && (entry = readdir(dir))) {
		char path[sizeof(RUN_DIR) + sizeof(entry->d_name)];
		int r;

		if (!is_socket_of(entry->d_name, interface))
			continue;
		snprintf(path, sizeof(path), RUN_DIR "/%s", entry->d_name);
		r = ask_socket(path, f, ctx);
		if (r > 0)
			answered++;
		else if (r != -ECONNREFUSED) /* else it was left behind by one that was killed */
			failed = r;
	}
	if (dir)
		closedir(dir);
	return answered ? answered : failed;
}

struct found {
	char *path;
	size_t room;
};

static int take_state(void *ctx, const char *answer)
{
	struct found *found = ctx;
	json_t *status = json_loads(answer, 0, NULL);
	const char *state = json_string_value(json_object_get(status, "state"));

	snprintf(found->path, found->room, "%s", state ? state : "");
	json_decref(status);
	return 0;
}

int ask_state(char *path, size_t room)
{
	struct found found = { path, room };
	int n = ask_each(NULL, take_state, &found);

	if (n < 0)
		return n;
	if (n > 1)
		return -EEXIST;
	return n == 1 && *path ? 0 : -ENOENT;
}
