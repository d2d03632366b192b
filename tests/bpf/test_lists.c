/* SPDX-License-Identifier: BSD-2-Clause */
/* What the lists say in the kernel: precedence, directions, and what of it is counted where. */
#include "bpf/kernel.h"

#include <arpa/inet.h>
#include <bpf/bpf.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>

#define LOCAL 0xc0000201u /* 192.0.2.1 */
#define PEER 0xc6336407u  /* 198.51.100.7 */
#define PACKETS 10
#define CROWD 512 /* many more than rows */
#define STRANGERS 16

#define NO RA_UNKNOWN
#define OK RA_ALLOWED
#define BAD RA_BLOCKED

static void block4(uint32_t ip, uint8_t in, uint8_t out)
{
	const struct ra_listed value = { .verdict = { in, out } };
	const uint32_t key = htonl(ip);

	kernel->data->ra_control.block4 = 1;
	assert_int_equal(
		bpf_map_update_elem(bpf_map__fd(kernel->maps.block4), &key, &value, BPF_ANY), 0);
}

static void cidr4(uint32_t net, uint32_t length, uint8_t in, uint8_t out)
{
	const struct ra_prefix key = { .length = length, .be_net = htonl(net) };
	const struct ra_listed value = { .verdict = { in, out } };

	kernel->data->ra_control.cidr4 = 1;
	assert_int_equal(
		bpf_map_update_elem(bpf_map__fd(kernel->maps.cidr4), &key, &value, BPF_ANY), 0);
}

/* Packets of a peer in both directions. */
static void talk(uint32_t peer)
{
	uint8_t in[KERNEL_UDP], out[KERNEL_UDP];

	kernel_udp(in, peer, LOCAL, 50000, 443);
	kernel_udp(out, LOCAL, peer, 443, 50000);
	kernel_run(kernel->progs.redarc_in, in, sizeof(in), PACKETS);
	kernel_run(kernel->progs.redarc_out, out, sizeof(out), PACKETS);
}

/* Each packet so far got this verdict, by direction. */
static void expect(uint8_t in, uint8_t out)
{
	struct ra_ledger l = kernel_ledger();

	assert_int_equal(l.verdict[in][RA_IN], PACKETS);
	assert_int_equal(l.verdict[out][RA_OUT], PACKETS);
	assert_int_equal(l.seen, 2 * PACKETS);
}

/* What stands in the maps, and what becomes of a peer. */
static const struct story {
	const char *what;
	uint8_t allowed;               /* RA_DIR_BITs in allow4 */
	uint8_t exact[RA_DIRECTIONS];  /* in block4, unless it says nothing at all */
	uint8_t slash24[RA_DIRECTIONS], slash8[RA_DIRECTIONS]; /* in cidr4, likewise */
	bool learning;
	uint8_t verdict[RA_DIRECTIONS];
} stories[] = {
	{ "nothing listed is unknown", 0, { NO, NO }, { NO, NO }, { NO, NO }, false, { NO, NO } },
	{ "a listed address is blocked", 0, { BAD, BAD }, { NO, NO }, { NO, NO }, false,
	  { BAD, BAD } },
	{ "a listed address may be blocked one way", 0, { NO, BAD }, { NO, NO }, { NO, NO }, false,
	  { NO, BAD } },
	{ "a prefix blocks", 0, { NO, NO }, { BAD, BAD }, { NO, NO }, false, { BAD, BAD } },
	{ "a prefix allows", 0, { NO, NO }, { OK, OK }, { NO, NO }, false, { OK, OK } },
	{ "a prefix may do the one and the other", 0, { NO, NO }, { OK, BAD }, { NO, NO }, false,
	  { OK, BAD } },
	{ "the longer prefix wins", 0, { NO, NO }, { OK, OK }, { BAD, BAD }, false, { OK, OK } },
	{ "a shorter prefix is not asked for what the longer leaves open", 0, { NO, NO },
	  { OK, NO }, { BAD, BAD }, false, { OK, NO } },
	{ "an address outranks its prefix", 0, { BAD, OK }, { OK, BAD }, { NO, NO }, false,
	  { BAD, OK } },
	{ "a prefix is not asked for what the address leaves open", 0, { BAD, NO }, { OK, OK },
	  { NO, NO }, false, { BAD, NO } },
	{ "allow4 outranks all lists", RA_BOTH, { BAD, BAD }, { BAD, BAD }, { NO, NO }, false,
	  { OK, OK } },
	{ "allow4 outranks them one way only", RA_DIR_BIT(RA_IN), { BAD, BAD }, { NO, NO },
	  { NO, NO }, false, { OK, BAD } },
	{ "lists outrank learning", 0, { BAD, NO }, { NO, NO }, { NO, NO }, true,
	  { BAD, RA_LEARNING } },
	{ "prefixes outrank learning", 0, { NO, NO }, { NO, NO }, { OK, NO }, true,
	  { OK, RA_LEARNING } },
	{ "a verdict that is none says nothing", 0, { 200, RA_LEARNING }, { NO, NO }, { NO, NO },
	  false, { NO, NO } },
};

