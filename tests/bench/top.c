/* SPDX-License-Identifier: BSD-2-Clause */
/* How long it takes to read all counters of a model and to rank them: usage: top [PEERS] */
#include <stdio.h>
#include <stdlib.h>

#include "app/top.h"
#include "core/clock.h"

#define ROUNDS 101
#define ROWS 50

static int fill(struct model *m, uint32_t peers)
{
	for (uint32_t i = 0; i < peers; i++) {
		const struct event e = {
			.time_ns = CLOCK_S + i * INT64_C(7919) % 1000,
			.peer = addr_from_be32(__builtin_bswap32(0xc6120000 + i)),
			.packets = 1 + i * UINT64_C(48271) % 65537,
			.bytes = 100,
			.direction = (uint8_t)(i % RA_DIRECTIONS),
			.judgement.verdict = RA_ALLOWED,
		};

		if (model_take(m, &e, NULL) & MODEL_FULL)
			return -1;
	}
	return 0;
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* Each round takes new rates, as one that comes a second later does. */
static void measure(struct top *top, const struct top_view *view, const struct top_query *query)
{
	double ms[ROUNDS];

	for (int i = 0; i < ROUNDS; i++) {
		int64_t start_ns = clock_steady_ns();

		top_pick(top, view, query, CLOCK_S * (i + 1));
		ms[i] = (double)(clock_steady_ns() - start_ns) / 1e6;
	}
	qsort(ms, ROUNDS, sizeof(*ms), compare);
	printf("| `top --sort %s`, %u counters read and ranked, ms: median of %d (range) | %.2f "
	       "(%.2f-%.2f) |\n",
	       top_word(query->by), top->total, ROUNDS, ms[ROUNDS / 2], ms[0], ms[ROUNDS - 1]);
}

int main(int argc, char **argv)
{
	const uint32_t peers = argc > 1 ? (uint32_t)atoi(argv[1]) : 100000;
	const struct model_limits limits = { .peers = peers, .arcs = 16 };
	struct top_query query = { .rows = ROWS };
	struct model *model = NULL;
	struct locals *locals = NULL;
	struct top top = { 0 };
	int failed = model_open(&limits, NULL, &model) || locals_open(16, &locals) ||
		     top_open(&top, peers, 16) || fill(model, peers);
	const struct top_view view = { .model = model, .locals = locals };

	for (int by = 0; !failed && by < TOP_ORDERS; by++) {
		query.by = (enum top_by)by;
		if (query.by != TOP_PEERS)
			measure(&top, &view, &query);
	}
	top_close(&top);
	locals_close(locals);
	model_close(model);
	return failed;
}
