/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/trip.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/clock.h"
#include "core/log.h"
#include "judge/history_blob.h"
#include "judge/judge.h"

#define NEAR_LEN (96 + 16) /* larger networks are not watched for unused addresses */
#define HOLD_S (24 * 3600) /* how long someone who was caught is blocked */
#define MEMORY "tripwire"

/* What is remembered: of which zones, and then a byte of each address. */
struct memory {
	struct cidr zone[TRIPWIRE_ZONES];
	uint32_t n;
};

static bool overlaps(const struct cidr *a, const struct cidr *b)
{
	return cidr_contains(a, &b->net) || cidr_contains(b, &a->net);
}

static bool is_free(const struct trip *t, const struct cidr *net)
{
	for (size_t i = 0; i < t->n_zones; i++)
		if (overlaps(&t->zone[i].net, net))
			return false;
	return t->n_zones < TRIPWIRE_ZONES;
}

static int add_dark(struct trip *t, const struct options *o, struct err *e)
{
	char text[ADDR_TEXT];

	for (size_t i = 0; i < o->n_dark; i++) {
		addr_format(&o->dark[i].net, text);
		if (!addr_is_v4(&o->dark[i].net) || o->dark[i].len < 96 + 12)
			return err_set(e, -EINVAL,
				       "--dark %s/%d: it takes IPv4 prefixes from /12 to /32", text,
				       o->dark[i].len - 96);
		if (!is_free(t, &o->dark[i]))
			return err_set(e, -EINVAL, "--dark %s/%d: overlaps another", text,
				       o->dark[i].len - 96);
		t->zone[t->n_zones++] = (struct tripwire_zone){ .net = o->dark[i], .dark = true };
	}
	return 0;
}

static void add_near(struct trip *t, const struct cidr *near, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (addr_is_v4(&near[i].net) && near[i].len >= NEAR_LEN && near[i].len < 127 &&
		    is_free(t, &near[i]))
			t->zone[t->n_zones++] = (struct tripwire_zone){ .net = near[i] };
}

static void note_inside(struct trip *t, const struct cidr *nets, size_t n)
{
	for (size_t i = 0; i < n && t->n_inside < sizeof(t->inside) / sizeof(*t->inside); i++)
		t->inside[t->n_inside++] = nets[i];
}

static bool is_inside(const struct trip *t, const struct addr *a)
{
	if (addr_scope(a) == ADDR_PRIVATE || addr_scope(a) == ADDR_LINK)
		return true;
	for (size_t i = 0; i < t->n_inside; i++)
		if (cidr_contains(&t->inside[i], a))
			return true;
	return false;
}

void trip_sent(struct trip *t, const struct addr *source, const struct addr *target,
	       int64_t time_ns)
{
	if (t->wire && is_inside(t, source))
		tripwire_sent(t->wire, source, target, time_ns);
}

/* The kernel's bytes when the source judges; NULL: the tripwire keeps its own. */
static int find_bytes(const struct trip *t, struct source *source, uint8_t **used)
{
	struct cidr zones[TRIPWIRE_ZONES];

	*used = NULL;
	for (size_t i = 0; i < t->n_zones; i++)
		zones[i] = t->zone[i].net;
	return source_judges(source) ? source_zones(source, zones, t->n_zones, used) : 0;
}

static int begin_list(struct trip *t)
{
	int r;

	list_clear(&t->caught);
	r = list_init(&t->caught, LIST_BLOCK, JUDGE_TRIPWIRE);
	snprintf(t->caught.source, sizeof(t->caught.source), "addresses that nobody uses");
	return r;
}

int trip_open(struct trip *t, const struct options *o, struct source *source,
	      const struct cidr *near, size_t n_near, struct err *e)
{
	uint8_t *used;
	int r = begin_list(t);

	if (!r)
		r = add_dark(t, o, e);
	if (r)
		return r;
	note_inside(t, near, n_near);
	note_inside(t, o->local, o->n_local);
	if (o->touches)
		add_near(t, near, n_near);
	if (!t->n_zones)
		return 0;
	r = find_bytes(t, source, &used);
	if (!r)
		r = tripwire_open(t->zone, t->n_zones, o->touches ? o->touches : 1, used, &t->wire);
	return r ? err_set(e, r, "tripwire: %s", strerror(-r)) : 0;
}

void trip_close(struct trip *t)
{
	tripwire_close(t->wire);
	list_clear(&t->caught);
	t->wire = NULL;
}

static struct memory describe(const struct trip *t)
{
	struct memory m = { .n = (uint32_t)t->n_zones };

	for (size_t i = 0; i < t->n_zones; i++)
		m.zone[i] = t->zone[i].net;
	return m;
}

void trip_recall(struct trip *t, const struct history *h)
{
	const struct memory now = describe(t);
	const uint8_t *then;
	size_t len = 0;

	if (!t->wire || !h)
		return;
	then = history_blob_get(h, MEMORY, &len);
	if (!then || len != sizeof(now) + tripwire_size(t->wire) || memcmp(then, &now, sizeof(now)))
		return;
	for (uint32_t i = 0; i < tripwire_size(t->wire); i++) {
		uint8_t *used = tripwire_used(t->wire) + i;

		if (*used == TRIPWIRE_UNUSED && then[sizeof(now) + i] == TRIPWIRE_USED)
			*used = TRIPWIRE_USED;
	}
	t->recalled = true;
}

