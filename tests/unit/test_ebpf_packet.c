/* SPDX-License-Identifier: BSD-2-Clause */
#include "source/ebpf_packet.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "core/clock.h"

static union {
	struct ra_record_packet record;
	uint8_t bytes[sizeof(struct ra_record_packet) + 96];
} in;

static struct event_packet got;
static int n;

static void take(void *ctx, const struct event_packet *p)
{
	(void)ctx;
	got = *p;
	n++;
}

static void hear(size_t size)
{
	const struct event_sink sink = { .packet = take };

	n = 0;
	packet_record(&in.record, size, &sink);
}

static void test_whole(void **state)
{
	int64_t before = clock_now_ns();

	(void)state;
	in.record = (struct ra_record_packet){ .interface = 3,
					       .direction = RA_OUT,
					       .be_peer = 0x07712acb,
					       .time_ns = (uint64_t)(clock_steady_ns() - CLOCK_S),
					       .length = 1514,
					       .captured = 96,
					       .verdict = RA_BLOCKED,
					       .link = 1 };
	hear(sizeof(in));
	assert_int_equal(n, 1);
	assert_ptr_equal(got.bytes, in.record.bytes);
	assert_int_equal(got.captured, 96);
	assert_int_equal(got.length, 1514);
	assert_int_equal(got.interface, 3);
	assert_int_equal(got.direction, RA_OUT);
	assert_int_equal(got.verdict, RA_BLOCKED);
	assert_int_equal(got.link, 1);
	assert_true(addr_to_be32(&got.peer) == 0x07712acb);
	assert_true(got.time_ns > before - 2 * CLOCK_S && got.time_ns < before);
}

static void test_short(void **state)
{
	const struct event_sink nobody = { .packet = NULL };

	(void)state;
	in.record.captured = 96;
	hear(sizeof(in) - 1);
	assert_int_equal(n, 0);
	hear(sizeof(in.record) - 1);
	assert_int_equal(n, 0);
	in.record.captured = UINT32_MAX;
	hear(sizeof(in));
	assert_int_equal(n, 0);
	packet_record(&in.record, sizeof(in), &nobody);
}

#define TEST(sentence, name) { "ebpf_packet: " sentence, test_##name, NULL, NULL, NULL }

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST("a record becomes a packet, at the time of day", whole),
		TEST("one that does not hold what it says is none", short),
	};

	return cmocka_run_group_tests_name("ebpf_packet", tests, NULL, NULL);
}
