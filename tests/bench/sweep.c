/* SPDX-License-Identifier: BSD-2-Clause */
/* sweep.c - how long it takes to read what stands in the mapped table. */
#include "tests/bench/programs.h"

#include "core/clock.h"
#include "source/ebpf_hot.h"

#define TIMES 11

static void count(void *ctx, uint32_t owner, uint8_t direction, uint64_t packets,
			  uint64_t bytes)
{
	(void)owner;
	(void)direction;
	(void)bytes;
	*(uint64_t *)ctx += packets;
}

/* As if each peer had sent one packet to the first CPU. */
static void make_news(struct hot4 *h)
{
	struct ra_hot *lines = &h->map[ra_hot_first(h->config.lines, 0, RA_IN)];

	for (uint32_t i = 0; i < h->used * RA_WAYS; i++)
		if (lines[i / RA_WAYS].be_peer[i % RA_WAYS])
			lines[i / RA_WAYS].packets[i % RA_WAYS]++;
}

static double fastest_ms(struct hot4 *h, bool news)
{
	uint64_t packets = 0;
	const struct hot4_sink sink = { .counted = count, .ctx = &packets };
	int64_t best_ns = INT64_MAX;

	for (int i = 0; i < TIMES; i++) {
		int64_t start_ns, ns;

		if (news)
			make_news(h);
		start_ns = clock_steady_ns();
		if (hot4_sweep(h, 0, &sink) < 0)
			return -1;
		ns = clock_steady_ns() - start_ns;
		best_ns = ns < best_ns ? ns : best_ns;
	}
	return packets == (news ? (uint64_t)TIMES * h->placed : 0) ? (double)best_ns / 1e6 : -1;
}

double sweep_ms(bool news)
{
	static const struct variant crowd = { "", false, true, PEERS, true, OURS, NO_HOT };
	struct hot4 h = { .used = 0 };
	double ms = -1;
	int fd;
	struct bench *b = variant_open(&crowd, &fd);

	if (b && !variant_mirror(b, &crowd, &h))
		ms = fastest_ms(&h, news);
	hot4_clear(&h);
	variant_close(b);
	return ms;
}
