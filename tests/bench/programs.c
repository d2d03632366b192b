/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * programs - nanoseconds a packet of the kernel's programs, by BPF_PROG_TEST_RUN.
 *
 * The variants take turns, round after round, so that a noisy moment hits all of them; the
 * tables show the median, the range, what stands above the empty and the parse-only program, and
 * how that compares with conventional maps. Nobody empties the ring buffers: what a record costs
 * is not in it, to the advantage of those maps.
 */
#include "tests/bench/programs.h"

#include <bpf/bpf.h>
#include <stdio.h>
#include <stdlib.h>

#define REPEAT 400000

struct loaded {
	struct bench *bench;
	int fd;
};

static double measure(int fd)
{
	static const uint8_t frame[60] = {
		2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 8, 0, 0x45, 0, 0, 46, 0, 0, 0, 0, 64, 17, 0, 0,
		198, 51, 100, 7, 192, 0, 2, 1, 0xc3, 0x50, 1, 0xbb, 0, 26,
	};
	LIBBPF_OPTS(bpf_test_run_opts, opts, .data_in = frame, .data_size_in = sizeof(frame),
		    .repeat = REPEAT);

	if (bpf_prog_test_run_opts(fd, &opts))
		return -1;
	return (double)opts.duration;
}

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
			ns[i][round] = measure(all[i].fd);
	if (ready)
		print_results(ns);
	else
		fprintf(stderr, "programs: cannot load into the kernel; run as root\n");
	for (size_t i = 0; all && i < n_variants; i++)
		variant_close(all[i].bench);
	free(all);
	free(ns);
	return ready ? 0 : 1;
}
