/* SPDX-License-Identifier: BSD-2-Clause */
/* The buttons of the timeline, and what it reads; the clock that opens it. */
#include <stdio.h>

#include "core/clock.h"
#include "globe/format.h"
#include "globe/hud_parts.h"

#define PAD 14
#define CLOCK_SIDE 14

static uint32_t ink(const struct hud *h, bool can)
{
	return can ? h->palette->text : palette_fade(h->palette->faint, 0.5f);
}

/* A triangle that points right, or left with a negative size. */
static void triangle(struct hud *h, float x, float y, float size, uint32_t color)
{
	float back = x - size / 2, half = fabsf(size) * 0.6f;

	batch_line(&h->batch, back, y - half, back, y + half, color);
	batch_line(&h->batch, back, y - half, x + size / 2, y, color);
	batch_line(&h->batch, back, y + half, x + size / 2, y, color);
}

static void play_button(struct hud *h, float x, float y)
{
	struct area a = { x - 14, y - 14, 28, 28 };
	uint32_t color = ink(h, past_is_known(&h->scene->past));

	batch_box(&h->batch, a, 14, palette_fade(h->palette->home, 0.1f));
	batch_frame(&h->batch, a, 14, palette_fade(h->palette->home, 0.6f));
	if (h->time.playing) {
		batch_box(&h->batch, (struct area){ x - 5, y - 5, 3, 10 }, 1, color);
		batch_box(&h->batch, (struct area){ x + 2, y - 5, 3, 10 }, 1, color);
	} else {
		triangle(h, x + 1, y, 9, color);
	}
	hud_hit(h, a, HUD_TIME, TIME_PLAY);
}

/* A triangle before a line: a step, there or back. */
static void step_button(struct hud *h, float x, float y, int way, enum hud_time_act act)
{
	uint32_t color = ink(h, past_is_known(&h->scene->past));
	float k = (float)way;

	triangle(h, x - k, y, 7 * k, color);
	batch_line(&h->batch, x + 5 * k, y - 5, x + 5 * k, y + 5, color);
	hud_hit(h, (struct area){ x - 13, y - 14, 26, 28 }, HUD_TIME, act);
}

/* A word between two arrows. */
static void pair(struct hud *h, struct area a, const char *word, uint32_t color,
		 const enum hud_time_act acts[2])
{
	float width = batch_width(&h->batch, FONT_LABEL, word), y = a.y + a.h / 2;

	triangle(h, a.x + 8, y, -6, h->palette->soft);
	batch_text(&h->batch, FONT_LABEL, a.x + (a.w - width) / 2, a.y + 3, color, word);
	triangle(h, a.x + a.w - 8, y, 6, h->palette->soft);
	hud_hit(h, (struct area){ a.x, a.y, a.w / 2, a.h }, HUD_TIME, acts[0]);
	hud_hit(h, (struct area){ a.x + a.w / 2, a.y, a.w / 2, a.h }, HUD_TIME, acts[1]);
}

static void speed_pair(struct hud *h, struct area a)
{
	static const enum hud_time_act acts[] = { TIME_SLOWER, TIME_FASTER };
	char text[16];

	snprintf(text, sizeof(text), "%u\xc3\x97", h->time.speed);
	pair(h, a, text, h->palette->text, acts);
}

static void red_pair(struct hud *h, struct area a)
{
	static const enum hud_time_act acts[] = { TIME_RED_BEFORE, TIME_RED_NEXT };

	pair(h, a, hud_say(h, "red"), h->palette->verdict[RA_UNKNOWN].text, acts);
}

static void live_button(struct hud *h, struct area a)
{
	bool live = !h->scene->moment_ns;
	uint32_t color = live ? h->palette->good : h->palette->soft;
	const char *word = hud_say(h, h->scene->hello.replay ? "all" : "live");
	float side = (a.w - batch_width(&h->batch, FONT_LABEL, word)) / 2;

	batch_box(&h->batch, a, a.h / 2, palette_fade(color, live ? 0.14f : 0.05f));
	batch_frame(&h->batch, a, a.h / 2, palette_fade(color, 0.6f));
	batch_text(&h->batch, FONT_LABEL, a.x + side, a.y + 2,
		   live ? color : h->palette->text, word);
	hud_hit(h, a, HUD_TIME, TIME_LIVE);
}

/* "18 h 32 min ago" */
static void distance(struct hud *h, float x, float y)
{
	char words[FORMAT_TEXT], text[2 * FORMAT_TEXT];
	int64_t moment = h->scene->moment_ns;

	if (!moment)
		return;
	snprintf(text, sizeof(text), hud_say(h, "%s ago"),
		 format_duration(h->language, h->now_ns - moment, words));
	batch_text_right(&h->batch, FONT_SMALL, x, y, h->palette->soft, text);
}

static void controls_beside(struct hud *h, struct area a)
{
	float x = a.x + PAD + 41, right = a.x + a.w - PAD;
	int64_t shown = h->scene->moment_ns ? h->scene->moment_ns : h->now_ns;
	char text[HUD_TIME_TEXT];

	step_button(h, x - 31, a.y + 26, -1, TIME_BACK);
	play_button(h, x, a.y + 26);
	step_button(h, x + 31, a.y + 26, 1, TIME_ON);
	speed_pair(h, (struct area){ x - 40, a.y + 47, 80, 20 });
	batch_text_right(&h->batch, FONT_NUMBER, right, a.y + 9, h->palette->white,
			 hud_time_text(h, shown, text));
	distance(h, right, a.y + 28);
	red_pair(h, (struct area){ right - 134, a.y + 48, 72, 18 });
	live_button(h, (struct area){ right - 50, a.y + 48, 50, 18 });
}

static void controls_below(struct hud *h, struct area a)
{
	float x = a.x + PAD + 12, y = a.y + a.h - 23;
	float right = a.x + a.w - PAD;

	step_button(h, x, y, -1, TIME_BACK);
	play_button(h, x + 31, y);
	step_button(h, x + 62, y, 1, TIME_ON);
	speed_pair(h, (struct area){ x + 84, y - 10, 80, 20 });
	red_pair(h, (struct area){ right - 138, y - 10, 76, 20 });
	live_button(h, (struct area){ right - 50, y - 9, 50, 18 });
}

void hud_time_controls(struct hud *h, struct area a)
{
	if (h->layout.narrow)
		controls_below(h, a);
	else
		controls_beside(h, a);
}

/* What time it is, and a clock; a click on either opens the timeline. */
void hud_clock(struct hud *h)
{
	struct area a = h->layout.foot;
	char text[FORMAT_TEXT];
	const char *time = format_time(h->scene->status.now_ns, text);
	float right = a.x + a.w, x, y = a.y + (h->layout.narrow ? 0 : 20);
	uint32_t color = h->palette->soft;

	if (!h->scene->greeted)
		return;
	if (h->layout.narrow && time[0])
		time += 11;
	batch_text_right(&h->batch, FONT_SMALL, right, y, h->palette->faint, time);
	x = right - batch_width(&h->batch, FONT_SMALL, time) - CLOCK_SIDE - 7;
	a = (struct area){ x, y + 1, CLOCK_SIDE, CLOCK_SIDE };
	batch_frame(&h->batch, a, CLOCK_SIDE / 2, color);
	batch_line(&h->batch, x + 7, y + 8, x + 7, y + 4, color);
	batch_line(&h->batch, x + 7, y + 8, x + 10, y + 9.5f, color);
	hud_hit(h, (struct area){ x - 6, y - 5, right - x + 12, 28 }, HUD_TIME, TIME_OPEN);
}
