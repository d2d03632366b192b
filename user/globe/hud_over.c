/* SPDX-License-Identifier: BSD-2-Clause */
/* What lies over the globe: labels of places, and notices. */
#include <stdio.h>
#include <string.h>

#include "core/clock.h"
#include "core/words.h"
#include "globe/format.h"
#include "globe/hud_parts.h"
#include "globe/palette.h"

struct label {
	struct vec3 ground;
	const char *title, *detail;
	uint32_t color;
	bool left; /* of its place */
};

/* Where labels may stand: on the globe's part of the screen, but not under a card. */
static struct area label_room(const struct hud *h)
{
	struct area a = h->layout.free;

	if (h->choice.kind != HUD_NONE && !h->layout.narrow)
		a.w = fminf(a.w, h->layout.card.x - a.x);
	return (struct area){ a.x + 8, 8, a.w - 16, h->layout.screen.h - 68 };
}

static struct area label_box(const struct hud *h, const struct label *l, float x, float y)
{
	struct area room = label_room(h), box = { .h = 40 };

	box.w = 18 + fmaxf(batch_width(&h->batch, FONT_BODY, l->title),
			   batch_width(&h->batch, FONT_SMALL, l->detail));
	box.x = l->left ? x - 28 - box.w : x + 28;
	box.y = l->left ? y - 52 : y + 18;
	box.x = floorf(fmaxf(fminf(box.x, room.x + room.w - box.w), room.x));
	box.y = floorf(fmaxf(fminf(box.y, room.y + room.h), room.y));
	return box;
}

static void draw_label(struct hud *h, const struct label *l)
{
	float k = h->batch.scale, x, y;
	struct vec3 p = vec3_scale(l->ground, ARC_GROUND);
	struct area box;

	if (!view_sees(h->view, p) || !view_project(h->view, p, &x, &y))
		return;
	x /= k;
	y /= k;
	box = label_box(h, l, x, y);
	batch_line(&h->batch, x, y, x < box.x + box.w / 2 ? box.x : box.x + box.w,
		   box.y + (l->left ? 28 : 12), l->color);
	batch_box(&h->batch, box, 5, h->palette->solid);
	batch_frame(&h->batch, box, 5, palette_fade(l->color, 0.5f));
	batch_text(&h->batch, FONT_BODY, box.x + 9, box.y + 3, h->palette->text, l->title);
	batch_text(&h->batch, FONT_SMALL, box.x + 9, box.y + 21, h->palette->soft, l->detail);
}

static void home_label(struct hud *h)
{
	const struct stream_status *s = &h->scene->status;
	double lat = (double)s->home_lat_deg, lon = (double)s->home_lon_deg;
	char detail[FORMAT_TEXT];
	struct label l = { vec3_ground(lat, lon), hud_say(h, "home"), detail, h->palette->home,
			   false };

	format_degrees(lat, lon, detail);
	if (s->home_known)
		draw_label(h, &l);
}

/* The place that is looked at: what was clicked, else where the heaviest stranger is. */
static uint32_t place_in_focus(const struct hud *h, struct scene_shade *shade)
{
	const struct scene_shade none = { RA_ALLOWED, 0 };
	const struct stream_peer *p = h->gravest;

	if (h->choice.kind == HUD_SOME_PEERS) {
		p = h->listed.count ? h->listed.rows[0] : NULL;
		*shade = p ? scene_shade(p, h->directions) : none;
		return h->choice.some.place;
	}
	if (h->choice.kind == HUD_ONE_PEER)
		p = scene_peer(h->scene, &h->choice.peer);
	*shade = p ? scene_shade(p, h->directions) : none;
	if (h->choice.kind == HUD_NONE && (shade->verdict < RA_UNKNOWN || h->layout.narrow))
		return GEO_NOWHERE;
	return p ? p->place : GEO_NOWHERE;
}

static void focus_label(struct hud *h)
{
	const struct scene_query *some = &h->choice.some;
	char title[FORMAT_TEXT], count[FORMAT_TEXT], detail[2 * FORMAT_TEXT];
	const char *verdict;
	struct scene_shade shade;
	uint32_t number = place_in_focus(h, &shade);
	const struct scene_place *place = scene_place(h->scene, number);
	struct label l = { .title = title, .detail = detail,
			   .color = palette_of(h->palette, shade.verdict, shade.level)->mark,
			   .left = true };

	if (!place)
		return;
	l.ground = place->ground;
	verdict = hud_say(h, words_verdict(shade.verdict));
	if (h->choice.kind == HUD_SOME_PEERS) {
		format_region(h->scene, h->language, number, some->cell, title);
		snprintf(detail, sizeof(detail),
			 hud_many(h, h->listed.found, "%s \xc2\xb7 %s peer",
				  "%s \xc2\xb7 %s peers"),
			 verdict, format_count(h->listed.found, count));
	} else {
		format_region(h->scene, h->language, number, (struct cell){ 0 }, title);
		snprintf(detail, sizeof(detail), "%s", verdict);
	}
	draw_label(h, &l);
}

