/* SPDX-License-Identifier: BSD-2-Clause */
/* What a history of a million peers costs: to load, to judge again, to flush. Prints a table. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/clock.h"
#include "judge/history.h"

#define PEERS 1000000u
#define CHANGED 10000u
#define RUNS 5
#define HOUR INT64_C(3600)
#define DAY (24 * HOUR)

static int64_t end_s; /* of all that was seen: the start of this hour */

static struct {
	char path[64];
	int fd;
	struct err e;
} folder;

static uint64_t seed = 1;

/* source: splitmix64, Vigna, public domain */
static uint32_t random_below(uint32_t n)
{
	uint64_t z = seed += 0x9e3779b97f4a7c15ull;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
	return (uint32_t)(((z ^ (z >> 31)) >> 32) * n >> 32);
}

static void check(int rc)
{
	if (!rc)
		return;
	fprintf(stderr, "history: %s\n", folder.e.text);
	exit(1);
}

/* Multiplied by an odd number, so that neighbours in time are none in the file. */
static struct addr peer_of(uint32_t number)
{
	return addr_from_be32(number * 2654435761u);
}

static void note(struct history *h, uint32_t number, int64_t time_s)
{
	const struct event e = { .time_ns = time_s * CLOCK_S,
				 .peer = peer_of(number),
				 .packets = 3,
				 .bytes = 1800,
				 .direction = (uint8_t)(number % RA_DIRECTIONS),
				 .beacon = EVENT_UNSCORED,
				 .country = "DE",
				 .asn = 64496 + number % 16 };

	history_note(h, &e);
}

/* Thirty days: half of the peers came once, the others up to twenty times. */
static void fill(struct history *h)
{
	for (uint32_t i = 0; i < PEERS; i++) {
		int64_t time_s = end_s - 29 * DAY + random_below(29 * DAY);
		uint32_t times = i % 2 ? 1 : 2 + random_below(19);

		for (uint32_t n = 0; n < times; n++, time_s += random_below(3 * DAY))
			note(h, i, time_s < end_s ? time_s : end_s - 1);
	}
}

static struct history *open_history(enum history_access access)
{
	struct history *h = NULL;

	check(history_open(folder.fd, folder.path, access, PEERS, &h, &folder.e));
	return h;
}

static int compare(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static void report(const char *what, double *ms)
{
	qsort(ms, RUNS, sizeof(*ms), compare);
	printf("| %s: median of %d (range) | %.0f (%.0f-%.0f) |\n", what, RUNS, ms[RUNS / 2], ms[0],
	       ms[RUNS - 1]);
}

static double ms_since(int64_t start_ns)
{
	return (double)(clock_steady_ns() - start_ns) / 1e6;
}

static void measure_load(const char *what, enum history_access access)
{
	double ms[RUNS];

	for (int i = 0; i < RUNS; i++) {
		int64_t start_ns = clock_steady_ns();

		history_close(open_history(access));
		ms[i] = ms_since(start_ns);
	}
	report(what, ms);
}

static void count(void *ctx, const struct history_row *row, bool known)
{
	uint32_t *n = ctx;

	(void)row;
	n[known]++;
}

static void measure_judge(const struct history *h, const char *what, int64_t window_s)
{
	uint32_t n[2] = { 0 };
	double ms[RUNS];
	char text[64];

	for (int i = 0; i < RUNS; i++) {
		int64_t start_ns = clock_steady_ns();

		memset(n, 0, sizeof(n));
		history_judge(h, window_s, end_s - 15 * DAY, count, n);
		ms[i] = ms_since(start_ns);
	}
	snprintf(text, sizeof(text), "judge them with a window of %s, ms", what);
	report(text, ms);
	printf("| known and unknown of those seen since | %u, %u |\n", n[true], n[false]);
}

static uint64_t bytes_written(void)
{
	FILE *io = fopen("/proc/self/io", "r");
	unsigned long long bytes = 0;
	char line[64];

	while (io && fgets(line, sizeof(line), io))
		sscanf(line, "wchar: %llu", &bytes);
	if (io)
		fclose(io);
	return bytes;
}

static void measure_flush(struct history *h)
{
	double ms[RUNS];
	uint64_t before = bytes_written();

	for (int i = 0; i < RUNS; i++) {
		int64_t start_ns;

		for (uint32_t n = 0; n < CHANGED; n++)
			note(h, random_below(PEERS), end_s + i);
		start_ns = clock_steady_ns();
		check(history_flush(h, &folder.e));
		ms[i] = ms_since(start_ns);
	}
	report("flush 10,000 changed rows, ms", ms);
	printf("| bytes written for each of them | %llu |\n",
	       (unsigned long long)(bytes_written() - before) / (RUNS * CHANGED));
}

static long memory_kb(void)
{
	FILE *status = fopen("/proc/self/status", "r");
	char line[128];
	long kb = 0;

	while (status && fgets(line, sizeof(line), status))
		sscanf(line, "VmRSS: %ld", &kb);
	if (status)
		fclose(status);
	return kb;
}

static void make_folder(void)
{
	strcpy(folder.path, "/tmp/redarc-bench-XXXXXX");
	if (mkdtemp(folder.path))
		folder.fd = open(folder.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (folder.fd > 0)
		return;
	perror(folder.path);
	exit(1);
}

static void remove_folder(void)
{
	static const char *const files[] = { "history.db", "history.db-wal", "history.db-shm" };

	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++)
		unlinkat(folder.fd, files[i], 0);
	rmdir(folder.path);
}

int main(void)
{
	struct history *h;
	struct stat st;
	long before_kb;

	end_s = clock_now_ns() / CLOCK_S / HOUR * HOUR;
	make_folder();
	atexit(remove_folder);
	printf("| history of %u peers | measured |\n|---|---|\n", PEERS);
	h = open_history(HISTORY_WRITE);
	fill(h);
	check(history_flush(h, &folder.e));
	history_close(h);
	if (!fstatat(folder.fd, "history.db", &st, 0))
		printf("| size of the file, MB | %.0f |\n", (double)st.st_size / 1e6);
	measure_load("load to read, ms", HISTORY_READ);
	measure_load("load to write, ms", HISTORY_WRITE);
	before_kb = memory_kb();
	h = open_history(HISTORY_WRITE);
	printf("| memory, bytes a peer | %.0f |\n",
	       (double)(memory_kb() - before_kb) * 1024 / PEERS);
	measure_judge(h, "1 h", HOUR);
	measure_judge(h, "48 h", 48 * HOUR);
	measure_judge(h, "30 d", 30 * DAY);
	measure_flush(h);
	history_close(h);
	return 0;
}
