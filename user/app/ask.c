/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/ask.h"

#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include "app/commands.h"

static void wait_at_most(int fd, int wait_s)
{
	struct timeval patience = { .tv_sec = wait_s };

	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience)); /* connect() too */
}

int ask_connect(const char *path)
{
	struct sockaddr_un name = { .sun_family = AF_UNIX };
	int fd, r;

	if (strlen(path) >= sizeof(name.sun_path))
		return -ENAMETOOLONG;
	strcpy(name.sun_path, path);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return -errno;
	wait_at_most(fd, ASK_WAIT_S);
	if (!connect(fd, (struct sockaddr *)&name, sizeof(name)))
		return fd;
	r = -errno;
	close(fd);
	return r;
}

int ask_line(int fd, const char *request, int wait_s, char *answer)
{
	size_t len = 0, request_len = strlen(request);
	ssize_t n;

	wait_at_most(fd, wait_s);
	n = send(fd, request, request_len, MSG_NOSIGNAL);
	if (n != (ssize_t)request_len)
		return n < 0 ? -errno : -EIO;
	while (len < ASK_ANSWER - 1 && !memchr(answer, '\n', len)) {
		n = recv(fd, answer + len, ASK_ANSWER - 1 - len, 0);
		if (n <= 0)
			return n == 0 ? -ECONNRESET : errno == EAGAIN ? -ETIMEDOUT : -errno;
		len += (size_t)n;
	}
	answer[len] = 0;
	return memchr(answer, '\n', len) ? 0 : -EMSGSIZE;
}

int ask_socket(const char *path, ask_take *f, void *ctx)
{
	char answer[ASK_ANSWER];
	int fd = ask_connect(path), r;

	if (fd < 0)
		return fd;
	r = ask_line(fd, "status\n", ASK_WAIT_S, answer);
	close(fd);
	if (r)
		return r;
	f(ctx, path, answer);
	return 1;
}

/* interface: as a user says it, where a socket's name has '+' for what it may not hold */
static bool is_socket_of(const char *file, const char *interface)
{
	size_t len = strlen(file), i = 0;

	if (len < 6 || strcmp(file + len - 5, ".sock"))
		return false;
	if (!interface)
		return true;
	for (; i < len - 5 && interface[i]; i++)
		if (file[i] != interface[i] && !(file[i] == '+' && strchr(" /", interface[i])))
			return false;
	return i == len - 5 && !interface[i];
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
