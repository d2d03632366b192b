/* SPDX-License-Identifier: BSD-2-Clause */
/* The rows are played by hand here: what the kernel would write, and the records it would send. */
#include "source/ebpf_rows.h"

#include <arpa/inet.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#define ROWS 8
#define PEER 0xc6336407u
#define OTHER 0xcb007114u

struct told {
	int events;
	uint64_t packets[2]; /* of PEER and of OTHER */
	struct event last;
};

struct play {
	struct ra_seen kernel[ROWS];
	struct rows rows;
	struct told told;
	struct event_sink sink;
	struct ra_record_peer waiting; /* in the ring buffer; kind 0 is none */
};

static int64_t as_it_is(const void *ctx, uint64_t jiffies)
{
	(void)ctx;
	return (int64_t)jiffies;
}

static void hear(void *ctx, const struct event *e)
{
	struct told *told = ctx;

	told->events++;
	told->packets[addr_to_be32(&e->peer) == htonl(OTHER)] += e->packets;
	told->last = *e;
}

static int start(void **state)
{
	static struct play play;

	memset(&play, 0, sizeof(play));
	if (rows_init(&play.rows, play.kernel, ROWS))
		return -1;
	play.rows.time_ns = as_it_is;
	play.sink = (struct event_sink){ .event = hear, .ctx = &play.told };
	*state = &play;
	return 0;
}

static int finish(void **state)
{
	rows_clear(&((struct play *)*state)->rows);
	return 0;
}

static void drain(struct play *p)
{
	if (p->waiting.kind)
		rows_record(&p->rows, &p->waiting, &p->sink);
	p->waiting.kind = 0;
}

/* What happens between two sweeps: the ring buffer is emptied. */
static void sweep(struct play *p)
{
	rows_sweep(&p->rows, &p->sink);
	drain(p);
}

/* The kernel counts n packets of a peer in row 0. */
static void count(struct play *p, uint32_t ip, uint32_t generation, uint64_t n)
{
	struct ra_seen *seen = &p->kernel[0];

	if (seen->generation != generation)
		*seen = (struct ra_seen){ .be_peer = htonl(ip),
					  .be_peer_port = htons(443),
					  .direction = RA_OUT,
					  .verdict = RA_UNKNOWN,
					  .generation = generation };
	seen->packets += n;
	seen->bytes += 100 * n;
	seen->last_seen = 7;
}

static void record(struct play *p)
{
	p->waiting = (struct ra_record_peer){ .kind = RA_RECORD_PEER, .seen = p->kernel[0] };
}

static void told_once(void **state)
{
	struct play *p = *state;

	count(p, PEER, 1, 1);
	record(p);
	drain(p);
	assert_int_equal(p->told.events, 1);
	assert_int_equal(p->told.last.packets, 1);
	assert_int_equal(p->told.last.bytes, 100);
	assert_int_equal(p->told.last.peer_port, 443);
	assert_int_equal(p->told.last.direction, RA_OUT);
	assert_int_equal(p->told.last.judgement.verdict, RA_UNKNOWN);
	assert_true(p->told.last.judged);
	sweep(p);
	assert_int_equal(p->told.events, 1);
}

static void answered(void **state)
{
	struct play *p = *state;

	count(p, PEER, 1, 1);
	sweep(p);
	sweep(p);
	assert_false(p->told.last.reply);
	assert_int_equal(p->told.last.judgement.reason, REASON_NONE);
	count(p, PEER, 2, 1);
	p->kernel[0].marks = RA_MARK_REPLY;
	record(p);
	drain(p);
	assert_true(p->told.last.reply);
}

/* No record announces it. */
static void allowed(void **state)
{
	struct play *p = *state;

	count(p, PEER, 1, 1);
	p->kernel[0].verdict = RA_ALLOWED;
	sweep(p);
	count(p, PEER, 1, 2);
	sweep(p);
	assert_int_equal(p->told.packets[0], 3);
	assert_int_equal(p->told.last.judgement.verdict, RA_ALLOWED);
	assert_int_equal(p->told.last.judgement.reason, REASON_ALLOWLIST);
	count(p, PEER, 1, 4);
	sweep(p);
	assert_int_equal(p->told.packets[0], 7);
}

