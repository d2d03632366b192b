/* SPDX-License-Identifier: BSD-2-Clause */
/* The first packets of strangers, as they come out of the kernel. */
#include "bpf/kernel.h"

#include <arpa/inet.h>
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <string.h>
#include <time.h>

#define SNAP 96
#define LONG 300 /* bytes of a frame that is longer */

static const uint32_t home = 0xc0000201, stranger = 0xcb007114, known = 0xc633640a;

static struct kept {
	int n;
	struct ra_record_packet first;
	uint8_t bytes[256];
} kept;

static int hear(void *ctx, void *data, size_t size)
{
	const struct ra_record_packet *r = data;

	(void)ctx;
	assert_true(size >= sizeof(*r) + r->captured);
	if (kept.n++)
		return 0;
	kept.first = *r;
	memcpy(kept.bytes, r->bytes, r->captured);
	return 0;
}

/* What waits, all of which is read; the first of it is looked at. */
static int read_kept(void)
{
	struct ring_buffer *ring =
		ring_buffer__new(bpf_map__fd(kernel->maps.evidence), hear, NULL, NULL);

	memset(&kept, 0, sizeof(kept));
	assert_non_null(ring);
	assert_true(ring_buffer__consume(ring) >= 0);
	ring_buffer__free(ring);
	return kept.n;
}

static void afresh(void)
{
	kernel_afresh();
	read_kept();
}

static int64_t steady_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000000ll + now.tv_nsec;
}

static void run_in(uint32_t source, int times)
{
	uint8_t frame[KERNEL_UDP];

	kernel_udp(frame, source, home, 1, 2);
	kernel_run(kernel->progs.redarc_in, frame, sizeof(frame), times);
}

static void test_first(void **state)
{
	uint8_t frame[KERNEL_UDP];

	(void)state;
	afresh();
	run_in(stranger, 3);
	assert_int_equal(read_kept(), 3);
	run_in(stranger, 100);
	/* another CPU has rows of its own */
	assert_in_range(read_kept(), RA_EVIDENCE_PACKETS - 3,
			RA_EVIDENCE_PACKETS * kernel_cpus - 3);
	kernel_udp(frame, home, stranger, 2, 1);
	kernel_run(kernel->progs.redarc_out, frame, sizeof(frame), 100);
	assert_in_range(read_kept(), RA_EVIDENCE_PACKETS, RA_EVIDENCE_PACKETS * kernel_cpus);
	assert_int_equal(kept.first.direction, RA_OUT);
	assert_int_equal(ntohl(kept.first.be_peer), stranger);
	assert_int_equal(kernel_ledger().skipped, 0);
}

static void run_long(const struct bpf_program *program, uint32_t skip)
{
	uint8_t frame[LONG] = { 0 };

	kernel_udp(frame, stranger, home, 1, 2);
	frame[16] = (LONG - 14) >> 8;
	frame[17] = (LONG - 14) & 255;
	for (int i = KERNEL_UDP; i < LONG; i++)
		frame[i] = (uint8_t)i;
	kernel_run(program, frame + skip, LONG - skip, 1);
	assert_int_equal(read_kept(), 1);
	assert_int_equal(kept.first.captured, SNAP);
	assert_int_equal(kept.first.length, LONG - skip);
	assert_memory_equal(kept.bytes, frame + skip, SNAP);
}

static void test_record(void **state)
{
	int64_t before = steady_ns();

	(void)state;
	afresh();
	run_long(kernel->progs.redarc_in, 0);
	assert_int_equal(kept.first.kind, RA_RECORD_PACKET);
	assert_int_equal(kept.first.interface, 0);
	assert_int_equal(kept.first.direction, RA_IN);
	assert_int_equal(kept.first.verdict, RA_UNKNOWN);
	assert_int_equal(kept.first.link, PACKET_LINK_ETHER);
	assert_int_equal(ntohl(kept.first.be_peer), stranger);
	assert_true((int64_t)kept.first.time_ns >= before);
	assert_true((int64_t)kept.first.time_ns <= steady_ns());
}

static void test_xdp(void **state)
{
	(void)state;
	afresh();
	run_long(kernel->progs.redarc_xdp, 0);
	assert_int_equal(kept.first.link, PACKET_LINK_ETHER);
}

