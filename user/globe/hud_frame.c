/* SPDX-License-Identifier: BSD-2-Clause */
/* The parts that frame the globe: title, legend with its switch, and the foot. */
#include <stdio.h>

#include "core/words.h"
#include "globe/format.h"
#include "globe/hud_parts.h"
#include "globe/palette.h"
#include "core/ledger.h"

#define HELP_SIDE 22

struct badge {
	const char *text;
	uint32_t color, ink;
};

/* moment: room for text */
static struct badge badge_of(const struct hud *h, char moment[HUD_TIME_TEXT])
{
	if (h->scene->moment_ns) {
		char text[HUD_TIME_TEXT];

		snprintf(moment, HUD_TIME_TEXT, hud_say(h, "PAST  %.40s"),
			 hud_time_text(h, h->scene->moment_ns, text));
		return (struct badge){ moment, h->palette->home, h->palette->home };
	}
	if (h->scene->hello.replay)
		return (struct badge){ hud_say(h, "REPLAY"), h->palette->verdict[RA_ALLOWED].mark,
				       h->palette->verdict[RA_ALLOWED].text };
	if (h->lost_ns >= 0)
		return (struct badge){ hud_say(h, "OFFLINE"), h->palette->warn,
				       h->palette->warn };
	return (struct badge){ hud_say(h, "LIVE"), h->palette->good, h->palette->good };
}

static void help_button(struct hud *h, struct area a)
{
	float width = batch_width(&h->batch, FONT_SMALL, "?");

	batch_frame(&h->batch, a, a.w / 2, h->palette->faint);
	batch_text(&h->batch, FONT_SMALL, a.x + (a.w - width) / 2, a.y + 3, h->palette->soft, "?");
	hud_hit(h, a, HUD_HELP, HUD_KEYS);
}

void hud_title(struct hud *h)
{
	struct area a = h->layout.title;
	float x = batch_text(&h->batch, FONT_TITLE, a.x, a.y - 2, h->palette->white, "redarc") + 10;
	char moment[HUD_TIME_TEXT];
	struct badge badge = badge_of(h, moment);
	struct area pill = { x, a.y + 8, batch_width(&h->batch, FONT_LABEL, badge.text) + 18, 18 };
	char text[256];

	batch_box(&h->batch, pill, 9, palette_fade(badge.color, 0.14f));
	batch_frame(&h->batch, pill, 9, palette_fade(badge.color, 0.7f));
	batch_text(&h->batch, FONT_LABEL, x + 9, pill.y + 2, badge.ink, badge.text);
	snprintf(text, sizeof(text), "%s%s%s", h->scene->hello.title,
		 h->scene->hello.detail[0] ? " \xc2\xb7 " : "", h->scene->hello.detail);
	a.y += 35;
	help_button(h, (struct area){ a.x + a.w - HELP_SIDE, a.y - 3, HELP_SIDE, HELP_SIDE });
	a.w -= HELP_SIDE + 8;
	batch_text_cut(&h->batch, FONT_SMALL, a, h->palette->soft, text);
}

static bool is_hidden(const struct hud *h, uint8_t verdict)
{
	char term[FILTER_TEXT];

	return entry_has(&h->search.entry, hud_search_hides(verdict, term));
}

static uint32_t dimmed(const struct hud *h, uint8_t verdict, uint32_t color)
{
	return is_hidden(h, verdict) ? palette_fade(color, 0.35f) : color;
}

/* " of 345" when some do not pass the filter, else "". of: room for FORMAT_TEXT + 4 bytes */
static const char *of_all(const struct hud *h, uint8_t verdict, char *of)
{
	uint32_t hidden = scene_hidden(h->scene, verdict);
	char all[FORMAT_TEXT];

	of[0] = '\0';
	if (hidden)
		snprintf(of, FORMAT_TEXT + 4, hud_say(h, " of %s"),
			 format_count(scene_count(h->scene, verdict) + hidden, all));
	return of;
}

