/* SPDX-License-Identifier: BSD-2-Clause */
#include "stream/feed.h"

#include <endian.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/clock.h"
#include "unit/chance.h"
#include "unit/fake_geo.h"

#define PEERS 60
#define ARCS 400
#define LISTS 9
#define ROOM_MOST 4096

/* What a view that only reads the stream knows. */
struct mirror {
	unsigned int seen[STREAM_KINDS];
	struct stream_hello hello;
	struct stream_status status;
	struct stream_place places[2 + FAKE_PLACES];
	struct stream_network networks[1 + FAKE_NETWORKS];
	struct stream_peer peers[PEERS];
	struct stream_arc arcs[ARCS];
	struct stream_list lists[LISTS + 1];
	uint32_t n_peers, n_arcs;
};

static struct geo geo;
static struct model *model;
static struct feed feed;
static struct mirror mirror;
static uint8_t buf[ROOM_MOST];

static const struct stream_hello hello = { .title = "eth0", .detail = "XDP", .replay = 1 };

static int setup(void **state)
{
	const struct model_limits limits = { PEERS, ARCS };

	(void)state;
	fake_geo_init(&geo);
	feed = (struct feed){ .hello = &hello };
	mirror = (struct mirror){ 0 };
	return model_open(&limits, &geo, &model);
}

static int teardown(void **state)
{
	(void)state;
	model_close(model);
	return 0;
}

static void random_event(void)
{
	struct event e = { .time_ns = 1 + random_below(1000),
			   .packets = random_below(4),
			   .bytes = random_below(100),
			   .peer_port = (uint16_t)random_below(3),
			   .proto = (uint8_t)random_below(2),
			   .direction = (uint8_t)random_below(RA_DIRECTIONS),
			   .beacon = (uint8_t)random_below(101),
			   .reply = random_below(2),
			   .before_ns = random_below(9) * CLOCK_S,
			   .judgement = { .verdict = (uint8_t)random_below(RA_VERDICTS),
					  .reason = (uint8_t)random_below(REASONS),
					  .novelty = (uint8_t)((1u << random_below(5)) - 1),
					  .list = (uint16_t)random_below(4) } };

	e.peer = addr_from_be32(htobe32(0xcb007100 + random_below(PEERS)));
	model_take(model, &e, NULL);
}

static void expect_known(uint32_t place, uint32_t network)
{
	if (place > GEO_NEAR)
		assert_int_equal(mirror.places[place].number, place);
	if (network)
		assert_int_equal(mirror.networks[network].number, network);
}

static void mirror_peer(const struct stream_peer *p)
{
	uint32_t i = 0;

	expect_known(p->place, p->network);
	while (i < mirror.n_peers && !addr_equal(&mirror.peers[i].addr, &p->addr))
		i++;
	assert_in_range(i, 0, PEERS - 1);
	mirror.n_peers += i == mirror.n_peers;
	mirror.peers[i] = *p;
}

static void mirror_arc(const struct stream_arc *a)
{
	uint32_t i = 0;

	expect_known(a->place, 0);
	while (i < mirror.n_arcs && (mirror.arcs[i].place != a->place ||
				     mirror.arcs[i].verdict != a->verdict ||
				     mirror.arcs[i].level != a->level ||
				     mirror.arcs[i].direction != a->direction))
		i++;
	assert_in_range(i, 0, ARCS - 1);
	mirror.n_arcs += i == mirror.n_arcs;
	mirror.arcs[i] = *a;
}

static void mirror_take(const struct stream_record *r)
{
	assert_int_equal(r->kind == STREAM_HELLO, !mirror.seen[STREAM_HELLO]);
	mirror.seen[r->kind]++;
	if (r->kind == STREAM_HELLO)
		mirror.hello = r->hello;
	else if (r->kind == STREAM_STATUS)
		mirror.status = r->status;
	else if (r->kind == STREAM_PLACE)
		mirror.places[r->place.number] = r->place;
	else if (r->kind == STREAM_NETWORK)
		mirror.networks[r->network.number] = r->network;
	else if (r->kind == STREAM_PEER)
		mirror_peer(&r->peer);
	else if (r->kind == STREAM_ARC)
		mirror_arc(&r->arc);
	else if (r->kind == STREAM_LIST)
		mirror.lists[r->list.number] = r->list;
}

/* returns whether the feed says that it is up to date */
static bool pass_on(const struct stream_status *status, size_t room)
{
	size_t len = feed_fill(&feed, model, status, buf, room);
	struct stream_record r;

	assert_in_range(len, 0, room);
	for (size_t at = 0; at < len;) {
		int n = stream_decode(buf + at, len - at, &r);

		assert_true(n > 0);
		mirror_take(&r);
		at += (size_t)n;
	}
	return len <= room - STREAM_RECORD_MOST;
}

