/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ratios.c - (ours - empty) / (conventional - empty), and what is promised of it.
 *
 * What else runs on the machine, above all on the other half of the core, slows each program by
 * another factor, and changes within seconds. So the three programs of a ratio run directly one
 * after the other, a tenth of a second in all, and each round has a ratio of its own. Taken from
 * a round over all variants, the three would stand seconds apart and be compared across different
 * neighbours.
 */
#include "tests/bench/programs.h"

#include <stdio.h>

#define RATIO_ROUNDS 41

static const struct bound {
	const char *words;
	uint32_t peers;
	bool known;
	double most; /* of the median */
} bounds[] = {
	{ "known peer, hot", 1, true, 0.20 },
	{ "100,000 known peers at random", PEERS, true, 0.25 },
	{ "flood of 100,000 unknown peers at random", PEERS, false, 0.15 },
};

struct trio {
	struct bench *benches[3];
	int fds[3];
	double ns[3][RATIO_ROUNDS]; /* empty, ours, conventional */
};

static void trio_close(struct trio *t)
{
	for (int i = 0; i < 3; i++)
		variant_close(t->benches[i]);
}

static bool trio_open(struct trio *t, const struct bound *b)
{
	const size_t which[3] = { variant_find(false, EMPTY, 1, false),
				  variant_find(false, OURS, b->peers, b->known),
				  variant_find(false, CONVENTIONAL, b->peers, b->known) };

	for (int i = 0; i < 3; i++) {
		t->benches[i] = variant_open(&variants[which[i]], &t->fds[i]);
		if (!t->benches[i])
			return false;
	}
	return true;
}

static void trio_measure(struct trio *t)
{
	for (int round = 0; round < RATIO_ROUNDS; round++)
		for (int i = 0; i < 3; i++)
			t->ns[i][round] = variant_measure(t->fds[i]);
}

static double ratio(double empty, double ours, double conventional)
{
	return (ours - empty) / (conventional - empty);
}

/* The columns behind the words; sorts what was measured. */
static void trio_print(struct trio *t)
{
	double ratios[RATIO_ROUNDS];

	for (int i = 0; i < RATIO_ROUNDS; i++)
		ratios[i] = ratio(t->ns[0][i], t->ns[1][i], t->ns[2][i]);
	sort_values(ratios, RATIO_ROUNDS);
	for (int i = 0; i < 3; i++)
		sort_values(t->ns[i], RATIO_ROUNDS);
	for (int i = 0; i < 3; i++)
		printf("%.0f | ", t->ns[i][RATIO_ROUNDS / 2]);
	printf("%.3f | %.3f-%.3f | %.3f | ", ratios[RATIO_ROUNDS / 2], ratios[0],
	       ratios[RATIO_ROUNDS - 1], ratio(t->ns[0][0], t->ns[1][0], t->ns[2][0]));
}

static void print_ratio(const struct bound *b)
{
	struct trio t = { .fds = { -1, -1, -1 } };

	printf("| %s | ", b->words);
	if (trio_open(&t, b)) {
		trio_measure(&t);
		trio_print(&t);
	} else {
		printf("- | - | - | - | - | - | ");
	}
	printf("%.2f |\n", b->most);
	trio_close(&t);
}

void print_ratios(void)
{
	printf("| (ours - empty) / (conventional - empty) "
	       "| empty | ours | conventional | median | range | of the minima | bound |\n"
	       "|---|--:|--:|--:|--:|--:|--:|--:|\n");
	for (size_t i = 0; i < sizeof(bounds) / sizeof(*bounds); i++)
		print_ratio(&bounds[i]);
	putchar('\n');
}
