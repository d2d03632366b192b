/* SPDX-License-Identifier: BSD-2-Clause */
/* The kernel judges as user space does: random lists, written by the source, random packets. */
#include "bpf/kernel.h"

#include <arpa/inet.h>
#include <bpf/bpf.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "judge/lists_compile.h"
#include "source/ebpf_lists.h"
#include "unit/chance.h"

#define SETS 10000
#define PACKETS 4 /* of each set */
#define LISTS 5
#define ENTRIES 5 /* of each list, at most */
#define LOCAL 0xc0000201u

static struct lists4 lists4;

/* Few enough that entries meet: 64 addresses, of which prefixes cover some or all. */
static uint32_t random_ip(void)
{
	return 0xc6120000u | random_below(4) << 14 | random_below(4) << 7 | random_below(4);
}

static struct cidr random_net(void)
{
	static const uint8_t lengths[] = { 0, 8, 15, 16, 17, 18, 24, 25, 31, 32, 32, 32 };
	uint8_t len = lengths[random_below(sizeof(lengths))];
	uint32_t mask = len ? ~0u << (32 - len) : 0;

	return (struct cidr){ addr_from_be32(htonl(random_ip() & mask)), (uint8_t)(len + 96) };
}

static void fill_list(struct list *l, enum list_kind kind, const char *name)
{
	assert_int_equal(list_init(l, kind, name), 0);
	for (uint32_t n = random_below(ENTRIES + 1); n; n--) {
		const struct list_entry entry = { .net = random_net(),
						  .directions = (uint8_t)(1 + random_below(3)) };

		assert_int_equal(list_add(l, &entry, NULL), 0);
	}
	list_settle(l);
}

static void make_rules(struct ruleset *rules)
{
	struct list lists[LISTS];

	fill_list(&lists[0], LIST_ALLOW, "some");
	fill_list(&lists[1], LIST_ALLOW, LISTS_USER);
	fill_list(&lists[2], LIST_BLOCK, "some");
	fill_list(&lists[3], LIST_BLOCK, LISTS_USER);
	fill_list(&lists[4], LIST_LABEL, "some");
	assert_int_equal(lists_compile(lists, LISTS, rules), 0);
	for (size_t i = 0; i < LISTS; i++)
		list_clear(&lists[i]);
}

/* What is allowed of a single address goes into allow4, as the sensor would have it. */
static void allow_single(const struct lists_rule *r, bool removes)
{
	uint32_t key = addr_to_be32(&r->net.net);
	uint8_t directions = 0;

	for (uint8_t d = 0; d < RA_DIRECTIONS; d++)
		if (r->verdict[d] == RA_ALLOWED)
			directions |= RA_DIR_BIT(d);
	if (r->net.len < 128 || !directions)
		return;
	if (removes)
		assert_int_equal(bpf_map_delete_elem(bpf_map__fd(kernel->maps.allow4), &key), 0);
	else
		kernel_allow(ntohl(key), directions);
}

static void shuffle(struct source_rule *rules, uint32_t n)
{
	for (uint32_t i = n; i > 1; i--) {
		uint32_t other = random_below(i);
		struct source_rule swapped = rules[other];

		rules[other] = rules[i - 1];
		rules[i - 1] = swapped;
	}
}

static void write_rules(const struct ruleset *rules, bool removes)
{
	struct source_rule out[LISTS * ENTRIES];

	assert_true(rules->n <= LISTS * ENTRIES);
	for (uint32_t i = 0; i < rules->n; i++) {
		const struct lists_rule *r = &rules->rules[i];

		out[i] = (struct source_rule){ .net = r->net,
					       .verdict = { RA_UNKNOWN, RA_UNKNOWN } };
		if (!removes)
			memcpy(out[i].verdict, r->verdict, sizeof(r->verdict));
		allow_single(r, removes);
	}
	shuffle(out, rules->n);
	assert_int_equal(lists4_set(&lists4, out, rules->n), 0);
}