static bool says_something(const uint8_t *verdict)
{
	return verdict[RA_IN] != NO || verdict[RA_OUT] != NO;
}

static void play(const struct story *s)
{
	kernel_afresh();
	kernel->data->ra_control.learning = s->learning;
	if (s->allowed)
		kernel_allow(PEER, s->allowed);
	if (says_something(s->exact))
		block4(PEER, s->exact[RA_IN], s->exact[RA_OUT]);
	if (says_something(s->slash24))
		cidr4(PEER & 0xffffff00, 24, s->slash24[RA_IN], s->slash24[RA_OUT]);
	if (says_something(s->slash8))
		cidr4(PEER & 0xff000000, 8, s->slash8[RA_IN], s->slash8[RA_OUT]);
	talk(PEER);
}

static void told(void **state)
{
	const struct story *s = *state;

	play(s);
	expect(s->verdict[RA_IN], s->verdict[RA_OUT]);
	for (uint8_t d = 0; d < RA_DIRECTIONS; d++) {
		struct ra_seen seen = kernel_seen(PEER, d);

		if (s->allowed & RA_DIR_BIT(d)) {
			assert_int_equal(seen.generation, 0);
			continue;
		}
		assert_int_equal(seen.verdict, s->verdict[d]);
		assert_int_equal(seen.packets, PACKETS);
	}
}

static void not_asked(void **state)
{
	(void)state;
	kernel_afresh();
	block4(PEER, BAD, NO);
	cidr4(PEER, 32, NO, BAD);
	kernel->data->ra_control.block4 = 0;
	kernel->data->ra_control.cidr4 = 0;
	talk(PEER);
	expect(NO, NO);
}

static void in_from(uint32_t peer)
{
	uint8_t frame[KERNEL_UDP];

	kernel_udp(frame, peer, LOCAL, 50000, 443);
	kernel_run(kernel->progs.redarc_in, frame, sizeof(frame), 1);
}

static int records(void)
{
	struct ra_record_peer record;

	return kernel_records(RA_RECORD_PEER, &record, sizeof(record));
}

/* Many more peers than rows, all of 198.18.0.0/15, which is allowed. */
static void crowd_comes(void)
{
	cidr4(0xc6120000u, 15, OK, OK);
	for (uint32_t i = 0; i < CROWD; i++)
		in_from(0xc6120000u + i);
}

static void strangers_come(void)
{
	for (uint32_t i = 0; i < STRANGERS; i++)
		in_from(PEER + i);
}

static uint32_t rows_with(uint8_t verdict)
{
	int fd = bpf_map__fd(kernel->maps.seen4);
	struct ra_seen seen;
	uint32_t n = 0;

	for (uint32_t i = 0; i < KERNEL_ROWS * (uint32_t)kernel_cpus; i++) {
		assert_int_equal(bpf_map_lookup_elem(fd, &i, &seen), 0);
		n += seen.generation && seen.verdict == verdict;
	}
	return n;
}

/* As if no row had been used for so long. */
static void wait_for(uint64_t seconds)
{
	int fd = bpf_map__fd(kernel->maps.seen4);
	struct ra_seen seen;

	for (uint32_t i = 0; i < KERNEL_ROWS * (uint32_t)kernel_cpus; i++) {
		assert_int_equal(bpf_map_lookup_elem(fd, &i, &seen), 0);
		seen.last_seen -= seen.generation ? seconds * kernel->rodata->ra_config.hz : 0;
		assert_int_equal(bpf_map_update_elem(fd, &i, &seen, BPF_ANY), 0);
	}
}

