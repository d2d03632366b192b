/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/tripwire.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "judge/recent.h"

#define SHORTEST (96 + 12) /* prefix of a zone, in bits of the 128 */
#define EDGES_FROM 3       /* addresses of a zone whose first and last are no hosts */

struct zone {
	uint32_t net, mask; /* host order */
	uint32_t place;     /* of its first address */
	bool dark;
};

struct touch {
	uint32_t place;
	int64_t time_ns; /* of the first packet */
};

struct source {
	struct addr addr; /* the key */
	uint32_t n;
	uint32_t pad;
	int64_t caught_ns; /* when it was last handed out; 0: never */
	struct touch touches[TRIPWIRE_TOUCHES];
};

struct tripwire {
	struct zone zones[TRIPWIRE_ZONES];
	size_t n_zones;
	uint32_t size, touches;
	uint8_t *used, *own; /* own: used, when it is kept here */
	struct recent sources;
	uint32_t next; /* source that tripwire_caught() looks at next */
	bool armed;
};

static uint32_t host_order(const struct addr *a)
{
	return ntohl(addr_to_be32(a));
}

static uint32_t zone_size(const struct zone *z)
{
	return ~z->mask + 1;
}

static bool zone_holds(const struct zone *z, uint32_t ip)
{
	return (ip & z->mask) == z->net;
}

static bool zone_is_apart(const struct tripwire *t, const struct zone *zone)
{
	for (size_t i = 0; i < t->n_zones; i++)
		if (zone_holds(&t->zones[i], zone->net) || zone_holds(zone, t->zones[i].net))
			return false;
	return true;
}

static int add_zone(struct tripwire *t, const struct tripwire_zone *from)
{
	struct zone *zone = &t->zones[t->n_zones];

	if (!addr_is_v4(&from->net.net) || from->net.len < SHORTEST || from->net.len > 128)
		return -EINVAL;
	zone->net = host_order(&from->net.net);
	zone->mask = UINT32_MAX << (128 - from->net.len);
	zone->place = t->size;
	zone->dark = from->dark;
	if (!zone_holds(zone, zone->net) || !zone_is_apart(t, zone) ||
	    zone_size(zone) > TRIPWIRE_ADDRESSES - t->size)
		return -EINVAL;
	t->size += zone_size(zone);
	t->n_zones++;
	return 0;
}

static int add_zones(struct tripwire *t, const struct tripwire_zone *zones, size_t n)
{
	int r = n && n <= TRIPWIRE_ZONES ? 0 : -EINVAL;

	for (size_t i = 0; !r && i < n; i++)
		r = add_zone(t, &zones[i]);
	return r;
}

static uint8_t use_of(const struct tripwire *t, uint32_t place)
{
	return __atomic_load_n(&t->used[place], __ATOMIC_RELAXED);
}

static void set_use(struct tripwire *t, uint32_t place, enum tripwire_use use)
{
	__atomic_store_n(&t->used[place], (uint8_t)use, __ATOMIC_RELAXED);
}

/* Of what was there before, only who is used can be right, and not where the user knows better. */
static void set_up_zone(struct tripwire *t, const struct zone *z)
{
	uint32_t size = zone_size(z);

	for (uint32_t i = 0; i < size; i++) {
		if (z->dark)
			set_use(t, z->place + i, TRIPWIRE_DARK);
		else if (use_of(t, z->place + i) != TRIPWIRE_USED)
			set_use(t, z->place + i, TRIPWIRE_UNUSED);
	}
	if (size < EDGES_FROM)
		return;
	set_use(t, z->place, TRIPWIRE_USED);
	set_use(t, z->place + size - 1, TRIPWIRE_USED);
}

static int set_up(struct tripwire *t, uint8_t *used)
{
	t->own = used ? NULL : calloc(t->size, 1);
	t->used = used ? used : t->own;
	if (!t->used)
		return -ENOMEM;
	for (size_t i = 0; i < t->n_zones; i++)
		set_up_zone(t, &t->zones[i]);
	return recent_init(&t->sources, sizeof(struct source), sizeof(struct addr),
			   TRIPWIRE_SOURCES);
}

int tripwire_open(const struct tripwire_zone *zones, size_t n, uint32_t touches, uint8_t *used,
		  struct tripwire **out)
{
	struct tripwire *t;
	int r;

	*out = NULL;
	if (!touches || touches > TRIPWIRE_TOUCHES)
		return -EINVAL;
	t = calloc(1, sizeof(*t));
	if (!t)
		return -ENOMEM;
	t->touches = touches;
	r = add_zones(t, zones, n);
	if (!r)
		r = set_up(t, used);
	if (r)
		tripwire_close(t);
	else
		*out = t;
	return r;
}

