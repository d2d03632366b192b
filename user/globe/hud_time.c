/* SPDX-License-Identifier: BSD-2-Clause */
/* The timeline: a bar a step, up who was known, down who was not. */
#include <stdio.h>
#include <time.h>

#include "core/clock.h"
#include "globe/format.h"
#include "globe/hud_parts.h"

#define PAD 14
#define CONTROLS 104 /* beside the bars, on a wide screen */
#define READING 150
#define UP 26   /* height of the highest bar of each side */
#define DOWN 13
#define COLUMN 3 /* a bar is at least so wide */

static const struct stream_span *span_of(const struct hud *h)
{
	return &h->scene->past.shown.span;
}

static int64_t length_ns(const struct stream_span *s)
{
	return s->steps * s->step_ns;
}

static int64_t end_ns(const struct stream_span *s)
{
	return s->first_ns + length_ns(s);
}

int64_t hud_time_at(const struct hud *h, float x)
{
	const struct area *a = &h->time.bars;
	float share = a->w > 0 ? fminf(fmaxf((x - a->x) / a->w, 0), 1) : 0;
	const struct stream_span *s = span_of(h);

	return s->first_ns + (int64_t)((double)share * (double)length_ns(s));
}

float hud_time_x(const struct hud *h, int64_t moment_ns)
{
	const struct stream_span *s = span_of(h);
	double share = s->steps ? (double)(moment_ns - s->first_ns) / (double)length_ns(s) : 1;

	return h->time.bars.x + h->time.bars.w * (float)fmin(fmax(share, 0), 1);
}

static const char *const days[PHRASE_LANGUAGES] = {
	[PHRASE_ENGLISH] = "%b %e",
	[PHRASE_JAPANESE] = "%m\xe6\x9c\x88%d\xe6\x97\xa5",
};

/* shape: of strftime(3) */
static const char *stamp(int64_t moment_ns, const char *shape, char *text)
{
	time_t seconds = moment_ns / CLOCK_S;
	struct tm parts;

	text[0] = '\0';
	if (moment_ns > 0 && gmtime_r(&seconds, &parts))
		strftime(text, HUD_TIME_TEXT, shape, &parts);
	return text;
}

static bool is_fine(const struct hud *h)
{
	return span_of(h)->step_ns < 60 * CLOCK_S;
}

const char *hud_time_text(const struct hud *h, int64_t moment_ns, char *text)
{
	char shape[HUD_TIME_TEXT];

	snprintf(shape, sizeof(shape), "%s %s UTC", days[h->language],
		 is_fine(h) ? "%H:%M:%S" : "%H:%M");
	return stamp(moment_ns, shape, text);
}

/* A list that is fixed was judged when it was. */
int64_t hud_time_window_ns(const struct hud *h)
{
	struct past_rule rule = scene_rule(h->scene);
	int64_t until_ns = h->scene->moment_ns ? h->scene->moment_ns : h->now_ns;

	if (rule.judged_from_ns && rule.judged_from_ns < until_ns)
		until_ns = rule.judged_from_ns;
	return until_ns - rule.window_ns;
}

static float height_of(uint32_t n, uint32_t most, float full)
{
	return n ? fmaxf(log2f((float)n + 1) / log2f((float)most + 1) * full, 2) : 0;
}

/* The most of each in some steps. */
static struct past_volume highest(const struct hud_time *t, uint32_t from, uint32_t to)
{
	struct past_volume v = { 0 };

	for (; from < to; from++) {
		const struct past_volume *one = &t->volumes[from];

		v.blue = one->blue > v.blue ? one->blue : v.blue;
		v.red = one->red > v.red ? one->red : v.red;
	}
	return v;
}

static float base_of(const struct hud_time *t)
{
	return t->bars.y + UP;
}

static void bar(struct hud *h, float x, float width, struct past_volume v, float strength)
{
	const struct palette_verdict *verdicts = h->palette->verdict;
	const struct hud_time *t = &h->time;
	float base = base_of(t), up = height_of(v.blue, t->most, UP);
	float down = height_of(v.red, t->most, DOWN);

	if (up > 0)
		batch_box(&h->batch, (struct area){ x, base - up, width, up }, 1,
			  palette_fade(verdicts[RA_ALLOWED].mark, 0.66f * strength));
	if (down > 0)
		batch_box(&h->batch, (struct area){ x, base + 2, width, down }, 1,
			  palette_fade(verdicts[RA_UNKNOWN].mark, 0.5f + 0.5f * strength));
	if (up > 0 || down > 0)
		batch_box(&h->batch, (struct area){ x, base + 0.5f, width, 1 }, 0,
			  palette_fade(h->palette->soft, 0.5f));
}

