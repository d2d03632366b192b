/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * programs - nanoseconds a packet of the kernel's programs, by BPF_PROG_TEST_RUN.
 *
 * The variants take turns, round after round, so that a noisy moment hits all of them; the
 * table shows the median, the range, and what stands above the empty and the parse-only program.
 */
#include <arpa/inet.h>
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "bpf/rules.h"
#include "bench.skel.h"

#define ROUNDS 11
#define REPEAT 400000
#define PEERS 131072 /* at most; 198.18.0.0/15 */
#define HOT 0xc6336407u

#define RULES (1u << 20) /* all of the /20, each second one blocked */

enum base { EMPTY, PARSE, SOURCE, NONE };

/* What else the programs are asked to do. */
enum extra { PLAIN, LISTS, ZONE };

static const struct variant {
	const char *name;
	bool tc, many;
	uint32_t peers;
	bool known;
	enum base base;
	enum extra extra;
} variants[] = {
	{ "XDP: empty", false, false, 1, false, EMPTY, PLAIN },
	{ "XDP: parse only", false, false, 1, false, PARSE, PLAIN },
	{ "XDP: parse only, a source written in", false, true, 1024, false, SOURCE, PLAIN },
	{ "XDP: known peer", false, false, 1, true, NONE, PLAIN },
	{ "XDP: unknown peer", false, false, 1, false, NONE, PLAIN },
	{ "XDP: 1,000 known peers at random", false, true, 1024, true, NONE, PLAIN },
	{ "XDP: 1,000 unknown peers at random", false, true, 1024, false, NONE, PLAIN },
	{ "XDP: 100,000 known peers at random", false, true, PEERS, true, NONE, PLAIN },
	{ "XDP: 100,000 unknown peers at random", false, true, PEERS, false, NONE, PLAIN },
	{ "XDP: known peer, with a zone", false, false, 1, true, NONE, ZONE },
	{ "XDP: peer in 1,000,000 prefixes", false, false, 1, false, NONE, LISTS },
	{ "XDP: 1,000 peers in 1,000,000 prefixes", false, true, 1024, false, NONE, LISTS },
	{ "TC: empty", true, false, 1, false, EMPTY, PLAIN },
	{ "TC: parse only", true, false, 1, false, PARSE, PLAIN },
	{ "TC: known peer", true, false, 1, true, NONE, PLAIN },
	{ "TC: known peer, with a zone", true, false, 1, true, NONE, ZONE },
	{ "TC: unknown peer", true, false, 1, false, NONE, PLAIN },
};

#define N (sizeof(variants) / sizeof(*variants))

static struct bench *skels[N];
static double ns[N][ROUNDS];

static const struct bpf_program *program_of(const struct bench *s, const struct variant *v)
{
	if (v->base == EMPTY)
		return v->tc ? s->progs.bench_tc_empty : s->progs.bench_xdp_empty;
	if (v->base == PARSE)
		return v->tc ? s->progs.bench_tc_parse : s->progs.bench_xdp_parse;
	if (v->base == SOURCE)
		return s->progs.bench_xdp_source;
	if (v->many)
		return s->progs.bench_xdp_many;
	return v->tc ? s->progs.redarc_in : s->progs.redarc_xdp;
}

static void allow(const struct bench *s, uint32_t ip)
{
	struct ra_allow value = { .directions = RA_BOTH, .origin = RA_ORIGIN_USER };
	uint32_t key = htonl(ip);

	bpf_map_update_elem(bpf_map__fd(s->maps.allow4), &key, &value, BPF_ANY);
}

static int set_rules(const struct bench *s)
{
	struct ra_prefix *keys = calloc(RULES, sizeof(*keys));
	struct ra_listed *values = calloc(RULES, sizeof(*values));
	uint32_t n = RULES;
	int r = -1;

	for (uint32_t i = 0; keys && values && i < RULES; i++) {
		keys[i] = (struct ra_prefix){ .length = 20, .be_net = htonl(i << 12) };
		values[i].verdict[RA_IN] = i % 2 ? RA_BLOCKED : RA_UNKNOWN;
	}
	if (keys && values)
		r = bpf_map_update_batch(bpf_map__fd(s->maps.cidr4), keys, values, &n, NULL);
	free(keys);
	free(values);
	s->data->ra_control.cidr4 = 1;
	return r;
}

