/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/storm.h"

#include <errno.h>
#include <stdlib.h>

#include "core/clock.h"
#include "core/hash.h"

/* Who was met lately: twice as many as the kernel has rows, in 2 MiB, a cache line for a set. */
#define MET_SETS (1u << 15)
#define MET_WAYS 16

int storm_open(struct storm *s)
{
	*s = (struct storm){ .tokens = STORM_RATE };
	s->met = calloc(MET_SETS * MET_WAYS, sizeof(*s->met));
	if (!s->met)
		return -ENOMEM;
	s->seed = hash_new_seed(s->met);
	return 0;
}

void storm_close(struct storm *s)
{
	free(s->met);
	*s = (struct storm){ 0 };
}

/* In a full set the newcomer takes anyone's place. */
static bool meet(struct storm *s, const struct addr *peer)
{
	uint32_t hash = hash_seeded(s->seed, peer, sizeof(*peer));
	uint32_t *set = &s->met[hash % MET_SETS * MET_WAYS], *place = &set[hash >> 28];

	hash += !hash; /* 0 is a free place */
	for (int i = 0; i < MET_WAYS; i++) {
		if (set[i] == hash)
			return false;
		if (!set[i])
			place = &set[i];
	}
	*place = hash;
	return true;
}

/* Who was turned away and comes back when all is calm takes no token. */
static bool has_room(const struct storm *s, bool first)
{
	return s->tokens >= 1 || (!first && !s->on);
}

bool storm_admits(struct storm *s, const struct addr *peer, uint64_t packets)
{
	bool first = meet(s, peer);

	s->fresh += first;
	if (has_room(s, first)) {
		s->tokens -= s->tokens >= 1;
		return true;
	}
	s->refused += first;
	s->all_packets += packets;
	return false;
}

static double rate(const struct storm *s)
{
	return s->on ? STORM_SAMPLE : STORM_RATE;
}

static void begin(struct storm *s, int64_t now_ns)
{
	s->on = true;
	s->storms++;
	s->peers = 0;
	s->tokens = STORM_SAMPLE;
	s->loud_ns = now_ns;
}

static void end(struct storm *s)
{
	s->on = false;
	s->tokens = STORM_RATE;
}

static void count(struct storm *s, uint64_t unreported)
{
	s->peers += unreported;
	s->all_peers += unreported;
}

/* Those of whom the source did not tell since the last tick; what was before the first is past. */
static uint64_t take_untold(struct storm *s, uint64_t unnamed)
{
	uint64_t untold = s->tick_ns && unnamed > s->unnamed ? unnamed - s->unnamed : 0;

	s->unnamed = unnamed;
	return untold;
}

static bool is_loud(uint64_t fresh, int64_t passed_ns)
{
	return (double)fresh * CLOCK_S >= (double)STORM_CALM * (double)passed_ns;
}

static void change(struct storm *s, uint64_t untold, int64_t now_ns)
{
	if (s->on && now_ns - s->loud_ns >= STORM_CALM_S * CLOCK_S)
		end(s);
	else if (!s->on && (s->refused || (double)untold > s->tokens))
		begin(s, now_ns);
	else if (!s->on)
		s->tokens -= (double)untold;
}

bool storm_tick(struct storm *s, uint64_t unnamed, int64_t now_ns)
{
	int64_t passed_ns = s->tick_ns ? now_ns - s->tick_ns : 0;
	uint64_t untold = take_untold(s, unnamed);
	bool was = s->on;

	if (is_loud(s->fresh + untold, passed_ns))
		s->loud_ns = now_ns;
	s->tokens += rate(s) * (double)passed_ns / CLOCK_S;
	change(s, untold, now_ns);
	if (s->tokens > rate(s))
		s->tokens = rate(s);
	if (s->on)
		count(s, s->refused + untold);
	s->tick_ns = now_ns;
	s->fresh = s->refused = 0;
	return s->on != was;
}
