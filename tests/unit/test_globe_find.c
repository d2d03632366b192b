/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/globe_find.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "fake_font.h"
#include "fake_scene.h"
#include "globe/globe_state.h"
#include "globe/keys.h"

#define PEERS 40

static const struct scene_limits limits = { 64, 8, 64, 256 };
static struct fake_font file;
static struct font font;
static int64_t now_ns;
static int width, height;

static void take(struct globe *g, struct stream_record r)
{
	globe_take(g, &r, now_ns);
}

/* Each in a city of its own; every fourth is a stranger; the higher its number, the heavier. */
static void take_peers(struct globe *g)
{
	take(g, (struct stream_record){ .kind = STREAM_HELLO });
	for (uint8_t i = 0; i < PEERS; i++) {
		uint8_t verdict = i % 4 ? RA_ALLOWED : RA_UNKNOWN;
		uint32_t place = 2u + i;

		take(g, fake_place(place, 10, (float)i));
		take(g, fake_peer(i, place, verdict, RA_IN, 100u + i));
		take(g, fake_arc(place, verdict, RA_IN, 100u + i, 300));
	}
	take(g, fake_status(true));
	take(g, (struct stream_record){ .kind = STREAM_SNAPSHOT });
}

static int open_globe(void **state)
{
	struct globe *g;

	now_ns = 100 * CLOCK_S;
	width = 1280;
	height = 720;
	fake_font_make(&file);
	if (font_open(&font, &file, sizeof(file)) || globe_open(&font, &limits, &g))
		return -1;
	take_peers(g);
	*state = g;
	return 0;
}

static int close_globe(void **state)
{
	globe_close(*state);
	return 0;
}

static const struct hud *frame(struct globe *g)
{
	now_ns += CLOCK_S;
	globe_step(g, now_ns);
	globe_frame(g, width, height, now_ns);
	return &g->hud;
}

static const struct hud_hit *hit(const struct globe *g, enum hud_action action, uint32_t nth)
{
	for (uint32_t i = 0; i < g->hud.hit_count; i++)
		if (g->hud.hits[i].action == action && !nth--)
			return &g->hud.hits[i];
	return NULL;
}

static void click(struct globe *g, enum hud_action action, uint32_t nth)
{
	const struct hud_hit *at = hit(g, action, nth);
	float x, y;

	assert_non_null(at);
	x = at->area.x + 8;
	y = at->area.y + at->area.h / 2;
	globe_pointer(g, GLOBE_MOVE, x, y, now_ns);
	globe_pointer(g, GLOBE_PRESS, x, y, now_ns);
	globe_pointer(g, GLOBE_RELEASE, x, y, now_ns);
}

static void search(struct globe *g, const char *text)
{
	frame(g);
	globe_key(g, '/');
	globe_text(g, text);
}

static void test_typing(void **state)
{
	struct globe *g = *state;

	assert_false(globe_takes_text(g));
	globe_text(g, "nobody");
	assert_int_equal(frame(g)->top.found, PEERS);
	search(g, "city 41");
	assert_true(globe_takes_text(g));
	assert_int_equal(frame(g)->top.found, 1);
	assert_int_equal(g->strands.bundles.arcs, 1);
	assert_true(globe_key(g, 'q')); /* it is typed, and means nothing else */
	globe_key(g, KEY_BACKSPACE);
	assert_int_equal(frame(g)->top.found, 10); /* a 4 is in their cities, or addresses */
	globe_key(g, KEY_ENTER);
	assert_false(globe_takes_text(g));
	assert_int_equal(frame(g)->top.found, 10);
}

static void test_escape(void **state)
{
	struct globe *g = *state;

	search(g, "17");
	frame(g);
	globe_key(g, KEY_ESCAPE);
	assert_int_equal(frame(g)->top.found, PEERS);
	assert_true(globe_takes_text(g));
	globe_key(g, KEY_ESCAPE);
	assert_false(globe_takes_text(g));
	search(g, "17");
	globe_key(g, KEY_ENTER);
	frame(g);
	globe_key(g, KEY_ESCAPE); /* nothing else is open */
	assert_int_equal(frame(g)->top.found, PEERS);
}

