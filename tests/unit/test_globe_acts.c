/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/globe_acts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "fake_font.h"
#include "fake_scene.h"
#include "globe/globe_state.h"
#include "globe/keys.h"

static const struct scene_limits limits = { 64, 8, 64, 64 };
static const struct {
	int width, height;
} sizes[] = { { 1280, 720 }, { 1920, 1080 }, { 390, 844 }, { 1024, 500 } };

static struct fake_font file;
static struct font font;
static struct globe *g;
static int64_t now_ns;
static int width, height;

static void take(struct stream_record r)
{
	globe_take(g, &r, now_ns);
}

static void frame(void)
{
	now_ns += CLOCK_S / 10;
	globe_step(g, now_ns);
	globe_frame(g, width, height, now_ns);
}

/* A stranger, whom a blocklist of the user's knows, and others. */
static int open_globe(void **state)
{
	(void)state;
	now_ns = 100 * CLOCK_S;
	width = sizes[0].width;
	height = sizes[0].height;
	fake_font_make(&file);
	if (font_open(&font, &file, sizeof(file)) || globe_open(&font, &limits, &g))
		return -1;
	take((struct stream_record){ .kind = STREAM_HELLO });
	take(fake_place(2, 52.5f, 13.4f));
	for (uint8_t i = 1; i <= 12; i++)
		take(fake_peer(i, 2, i == 2 ? RA_UNKNOWN : RA_ALLOWED, RA_IN, 9000u / i));
	take(fake_arc(2, RA_ALLOWED, RA_IN, 9000, 300));
	take(fake_status(true));
	take((struct stream_record){ .kind = STREAM_SNAPSHOT });
	globe_refresh(g, now_ns);
	frame();
	frame();
	return 0;
}

static int close_globe(void **state)
{
	(void)state;
	globe_close(g);
	return 0;
}

static const struct hud_hit *find(enum hud_action action, uint32_t n)
{
	for (uint32_t i = 0; i < g->hud.hit_count; i++)
		if (g->hud.hits[i].action == action && g->hud.hits[i].n == n)
			return &g->hud.hits[i];
	return NULL;
}

static void click(const struct hud_hit *hit)
{
	float k = (float)g->frame.scale;
	float x = (hit->area.x + hit->area.w / 2) * k, y = (hit->area.y + hit->area.h / 2) * k;

	globe_pointer(g, GLOBE_MOVE, x, y, now_ns);
	globe_pointer(g, GLOBE_PRESS, x, y, now_ns);
	globe_pointer(g, GLOBE_RELEASE, x, y, now_ns);
	frame();
}

static void press(int key)
{
	globe_key(g, key);
	frame();
}

static void open_card(void)
{
	g->hud.choice = (struct hud_choice){ .kind = HUD_ONE_PEER,
					     .peer = fake_peer(2, 0, 0, 0, 0).peer.addr };
	frame();
	frame();
}

static void expect_line(const char *wanted)
{
	char line[STREAM_REQUEST_LINE] = "";

	globe_request(g, line);
	assert_string_equal(line, wanted);
}

static void answer(uint8_t request, const char *before)
{
	struct stream_record r = { .kind = STREAM_ANSWER,
				   .answer = { .request = request, .ok = 1, .text = "done" } };

	r.answer.addr = fake_peer(2, 0, 0, 0, 0).peer.addr;
	strcpy(r.answer.before, before);
	take(r);
	frame();
}

static void test_trust_by_hand(void **state)
{
	(void)state;
	open_card();
	click(find(HUD_ACT, ACTIONS_TRUST));
	expect_line("");
	click(find(HUD_ACT, ACTIONS_YES));
	expect_line("allow add 203.0.113.2\n");
	answer(STREAM_ALLOW_ADD, "");
	click(find(HUD_ACT, ACTIONS_UNDO));
	expect_line("allow del 203.0.113.2\n");
}

static void test_trust_by_keys(void **state)
{
	(void)state;
	open_card();
	press('A');
	press(KEY_ESCAPE);
	expect_line("");
	assert_int_equal(g->hud.choice.kind, HUD_ONE_PEER);
	press(KEY_TAB);
	press('B');
	press(KEY_ENTER);
	expect_line("block add 203.0.113.2\n");
	answer(STREAM_BLOCK_ADD, "in 5 0 x");
	press('U');
	expect_line("block put 203.0.113.2 in 5 0 x\n");
}