void tripwire_close(struct tripwire *t)
{
	if (!t)
		return;
	recent_clear(&t->sources);
	free(t->own);
	free(t);
}

static const struct zone *zone_of(const struct tripwire *t, const struct addr *a)
{
	if (!addr_is_v4(a))
		return NULL;
	for (size_t i = 0; i < t->n_zones; i++)
		if (zone_holds(&t->zones[i], host_order(a)))
			return &t->zones[i];
	return NULL;
}

int64_t tripwire_place(const struct tripwire *t, const struct addr *a)
{
	const struct zone *z = zone_of(t, a);

	return z ? (int64_t)z->place + (host_order(a) - z->net) : -1;
}

static struct addr addr_at(const struct tripwire *t, uint32_t place)
{
	const struct zone *z = t->zones;

	while (place - z->place >= zone_size(z))
		z++;
	return addr_from_be32(htonl(z->net + (place - z->place)));
}

uint32_t tripwire_size(const struct tripwire *t)
{
	return t->size;
}

uint8_t *tripwire_used(const struct tripwire *t)
{
	return t->used;
}

void tripwire_heard(struct tripwire *t, const struct addr *source)
{
	int64_t place = tripwire_place(t, source);

	if (place >= 0 && use_of(t, (uint32_t)place) == TRIPWIRE_UNUSED)
		set_use(t, (uint32_t)place, TRIPWIRE_USED);
}

static bool is_remembered(const struct touch *touch, int64_t now_ns)
{
	int64_t age_ns = now_ns - touch->time_ns;

	return age_ns <= TRIPWIRE_MEMORY_NS && age_ns >= -TRIPWIRE_MEMORY_NS;
}

/* Forget what is too long ago, and what has answered by now. */
static void tidy(const struct tripwire *t, struct source *s, int64_t now_ns)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < s->n; i++)
		if (is_remembered(&s->touches[i], now_ns) &&
		    use_of(t, s->touches[i].place) != TRIPWIRE_USED)
			s->touches[kept++] = s->touches[i];
	s->n = kept;
}

static bool has_touched(const struct source *s, uint32_t place)
{
	for (uint32_t i = 0; i < s->n; i++)
		if (s->touches[i].place == place)
			return true;
	return false;
}

/* One that touched many already is judged by the first of them: no later one pushes them out. */
static void note_touch(struct tripwire *t, const struct addr *source, uint32_t place,
		       int64_t time_ns)
{
	struct source *s = recent_take(&t->sources, source);

	if (s->n == TRIPWIRE_TOUCHES)
		tidy(t, s, time_ns);
	if (s->n < TRIPWIRE_TOUCHES && !has_touched(s, place))
		s->touches[s->n++] = (struct touch){ place, time_ns };
}

void tripwire_sent(struct tripwire *t, const struct addr *source, const struct addr *target,
		   int64_t time_ns)
{
	static const struct addr probe = { { [10] = 0xff, 0xff } };
	int64_t place = tripwire_place(t, target);

	tripwire_heard(t, source);
	if (!t->armed || place < 0 || use_of(t, (uint32_t)place) == TRIPWIRE_USED)
		return;
	if (!addr_equal(source, target) && !addr_equal(source, &probe))
		note_touch(t, source, (uint32_t)place, time_ns);
}

/* What a source has touched that counts by now. */
static struct tripwire_catch sum_up(const struct tripwire *t, struct source *s, int64_t now_ns)
{
	struct tripwire_catch sum = { .source = s->addr };

	tidy(t, s, now_ns);
	for (uint32_t i = 0; i < s->n; i++) {
		if (now_ns - s->touches[i].time_ns < TRIPWIRE_ANSWER_NS)
			continue;
		sum.touches++;
		sum.target = addr_at(t, s->touches[i].place);
		sum.dark |= use_of(t, s->touches[i].place) == TRIPWIRE_DARK;
	}
	return sum;
}

static bool is_caught(const struct tripwire *t, struct source *s, int64_t now_ns,
		      struct tripwire_catch *out)
{
	if (s->caught_ns && llabs(now_ns - s->caught_ns) < TRIPWIRE_MEMORY_NS)
		return false;
	*out = sum_up(t, s, now_ns);
	if (out->touches < (out->dark ? 1 : t->touches))
		return false;
	s->caught_ns = now_ns;
	return true;
}

bool tripwire_caught(struct tripwire *t, int64_t now_ns, struct tripwire_catch *out)
{
	while (t->next < t->sources.count)
		if (is_caught(t, recent_row(&t->sources, t->next++), now_ns, out))
			return true;
	t->next = 0;
	return false;
}

void tripwire_arm(struct tripwire *t, bool armed)
{
	t->armed = armed;
}

uint64_t tripwire_forgotten(const struct tripwire *t)
{
	return t->sources.replaced;
}
