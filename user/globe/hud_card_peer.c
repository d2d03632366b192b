/* SPDX-License-Identifier: BSD-2-Clause */
/* The card of one peer: all that is known of it. */
#include <inttypes.h>
#include <stdio.h>

#include "core/words.h"
#include "globe/hud_card_parts.h"
#include "globe/special.h"

#define SENTENCE 17 /* height of a line of the explanation */
#define INDENT 14

static void place_line(struct card *c, const struct stream_peer *p)
{
	const struct scene_place *place = scene_place(c->h->scene, p->place);
	const char *special = place ? special_word(&p->addr) : NULL;
	char where[FORMAT_TEXT], text[2 * FORMAT_TEXT];

	format_where(c->h->scene, c->h->language, p, where);
	if (special)
		snprintf(text, sizeof(text), "%s, %s", where, hud_say(c->h, special));
	else if (place && place->place.accuracy_km)
		snprintf(text, sizeof(text), "%s  \xc2\xb1 %u km", where,
			 place->place.accuracy_km);
	else
		snprintf(text, sizeof(text), "%s", where);
	card_field(c, hud_say(c->h, "place"), text,
		   place && place->place.country[0] ? FIELD_COUNTRY : -1);
}

static void whereabouts(struct card *c, const struct stream_peer *p)
{
	char text[FORMAT_TEXT], address[ADDR_TEXT];

	place_line(c, p);
	format_network(c->h->scene, p->network, text);
	card_field(c, hud_say(c->h, "network"), text[0] ? text : hud_say(c->h, "not known"),
		   text[0] ? FIELD_NETWORK : -1);
	if (!c->h->scene->moment_ns) /* of the past it is not told */
		card_field(c, hud_say(c->h, "with"), addr_format(&p->local, address), FIELD_HOST);
}

/* "not on the list, drop", then how new, and whether it answers. */
static void reason_lines(struct card *c, const struct stream_side *s)
{
	const char *list = scene_list(c->h->scene, s->list);
	const char *novelty = hud_say(c->h, words_novelty(s->novelty));
	char text[3 * FORMAT_TEXT];

	snprintf(text, sizeof(text), "%s%s%s", hud_say(c->h, words_reason(s->reason)),
		 list ? ": " : "", list ? list : "");
	card_line(c, FONT_SMALL, c->h->palette->soft, text);
	if (s->verdict < RA_UNKNOWN)
		return;
	snprintf(text, sizeof(text), hud_say(c->h, "%s, and it answers what was sent"), novelty);
	card_line(c, FONT_SMALL, c->h->palette->soft, s->reply ? text : novelty);
}

/* "TCP port 443", which filters, at the right. */
static void port(struct card *c, const struct stream_side *s, uint8_t direction)
{
	float right = c->at.x + c->at.w, width;
	char text[FORMAT_TEXT];

	if (!s->peer_port) {
		batch_text_right(&c->h->batch, FONT_SMALL, right, c->at.y, c->h->palette->soft,
				 words_proto(s->proto));
		return;
	}
	snprintf(text, sizeof(text), hud_say(c->h, "%s port %u"), words_proto(s->proto),
		 s->peer_port);
	width = batch_width(&c->h->batch, FONT_SMALL, text);
	batch_text(&c->h->batch, FONT_SMALL, right - width, c->at.y, c->h->palette->text, text);
	batch_box(&c->h->batch, (struct area){ right - width, c->at.y + 15, width, 1 }, 0,
		  palette_fade(c->h->palette->soft, 0.35f));
	hud_hit(c->h, (struct area){ right - width - 2, c->at.y, width + 4, 17 }, HUD_FIELD,
		FIELD_PORT_IN + direction);
}

/* "unknown in" */
static const char *side_words(const struct hud *h, const struct stream_side *s, uint8_t direction,
			      char *text)
{
	snprintf(text, FORMAT_TEXT, hud_say(h, "%s %s"), hud_say(h, words_verdict(s->verdict)),
		 hud_say(h, words_direction(direction)));
	return text;
}

static void judgement(struct card *c, const struct stream_side *s, uint8_t direction)
{
	struct scene_shade shade = scene_shade_of(s);
	const struct palette_verdict *p = palette_of(c->h->palette, shade.verdict, shade.level);
	char text[FORMAT_TEXT];

	if (!s->first_ns)
		return;
	batch_mark(&c->h->batch, (struct area){ c->at.x, c->at.y + 6, 7, 7 }, s->verdict, p->mark);
	port(c, s, direction);
	c->at.x += INDENT;
	c->at.w -= INDENT;
	batch_text(&c->h->batch, FONT_BODY, c->at.x, c->at.y - 1, p->text,
		   side_words(c->h, s, direction, text));
	c->at.y += CARD_LINE + 1;
	reason_lines(c, s);
	if (s->beacon <= 100)
		card_beacon(c, s->beacon);
	c->at.x -= INDENT;
	c->at.w += INDENT;
	c->at.y += 3;
}

/* A row of the table: its name, then what came in and what went out. */
static void table_row(struct card *c, const char *name, const char *in, const char *out,
		      uint32_t color)
{
	float right = c->at.x + c->at.w;

	batch_text(&c->h->batch, FONT_SMALL, c->at.x, c->at.y, c->h->palette->faint, name);
	batch_text_right(&c->h->batch, FONT_SMALL, right - c->at.w / 3, c->at.y, color, in);
	batch_text_right(&c->h->batch, FONT_SMALL, right, c->at.y, color, out);
	c->at.y += CARD_LINE;
}

