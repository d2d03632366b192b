/* SPDX-License-Identifier: BSD-2-Clause */
/* What a card draws instead of writing it. */
#include <stdio.h>

#include "core/clock.h"
#include "globe/hud_card_parts.h"

#define AREA 22   /* height of one direction's traffic */
#define BAR 14    /* height of an hour */
#define GAUGE 84  /* width */

/* The columns of one direction, away from the middle line. */
static void put_columns(struct card *c, const uint64_t *bytes, uint64_t peak, float way,
			uint32_t color)
{
	float width = c->at.w / TRAFFIC_SAMPLES, middle = c->at.y + AREA;

	for (int i = 0; i < TRAFFIC_SAMPLES; i++) {
		float height = sqrtf((float)bytes[i] / (float)peak) * AREA;
		struct area column = { c->at.x + (float)i * width, middle, width, height };

		if (!bytes[i])
			continue;
		column.h = fmaxf(height, 1);
		if (way < 0)
			column.y -= column.h;
		batch_box(&c->h->batch, column, 0, palette_fade(color, 0.75f));
	}
}

void card_traffic(struct card *c, const struct traffic *t)
{
	const struct palette *p = c->h->palette;
	uint64_t peak = traffic_peak(t);
	char bytes[FORMAT_TEXT], text[2 * FORMAT_TEXT];

	if (peak) {
		put_columns(c, t->bytes[RA_IN], peak, -1, p->home);
		put_columns(c, t->bytes[RA_OUT], peak, 1, p->verdict[RA_ALLOWED].mark);
	}
	batch_box(&c->h->batch, (struct area){ c->at.x, c->at.y + AREA, c->at.w, 1 }, 0, p->edge);
	c->at.y += 2 * AREA + 3;
	snprintf(text, sizeof(text), hud_say(c->h, "%s/s at most"), format_bytes(peak, bytes));
	batch_text(&c->h->batch, FONT_LABEL, c->at.x, c->at.y, p->faint,
		   hud_say(c->h, peak ? "2 min ago" : "nothing since this card was opened"));
	batch_text_right(&c->h->batch, FONT_LABEL, c->at.x + c->at.w, c->at.y, p->faint,
			 peak ? text : "");
	c->at.y += CARD_LINE;
}

/* The hour of the day, UTC, that a bar is of. */
static int hour_of(const struct hud *h, int bar)
{
	int64_t hour = h->now_ns / CLOCK_S / CLOCK_HOUR_S + 1 - STREAM_HOURS + bar;

	return (int)(hour % 24);
}

void card_hours(struct card *c, const uint8_t *hours)
{
	const struct palette *p = c->h->palette;
	struct area cell = { c->at.x, c->at.y, c->at.w / STREAM_HOURS, BAR };
	char text[16];

	for (int i = 0; i < STREAM_HOURS; i++, cell.x += cell.w) {
		bool seen = hours[i / 8] >> i % 8 & 1;
		float height = seen ? BAR : 3;

		batch_box(&c->h->batch,
			  (struct area){ cell.x, cell.y + BAR - height, cell.w - 1.5f, height }, 1,
			  seen ? p->home : p->edge);
		if (hour_of(c->h, i) % 12 || i > STREAM_HOURS - 5)
			continue;
		snprintf(text, sizeof(text), "%02d:00", hour_of(c->h, i));
		batch_text(&c->h->batch, FONT_LABEL, cell.x, cell.y + BAR + 4, p->faint, text);
	}
	batch_text_right(&c->h->batch, FONT_LABEL, c->at.x + c->at.w, c->at.y + BAR + 4, p->faint,
			 hud_say(c->h, "now"));
	c->at.y += BAR + 6 + CARD_LINE;
}

void card_beacon(struct card *c, uint8_t score)
{
	const struct palette *p = c->h->palette;
	struct area rail = { c->at.x + card_names(c->h), c->at.y + 6, GAUGE, 5 }, fill = rail;
	char text[32];

	fill.w = fmaxf(GAUGE * (float)score / 100, 5);
	batch_text(&c->h->batch, FONT_SMALL, c->at.x, c->at.y, p->faint,
		   hud_say(c->h, "beacon"));
	batch_box(&c->h->batch, rail, 2.5f, p->edge);
	batch_box(&c->h->batch, fill, 2.5f, score >= 50 ? p->warn : p->soft);
	snprintf(text, sizeof(text), hud_say(c->h, "%u of 100"), score);
	batch_text(&c->h->batch, FONT_SMALL, rail.x + GAUGE + 8, c->at.y, p->soft, text);
	c->at.y += CARD_LINE;
}
