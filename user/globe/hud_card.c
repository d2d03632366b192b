/* SPDX-License-Identifier: BSD-2-Clause */
/* The card's frame: its head, what scrolls in it, and its foot. */
#include "core/words.h"
#include "globe/hud_card_parts.h"

#define HEAD 46
#define CLOSE 28
#define BAR 3              /* width of the bar that tells where one is */

void card_line(struct card *c, enum font_name face, uint32_t color, const char *text)
{
	batch_text_cut(&c->h->batch, face, c->at, color, text);
	c->at.y += CARD_LINE;
}

void card_heading(struct card *c, const char *text)
{
	float y = c->at.y + 12, x;

	x = batch_text(&c->h->batch, FONT_LABEL, c->at.x, y, c->h->palette->faint, text) + 8;
	batch_box(&c->h->batch, (struct area){ x, y + 7, c->at.x + c->at.w - x, 1 }, 0,
		  c->h->palette->edge);
	c->at.y = y + 20;
}

float card_names(const struct hud *h)
{
	return fmaxf(66, batch_width(&h->batch, FONT_SMALL, hud_say(h, "network")) + 12);
}

void card_field(struct card *c, const char *name, const char *value, int field)
{
	const struct palette *p = c->h->palette;
	struct area a = c->at;
	float end;

	batch_text(&c->h->batch, FONT_SMALL, a.x, a.y, p->faint, name);
	a.x += card_names(c->h);
	a.w -= card_names(c->h);
	end = batch_text_cut(&c->h->batch, FONT_SMALL, a, p->text, value);
	if (field >= 0) {
		batch_box(&c->h->batch, (struct area){ a.x, a.y + 15, end - a.x, 1 }, 0,
			  palette_fade(p->soft, 0.35f));
		hud_hit(c->h, (struct area){ a.x - 2, a.y, end - a.x + 4, 17 }, HUD_FIELD,
			(uint32_t)field);
	}
	c->at.y += CARD_LINE;
}

/* Where the card stands, as high as it may get. */
static struct area room_for(const struct hud *h)
{
	struct area a = h->layout.card;
	float foot = h->layout.time.h > 0 ? h->layout.time.y : h->layout.foot.y;
	float bottom = foot - CARD_PAD / 2;

	if (h->layout.narrow)
		return a;
	a.h = bottom - a.y;
	if (a.h < HEAD + 8 * CARD_LINE) { /* a low screen: beside what is there */
		a.y = CARD_PAD;
		a.h = bottom - a.y;
	}
	return a;
}

static void close_button(struct hud *h, struct area card)
{
	struct area a = { card.x + card.w - CLOSE - 6, card.y + 8, CLOSE, CLOSE };

	batch_line(&h->batch, a.x + 10, a.y + 10, a.x + 18, a.y + 18, h->palette->soft);
	batch_line(&h->batch, a.x + 10, a.y + 18, a.x + 18, a.y + 10, h->palette->soft);
	hud_hit(h, a, HUD_CLOSE, HUD_CLOSE_CARD);
}

static void pill(struct hud *h, float x, float y, struct scene_shade shade)
{
	const struct palette_verdict *p = palette_of(h->palette, shade.verdict, shade.level);
	const char *word = hud_say(h, words_verdict(shade.verdict));
	struct area a = { x, y, batch_width(&h->batch, FONT_LABEL, word) + 16, 17 };

	batch_box(&h->batch, a, 8.5f, palette_fade(p->mark, 0.16f));
	batch_frame(&h->batch, a, 8.5f, palette_fade(p->mark, 0.7f));
	batch_text(&h->batch, FONT_LABEL, a.x + 8, a.y + 2, p->text, word);
}

static uint8_t gravest(uint8_t bits)
{
	uint8_t n = 7;

	while (n && !(bits >> n & 1))
		n--;
	return n;
}

static struct scene_shade shade_of(const struct hud *h, const struct stream_peer *p)
{
	const struct scene_query *q = &h->choice.some;

	if (p)
		return scene_shade(p, RA_BOTH);
	if (q->verdicts == SCENE_VERDICTS && h->listed.count)
		return scene_shade(h->listed.rows[0], h->directions);
	return (struct scene_shade){ gravest(q->verdicts), gravest(q->levels) };
}

static void head(struct hud *h, struct area card, const struct stream_peer *p)
{
	struct scene_shade shade = shade_of(h, p);
	struct area a = { card.x + CARD_PAD, card.y + 12, card.w - 2 * CARD_PAD, 0 };
	char text[FORMAT_TEXT], address[ADDR_TEXT];
	float end;

	a.w -= batch_width(&h->batch, FONT_LABEL, hud_say(h, words_verdict(shade.verdict))) + 16;
	a.w -= CLOSE + 10;
	end = batch_text_cut(&h->batch, FONT_HEAD, a, h->palette->white,
			     p ? addr_format(&p->addr, address) :
				 format_place(h->scene, h->language, h->choice.some.place, text));
	pill(h, end + 10, a.y + 2, shade);
	close_button(h, card);
}

