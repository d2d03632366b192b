/* SPDX-License-Identifier: BSD-2-Clause */
/* recount.h - the model once more, without arcs, lists or tables: what was taken, summed up. */
#ifndef RECOUNT_H
#define RECOUNT_H

#include "model/model.h"

#include <endian.h>

#include "unit/chance.h"

#define KINDS 20 /* addresses that events choose from */

/* What was taken from each address. */
struct plain {
	uint64_t packets[KINDS][RA_DIRECTIONS];
	uint8_t verdict[KINDS][RA_DIRECTIONS], level[KINDS][RA_DIRECTIONS], ever[KINDS];
	bool red[KINDS];
	uint64_t red_packets;
};

static inline struct addr kind_address(uint32_t kind)
{
	return addr_from_be32(htobe32((kind % 5 ? 0xcb007100 : 0x0a000000) | kind));
}

static inline void recount_red(struct plain *plain, const struct model *model, uint32_t kind,
			       const struct event *e, uint8_t level)
{
	uint8_t verdict = e->judgement.verdict;

	if (verdict != RA_BLOCKED && (verdict != RA_UNKNOWN || level < model_red_level(model)))
		return;
	plain->red_packets += e->packets;
	plain->red[kind] |= e->packets > 0;
}

/* An event of any of the addresses, given to both. */
static inline void random_event(struct plain *plain, struct model *model)
{
	uint32_t kind = random_below(KINDS), level = random_below(NOVELTY_LEVELS);
	struct event e = { .time_ns = 1 + random_below(1000),
			   .peer = kind_address(kind),
			   .packets = random_below(4),
			   .direction = (uint8_t)random_below(RA_DIRECTIONS),
			   .judgement = { .verdict = (uint8_t)random_below(RA_VERDICTS),
					  .novelty = (uint8_t)((1u << level) - 1) } };

	e.bytes = e.packets * 7;
	model_take(model, &e, NULL);
	if (e.judgement.verdict < RA_UNKNOWN)
		level = 0;
	if (e.packets || plain->packets[kind][e.direction]) {
		plain->verdict[kind][e.direction] = e.judgement.verdict;
		plain->level[kind][e.direction] = (uint8_t)level;
	}
	recount_red(plain, model, kind, &e, (uint8_t)level);
	if (e.packets)
		plain->ever[kind] |= (uint8_t)(1u << e.judgement.verdict);
	plain->packets[kind][e.direction] += e.packets;
}

static inline void expect_arc(const struct plain *plain, struct geo *geo,
			      const struct model_arc *arc)
{
	uint64_t packets = 0, peers = 0;

	for (uint32_t kind = 0; kind < KINDS; kind++) {
		struct addr a = kind_address(kind);
		uint8_t direction = arc->key.direction;

		if (!plain->packets[kind][direction] ||
		    plain->verdict[kind][direction] != arc->key.verdict ||
		    plain->level[kind][direction] != arc->key.level ||
		    geo_find(geo, &a).place != arc->key.place)
			continue;
		peers++;
		packets += plain->packets[kind][direction];
	}
	assert_int_equal(arc->peers, peers);
	assert_int_equal(arc->packets, packets);
	assert_int_equal(arc->bytes, packets * 7);
}

static inline void expect_counts(const struct plain *plain, const struct model *model)
{
	uint32_t red = 0;

	for (uint32_t kind = 0; kind < KINDS; kind++)
		red += plain->red[kind];
	assert_int_equal(model_red_peers(model), red);
	assert_int_equal(model_red_packets(model), plain->red_packets);
	for (uint8_t v = 0; v < RA_VERDICTS; v++) {
		uint32_t n = 0;

		for (uint32_t kind = 0; kind < KINDS; kind++)
			n += plain->ever[kind] >> v & 1;
		assert_int_equal(model_peers_by_verdict(model, v), n);
	}
}

/* Every packet is in some arc, and each arc holds what it should. */
static inline void expect_recounted(const struct plain *plain, const struct model *model)
{
	uint64_t in_arcs = 0, taken = 0;

	for (uint32_t i = 0; i < model_arc_count(model); i++) {
		expect_arc(plain, model_geo(model), model_arc(model, i));
		in_arcs += model_arc(model, i)->packets;
	}
	for (uint32_t kind = 0; kind < KINDS; kind++)
		taken += plain->packets[kind][RA_IN] + plain->packets[kind][RA_OUT];
	assert_int_equal(in_arcs, taken);
	expect_counts(plain, model);
}

#endif
