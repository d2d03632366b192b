/* SPDX-License-Identifier: BSD-2-Clause */
#include "source/ebpf_lists.h"

#include <bpf/bpf.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "source/ebpf_batch.h"

#define KEY_MOST sizeof(struct ra_prefix)

static const uint32_t key_size[LISTS4_MAPS] = {
	[LISTS4_BLOCK] = sizeof(uint32_t),
	[LISTS4_CIDR] = sizeof(struct ra_prefix),
};

/* A rule of an earlier process; single addresses are prefixes of 32 bits. */
struct left {
	struct ra_prefix key;
	uint32_t told; /* not 0: it is one of this process by now */
};

/* Rules of one kind that follow each other. */
struct batch {
	enum lists4_map map;
	bool removes;
	uint32_t n;
};

int lists4_init(struct lists4 *l, int block4, int cidr4, volatile struct ra_control *control)
{
	*l = (struct lists4){ .fd = { block4, cidr4 }, .control = control };
	l->keys = calloc(SOURCE_RULES, KEY_MOST);
	l->values = calloc(SOURCE_RULES, sizeof(*l->values));
	return l->keys && l->values ? 0 : -ENOMEM;
}

static int collect(struct lists4 *l, enum lists4_map map)
{
	struct left key = { .key.length = 32 };
	void *at = map == LISTS4_BLOCK ? (void *)&key.key.be_net : &key.key, *before = NULL;
	int r;

	while (!(r = bpf_map_get_next_key(l->fd[map], before, at))) {
		if (!hash_table_take(&l->left, &key.key))
			return -ENOSPC;
		l->held[map]++;
		before = at;
	}
	return r == -ENOENT ? 0 : r;
}

int lists4_adopt(struct lists4 *l, uint32_t most)
{
	int r = hash_table_init(&l->left, sizeof(struct left), sizeof(struct ra_prefix), most);

	for (enum lists4_map map = 0; map < LISTS4_MAPS && !r; map++)
		r = collect(l, map);
	return r;
}

static bool says_nothing(const struct source_rule *r)
{
	return r->verdict[RA_IN] == RA_UNKNOWN && r->verdict[RA_OUT] == RA_UNKNOWN;
}

static bool blocks(const struct source_rule *r)
{
	return r->verdict[RA_IN] == RA_BLOCKED || r->verdict[RA_OUT] == RA_BLOCKED;
}

/* Where a rule belongs, and whether it is to be kept there. */
static struct batch kind_of(const struct source_rule *r)
{
	if (r->net.len == 128)
		return (struct batch){ .map = LISTS4_BLOCK, .removes = !blocks(r) };
	return (struct batch){ .map = LISTS4_CIDR, .removes = says_nothing(r) };
}

/* One that is set again is there already, and counts once. */
static void take_over(struct lists4 *l, const struct batch *b, const struct ra_prefix *prefix)
{
	struct left *left = l->left.count ? hash_table_find(&l->left, prefix) : NULL;

	if (!left || left->told)
		return;
	left->told = 1;
	l->held[b->map] -= !b->removes;
}

static void append(struct lists4 *l, struct batch *b, const struct source_rule *r)
{
	struct ra_prefix prefix = { .length = r->net.len - 96u,
				    .be_net = addr_to_be32(&r->net.net) };
	const void *key = b->map == LISTS4_BLOCK ? (const void *)&prefix.be_net : &prefix;

	take_over(l, b, &prefix);
	memcpy(l->keys + b->n * key_size[b->map], key, key_size[b->map]);
	memcpy(l->values[b->n].verdict, r->verdict, sizeof(r->verdict));
	b->n++;
}

static const void *key_at(const struct lists4 *l, const struct batch *b, uint32_t i)
{
	return l->keys + i * key_size[b->map];
}

static int insert_singly(const struct lists4 *l, const struct batch *b)
{
	int r = 0;

	for (uint32_t i = 0; i < b->n && !r; i++)
		r = bpf_map_update_elem(l->fd[b->map], key_at(l, b, i), &l->values[i], BPF_ANY);
	return r;
}