/* Returns how high it is. */
static float content(struct hud *h, struct area view, const struct stream_peer *p)
{
	struct card c = { h, { view.x, view.y - h->card.scroll, view.w, CARD_LINE } };
	float top = c.at.y;

	if (p)
		card_peer(&c, p);
	else
		card_peers(&c);
	return c.at.y - top;
}

static float measure(struct hud *h, struct area view, const struct stream_peer *p)
{
	uint32_t quads = h->batch.count, hits = h->hit_count;
	float height = content(h, view, p);

	h->batch.count = quads;
	h->hit_count = hits;
	return height;
}

static void scroll_to(struct hud *h, float scroll)
{
	h->card.scroll = fminf(fmaxf(scroll, 0), h->card.most);
}

/* Hits that are out of sight are clicked by nobody, but the keyboard finds them. */
static void cut_hits(struct hud *h, uint32_t from, struct area view)
{
	for (uint32_t i = from; i < h->hit_count; i++) {
		struct area *a = &h->hits[i].area;
		float top = fmaxf(a->y, view.y), bottom = fminf(a->y + a->h, view.y + view.h);

		if (bottom <= top) {
			a->h = 0;
			continue;
		}
		a->y = top;
		a->h = bottom - top;
	}
}

/* Whether what has just got the focus is out of sight; then it no longer is. */
static bool follow(struct hud *h, uint32_t from, struct area view)
{
	const struct hud_hit *hit = hud_focused(h);
	float was = h->card.scroll;

	if (!h->focus.follow || !hit || hit < h->hits + from)
		return false;
	if (hit->area.y < view.y)
		scroll_to(h, was - (view.y - hit->area.y) - CARD_LINE);
	else if (hit->area.y + hit->area.h > view.y + view.h)
		scroll_to(h, was + hit->area.y + hit->area.h - view.y - view.h + CARD_LINE);
	return was != h->card.scroll;
}

static void scrolled(struct hud *h, struct area view, const struct stream_peer *p)
{
	uint32_t quads = h->batch.count, hits = h->hit_count;

	content(h, view, p);
	if (follow(h, hits, view)) {
		h->batch.count = quads;
		h->hit_count = hits;
		content(h, view, p);
	}
	cut_hits(h, hits, view);
	view.x -= CARD_PAD / 2;
	view.w += CARD_PAD;
	batch_clip(&h->batch, quads, view);
}

/* Where one is in what scrolls. */
static void scroll_bar(struct hud *h, struct area card, struct area view)
{
	float all = view.h + h->card.most;
	struct area bar = { card.x + card.w - BAR - 4, view.y, BAR, view.h * view.h / all };

	if (h->card.most <= 0)
		return;
	bar.y += h->card.scroll / all * view.h;
	batch_box(&h->batch, bar, BAR / 2.0f, palette_fade(h->palette->soft, 0.5f));
	batch_box(&h->batch, (struct area){ view.x, view.y + view.h, view.w, 1 }, 0,
		  h->palette->edge);
}

/* Another card begins at its top. */
static void mind_change(struct hud *h, const struct stream_peer *p)
{
	struct addr about = { { 0 } };

	if (p)
		about = p->addr;
	else
		about.b[0] = (uint8_t)(h->choice.some.place + 1);
	if (!addr_equal(&about, &h->card.about))
		h->card.scroll = 0;
	h->card.about = about;
}

void hud_card(struct hud *h)
{
	const struct stream_peer *p = hud_chosen(h);
	struct area card = room_for(h), view;
	float foot = p ? card_foot_height(h) : CARD_PAD, height;

	h->card.view = (struct area){ 0 };
	if (!p && h->choice.kind != HUD_SOME_PEERS)
		return;
	mind_change(h, p);
	view = (struct area){ card.x + CARD_PAD, card.y + HEAD, card.w - 2 * CARD_PAD,
			      card.h - HEAD - foot };
	height = measure(h, view, p);
	h->card.most = fmaxf(height - view.h, 0);
	scroll_to(h, h->card.scroll);
	if (height < view.h) {
		float less = view.h - height;

		card.h -= less;
		view.h -= less;
		card.y += h->layout.narrow ? less : 0;
		view.y += h->layout.narrow ? less : 0;
	}
	batch_panel(&h->batch, card, h->palette->solid | 0xff);
	hud_hit(h, card, HUD_NOTHING, 0);
	head(h, card, p);
	scrolled(h, view, p);
	scroll_bar(h, card, view);
	h->card.view = card;
	if (p)
		card_foot(h, (struct area){ view.x, card.y + card.h - foot, view.w, foot }, p);
}

bool hud_card_scroll(struct hud *h, float units)
{
	if (h->card.view.w <= 0 || h->card.most <= 0)
		return false;
	scroll_to(h, h->card.scroll + units);
	return true;
}
