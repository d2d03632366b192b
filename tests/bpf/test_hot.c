/* SPDX-License-Identifier: BSD-2-Clause */
/* The table in front of allow4: it may be there or not, and every count is the same. */
#include "bpf/kernel.h"

#include <arpa/inet.h>
#include <bpf/bpf.h>
#include <string.h>

#include "source/ebpf_allow.h"
#include "unit/chance.h"

#define PEER 0xc6336407u /* 198.51.100.7 */
#define LOCAL 0xc0000201u
#define CROWD 0xc6120000u /* 198.18.0.0/15 */
#define MOST 1024         /* kernel_load() */

static struct hot4 hot;
static struct allow4 allow4;

/* What was handed on of each peer of the crowd, and of anybody. */
static struct told {
	uint64_t packets[MOST][RA_DIRECTIONS], all, bytes;
	uint8_t verdict; /* the last */
} told;

static int64_t as_it_is(const void *ctx, uint64_t jiffies)
{
	(void)ctx;
	return (int64_t)jiffies;
}

static void hear(void *ctx, const struct event *e)
{
	uint32_t n = ntohl(addr_to_be32(&e->peer)) - CROWD;

	(void)ctx;
	if (n < MOST)
		told.packets[n][e->direction] += e->packets;
	told.all += e->packets;
	told.bytes += e->bytes;
	told.verdict = e->judgement.verdict;
}

static const struct event_sink sink = { .event = hear };

static uint64_t now(void)
{
	kernel_run(kernel->progs.redarc_clock, "0123456789abcd", 14, 1);
	return kernel->data->ra_control.jiffies;
}

/* Folds, then reads allow4, as the source does. */
static void sweep(void)
{
	assert_true(allow4_sweep_hot(&allow4, now(), &sink) >= 0);
	assert_true(allow4_sweep(&allow4, RA_UNKNOWN, false, &sink) >= 0);
}

static void set(uint32_t ip, uint8_t directions)
{
	struct addr peer = addr_from_be32(htonl(ip));

	assert_int_equal(allow4_set(&allow4, &peer, directions, RA_ORIGIN_USER), 0);
}

static struct ra_allow value_of(uint32_t ip)
{
	struct ra_allow value = { .directions = 0 };
	uint32_t key = htonl(ip);

	bpf_map_lookup_elem(bpf_map__fd(kernel->maps.allow4), &key, &value);
	return value;
}

static void packets(uint32_t ip, uint8_t direction, int n)
{
	uint8_t frame[KERNEL_UDP];

	if (direction == RA_IN)
		kernel_udp(frame, ip, LOCAL, 1000, 2000);
	else
		kernel_udp(frame, LOCAL, ip, 2000, 1000);
	kernel_run(direction == RA_IN ? kernel->progs.redarc_in : kernel->progs.redarc_out, frame,
		   sizeof(frame), n);
}

static uint64_t allowed(uint8_t direction)
{
	return kernel_ledger().verdict[RA_ALLOWED][direction];
}

static void counted_in_front(void **state)
{
	(void)state;
	set(PEER, RA_BOTH);
	sweep();
	packets(PEER, RA_IN, 5);
	packets(PEER, RA_OUT, 3);
	assert_int_equal(value_of(PEER).packets[RA_IN], 0);
	assert_int_equal(allowed(RA_IN), 5);
	sweep();
	assert_int_equal(value_of(PEER).packets[RA_IN], 5);
	assert_int_equal(value_of(PEER).packets[RA_OUT], 3);
	assert_int_equal(value_of(PEER).bytes[RA_IN], 5 * 28);
	assert_true(value_of(PEER).last_seen[RA_IN]);
	assert_int_equal(told.all, 8);
	assert_int_equal(told.bytes, 8 * 28);
	sweep();
	assert_int_equal(told.all, 8);
}

