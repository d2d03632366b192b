/* SPDX-License-Identifier: BSD-2-Clause */
#include "model/model.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "unit/chance.h"
#include "unit/fake_geo.h"
#include "unit/recount.h"

static struct geo geo;
static struct model *model;

static int open_with(struct model_limits limits)
{
	fake_geo_init(&geo);
	return model_open(&limits, &geo, &model);
}

static int setup(void **state)
{
	(void)state;
	return open_with((struct model_limits){ 100, 100 });
}

static int teardown(void **state)
{
	(void)state;
	model_close(model);
	model = NULL;
	return 0;
}

static struct addr address(const char *text)
{
	struct addr a;

	assert_int_equal(addr_parse(text, &a), 0);
	return a;
}

static struct event event(const char *peer, uint8_t direction, uint8_t verdict, uint64_t packets)
{
	return (struct event){ .time_ns = 1000,
			       .peer = address(peer),
			       .local = address("192.0.2.1"),
			       .packets = packets,
			       .bytes = packets * 100,
			       .direction = direction,
			       .judgement = { .verdict = verdict } };
}

static unsigned int take(const char *peer, uint8_t direction, uint8_t verdict, uint64_t packets)
{
	struct event e = event(peer, direction, verdict, packets);

	return model_take(model, &e, NULL);
}

static const struct model_arc *find_arc(uint32_t place, uint8_t verdict, uint8_t direction)
{
	for (uint32_t i = 0; i < model_arc_count(model); i++) {
		const struct model_arc *arc = model_arc(model, i);

		if (arc->key.place == place && arc->key.verdict == verdict &&
		    arc->key.direction == direction)
			return arc;
	}
	return NULL;
}

static void test_news(void **state)
{
	static const struct {
		uint8_t direction, verdict;
		uint64_t packets;
		unsigned int news;
	} steps[] = {
		{ RA_OUT, RA_UNKNOWN, 0, 0 },
		{ RA_OUT, RA_UNKNOWN, 1, MODEL_NEW_PEER | MODEL_NEW_SIDE | MODEL_ALERT },
		{ RA_OUT, RA_UNKNOWN, 5, 0 },
		{ RA_IN, RA_BLOCKED, 0, 0 },
		{ RA_IN, RA_UNKNOWN, 1, MODEL_NEW_SIDE | MODEL_ALERT },
		{ RA_OUT, RA_ALLOWED, 0, MODEL_NEW_VERDICT },
		{ RA_OUT, RA_UNKNOWN, 1, MODEL_NEW_VERDICT },
		{ RA_OUT, RA_BLOCKED, 0, MODEL_NEW_VERDICT },
		{ RA_OUT, RA_BLOCKED, 1, MODEL_ALERT },
		{ RA_OUT, RA_LEARNING, 1, MODEL_NEW_VERDICT },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(steps) / sizeof(*steps); i++)
		assert_int_equal(take("198.51.100.7", steps[i].direction, steps[i].verdict,
				      steps[i].packets),
				 steps[i].news);
	assert_int_equal(model_peer_count(model), 1);
}

static void test_side(void **state)
{
	struct event e = event("198.51.100.7", RA_OUT, RA_UNKNOWN, 2);
	const struct model_peer *p;
	const struct model_side *side;

	(void)state;
	e.time_ns = 500;
	model_take(model, &e, &p);
	side = &p->side[RA_OUT];
	e.proto = 17;
	e.peer_port = 53;
	e.time_ns = 900;
	model_take(model, &e, NULL);
	e.proto = 6;
	e.peer_port = 80;
	e.local = address("192.0.2.9");
	e.time_ns = 400; /* captures are not always in order */
	model_take(model, &e, NULL);
	assert_ptr_equal(p, model_find(model, &e.peer));
	assert_true(addr_equal(&p->local, &e.local));
	assert_int_equal(side->packets, 6);
	assert_int_equal(side->bytes, 600);
	assert_int_equal(side->first_ns, 400);
	assert_int_equal(side->last_ns, 900);
	assert_int_equal(side->proto, 17);
	assert_int_equal(side->peer_port, 53);
	assert_int_equal(p->side[RA_IN].first_ns, 0);
}

/* As when the peer was allowed meanwhile, and the kernel only counts. */
static void test_local_kept(void **state)
{
	struct event e = event("198.51.100.7", RA_OUT, RA_UNKNOWN, 2), silent = e;
	const struct model_peer *p;

	(void)state;
	silent.local = (struct addr){ { 0 } };
	model_take(model, &silent, &p);
	assert_true(addr_equal(&p->local, &silent.local));
	e.proto = 6;
	e.peer_port = 443;
	e.local_port = 40000;
	model_take(model, &e, NULL);
	model_take(model, &silent, NULL);
	assert_true(addr_equal(&p->local, &e.local));
	assert_int_equal(p->side[RA_OUT].packets, 6);
	assert_int_equal(p->side[RA_OUT].proto, 6);
	assert_int_equal(p->side[RA_OUT].peer_port, 443);
	assert_int_equal(p->side[RA_OUT].local_port, 40000);
}

