/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/globe_find.h"

#include <stdio.h>

#include "core/clock.h"
#include "globe/globe_state.h"
#include "globe/keys.h"

#define FOLLOW_NS (CLOCK_S / 10) /* a filter asks all peers: at most so often while one types */
#define WHEEL_ROWS 3

static uint32_t room(const struct globe *g)
{
	return (uint32_t)globe_layout(g).rows;
}

void globe_find_rows(struct globe *g)
{
	const struct roster *r = &g->roster;
	struct hud_list *list = &g->hud.top;
	uint32_t most = room(g);

	if (r->asked > scene_peer_count(&g->scene)) /* they are others: of another moment */
		roster_sort(&g->roster, &g->scene, g->hud.directions);
	roster_scroll(&g->roster, 0, most);
	list->found = r->count;
	list->count = r->count - r->first < most ? r->count - r->first : most;
	for (uint32_t i = 0; i < list->count; i++)
		list->rows[i] = scene_peer_at(&g->scene, r->rows[r->first + i].peer);
	g->dirty = true;
}

void globe_find(struct globe *g)
{
	roster_sort(&g->roster, &g->scene, g->hud.directions);
	globe_find_rows(g);
}

static bool scroll(struct globe *g, int64_t rows)
{
	uint32_t was = g->roster.first;

	roster_scroll(&g->roster, rows, room(g));
	globe_find_rows(g);
	return g->roster.first != was;
}

/* Filter by the words that are in the field; by those before while one is not understood. */
static void follow(struct globe *g)
{
	struct hud_search *s = &g->hud.search;
	struct err e = { "" };
	struct filter f;

	g->found_ns = g->step_ns;
	g->find_late = false;
	g->dirty = true;
	if (!filter_parse(s->entry.text, &f, &e)) {
		g->roster.first = 0;
		scene_filter(&g->scene, &f);
		globe_refresh(g, g->step_ns);
	}
	snprintf(s->wrong, sizeof(s->wrong), "%s", e.text);
}

void globe_find_again(struct globe *g)
{
	g->roster.count = g->roster.asked = g->roster.first = 0;
	g->hud.gravest = NULL;
	follow(g);
}

static void change(struct globe *g)
{
	g->dirty = true;
	if (g->step_ns - g->found_ns >= FOLLOW_NS)
		follow(g);
	else
		g->find_late = true;
}

void globe_find_step(struct globe *g, int64_t now_ns)
{
	if (g->find_late && now_ns - g->found_ns >= FOLLOW_NS)
		follow(g);
}

bool globe_find_clear(struct globe *g)
{
	if (!g->hud.search.entry.text[0])
		return false;
	entry_clear(&g->hud.search.entry);
	follow(g);
	return true;
}

void globe_filter_add(struct globe *g, const char *term)
{
	if (entry_add(&g->hud.search.entry, term))
		follow(g);
}

static void take_out(struct globe *g, uint32_t nth)
{
	struct entry *f = &g->hud.search.entry;
	char text[ENTRY_TEXT];
	const char *word;
	size_t len;

	if (nth == HUD_ALL_WORDS || !(word = entry_word(f, nth, &len))) {
		globe_find_clear(g);
		return;
	}
	snprintf(text, sizeof(text), "%.*s", (int)len, word);
	entry_remove(f, text);
	follow(g);
}

/* Show it or no longer. */
static void toggle_verdict(struct globe *g, uint8_t verdict)
{
	struct entry *f = &g->hud.search.entry;
	char term[FILTER_TEXT];

	if (!entry_has(f, hud_search_hides(verdict, term))) {
		globe_filter_add(g, term);
		return;
	}
	entry_remove(f, term);
	follow(g);
}

/* The chosen row stays in sight when it was. */
static void turn_order(struct globe *g)
{
	const struct stream_peer *p = hud_chosen(&g->hud);
	bool seen = false;

	for (uint32_t i = 0; i < g->hud.top.count; i++)
		seen |= g->hud.top.rows[i] == p;
	g->roster.order = (g->roster.order + 1) % ROSTER_ORDERS;
	g->roster.first = 0;
	globe_find(g);
	if (p && seen && roster_show(&g->roster, scene_peer_number(&g->scene, p), room(g)))
		globe_find_rows(g);
}

