/* SPDX-License-Identifier: BSD-2-Clause */
/* programs_print.c - the tables of programs.c. */
#include "tests/bench/programs.h"

#include <stdio.h>
#include <stdlib.h>

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

void sort_values(double *values, size_t n)
{
	qsort(values, n, sizeof(*values), compare);
}

static double median(const double *sorted)
{
	return sorted[ROUNDS / 2];
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
		size_t empty = variant_find(v->tc, EMPTY, 1, false);
		size_t parse = v->many ? variant_find(v->tc, SOURCE, 1024, false) :
					 variant_find(v->tc, PARSE, 1, false);

		print_row(v, ns[i], median(ns[empty]), median(ns[parse]));
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
	for (size_t i = 0; i < n_variants; i++)
		sort_values(ns[i], ROUNDS);
	print_table(ns);
	print_ratios();
	print_sweeps();
	print_noise(ns);
}
