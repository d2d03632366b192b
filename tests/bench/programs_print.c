/* SPDX-License-Identifier: BSD-2-Clause */
/* programs_print.c - the tables of programs.c. */
#include "tests/bench/programs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* (ours - empty) / (conventional - empty), at most. */
static const struct bound {
	const char *words;
	uint32_t peers;
	bool known;
	double most;
} bounds[] = {
	{ "known peer, hot", 1, true, 0.20 },
	{ "100,000 known peers at random", PEERS, true, 0.25 },
	{ "flood of 100,000 unknown peers at random", PEERS, false, 0.15 },
};

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static void sort(double *values)
{
	qsort(values, ROUNDS, sizeof(*values), compare);
}

/* The plain one at the same hook. */
static size_t find(bool tc, enum what what, uint32_t peers, bool known)
{
	size_t i = 0;

	while (variants[i].tc != tc || variants[i].what != what || variants[i].peers != peers ||
	       variants[i].known != known || variants[i].extra != PLAIN)
		i++;
	return i;
}

static double median(const double *sorted)
{
	return sorted[ROUNDS / 2];
}

static double least(const double *values)
{
	double best = values[0];

	for (int i = 1; i < ROUNDS; i++)
		best = values[i] < best ? values[i] : best;
	return best;
}

static void print_row(const struct variant *v, const double *ns, double empty, double parse)
{
	printf("| %s | %.0f | %.0f-%.0f | ", v->name, median(ns), ns[0], ns[ROUNDS - 1]);
	if (v->what != EMPTY)
		printf("%+.0f ", median(ns) - empty);
	printf("| ");
	if (v->what == OURS || v->what == CONVENTIONAL)
		printf("%+.0f ", median(ns) - parse);
	printf("|\n");
}

static void print_table(double ns[][ROUNDS])
{
	printf("| program | ns a packet | range | over empty | over parse-only |\n"
	       "|---|--:|--:|--:|--:|\n");
	for (size_t i = 0; i < n_variants; i++) {
		const struct variant *v = &variants[i];
		size_t parse = v->many ? find(v->tc, SOURCE, 1024, false) :
					 find(v->tc, PARSE, 1, false);

		print_row(v, ns[i], median(ns[find(v->tc, EMPTY, 1, false)]), median(ns[parse]));
	}
	putchar('\n');
}

/* Round by round, since what disturbs one variant disturbs its neighbours. */
static void print_ratios(double ns[][ROUNDS])
{
	const double *empty = ns[find(false, EMPTY, 1, false)];

	printf("| (ours - empty) / (conventional - empty) "
	       "| median | range | of the minima | bound |\n"
	       "|---|--:|--:|--:|--:|\n");
	for (size_t k = 0; k < sizeof(bounds) / sizeof(*bounds); k++) {
		const struct bound *b = &bounds[k];
		const double *ours = ns[find(false, OURS, b->peers, b->known)];
		const double *conv = ns[find(false, CONVENTIONAL, b->peers, b->known)];
		double ratio[ROUNDS];

		for (int i = 0; i < ROUNDS; i++)
			ratio[i] = (ours[i] - empty[i]) / (conv[i] - empty[i]);
		sort(ratio);
		printf("| %s | %.2f | %.2f-%.2f | %.2f | %.2f |\n", b->words, median(ratio),
		       ratio[0], ratio[ROUNDS - 1],
		       (least(ours) - least(empty)) / (least(conv) - least(empty)), b->most);
	}
	putchar('\n');
}

static void print_noise(double ns[][ROUNDS])
{
	for (size_t i = 0; i < n_variants; i++)
		if (variants[i].what == EMPTY && ns[i][ROUNDS - 1] > 1.5 * ns[i][0])
			printf("The machine was busy: %s took %.0f to %.0f ns.\n", variants[i].name,
			       ns[i][0], ns[i][ROUNDS - 1]);
}

static void print_sweeps(void)
{
	printf("| reading the counters of %u peers, the best of some runs | ms |\n"
	       "|---|--:|\n", PEERS);
	printf("| nobody counted | %.2f |\n", sweep_ms(false));
	printf("| all counted | %.2f |\n\n", sweep_ms(true));
}

void print_results(double ns[][ROUNDS])
{
	double (*rounds)[ROUNDS] = malloc(n_variants * sizeof(*rounds));

	if (!rounds)
		return;
	memcpy(rounds, ns, n_variants * sizeof(*rounds));
	for (size_t i = 0; i < n_variants; i++)
		sort(ns[i]);
	print_table(ns);
	print_ratios(rounds);
	print_sweeps();
	print_noise(ns);
	free(rounds);
}
