/* SPDX-License-Identifier: BSD-2-Clause */
#include "source/ebpf_allow.h"

#include <bpf/bpf.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "source/ebpf_known.h"
#include "source/ebpf_run.h"

#define DOOMED 1 /* sweeps that see nothing allowed, before the one that removes an entry */
#define PART 4 /* batches that are read without a pause: about 15 ms */

int allow4_init(struct allow4 *a, uint32_t most)
{
	if (allow4_batch_init(&a->read) || allow4_batch_init(&a->write))
		return -ENOMEM;
	return hash_table_init(&a->known, sizeof(struct known), sizeof(uint32_t), most);
}

void allow4_clear(struct allow4 *a)
{
	allow4_batch_clear(&a->read);
	allow4_batch_clear(&a->write);
	hash_table_clear(&a->known);
}

static int edit(const struct allow4 *a, uint32_t key, uint8_t directions, uint8_t origin)
{
	const struct ra_edit what = {
		.be_peer = key, .sets = 1, .directions = directions, .origin = origin
	};

	return ebpf_run(a->edit, &what, sizeof(what));
}

static void leave_hot(struct allow4 *a, struct known *k, uint8_t direction)
{
	if (!k->hot[direction])
		return;
	hot4_drop(a->hot, k->hot[direction] - 1, direction);
	k->hot[direction] = 0;
}

/* What goes out is counted there only of peers that may answer. */
static bool belongs_into_hot(uint8_t directions, uint8_t direction)
{
	return direction == RA_OUT ? directions == RA_BOTH : directions & RA_DIR_BIT(RA_IN);
}

static void mirror(struct allow4 *a, struct known *k, uint8_t directions)
{
	uint32_t owner = hash_table_number(&a->known, k);

	for (uint8_t d = 0; d < RA_DIRECTIONS && a->hot; d++) {
		bool belongs = belongs_into_hot(directions, d) && !a->resizing;

		if (k->hot[d] && (!belongs || !hot4_holds(a->hot, k->hot[d] - 1, d)))
			leave_hot(a, k, d);
		else if (belongs && !k->hot[d])
			k->hot[d] = hot4_place(a->hot, k->be_peer, d, owner) + 1;
	}
}

/* What is in the map counts, whether or not a sweep has met it. */
static bool is_there(const struct known *k)
{
	return k && k->there;
}

static void note_there(const struct allow4 *a, struct known *k)
{
	k->there = 1;
	k->left = false;
	k->round = a->round;
}

/* Whatever comes under this key counts from 0. */
static void note_gone(struct known *k)
{
	k->doomed = k->there = 0;
	memset(k->packets, 0, sizeof(k->packets));
	memset(k->bytes, 0, sizeof(k->bytes));
}

/* The entry goes when what it counted was read. */
static int remove_entry(struct allow4 *a, uint32_t key)
{
	struct known *k = hash_table_find(&a->known, &key);
	int r;

	if (is_there(k)) {
		k->left = false;
		k->doomed = 1;
		r = edit(a, key, 0, k->origin);
		mirror(a, k, 0);
		return r;
	}
	r = bpf_map_delete_elem(a->fd, &key);
	return r == -ENOENT ? 0 : r;
}

