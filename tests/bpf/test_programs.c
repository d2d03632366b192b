/* SPDX-License-Identifier: BSD-2-Clause */
/* The programs as the kernel runs them: each frame of the table, and what becomes of a peer. */
#include <arpa/inet.h>
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "bpf/rules.h"
#include "frames/frames.h"
#include "redarc.skel.h"

#define ROWS 64u
#define RATE 1000000u
#define LEAST_ETHER 14 /* BPF_PROG_TEST_RUN takes nothing shorter */

static struct redarc *skel;
static int n_cpus;

static void sum_ledger(struct ra_ledger *sum)
{
	struct ra_ledger *cpus = calloc((size_t)n_cpus, sizeof(*cpus));
	uint32_t zero = 0;

	assert_non_null(cpus);
	assert_int_equal(bpf_map_lookup_elem(bpf_map__fd(skel->maps.ledger), &zero, cpus), 0);
	memset(sum, 0, sizeof(*sum));
	for (int i = 0; i < n_cpus; i++)
		for (size_t word = 0; word < offsetof(struct ra_ledger, sent) / 8; word++)
			((uint64_t *)sum)[word] += ((const uint64_t *)&cpus[i])[word];
	free(cpus);
}

/* Empty maps, one CPU: what a frame leaves behind is then all there is. */
static void start_afresh(void)
{
	struct ra_ledger *cpus = calloc((size_t)n_cpus, sizeof(*cpus));
	struct ra_seen empty = { 0 };
	uint32_t key, next;

	for (uint32_t i = 0; i < ROWS * (uint32_t)n_cpus; i++)
		bpf_map_update_elem(bpf_map__fd(skel->maps.seen4), &i, &empty, BPF_ANY);
	while (!bpf_map_get_next_key(bpf_map__fd(skel->maps.allow4), NULL, &next)) {
		key = next;
		bpf_map_delete_elem(bpf_map__fd(skel->maps.allow4), &key);
	}
	key = 0;
	bpf_map_update_elem(bpf_map__fd(skel->maps.ledger), &key, cpus, BPF_ANY);
	free(cpus);
	skel->data->ra_control.learning = 0;
}

static uint32_t run(const struct bpf_program *program, const void *bytes, uint32_t len, int times)
{
	uint8_t out[2048];
	LIBBPF_OPTS(bpf_test_run_opts, opts, .data_in = bytes, .data_size_in = len,
		    .data_out = out, .data_size_out = sizeof(out), .repeat = times);

	assert_int_equal(bpf_prog_test_run_opts(bpf_program__fd(program), &opts), 0);
	assert_int_equal(opts.data_size_out, len); /* a packet is never changed */
	assert_memory_equal(out, bytes, len);
	return opts.retval;
}

static void allow(uint32_t ip, uint8_t directions)
{
	struct ra_allow value = { .directions = directions, .origin = RA_ORIGIN_USER };
	uint32_t key = htonl(ip);

	assert_int_equal(
		bpf_map_update_elem(bpf_map__fd(skel->maps.allow4), &key, &value, BPF_ANY), 0);
}

/* The row of seen4 of a peer and direction, counted over CPUs; generation 0 when there is none. */
static struct ra_seen find_seen(uint32_t ip, uint8_t direction)
{
	struct ra_seen seen, none = { 0 };

	for (uint32_t i = 0; i < ROWS * (uint32_t)n_cpus; i++) {
		assert_int_equal(bpf_map_lookup_elem(bpf_map__fd(skel->maps.seen4), &i, &seen), 0);
		if (seen.generation && seen.be_peer == htonl(ip) && seen.direction == direction)
			return seen;
	}
	return none;
}

