/* SPDX-License-Identifier: BSD-2-Clause */
/* The allowlist in the kernel: how it is written, and what its sweep tells of it. */
#include "bpf/kernel.h"

#include <arpa/inet.h>
#include <bpf/bpf.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "source/ebpf_allow.h"

#define PEER 0xc6336407u /* 198.51.100.7 */
#define LOCAL 0xc0000201u
#define CROWD 0xc6120000u /* 198.18.0.0/15 */
#define MOST 1024 /* kernel_load() */
#define LARGE (8 * SOURCE_ALLOWS)

static struct allow4 allow4;

static struct told {
	int events;
	uint64_t packets;
	struct event last;
} told;

static int64_t as_it_is(const void *ctx, uint64_t jiffies)
{
	(void)ctx;
	return (int64_t)jiffies;
}

static void hear(void *ctx, const struct event *e)
{
	(void)ctx;
	told.events++;
	told.packets += e->packets;
	told.last = *e;
}

static const struct event_sink sink = { .event = hear };

static struct source_allow entry(uint32_t ip, uint8_t directions, uint8_t origin)
{
	return (struct source_allow){ addr_from_be32(htonl(ip)), directions, origin };
}

static int set(uint32_t ip, uint8_t directions, uint8_t origin)
{
	struct addr peer = addr_from_be32(htonl(ip));

	return allow4_set(&allow4, &peer, directions, origin);
}

/* As another program would. */
static void write_outside(uint32_t ip, const struct ra_allow *value)
{
	uint32_t key = htonl(ip);

	assert_int_equal(
		bpf_map_update_elem(bpf_map__fd(kernel->maps.allow4), &key, value, BPF_ANY), 0);
}

static struct ra_allow value_of(uint32_t ip)
{
	struct ra_allow value = { .directions = 0 };
	uint32_t key = htonl(ip);

	bpf_map_lookup_elem(bpf_map__fd(kernel->maps.allow4), &key, &value);
	return value;
}

static uint32_t held(void)
{
	int fd = bpf_map__fd(kernel->maps.allow4);
	uint32_t key, n = 0, *from = NULL;

	for (; !bpf_map_get_next_key(fd, from, &key); from = &key)
		n++;
	return n;
}

static void packets(uint32_t ip, int n)
{
	uint8_t frame[KERNEL_UDP];

	kernel_udp(frame, ip, LOCAL, 50000, 443);
	kernel_run(kernel->progs.redarc_in, frame, sizeof(frame), n);
}

static int sweep(void)
{
	told.events = 0;
	told.packets = 0;
	return allow4_sweep(&allow4, RA_UNKNOWN, false, &sink);
}