/* Which counter a packet moved. */
static uint8_t verdict_on(uint32_t peer, uint8_t direction)
{
	struct ra_ledger before = kernel_ledger(), after;
	uint8_t frame[KERNEL_UDP];

	if (direction == RA_IN)
		kernel_udp(frame, peer, LOCAL, 50000, 443);
	else
		kernel_udp(frame, LOCAL, peer, 443, 50000);
	kernel_run(direction == RA_IN ? kernel->progs.redarc_xdp : kernel->progs.redarc_out, frame,
		   sizeof(frame), 1);
	after = kernel_ledger();
	for (uint8_t v = 0; v < RA_VERDICTS; v++)
		if (after.verdict[v][direction] == before.verdict[v][direction] + 1)
			return v;
	fail_msg("a packet was not counted");
	return RA_VERDICTS;
}

static void expect_same(const struct ruleset *rules, uint32_t *seen)
{
	uint32_t peer = random_ip();
	struct addr a = addr_from_be32(htonl(peer));
	const struct lists_rule *r = ruleset_find(rules, &a);
	uint8_t direction = (uint8_t)random_below(RA_DIRECTIONS);
	uint8_t verdict = r ? r->verdict[direction] : RA_UNKNOWN;

	seen[verdict]++;
	assert_int_equal(verdict_on(peer, direction), verdict);
}

static bool is_empty(const struct bpf_map *map)
{
	uint8_t key[8];

	return bpf_map_get_next_key(bpf_map__fd(map), NULL, key) < 0;
}

static void same_verdicts(void **state)
{
	uint32_t seen[RA_VERDICTS] = { 0 };

	(void)state;
	kernel_afresh();
	for (int set = 0; set < SETS; set++) {
		struct ruleset rules;

		make_rules(&rules);
		write_rules(&rules, false);
		for (int i = 0; i < PACKETS; i++)
			expect_same(&rules, seen);
		write_rules(&rules, true);
		ruleset_clear(&rules);
		assert_true(is_empty(kernel->maps.block4) && is_empty(kernel->maps.cidr4));
		assert_false(kernel->data->ra_control.block4 || kernel->data->ra_control.cidr4);
	}
	assert_true(seen[RA_ALLOWED] > SETS / 10 && seen[RA_BLOCKED] > SETS / 10 &&
		    seen[RA_UNKNOWN] > SETS / 10);
}

static struct source_rule rule(uint32_t ip, uint8_t len, uint8_t verdict)
{
	return (struct source_rule){ .net = { addr_from_be32(htonl(ip)), (uint8_t)(len + 96) },
				     .verdict = { verdict, verdict } };
}

static int set(struct source_rule one)
{
	return lists4_set(&lists4, &one, 1);
}

static void absent(void **state)
{
	const struct source_rule mixed[] = {
		rule(0xc6120001, 32, RA_UNKNOWN), rule(0xc6120002, 32, RA_BLOCKED),
		rule(0xc6120003, 32, RA_UNKNOWN), rule(0xc6120002, 32, RA_ALLOWED),
		rule(0xc6120000, 24, RA_UNKNOWN), rule(0xc6120000, 16, RA_BLOCKED),
		rule(0xc6130000, 16, RA_UNKNOWN), rule(0xc6120000, 16, RA_UNKNOWN),
	};

	(void)state;
	kernel_afresh();
	assert_int_equal(lists4_set(&lists4, mixed, 6), 0);
	assert_true(is_empty(kernel->maps.block4));
	assert_false(is_empty(kernel->maps.cidr4));
	assert_int_equal(lists4_set(&lists4, mixed + 6, 2), 0);
	assert_true(is_empty(kernel->maps.cidr4));
}

static void passed_over(void **state)
{
	struct source_rule six = { .net.len = 64, .verdict = { RA_BLOCKED, RA_BLOCKED } };

	(void)state;
	kernel_afresh();
	six.net.net.b[0] = 0x20;
	assert_int_equal(set(six), 0);
	six.net.len = 128;
	assert_int_equal(set(six), 0);
	six.net = (struct cidr){ .len = 8 };
	assert_int_equal(set(six), 0);
	assert_true(is_empty(kernel->maps.block4) && is_empty(kernel->maps.cidr4));
}

