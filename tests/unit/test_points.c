/* SPDX-License-Identifier: BSD-2-Clause */
#include "model/points.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "core/clock.h"

static struct points points;
static struct points_reader reader;
static int64_t now_ns;

static int begin(void **state)
{
	(void)state;
	reader = (struct points_reader){ 0 };
	now_ns = CLOCK_S;
	return points_open(&points);
}

static int end(void **state)
{
	(void)state;
	points_close(&points);
	return 0;
}

/* Each point tells its number as its time. */
static void note(int n)
{
	for (; n; n--)
		points_note(&points, &(struct event){ .time_ns = (int64_t)points.count,
						      .packets = 1,
						      .proto = 6 });
}

struct sum {
	uint64_t read, left_out;
	int64_t last;
};

static struct sum read_all(void)
{
	struct sum sum = { 0 };
	const struct point *p;
	uint32_t left_out;

	while ((p = points_next(&reader, &points, now_ns, &left_out))) {
		assert_true(!sum.read || p->time_ns == sum.last + 1 + left_out);
		sum.read++;
		sum.left_out += left_out;
		sum.last = p->time_ns;
	}
	return sum;
}

static void follow(void)
{
	points_follow(&reader, &points, now_ns);
}

static void test_record(void **state)
{
	const struct event e = { .time_ns = 7,
				 .peer.b = { [15] = 1 },
				 .local.b = { [15] = 2 },
				 .packets = UINT64_C(1) << 40,
				 .peer_port = 443,
				 .local_port = 50123,
				 .proto = 17,
				 .direction = RA_OUT,
				 .judgement = { .verdict = RA_UNKNOWN, .novelty = 3 } };
	const struct point *p;
	uint32_t left_out;

	(void)state;
	points_note(&points, &e);
	follow();
	p = points_next(&reader, &points, now_ns, &left_out);
	assert_non_null(p);
	assert_int_equal(p->time_ns, 7);
	assert_int_equal(p->peer.b[15], 1);
	assert_int_equal(p->local.b[15], 2);
	assert_int_equal(p->packets, UINT32_MAX);
	assert_int_equal(p->peer_port, 443);
	assert_int_equal(p->local_port, 50123);
	assert_int_equal(p->proto, 17);
	assert_int_equal(p->direction, RA_OUT);
	assert_int_equal(p->verdict, RA_UNKNOWN);
	assert_int_equal(p->novelty, 3);
	assert_int_equal(left_out, 0);
}

static void test_counted(void **state)
{
	(void)state;
	points_note(&points, &(struct event){ .packets = 5 });
	points_note(&points, &(struct event){ .proto = 6 });
	follow();
	assert_int_equal(read_all().read, 0);
}

static void test_not_followed(void **state)
{
	(void)state;
	note(10);
	assert_int_equal(read_all().read, 0);
}

static void test_start(void **state)
{
	struct sum sum;

	(void)state;
	note(POINTS_KEPT + 5);
	follow();
	sum = read_all();
	assert_int_equal(sum.read, POINTS_KEPT);
	assert_int_equal(sum.left_out, 0);
	assert_int_equal(sum.last, POINTS_KEPT + 4);
}

static void test_overtaken(void **state)
{
	struct sum sum;

	(void)state;
	note(10);
	follow();
	assert_int_equal(read_all().read, 10);
	note(POINTS_KEPT + 7);
	follow();
	sum = read_all();
	assert_int_equal(sum.read + sum.left_out, POINTS_KEPT + 7);
	assert_int_equal(sum.left_out, 7);
}

static void test_rate(void **state)
{
	struct sum all = { 0 }, sum;

	(void)state;
	follow();
	reader.credit = 0;
	for (int i = 0; i < 100; i++) {
		note(400);
		now_ns += CLOCK_S / 100;
		sum = read_all();
		assert_in_range(sum.read, POINTS_RATE / 100 / 2, POINTS_RATE / 100);
		all.read += sum.read;
		all.left_out += sum.left_out;
	}
	assert_in_range(all.read, POINTS_RATE / 2, POINTS_RATE);
	assert_in_range(all.read + all.left_out, 39900, 40000);
}

static void test_evenly(void **state)
{
	const struct point *p;
	int64_t last = -1;
	uint32_t left_out;

	(void)state;
	follow();
	reader.credit = 100;
	note(1000);
	for (int i = 0; i < 100; i++) {
		p = points_next(&reader, &points, now_ns, &left_out);
		assert_int_equal(left_out, 9);
		assert_int_equal(p->time_ns, last + 10);
		last = p->time_ns;
	}
	assert_null(points_next(&reader, &points, now_ns, &left_out));
}

static void test_rest(void **state)
{
	(void)state;
	follow();
	note(8000);
	assert_int_equal(read_all().read, 8000);
	reader.credit = 0;
	now_ns += 3600 * CLOCK_S;
	note(8000);
	assert_int_equal(read_all().read, POINTS_RATE);
}

static void test_two_readers(void **state)
{
	struct points_reader late = { 0 };
	uint32_t left_out;

	(void)state;
	follow();
	note(10);
	read_all();
	points_follow(&late, &points, now_ns);
	assert_int_equal(points_next(&late, &points, now_ns, &left_out)->time_ns, 0);
	note(1);
	assert_int_equal(read_all().last, 10);
}

#define SAYS(sentence, test) { "points: " sentence, test, begin, end, NULL }

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("one tells what its event told", test_record),
		SAYS("whose packets are only counted makes none", test_counted),
		SAYS("who did not ask reads none", test_not_followed),
		SAYS("who asks reads all that are kept", test_start),
		SAYS("what was overwritten before it was read is counted", test_overtaken),
		SAYS("no more than so many a second are read, and the others counted", test_rate),
		SAYS("of too many each so-and-so-manieth is read", test_evenly),
		SAYS("after a rest no more than a second's are read at once", test_rest),
		SAYS("each who follows has a place of its own", test_two_readers),
	};

	return cmocka_run_group_tests_name("points", tests, NULL, NULL);
}
