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
#include "source/ebpf_hot.h"

#define HOT 0xc6336407u /* 198.51.100.7, the source of the frame */
#define MANY 0xc6120000u
#define SEED 0x5eed0fca
#define ROWS 16384
#define HOT_LINES 65536
#define HOT_LINES_LEAST 64
#define REPEAT 400000 /* packets */
#define RULES (1u << 20) /* all of the /20, each second one blocked */
#define CONVENTIONAL_STRANGERS 65536

const struct variant variants[] = {
	{ "XDP: empty", false, false, 1, false, EMPTY, PLAIN },
	{ "XDP: parse only", false, false, 1, false, PARSE, PLAIN },
	{ "XDP: parse only, a source written in", false, true, 1024, false, SOURCE, PLAIN },
	{ "XDP: known peer", false, false, 1, true, OURS, PLAIN },
	{ "XDP: known peer, without the hot table", false, false, 1, true, OURS, NO_HOT },
	{ "XDP: unknown peer", false, false, 1, false, OURS, PLAIN },
	{ "XDP: 1,000 known peers at random", false, true, 1024, true, OURS, PLAIN },
	{ "XDP: 1,000 unknown peers at random", false, true, 1024, false, OURS, PLAIN },
	{ "XDP: 100,000 known peers at random", false, true, PEERS, true, OURS, PLAIN },
	{ "XDP: 100,000 known, without the hot table", false, true, PEERS, true, OURS, NO_HOT },
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
	{ "TC: parse only, a source written in", true, true, 1024, false, SOURCE, PLAIN },
	{ "TC: known peer", true, false, 1, true, OURS, PLAIN },
	{ "TC: known peer, without the hot table", true, false, 1, true, OURS, NO_HOT },
	{ "TC: known peer, with a zone", true, false, 1, true, OURS, ZONE },
	{ "TC: unknown peer", true, false, 1, false, OURS, PLAIN },
	{ "TC: 100,000 known peers at random", true, true, PEERS, true, OURS, PLAIN },
	{ "TC: 100,000 known, without the hot table", true, true, PEERS, true, OURS, NO_HOT },
	{ "TC: 100,000 unknown peers at random", true, true, PEERS, false, OURS, PLAIN },
};

const size_t n_variants = sizeof(variants) / sizeof(*variants);

size_t variant_find(bool tc, enum what what, uint32_t peers, bool known)
{
	size_t i = 0;

	while (variants[i].tc != tc || variants[i].what != what || variants[i].peers != peers ||
	       variants[i].known != known || variants[i].extra != PLAIN)
		i++;
	return i;
}

static struct bpf_program *program_of(const struct bench *b, const struct variant *v)
{
	switch (v->what) {
	case EMPTY:
		return v->tc ? b->progs.bench_tc_empty : b->progs.bench_xdp_empty;
	case PARSE:
		return v->tc ? b->progs.bench_tc_parse : b->progs.bench_xdp_parse;
	case SOURCE:
		return v->tc ? b->progs.bench_tc_source : b->progs.bench_xdp_source;
	case CONVENTIONAL:
		return v->many ? b->progs.bench_xdp_conventional_many :
				 b->progs.bench_xdp_conventional;
	case OURS:
		break;
	}
	if (v->many)
		return v->tc ? b->progs.bench_tc_many : b->progs.bench_xdp_many;
	return v->tc ? b->progs.redarc_in : b->progs.redarc_xdp;
}

/* --- what is known --- */

static uint32_t lines_of(const struct variant *v)
{
	return v->many ? HOT_LINES : HOT_LINES_LEAST;
}

static int allow(const struct bench *b, uint32_t be_peer)
{
	const struct ra_allow value = { .directions = RA_BOTH, .origin = RA_ORIGIN_USER };

	return bpf_map_update_elem(bpf_map__fd(b->maps.allow4), &be_peer, &value, BPF_ANY);
}

static int allow_conventionally(const struct bench *b, uint32_t be_peer)
{
	static uint64_t zero[3 * 1024]; /* a peer's three for each CPU */

	return bpf_map_update_elem(bpf_map__fd(b->maps.conv_allow4), &be_peer, zero, BPF_ANY);
}