static void count_below(struct hud *h, struct area a, uint8_t verdict, const char *count)
{
	const struct palette_verdict *p = &h->palette->verdict[verdict];
	char of[FORMAT_TEXT + 4];
	float x;

	batch_mark(&h->batch, (struct area){ a.x, a.y + 13, 7, 7 }, verdict,
		   dimmed(h, verdict, p->mark));
	x = batch_text(&h->batch, FONT_NUMBER, a.x + 12, a.y + 7, dimmed(h, verdict, p->text),
		       count);
	batch_text_cut(&h->batch, FONT_SMALL, (struct area){ x, a.y + 8, a.x + a.w - x - 10, 0 },
		       h->palette->faint, of_all(h, verdict, of));
	batch_text(&h->batch, FONT_LABEL, a.x, a.y + 26, dimmed(h, verdict, h->palette->soft),
		   hud_say(h, words_verdict(verdict)));
	hud_hit(h, (struct area){ a.x - 8, a.y, a.w, a.h }, HUD_VERDICT, verdict);
}

static void count_beside(struct hud *h, struct area a, uint8_t verdict, const char *count)
{
	const struct palette_verdict *p = &h->palette->verdict[verdict];
	char of[FORMAT_TEXT + 4];
	float right = a.x + a.w;

	batch_mark(&h->batch, (struct area){ a.x, a.y + 5, 9, 9 }, verdict,
		   dimmed(h, verdict, p->mark));
	batch_text(&h->batch, FONT_BODY, a.x + 19, a.y, dimmed(h, verdict, h->palette->text),
		   hud_say(h, words_verdict(verdict)));
	batch_text_right(&h->batch, FONT_SMALL, right, a.y + 2, h->palette->faint,
			 of_all(h, verdict, of));
	right -= batch_width(&h->batch, FONT_SMALL, of);
	batch_text_right(&h->batch, FONT_NUMBER, right, a.y + 1, dimmed(h, verdict, p->text),
			 count);
	hud_hit(h, (struct area){ a.x - 8, a.y - 2, a.w + 16, a.h }, HUD_VERDICT, verdict);
}

/* How many arcs there are; and, where they are too many to be told apart, as how many drawn. */
static void arc_count(struct hud *h, struct area a)
{
	const struct bundles *b = &h->strands->bundles;
	uint32_t places = b->places, arcs = h->scene->status.home_known ? b->arcs : 0;
	char text[FORMAT_TEXT], count[FORMAT_TEXT];

	snprintf(text, sizeof(text), hud_many(h, arcs, "%s arc", "%s arcs"),
		 format_count(arcs, count));
	batch_text(&h->batch, FONT_SMALL, a.x + 14, a.y + a.h - 26, h->palette->faint, text);
	if (!bundles_are_exact(b))
		snprintf(text, sizeof(text), hud_many(h, b->count, "%s bundle", "%s bundles"),
			 format_count(b->count, count));
	else if (h->scene->sieve.filter.count)
		text[0] = '\0';
	else
		snprintf(text, sizeof(text), hud_many(h, places, "%s place", "%s places"),
			 format_count(places, count));
	batch_text_right(&h->batch, FONT_SMALL, a.x + a.w - 14, a.y + a.h - 26, h->palette->faint,
			 text);
}

static void directions(struct hud *h, struct area a)
{
	static const struct {
		const char *text;
		uint32_t mask;
	} choices[] = { { PHRASE("in"), RA_DIR_BIT(RA_IN) },
			{ PHRASE("out"), RA_DIR_BIT(RA_OUT) },
			{ PHRASE("both"), RA_BOTH } };
	struct area cell = { a.x, a.y, a.w / 3, a.h };

	batch_panel(&h->batch, a, h->palette->surface);
	for (int i = 0; i < 3; i++, cell.x += cell.w) {
		bool chosen = h->directions == choices[i].mask;
		const char *text = hud_say(h, choices[i].text);
		float width = batch_width(&h->batch, FONT_SMALL, text);
		struct area inner = { cell.x + 3, cell.y + 3, cell.w - 6, cell.h - 6 };

		if (chosen)
			batch_box(&h->batch, inner, 6, palette_fade(h->palette->home, 0.16f));
		batch_text(&h->batch, FONT_SMALL, cell.x + (cell.w - width) / 2, cell.y + 7,
			   chosen ? h->palette->white : h->palette->soft, text);
		hud_hit(h, cell, HUD_SHOW, choices[i].mask);
	}
}

