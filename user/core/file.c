/* SPDX-License-Identifier: BSD-2-Clause */
#include "core/file.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#define FIRST_ROOM ((size_t)1 << 14)

/* Room for one byte more than may be there, to tell the largest file from a larger one. */
static int grow(char **text, size_t *room, size_t most)
{
	size_t wanted = *room ? *room * 2 : FIRST_ROOM;
	char *larger;

	if (wanted > most + 1)
		wanted = most + 1;
	larger = realloc(*text, wanted + 1);
	if (!larger)
		return -ENOMEM;
	*text = larger;
	*room = wanted;
	return 0;
}

static int read_all(int fd, size_t most, char **text, size_t *len)
{
	size_t room = 0;
	ssize_t n = 1;

	while (n) {
		if (*len > most)
			return -EFBIG;
		if (*len == room && grow(text, &room, most))
			return -ENOMEM;
		n = read(fd, *text + *len, room - *len);
		if (n < 0 && errno != EINTR)
			return -errno;
		if (n > 0)
			*len += (size_t)n;
	}
	(*text)[*len] = 0;
	return 0;
}

int file_read(int fd, size_t most, char **text, size_t *len)
{
	int r;

	*text = NULL;
	*len = 0;
	r = read_all(fd, most, text, len);
	if (r) {
		free(*text);
		*text = NULL;
		*len = 0;
	}
	return r;
}
