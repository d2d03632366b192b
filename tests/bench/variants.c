/* SPDX-License-Identifier: BSD-2-Clause */
/* variants.c - the programs that are measured, each with maps of its own. */
#include "tests/bench/programs.h"

#include <arpa/inet.h>
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <stdlib.h>
#include <time.h>

#include "bpf/rules.h"
#include "bench.skel.h"

#define HOT 0xc6336407u /* 198.51.100.7, the source of the frame */
#define MANY 0xc6120000u
#define ROWS 16384
#define RULES (1u << 20) /* all of the /20, each second one blocked */
#define CONVENTIONAL_STRANGERS 65536

const struct variant variants[] = {
	{ "XDP: empty", false, false, 1, false, EMPTY, PLAIN },
	{ "XDP: parse only", false, false, 1, false, PARSE, PLAIN },
	{ "XDP: parse only, a source written in", false, true, 1024, false, SOURCE, PLAIN },
	{ "XDP: known peer", false, false, 1, true, OURS, PLAIN },
	{ "XDP: unknown peer", false, false, 1, false, OURS, PLAIN },
	{ "XDP: 1,000 known peers at random", false, true, 1024, true, OURS, PLAIN },
	{ "XDP: 1,000 unknown peers at random", false, true, 1024, false, OURS, PLAIN },
	{ "XDP: 100,000 known peers at random", false, true, PEERS, true, OURS, PLAIN },
	{ "XDP: 100,000 unknown peers at random", false, true, PEERS, false, OURS, PLAIN },
	{ "XDP: known peer, with a zone", false, false, 1, true, OURS, ZONE },
	{ "XDP: peer in 1,000,000 prefixes", false, false, 1, false, OURS, LISTS },
	{ "XDP: 1,000 peers in 1,000,000 prefixes", false, true, 1024, false, OURS, LISTS },
	{ "conventional: known peer", false, false, 1, true, CONVENTIONAL, PLAIN },
	{ "conventional: unknown peer", false, false, 1, false, CONVENTIONAL, PLAIN },
	{ "conventional: 1,000 known peers at random", false, true, 1024, true, CONVENTIONAL,
	  PLAIN },
	{ "conventional: 1,000 unknown peers at random", false, true, 1024, false, CONVENTIONAL,
	  PLAIN },
	{ "conventional: 100,000 known peers at random", false, true, PEERS, true, CONVENTIONAL,
	  PLAIN },
	{ "conventional: 100,000 unknown peers at random", false, true, PEERS, false,
	  CONVENTIONAL, PLAIN },
	{ "TC: empty", true, false, 1, false, EMPTY, PLAIN },
	{ "TC: parse only", true, false, 1, false, PARSE, PLAIN },
	{ "TC: known peer", true, false, 1, true, OURS, PLAIN },
	{ "TC: known peer, with a zone", true, false, 1, true, OURS, ZONE },
	{ "TC: unknown peer", true, false, 1, false, OURS, PLAIN },
};

const size_t n_variants = sizeof(variants) / sizeof(*variants);

static struct bpf_program *program_of(const struct bench *b, const struct variant *v)
{
	switch (v->what) {
	case EMPTY:
		return v->tc ? b->progs.bench_tc_empty : b->progs.bench_xdp_empty;
	case PARSE:
		return v->tc ? b->progs.bench_tc_parse : b->progs.bench_xdp_parse;
	case SOURCE:
		return b->progs.bench_xdp_source;
	case CONVENTIONAL:
		return v->many ? b->progs.bench_xdp_conventional_many :
				 b->progs.bench_xdp_conventional;
	case OURS:
		break;
	}
	if (v->many)
		return b->progs.bench_xdp_many;
	return v->tc ? b->progs.redarc_in : b->progs.redarc_xdp;
}

/* --- what is known --- */

