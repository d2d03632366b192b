/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/globe_acts.h"

#include <string.h>

#include "core/clock.h"
#include "globe/format.h"
#include "globe/globe_find.h"
#include "globe/globe_state.h"
#include "globe/keys.h"

/* The peer that keys and buttons are about: the menu's, that of the focused row, or the card's. */
static const struct stream_peer *concerned(const struct globe *g)
{
	const struct hud *h = &g->hud;
	const struct hud_hit *hit = hud_focused(h);

	if (h->card.menu.open)
		return scene_peer(&g->scene, &h->card.menu.peer);
	if (hit && hit->action == HUD_PEER)
		return scene_peer_at(&g->scene, hit->n);
	return hud_chosen(h);
}

static void begin(struct globe *g, enum actions_what what)
{
	const struct stream_peer *p = concerned(g);
	struct actions *a = &g->hud.card.actions;
	char words[ACTIONS_CLIP];

	g->hud.card.menu.open = false;
	if (!p)
		return;
	if (!addr_equal(&p->addr, &g->hud.choice.peer) || !hud_chosen(&g->hud))
		g->hud.choice = (struct hud_choice){ .kind = HUD_ONE_PEER, .peer = p->addr };
	if (what == ACTIONS_COPY)
		actions_copy(a, &p->addr, hud_card_words(&g->hud, p, words), g->step_ns);
	else if (!hud_card_denied(&g->hud))
		actions_begin(a, hud_card_request(&g->hud, p, what), &p->addr, g->step_ns);
}

void globe_act(struct globe *g, enum actions_what what)
{
	struct actions *a = &g->hud.card.actions;

	if (what < ACTIONS_OFFERED)
		begin(g, what);
	else if (what == ACTIONS_YES)
		actions_confirm(a, g->step_ns);
	else if (what == ACTIONS_NO)
		actions_cancel(a);
	else if (!hud_card_denied(&g->hud))
		actions_undo(a, g->step_ns);
}

void globe_field(struct globe *g, enum hud_field field)
{
	const struct stream_peer *p = hud_chosen(&g->hud);
	char term[FORMAT_TEXT];

	if (p && *hud_card_filter(&g->hud, p, field, term))
		globe_filter_add(g, term);
}

/* While something is asked or typed, all keys are about that, wherever in a list the focus is. */
static bool answer_key(struct globe *g, int key)
{
	const struct hud_hit *hit = hud_focused(&g->hud);
	struct actions *a = &g->hud.card.actions;
	bool on_button = hit && hit->action == HUD_ACT;

	if (a->stage != ACTIONS_ASKS && a->stage != ACTIONS_TYPES)
		return false;
	if (key == KEY_TAB || key == KEY_TAB_BACK)
		return false;
	if (key == KEY_ESCAPE)
		actions_cancel(a);
	else if (key == KEY_ENTER && !on_button)
		actions_confirm(a, g->step_ns);
	else if (key == KEY_ENTER)
		return false;
	else if (key == KEY_BACKSPACE)
		actions_erase(a);
	return a->stage != ACTIONS_ASKS || key == KEY_ESCAPE || key == KEY_ENTER;
}

/* Capital letters, so that the small ones keep their meaning. */
static bool letter_key(struct globe *g, int key)
{
	static const char letters[] = "ABLCE";
	const char *found = key > ' ' && key < KEY_DELETE ? strchr(letters, key) : NULL;

	if (key == 'U' || key == KEY_UNDO)
		globe_act(g, ACTIONS_UNDO);
	else if (found && concerned(g))
		globe_act(g, (enum actions_what)(found - letters));
	else
		return false;
	return true;
}

static bool activate(struct globe *g)
{
	const struct hud_hit *hit = hud_focused(&g->hud);

	if (!hit)
		return false;
	globe_click(g, hit);
	return true;
}

static bool open_menu(struct globe *g)
{
	const struct hud_hit *hit = hud_focused(&g->hud);

	if (!hit || hit->action != HUD_PEER)
		return false;
	globe_menu_of(g, hit, hit->area.x + 40, hit->area.y + hit->area.h);
	return true;
}

/* Within what has the focus, else within the card. */
static bool go(struct globe *g, int key)
{
	struct hud *h = &g->hud;
	float page = h->card.view.h / 2;

	switch (key) {
	case KEY_DOWN:
		return hud_focus_along(h, 1) || globe_find_along(g, 1);
	case KEY_UP:
		return hud_focus_along(h, -1) || globe_find_along(g, -1);
	case KEY_PAGE_DOWN:
		return hud_card_scroll(h, page);
	case KEY_PAGE_UP:
		return hud_card_scroll(h, -page);
	default:
		return false;
	}
}

static bool escape(struct globe *g)
{
	struct hud *h = &g->hud;
	bool had = h->focus.on || h->card.menu.open;

	if (h->card.menu.open)
		h->card.menu.open = false;
	else
		h->focus.on = false;
	return had;
}

static bool focus_key(struct globe *g, int key)
{
	switch (key) {
	case KEY_TAB:
	case KEY_TAB_BACK:
		hud_focus_move(&g->hud, key == KEY_TAB ? 1 : -1);
		return true;
	case KEY_ENTER:
	case KEY_SPACE:
		return activate(g);
	case KEY_MENU:
		return open_menu(g);
	case KEY_ESCAPE:
		return escape(g);
	default:
		return go(g, key);
	}
}

bool globe_acts_key(struct globe *g, int key)
{
	return answer_key(g, key) || letter_key(g, key) || focus_key(g, key);
}

void globe_menu_of(struct globe *g, const struct hud_hit *hit, float x, float y)
{
	const struct stream_peer *p = scene_peer_at(&g->scene, hit->n);

	g->hud.card.menu = (struct hud_menu){ true, x, y, p->addr };
	g->dirty = true;
}

void globe_acts_take(struct globe *g, const struct stream_record *r, int64_t now_ns)
{
	struct hud_card *card = &g->hud.card;
	bool told;

	if (r->kind == STREAM_PEER)
		traffic_take(&card->traffic, &r->peer, now_ns);
	if (r->kind != STREAM_ANSWER)
		return;
	told = actions_take(&card->actions, &r->answer, now_ns);
	if (!told || !hud_chosen(&g->hud))
		globe_say(g, r->answer.text, now_ns);
	g->asked_ns = 0; /* what is known of the peer has changed */
	g->dirty = true;
}

bool globe_acts_step(struct globe *g, int64_t now_ns)
{
	struct hud_card *card = &g->hud.card;
	bool second = now_ns / CLOCK_S != card->now_ns / CLOCK_S, changed;

	if (g->lost_ns)
		actions_lost(&card->actions, now_ns);
	traffic_follow(&card->traffic, hud_chosen(&g->hud), now_ns);
	changed = traffic_step(&card->traffic, now_ns);
	changed |= actions_step(&card->actions, now_ns);
	changed |= second && actions_can_undo(&card->actions);
	card->now_ns = now_ns;
	return changed;
}

size_t globe_request(struct globe *g, char *line)
{
	return actions_next(&g->hud.card.actions, line);
}

bool globe_take_clipboard(struct globe *g, char *text)
{
	char *clip = g->hud.card.actions.clip;

	if (!clip[0])
		return false;
	strcpy(text, clip);
	clip[0] = 0;
	return true;
}
