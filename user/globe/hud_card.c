/* SPDX-License-Identifier: BSD-2-Clause */
/* The card: all that is known of a peer, or the peers of an arc or a tray. */
#include <stdio.h>

#include "core/words.h"
#include "globe/format.h"
#include "globe/hud.h"
#include "globe/palette.h"

#define PAD 16
#define LINE 19
#define CLOSE 28

/* A card grows downwards as its lines are written. */
struct card {
	struct hud *h;
	struct area at; /* of the next line, without the padding */
};

/* On a narrow screen a card lies over the list, at the foot. */
static struct card open_card(struct hud *h, float height)
{
	struct area a = h->layout.card, close;

	a.h = height + 2 * PAD;
	if (h->layout.narrow || a.y + a.h > h->layout.screen.h)
		a.y = fmaxf(h->layout.screen.h - a.h - PAD, PAD);
	close = (struct area){ a.x + a.w - CLOSE - 6, a.y + 8, CLOSE, CLOSE };
	batch_panel(&h->batch, a, PALETTE_SOLID);
	hud_hit(h, a, HUD_NOTHING, 0);
	batch_line(&h->batch, close.x + 10, close.y + 10, close.x + 18, close.y + 18, PALETTE_SOFT);
	batch_line(&h->batch, close.x + 10, close.y + 18, close.x + 18, close.y + 10, PALETTE_SOFT);
	hud_hit(h, close, HUD_CLOSE, 0);
	return (struct card){ h, { a.x + PAD, a.y + PAD - 3, a.w - 2 * PAD, LINE } };
}

static void text_line(struct card *c, enum font_name face, uint32_t color, const char *text)
{
	batch_text_cut(&c->h->batch, face, c->at, color, text);
	c->at.y += LINE;
}

static void head_line(struct card *c, const char *text, uint8_t verdict)
{
	const struct palette_verdict *p = &palette_verdict[verdict];
	const char *word = words_verdict(verdict);
	struct area head = c->at, pill;
	float width = batch_width(&c->h->batch, FONT_LABEL, word) + 16, end;

	head.w -= width + CLOSE + 10;
	end = batch_text_cut(&c->h->batch, FONT_HEAD, head, PALETTE_WHITE, text);
	pill = (struct area){ end + 10, head.y + 2, width, 17 };
	batch_box(&c->h->batch, pill, 8.5f, palette_fade(p->mark, 0.16f));
	batch_frame(&c->h->batch, pill, 8.5f, palette_fade(p->mark, 0.7f));
	batch_text(&c->h->batch, FONT_LABEL, pill.x + 8, pill.y + 2, p->text, word);
	c->at.y += 25;
}

static void rule(struct card *c)
{
	c->at.y += 6;
	batch_line(&c->h->batch, c->at.x, c->at.y, c->at.x + c->at.w, c->at.y, PALETTE_EDGE);
	c->at.y += 8;
}

/* A row of the table: its name, then what came in and what went out. */
static void table_row(struct card *c, const char *name, const char *in, const char *out,
		      uint32_t color)
{
	float right = c->at.x + c->at.w;

	batch_text(&c->h->batch, FONT_SMALL, c->at.x, c->at.y, PALETTE_FAINT, name);
	batch_text_right(&c->h->batch, FONT_SMALL, right - c->at.w / 2 + 40, c->at.y, color, in);
	batch_text_right(&c->h->batch, FONT_SMALL, right, c->at.y, color, out);
	c->at.y += LINE;
}

static void traffic(struct card *c, const struct stream_peer *p)
{
	const struct stream_side *in = &p->side[RA_IN], *out = &p->side[RA_OUT];
	char a[FORMAT_TEXT], b[FORMAT_TEXT];

	table_row(c, "", "in", "out", PALETTE_SOFT);
	table_row(c, "packets", format_count(in->packets, a), format_count(out->packets, b),
		  PALETTE_TEXT);
	table_row(c, "bytes", format_bytes(in->bytes, a), format_bytes(out->bytes, b),
		  PALETTE_TEXT);
}

/* "unknown in, TCP 443: not seen within the window" over two lines */
static void judgement(struct card *c, const struct stream_side *s, uint8_t direction)
{
	const struct palette_verdict *p = &palette_verdict[s->verdict];
	char text[FORMAT_TEXT];

	if (!s->first_ns)
		return;
	batch_box(&c->h->batch, (struct area){ c->at.x, c->at.y + 5, 6, 6 }, 3, p->mark);
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
	text_line(c, FONT_SMALL, PALETTE_SOFT, words_reason(s->reason));
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
		  PALETTE_TEXT);
	table_row(c, "last seen", "",
		  format_time(in->last_ns > out->last_ns ? in->last_ns : out->last_ns, text),
		  PALETTE_TEXT);
}

static void peer_card(struct hud *h, const struct stream_peer *p)
{
	int sides = !!p->side[RA_IN].first_ns + !!p->side[RA_OUT].first_ns;
	struct card c = open_card(h, 25 + 8 * LINE + 2 * 14 + (float)(2 * sides * LINE));
	char text[FORMAT_TEXT], address[ADDR_TEXT];

	head_line(&c, addr_format(&p->addr, address), scene_verdict(p, RA_BOTH));
	text_line(&c, FONT_BODY, PALETTE_TEXT, format_place(h->scene, p->place, text));
	format_network(h->scene, p->network, text);
	text_line(&c, FONT_SMALL, PALETTE_SOFT, text[0] ? text : "network not known");
	snprintf(text, sizeof(text), "with %s", addr_format(&p->local, address));
	text_line(&c, FONT_SMALL, PALETTE_FAINT, text);
	rule(&c);
	traffic(&c, p);
	rule(&c);
	for (uint8_t d = 0; d < RA_DIRECTIONS; d++)
		judgement(&c, &p->side[d], d);
	times(&c, p);
}

static uint8_t gravest(uint8_t verdicts)
{
	uint8_t v = RA_VERDICTS - 1;

	while (v && !(verdicts >> v & 1))
		v--;
	return v;
}

static void peers_card(struct hud *h, const struct hud_list *list)
{
	const struct scene_query *q = &h->choice.some;
	struct card c = open_card(h, 25 + LINE + 12 + (float)list->count * LAYOUT_ROW);
	uint64_t most = list->count ? scene_bytes(list->rows[0], h->directions) : 0;
	uint8_t verdict = gravest(q->verdicts);
	char text[FORMAT_TEXT];

	if (q->verdicts == SCENE_VERDICTS && list->count)
		verdict = scene_verdict(list->rows[0], h->directions);
	head_line(&c, format_place(h->scene, q->place, text), verdict);
	text_line(&c, FONT_SMALL, PALETTE_SOFT, format_many(list->found, "peer", "peers", text));
	c.at.y += 10;
	for (uint32_t i = 0; i < list->count; i++, c.at.y += LAYOUT_ROW)
		hud_row(h, c.at, list->rows[i], most);
}

void hud_card(struct hud *h)
{
	const struct stream_peer *p = NULL;

	if (h->choice.kind == HUD_NONE)
		return;
	if (h->choice.kind == HUD_ONE_PEER)
		p = scene_peer(h->scene, &h->choice.peer);
	else if (h->listed.count == 1)
		p = h->listed.rows[0];
	if (p)
		peer_card(h, p);
	else if (h->choice.kind == HUD_SOME_PEERS)
		peers_card(h, &h->listed);
}