static void bars(struct hud *h)
{
	const struct stream_span *s = span_of(h);
	struct hud_time *t = &h->time;
	uint32_t most = (uint32_t)(t->bars.w / COLUMN), n = s->steps < most ? s->steps : most;
	uint32_t now = past_step(s, h->scene->moment_ns);
	float width = n ? t->bars.w / (float)n : 0;

	for (uint32_t i = 0; i < n; i++) {
		uint32_t from = i * s->steps / n, to = (i + 1) * s->steps / n;
		bool chosen = h->scene->moment_ns && now >= from && now < to;
		bool coming = h->scene->moment_ns && from > now;

		bar(h, t->bars.x + ((float)i + 0.16f) * width, width * 0.68f,
		    highest(t, from, to), chosen ? 1.4f : coming ? 0.45f : 1);
	}
}

/* Labels that would not touch: so many steps of the calendar apart. */
static int64_t tick_ns(const struct hud *h)
{
	static const int64_t seconds[] = { 1, 5, 15, 60, 300, 900, 3600, 10800, 21600, 43200, 86400,
					   2 * 86400, 5 * 86400, 10 * 86400 };
	int64_t least = (int64_t)((double)length_ns(span_of(h)) * 44 / (double)h->time.bars.w);
	size_t i = 0;

	while (i + 1 < sizeof(seconds) / sizeof(*seconds) && seconds[i] * CLOCK_S < least)
		i++;
	return seconds[i] * CLOCK_S;
}

static void tick(struct hud *h, int64_t at_ns, int64_t every_ns)
{
	bool day = at_ns % (86400 * CLOCK_S) == 0;
	struct area a = h->time.bars;
	float x = hud_time_x(h, at_ns), y = base_of(&h->time) + DOWN + 5, width;
	const char *shape = day ? days[h->language] :
			    every_ns < 60 * CLOCK_S ? "%H:%M:%S" : "%H:%M";
	char text[HUD_TIME_TEXT];

	stamp(at_ns, shape, text);
	width = batch_width(&h->batch, FONT_LABEL, text);
	if (day)
		batch_line(&h->batch, x, a.y, x, y + 2, palette_fade(h->palette->edge, 0.8f));
	else
		batch_line(&h->batch, x, y - 3, x, y, h->palette->edge);
	if (x - width / 2 > a.x - 6 && x + width / 2 < a.x + a.w + 6)
		batch_text(&h->batch, FONT_LABEL, x - width / 2, y + 1,
			   day ? h->palette->soft : h->palette->faint, text);
}

static void ticks(struct hud *h)
{
	const struct stream_span *s = span_of(h);
	int64_t every = tick_ns(h);

	for (int64_t at = (s->first_ns / every + 1) * every; at < end_ns(s); at += every)
		tick(h, at, every);
}

/* The window: a line before the cursor, whose end can be dragged. */
static void bracket(struct hud *h)
{
	int64_t window = scene_rule(h->scene).window_ns, from = hud_time_window_ns(h);
	float y = h->time.bars.y - 4, x = hud_time_x(h, from), end = hud_time_x(h, from + window);
	uint32_t color = palette_fade(h->palette->home, 0.55f);

	if (!window)
		return;
	batch_line(&h->batch, x, y, end, y, color);
	batch_line(&h->batch, end, y, end, y + 5, color);
	if (from > span_of(h)->first_ns)
		batch_line(&h->batch, x, y, x, y + 5, color);
	batch_box(&h->batch, (struct area){ x - 2, y - 3, 4, 6 }, 2, h->palette->home);
	hud_hit(h, (struct area){ x - 9, y - 8, 18, 18 }, HUD_WINDOW, 0);
}

static void cursor(struct hud *h)
{
	float x = hud_time_x(h, h->scene->moment_ns ? h->scene->moment_ns : end_ns(span_of(h)));
	struct area a = h->time.bars;
	float bottom = base_of(&h->time) + DOWN + 3;

	batch_box(&h->batch, (struct area){ x - 0.8f, a.y - 6, 1.6f, bottom - a.y + 6 }, 0,
		  h->palette->white);
	batch_box(&h->batch, (struct area){ x - 4.5f, a.y - 9, 9, 5 }, 2.5f, h->palette->white);
}