/* The reds in their order, between what the ends of the row mean. */
static void shades(struct hud *h, struct area a)
{
	const float side = 8, gap = 2;
	float x = batch_text(&h->batch, FONT_LABEL, a.x + 19, a.y, h->palette->faint,
			     hud_say(h, "seen")) + 8;

	for (uint8_t level = 0; level < NOVELTY_LEVELS; level++, x += side + gap)
		batch_box(&h->batch, (struct area){ x, a.y + 4, side, 6 }, 2,
			  palette_of(h->palette, RA_UNKNOWN, level)->mark);
	batch_text_right(&h->batch, FONT_LABEL, a.x + a.w, a.y, h->palette->faint,
			 hud_say(h, "new country"));
}

static void legend_across(struct hud *h, struct area a)
{
	float across = (a.w - 28) / RA_VERDICTS;
	char count[FORMAT_TEXT];

	for (uint8_t v = 0; v < RA_VERDICTS; v++)
		count_below(h, (struct area){ a.x + 14 + v * across, a.y, across, a.h }, v,
			    format_count(scene_count(h->scene, v), count));
}

static void legend_down(struct hud *h, struct area a)
{
	struct area line = { a.x + 14, a.y + 11, a.w - 28, LAYOUT_VERDICT };
	char count[FORMAT_TEXT];

	for (uint8_t v = 0; v < RA_VERDICTS; v++, line.y += LAYOUT_VERDICT) {
		count_beside(h, line, v, format_count(scene_count(h->scene, v), count));
		if (v != RA_UNKNOWN)
			continue;
		shades(h, (struct area){ line.x, line.y + LAYOUT_VERDICT - 2, line.w, 0 });
		line.y += LAYOUT_SHADES;
	}
	arc_count(h, a);
}

void hud_legend(struct hud *h)
{
	struct area a = h->layout.legend;

	batch_panel(&h->batch, a, h->palette->surface);
	hud_hit(h, a, HUD_NOTHING, 0);
	if (h->layout.narrow)
		legend_across(h, a);
	else
		legend_down(h, a);
	directions(h, h->layout.directions);
}

static uint32_t ledger_line(const struct hud *h, char *text, size_t room)
{
	const struct stream_status *s = &h->scene->status;
	char count[FORMAT_TEXT], seen[FORMAT_TEXT], lost[FORMAT_TEXT];

	snprintf(seen, sizeof(seen), hud_many(h, s->ledger.seen, "%s packet", "%s packets"),
		 format_count(s->ledger.seen, count));
	if (!s->balanced) {
		snprintf(text, room, hud_say(h, "the ledger does not balance \xc2\xb7 %s"), seen);
		return h->palette->warn;
	}
	if (s->ledger.lost || s->refused) {
		format_count(s->ledger.lost + s->refused, lost);
		snprintf(text, room, hud_say(h, "%s lost of %s"), lost, seen);
		return h->palette->warn;
	}
	snprintf(text, room, hud_say(h, "ledger balanced \xc2\xb7 %s"), seen);
	return h->palette->good;
}

void hud_foot(struct hud *h)
{
	struct area a = h->layout.foot;
	const char *places = h->scene->hello.attribution;
	char text[3 * FORMAT_TEXT];
	uint32_t color = ledger_line(h, text, sizeof(text));

	if (h->scene->greeted) {
		batch_box(&h->batch, (struct area){ a.x, a.y + 5, 6, 6 }, 3, color);
		batch_text(&h->batch, FONT_SMALL, a.x + 13, a.y, h->palette->soft, text);
	}
	snprintf(text, sizeof(text), "%s%sNatural Earth", places, places[0] ? " \xc2\xb7 " : "");
	a.y += 20;
	a.w = batch_text_cut(&h->batch, FONT_SMALL, a, h->palette->faint, text) - a.x;
	a.h = 18;
	hud_hit(h, a, HUD_HELP, HUD_ABOUT);
}