static void full(void **state)
{
	static struct source_rule rules[SOURCE_RULES + 1];
	static const uint8_t lengths[] = { 32, 31 };

	(void)state;
	for (size_t k = 0; k < 2; k++) {
		kernel_afresh();
		for (uint32_t i = 0; i < SOURCE_RULES; i++)
			rules[i] = rule(0xc6120000 + 2 * i, lengths[k], RA_BLOCKED);
		assert_int_equal(lists4_set(&lists4, rules, 1024), 0);
		assert_int_equal(lists4_set(&lists4, rules, 1025), -ENOSPC);
		for (uint32_t i = 0; i < SOURCE_RULES; i++)
			rules[i] = rule(0xc6120000 + 2 * i, lengths[k], RA_UNKNOWN);
		assert_int_equal(lists4_set(&lists4, rules, SOURCE_RULES), 0);
		assert_true(is_empty(kernel->maps.block4) && is_empty(kernel->maps.cidr4));
	}
	assert_int_equal(lists4_set(&lists4, rules, SOURCE_RULES + 1), -E2BIG);
}

static bool holds(uint32_t ip, uint8_t length)
{
	const struct ra_prefix prefix = { .length = length, .be_net = htonl(ip) };
	struct ra_listed value;
	const void *key = length == 32 ? (const void *)&prefix.be_net : &prefix;
	const struct bpf_map *map = length == 32 ? kernel->maps.block4 : kernel->maps.cidr4;

	return !bpf_map_lookup_elem(bpf_map__fd(map), key, &value);
}

static void another_process(void)
{
	free(lists4.keys);
	free(lists4.values);
	assert_int_equal(lists4_init(&lists4, bpf_map__fd(kernel->maps.block4),
				     bpf_map__fd(kernel->maps.cidr4), &kernel->data->ra_control),
			 0);
	assert_int_equal(lists4_adopt(&lists4, 2048), 0);
}

static void adopted(void **state)
{
	(void)state;
	kernel_afresh();
	for (uint32_t i = 0; i < 100; i++) {
		assert_int_equal(set(rule(0xc6120000 + (i << 8), 24, RA_BLOCKED)), 0);
		assert_int_equal(set(rule(0xc6120000 + (i << 8), 32, RA_BLOCKED)), 0);
	}
	another_process();
	for (uint32_t i = 0; i < 50; i++) {
		assert_int_equal(set(rule(0xc6120000 + (i << 8), 24, RA_BLOCKED)), 0);
		assert_int_equal(set(rule(0xc6120000 + (i << 8), 32, RA_BLOCKED)), 0);
	}
	assert_int_equal(lists4_settle(&lists4), 0);
	for (uint32_t i = 0; i < 100; i++) {
		assert_int_equal(holds(0xc6120000 + (i << 8), 24), i < 50);
		assert_int_equal(holds(0xc6120000 + (i << 8), 32), i < 50);
	}
	for (uint32_t i = 0; i < 50; i++) {
		assert_int_equal(set(rule(0xc6120000 + (i << 8), 24, RA_UNKNOWN)), 0);
		assert_true(kernel->data->ra_control.block4);
		assert_int_equal(set(rule(0xc6120000 + (i << 8), 32, RA_UNKNOWN)), 0);
	}
	assert_false(kernel->data->ra_control.block4 || kernel->data->ra_control.cidr4);
}

static void taken_apart(void **state)
{
	(void)state;
	kernel_afresh();
	for (uint32_t i = 0; i < 1000; i++)
		assert_int_equal(set(rule(0xc6120000 + (i << 4), 28, RA_BLOCKED)), 0);
	lists4_clear(&lists4);
	assert_true(is_empty(kernel->maps.cidr4));
	lists4_clear(&lists4);
}

static int start(void **state)
{
	if (kernel_load(state))
		return -1;
	return lists4_init(&lists4, bpf_map__fd(kernel->maps.block4),
			   bpf_map__fd(kernel->maps.cidr4), &kernel->data->ra_control);
}

static int finish(void **state)
{
	lists4_clear(&lists4);
	return kernel_unload(state);
}

#define SAYS(sentence, f) { "rules: " sentence, f, NULL, NULL, NULL }

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("the kernel's verdict is user space's, for 10,000 random sets of lists",
		     same_verdicts),
		SAYS("what is absent can be removed, and the order holds", absent),
		SAYS("IPv6 is passed over", passed_over),
		SAYS("a full map says so, and what fits can be removed again", full),
		SAYS("of an earlier process's, what nobody sets again is removed", adopted),
		SAYS("a trie is taken apart at the end, and once is enough", taken_apart),
	};

	return cmocka_run_group_tests_name("rules", tests, start, finish);
}
