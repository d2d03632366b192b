/* SPDX-License-Identifier: BSD-2-Clause */
/* jq.h - asks jq, a reader of JSON that shares no code with ours. */
#ifndef JQ_H
#define JQ_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static inline bool jq_is_there(void)
{
	return !system("jq --version >/dev/null 2>&1");
}

/*
 * filter   over an array of all the file's values; without the shell's single quote
 * fd       a file, or a memfd
 * answer   out: without the last newline
 * returns  jq's exit status
 */
static inline int jq(const char *filter, int fd, char *answer, size_t room)
{
	char command[1024];
	size_t len;
	FILE *f;

	snprintf(command, sizeof(command), "jq -rcs '%s' /proc/%d/fd/%d", filter, getpid(), fd);
	f = popen(command, "r");
	if (!f)
		return -1;
	len = fread(answer, 1, room - 1, f);
	while (len && answer[len - 1] == '\n')
		len--;
	answer[len] = 0;
	return pclose(f);
}

#endif