static void test_time_zero(void **state)
{
	struct event e = event("198.51.100.7", RA_IN, RA_ALLOWED, 1);
	const struct model_peer *p;

	(void)state;
	e.time_ns = 0;
	model_take(model, &e, &p);
	assert_int_not_equal(p->side[RA_IN].first_ns, 0);
}

static void test_distinct(void **state)
{
	(void)state;
	take("198.51.100.7", RA_OUT, RA_UNKNOWN, 1);
	take("198.51.100.7", RA_IN, RA_UNKNOWN, 1);
	take("198.51.100.7", RA_IN, RA_ALLOWED, 1);
	take("198.51.100.7", RA_IN, RA_BLOCKED, 0);
	take("198.51.100.8", RA_IN, RA_UNKNOWN, 1);
	assert_int_equal(model_peers_by_verdict(model, RA_UNKNOWN), 2);
	assert_int_equal(model_peers_by_verdict(model, RA_ALLOWED), 1);
	assert_int_equal(model_peers_by_verdict(model, RA_BLOCKED), 0);
	assert_int_equal(model_peers_by_verdict(model, RA_LEARNING), 0);
}

static void test_moves_with_all(void **state)
{
	const struct model_arc *red, *blue;

	(void)state;
	take("198.51.100.16", RA_OUT, RA_UNKNOWN, 3);
	take("198.51.100.32", RA_OUT, RA_UNKNOWN, 4);
	red = find_arc(GEO_NOWHERE, RA_UNKNOWN, RA_OUT);
	assert_int_equal(red->peers, 2);
	assert_int_equal(red->packets, 7);
	take("198.51.100.16", RA_OUT, RA_ALLOWED, 0);
	blue = find_arc(GEO_NOWHERE, RA_ALLOWED, RA_OUT);
	assert_int_equal(blue->packets, 3);
	assert_int_equal(blue->last_ns, 1000);
	assert_int_equal(red->packets, 4);
	take("198.51.100.32", RA_OUT, RA_ALLOWED, 1);
	assert_int_equal(blue->packets, 8);
	assert_int_equal(blue->bytes, 800);
	assert_int_equal(red->peers, 0);
	assert_int_equal(red->packets, 0);
	assert_int_equal(red->last_ns, 0);
}

static const struct model_arc *find_shade(uint8_t verdict, uint8_t level)
{
	for (uint32_t i = 0; i < model_arc_count(model); i++)
		if (model_arc(model, i)->key.verdict == verdict &&
		    model_arc(model, i)->key.level == level)
			return model_arc(model, i);
	return NULL;
}

static void test_shades(void **state)
{
	struct event e = event("198.51.100.16", RA_OUT, RA_UNKNOWN, 3);

	(void)state;
	e.judgement.novelty = NOVEL_ADDRESS | NOVEL_SUBNET | NOVEL_NETWORK;
	model_take(model, &e, NULL);
	assert_int_equal(find_shade(RA_UNKNOWN, 3)->packets, 3);
	e.packets = 0;
	e.judgement.novelty = NOVEL_ADDRESS;
	assert_int_equal(model_take(model, &e, NULL), 0);
	assert_int_equal(find_shade(RA_UNKNOWN, 3)->peers, 0);
	assert_int_equal(find_shade(RA_UNKNOWN, 1)->packets, 3);
	e.judgement.verdict = RA_ALLOWED;
	model_take(model, &e, NULL);
	assert_int_equal(find_shade(RA_ALLOWED, 0)->packets, 3);
	assert_null(find_shade(RA_ALLOWED, 1));
}

/* 0, 1, 3, 7, 15: as many bits as the level says. */
static unsigned int take_new(uint8_t last, uint8_t direction, uint8_t verdict, uint8_t level)
{
	struct event e = event("198.51.100.0", direction, verdict, 2);

	e.peer.b[15] = last;
	e.judgement.novelty = (uint8_t)((1u << level) - 1);
	return model_take(model, &e, NULL) & MODEL_ALERT;
}