static void check_sums(const struct ra_ledger *l)
{
	uint64_t judged = 0, not_allowed = 0;

	for (int v = 0; v < RA_VERDICTS; v++)
		for (int d = 0; d < RA_DIRECTIONS; d++) {
			judged += l->verdict[v][d];
			not_allowed += v == RA_ALLOWED ? 0 : l->verdict[v][d];
		}
	assert_int_equal(l->seen, l->not_ipv4 + l->malformed + judged);
	assert_int_equal(not_allowed, l->reported + l->suppressed + l->lost);
}

static void check_counted(const struct frame *f, enum ra_direction direction)
{
	bool in = direction == RA_IN;
	struct ra_ledger l;
	struct ra_seen seen;

	sum_ledger(&l);
	check_sums(&l);
	assert_int_equal(l.seen, 1);
	assert_int_equal(l.not_ipv4, f->class == PACKET_NOT_IPV4);
	assert_int_equal(l.malformed, f->class == PACKET_MALFORMED);
	assert_int_equal(l.verdict[RA_UNKNOWN][direction], f->class == PACKET_IPV4);
	if (f->class != PACKET_IPV4)
		return;
	seen = find_seen(in ? f->source : f->destination, direction);
	assert_int_equal(seen.packets, 1);
	assert_int_equal(seen.bytes, f->ip_bytes);
	assert_int_equal(seen.proto, f->protocol);
	assert_int_equal(ntohl(seen.be_local), in ? f->destination : f->source);
	assert_int_equal(ntohs(seen.be_peer_port), in ? f->source_port : f->destination_port);
	assert_int_equal(ntohs(seen.be_local_port), in ? f->destination_port : f->source_port);
}

/* The kernel's own checks stand before the program: what they refuse, it never sees there. */
static void skip_refused(const struct frame *f, bool tc)
{
	bool cut_ipv4 = f->len < LEAST_ETHER + 20 && f->len >= LEAST_ETHER &&
			packet_u16(f->bytes + 12) == PACKET_TYPE_IPV4;

	if (f->len >= LEAST_ETHER && !(tc && cut_ipv4))
		return;
	print_message("# SKIP the kernel's test run refuses a frame as short as that\n");
	skip();
}

static void through_xdp(void **state)
{
	const struct frame *f = *state;
	bool ether = f->link == PACKET_LINK_ETHER;

	skip_refused(f, false);
	start_afresh();
	assert_int_equal(run(ether ? skel->progs.redarc_xdp : skel->progs.redarc_xdp_ip, f->bytes,
			     f->len, 1),
			 XDP_PASS);
	check_counted(f, RA_IN);
}

static void through_tc_in(void **state)
{
	const struct frame *f = *state;

	skip_refused(f, true);
	start_afresh();
	assert_int_equal((int)run(skel->progs.redarc_in, f->bytes, f->len, 1), -1);
	check_counted(f, RA_IN);
}

static void through_tc_out(void **state)
{
	const struct frame *f = *state;

	skip_refused(f, true);
	start_afresh();
	assert_int_equal((int)run(skel->progs.redarc_out, f->bytes, f->len, 1), -1);
	check_counted(f, RA_OUT);
}

/* --- what becomes of a peer --- */

static const struct frame *plain_frame(void)
{
	for (size_t i = 0; i < n_frames; i++)
		if (frames[i].link == PACKET_LINK_ETHER && frames[i].class == PACKET_IPV4 &&
		    frames[i].source == FRAMES_SOURCE && !frames[i].tags)
			return &frames[i];
	fail_msg("the table has no plain frame");
	return NULL;
}