static void origins(void **state)
{
	static const struct {
		uint8_t origin, reason;
	} rows[] = {
		{ RA_ORIGIN_EXTERNAL, REASON_EXTERNAL }, { RA_ORIGIN_HISTORY, REASON_HISTORY },
		{ RA_ORIGIN_USER, REASON_USER },         { RA_ORIGIN_RULE, REASON_RULE },
		{ RA_ORIGIN_RULE + 1, REASON_EXTERNAL }, { 255, REASON_EXTERNAL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		assert_int_equal(set(PEER, RA_DIR_BIT(RA_IN), rows[i].origin), 0);
		packets(PEER, 3);
		assert_int_equal(sweep(), 1);
		assert_int_equal(told.last.packets, 3);
		assert_int_equal(told.last.judgement.verdict, RA_ALLOWED);
		assert_int_equal(told.last.judgement.reason, rows[i].reason);
	}
}

static void many(void **state)
{
	static struct source_allow all[SOURCE_ALLOWS + 1];

	(void)state;
	for (uint32_t i = 0; i < MOST; i++)
		all[i] = entry(CROWD + i, RA_BOTH, RA_ORIGIN_HISTORY);
	all[7].peer = (struct addr){ .b = { 0x20, 0x01, 0x0d, 0xb8 } };
	assert_int_equal(allow4_add(&allow4, all, MOST), 0);
	assert_int_equal(held(), MOST - 1);
	assert_int_equal(value_of(CROWD + MOST - 1).directions, RA_BOTH);
	assert_int_equal(value_of(CROWD + MOST - 1).origin, RA_ORIGIN_HISTORY);
	packets(CROWD + 1, 1);
	assert_int_equal(kernel_ledger().verdict[RA_ALLOWED][RA_IN], 1);
	assert_int_equal(allow4_add(&allow4, all, SOURCE_ALLOWS + 1), -E2BIG);
	assert_int_equal(allow4_add(&allow4, all, 0), 0);
}

/* What the kernel counted is kept, whoever wrote the entry, as far as a sweep has met it. */
static void counters(void **state)
{
	const struct ra_allow outside = { .directions = RA_DIR_BIT(RA_IN), .packets = { 40, 0 } };
	const struct source_allow again[] = { entry(PEER, RA_BOTH, RA_ORIGIN_USER),
					      entry(PEER + 1, RA_BOTH, RA_ORIGIN_USER),
					      entry(PEER + 2, RA_BOTH, RA_ORIGIN_USER) };

	(void)state;
	assert_int_equal(allow4_add(&allow4, again, 1), 0);
	assert_int_equal(set(PEER + 1, RA_BOTH, RA_ORIGIN_HISTORY), 0);
	write_outside(PEER + 2, &outside);
	sweep();
	packets(PEER, 5);
	packets(PEER + 1, 6);
	assert_int_equal(allow4_add(&allow4, again, 3), 0);
	assert_int_equal(value_of(PEER).packets[RA_IN], 5);
	assert_int_equal(value_of(PEER + 1).packets[RA_IN], 6);
	assert_int_equal(value_of(PEER + 1).origin, RA_ORIGIN_USER);
	assert_int_equal(value_of(PEER + 2).packets[RA_IN], 40);
	assert_int_equal(value_of(PEER + 2).directions, RA_BOTH);
}

static void begins_anew(void **state)
{
	const struct source_allow one = entry(PEER, RA_BOTH, RA_ORIGIN_RULE);

	(void)state;
	assert_int_equal(allow4_add(&allow4, &one, 1), 0);
	packets(PEER, 5);
	assert_int_equal(sweep(), 2);
	assert_int_equal(set(PEER, 0, 0), 0);
	assert_int_equal(sweep(), 2);
	assert_int_equal(told.last.judgement.verdict, RA_UNKNOWN);
	assert_int_equal(held(), 1);
	assert_int_equal(sweep(), 0);
	assert_int_equal(held(), 0);
	assert_int_equal(allow4_add(&allow4, &one, 1), 0);
	packets(PEER, 7); /* more than it had before */
	assert_int_equal(value_of(PEER).packets[RA_IN], 7);
	assert_int_equal(sweep(), 2);
	assert_int_equal(told.packets, 7);
	assert_int_equal(told.last.judgement.verdict, RA_ALLOWED);
}

/* Another program takes an entry off, which a sweep meets, and puts it back. */
static void begins_anew_outside(void **state)
{
	const struct ra_allow value = { .directions = RA_BOTH };
	uint32_t key = htonl(PEER);

	(void)state;
	write_outside(PEER, &value);
	packets(PEER, 5);
	assert_int_equal(sweep(), 2);
	assert_int_equal(bpf_map_delete_elem(bpf_map__fd(kernel->maps.allow4), &key), 0);
	assert_int_equal(sweep(), 2);
	write_outside(PEER, &value);
	packets(PEER, 7);
	assert_int_equal(sweep(), 2);
	assert_int_equal(told.packets, 7);
}

static void comes_back(void **state)
{
	(void)state;
	assert_int_equal(set(PEER, RA_BOTH, RA_ORIGIN_USER), 0);
	packets(PEER, 5);
	sweep();
	assert_int_equal(set(PEER, 0, 0), 0);
	packets(PEER, 3);
	assert_int_equal(set(PEER, RA_BOTH, RA_ORIGIN_USER), 0);
	packets(PEER, 2);
	assert_int_equal(value_of(PEER).packets[RA_IN], 7);
	sweep();
	sweep();
	sweep();
	assert_int_equal(value_of(PEER).packets[RA_IN], 7);
}

/* Between two sweeps an entry is set, set again by a list, and taken off. */
static void never_met(void **state)
{
	const struct source_allow again = entry(PEER, RA_BOTH, RA_ORIGIN_HISTORY);

	(void)state;
	assert_int_equal(set(PEER, RA_BOTH, RA_ORIGIN_USER), 0);
	packets(PEER, 5);
	assert_int_equal(allow4_add(&allow4, &again, 1), 0);
	assert_int_equal(value_of(PEER).packets[RA_IN], 5);
	assert_int_equal(set(PEER, 0, 0), 0);
	assert_int_equal(sweep(), 2);
	assert_int_equal(told.packets, 5);
	assert_int_equal(told.last.judgement.verdict, RA_UNKNOWN);
	sweep();
	sweep();
	assert_int_equal(held(), 0);
}

static void full(void **state)
{
	static struct source_allow all[SOURCE_ALLOWS];

	(void)state;
	for (uint32_t i = 0; i < SOURCE_ALLOWS; i++)
		all[i] = entry(CROWD + i, RA_BOTH, RA_ORIGIN_HISTORY);
	assert_int_equal(allow4_add(&allow4, all, SOURCE_ALLOWS), -ENOSPC);
	assert_int_equal(held(), MOST);
	assert_int_equal(set(PEER, RA_BOTH, RA_ORIGIN_USER), -ENOSPC);
}

/* A sink that sets entries while the sweep hands on what it read. */
static void set_while_told(void *ctx, const struct event *e)
{
	const struct source_allow next = entry(PEER, RA_BOTH, RA_ORIGIN_RULE);

	(void)ctx;
	(void)e;
	assert_int_equal(allow4_add(&allow4, &next, 1), 0);
	told.events++;
}

static void within_a_sweep(void **state)
{
	const struct event_sink setting = { .event = set_while_told };

	(void)state;
	for (uint32_t i = 0; i < 100; i++)
		assert_int_equal(set(CROWD + i, RA_DIR_BIT(RA_OUT), RA_ORIGIN_HISTORY), 0);
	told.events = 0;
	allow4_sweep(&allow4, RA_UNKNOWN, false, &setting);
	assert_in_range(told.events, 100, 102);
	assert_int_equal(held(), 101);
	sweep();
	assert_int_equal(value_of(PEER).origin, RA_ORIGIN_RULE);
	for (uint32_t i = 0; i < 100; i++)
		assert_int_equal(value_of(CROWD + i).directions, RA_DIR_BIT(RA_OUT));
}

static void read_in_parts(void **state)
{
	LIBBPF_OPTS(bpf_map_create_opts, opts, .map_flags = BPF_F_NO_PREALLOC);
	const int fd = bpf_map_create(BPF_MAP_TYPE_HASH, "large", 4, sizeof(struct ra_allow),
				      LARGE + 1, &opts);
	static struct source_allow all[SOURCE_ALLOWS];
	uint32_t key = htonl(CROWD + 7);
	int events;

	(void)state;
	allow4.fd = fd;
	for (uint32_t from = 0; from < LARGE; from += SOURCE_ALLOWS) {
		for (uint32_t i = 0; i < SOURCE_ALLOWS; i++)
			all[i] = entry(CROWD + from + i, RA_DIR_BIT(RA_IN), RA_ORIGIN_USER);
		assert_int_equal(allow4_add(&allow4, all, SOURCE_ALLOWS), 0);
	}
	events = sweep();
	assert_in_range(events, 1, LARGE - 1);
	assert_int_equal(set(PEER, RA_DIR_BIT(RA_IN), RA_ORIGIN_USER), 0);
	while (allow4.sweeping)
		events += sweep();
	assert_in_range(events, LARGE, LARGE + 1); /* one more if its place was still to come */
	assert_int_equal(allow4_sweep(&allow4, RA_UNKNOWN, true, &sink), LARGE + 1 - events);
	sweep();
	assert_true(allow4.sweeping);
	assert_int_equal(bpf_map_delete_elem(fd, &key), 0);
	assert_int_equal(allow4_sweep(&allow4, RA_UNKNOWN, true, &sink), 1);
	assert_int_equal(told.last.judgement.verdict, RA_UNKNOWN);
	assert_int_equal(addr_to_be32(&told.last.peer), key);
	assert_int_equal(allow4.entries, LARGE);
	close(fd);
}

static int begin(void **state)
{
	(void)state;
	kernel_afresh();
	memset(&allow4, 0, sizeof(allow4));
	allow4.time_ns = as_it_is;
	allow4.fd = bpf_map__fd(kernel->maps.allow4);
	allow4.edit = bpf_program__fd(kernel->progs.redarc_edit);
	return allow4_init(&allow4, LARGE + 1);
}

static int end(void **state)
{
	(void)state;
	allow4_clear(&allow4);
	return 0;
}

static void adopted(void **state)
{
	const struct ra_allow external = { .directions = RA_BOTH };
	const uint32_t kept = PEER, gone = PEER + 1, others = PEER + 2;

	(void)state;
	write_outside(kept, &(struct ra_allow){ .directions = RA_BOTH, .origin = RA_ORIGIN_USER });
	write_outside(gone,
		      &(struct ra_allow){ .directions = RA_BOTH, .origin = RA_ORIGIN_HISTORY });
	write_outside(others, &external);
	packets(kept, 3);
	packets(gone, 4);
	assert_int_equal(allow4_adopt(&allow4), 0);
	packets(kept, 5);
	assert_int_equal(set(kept, RA_BOTH, RA_ORIGIN_USER), 0);
	assert_int_equal(allow4_settle(&allow4), 0);
	sweep();
	assert_int_equal(told.packets, 3 + 4 + 5);
	for (int i = 0; i < 4; i++)
		sweep();
	assert_int_equal(value_of(kept).packets[RA_IN], 8);
	assert_int_equal(value_of(others).directions, RA_BOTH);
	assert_int_equal(held(), 2);
}

#define SAYS(sentence, f) { "allow4: " sentence, f, begin, end, NULL }

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("each origin is told by its reason, one that cannot be as external", origins),
		SAYS("many entries are set by one call, IPv6 is passed over", many),
		SAYS("an entry that is there keeps its counters", counters),
		SAYS("an entry that was taken off begins anew", begins_anew),
		SAYS("so does one that another program takes off and puts back",
		     begins_anew_outside),
		SAYS("one that is allowed again before it has gone keeps its counters", comes_back),
		SAYS("what one counted is told, though it went before a sweep met it", never_met),
		SAYS("a full map says so", full),
		SAYS("a large list is read in parts, whatever changes meanwhile", read_in_parts),
		SAYS("of an earlier process's, what nobody allows again is told, and goes",
		     adopted),
		SAYS("entries may be set while a sweep is told", within_a_sweep),
	};

	return cmocka_run_group_tests_name("allow4", tests, kernel_load, kernel_unload);
}