static int insert(const struct lists4 *l, const struct batch *b)
{
	uint32_t count = b->n;
	int r = bpf_map_update_batch(l->fd[b->map], l->keys, l->values, &count, NULL);

	if (ebpf_batch_is_refused(r))
		r = insert_singly(l, b);
	return r == -E2BIG ? -ENOSPC : r;
}

static int remove_singly(struct lists4 *l, const struct batch *b)
{
	for (uint32_t i = 0; i < b->n; i++) {
		int r = bpf_map_delete_elem(l->fd[b->map], key_at(l, b, i));

		if (r && r != -ENOENT)
			return r;
		l->held[b->map] -= !r;
	}
	return 0;
}

/* A batch stops where a key is absent, and goes on behind it. */
static int remove_all(struct lists4 *l, const struct batch *b)
{
	for (uint32_t i = 0; i < b->n; i++) {
		uint32_t count = b->n - i;
		int r = bpf_map_delete_batch(l->fd[b->map], key_at(l, b, i), &count, NULL);

		if (ebpf_batch_is_refused(r))
			return remove_singly(l, b);
		l->held[b->map] -= count;
		if (r != -ENOENT)
			return r;
		i += count;
	}
	return 0;
}

static void tell_programs(const struct lists4 *l)
{
	l->control->block4 = l->held[LISTS4_BLOCK] > 0;
	l->control->cidr4 = l->held[LISTS4_CIDR] > 0;
}

static int flush(struct lists4 *l, struct batch *b)
{
	int r = 0;

	if (b->n && b->removes) {
		r = remove_all(l, b);
		tell_programs(l);
	} else if (b->n) {
		l->held[b->map] += b->n;
		tell_programs(l);
		r = insert(l, b);
	}
	b->n = 0;
	return r;
}

int lists4_set(struct lists4 *l, const struct source_rule *rules, uint32_t n)
{
	struct batch b = { .n = 0 };
	int r = n > SOURCE_RULES ? -E2BIG : 0;

	for (uint32_t i = 0; i < n && !r; i++) {
		struct batch next = kind_of(&rules[i]);

		if (!addr_is_v4(&rules[i].net.net) || rules[i].net.len < 96)
			continue;
		if (next.map != b.map || next.removes != b.removes) {
			r = flush(l, &b);
			b = next;
		}
		append(l, &b, &rules[i]);
	}
	return r ? r : flush(l, &b);
}

static int remove_length(struct lists4 *l, uint32_t length)
{
	struct source_rule gone = { .net.len = (uint8_t)(96 + length),
				    .verdict = { RA_UNKNOWN, RA_UNKNOWN } };
	int r = 0;

	for (uint32_t i = 0; i < l->left.count && !r; i++) {
		const struct left *left = hash_table_row(&l->left, i);

		if (left->told || left->key.length != length)
			continue;
		gone.net.net = addr_from_be32(left->key.be_net);
		r = lists4_set(l, &gone, 1);
	}
	return r;
}

int lists4_settle(struct lists4 *l)
{
	int r = 0;

	for (uint32_t length = 0; length <= 32 && l->left.count && !r; length++)
		r = remove_length(l, length);
	hash_table_clear(&l->left);
	return r;
}

/* The leftmost goes first, for it is found at once. */
void lists4_dismantle(int cidr4)
{
	struct ra_prefix key;

	while (!bpf_map_get_next_key(cidr4, NULL, &key))
		if (bpf_map_delete_elem(cidr4, &key))
			return; /* then it is the kernel's to free */
}

void lists4_clear(struct lists4 *l)
{
	if (l->keys && l->values && l->control->cidr4 && !l->stays)
		lists4_dismantle(l->fd[LISTS4_CIDR]);
	hash_table_clear(&l->left);
	free(l->keys);
	free(l->values);
	l->keys = NULL;
	l->values = NULL;
}