void hud_labels(struct hud *h)
{
	if (h->help || (h->layout.narrow && h->choice.kind != HUD_NONE))
		return;
	home_label(h);
	focus_label(h);
}

/* A line in a pill under the top of the globe's area; they stand one below the other. The pill
   fades with its color. */
static struct area notice(struct hud *h, float *y, uint32_t color, const char *text)
{
	struct area a = h->layout.free;
	float width = fminf(batch_width(&h->batch, FONT_SMALL, text) + 40, a.w);

	a.x += (a.w - width) / 2;
	a.y = *y;
	a.w = width;
	a.h = 28;
	batch_box(&h->batch, a, 14, palette_fade(h->palette->solid, (float)(color & 0xff) / 255));
	batch_frame(&h->batch, a, 14, palette_fade(color, 0.6f));
	batch_box(&h->batch, (struct area){ a.x + 13, a.y + 11, 6, 6 }, 3, color);
	batch_text_cut(&h->batch, FONT_SMALL, (struct area){ a.x + 26, a.y + 6, a.w - 38, 0 },
		       color, text);
	*y += 36;
	return a;
}

/* Whether anything is wrong, in words; of all peers, whatever is filtered. */
static uint32_t headline_text(const struct hud *h, char *text, size_t room)
{
	const struct scene *s = h->scene;
	uint32_t blocked = scene_count(s, RA_BLOCKED) + scene_hidden(s, RA_BLOCKED);
	uint32_t unknown = scene_count(s, RA_UNKNOWN) + scene_hidden(s, RA_UNKNOWN);
	char bad[FORMAT_TEXT], new[FORMAT_TEXT];

	format_count(blocked, bad);
	format_count(unknown, new);
	if (blocked && unknown)
		snprintf(text, room, hud_say(h, "%s blocked, %s unknown"), bad, new);
	else if (blocked)
		snprintf(text, room, hud_say(h, "%s blocked"), bad);
	else if (unknown)
		snprintf(text, room, hud_say(h, "%s unknown"), new);
	else
		snprintf(text, room, "%s", hud_say(h, "all peers are known"));
	if (blocked || unknown)
		return h->palette->verdict[blocked ? RA_BLOCKED : RA_UNKNOWN].text;
	return h->palette->good;
}

/* A sensor that is gone cannot tell that all is well. */
static bool has_headline(const struct hud *h)
{
	const struct scene *s = h->scene;
	bool gone = h->lost_ns >= 0 && !s->hello.replay;

	return s->complete && !s->status.learning && !s->status.storm && !gone &&
	       scene_peer_count(s);
}

/* A click opens the card of the gravest. */
static void headline(struct hud *h, float *y)
{
	const struct scene *s = h->scene;
	const struct stream_peer *p = h->gravest;
	char text[3 * FORMAT_TEXT];
	struct area pill;
	uint32_t color;

	if (!has_headline(h))
		return;
	color = headline_text(h, text, sizeof(text));
	pill = notice(h, y, color, text);
	if (p && scene_shade(p, h->directions).verdict >= RA_UNKNOWN)
		hud_hit(h, pill, HUD_PEER, scene_peer_number(s, p));
}

static void learning_notice(struct hud *h, float *y)
{
	const struct stream_status *s = &h->scene->status;
	char left[FORMAT_TEXT], text[2 * FORMAT_TEXT];

	if (!s->learning)
		return;
	if (s->learn_until_ns > h->now_ns)
		snprintf(text, sizeof(text), hud_say(h, "learning for another %s"),
			 format_duration(h->language, s->learn_until_ns - h->now_ns, left));
	else
		snprintf(text, sizeof(text), "%s",
			 hud_say(h, "learning: nothing is judged yet"));
	notice(h, y, h->palette->verdict[RA_LEARNING].mark, text);
}

