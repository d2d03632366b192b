/* SPDX-License-Identifier: BSD-2-Clause */
#include "source/ebpf_allow.h"

#include <bpf/bpf.h>
#include <errno.h>
#include <stdlib.h>

#include "source/ebpf_batch.h"

#define BATCH SOURCE_ALLOWS /* entries; larger than any bucket of the map grows */

struct known {
	uint32_t be_peer; /* the key */
	uint8_t directions, origin;
	uint16_t pad;
	uint32_t round;
	uint32_t pad2;
	uint64_t packets[RA_DIRECTIONS], bytes[RA_DIRECTIONS];
};

static int batch_init(struct allow4_batch *b)
{
	b->keys = calloc(BATCH, sizeof(*b->keys));
	b->values = calloc(BATCH, sizeof(*b->values));
	return b->keys && b->values ? 0 : -ENOMEM;
}

static void batch_clear(struct allow4_batch *b)
{
	free(b->keys);
	free(b->values);
	*b = (struct allow4_batch){ NULL, NULL };
}

int allow4_init(struct allow4 *a, int fd, uint32_t most)
{
	a->fd = fd;
	if (batch_init(&a->read) || batch_init(&a->write))
		return -ENOMEM;
	return hash_table_init(&a->known, sizeof(struct known), sizeof(uint32_t), most);
}

void allow4_clear(struct allow4 *a)
{
	batch_clear(&a->read);
	batch_clear(&a->write);
	hash_table_clear(&a->known);
}

static int remove_entry(const struct allow4 *a, uint32_t key)
{
	int r = bpf_map_delete_elem(a->fd, &key);

	return r == -ENOENT ? 0 : r;
}

static int put_entry(const struct allow4 *a, uint32_t key, uint8_t directions, uint8_t origin)
{
	struct ra_allow value = { 0 };
	int r = bpf_map_lookup_elem(a->fd, &key, &value);

	if (r && r != -ENOENT)
		return r;
	value.directions = directions;
	value.origin = origin;
	r = bpf_map_update_elem(a->fd, &key, &value, BPF_ANY);
	return r == -E2BIG ? -ENOSPC : r;
}

int allow4_set(struct allow4 *a, const struct addr *peer, uint8_t directions, uint8_t origin)
{
	uint32_t key;

	if (!addr_is_v4(peer))
		return -EAFNOSUPPORT;
	key = addr_to_be32(peer);
	return directions ? put_entry(a, key, directions, origin) : remove_entry(a, key);
}

/* Whether the last sweep met it; then it has counters. */
static bool is_known(const struct allow4 *a, uint32_t key)
{
	const struct known *k = hash_table_find(&a->known, &key);

	return k && k->directions;
}

static int write_singly(const struct allow4 *a, uint32_t n)
{
	const struct allow4_batch *b = &a->write;
	int r = 0;

	for (uint32_t i = 0; i < n && !r; i++)
		r = bpf_map_update_elem(a->fd, &b->keys[i], &b->values[i], BPF_ANY);
	return r;
}

static int write_new(const struct allow4 *a, uint32_t n)
{
	uint32_t count = n;
	int r = n ? bpf_map_update_batch(a->fd, a->write.keys, a->write.values, &count, NULL) : 0;

	if (ebpf_batch_is_refused(r))
		r = write_singly(a, n);
	return r == -E2BIG ? -ENOSPC : r;
}

int allow4_add(struct allow4 *a, const struct source_allow *entries, uint32_t n)
{
	uint32_t waiting = 0;
	int r = n > SOURCE_ALLOWS ? -E2BIG : 0;

	for (uint32_t i = 0; i < n && !r; i++) {
		const struct source_allow *e = &entries[i];
		uint32_t key = addr_to_be32(&e->peer);

		if (!addr_is_v4(&e->peer))
			continue;
		if (is_known(a, key)) {
			r = put_entry(a, key, e->directions, e->origin);
			continue;
		}
		a->write.keys[waiting] = key;
		a->write.values[waiting++] = (struct ra_allow){ .directions = e->directions,
								.origin = e->origin };
	}
	return r ? r : write_new(a, waiting);
}

/* Other programs may write any origin. */
static uint8_t reason_of(uint8_t origin)
{
	static const uint8_t reasons[] = {
		[RA_ORIGIN_EXTERNAL] = REASON_EXTERNAL,
		[RA_ORIGIN_HISTORY] = REASON_HISTORY,
		[RA_ORIGIN_USER] = REASON_USER,
		[RA_ORIGIN_RULE] = REASON_RULE,
	};

	return origin < sizeof(reasons) ? reasons[origin] : REASON_EXTERNAL;
}

static int say(const struct event_sink *sink, const struct event *e)
{
	sink->event(sink->ctx, e);
	return 1;
}

/* What one direction of an entry has to tell. */
static int direction_news(const struct allow4 *a, struct known *k, const struct ra_allow *value,
			  uint8_t d, uint8_t gone, const struct event_sink *sink)
{
	bool was = k->directions & RA_DIR_BIT(d), is = value->directions & RA_DIR_BIT(d);
	struct event e = { .peer = addr_from_be32(k->be_peer),
			   .direction = d,
			   .judged = true,
			   .judgement = { .verdict = RA_ALLOWED,
					 .reason = reason_of(value->origin) } };

	if (value->packets[d] < k->packets[d] || value->bytes[d] < k->bytes[d]) /* written anew */
		k->packets[d] = k->bytes[d] = 0;
	e.packets = value->packets[d] - k->packets[d];
	e.bytes = value->bytes[d] - k->bytes[d];
	e.time_ns = value->last_seen[d] ? a->time_ns(a->ctx, value->last_seen[d]) : 0;
	k->packets[d] = value->packets[d];
	k->bytes[d] = value->bytes[d];
	if (was && !is) {
		e.judgement = (struct judgement){ .verdict = gone };
		e.packets = e.bytes = 0;
		return say(sink, &e);
	}
	if (e.packets || (is && (!was || k->origin != value->origin)))
		return say(sink, &e);
	return 0;
}

static int entry_news(struct allow4 *a, uint32_t be_peer, const struct ra_allow *value,
		      uint8_t gone, const struct event_sink *sink)
{
	struct known *k = hash_table_take(&a->known, &be_peer);
	int events = 0;

	if (!k)
		return 0;
	k->round = a->round;
	for (uint8_t d = 0; d < RA_DIRECTIONS; d++)
		events += direction_news(a, k, value, d, gone, sink);
	k->directions = value->directions;
	k->origin = value->origin;
	return events;
}

/* Entries that were there in an earlier round only. */
static int gone_news(struct allow4 *a, uint8_t gone, const struct event_sink *sink)
{
	static const struct ra_allow none;
	int events = 0;

	for (uint32_t i = 0; i < a->known.count; i++) {
		struct known *k = hash_table_row(&a->known, i);

		if (k->round == a->round || !k->directions)
			continue;
		events += entry_news(a, k->be_peer, &none, gone, sink);
	}
	return events;
}

int allow4_sweep(struct allow4 *a, uint8_t gone, const struct event_sink *sink)
{
	uint32_t at, *from = NULL, count;
	int r, events = 0;

	a->round++;
	do {
		count = BATCH;
		r = bpf_map_lookup_batch(a->fd, from, &at, a->read.keys, a->read.values, &count,
					 NULL);
		if (r && r != -ENOENT)
			return r;
		for (uint32_t i = 0; i < count; i++)
			events += entry_news(a, a->read.keys[i], &a->read.values[i], gone, sink);
		from = &at;
	} while (!r);
	return events + gone_news(a, gone, sink);
}