static void hover_text(const struct hud *h, uint32_t step, char *text, size_t room)
{
	const struct past_volume *v = &h->time.volumes[step];
	int64_t from = past_begin_ns(span_of(h), step);
	char when[HUD_TIME_TEXT], here[HUD_TIME_TEXT];
	int n = snprintf(text, room, "%s", hud_time_text(h, from, when));

	if (h->time.ahead_s)
		n += snprintf(text + n, room - (size_t)n, hud_say(h, " (%s here)"),
			      stamp(from + h->time.ahead_s * CLOCK_S, "%H:%M", here));
	if (!v->blue && !v->red)
		snprintf(text + n, room - (size_t)n, "%s",
			 hud_say(h, " \xc2\xb7 nobody was seen"));
	else
		snprintf(text + n, room - (size_t)n, hud_say(h, " \xc2\xb7 %u known, %u not"),
			 v->blue, v->red);
}

static void hover(struct hud *h)
{
	float x = h->time.pointer_x, y = h->time.bars.y;
	struct area a = { .y = y - 40, .h = 24 };
	char text[4 * HUD_TIME_TEXT];

	if (x < h->time.bars.x)
		return;
	hover_text(h, past_step(span_of(h), hud_time_at(h, x)), text, sizeof(text));
	a.w = batch_width(&h->batch, FONT_SMALL, text) + 20;
	a.x = fminf(fmaxf(x - a.w / 2, 4), h->layout.screen.w - a.w - 4);
	batch_line(&h->batch, x, y - 6, x, base_of(&h->time) + DOWN, h->palette->edge);
	batch_panel(&h->batch, a, h->palette->solid);
	batch_text(&h->batch, FONT_SMALL, a.x + 10, a.y + 4, h->palette->text, text);
}

/* What there is instead of bars. */
static void missing(struct hud *h)
{
	const char *text = hud_say(h, !h->scene->greeted ? "waiting for the sensor" :
				      h->time.asked ?
				      "asking the sensor for its past \xe2\x80\xa6" :
				      "this sensor tells no past");
	struct area a = h->time.bars;

	a.x += (a.w - batch_width(&h->batch, FONT_SMALL, text)) / 2;
	batch_text(&h->batch, FONT_SMALL, a.x, a.y + UP - 8, h->palette->faint, text);
}

/* Said on the globe, which is empty then. */
static void nobody(struct hud *h)
{
	const char *text = hud_say(h, "nobody was seen: the sensor slept, or nothing came");
	const struct past_volume *v = &h->time.volumes[past_step(span_of(h), h->scene->moment_ns)];
	struct area a = h->layout.free;
	float width = batch_width(&h->batch, FONT_SMALL, text) + 28;

	if (!h->scene->moment_ns || v->blue || v->red)
		return;
	a = (struct area){ a.x + (a.w - width) / 2, a.y + a.h / 2 - 14, width, 28 };
	batch_panel(&h->batch, a, h->palette->solid);
	batch_text(&h->batch, FONT_SMALL, a.x + 14, a.y + 6, h->palette->soft, text);
}

static void left_out(struct hud *h)
{
	char count[FORMAT_TEXT], text[2 * FORMAT_TEXT];
	uint32_t peers = span_of(h)->left_out;

	if (!peers)
		return;
	snprintf(text, sizeof(text), hud_many(h, peers, "%s peer left out", "%s peers left out"),
		 format_count(peers, count));
	batch_text_right(&h->batch, FONT_LABEL, h->time.bars.x + h->time.bars.w, h->time.bars.y - 2,
			 h->palette->warn, text);
}

static void draw_bars(struct hud *h)
{
	hud_hit(h, (struct area){ h->time.bars.x - 4, h->layout.time.y, h->time.bars.w + 8, 64 },
		HUD_SCRUB, 0);
	ticks(h);
	bars(h);
	bracket(h);
	cursor(h);
	left_out(h);
	nobody(h);
	hover(h);
}

void hud_time(struct hud *h)
{
	struct area a = h->layout.time;
	bool narrow = h->layout.narrow;

	if (a.h <= 0) {
		hud_clock(h);
		return;
	}
	h->time.bars = narrow ? (struct area){ a.x + PAD, a.y + 18, a.w - 2 * PAD, UP + DOWN } :
				(struct area){ a.x + PAD + CONTROLS, a.y + 14,
					       a.w - 3 * PAD - CONTROLS - READING, UP + DOWN };
	batch_panel(&h->batch, a, h->palette->surface);
	hud_hit(h, a, HUD_NOTHING, 0);
	hud_time_controls(h, a);
	if (past_is_known(&h->scene->past))
		draw_bars(h);
	else
		missing(h);
}
