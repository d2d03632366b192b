/* SPDX-License-Identifier: BSD-2-Clause */
/* The programs as the kernel runs them: each frame of the table, and what becomes of a peer. */
#include "bpf/kernel.h"

#include <arpa/inet.h>
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LEAST_ETHER 14 /* BPF_PROG_TEST_RUN takes nothing shorter */

static void check_counted(const struct frame *f, enum ra_direction direction)
{
	bool in = direction == RA_IN;
	struct ra_ledger l;
	struct ra_seen seen;

	l = kernel_ledger();
	assert_int_equal(l.seen, 1);
	assert_int_equal(l.not_ipv4, f->class == PACKET_NOT_IPV4);
	assert_int_equal(l.malformed, f->class == PACKET_MALFORMED);
	assert_int_equal(l.verdict[RA_UNKNOWN][direction], f->class == PACKET_IPV4);
	if (f->class != PACKET_IPV4)
		return;
	seen = kernel_seen(in ? f->source : f->destination, direction);
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
	kernel_afresh();
	assert_int_equal(kernel_run(ether ? kernel->progs.redarc_xdp : kernel->progs.redarc_xdp_ip,
				    f->bytes, f->len, 1),
			 XDP_PASS);
	check_counted(f, RA_IN);
}

static void through_tc_in(void **state)
{
	const struct frame *f = *state;

	skip_refused(f, true);
	kernel_afresh();
	assert_int_equal((int)kernel_run(kernel->progs.redarc_in, f->bytes, f->len, 1), -1);
	check_counted(f, RA_IN);
}

static void through_tc_out(void **state)
{
	const struct frame *f = *state;

	skip_refused(f, true);
	kernel_afresh();
	assert_int_equal((int)kernel_run(kernel->progs.redarc_out, f->bytes, f->len, 1), -1);
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
	kernel_afresh();
	kernel_allow(f->source, RA_DIR_BIT(RA_IN));
	kernel_run(kernel->progs.redarc_xdp, f->bytes, f->len, 1000);
	l = kernel_ledger();
	assert_int_equal(l.verdict[RA_ALLOWED][RA_IN], 1000);
	assert_int_equal(l.reported + l.suppressed + l.lost, 0);
	assert_int_equal(bpf_map_lookup_elem(bpf_map__fd(kernel->maps.allow4), &key, &value), 0);
	assert_int_equal(value.packets[RA_IN], 1000);
	assert_int_equal(value.bytes[RA_IN], 1000 * f->ip_bytes);
	assert_true(value.last_seen[RA_IN] > 0);
	assert_int_equal(value.packets[RA_OUT], 0);
	assert_int_equal(kernel_seen(f->source, RA_IN).generation, 0);
}

static void directions_apart(void **state)
{
	const struct frame *f = plain_frame();
	struct ra_ledger l;

	(void)state;
	kernel_afresh();
	kernel_allow(f->destination, RA_DIR_BIT(RA_IN));
	kernel_run(kernel->progs.redarc_out, f->bytes, f->len, 10);
	l = kernel_ledger();
	assert_int_equal(l.verdict[RA_ALLOWED][RA_OUT], 0);
	assert_int_equal(l.verdict[RA_UNKNOWN][RA_OUT], 10);
}

static void learning(void **state)
{
	const struct frame *f = plain_frame();
	struct ra_ledger l;

	(void)state;
	kernel_afresh();
	kernel->data->ra_control.learning = 1;
	kernel_run(kernel->progs.redarc_in, f->bytes, f->len, 10);
	assert_int_equal(kernel_seen(f->source, RA_IN).verdict, RA_LEARNING);
	kernel->data->ra_control.learning = 0;
	kernel_run(kernel->progs.redarc_in, f->bytes, f->len, 5);
	assert_int_equal(kernel_seen(f->source, RA_IN).verdict, RA_UNKNOWN);
	assert_int_equal(kernel_seen(f->source, RA_IN).packets, 5);
	l = kernel_ledger();
	assert_int_equal(l.verdict[RA_LEARNING][RA_IN], 10);
	assert_int_equal(l.verdict[RA_UNKNOWN][RA_IN], 5);
}

/* What came through the ring buffer. */
struct heard {
	int peers;
	uint64_t packets; /* of the last record of each generation */
};

static int hear(void *ctx, void *data, size_t size)
{
	struct heard *heard = ctx;
	const struct ra_record_peer *peer = data;

	assert_int_equal(peer->kind, RA_RECORD_PEER);
	assert_int_equal(size, sizeof(*peer));
	assert_true(peer->row < KERNEL_ROWS * (uint32_t)kernel_cpus);
	heard->peers++;
	heard->packets += peer->seen.packets;
	return 0;
}

static struct heard listen_to_ring(void)
{
	struct heard heard = { 0 };
	struct ring_buffer *ring =
		ring_buffer__new(bpf_map__fd(kernel->maps.events), hear, &heard, NULL);

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
	kernel_afresh();
	listen_to_ring();
	kernel_run(kernel->progs.redarc_in, f->bytes, f->len, 100);
	heard = listen_to_ring();
	l = kernel_ledger();
	assert_int_equal(heard.peers, l.reported);
	assert_in_range(heard.peers, 1, 2); /* a second may have turned over in between */
	assert_int_equal(l.suppressed, 100 - l.reported);
	assert_int_equal(kernel_seen(f->source, RA_IN).packets, 100);
}

static void run_from(uint32_t ip)
{
	uint8_t bytes[128];
	const struct frame *f = plain_frame();

	memcpy(bytes, f->bytes, f->len);
	ip = htonl(ip);
	memcpy(bytes + 26, &ip, 4);
	kernel_run(kernel->progs.redarc_xdp, bytes, f->len, 1);
}

/* Many times more peers than rows, and more records than the ring holds. */
static void crowd(void **state)
{
	const uint32_t peers = 40000;
	struct ra_ledger l;
	struct heard heard;

	(void)state;
	kernel_afresh();
	listen_to_ring();
	for (uint32_t i = 0; i < peers; i++)
		run_from(0xc6120000u + i); /* 198.18.0.0/15 */
	l = kernel_ledger();
	assert_int_equal(l.verdict[RA_UNKNOWN][RA_IN], peers);
	assert_true(l.lost > 0);
	assert_true(l.reported > KERNEL_ROWS);
	heard = listen_to_ring();
	assert_int_equal(heard.peers, l.reported);
	assert_int_equal(heard.packets, l.reported);
}

static void nothing_dropped_by_two_in_a_pair(void **state)
{
	struct ra_ledger l;

	(void)state;
	kernel_afresh();
	listen_to_ring();
	for (int round = 0; round < 3; round++)
		for (uint32_t i = 0; i < KERNEL_ROWS / 2; i++)
			run_from(0xc6336400u + i);
	l = kernel_ledger();
	assert_int_equal(l.lost, 0);
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
	return _cmocka_run_group_tests("programs", tests, n, kernel_load, kernel_unload);
}