static void known_peer(void **state)
{
	const struct frame *f = plain_frame();
	uint32_t key = htonl(f->source);
	struct ra_allow value;
	struct ra_ledger l;

	(void)state;
	start_afresh();
	allow(f->source, RA_DIR_BIT(RA_IN));
	run(skel->progs.redarc_xdp, f->bytes, f->len, 1000);
	sum_ledger(&l);
	check_sums(&l);
	assert_int_equal(l.verdict[RA_ALLOWED][RA_IN], 1000);
	assert_int_equal(l.reported + l.suppressed + l.lost, 0);
	assert_int_equal(bpf_map_lookup_elem(bpf_map__fd(skel->maps.allow4), &key, &value), 0);
	assert_int_equal(value.packets[RA_IN], 1000);
	assert_int_equal(value.bytes[RA_IN], 1000 * f->ip_bytes);
	assert_true(value.last_seen[RA_IN] > 0);
	assert_int_equal(value.packets[RA_OUT], 0);
	assert_int_equal(find_seen(f->source, RA_IN).generation, 0);
}

static void directions_apart(void **state)
{
	const struct frame *f = plain_frame();
	struct ra_ledger l;

	(void)state;
	start_afresh();
	allow(f->destination, RA_DIR_BIT(RA_IN));
	run(skel->progs.redarc_out, f->bytes, f->len, 10);
	sum_ledger(&l);
	check_sums(&l);
	assert_int_equal(l.verdict[RA_ALLOWED][RA_OUT], 0);
	assert_int_equal(l.verdict[RA_UNKNOWN][RA_OUT], 10);
}

static void learning(void **state)
{
	const struct frame *f = plain_frame();
	struct ra_ledger l;

	(void)state;
	start_afresh();
	skel->data->ra_control.learning = 1;
	run(skel->progs.redarc_in, f->bytes, f->len, 10);
	assert_int_equal(find_seen(f->source, RA_IN).verdict, RA_LEARNING);
	skel->data->ra_control.learning = 0;
	run(skel->progs.redarc_in, f->bytes, f->len, 5);
	assert_int_equal(find_seen(f->source, RA_IN).verdict, RA_UNKNOWN);
	assert_int_equal(find_seen(f->source, RA_IN).packets, 5);
	sum_ledger(&l);
	check_sums(&l);
	assert_int_equal(l.verdict[RA_LEARNING][RA_IN], 10);
	assert_int_equal(l.verdict[RA_UNKNOWN][RA_IN], 5);
}

/* What came through the ring buffer. */
struct heard {
	int peers, ledgers;
	uint64_t packets; /* of the last record of each generation */
};

static int hear(void *ctx, void *data, size_t size)
{
	struct heard *heard = ctx;
	const struct ra_record_peer *peer = data;

	if (peer->kind == RA_RECORD_LEDGER && size == sizeof(struct ra_record_ledger)) {
		heard->ledgers++;
		return 0;
	}
	assert_int_equal(peer->kind, RA_RECORD_PEER);
	assert_int_equal(size, sizeof(*peer));
	assert_true(peer->row < ROWS * (uint32_t)n_cpus);
	heard->peers++;
	heard->packets += peer->seen.packets;
	return 0;
}

static struct heard listen_to_ring(void)
{
	struct heard heard = { 0 };
	struct ring_buffer *ring =
		ring_buffer__new(bpf_map__fd(skel->maps.events), hear, &heard, NULL);

	assert_non_null(ring);
	assert_true(ring_buffer__consume(ring) >= 0);
	ring_buffer__free(ring);
	return heard;
}

static void first_sight(void **state)
{
	const struct frame *f = plain_frame();
	struct ra_ledger l;
	struct heard heard;

	(void)state;
	start_afresh();
	listen_to_ring();
	run(skel->progs.redarc_in, f->bytes, f->len, 100);
	heard = listen_to_ring();
	sum_ledger(&l);
	check_sums(&l);
	assert_int_equal(heard.peers, l.reported);
	assert_in_range(heard.peers, 1, 2); /* a second may have turned over in between */
	assert_true(heard.ledgers >= 1);
	assert_int_equal(l.suppressed, 100 - l.reported);
	assert_int_equal(find_seen(f->source, RA_IN).packets, 100);
}

