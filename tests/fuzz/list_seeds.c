/* SPDX-License-Identifier: BSD-2-Clause */
/* Writes lists of each kind to DIR/000 and the like, for fuzzing to start from. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "bpf/redarc.h"
#include "judge/list_file.h"

static const char *const nets[] = { "198.51.100.7", "198.51.100.0/24", "2001:db8::/32", "::/0" };
static const char *const reasons[] = { "a bot", "", "its lord", "its lord" };

static int fill(struct list *l, size_t n)
{
	snprintf(l->source, sizeof(l->source), "https://lists.example/%zu", n);
	for (size_t i = 0; i < n; i++) {
		struct list_entry entry = { .directions = (uint8_t)(1 + i % 3),
					    .added_s = 1800000000,
					    .expires_s = i & 1 ? 1800000001 : 0 };

		if (cidr_parse(nets[i], &entry.net) || list_add(l, &entry, reasons[i]))
			return -1;
	}
	return list_settle(l);
}

static int write_seed(const char *folder, int number)
{
	char path[4096];
	struct list l;
	int fd, rc = list_init(&l, number % LIST_KINDS, number & 1 ? "user" : "feed");

	snprintf(path, sizeof(path), "%s/%03d", folder, number);
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (!rc)
		rc = fill(&l, (size_t)number % 5);
	if (!rc && fd >= 0)
		rc = list_file_write(fd, &l);
	list_clear(&l);
	return fd < 0 || rc || close(fd);
}

int main(int argc, char **argv)
{
	int rc = argc != 2;

	for (int i = 0; !rc && i < 10; i++)
		rc = write_seed(argv[1], i);
	if (rc)
		fprintf(stderr, "usage: list_seeds DIR, that can be written\n");
	return rc;
}