void trip_arm(struct trip *t, bool listened)
{
	uint8_t *used = t->wire ? tripwire_used(t->wire) : NULL;

	if (!t->wire)
		return;
	t->deaf = !listened && !t->recalled;
	for (uint32_t i = 0; t->deaf && i < tripwire_size(t->wire); i++)
		if (used[i] == TRIPWIRE_UNUSED)
			used[i] = TRIPWIRE_USED;
	tripwire_arm(t->wire, true);
}

void trip_remember(const struct trip *t, struct history *h)
{
	const struct memory now = describe(t);
	uint8_t *all;

	if (!t->wire || !h || t->deaf)
		return;
	all = malloc(sizeof(now) + tripwire_size(t->wire));
	if (!all)
		return;
	memcpy(all, &now, sizeof(now));
	memcpy(all + sizeof(now), tripwire_used(t->wire), tripwire_size(t->wire));
	history_blob_set(h, MEMORY, all, sizeof(now) + tripwire_size(t->wire));
	free(all);
}

static bool is_own(const struct trip *t, const struct addr *a)
{
	for (size_t i = 0; i < t->n_own; i++)
		if (addr_equal(&t->own[i], a))
			return true;
	return false;
}

/* Of this machine itself the address it touched is blocked: the machine is no peer of its own. */
static int note_catch(struct trip *t, const struct tripwire_catch *c, int64_t now_s)
{
	bool own = is_own(t, &c->source);
	struct list_entry entry = { .net = { own ? c->target : c->source, 128 },
				    .directions = RA_BOTH,
				    .added_s = now_s,
				    .expires_s = now_s + HOLD_S };
	char reason[LIST_REASON], source[ADDR_TEXT], target[ADDR_TEXT];

	addr_format(&c->target, target);
	addr_format(&c->source, source);
	if (own)
		snprintf(reason, sizeof(reason), "dark: this machine touched it");
	else
		snprintf(reason, sizeof(reason), "dark: touched %s%s", target,
			 c->touches > 1 ? " and others" : "");
	log_warn("tripwire: %s touched %u address%s that nobody uses, %s the last: blocked for "
		 "a day; `redarc allow add` clears it",
		 source, c->touches, c->touches == 1 ? "" : "es", target);
	return list_add(&t->caught, &entry, reason);
}

/* One that is damaged is begun anew: what it held was for a day at most. */
static int read_kept(int folder, struct list *out)
{
	struct err e;
	int r = list_load(folder, LIST_BLOCK, JUDGE_TRIPWIRE, out, &e);

	if (r == -EBADMSG)
		log_warn("%s; it begins anew", e.text);
	return r == -ENOENT || r == -EBADMSG ? list_init(out, LIST_BLOCK, JUDGE_TRIPWIRE) : r;
}

/* returns 0, or what list_add() refused */
static int add_all(struct list *to, const struct list *from, int64_t now_s)
{
	int r = 0;

	for (uint32_t i = 0; i < from->n && !r; i++)
		if (from->entries[i].expires_s > now_s)
			r = list_add(to, &from->entries[i], list_reason(from, &from->entries[i]));
	return r;
}

/* Add what was caught to the list as it is kept, which the user may have edited. */
static int merge(struct trip *t, int folder, int64_t now_s, struct err *e)
{
	struct list kept, merged;
	int r = read_kept(folder, &kept);

	if (r)
		return err_set(e, r, "tripwire: its list cannot be read: %s", strerror(-r));
	r = list_init(&merged, LIST_BLOCK, JUDGE_TRIPWIRE);
	memcpy(merged.source, t->caught.source, sizeof(merged.source));
	merged.updated_s = now_s;
	if (!r)
		r = add_all(&merged, &kept, now_s);
	if (!r)
		r = add_all(&merged, &t->caught, now_s);
	if (!r)
		r = list_settle(&merged);
	r = r ? err_set(e, r, "tripwire: %s", strerror(-r)) : list_save(folder, &merged, e);
	list_clear(&kept);
	list_clear(&merged);
	return r;
}

/* Somebody who edits the lists is waited for by coming again. */
static int keep(struct trip *t, int folder, int64_t now_s, struct err *e)
{
	int lock = list_try_lock(folder), r;

	if (lock == -EBUSY)
		return 0;
	if (lock < 0)
		return err_set(e, lock, "tripwire: its list: %s", strerror(-lock));
	r = merge(t, folder, now_s, e);
	close(lock);
	return r ? r : begin_list(t);
}

int trip_catch(struct trip *t, int folder, int64_t now_ns, struct err *e)
{
	struct tripwire_catch c;
	int n = 0, r = 0;

	while (t->wire && tripwire_caught(t->wire, now_ns, &c)) {
		r = note_catch(t, &c, now_ns / CLOCK_S);
		n++;
	}
	if (!r && t->caught.n && folder >= 0)
		return keep(t, folder, now_ns / CLOCK_S, e);
	if (!r && n)
		r = list_settle(&t->caught);
	return r ? err_set(e, r, "tripwire: %s", strerror(-r)) : n;
}