static void test_red_level(void **state)
{
	(void)state;
	model_set_red(model, 3, 90);
	assert_int_equal(take_new(1, RA_IN, RA_UNKNOWN, 2), 0);
	assert_int_equal(take_new(1, RA_IN, RA_UNKNOWN, 3), MODEL_ALERT);
	assert_int_equal(take_new(1, RA_IN, RA_UNKNOWN, 4), 0);
	assert_int_equal(take_new(1, RA_OUT, RA_UNKNOWN, 4), MODEL_ALERT);
	assert_int_equal(take_new(2, RA_OUT, RA_BLOCKED, 0), MODEL_ALERT);
	assert_int_equal(take_new(3, RA_OUT, RA_ALLOWED, 0), 0);
	assert_int_equal(take_new(4, RA_OUT, RA_UNKNOWN, 0), 0);
	assert_int_equal(model_red_peers(model), 2);
	assert_int_equal(model_red_packets(model), 8);
	assert_int_equal(model_peers_by_verdict(model, RA_UNKNOWN), 2);
	model_set_red(model, 0, 90);
	assert_int_equal(take_new(4, RA_OUT, RA_UNKNOWN, 0), MODEL_ALERT);
}

static void test_red_beacon(void **state)
{
	struct event e = event("198.51.100.9", RA_OUT, RA_UNKNOWN, 2);

	(void)state;
	model_set_red(model, 3, 90);
	e.beacon = 89;
	assert_int_equal(model_take(model, &e, NULL) & MODEL_ALERT, 0);
	e.beacon = EVENT_UNSCORED;
	assert_int_equal(model_take(model, &e, NULL) & MODEL_ALERT, 0);
	e.beacon = 90;
	assert_int_equal(model_take(model, &e, NULL) & MODEL_ALERT, MODEL_ALERT);
	assert_int_equal(model_red_packets(model), 2);
}

static void test_first_and_latest(void **state)
{
	struct event e = event("198.51.100.16", RA_IN, RA_UNKNOWN, 1);
	const struct model_peer *p;

	(void)state;
	e.reply = true;
	e.beacon = EVENT_UNSCORED;
	e.before_ns = 5;
	model_take(model, &e, &p);
	assert_int_equal(p->side[RA_IN].beacon, EVENT_UNSCORED);
	e.reply = false;
	e.beacon = 80;
	model_take(model, &e, NULL);
	e.beacon = EVENT_UNSCORED;
	model_take(model, &e, NULL);
	e.beacon = 0; /* without packets there is no score */
	e.packets = 0;
	e.before_ns = 7;
	e.judgement.list = 3;
	model_take(model, &e, NULL);
	assert_true(p->side[RA_IN].reply);
	assert_int_equal(p->side[RA_IN].beacon, 80);
	assert_int_equal(p->side[RA_IN].before_ns, 7);
	e.packets = 1;
	e.before_ns = 0;
	e.beacon = EVENT_UNSCORED;
	model_take(model, &e, NULL);
	assert_int_equal(p->side[RA_IN].before_ns, 7);
	assert_int_equal(p->side[RA_IN].judgement.list, 3);
}

static void test_gone_once(void **state)
{
	const struct model_arc *arc;
	uint64_t before;
	unsigned int gone = 0;

	(void)state;
	take("198.51.100.16", RA_OUT, RA_UNKNOWN, 3);
	before = model_change(model);
	take("198.51.100.16", RA_OUT, RA_ALLOWED, 1);
	take("198.51.100.16", RA_OUT, RA_ALLOWED, 1);
	for (arc = model_next_arc(model, before, NULL); arc;
	     arc = model_next_arc(model, arc->link.change, arc))
		gone += !arc->peers;
	assert_int_equal(gone, 1);
}

static void test_full(void **state)
{
	const struct model_peer *p;
	struct event e = event("203.0.113.3", RA_IN, RA_UNKNOWN, 5);

	(void)state;
	model_close(model);
	assert_int_equal(open_with((struct model_limits){ 2, 2 }), 0);
	take("203.0.113.1", RA_IN, RA_UNKNOWN, 1);
	take("203.0.113.2", RA_IN, RA_UNKNOWN, 1);
	assert_int_equal(model_take(model, &e, &p), MODEL_FULL);
	assert_null(p);
	assert_int_equal(model_refused(model), 5);
	assert_int_equal(take("203.0.113.1", RA_IN, RA_UNKNOWN, 1), 0);
	assert_int_equal(model_peer_count(model), 2);
}

static void test_arcs_full(void **state)
{
	(void)state;
	model_close(model);
	assert_int_equal(open_with((struct model_limits){ 10, 1 }), 0);
	take("203.0.113.1", RA_IN, RA_UNKNOWN, 1);
	take("203.0.113.2", RA_IN, RA_UNKNOWN, 2);
	take("203.0.113.3", RA_OUT, RA_BLOCKED, 3);
	assert_int_equal(find_arc(GEO_NEAR + 1, RA_UNKNOWN, RA_IN)->packets, 1);
	assert_int_equal(find_arc(GEO_NOWHERE, RA_UNKNOWN, RA_IN)->packets, 2);
	assert_int_equal(find_arc(GEO_NOWHERE, RA_BLOCKED, RA_OUT)->packets, 3);
}