/* Ten characters within a tenth of a second are followed at once, and once more at its end. */
static void test_rate(void **state)
{
	struct globe *g = *state;
	uint64_t before;

	frame(g);
	globe_key(g, '/');
	before = g->scene.change;
	for (const char *c = "203.0.113."; *c; c++) {
		globe_text(g, (const char[]){ *c, '\0' });
		now_ns += CLOCK_S / 1000;
		globe_step(g, now_ns);
	}
	assert_int_equal(g->scene.change, before + 1);
	assert_true(globe_step(g, now_ns += CLOCK_S / 10));
	assert_int_equal(g->scene.change, before + 2);
	assert_int_equal(g->scene.sieve.filter.count, 1);
	assert_string_equal(g->scene.sieve.filter.terms[0].word, "203.0.113.");
}

static void test_wrong(void **state)
{
	struct globe *g = *state;

	search(g, "verdict:unknown");
	assert_int_equal(frame(g)->top.found, PEERS / 4);
	globe_text(g, " color:red");
	assert_int_equal(frame(g)->top.found, PEERS / 4); /* as before */
	assert_non_null(strstr(frame(g)->search.wrong, "color:red: "));
	globe_key(g, KEY_CLEAR);
	assert_string_equal(frame(g)->search.wrong, "");
}

static void test_chips(void **state)
{
	struct globe *g = *state;

	globe_filter_add(g, "verdict:unknown");
	globe_filter_add(g, "203.0.113.0/27");
	globe_filter_add(g, "verdict:unknown");
	assert_int_equal(frame(g)->top.found, 8);
	assert_non_null(hit(g, HUD_UNFILTER, 1));
	assert_null(hit(g, HUD_UNFILTER, 2));
	click(g, HUD_UNFILTER, 0);
	assert_int_equal(frame(g)->top.found, 32);
	click(g, HUD_UNFILTER, 0);
	assert_int_equal(frame(g)->top.found, PEERS);
	assert_null(hit(g, HUD_UNFILTER, 0));
}

static void test_legend(void **state)
{
	struct globe *g = *state;
	uint32_t last = 0;

	frame(g);
	click(g, HUD_VERDICT, RA_ALLOWED);
	assert_int_equal(frame(g)->top.found, PEERS / 4);
	assert_int_equal(scene_hidden(&g->scene, RA_ALLOWED), PEERS - PEERS / 4);
	click(g, HUD_VERDICT, RA_UNKNOWN);
	assert_int_equal(frame(g)->top.found, 0);
	assert_null(frame(g)->gravest);
	while (hit(g, HUD_UNFILTER, last + 1))
		last++;
	click(g, HUD_UNFILTER, last); /* where no peer is listed */
	assert_int_equal(frame(g)->top.found, PEERS);
}

static void test_scrolls(void **state)
{
	struct globe *g = *state;
	uint32_t rows = frame(g)->top.count;
	const struct hud_hit *row = hit(g, HUD_PEER, 2);
	double far = g->camera.dist;

	assert_int_equal(g->hud.top.rows[0]->addr.b[15], 36);
	globe_pointer(g, GLOBE_MOVE, row->area.x + 9, row->area.y + 9, now_ns);
	globe_wheel(g, -1);
	assert_int_equal(frame(g)->roster->first, 3);
	assert_true(g->camera.dist <= far && g->camera.dist >= far);
	globe_key(g, KEY_PAGE_DOWN);
	assert_int_equal(frame(g)->roster->first, 3 + rows);
	globe_key(g, KEY_END);
	assert_int_equal(frame(g)->roster->first, PEERS - rows);
	assert_int_equal(g->hud.top.count, rows);
	assert_int_equal(g->hud.top.rows[rows - 1]->addr.b[15], 1);
	globe_key(g, KEY_PAGE_UP);
	globe_key(g, KEY_HOME);
	assert_int_equal(frame(g)->roster->first, 0);
}

static uint8_t focused(const struct globe *g)
{
	const struct hud_hit *at = hud_focused(&g->hud);

	assert_non_null(at);
	assert_int_equal(at->action, HUD_PEER);
	return scene_peer_at(&g->scene, at->n)->addr.b[15];
}

/* Through all of the list, and back by pages: row by row as it is sorted. */
static void test_arrows(void **state)
{
	struct globe *g = *state;

	frame(g);
	for (int i = 0; i < 30 && !(hud_focused(&g->hud) &&
				    hud_focused(&g->hud)->action == HUD_PEER); i++) {
		globe_key(g, KEY_TAB);
		frame(g);
	}
	assert_int_equal(focused(g), 36);
	for (uint32_t i = 0; i < PEERS; i++) {
		uint32_t peer = g->roster.rows[i].peer;

		assert_int_equal(focused(g), scene_peer_at(&g->scene, peer)->addr.b[15]);
		globe_key(g, KEY_DOWN);
		frame(g);
	}
	assert_int_equal(focused(g), 1);
	globe_key(g, KEY_HOME);
	frame(g);
	globe_key(g, KEY_HOME);
	frame(g);
	assert_int_equal(focused(g), 36);
}

