/* SPDX-License-Identifier: BSD-2-Clause */
/* The card: all that is known of a peer, or the peers of an arc or a tray. */
#include <stdio.h>

#include "core/words.h"
#include "globe/format.h"
#include "globe/hud_parts.h"
#include "globe/palette.h"

#define PAD 16
#define LINE 19
#define CLOSE 28
#define SENTENCE 17 /* height of a line of the explanation */
#define HOUR 10     /* height of the bar of hours */

/* A card grows downwards as its lines are written. */
struct card {
	struct hud *h;
	struct area at; /* of the next line, without the padding */
	float top;      /* of the first */
};

/* On a narrow screen a card lies over the list, at the foot. */
static struct card open_card(struct hud *h, float height)
{
	struct area a = h->layout.card, close;

	a.h = height + 2 * PAD;
	if (h->layout.narrow || a.y + a.h > h->layout.screen.h)
		a.y = fmaxf(h->layout.screen.h - a.h - PAD, PAD);
	close = (struct area){ a.x + a.w - CLOSE - 6, a.y + 8, CLOSE, CLOSE };
	batch_panel(&h->batch, a, h->palette->solid | 0xff);
	hud_hit(h, a, HUD_NOTHING, 0);
	batch_line(&h->batch, close.x + 10, close.y + 10, close.x + 18, close.y + 18,
		   h->palette->soft);
	batch_line(&h->batch, close.x + 10, close.y + 18, close.x + 18, close.y + 10,
		   h->palette->soft);
	hud_hit(h, close, HUD_CLOSE, 0);
	return (struct card){ h, { a.x + PAD, a.y + PAD - 3, a.w - 2 * PAD, LINE }, a.y + PAD - 3 };
}

static void text_line(struct card *c, enum font_name face, uint32_t color, const char *text)
{
	batch_text_cut(&c->h->batch, face, c->at, color, text);
	c->at.y += LINE;
}

static void head_line(struct card *c, const char *text, struct scene_shade shade)
{
	const struct palette_verdict *p = palette_of(c->h->palette, shade.verdict, shade.level);
	const char *word = words_verdict(shade.verdict);
	struct area head = c->at, pill;
	float width = batch_width(&c->h->batch, FONT_LABEL, word) + 16, end;

	head.w -= width + CLOSE + 10;
	end = batch_text_cut(&c->h->batch, FONT_HEAD, head, c->h->palette->white, text);
	pill = (struct area){ end + 10, head.y + 2, width, 17 };
	batch_box(&c->h->batch, pill, 8.5f, palette_fade(p->mark, 0.16f));
	batch_frame(&c->h->batch, pill, 8.5f, palette_fade(p->mark, 0.7f));
	batch_text(&c->h->batch, FONT_LABEL, pill.x + 8, pill.y + 2, p->text, word);
	c->at.y += 25;
}

static void rule(struct card *c)
{
	c->at.y += 6;
	batch_line(&c->h->batch, c->at.x, c->at.y, c->at.x + c->at.w, c->at.y, c->h->palette->edge);
	c->at.y += 8;
}

/* A row of the table: its name, then what came in and what went out. */
static void table_row(struct card *c, const char *name, const char *in, const char *out,
		      uint32_t color)
{
	float right = c->at.x + c->at.w;

	batch_text(&c->h->batch, FONT_SMALL, c->at.x, c->at.y, c->h->palette->faint, name);
	batch_text_right(&c->h->batch, FONT_SMALL, right - c->at.w / 2 + 40, c->at.y, color, in);
	batch_text_right(&c->h->batch, FONT_SMALL, right, c->at.y, color, out);
	c->at.y += LINE;
}

static void traffic(struct card *c, const struct stream_peer *p)
{
	const struct stream_side *in = &p->side[RA_IN], *out = &p->side[RA_OUT];
	char a[FORMAT_TEXT], b[FORMAT_TEXT];

	table_row(c, "", "in", "out", c->h->palette->soft);
	table_row(c, "packets", format_count(in->packets, a), format_count(out->packets, b),
		  c->h->palette->text);
	table_row(c, "bytes", format_bytes(in->bytes, a), format_bytes(out->bytes, b),
		  c->h->palette->text);
}

/* "new network, a reply, beacon 87": what is said of a stranger only */
static void novelty_line(struct card *c, const struct stream_side *s)
{
	char text[FORMAT_TEXT];
	int n = snprintf(text, sizeof(text), "%s", words_novelty(s->novelty));

	if (s->reply)
		n += snprintf(text + n, sizeof(text) - (size_t)n, ", a reply");
	if (s->beacon <= 100)
		snprintf(text + n, sizeof(text) - (size_t)n, ", beacon %u", s->beacon);
	text_line(c, FONT_SMALL, c->h->palette->soft, text);
}

/* "on a blocklist: drop" */
static void reason_line(struct card *c, const struct stream_side *s)
{
	const char *list = scene_list(c->h->scene, s->list);
	char text[2 * FORMAT_TEXT];

	snprintf(text, sizeof(text), "%s%s%s", words_reason(s->reason), list ? ": " : "",
		 list ? list : "");
	text_line(c, FONT_SMALL, c->h->palette->soft, text);
}