static void test_no_geo(void **state)
{
	const struct model_limits limits = { 10, 10 };

	(void)state;
	model_close(model);
	assert_int_equal(model_open(&limits, NULL, &model), 0);
	take("203.0.113.1", RA_IN, RA_UNKNOWN, 1);
	take("10.0.0.1", RA_IN, RA_UNKNOWN, 1);
	assert_int_equal(find_arc(GEO_NOWHERE, RA_UNKNOWN, RA_IN)->peers, 1);
	assert_int_equal(find_arc(GEO_NEAR, RA_UNKNOWN, RA_IN)->peers, 1);
}

static void test_sums(void **state)
{
	(void)state;
	for (uint32_t run = 1; run < 100; run++) {
		struct plain plain = { 0 };

		seed = run;
		model_close(model);
		open_with((struct model_limits){ KINDS, 200 });
		for (int i = 0; i < 300; i++) {
			random_event(&plain, model);
			if (i % 20 == 0)
				expect_recounted(&plain, model);
		}
		expect_recounted(&plain, model);
	}
}

/* Rows by last change, as a sort would put them, whatever the caller remembers. */
static void expect_order(uint64_t since)
{
	uint64_t change = since;
	const struct model_peer *p = NULL, *blind;
	uint32_t n = 0, expected = 0;

	for (;;) {
		blind = model_next_peer(model, change, NULL);
		p = model_next_peer(model, change, p);
		assert_ptr_equal(p, blind);
		if (!p)
			break;
		assert_true(p->link.change > change);
		change = p->link.change;
		n++;
	}
	for (uint32_t i = 0; i < model_peer_count(model); i++)
		expected += model_peer(model, i)->link.change > since;
	assert_int_equal(n, expected);
}

static void test_order(void **state)
{
	struct plain plain = { 0 };

	(void)state;
	seed = 7;
	expect_order(0);
	for (int i = 0; i < 500; i++) {
		random_event(&plain, model);
		expect_order(random_below((uint32_t)model_change(model) + 1));
	}
	expect_order(0);
}

static long resident_bytes(void)
{
	FILE *f = fopen("/proc/self/statm", "r");
	long pages = 0;

	assert_non_null(f);
	assert_int_equal(fscanf(f, "%*d %ld", &pages), 1);
	fclose(f);
	return pages * sysconf(_SC_PAGESIZE);
}

static void test_memory(void **state)
{
	struct event e = event("198.51.100.7", RA_OUT, RA_UNKNOWN, 1);
	long before = resident_bytes(), after;

	(void)state;
	model_close(model);
	assert_int_equal(open_with((struct model_limits){ 100000, 100000 }), 0);
	assert_true(resident_bytes() - before < 1000000);
	for (uint32_t i = 0; i < 100000; i++) {
		e.peer = addr_from_be32(htobe32(0x01000000 + i * 97));
		model_take(model, &e, NULL);
	}
	after = resident_bytes();
	assert_int_equal(model_peer_count(model), 100000);
	assert_true(after - before < 25000000);
}

#define SAYS(sentence, test) \
	{ .name = "model: " sentence, .test_func = test, .setup_func = setup, \
	  .teardown_func = teardown }

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("an event's news are what a view would say", test_news),
		SAYS("a side keeps its sums, its times and its first ports", test_side),
		SAYS("a local address that was told is kept when later ones are not",
		     test_local_kept),
		SAYS("a capture may start in 1970", test_time_zero),
		SAYS("an address counts once for each verdict it had", test_distinct),
		SAYS("a new verdict takes all of a side's packets along", test_moves_with_all),
		SAYS("so does another novelty, which only strangers have", test_shades),
		SAYS("what is less new than asked for is neither red nor an alert", test_red_level),
		SAYS("a beacon is red however known its neighbourhood is", test_red_beacon),
		SAYS("a reply is by the first packet, a score and a past are the latest told",
		     test_first_and_latest),
		SAYS("an arc that lost its last peer is told once", test_gone_once),
		SAYS("a full table refuses new peers, and counts", test_full),
		SAYS("what finds no room for its arc is among the unlocated", test_arcs_full),
		SAYS("without places the near ones are still near", test_no_geo),
		SAYS("after any events arcs are the sums of their sides", test_sums),
		SAYS("changes come in order, with a place kept or without", test_order),
		SAYS("memory is touched only as peers come", test_memory),
	};

	return cmocka_run_group_tests_name("model", tests, NULL, NULL);
}