/* The answers to what goes out to one who may not come in are to be told from the rest. */
static void one_way(void **state)
{
	(void)state;
	set(PEER, RA_DIR_BIT(RA_OUT));
	sweep();
	packets(PEER, RA_OUT, 3);
	assert_int_equal(value_of(PEER).packets[RA_OUT], 3);
	packets(PEER, RA_IN, 1);
	assert_true(kernel_seen(PEER, RA_IN).marks & RA_MARK_REPLY);
	set(PEER, RA_DIR_BIT(RA_IN));
	sweep();
	packets(PEER, RA_IN, 2);
	assert_int_equal(value_of(PEER).packets[RA_IN], 0);
	packets(PEER, RA_OUT, 1);
	assert_int_equal(kernel_seen(PEER, RA_OUT).packets, 1);
}

static void lease(void **state)
{
	(void)state;
	set(PEER, RA_BOTH);
	sweep();
	packets(PEER, RA_IN, 5);
	kernel->data->ra_control.hot_until = now();
	packets(PEER, RA_IN, 2);
	assert_int_equal(value_of(PEER).packets[RA_IN], 2);
	sweep();
	assert_int_equal(value_of(PEER).packets[RA_IN], 7);
	assert_int_equal(told.all, 7);
}

static void revoked(void **state)
{
	(void)state;
	set(PEER, RA_BOTH);
	sweep();
	packets(PEER, RA_IN, 5);
	set(PEER, RA_DIR_BIT(RA_OUT));
	packets(PEER, RA_IN, 4);
	assert_int_equal(kernel_seen(PEER, RA_IN).packets, 4);
	sweep();
	assert_int_equal(value_of(PEER).packets[RA_IN], 5);
	assert_int_equal(told.all, 5);
}

static void deleted_outside(void **state)
{
	uint32_t key = htonl(PEER);

	(void)state;
	set(PEER, RA_BOTH);
	sweep();
	packets(PEER, RA_IN, 5);
	assert_int_equal(bpf_map_delete_elem(bpf_map__fd(kernel->maps.allow4), &key), 0);
	sweep();
	packets(PEER, RA_IN, 2);
	assert_int_equal(kernel_seen(PEER, RA_IN).packets, 2);
	sweep();
	sweep();
	assert_int_equal(told.all, 5);
	assert_int_equal(told.verdict, RA_UNKNOWN);
	assert_int_equal(hot.placed, 0);
}

/* What it counted after the last sweep is told when it is known already that it is off. */
static void revoked_outside(void **state)
{
	const struct ra_allow none = { .directions = 0 };
	uint32_t key = htonl(PEER);

	(void)state;
	set(PEER, RA_BOTH);
	sweep();
	packets(PEER, RA_IN, 5);
	bpf_map_update_elem(bpf_map__fd(kernel->maps.allow4), &key, &none, BPF_ANY);
	for (int i = 0; i < 3; i++)
		sweep();
	assert_int_equal(told.all, 5);
	assert_int_equal(told.verdict, RA_UNKNOWN);
	assert_int_equal(hot.placed, 0);
}

static void nobody(void **state)
{
	(void)state;
	set(0, RA_BOTH);
	set(PEER, RA_BOTH);
	sweep();
	packets(0, RA_IN, 3);
	assert_int_equal(value_of(0).packets[RA_IN], 3);
	assert_int_equal(value_of(PEER).packets[RA_IN], 0);
}

/* Of more peers than a table holds, some are counted by allow4: nobody can tell which. */
static void overfull(void **state)
{
	(void)state;
	for (uint32_t i = 0; i < MOST; i++)
		set(CROWD + i, RA_BOTH);
	for (int i = 0; i < 5; i++) /* until it has found its size */
		sweep();
	assert_in_range(hot.placed, 2 * KERNEL_LINES, 2 * KERNEL_LINES * RA_WAYS);
	for (uint32_t i = 0; i < MOST; i++)
		packets(CROWD + i, RA_IN, (int)(i % 7) + 1);
	sweep();
	for (uint32_t i = 0; i < MOST; i++) {
		assert_int_equal(value_of(CROWD + i).packets[RA_IN], i % 7 + 1);
		assert_int_equal(told.packets[i][RA_IN], i % 7 + 1);
	}
}

