/* SPDX-License-Identifier: BSD-2-Clause */
/* The card's foot, and the menu: what can be done about a peer, and what became of it. */
#include <stdio.h>
#include <string.h>

#include "globe/hud_card_parts.h"

#define GAP 6
#define BUTTON 38
#define SMALL_BUTTON 24
#define MENU_WIDTH 190
#define MENU_ROW 30
#define CARD_FOOT 58
#define DENIED 14 /* more, where it says why nothing can be done */

static const char keys[][4] = { "A", "B", "L", "C", "E" };

const char *hud_card_denied(const struct hud *h)
{
	if (h->scene->hello.replay)
		return PHRASE("a capture is over: it can only be looked at");
	if (h->lost_ns >= 0 || h->scene->ended)
		return PHRASE("the sensor is gone: nothing can be done now");
	return NULL;
}

/* Whether the user's own list of a kind decides about one of its sides. */
static bool is_listed(const struct scene *s, const struct stream_peer *p, uint8_t kind)
{
	for (uint8_t d = 0; d < RA_DIRECTIONS; d++) {
		uint16_t n = p->side[d].list;
		const char *name = scene_list(s, n);

		if (name && s->lists[n].kind == kind && !strcmp(name, STREAM_OWN_LIST))
			return true;
	}
	return false;
}

enum stream_request_kind hud_card_request(const struct hud *h, const struct stream_peer *p,
					  enum actions_what what)
{
	switch (what) {
	case ACTIONS_TRUST:
		return is_listed(h->scene, p, 0) ? STREAM_ALLOW_DEL : STREAM_ALLOW_ADD;
	case ACTIONS_BLOCK:
		return is_listed(h->scene, p, 1) ? STREAM_BLOCK_DEL : STREAM_BLOCK_ADD;
	case ACTIONS_LABEL:
		return STREAM_LABEL_ADD;
	default:
		return STREAM_EVIDENCE_EXPORT;
	}
}

static const char *name_of(const struct hud *h, const struct stream_peer *p, enum actions_what what)
{
	static const char *const names[] = {
		PHRASE("Trust"), PHRASE("Block"),    PHRASE("Label"),
		PHRASE("Copy"),  PHRASE("Evidence"),
	};
	enum stream_request_kind kind = hud_card_request(h, p, what);

	if (kind == STREAM_ALLOW_DEL)
		return hud_say(h, "Distrust");
	return hud_say(h, kind == STREAM_BLOCK_DEL ? "Unblock" : names[what]);
}

static void text_in(struct hud *h, struct area a, enum font_name face, uint32_t color,
		    const char *text)
{
	float width = batch_width(&h->batch, face, text);

	batch_text(&h->batch, face, floorf(a.x + (a.w - width) / 2), a.y, color, text);
}

static bool is_off(const struct hud *h, enum actions_what what)
{
	return what != ACTIONS_COPY && hud_card_denied(h);
}

/* Its name, and the key that does the same. */
static void button(struct hud *h, struct area a, enum actions_what what, const char *name)
{
	const struct palette *p = h->palette;
	bool off = is_off(h, what);

	batch_box(&h->batch, a, 7, off ? palette_fade(p->edge, 0.3f) : p->chosen);
	batch_frame(&h->batch, a, 7, p->edge);
	text_in(h, (struct area){ a.x, a.y + 5, a.w, 0 }, FONT_LABEL, off ? p->faint : p->text,
		name);
	text_in(h, (struct area){ a.x, a.y + 20, a.w, 0 }, FONT_LABEL, p->faint, keys[what]);
	hud_hit(h, a, HUD_ACT, what);
}

static void buttons(struct hud *h, struct area a, const struct stream_peer *p)
{
	struct area cell = { a.x, a.y, 0, BUTTON };
	float text = 0, room = a.w - (ACTIONS_OFFERED - 1) * GAP;

	for (enum actions_what w = 0; w < ACTIONS_OFFERED; w++)
		text += batch_width(&h->batch, FONT_LABEL, name_of(h, p, w));
	for (enum actions_what w = 0; w < ACTIONS_OFFERED; w++) {
		const char *name = name_of(h, p, w);

		cell.w = batch_width(&h->batch, FONT_LABEL, name) + (room - text) / ACTIONS_OFFERED;
		button(h, cell, w, name);
		cell.x += cell.w + GAP;
	}
}

/* "Trust  Enter", ending at x. returns where it begins */
static float small_button(struct hud *h, float x, float y, enum actions_what what,
			  const char *name, const char *key)
{
	const struct palette *p = h->palette;
	float words = batch_width(&h->batch, FONT_LABEL, name);
	float width = words + batch_width(&h->batch, FONT_LABEL, key) + 26;
	struct area a = { x - width, y, width, SMALL_BUTTON };

	batch_box(&h->batch, a, 6, p->chosen);
	batch_frame(&h->batch, a, 6, p->edge);
	batch_text(&h->batch, FONT_LABEL, a.x + 10, a.y + 5, p->white, name);
	batch_text(&h->batch, FONT_LABEL, a.x + 16 + words, a.y + 5, p->faint, key);
	hud_hit(h, a, HUD_ACT, what);
	return a.x - GAP;
}

static void choice(struct hud *h, struct area a, const char *yes)
{
	float x = small_button(h, a.x + a.w, a.y + 19, ACTIONS_NO, hud_say(h, "Cancel"), "Esc");

	small_button(h, x, a.y + 19, ACTIONS_YES, yes, "Enter");
}

