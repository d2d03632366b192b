/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/bundles.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "core/ledger.h"
#include "fake_bundles.h"

static bool is_asked_for(const struct scene *s, const struct scene_arc *a,
			 const struct scene_query *q)
{
	const struct geo_place *p = &scene_place(s, a->key.place)->place;

	return (q->cell.deg > 0 ? cell_holds(q->cell, p) : q->place == a->key.place) &&
	       (q->verdicts >> a->key.verdict & 1) && (q->levels >> a->key.level & 1) &&
	       (q->directions & RA_DIR_BIT(a->key.direction));
}

/* Its query asks for its peers; its tally for all who are there. */
static void test_counts(void **state)
{
	struct view v = look(10, 10, 2);
	struct scene *s = *state;

	fill(s, 5000);
	make(s, RA_BOTH, &v);
	for (uint32_t i = 0; i < bundles.count; i += 7) {
		const struct bundle *b = &bundles.rows[i];
		struct scene_query q = bundles_query(s, b), any = q;
		struct bundles_tally t = bundles_tally(&bundles, b);
		uint32_t peers = 0, red = 0, of_all = 0;

		any.verdicts = SCENE_VERDICTS;
		any.levels = SCENE_LEVELS;
		any.directions = RA_BOTH;
		for (uint32_t k = 0; k < s->arcs.count; k++) {
			const struct scene_arc *a = scene_arc(s, k);

			peers += is_asked_for(s, a, &q) ? a->peers : 0;
			of_all += is_asked_for(s, a, &any) ? a->peers : 0;
			red += is_asked_for(s, a, &any) && a->key.verdict >= RA_UNKNOWN ?
				       a->peers :
				       0;
		}
		assert_int_equal(peers, b->peers);
		assert_int_equal(of_all, t.peers[RA_IN] + t.peers[RA_OUT]);
		assert_int_equal(red, t.unknown[RA_IN] + t.unknown[RA_OUT] +
					      t.blocked[RA_IN] + t.blocked[RA_OUT]);
	}
}

/* Packets of so many peers as a sensor counts them: in its ledger, and in the arcs it tells. */
static void watch(struct scene *s, struct ra_ledger *ledger)
{
	static uint64_t packets[4000];

	memset(packets, 0, sizeof(packets));
	for (int i = 0; i < 100000; i++) {
		uint32_t peer = random_below(4000);

		packets[peer]++;
		ledger->seen++;
		ledger->verdict[peer % RA_VERDICTS][peer / RA_VERDICTS % RA_DIRECTIONS]++;
	}
	for (uint32_t peer = 0; peer < 4000; peer++) {
		struct stream_record r = fake_place(peer, (float)random_below(180) - 90,
						    (float)random_below(360) - 180);

		if (peer > GEO_NEAR)
			scene_take(s, &r);
		r = fake_arc(peer, peer % RA_VERDICTS, peer / RA_VERDICTS % RA_DIRECTIONS, 1, 0);
		r.arc.packets = packets[peer];
		scene_take(s, &r);
	}
	ledger->reported = ledger_verdict(ledger, RA_LEARNING) +
			   ledger_verdict(ledger, RA_UNKNOWN) + ledger_verdict(ledger, RA_BLOCKED);
}

static void test_ledger(void **state)
{
	uint64_t shown[RA_VERDICTS][RA_DIRECTIONS] = { { 0 } };
	struct ra_ledger ledger = { 0 };
	struct view v = look(-20, 140, 1.7);
	struct scene *s = *state;

	watch(s, &ledger);
	assert_true(ledger_balanced(&ledger));
	make(s, RA_BOTH, &v);
	assert_false(bundles_are_exact(&bundles));
	for (uint32_t i = 0; i < bundles.count; i++)
		shown[bundles.rows[i].verdict][bundles.rows[i].direction] +=
			bundles.rows[i].packets;
	for (uint32_t i = 0; i < s->arcs.count; i++) {
		const struct scene_arc *a = scene_arc(s, i);

		if (a->key.place <= GEO_NEAR)
			shown[a->key.verdict][a->key.direction] += a->packets;
	}
	for (int v2 = 0; v2 < RA_VERDICTS; v2++)
		for (int d = 0; d < RA_DIRECTIONS; d++)
			assert_int_equal(shown[v2][d], ledger.verdict[v2][d]);
}

#define SAYS(sentence, test) \
	{ .name = "tally: " sentence, .test_func = test, .setup_func = open_scene, \
	  .teardown_func = close_scene }

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("each asks for its own peers, and tallies who is there", test_counts),
		SAYS("with the trays they add up to the ledger", test_ledger),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