static int allow(const struct bench *b, uint32_t ip)
{
	const struct ra_allow value = { .directions = RA_BOTH, .origin = RA_ORIGIN_USER };
	const uint32_t key = htonl(ip);

	return bpf_map_update_elem(bpf_map__fd(b->maps.allow4), &key, &value, BPF_ANY);
}

static int allow_conventionally(const struct bench *b, uint32_t ip)
{
	static uint64_t zero[3 * 1024]; /* a peer's three for each CPU */
	const uint32_t key = htonl(ip);

	return bpf_map_update_elem(bpf_map__fd(b->maps.conv_allow4), &key, zero, BPF_ANY);
}

static int allow_peers(const struct bench *b, const struct variant *v)
{
	int (*add)(const struct bench *, uint32_t) = v->what == CONVENTIONAL ?
							     allow_conventionally :
							     allow;
	int r = 0;

	if (!v->known)
		return 0;
	for (uint32_t i = 0; v->many && i < v->peers; i++)
		r = r ? r : add(b, MANY + i);
	return r ? r : add(b, HOT);
}

/* --- what else there is to do --- */

static int set_rules(const struct bench *b)
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
		r = bpf_map_update_batch(bpf_map__fd(b->maps.cidr4), keys, values, &n, NULL);
	free(keys);
	free(values);
	b->data->ra_control.cidr4 = 1;
	return r;
}

/* 192.0.2.0/24, of which the frame's destination is used. */
static int set_zone(const struct bench *b)
{
	const struct ra_zone_line line = { .used = { RA_ZONE_USED, RA_ZONE_USED } };
	const uint32_t first = 0;

	b->data->ra_control.zones[0] = (struct ra_zone){ .be_net = htonl(0xc0000200),
							 .be_mask = htonl(0xffffff00) };
	b->data->ra_control.n_zones = 1;
	return bpf_map_update_elem(bpf_map__fd(b->maps.zone4), &first, &line, BPF_ANY);
}

static int add_extra(const struct bench *b, enum extra extra)
{
	switch (extra) {
	case LISTS:
		return set_rules(b);
	case ZONE:
		return set_zone(b);
	case PLAIN:
		break;
	}
	return 0;
}

/* --- sizes and settings, before the kernel sees them --- */

static void set_sizes(const struct bench *b, const struct variant *v)
{
	bpf_map__set_max_entries(b->maps.seen4, ROWS * (uint32_t)libbpf_num_possible_cpus());
	bpf_map__set_max_entries(b->maps.allow4, PEERS + 1);
	if (v->what != CONVENTIONAL)
		return;
	bpf_map__set_max_entries(b->maps.conv_allow4, PEERS + 1);
	bpf_map__set_max_entries(b->maps.conv_seen4, CONVENTIONAL_STRANGERS);
}

static void configure(const struct bench *b, const struct variant *v)
{
	struct timespec tick;

	clock_getres(CLOCK_MONOTONIC_COARSE, &tick);
	b->rodata->ra_config.hz = (uint32_t)(1000000000 / tick.tv_nsec);
	b->rodata->ra_config.rows = ROWS;
	b->rodata->ra_config.record_rate = 8192;
	b->rodata->bench_peers = v->peers;
	b->data->ra_control.learning = 0;
}

static void load_only(const struct bench *b, const struct bpf_program *wanted)
{
	struct bpf_program *p;

	bpf_object__for_each_program(p, b->obj)
		bpf_program__set_autoload(p, p == wanted);
}

struct bench *variant_open(const struct variant *v, int *fd)
{
	struct bench *b = bench__open();

	if (!b)
		return NULL;
	set_sizes(b, v);
	configure(b, v);
	load_only(b, program_of(b, v));
	if (bench__load(b) || allow_peers(b, v) || add_extra(b, v->extra)) {
		bench__destroy(b);
		return NULL;
	}
	*fd = bpf_program__fd(program_of(b, v));
	return b;
}

void variant_close(struct bench *b)
{
	bench__destroy(b);
}