static void question(struct hud *h, struct area a)
{
	static const char *const yes[] = {
		[STREAM_ALLOW_ADD] = PHRASE("Trust"),
		[STREAM_ALLOW_DEL] = PHRASE("Distrust"),
		[STREAM_BLOCK_ADD] = PHRASE("Block"),
		[STREAM_BLOCK_DEL] = PHRASE("Unblock"),
	};
	const struct stream_request *r = &h->card.actions.request;
	char text[2 * FORMAT_TEXT], address[ADDR_TEXT];

	snprintf(text, sizeof(text),
		 r->kind == STREAM_ALLOW_ADD ? hud_say(h, "Trust %s in both directions?") :
		 r->kind == STREAM_ALLOW_DEL ? hud_say(h, "Take %s off your allow list?") :
		 r->kind == STREAM_BLOCK_ADD ? hud_say(h, "Block-list %s in both directions?") :
					       hud_say(h, "Take %s off your block list?"),
		 addr_format(&r->peer, address));
	a.y -= 3;
	batch_text_cut(&h->batch, FONT_SMALL, a, h->palette->white, text);
	choice(h, a, hud_say(h, yes[r->kind]));
}

static void typing(struct hud *h, struct area a)
{
	const char *text = h->card.actions.request.text;
	struct area box = { a.x, a.y - 7, a.w, 21 };
	float room = box.w - 18, x;

	while (*text && batch_width(&h->batch, FONT_SMALL, text) > room) /* its end is seen */
		font_next(&text);
	batch_box(&h->batch, box, 5, h->palette->chosen);
	batch_frame(&h->batch, box, 5, palette_fade(h->palette->home, 0.6f));
	hud_hit(h, box, HUD_NOTHING, 0);
	x = batch_text(&h->batch, FONT_SMALL, box.x + 8, box.y + 3,
		       *text ? h->palette->white : h->palette->faint,
		       *text ? text :
			       hud_say(h, "what this peer is; nothing takes its label away"));
	if (*text)
		batch_box(&h->batch, (struct area){ x + 1, box.y + 4, 1.5f, 13 }, 0,
			  h->palette->home);
	choice(h, a, hud_say(h, *text ? "Label" : "No label"));
}

/* What was done, or why not; and for how long it can be undone. */
static void told(struct hud *h, struct area a)
{
	const struct actions *act = &h->card.actions;
	struct area text = { a.x, a.y - 2, a.w, 16 };
	uint32_t color = act->answer.ok ? h->palette->good : h->palette->warn;

	if (actions_can_undo(act)) {
		text.w = small_button(h, a.x + a.w, a.y + 2, ACTIONS_UNDO,
				      hud_say(h, "Undo"), "U") - a.x;
		batch_box(&h->batch,
			  (struct area){ a.x, a.y + BUTTON - 1,
					 a.w * actions_left(act, h->card.now_ns), 2 }, 1,
			  palette_fade(color, 0.5f));
	}
	batch_text_wrap(&h->batch, FONT_SMALL, text, color, hud_say(h, act->answer.text),
			a.y + BUTTON);
}

float card_foot_height(const struct hud *h)
{
	return hud_card_denied(h) ? CARD_FOOT + DENIED : CARD_FOOT;
}

void card_foot(struct hud *h, struct area a, const struct stream_peer *p)
{
	const char *denied = hud_card_denied(h);

	a.y += 10;
	switch (h->card.actions.stage) {
	case ACTIONS_ASKS:
		question(h, a);
		break;
	case ACTIONS_TYPES:
		typing(h, a);
		break;
	case ACTIONS_WAITS:
		batch_text(&h->batch, FONT_SMALL, a.x, a.y + 10, h->palette->soft,
			   hud_say(h, "asking the sensor\xe2\x80\xa6"));
		break;
	case ACTIONS_TELLS:
		told(h, a);
		break;
	case ACTIONS_REST:
		buttons(h, a, p);
		a.y += BUTTON + 4;
		if (denied)
			batch_text_cut(&h->batch, FONT_LABEL, a, h->palette->soft,
				       hud_say(h, denied));
		break;
	}
}

static struct area menu_area(const struct hud *h)
{
	const struct area *screen = &h->layout.screen;
	struct area a = { h->card.menu.x, h->card.menu.y, MENU_WIDTH,
			  34 + ACTIONS_OFFERED * MENU_ROW };

	a.x = floorf(fmaxf(fminf(a.x, screen->w - a.w - 8), 8));
	a.y = floorf(fmaxf(fminf(a.y, screen->h - a.h - 8), 8));
	return a;
}

void hud_menu(struct hud *h)
{
	const struct stream_peer *p = scene_peer(h->scene, &h->card.menu.peer);
	struct area a = menu_area(h), row;
	char address[ADDR_TEXT];

	if (!h->card.menu.open || !p)
		return;
	hud_hit(h, h->layout.screen, HUD_CLOSE, HUD_CLOSE_MENU);
	batch_panel(&h->batch, a, h->palette->solid | 0xff);
	hud_hit(h, a, HUD_NOTHING, 0);
	batch_text(&h->batch, FONT_LABEL, a.x + 14, a.y + 8, h->palette->soft,
		   addr_format(&p->addr, address));
	row = (struct area){ a.x + 6, a.y + 28, a.w - 12, MENU_ROW };
	for (enum actions_what w = 0; w < ACTIONS_OFFERED; w++, row.y += MENU_ROW) {
		batch_text(&h->batch, FONT_BODY, row.x + 8, row.y + 5,
			   is_off(h, w) ? h->palette->faint : h->palette->text, name_of(h, p, w));
		batch_text_right(&h->batch, FONT_LABEL, row.x + row.w - 8, row.y + 7,
				 h->palette->faint, keys[w]);
		hud_hit(h, row, HUD_ACT, w);
	}
}