static void expect_side(const struct stream_side *s, const struct model_side *side)
{
	assert_int_equal(s->packets, side->packets);
	assert_int_equal(s->bytes, side->bytes);
	assert_int_equal(s->first_ns, side->first_ns);
	assert_int_equal(s->last_ns, side->last_ns);
	assert_int_equal(s->peer_port, side->peer_port);
	assert_int_equal(s->proto, side->proto);
	assert_int_equal(s->verdict, side->judgement.verdict);
	assert_int_equal(s->reason, side->judgement.reason);
	assert_int_equal(s->novelty, side->judgement.novelty);
	assert_int_equal(s->list, side->judgement.list);
	assert_int_equal(s->before_s * CLOCK_S, side->before_ns);
	assert_int_equal(s->reply, side->reply);
	assert_int_equal(s->beacon, side->beacon);
}

static void expect_peers(void)
{
	assert_int_equal(mirror.n_peers, model_peer_count(model));
	for (uint32_t i = 0; i < mirror.n_peers; i++) {
		const struct stream_peer *s = &mirror.peers[i];
		const struct model_peer *p = model_find(model, &s->addr);

		assert_non_null(p);
		assert_int_equal(s->place, p->geo.place);
		assert_int_equal(s->network, p->geo.network);
		expect_side(&s->side[RA_IN], &p->side[RA_IN]);
		expect_side(&s->side[RA_OUT], &p->side[RA_OUT]);
	}
}

static const struct stream_arc *find_arc(const struct model_arc *a)
{
	for (uint32_t i = 0; i < mirror.n_arcs; i++)
		if (mirror.arcs[i].place == a->key.place &&
		    mirror.arcs[i].verdict == a->key.verdict &&
		    mirror.arcs[i].level == a->key.level &&
		    mirror.arcs[i].direction == a->key.direction)
			return &mirror.arcs[i];
	return NULL;
}

static void expect_arcs(void)
{
	assert_int_equal(mirror.n_arcs, model_arc_count(model));
	for (uint32_t i = 0; i < mirror.n_arcs; i++) {
		const struct model_arc *a = model_arc(model, i);
		const struct stream_arc *s = find_arc(a);

		assert_non_null(s);
		assert_int_equal(s->peers, a->peers);
		assert_int_equal(s->packets, a->packets);
		assert_int_equal(s->bytes, a->bytes);
		assert_int_equal(s->last_ns, a->last_ns);
	}
}

static void expect_mirrored(void)
{
	expect_peers();
	expect_arcs();
}

static void test_first_everything(void **state)
{
	const struct stream_status status = { .now_ns = 42 };

	(void)state;
	seed = 1;
	for (int i = 0; i < 400; i++)
		random_event();
	while (!mirror.seen[STREAM_SNAPSHOT])
		pass_on(&status, 2 * STREAM_RECORD_MOST);
	assert_int_equal(mirror.seen[STREAM_SNAPSHOT], 1);
	assert_int_equal(mirror.seen[STREAM_HELLO], 1);
	assert_int_equal(mirror.seen[STREAM_PEER], model_peer_count(model));
	assert_int_equal(mirror.seen[STREAM_ARC], model_arc_count(model));
	assert_int_equal(mirror.hello.version, STREAM_VERSION);
	assert_string_equal(mirror.hello.detail, hello.detail);
	assert_int_equal(mirror.status.now_ns, 42);
	expect_mirrored();
}

static void test_then_only_changes(void **state)
{
	const struct stream_status status = { 0 };

	(void)state;
	seed = 2;
	for (int i = 0; i < 400; i++)
		random_event();
	while (!pass_on(&status, ROOM_MOST))
		;
	memset(&mirror.seen[1], 0, sizeof(mirror.seen) - sizeof(mirror.seen[0]));
	mirror.seen[STREAM_HELLO] = 1;
	assert_int_equal(feed_fill(&feed, model, NULL, buf, ROOM_MOST), 0);
	random_event();
	assert_true(pass_on(NULL, ROOM_MOST));
	assert_in_range(mirror.seen[STREAM_PEER], 0, 1);
	assert_in_range(mirror.seen[STREAM_ARC], 0, 2);
	assert_int_equal(mirror.seen[STREAM_SNAPSHOT], 0);
	expect_mirrored();
}