/* Who is on the user's own list is taken off it. */
static void test_toggle(void **state)
{
	struct stream_record peer = fake_peer(2, 2, RA_BLOCKED, RA_IN, 9000);
	static const struct {
		uint8_t kind, request;
		const char *name, *line;
	} cases[] = {
		{ 1, STREAM_BLOCK_DEL, "user", "block del 203.0.113.2\n" },
		{ 1, STREAM_BLOCK_ADD, "drop", "block add 203.0.113.2\n" },
		{ 0, STREAM_BLOCK_ADD, "user", "block add 203.0.113.2\n" },
	};

	(void)state;
	peer.peer.side[RA_IN].list = 3;
	take(peer);
	open_card();
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct stream_record list = { .kind = STREAM_LIST, .list = { 3, 0, "" } };

		list.list.kind = cases[i].kind;
		strcpy(list.list.name, cases[i].name);
		take(list);
		frame();
		press('B');
		press(KEY_ENTER);
		expect_line(cases[i].line);
		answer(cases[i].request, "");
	}
}

/* What is typed reaches the label alone: no letter of it is a key. */
static void test_label(void **state)
{
	(void)state;
	open_card();
	assert_false(globe_takes_text(g));
	press('L');
	assert_true(globe_takes_text(g));
	for (const char *c = "bq?i"; *c; c++)
		assert_true(globe_key(g, *c));
	globe_text(g, "bq?i");
	assert_false(g->hud.help);
	assert_int_equal(g->hud.directions, RA_BOTH);
	press(KEY_BACKSPACE);
	press(KEY_ENTER);
	assert_false(globe_takes_text(g));
	expect_line("label add 203.0.113.2 bq?\n");
}

static void test_offline(void **state)
{
	(void)state;
	open_card();
	globe_lost(g, now_ns);
	frame();
	press('A');
	press(KEY_ENTER);
	click(find(HUD_ACT, ACTIONS_BLOCK));
	expect_line("");
	assert_non_null(hud_card_denied(&g->hud));
	assert_int_equal(g->hud.card.actions.stage, ACTIONS_REST);
}

static void test_copy(void **state)
{
	char text[ACTIONS_CLIP] = "";

	(void)state;
	open_card();
	globe_lost(g, now_ns);
	frame();
	press('C');
	assert_true(globe_take_clipboard(g, text));
	assert_non_null(strstr(text, "203.0.113.2\nCity 2\nunknown in: "));
	assert_false(globe_take_clipboard(g, text));
}

static void test_menu(void **state)
{
	const struct hud_hit *row = find(HUD_PEER, hash_table_number(
						   &g->scene.peers, g->hud.top.rows[3]));

	(void)state;
	globe_menu(g, row->area.x + 9, row->area.y + 9);
	frame();
	assert_true(g->hud.card.menu.open);
	press(KEY_ESCAPE);
	assert_false(g->hud.card.menu.open);
	globe_menu(g, row->area.x + 9, row->area.y + 9);
	frame();
	click(find(HUD_ACT, ACTIONS_TRUST));
	press(KEY_ENTER);
	expect_line("allow add 203.0.113.4\n");
}

/* A word of the card is a term of the filter. */
static void test_fields(void **state)
{
	struct stream_record peer = fake_peer(2, 2, RA_UNKNOWN, RA_IN, 9000);
	struct stream_record place = fake_place(2, 52.5f, 13.4f);

	(void)state;
	strcpy(place.place.place.country, "DE");
	take(place);
	addr_parse("192.0.2.5", &peer.peer.local);
	peer.peer.side[RA_IN].peer_port = 443;
	take(peer);
	open_card();
	click(find(HUD_FIELD, FIELD_COUNTRY));
	click(find(HUD_FIELD, FIELD_HOST));
	click(find(HUD_FIELD, FIELD_PORT_IN));
	assert_string_equal(g->hud.search.entry.text, "country:DE host:192.0.2.5 port:443");
}

/* Without a card open, an answer is said over the globe. */
static void test_answer_without_card(void **state)
{
	(void)state;
	answer(STREAM_ALLOW_ADD, "");
	assert_string_equal(g->hud.said, "done");
}

/* Each that a hand can click, and those that a card has scrolled away. */
static bool has_been(const bool *been)
{
	for (uint32_t i = 0; i < g->hud.hit_count; i++) {
		const struct hud_hit *hit = &g->hud.hits[i];
		bool covered = hit->area.h > 0 && hud_at(&g->hud, hit->area.x + hit->area.w / 2,
							 hit->area.y + hit->area.h / 2) != hit;


		if (hud_is_clicked(hit) && !covered && !been[i])
			return false;
	}
	return true;
}