static void run_from(uint32_t ip)
{
	uint8_t bytes[128];
	const struct frame *f = plain_frame();

	memcpy(bytes, f->bytes, f->len);
	ip = htonl(ip);
	memcpy(bytes + 26, &ip, 4);
	run(skel->progs.redarc_xdp, bytes, f->len, 1);
}

/* Many times more peers than rows, and more records than the ring holds. */
static void crowd(void **state)
{
	const uint32_t peers = 40000;
	struct ra_ledger l;
	struct heard heard;

	(void)state;
	start_afresh();
	listen_to_ring();
	for (uint32_t i = 0; i < peers; i++)
		run_from(0xc6120000u + i); /* 198.18.0.0/15 */
	sum_ledger(&l);
	check_sums(&l);
	assert_int_equal(l.verdict[RA_UNKNOWN][RA_IN], peers);
	assert_true(l.lost > 0);
	assert_true(l.reported > ROWS);
	heard = listen_to_ring();
	assert_int_equal(heard.peers, l.reported);
	assert_int_equal(heard.packets, l.reported);
}

static void nothing_dropped_by_two_in_a_pair(void **state)
{
	struct ra_ledger l;

	(void)state;
	start_afresh();
	listen_to_ring();
	for (int round = 0; round < 3; round++)
		for (uint32_t i = 0; i < ROWS / 2; i++)
			run_from(0xc6336400u + i);
	sum_ledger(&l);
	check_sums(&l);
	assert_int_equal(l.lost, 0);
}

static int load(void **state)
{
	(void)state;
	n_cpus = libbpf_num_possible_cpus();
	skel = redarc__open();
	if (!skel)
		return -1;
	skel->rodata->ra_config.rows = ROWS;
	skel->rodata->ra_config.record_rate = RATE;
	bpf_map__set_max_entries(skel->maps.seen4, ROWS * (uint32_t)n_cpus);
	bpf_map__set_max_entries(skel->maps.allow4, 1024);
	return redarc__load(skel);
}

static int unload(void **state)
{
	(void)state;
	redarc__destroy(skel);
	return 0;
}

static const struct CMUnitTest stories[] = {
	{ "kernel: a known peer is counted where it stands and makes no event", known_peer, NULL,
	  NULL, NULL },
	{ "kernel: allowed inbound is not allowed outbound", directions_apart, NULL, NULL, NULL },
	{ "kernel: what is learned is unknown once learning ends", learning, NULL, NULL, NULL },
	{ "kernel: an unknown peer is reported on first sight, then folded", first_sight, NULL,
	  NULL, NULL },
	{ "kernel: a crowd is bounded, and what is lost is counted", crowd, NULL, NULL, NULL },
	{ "kernel: peers that share rows take turns without a loss",
	  nothing_dropped_by_two_in_a_pair, NULL, NULL, NULL },
};

static size_t add_frames(struct CMUnitTest *tests, size_t n, const char *hook, bool ip_too,
			 void (*test)(void **))
{
	for (size_t i = 0; i < n_frames; i++) {
		char *name;

		if (frames[i].link != PACKET_LINK_ETHER &&
		    !(ip_too && frames[i].link == PACKET_LINK_IP))
			continue;
		if (asprintf(&name, "%s: %s", hook, frames[i].what) < 0)
			abort();
		tests[n++] = (struct CMUnitTest){ name, test, NULL, NULL, (void *)&frames[i] };
	}
	return n;
}

int main(void)
{
	size_t n = sizeof(stories) / sizeof(*stories);
	struct CMUnitTest *tests = calloc(n + 3 * n_frames, sizeof(*tests));

	if (!tests)
		return 1;
	memcpy(tests, stories, sizeof(stories));
	n = add_frames(tests, n, "xdp", true, through_xdp);
	n = add_frames(tests, n, "tc in", false, through_tc_in);
	n = add_frames(tests, n, "tc out", false, through_tc_out);
	return _cmocka_run_group_tests("programs", tests, n, load, unload);
}