static void traffic_table(struct card *c, const struct stream_peer *p)
{
	const struct stream_side *in = &p->side[RA_IN], *out = &p->side[RA_OUT];
	char a[FORMAT_TEXT], b[FORMAT_TEXT];

	table_row(c, "", hud_say(c->h, "in"), hud_say(c->h, "out"), c->h->palette->soft);
	table_row(c, hud_say(c->h, "packets"), format_count(in->packets, a),
		  format_count(out->packets, b), c->h->palette->text);
	table_row(c, hud_say(c->h, "bytes"), format_bytes(in->bytes, a),
		  format_bytes(out->bytes, b), c->h->palette->text);
}

static int64_t earlier(int64_t a, int64_t b)
{
	return !a || (b && b < a) ? b : a;
}

static void times(struct card *c, const struct stream_peer *p)
{
	const struct stream_side *in = &p->side[RA_IN], *out = &p->side[RA_OUT];
	char text[FORMAT_TEXT];

	card_field(c, hud_say(c->h, "first"),
		   format_time(earlier(in->first_ns, out->first_ns), text), -1);
	card_field(c, hud_say(c->h, "last"),
		   format_time(in->last_ns > out->last_ns ? in->last_ns : out->last_ns, text), -1);
}

static const struct stream_explain *explanation_of(const struct scene *s,
						   const struct stream_peer *p)
{
	const struct stream_explain *e = &s->explain;

	return e->text[0] && addr_equal(&e->addr, &p->addr) ? e : NULL;
}

/* Of a moment there is the verdict; the counters are of all its time. */
static void judgement_then(struct card *c, const struct stream_peer *p)
{
	bool seen = p->side[RA_IN].first_ns || p->side[RA_OUT].first_ns;

	card_heading(c, hud_say(c->h, "VERDICT THEN"));
	for (uint8_t d = 0; d < RA_DIRECTIONS; d++)
		judgement(c, &p->side[d], d);
	if (!seen) {
		card_line(c, FONT_SMALL, c->h->palette->soft,
			  hud_say(c->h, "not seen at this moment"));
		return;
	}
	card_heading(c, hud_say(c->h, "TRAFFIC, OF ALL TIME"));
	traffic_table(c, p);
}

static void judgement_now(struct card *c, const struct stream_peer *p)
{
	card_heading(c, hud_say(c->h, "VERDICT"));
	for (uint8_t d = 0; d < RA_DIRECTIONS; d++)
		judgement(c, &p->side[d], d);
	card_heading(c, hud_say(c->h, "TRAFFIC"));
	card_traffic(c, &c->h->card.traffic);
	traffic_table(c, p);
}

void card_peer(struct card *c, const struct stream_peer *p)
{
	const struct stream_explain *e = explanation_of(c->h->scene, p);
	bool then = c->h->scene->moment_ns;
	struct area text;

	whereabouts(c, p);
	if (then)
		judgement_then(c, p);
	else
		judgement_now(c, p);
	card_heading(c, hud_say(c->h, "SEEN"));
	if (e)
		card_hours(c, e->hours);
	if (p->side[RA_IN].first_ns || p->side[RA_OUT].first_ns)
		times(c, p);
	if (!e)
		return;
	card_heading(c, hud_say(c->h, then ? "WHY, AS OF NOW" : "WHY"));
	text = (struct area){ c->at.x, c->at.y, c->at.w, SENTENCE };
	c->at.y = batch_text_wrap(&c->h->batch, FONT_SMALL, text, c->h->palette->text, e->text,
				  INFINITY);
}

const char *hud_card_filter(const struct hud *h, const struct stream_peer *p, enum hud_field field,
			    char *text)
{
	const struct scene_place *place = scene_place(h->scene, p->place);
	const struct geo_network *network = scene_network(h->scene, p->network);
	char address[ADDR_TEXT];

	text[0] = 0;
	if (field == FIELD_COUNTRY && place)
		snprintf(text, FORMAT_TEXT, "country:%s", place->place.country);
	else if (field == FIELD_NETWORK && network)
		snprintf(text, FORMAT_TEXT, "net:AS%" PRIu32, network->asn);
	else if (field == FIELD_HOST)
		snprintf(text, FORMAT_TEXT, "host:%s", addr_format(&p->local, address));
	else if (field >= FIELD_PORT_IN)
		snprintf(text, FORMAT_TEXT, "port:%u",
			 p->side[field - FIELD_PORT_IN].peer_port);
	return text;
}

const char *hud_card_words(const struct hud *h, const struct stream_peer *p, char *text)
{
	char address[ADDR_TEXT], place[FORMAT_TEXT], network[FORMAT_TEXT], side[FORMAT_TEXT];
	int n = snprintf(text, ACTIONS_CLIP, "%s\n%s%s%s\n", addr_format(&p->addr, address),
			 format_where(h->scene, h->language, p, place),
			 *format_network(h->scene, p->network, network) ? ", " : "", network);

	for (uint8_t d = 0; d < RA_DIRECTIONS && n < ACTIONS_CLIP; d++) {
		const struct stream_side *s = &p->side[d];
		const char *list = scene_list(h->scene, s->list);

		if (s->first_ns)
			n += snprintf(text + n, (size_t)(ACTIONS_CLIP - n), "%s: %s%s%s\n",
				      side_words(h, s, d, side),
				      hud_say(h, words_reason(s->reason)), list ? ": " : "",
				      list ? list : "");
	}
	return text;
}