/* "unknown in, TCP port 443", then why, unless that is explained below, and how new it is */
static void judgement(struct card *c, const struct stream_side *s, uint8_t direction,
		      bool explained)
{
	struct scene_shade shade = scene_shade_of(s);
	const struct palette_verdict *p = palette_of(c->h->palette, shade.verdict, shade.level);
	char text[FORMAT_TEXT];

	if (!s->first_ns)
		return;
	batch_mark(&c->h->batch, (struct area){ c->at.x, c->at.y + 5, 6, 6 }, shade.verdict,
		   p->mark);
	c->at.x += 14;
	c->at.w -= 14;
	if (s->peer_port)
		snprintf(text, sizeof(text), "%s %s, %s port %u", words_verdict(s->verdict),
			 words_direction(direction), words_proto(s->proto), s->peer_port);
	else
		snprintf(text, sizeof(text), "%s %s%s%s", words_verdict(s->verdict),
			 words_direction(direction), *words_proto(s->proto) ? ", " : "",
			 words_proto(s->proto));
	text_line(c, FONT_SMALL, p->text, text);
	if (!explained)
		reason_line(c, s);
	if (s->verdict >= RA_UNKNOWN)
		novelty_line(c, s);
	c->at.x -= 14;
	c->at.w += 14;
}

static int64_t earlier(int64_t a, int64_t b)
{
	return !a || (b && b < a) ? b : a;
}

static void times(struct card *c, const struct stream_peer *p)
{
	const struct stream_side *in = &p->side[RA_IN], *out = &p->side[RA_OUT];
	char text[FORMAT_TEXT];

	table_row(c, "first seen", "", format_time(earlier(in->first_ns, out->first_ns), text),
		  c->h->palette->text);
	table_row(c, "last seen", "",
		  format_time(in->last_ns > out->last_ns ? in->last_ns : out->last_ns, text),
		  c->h->palette->text);
}

/* The last two days, an hour a cell. */
static void hours_bar(struct card *c, const uint8_t *hours)
{
	struct area cell = { c->at.x, c->at.y, c->at.w / STREAM_HOURS, HOUR };

	for (int i = 0; i < STREAM_HOURS; i++, cell.x += cell.w)
		batch_box(&c->h->batch, (struct area){ cell.x, cell.y, cell.w - 1, cell.h }, 1,
			  hours[i / 8] >> i % 8 & 1 ? c->h->palette->home : c->h->palette->edge);
	c->at.y += HOUR + 3;
	batch_text(&c->h->batch, FONT_LABEL, c->at.x, c->at.y, c->h->palette->faint, "48 h ago");
	batch_text_right(&c->h->batch, FONT_LABEL, c->at.x + c->at.w, c->at.y, c->h->palette->faint,
			 "now");
	c->at.y += LINE;
}

/* The sensor's sentences, as many as the screen has room for. */
static void explanation(struct card *c, const struct stream_explain *e)
{
	float bottom = c->top + c->h->layout.screen.h - 4 * PAD;
	struct area a = { c->at.x, c->at.y, c->at.w, SENTENCE };

	c->at.y = batch_text_wrap(&c->h->batch, FONT_SMALL, a, c->h->palette->text, e->text,
				    bottom);
}

static const struct stream_explain *explanation_of(const struct scene *s,
						   const struct stream_peer *p)
{
	const struct stream_explain *e = &s->explain;

	return e->text[0] && addr_equal(&e->addr, &p->addr) ? e : NULL;
}

static void peer_card(struct card *c, const struct stream_peer *p)
{
	const struct scene *s = c->h->scene;
	const struct stream_explain *e = explanation_of(s, p);
	char text[FORMAT_TEXT], address[ADDR_TEXT];

	head_line(c, addr_format(&p->addr, address), scene_shade(p, RA_BOTH));
	text_line(c, FONT_BODY, c->h->palette->text, format_place(s, p->place, text));
	format_network(s, p->network, text);
	text_line(c, FONT_SMALL, c->h->palette->soft, text[0] ? text : "network not known");
	snprintf(text, sizeof(text), "with %s", addr_format(&p->local, address));
	text_line(c, FONT_SMALL, c->h->palette->faint, text);
	rule(c);
	traffic(c, p);
	rule(c);
	for (uint8_t d = 0; d < RA_DIRECTIONS; d++)
		judgement(c, &p->side[d], d, e);
	if (!e) {
		times(c, p);
		return;
	}
	rule(c);
	hours_bar(c, e->hours);
	explanation(c, e);
}

static uint8_t gravest(uint8_t bits)
{
	uint8_t n = 7;

	while (n && !(bits >> n & 1))
		n--;
	return n;
}

static void peers_card(struct card *c, const struct stream_peer *unused)
{
	struct hud *h = c->h;
	const struct hud_list *list = &h->listed;
	const struct scene_query *q = &h->choice.some;
	struct scene_shade shade = { gravest(q->verdicts), gravest(q->levels) };
	uint64_t most = list->count ? scene_bytes(list->rows[0], h->directions) : 0;
	char text[FORMAT_TEXT];

	(void)unused;
	if (q->verdicts == SCENE_VERDICTS && list->count)
		shade = scene_shade(list->rows[0], h->directions);
	head_line(c, format_place(h->scene, q->place, text), shade);
	text_line(c, FONT_SMALL, h->palette->soft, format_many(list->found, "peer", "peers", text));
	c->at.y += 10;
	for (uint32_t i = 0; i < list->count; i++, c->at.y += LAYOUT_ROW)
		hud_row(h, c->at, list->rows[i], most);
}

/* Written twice: first to learn how high it gets. */
static void put_card(struct hud *h, void (*write)(struct card *, const struct stream_peer *),
		     const struct stream_peer *p)
{
	uint32_t quads = h->batch.count, hits = h->hit_count;
	struct card c = open_card(h, 0);
	float height;

	write(&c, p);
	height = c.at.y - c.top;
	h->batch.count = quads;
	h->hit_count = hits;
	c = open_card(h, height);
	write(&c, p);
}

void hud_card(struct hud *h)
{
	const struct stream_peer *p = hud_chosen(h);

	if (p)
		put_card(h, peer_card, p);
	else if (h->choice.kind == HUD_SOME_PEERS)
		put_card(h, peers_card, NULL);
}