/* What is not drawn is said. */
static void storm_notice(struct hud *h, float *y)
{
	char count[FORMAT_TEXT], text[3 * FORMAT_TEXT];

	if (!h->scene->status.storm)
		return;
	format_count(h->scene->status.ledger.unnamed, count);
	snprintf(text, sizeof(text), hud_say(h, "novelty storm: %s strangers counted, not shown"),
		 count);
	notice(h, y, h->palette->warn, text);
}

static void beyond_notice(struct hud *h, float *y)
{
	char count[FORMAT_TEXT], text[3 * FORMAT_TEXT];
	uint32_t beyond = scene_beyond(h->scene);

	if (!beyond)
		return;
	format_count(beyond, count);
	snprintf(text, sizeof(text), hud_say(h, "%s peers more than this window can hold"), count);
	notice(h, y, h->palette->warn, text);
}

static void blue_notice(struct hud *h, float *y)
{
	static const char *const texts[BLUES] = { NULL, PHRASE("known peers are dimmed"),
						  PHRASE("known peers are hidden") };

	if (texts[h->blue])
		notice(h, y, h->palette->verdict[RA_ALLOWED].mark,
		       hud_say(h, texts[h->blue]));
}

static void lost_notice(struct hud *h, float *y)
{
	char age[FORMAT_TEXT], text[2 * FORMAT_TEXT];

	if (h->lost_ns < 0 || h->scene->hello.replay)
		return;
	snprintf(text, sizeof(text), hud_say(h, "the sensor is gone; this is %s old"),
		 format_duration(h->language, h->lost_ns, age));
	notice(h, y, h->palette->warn, text);
}

static void window_notice(struct hud *h, float *y)
{
	char now[FORMAT_TEXT], told[FORMAT_TEXT], text[3 * FORMAT_TEXT];

	if (!h->scene->lens.window_ns)
		return;
	snprintf(text, sizeof(text), hud_say(h, "as with a window of %s; the sensor's is %s"),
		 format_duration(h->language, h->scene->lens.window_ns, now),
		 format_duration(h->language, h->scene->status.window_ns, told));
	notice(h, y, h->palette->home, text);
}

/* It may be a phrase, or one and a thing: "saved: FILE". */
static void said_words(const struct hud *h, char *text, size_t room)
{
	const char *whole = hud_say(h, h->said), *thing = strstr(h->said, ": ");
	char before[HUD_SAID];

	snprintf(text, room, "%s", whole);
	if (whole != h->said || !thing)
		return;
	snprintf(before, sizeof(before), "%.*s", (int)(thing - h->said), h->said);
	snprintf(text, room, "%s%s", hud_say(h, before), thing);
}

static void said_notice(struct hud *h, float *y)
{
	char text[HUD_SAID + FORMAT_TEXT];

	said_words(h, text, sizeof(text));
	if (h->said[0])
		notice(h, y, palette_fade(h->palette->text, h->said_strength), text);
}

static void home_question(struct hud *h)
{
	static const char *const lines[] = {
		PHRASE("Where is this sensor?"),
		PHRASE("redarc --home-location LAT,LON tells it."),
		PHRASE("or: make run ARGS=\"--home-location LAT,LON\""),
		PHRASE("Until it is known, no arc is drawn."),
	};
	static const enum font_name faces[] = { FONT_HEAD, FONT_BODY, FONT_SMALL, FONT_SMALL };
	const uint32_t colors[] = { h->palette->white, h->palette->text, h->palette->text,
					   h->palette->soft };
	struct area a = h->layout.free;
	float y;

	if (h->help || !h->scene->status.now_ns || h->scene->status.home_known)
		return;
	a.x += a.w / 2 - 170;
	a.y += a.h - (h->layout.narrow && !h->layout.low ? 140 : 180); /* below the places */
	a.w = 340;
	a.h = 130;
	y = a.y + 16;
	batch_panel(&h->batch, a, h->palette->solid);
	for (int i = 0; i < 4; i++, y += 26) {
		const char *line = hud_say(h, lines[i]);

		batch_text(&h->batch, faces[i],
			   a.x + (a.w - batch_width(&h->batch, faces[i], line)) / 2, y, colors[i],
			   line);
	}
}

void hud_notices(struct hud *h)
{
	float y = h->layout.narrow ? h->layout.free.y + 10 : 26;

	if (!h->cube)
		headline(h, &y);
	learning_notice(h, &y);
	storm_notice(h, &y);
	beyond_notice(h, &y);
	blue_notice(h, &y);
	lost_notice(h, &y);
	window_notice(h, &y);
	said_notice(h, &y);
	if (!h->cube)
		home_question(h);
}