static int put_entry(struct allow4 *a, uint32_t key, uint8_t directions, uint8_t origin)
{
	struct known *k = hash_table_take(&a->known, &key);
	struct ra_allow value = { .directions = directions, .origin = origin };
	int r;

	if (k && k->left && k->directions == directions && k->origin == origin) {
		k->left = false; /* as it is */
		return 0;
	}
	r = bpf_map_update_elem(a->fd, &key, &value, BPF_NOEXIST);
	if (k && (!r || r == -EEXIST)) {
		note_there(a, k);
		k->doomed = 0;
		mirror(a, k, directions & k->directions); /* more, once a sweep has seen it */
	}
	if (r == -EEXIST)
		r = edit(a, key, directions, origin);
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

static void mark_there(struct allow4 *a, uint32_t key)
{
	struct known *k = hash_table_take(&a->known, &key);

	if (k)
		note_there(a, k);
}

static int write_new(struct allow4 *a, uint32_t n)
{
	int r = n ? allow4_batch_write(&a->write, a->fd, n) : 0;

	for (uint32_t i = 0; i < n && !r; i++)
		mark_there(a, a->write.keys[i]);
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
		if (is_there(hash_table_find(&a->known, &key))) {
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

static struct event event_of(const struct known *k, uint8_t direction, uint8_t origin)
{
	return (struct event){ .peer = addr_from_be32(k->be_peer),
			       .direction = direction,
			       .judged = true,
			       .interface = EVENT_NO_INTERFACE,
			       .judgement = { .verdict = RA_ALLOWED,
					      .reason = reason_of(origin) } };
}

static int say(const struct event_sink *sink, const struct event *e)
{
	sink->event(sink->ctx, e);
	return 1;
}

static int say_gone(const struct allow4 *a, const struct known *k, uint8_t direction,
		    const struct event_sink *sink)
{
	struct event e = event_of(k, direction, 0);

	e.judgement = (struct judgement){ .verdict = a->gone };
	return say(sink, &e);
}

/* What one direction of an entry has to tell. */
static int direction_news(const struct allow4 *a, struct known *k, const struct ra_allow *value,
			  uint8_t d, const struct event_sink *sink)
{
	bool was = k->directions & RA_DIR_BIT(d), is = value->directions & RA_DIR_BIT(d);
	struct event e = event_of(k, d, value->origin);
	int events = 0;

	if (value->packets[d] < k->packets[d] || value->bytes[d] < k->bytes[d]) /* written anew */
		k->packets[d] = k->bytes[d] = 0;
	e.packets = value->packets[d] - k->packets[d];
	e.bytes = value->bytes[d] - k->bytes[d];
	e.time_ns = value->last_seen[d] ? a->time_ns(a->ctx, value->last_seen[d]) : 0;
	k->packets[d] = value->packets[d];
	k->bytes[d] = value->bytes[d];
	if (e.packets || (is && (!was || k->origin != value->origin)))
		events += say(sink, &e);
	if ((was || e.packets) && !is) /* after what it counted until then */
		events += say_gone(a, k, d, sink);
	return events;
}

static void bury(const struct allow4 *a, struct known *k)
{
	bpf_map_delete_elem(a->fd, &k->be_peer);
	note_gone(k);
}

static int entry_news(struct allow4 *a, uint32_t be_peer, const struct ra_allow *value,
		      const struct event_sink *sink)
{
	struct known *k = hash_table_take(&a->known, &be_peer);
	int events = 0;

	if (!k)
		return 0;
	note_there(a, k);
	for (uint8_t d = 0; d < RA_DIRECTIONS; d++)
		events += direction_news(a, k, value, d, sink);
	k->directions = value->directions;
	k->origin = value->origin;
	mirror(a, k, value->directions);
	if (k->doomed && !value->directions && k->doomed++ > DOOMED)
		bury(a, k);
	return events;
}

/* Entries that were there in an earlier round only. */
static int gone_news(struct allow4 *a, const struct event_sink *sink)
{
	static const struct ra_allow none;
	int events = 0;

	for (uint32_t i = 0; i < a->known.count; i++) {
		struct known *k = hash_table_row(&a->known, i);

		if (k->round == a->round || !k->there)
			continue;
		events += entry_news(a, k->be_peer, &none, sink);
		note_gone(k);
	}
	return events;
}

/* What comes so late that the entry has gone by now is in no counter of it. */
static void hot_news(void *ctx, uint32_t owner, uint8_t direction, uint64_t packets, uint64_t bytes)
{
	struct allow4 *a = ctx;
	struct known *k = hash_table_row(&a->known, owner);
	struct event e = event_of(k, direction, k->origin);

	e.packets = packets;
	e.bytes = bytes;
	e.time_ns = a->time_ns(a->ctx, a->jiffies);
	a->events += say(a->sink, &e);
	if (!(k->directions & RA_DIR_BIT(direction)))
		a->events += say_gone(a, k, direction, a->sink);
	if (!k->there)
		return;
	k->packets[direction] += packets;
	k->bytes[direction] += bytes;
}

/* A larger table is wanted: everybody leaves it first, and allow4 counts meanwhile. */
static void mind_size(struct allow4 *a)
{
	if (a->resizing && !a->hot->placed) {
		hot4_resize(a->hot, a->entries);
		a->resizing = false;
	} else if (!a->resizing && hot4_is_small(a->hot, a->entries)) {
		a->resizing = true;
		for (uint32_t i = 0; i < a->known.count; i++)
			mirror(a, hash_table_row(&a->known, i), 0);
	}
}

int allow4_sweep_hot(struct allow4 *a, uint64_t jiffies, const struct event_sink *sink)
{
	const struct hot4_sink counted = { .counted = hot_news, .ctx = a };
	int r;

	a->sink = sink;
	a->jiffies = jiffies;
	a->events = 0;
	if (!a->hot)
		return 0;
	r = hot4_sweep(a->hot, jiffies, &counted);
	mind_size(a);
	return r < 0 ? r : a->events;
}

/* Returns events, or -errno. With the last entries, or a failure, the sweep is over. */
static int sweep_batch(struct allow4 *a, const struct event_sink *sink)
{
	int events = 0, n = allow4_batch_read(&a->read, a->fd, &a->walk);

	a->sweeping = !a->walk.over;
	if (n < 0)
		return n;
	a->met += (uint32_t)n;
	for (int i = 0; i < n; i++)
		events += entry_news(a, a->read.keys[i], &a->read.values[i], sink);
	if (a->sweeping)
		return events;
	a->entries = a->met;
	return events + gone_news(a, sink);
}

int allow4_sweep(struct allow4 *a, uint8_t gone, bool whole, const struct event_sink *sink)
{
	uint32_t batches = whole ? UINT32_MAX : PART;
	int r, events = 0;

	a->gone = gone;
	if (whole || !a->sweeping) {
		a->walk = (struct allow4_walk){ .begun = false };
		a->round++;
		a->met = 0;
	}
	do {
		r = sweep_batch(a, sink);
		events += r;
	} while (r >= 0 && a->sweeping && --batches);
	return r < 0 ? r : events;
}