static uint32_t peer_at(const struct variant *v, uint32_t i)
{
	return htonl(v->many ? MANY + i : HOT);
}

static int allow_peers(const struct bench *b, const struct variant *v)
{
	int r = 0;

	for (uint32_t i = 0; v->known && i < v->peers && !r; i++)
		r = (v->what == CONVENTIONAL ? allow_conventionally : allow)(b, peer_at(v, i));
	return r;
}

int variant_mirror(const struct bench *b, const struct variant *v, struct hot4 *h)
{
	const struct hot4_config config = { .hot = bpf_map__fd(b->maps.hot4),
					    .folded = bpf_map__fd(b->maps.fold4),
					    .fold = bpf_program__fd(b->progs.redarc_fold),
					    .edit = bpf_program__fd(b->progs.redarc_edit),
					    .lines = lines_of(v),
					    .cpus = (uint32_t)libbpf_num_possible_cpus(),
					    .seed = SEED,
					    .hz = b->rodata->ra_config.hz,
					    .control = &b->data->ra_control };
	int r = hot4_init(h, &config);

	if (r)
		return r;
	hot4_resize(h, v->peers);
	for (uint32_t i = 0; i < v->peers; i++)
		hot4_place(h, peer_at(v, i), RA_IN, i);
	b->data->ra_control.hot_until = UINT64_MAX;
	return 0;
}

/* What stands in the table stays there when it is no longer mapped. */
static int fill_hot(const struct bench *b, const struct variant *v)
{
	struct hot4 h = { .used = 0 };
	int r = 0;

	if (v->known && v->what == OURS && v->extra != NO_HOT)
		r = variant_mirror(b, v, &h);
	hot4_clear(&h);
	return r;
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
	case NO_HOT:
		break;
	}
	return 0;
}

/* --- sizes and settings, before the kernel sees them --- */

static void set_sizes(const struct bench *b, const struct variant *v)
{
	uint32_t cpus = (uint32_t)libbpf_num_possible_cpus();

	bpf_map__set_max_entries(b->maps.ledger, cpus);
	bpf_map__set_max_entries(b->maps.hot4, lines_of(v) * RA_DIRECTIONS * cpus);
	bpf_map__set_max_entries(b->maps.fold4, lines_of(v) * RA_DIRECTIONS * cpus);
	bpf_map__set_max_entries(b->maps.seen4, ROWS * cpus);
	bpf_map__set_max_entries(b->maps.allow4, PEERS);
	if (v->what != CONVENTIONAL)
		return;
	bpf_map__set_max_entries(b->maps.conv_allow4, PEERS);
	bpf_map__set_max_entries(b->maps.conv_seen4, CONVENTIONAL_STRANGERS);
}

static void configure(const struct bench *b, const struct variant *v)
{
	struct timespec tick;

	clock_getres(CLOCK_MONOTONIC_COARSE, &tick);
	b->rodata->ra_config = (struct ra_config){
		.version = RA_VERSION,
		.hz = (uint32_t)(1000000000 / tick.tv_nsec),
		.cpus = (uint32_t)libbpf_num_possible_cpus(),
		.rows = ROWS,
		.hot_lines = lines_of(v),
		.measures = 1,
		.seed = SEED,
	};
	b->rodata->bench_peers = v->peers;
	b->data->ra_control = (struct ra_control){ .record_rate = 8192 };
}

/* And what sweeps need. */
static void load_only(const struct bench *b, const struct bpf_program *wanted)
{
	struct bpf_program *p;

	bpf_object__for_each_program(p, b->obj)
		bpf_program__set_autoload(p, p == wanted || p == b->progs.redarc_fold);
}

struct bench *variant_open(const struct variant *v, int *fd)
{
	struct bench *b = bench__open();

	if (!b)
		return NULL;
	set_sizes(b, v);
	configure(b, v);
	load_only(b, program_of(b, v));
	if (bench__load(b) || allow_peers(b, v) || fill_hot(b, v) || add_extra(b, v->extra)) {
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

double variant_measure(int fd)
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