/* 192.0.2.0/24, of which the frame's destination is used. */
static int set_zone(const struct bench *s)
{
	const struct ra_zone_line line = { .used = { RA_ZONE_USED, RA_ZONE_USED } };
	const uint32_t first = 0;

	s->data->ra_control.zones[0] = (struct ra_zone){ .be_net = htonl(0xc0000200),
							 .be_mask = htonl(0xffffff00) };
	s->data->ra_control.n_zones = 1;
	return bpf_map_update_elem(bpf_map__fd(s->maps.zone4), &first, &line, BPF_ANY);
}

static int add_extra(const struct bench *s, enum extra extra)
{
	switch (extra) {
	case LISTS:
		return set_rules(s);
	case ZONE:
		return set_zone(s);
	case PLAIN:
		break;
	}
	return 0;
}

static struct bench *load(const struct variant *v)
{
	const uint32_t rows = 16384;
	int cpus = libbpf_num_possible_cpus();
	struct timespec tick;
	struct bench *s = bench__open();

	if (!s)
		return NULL;
	clock_getres(CLOCK_MONOTONIC_COARSE, &tick);
	s->rodata->ra_config.hz = (uint32_t)(1000000000 / tick.tv_nsec);
	s->rodata->ra_config.rows = rows;
	s->rodata->ra_config.record_rate = 8192;
	s->rodata->bench_peers = v->peers;
	bpf_map__set_max_entries(s->maps.seen4, rows * (uint32_t)cpus);
	bpf_map__set_max_entries(s->maps.allow4, PEERS + 1);
	if (bench__load(s) || add_extra(s, v->extra))
		return NULL;
	s->data->ra_control.learning = 0;
	if (v->known)
		allow(s, HOT);
	for (uint32_t i = 0; v->known && v->many && i < v->peers; i++)
		allow(s, 0xc6120000u + i);
	return s;
}

static double measure(const struct bpf_program *program)
{
	static const uint8_t frame[60] = {
		2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 8, 0, 0x45, 0, 0, 46, 0, 0, 0, 0, 64, 17, 0, 0,
		198, 51, 100, 7, 192, 0, 2, 1, 0xc3, 0x50, 1, 0xbb, 0, 26,
	};
	LIBBPF_OPTS(bpf_test_run_opts, opts, .data_in = frame, .data_size_in = sizeof(frame),
		    .repeat = REPEAT);

	if (bpf_prog_test_run_opts(bpf_program__fd(program), &opts))
		return -1;
	return (double)opts.duration;
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double median(size_t i)
{
	return ns[i][ROUNDS / 2];
}

static size_t base_of(size_t i, enum base base)
{
	size_t k = 0;

	while (variants[k].tc != variants[i].tc || variants[k].base != base)
		k++;
	return k;
}

static void print_table(void)
{
	printf("| program | ns a packet | range | over empty | over parse-only |\n"
	       "|---|--:|--:|--:|--:|\n");
	for (size_t i = 0; i < N; i++) {
		enum base parse = variants[i].many ? SOURCE : PARSE;

		printf("| %s | %.0f | %.0f-%.0f | ", variants[i].name, median(i), ns[i][0],
		       ns[i][ROUNDS - 1]);
		if (variants[i].base == EMPTY)
			printf("| |\n");
		else if (variants[i].base != NONE)
			printf("%+.0f | |\n", median(i) - median(base_of(i, EMPTY)));
		else
			printf("%+.0f | %+.0f |\n", median(i) - median(base_of(i, EMPTY)),
			       median(i) - median(base_of(i, parse)));
	}
	putchar('\n');
	for (size_t i = 0; i < N; i++)
		if (variants[i].base == EMPTY && ns[i][ROUNDS - 1] > 1.5 * ns[i][0])
			printf("The machine was busy: %s took %.0f to %.0f ns.\n", variants[i].name,
			       ns[i][0], ns[i][ROUNDS - 1]);
}

int main(void)
{
	for (size_t i = 0; i < N; i++) {
		skels[i] = load(&variants[i]);
		if (!skels[i]) {
			fprintf(stderr, "programs: cannot load into the kernel; run as root\n");
			return 1;
		}
	}
	for (int round = 0; round < ROUNDS; round++)
		for (size_t i = 0; i < N; i++)
			ns[i][round] = measure(program_of(skels[i], &variants[i]));
	for (size_t i = 0; i < N; i++)
		qsort(ns[i], ROUNDS, sizeof(ns[i][0]), compare);
	print_table();
	for (size_t i = 0; i < N; i++)
		bench__destroy(skels[i]);
	return 0;
}
