/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * programs - nanoseconds a packet of the kernel's programs, by BPF_PROG_TEST_RUN.
 *
 * The variants take turns, round after round, so that a noisy moment hits all of them; the
 * table shows the median, the range, and what stands above the empty and the parse-only program.
 * How that compares with conventional maps is measured by itself (ratios.c). Nobody empties the
 * ring buffers: what a record costs is not in it, to the advantage of those maps.
 */
#include "tests/bench/programs.h"

#include <stdio.h>
#include <stdlib.h>

struct loaded {
	struct bench *bench;
	int fd;
};

static bool load_all(struct loaded *all)
{
	for (size_t i = 0; i < n_variants; i++) {
		all[i].bench = variant_open(&variants[i], &all[i].fd);
		if (!all[i].bench)
			return false;
	}
	return true;
}

int main(void)
{
	struct loaded *all = calloc(n_variants, sizeof(*all));
	double (*ns)[ROUNDS] = calloc(n_variants, sizeof(*ns));
	bool ready = all && ns && load_all(all);

	for (int round = 0; ready && round < ROUNDS; round++)
		for (size_t i = 0; i < n_variants; i++)
			ns[i][round] = variant_measure(all[i].fd);
	for (size_t i = 0; all && i < n_variants; i++)
		variant_close(all[i].bench);
	if (ready)
		print_results(ns);
	else
		fprintf(stderr, "programs: cannot load into the kernel; run as root\n");
	free(all);
	free(ns);
	return ready ? 0 : 1;
}