static void test_snapshot_waits(void **state)
{
	const struct stream_status status = { 0 };

	(void)state;
	seed = 3;
	random_event();
	assert_true(pass_on(NULL, ROOM_MOST));
	assert_int_equal(mirror.seen[STREAM_SNAPSHOT], 0);
	assert_true(pass_on(&status, ROOM_MOST));
	assert_int_equal(mirror.seen[STREAM_SNAPSHOT], 1);
	assert_int_equal(mirror.seen[STREAM_STATUS], 1);
}

static void test_any_interleaving(void **state)
{
	const struct stream_status status = { 0 };

	for (uint32_t run = 1; run <= 50; run++) {
		seed = run;
		for (int i = 0; i < 300; i++) {
			for (uint32_t n = random_below(8); n; n--)
				random_event();
			if (pass_on(random_below(4) ? NULL : &status,
				    2 * STREAM_RECORD_MOST + random_below(600)))
				expect_mirrored();
		}
		while (!pass_on(&status, 2 * STREAM_RECORD_MOST))
			;
		expect_mirrored();
		assert_int_equal(mirror.seen[STREAM_SNAPSHOT], 1);
		teardown(state);
		setup(state);
	}
}

static void name_lists(struct stream_list *rows, const char *prefix)
{
	for (uint16_t i = 0; i < LISTS; i++) {
		rows[i] = (struct stream_list){ .number = (uint16_t)(i + 1), .kind = i % 3 };
		snprintf(rows[i].name, sizeof(rows[i].name), "%s-%u", prefix, i);
	}
}

static void test_lists(void **state)
{
	struct stream_list rows[LISTS];
	struct feed_lists lists = { rows, LISTS, 1 };

	(void)state;
	feed.lists = &lists;
	name_lists(rows, "old");
	pass_on(NULL, 512);
	assert_in_range(mirror.seen[STREAM_LIST], 1, LISTS - 1);
	name_lists(rows, "new");
	lists.version++;
	while (!pass_on(NULL, 2 * STREAM_RECORD_MOST))
		;
	for (uint32_t i = 0; i < LISTS; i++)
		assert_string_equal(mirror.lists[i + 1].name, rows[i].name);
	mirror.seen[STREAM_LIST] = 0;
	pass_on(NULL, ROOM_MOST);
	assert_int_equal(mirror.seen[STREAM_LIST], 0);
}

static void test_no_geo(void **state)
{
	const struct model_limits limits = { PEERS, ARCS };

	(void)state;
	model_close(model);
	assert_int_equal(model_open(&limits, NULL, &model), 0);
	seed = 4;
	for (int i = 0; i < 20; i++)
		random_event();
	while (!pass_on(NULL, ROOM_MOST))
		;
	assert_int_equal(mirror.seen[STREAM_PLACE], 0);
	expect_mirrored();
}

/* What names a place that nobody asked for before brings it along. */
static void test_one_more(void **state)
{
	struct stream_record r = { .kind = STREAM_PAST, .past = { .direction = RA_OUT } }, out;
	struct feed_out to = { buf, 2 * STREAM_RECORD_MOST, 0 };
	static const enum stream_kind kinds[] = { STREAM_PLACE, STREAM_NETWORK, STREAM_PAST };

	(void)state;
	r.past.addr = addr_from_be32(htobe32(0xcb007105));
	r.past.place = geo_find(&geo, &r.past.addr).place;
	assert_true(feed_add(&feed, &geo, &r, &to));
	for (size_t i = 0, at = 0; at < to.len; i++) {
		int n = stream_decode(buf + at, to.len - at, &out);

		assert_true(n > 0);
		assert_int_equal(out.kind, kinds[i]);
		at += (size_t)n;
	}
	to.len = 0;
	assert_true(feed_add(&feed, &geo, &r, &to));
	assert_int_equal(stream_decode(buf, to.len, &out), to.len);
	to.room = to.len;
	assert_false(feed_add(&feed, &geo, &r, &to));
	assert_int_equal(to.len, to.room);
}

#define SAYS(sentence, test) \
	{ .name = "feed: " sentence, .test_func = test, .setup_func = setup, \
	  .teardown_func = teardown }

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("a new view is told everything, then the snapshot", test_first_everything),
		SAYS("then a view is told only what changed", test_then_only_changes),
		SAYS("a snapshot stands behind a status", test_snapshot_waits),
		SAYS("nothing that changes between calls is missed", test_any_interleaving),
		SAYS("lists are told again when they change, and only then", test_lists),
		SAYS("without places there are none to send", test_no_geo),
		SAYS("a record comes behind the places that it may name", test_one_more),
	};

	return cmocka_run_group_tests_name("feed", tests, NULL, NULL);
}