static void test_order(void **state)
{
	struct globe *g = *state;

	frame(g);
	click(g, HUD_PEER, 0);
	assert_int_equal(frame(g)->choice.peer.b[15], 36);
	click(g, HUD_ORDER, 0);
	assert_int_equal(frame(g)->top.rows[0]->addr.b[15], 39);
	assert_int_equal(g->hud.choice.peer.b[15], 36);
	assert_int_equal(g->hud.gravest->addr.b[15], 36);
	for (int i = 1; i < ROSTER_ORDERS; i++)
		click(g, HUD_ORDER, 0);
	assert_int_equal(frame(g)->top.rows[0]->addr.b[15], 36);
}

/* Turned to an order in which it would be out of sight, the list follows who is chosen. */
static void test_order_follows(void **state)
{
	struct globe *g = *state;
	bool seen = false;

	frame(g);
	click(g, HUD_PEER, 9); /* the last of the strangers: the lightest of all */
	assert_int_equal(frame(g)->choice.peer.b[15], 0);
	click(g, HUD_ORDER, 0);
	frame(g);
	for (uint32_t i = 0; i < g->hud.top.count; i++)
		seen |= g->hud.top.rows[i] == hud_chosen(&g->hud);
	assert_true(seen);
}

static void test_narrow(void **state)
{
	struct globe *g = *state;
	const struct hud *h;

	width = 390;
	height = 844;
	h = frame(g);
	assert_in_range(h->top.count, 3, 10);
	assert_non_null(hit(g, HUD_SEARCH, 0));
	for (uint32_t i = 0; i < h->top.count; i++)
		assert_true(area_holds(h->layout.peers, hit(g, HUD_PEER, i)->area.x + 9,
				       hit(g, HUD_PEER, i)->area.y + LAYOUT_ROW - 1));
	click(g, HUD_VERDICT, RA_ALLOWED);
	assert_int_equal(frame(g)->top.found, PEERS / 4);
}

static void test_again(void **state)
{
	struct globe *g = *state;

	globe_filter_add(g, "verdict:unknown");
	frame(g);
	assert_int_equal(globe_again(g), 0);
	assert_int_equal(frame(g)->top.found, 0);
	take_peers(g);
	assert_int_equal(frame(g)->top.found, PEERS / 4);
}

/* In a window that was made as small as it goes, and with the search open over it. */
static void test_label(void **state)
{
	struct globe *g = *state;

	g->hud.choice = (struct hud_choice){ .kind = HUD_ONE_PEER,
					     .peer = fake_peer(2, 0, 0, 0, 0).peer.addr };
	frame(g);
	globe_key(g, 'L');
	globe_text(g, "backup");
	width = height = 20;
	frame(g);
	globe_click(g, &(struct hud_hit){ .action = HUD_SEARCH });
	globe_text(g, "203");
	assert_string_equal(g->hud.search.entry.text, "203");
	assert_string_equal(g->hud.card.actions.request.text, "backup");
}

#define SAYS(sentence, test) \
	{ .name = "search: " sentence, .test_func = test, .setup_func = open_globe, \
	  .teardown_func = close_globe }

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("what is typed filters list and arcs, Enter keeps it", test_typing),
		SAYS("Esc clears, then closes", test_escape),
		SAYS("fast typing is followed ten times a second", test_rate),
		SAYS("a word that is not understood is told, and changes nothing", test_wrong),
		SAYS("each word is a chip that a click takes out", test_chips),
		SAYS("a click in the legend hides a verdict, in the empty list shows all",
		     test_legend),
		SAYS("wheel and keys scroll the list to its end, not the globe", test_scrolls),
		SAYS("the focus goes through all of the list by arrows", test_arrows),
		SAYS("its head turns the order, the choice stays", test_order),
		SAYS("who is chosen and seen stays in sight", test_order_follows),
		SAYS("a telephone has all of it", test_narrow),
		SAYS("it outlasts the stream", test_again),
		SAYS("a label waits while a word is sought, in any window", test_label),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