static void test_layer_3(void **state)
{
	(void)state;
	afresh();
	run_long(kernel->progs.redarc_xdp_ip, 14);
	assert_int_equal(kept.first.link, PACKET_LINK_IP);
}

static void test_short(void **state)
{
	uint8_t frame[KERNEL_UDP];

	(void)state;
	afresh();
	kernel_udp(frame, stranger, home, 1, 2);
	kernel_run(kernel->progs.redarc_xdp, frame, sizeof(frame), 1);
	assert_int_equal(read_kept(), 1);
	assert_int_equal(kept.first.captured, sizeof(frame));
	assert_int_equal(kept.first.length, sizeof(frame));
	assert_memory_equal(kept.bytes, frame, sizeof(frame));
}

static void test_known(void **state)
{
	(void)state;
	afresh();
	kernel_allow(known, RA_BOTH);
	run_in(known, 10);
	assert_int_equal(read_kept(), 0);
	kernel->data->ra_control.learning = 1;
	run_in(stranger, 10);
	assert_int_equal(read_kept(), 0);
	assert_int_equal(kernel_ledger().skipped, 0);
}

static void test_blocked(void **state)
{
	const struct ra_listed listed = { .verdict = { RA_BLOCKED, RA_BLOCKED } };
	uint32_t key = htonl(stranger);

	(void)state;
	afresh();
	assert_int_equal(bpf_map_update_elem(bpf_map__fd(kernel->maps.block4), &key, &listed,
					     BPF_ANY),
			 0);
	kernel->data->ra_control.block4 = 1;
	run_in(stranger, 1);
	assert_int_equal(read_kept(), 1);
	assert_int_equal(kept.first.verdict, RA_BLOCKED);
}

/* The ring of these tests is small; that of the records has room for all. */
static void test_full(void **state)
{
	struct ra_ledger l;
	int n;

	(void)state;
	afresh();
	for (uint32_t i = 0; i < 32; i++)
		run_in(stranger + i, RA_EVIDENCE_PACKETS);
	n = read_kept();
	l = kernel_ledger();
	assert_in_range(n, 100, 32 * RA_EVIDENCE_PACKETS - 1);
	assert_int_equal((uint64_t)n + l.skipped, 32 * RA_EVIDENCE_PACKETS);
	assert_int_equal(l.lost, 0);
}

static void test_rate(void **state)
{
	int64_t start = steady_ns();
	uint64_t n = 0, most;

	(void)state;
	afresh();
	for (uint32_t i = 0; i < 10000; i++) {
		run_in(0xc6120000 + i, 1);
		if (i % 100 == 99)
			n += (uint64_t)read_kept();
	}
	most = (uint64_t)kernel_cpus * 2000 *
	       (uint64_t)(2 + (steady_ns() - start) / 1000000000);
	assert_in_range(n, 2000, most);
	assert_int_equal(n + kernel_ledger().skipped, 10000);
}

static void test_none(void **state)
{
	(void)state;
	afresh();
	run_in(stranger, 10);
	assert_int_equal(read_kept(), 0);
	assert_int_equal(kernel_ledger().skipped, 0);
	assert_int_equal(kernel_seen(stranger, RA_IN).kept, 0);
}

#define TEST(sentence, name) { "evidence: " sentence, test_##name, NULL, NULL, NULL }

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST("the first packets of a stranger are kept, in each direction", first),
		TEST("a packet tells whose it is, when it came, and how it begins", record),
		TEST("through XDP it is the same", xdp),
		TEST("without Ethernet it begins with IPv4", layer_3),
		TEST("a short one is kept whole", short),
		TEST("of who is known or learned nothing is kept", known),
		TEST("of who is blocked it is", blocked),
		TEST("what a full ring has no room for is counted, and no record is lost", full),
		TEST("however many strangers come, so many a second are kept", rate),
	};
	const struct CMUnitTest without[] = {
		TEST("nothing is kept unless it is asked for", none),
	};
	int failed;

	kernel_snap = SNAP;
	failed = cmocka_run_group_tests_name("evidence", tests, kernel_load, kernel_unload);
	kernel_snap = 0;
	return failed + cmocka_run_group_tests_name("no evidence", without, kernel_load,
						    kernel_unload);
}