static void test_focus_reaches_all(void **state)
{
	(void)state;
	for (size_t s = 0; s < sizeof(sizes) / sizeof(*sizes); s++) {
		for (int way = 0; way < 2; way++) {
			bool been[HUD_HITS] = { false };

			width = sizes[s].width;
			height = sizes[s].height;
			g->hud.focus.on = false;
			open_card();
			for (uint32_t i = 0; i < g->hud.hit_count; i++) {
				const struct hud_hit *hit;

				press(way ? KEY_TAB_BACK : KEY_TAB);
				hit = hud_focused(&g->hud);
				assert_non_null(hit);
				assert_true(hit->area.h > 0); /* it scrolls into sight */
				been[hit - g->hud.hits] = true;
			}
			assert_true(has_been(been));
		}
	}
}

static void test_focus_stays(void **state)
{
	struct addr was;

	(void)state;
	while (!hud_focused(&g->hud) || hud_focused(&g->hud)->action != HUD_PEER)
		press(KEY_TAB);
	press(KEY_DOWN);
	was = scene_peer_at(&g->scene, hud_focused(&g->hud)->n)->addr;
	take(fake_peer(12, 2, RA_BLOCKED, RA_IN, 90000)); /* comes first from now on */
	globe_refresh(g, now_ns);
	frame();
	assert_true(addr_equal(&scene_peer_at(&g->scene, hud_focused(&g->hud)->n)->addr, &was));
	press(KEY_ENTER);
	assert_true(addr_equal(&g->hud.choice.peer, &was));
	press(KEY_ESCAPE);
	assert_false(g->hud.focus.on);
	assert_int_equal(g->hud.choice.kind, HUD_ONE_PEER);
	press(KEY_ESCAPE);
	assert_int_equal(g->hud.choice.kind, HUD_NONE);
}

static void test_scroll(void **state)
{
	struct area a;
	float dist = g->camera.dist;

	(void)state;
	open_card();
	a = g->hud.card.view;
	assert_true(g->hud.card.most > 0);
	globe_pointer(g, GLOBE_MOVE, a.x + 50, a.y + 100, now_ns);
	globe_wheel(g, -1);
	assert_float_equal(g->hud.card.scroll, fminf(48, g->hud.card.most), 0.01);
	globe_wheel(g, 100);
	assert_float_equal(g->hud.card.scroll, 0, 0.01);
	assert_float_equal(g->camera.dist, dist, 1e-9);
	globe_pointer(g, GLOBE_PRESS, a.x + 50, a.y + 100, now_ns);
	globe_pointer(g, GLOBE_MOVE, a.x + 50, a.y + 80, now_ns);
	globe_pointer(g, GLOBE_RELEASE, a.x + 50, a.y + 80, now_ns);
	assert_float_equal(g->hud.card.scroll, fminf(20, g->hud.card.most), 0.01);
	press(KEY_PAGE_DOWN);
	assert_float_equal(g->hud.card.scroll, g->hud.card.most, 0.01);
}

/* On a wide screen the legend stays in sight, on a telephone most of the globe. */
static void test_room(void **state)
{
	(void)state;
	for (size_t s = 0; s < 3; s++) {
		const struct layout *l = &g->hud.layout;
		struct area a;

		width = sizes[s].width;
		height = sizes[s].height;
		open_card();
		a = g->hud.card.view;
		assert_true(a.y >= l->directions.y + l->directions.h);
		assert_true(a.y + a.h <= l->screen.h);
		assert_true(!l->narrow || a.h <= l->screen.h / 2);
		assert_int_equal(g->hud.batch.refused, 0);
	}
}

#define SAYS(sentence, test) { "card: " sentence, test, open_globe, close_globe, NULL }

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("trust is asked once more, done, and undone, by hand", test_trust_by_hand),
		SAYS("and by keys, wherever the focus is", test_trust_by_keys),
		SAYS("who is on the user's own list is taken off it", test_toggle),
		SAYS("a label takes what is typed, and no key is lost to it", test_label),
		SAYS("without a sensor nothing is asked of it", test_offline),
		SAYS("who a peer is can be copied, also without a sensor", test_copy),
		SAYS("a row has a menu of the same", test_menu),
		SAYS("its country, host and port filter", test_fields),
		SAYS("an answer without a card is said over the globe", test_answer_without_card),
		SAYS("the keyboard reaches all that a hand does, both ways round",
		     test_focus_reaches_all),
		SAYS("the focus stays with its row when rows move", test_focus_stays),
		SAYS("wheel, hand and keys scroll it, and leave the globe alone", test_scroll),
		SAYS("it leaves legend and globe their room", test_room),
	};

	return cmocka_run_group_tests_name("card", tests, NULL, NULL);
}
