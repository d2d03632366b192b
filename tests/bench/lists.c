/* SPDX-License-Identifier: BSD-2-Clause */
/* Measures what lists cost at the size of the largest public feeds; nothing is asserted. */
#include "judge/lists.h"

#include <endian.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "core/clock.h"
#include "judge/prefix.h"
#include "unit/chance.h"
#include "unit/child.h"

#define NAME "bench"
#define QUESTIONS 1000000
#define ASKED 65536

/* What is measured: random IPv4 prefixes of these lengths. */
static const struct sample {
	const char *words;
	uint32_t n, shortest, longest;
} samples[] = {
	{ "1 M addresses", 1000000, 32, 32 },
	{ "100,000 prefixes of /16 to /32", 100000, 16, 32 },
	{ "1 M prefixes of /16 to /32", 1000000, 16, 32 },
};

static const struct sample *sample;
static int dir_fd;
static struct err e;

static struct addr random_address(void)
{
	return addr_from_be32(random_below(1u << 16) << 16 | random_below(1u << 16));
}

/* In a process of its own, so that its memory is not counted. */
static int make_list(void)
{
	struct list_entry entry = { .directions = RA_BOTH, .added_s = 1800000000 };
	int64_t start_ns = clock_steady_ns();
	struct list l;

	list_init(&l, LIST_BLOCK, NAME);
	for (uint32_t i = 0; i < sample->n; i++) {
		struct addr a = random_address();
		uint32_t more = random_below(sample->longest - sample->shortest + 1);

		entry.net = prefix_of(&a, (uint8_t)(96 + sample->shortest + more));
		if (list_add(&l, &entry, random_below(4) ? "a bot" : "its master"))
			return 1;
	}
	printf("lists: %s: add, ms: %lld\n", sample->words,
	       (long long)(clock_steady_ns() - start_ns) / 1000000);
	start_ns = clock_steady_ns();
	if (list_settle(&l))
		return 1;
	printf("lists: %s: sort, ms: %lld\n", sample->words,
	       (long long)(clock_steady_ns() - start_ns) / 1000000);
	start_ns = clock_steady_ns();
	if (list_save(dir_fd, &l, &e))
		return 1;
	printf("lists: %s: save, ms: %lld\n", sample->words,
	       (long long)(clock_steady_ns() - start_ns) / 1000000);
	fflush(stdout);
	return 0;
}

static int measure_load(void)
{
	int64_t start_ns = clock_steady_ns();
	struct list l;

	if (list_load(dir_fd, LIST_BLOCK, NAME, &l, &e))
		return 1;
	printf("lists: %s: load, ms: %lld\n", sample->words,
	       (long long)(clock_steady_ns() - start_ns) / 1000000);
	fflush(stdout);
	return 0;
}

static void measure_judge(const struct lists *l, const char *whom, bool listed)
{
	static struct addr asked[ASKED];
	const struct list *list = lists_list(l, 1);
	uint32_t found = 0;
	int64_t start_ns;

	seed = 7; /* not those that the list was made of */
	for (int i = 0; i < ASKED; i++)
		asked[i] = listed ? list->entries[random_below(list->n)].net.net : random_address();
	start_ns = clock_steady_ns();
	for (uint32_t i = 0; i < QUESTIONS; i++)
		found += lists_judge(l, &asked[i % ASKED]) != NULL;
	printf("lists: %s: judge %s, ns: %lld (%u of %u found)\n", sample->words, whom,
	       (long long)(clock_steady_ns() - start_ns) / QUESTIONS, found, QUESTIONS);
}

static int measure_open(void)
{
	int64_t start_ns = clock_steady_ns();
	struct rusage used;
	struct lists *l;
	uint32_t n;

	if (lists_open(dir_fd, NULL, NULL, 1800000000, &l, &e))
		return 1;
	lists_rules(l, &n);
	getrusage(RUSAGE_SELF, &used);
	printf("lists: %s: open, ms: %lld, %u rules, at most MB: %ld\n", sample->words,
	       (long long)(clock_steady_ns() - start_ns) / 1000000, n, used.ru_maxrss / 1024);
	measure_judge(l, "who is listed", true);
	measure_judge(l, "anyone", false);
	lists_close(l);
	fflush(stdout);
	return 0;
}

int main(void)
{
	char path[] = "/tmp/redarc-bench-XXXXXX";
	int rc = 0;

	dir_fd = mkdtemp(path) ? open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
	for (size_t i = 0; dir_fd >= 0 && !rc && i < sizeof(samples) / sizeof(*samples); i++) {
		sample = &samples[i];
		rc = in_child(make_list) || in_child(measure_load) || in_child(measure_open);
	}
	if (dir_fd < 0 || rc)
		fprintf(stderr, "lists: %s cannot be used: %s\n", path, e.text);
	list_delete(dir_fd, LIST_BLOCK, NAME, &e);
	rmdir(path);
	return rc;
}