/* The record of who had the row before may still be on its way. */
static void allowed_after(void **state)
{
	struct play *p = *state;

	count(p, OTHER, 1, 5);
	record(p);
	count(p, PEER, 2, 1);
	p->kernel[0].verdict = RA_ALLOWED;
	sweep(p);
	sweep(p);
	assert_int_equal(p->told.packets[0], 1);
	assert_int_equal(p->told.packets[1], 5);
}

static void folded(void **state)
{
	struct play *p = *state;

	count(p, PEER, 1, 1);
	record(p);
	drain(p);
	count(p, PEER, 1, 41);
	sweep(p);
	assert_int_equal(p->told.packets[0], 42);
}

static void late_record(void **state)
{
	struct play *p = *state;

	count(p, PEER, 1, 1);
	record(p); /* says 1, and waits */
	count(p, PEER, 1, 9);
	sweep(p); /* the row says 10 before its record is read */
	sweep(p);
	assert_int_equal(p->told.packets[0], 10);
}

static void lost_record(void **state)
{
	struct play *p = *state;

	count(p, PEER, 1, 3);
	sweep(p);
	assert_int_equal(p->told.events, 0); /* its record may still come */
	sweep(p);
	assert_int_equal(p->told.packets[0], 3);
}

static void next_peer(void **state)
{
	struct play *p = *state;

	count(p, PEER, 1, 5);
	record(p); /* what the kernel says before the row goes to another peer */
	count(p, OTHER, 2, 2);
	sweep(p);
	sweep(p);
	assert_int_equal(p->told.packets[0], 5);
	assert_int_equal(p->told.packets[1], 2);
}

static void old_record(void **state)
{
	struct play *p = *state;

	count(p, PEER, 1, 5);
	record(p);
	count(p, OTHER, 2, 2);
	rows_sweep(&p->rows, &p->sink);
	rows_sweep(&p->rows, &p->sink); /* as if the ring had been emptied, and had nothing */
	drain(p);
	assert_int_equal(p->told.packets[1], 2);
	assert_int_equal(p->told.packets[0], 0); /* the generation is over: nothing twice */
}

static void wrapped(void **state)
{
	struct play *p = *state;

	count(p, PEER, UINT32_MAX, 1);
	sweep(p);
	sweep(p);
	count(p, OTHER, 1, 1);
	sweep(p);
	sweep(p);
	assert_int_equal(p->told.packets[0], 1);
	assert_int_equal(p->told.packets[1], 1);
}

static void rewritten(void **state)
{
	struct play *p = *state;

	count(p, PEER, 1, 5);
	p->kernel[0].generation = 0;
	sweep(p);
	sweep(p);
	assert_int_equal(p->told.events, 0);
}

static void nonsense(void **state)
{
	struct play *p = *state;

	count(p, PEER, 1, 5);
	record(p);
	p->waiting.row = ROWS;
	drain(p);
	record(p);
	p->waiting.seen.verdict = RA_VERDICTS;
	drain(p);
	record(p);
	p->waiting.seen.direction = RA_DIRECTIONS;
	drain(p);
	assert_int_equal(p->told.events, 0);
}

#define TEST(sentence, f) { "rows: " sentence, f, start, finish, NULL }

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST("a record is handed on, and not again by the sweep", told_once),
		TEST("what answers is told for an answer", answered),
		TEST("what a prefix allows is followed without records, and said to be on a list",
		     allowed),
		TEST("what a prefix allows waits for the record of who had its row", allowed_after),
		TEST("what the kernel folded is read from the row", folded),
		TEST("a record that is older than the row counts nothing twice", late_record),
		TEST("a peer whose record was lost is found in its row", lost_record),
		TEST("a row that changes hands gives both peers theirs", next_peer),
		TEST("a record of a generation that is over is too late", old_record),
		TEST("generations may wrap", wrapped),
		TEST("a row that is being rewritten is left alone", rewritten),
		TEST("a record that cannot be is dropped", nonsense),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