static void allowed_has_no_records(void **state)
{
	struct ra_ledger l;

	(void)state;
	cidr4(PEER, 32, OK, OK);
	for (int round = 0; round < 40; round++)
		talk(PEER);
	crowd_comes();
	l = kernel_ledger();
	assert_int_equal(l.verdict[OK][RA_IN], 40 * PACKETS + CROWD);
	assert_int_equal(l.reported | l.suppressed | l.lost, 0);
	assert_int_equal(kernel_seen(PEER, RA_IN).packets, 40 * PACKETS);
	assert_int_equal(records(), 0);
}

static void strangers_keep_rows(void **state)
{
	(void)state;
	strangers_come();
	crowd_comes();
	assert_true(rows_with(OK) > 0);
	strangers_come();
	for (uint32_t i = 0; i < STRANGERS; i++)
		assert_int_equal(kernel_seen(PEER + i, RA_IN).packets, 2);
	assert_int_equal(kernel_ledger().lost, 0);
	assert_in_range(records(), STRANGERS, 2 * STRANGERS);
}

static void strangers_come_first(void **state)
{
	(void)state;
	crowd_comes();
	assert_true(rows_with(OK) > KERNEL_ROWS / 2);
	strangers_come();
	for (uint32_t i = 0; i < STRANGERS; i++)
		assert_int_equal(kernel_seen(PEER + i, RA_IN).packets, 1);
	assert_int_equal(kernel_ledger().reported, STRANGERS);
	assert_int_equal(rows_with(NO), STRANGERS);
}

static void idle_rows_are_taken(void **state)
{
	struct ra_ledger l;

	(void)state;
	strangers_come();
	strangers_come();
	wait_for(RA_KEEP_S - 1);
	crowd_comes();
	assert_int_equal(rows_with(NO), STRANGERS);
	wait_for(2);
	crowd_comes();
	assert_true(rows_with(NO) < STRANGERS);
	l = kernel_ledger();
	assert_int_equal(l.lost, 0);
	assert_int_equal(records(), l.reported + STRANGERS - rows_with(NO)); /* what was pending */
}

static void changes_class(void **state)
{
	struct ra_ledger l;

	(void)state;
	in_from(PEER);
	in_from(PEER);
	cidr4(PEER, 32, OK, OK);
	in_from(PEER);
	assert_int_equal(kernel_seen(PEER, RA_IN).verdict, OK);
	assert_int_equal(kernel_seen(PEER, RA_IN).packets, 1);
	cidr4(PEER, 32, NO, NO);
	in_from(PEER);
	assert_int_equal(kernel_seen(PEER, RA_IN).verdict, NO);
	assert_int_equal(kernel_seen(PEER, RA_IN).packets, 1);
	l = kernel_ledger();
	assert_int_equal(l.verdict[OK][RA_IN], 1);
	assert_int_equal(l.verdict[NO][RA_IN], 3);
	assert_int_equal(l.lost, 0);
}

/* Rows belong to CPUs: stay on one. */
static int begin(void **state)
{
	cpu_set_t one;

	(void)state;
	CPU_ZERO(&one);
	CPU_SET(sched_getcpu(), &one);
	kernel_afresh();
	return sched_setaffinity(0, sizeof(one), &one);
}

#define SAYS(sentence, f) { "lists: " sentence, f, begin, NULL, NULL }

static const struct CMUnitTest others[] = {
	SAYS("an empty map is not asked", not_asked),
	SAYS("what a prefix allows has a row, no records, and is outside the sums",
	     allowed_has_no_records),
	SAYS("a crowd that a prefix allows leaves strangers their rows", strangers_keep_rows),
	SAYS("strangers take the rows of what a prefix allows", strangers_come_first),
	SAYS("what a prefix allows takes rows that nobody used for a while", idle_rows_are_taken),
	SAYS("a peer that a prefix allows, and then no longer, is told apart", changes_class),
};

#define STORIES (sizeof(stories) / sizeof(*stories))
#define OTHERS (sizeof(others) / sizeof(*others))

int main(void)
{
	struct CMUnitTest tests[STORIES + OTHERS];
	char names[STORIES][100];

	for (size_t i = 0; i < STORIES; i++) {
		snprintf(names[i], sizeof(names[i]), "lists: %s", stories[i].what);
		tests[i] = (struct CMUnitTest){ names[i], told, NULL, NULL, (void *)&stories[i] };
	}
	memcpy(tests + STORIES, others, sizeof(others));
	return _cmocka_run_group_tests("lists", tests, STORIES + OTHERS, kernel_load,
				       kernel_unload);
}