bool globe_find_click(struct globe *g, const struct hud_hit *hit)
{
	g->hud.search.open = hit->action == HUD_SEARCH;
	switch (hit->action) {
	case HUD_SEARCH:
		break;
	case HUD_UNFILTER:
		take_out(g, hit->n);
		break;
	case HUD_VERDICT:
		toggle_verdict(g, (uint8_t)hit->n);
		break;
	case HUD_ORDER:
		turn_order(g);
		break;
	default:
		return false;
	}
	return true;
}

static bool type_key(struct globe *g, int key)
{
	struct hud_search *s = &g->hud.search;

	if (key == KEY_TAB || key == KEY_TAB_BACK) {
		s->open = false;
		return false;
	}
	if (key == KEY_ENTER || (key == KEY_ESCAPE && !globe_find_clear(g)))
		s->open = false;
	else if (entry_key(&s->entry, key))
		change(g);
	g->dirty = true;
	return true;
}

/* The row on the screen that has the focus, or -1. */
static int focused_row(const struct globe *g)
{
	const struct hud *h = &g->hud;
	const struct hud_hit *hit = hud_focused(h);

	if (!hit || hit->action != HUD_PEER ||
	    !area_holds(h->layout.peers, hit->area.x + hit->area.w / 2, hit->area.y))
		return -1;
	for (uint32_t i = 0; i < h->top.count; i++)
		if (scene_peer_number(h->scene, h->top.rows[i]) == hit->n)
			return (int)i;
	return -1;
}

/* Scroll; the focus stays in its row of the screen, or goes where the list ends. */
static bool scroll_focus(struct globe *g, int64_t rows)
{
	struct hud *h = &g->hud;
	int row = focused_row(g), last = (int)h->top.count - 1;
	bool moved = scroll(g, rows);

	if (row < 0)
		return moved;
	if (!moved)
		row = rows < 0 ? 0 : last;
	h->focus.n = scene_peer_number(h->scene, h->top.rows[row]);
	h->focus.nth = 0;
	return true;
}

bool globe_find_along(struct globe *g, int steps)
{
	return focused_row(g) >= 0 && scroll_focus(g, steps);
}

static bool list_key(struct globe *g, int key)
{
	int64_t page = room(g);

	switch (key) {
	case KEY_PAGE_UP:
		return scroll_focus(g, -page);
	case KEY_PAGE_DOWN:
		return scroll_focus(g, page);
	case KEY_HOME:
		return scroll_focus(g, -(int64_t)UINT32_MAX);
	case KEY_END:
		return scroll_focus(g, UINT32_MAX);
	default:
		return false;
	}
}

bool globe_find_key(struct globe *g, int key)
{
	if (g->hud.search.open)
		return type_key(g, key);
	if (key != '/')
		return list_key(g, key);
	g->hud.search.open = true;
	g->hud.help = HUD_NO_SHEET;
	g->dirty = true;
	return true;
}

bool globe_find_wheel(struct globe *g, float steps)
{
	float k = g->frame.scale > 0 ? g->frame.scale : 1;
	float x = g->pointer.x / k, y = g->pointer.y / k;
	const struct hud_hit *hit = hud_at(&g->hud, x, y);

	if (!hit || !(hit->action == HUD_LIST || hit->action == HUD_PEER) ||
	    !area_holds(g->hud.layout.peers, x, y))
		return false;
	g->wheeled -= steps * WHEEL_ROWS;
	scroll(g, (int64_t)g->wheeled);
	g->wheeled -= (float)(int64_t)g->wheeled;
	return true;
}

bool globe_takes_text(const struct globe *g)
{
	return g->hud.search.open || g->hud.card.actions.stage == ACTIONS_TYPES;
}

void globe_text(struct globe *g, const char *text)
{
	g->dirty = true;
	if (!g->hud.search.open) {
		actions_type(&g->hud.card.actions, text);
		return;
	}
	entry_type(&g->hud.search.entry, text);
	change(g);
}