/* One of the things that may happen, in whatever order. */
static void something(uint64_t (*sent)[RA_DIRECTIONS], uint8_t *directions)
{
	uint32_t i = random_below(40);
	uint8_t d = (uint8_t)random_below(RA_DIRECTIONS);
	int n = (int)random_below(5) + 1;

	switch (random_below(8)) {
	case 0:
		directions[i] = (uint8_t)random_below(4);
		set(CROWD + i, directions[i]);
		break;
	case 1:
		sweep();
		break;
	case 2:
		kernel->data->ra_control.hot_until = 0;
		break;
	default:
		packets(CROWD + i, d, n);
		if (directions[i] & RA_DIR_BIT(d))
			sent[i][d] += (uint64_t)n;
	}
}

static void whatever_happens(void **state)
{
	static uint64_t sent[40][RA_DIRECTIONS];
	static uint8_t directions[40];
	uint64_t all = 0;

	(void)state;
	seed = 4;
	for (int i = 0; i < 10000; i++)
		something(sent, directions);
	for (int i = 0; i < 4; i++)
		sweep();
	for (uint32_t i = 0; i < 40; i++)
		for (int d = 0; d < RA_DIRECTIONS; d++) {
			assert_int_equal(told.packets[i][d], sent[i][d]);
			all += sent[i][d];
		}
	assert_int_equal(allowed(RA_IN) + allowed(RA_OUT), all);
}

/* What a process that died had counted, and not folded. */
static void inherited(void **state)
{
	struct hot4_config config = hot.config;

	(void)state;
	set(PEER, RA_BOTH);
	sweep();
	packets(PEER, RA_IN, 5);
	hot4_clear(&hot);
	config.inherited = true;
	assert_int_equal(hot4_init(&hot, &config), 0);
	assert_int_equal(value_of(PEER).packets[RA_IN], 5);
	packets(PEER, RA_IN, 2);
	assert_int_equal(value_of(PEER).packets[RA_IN], 7);
}

static int begin(void **state)
{
	const struct hot4_config config = {
		.hot = bpf_map__fd(kernel->maps.hot4),
		.folded = bpf_map__fd(kernel->maps.fold4),
		.fold = bpf_program__fd(kernel->progs.redarc_fold),
		.edit = bpf_program__fd(kernel->progs.redarc_edit),
		.lines = KERNEL_LINES,
		.cpus = (uint32_t)kernel_cpus,
		.seed = (uint32_t)kernel->rodata->ra_config.seed,
		.hz = kernel->rodata->ra_config.hz,
		.control = &kernel->data->ra_control,
	};

	(void)state;
	kernel_afresh();
	memset(&told, 0, sizeof(told));
	allow4 = (struct allow4){ .fd = bpf_map__fd(kernel->maps.allow4),
				  .edit = config.edit,
				  .hot = &hot,
				  .time_ns = as_it_is };
	return hot4_init(&hot, &config) || allow4_init(&allow4, MOST);
}

static int end(void **state)
{
	(void)state;
	allow4_clear(&allow4);
	hot4_clear(&hot);
	return 0;
}

#define SAYS(sentence, f) { "hot4: " sentence, f, begin, end, NULL }

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("a known peer is counted there, and in allow4 with the next sweep",
		     counted_in_front),
		SAYS("what goes out is counted there only if the answer may come in", one_way),
		SAYS("without a sweep allow4 counts alone after a while", lease),
		SAYS("who is allowed no longer is out at once, and keeps its counts", revoked),
		SAYS("whom another program removes is out with the next sweep", deleted_outside),
		SAYS("whom it takes off stays off, whatever is counted late", revoked_outside),
		SAYS("0.0.0.0 is not mistaken for an empty place", nobody),
		SAYS("peers that find no room are counted by allow4", overfull),
		SAYS("whatever happens in whatever order, each packet is told once",
		     whatever_happens),
		SAYS("what a dead process had not folded is found by the next", inherited),
	};

	return cmocka_run_group_tests_name("hot4", tests, kernel_load, kernel_unload);
}
