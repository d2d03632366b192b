/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/hud_search.h"

#include <stdio.h>

#include "core/words.h"
#include "globe/format.h"
#include "globe/hud_parts.h"

#define INSET 26  /* of the text: the glass stands before it */
#define CHIP 18   /* its height */
#define CROSS 12  /* room for what takes a chip out */
#define WRONG_LINE 17

const char *hud_search_hides(uint8_t verdict, char *text)
{
	snprintf(text, FILTER_TEXT, "-verdict:%s", words_verdict(verdict));
	return text;
}

static void glass(struct hud *h, float x, float y, uint32_t color)
{
	batch_frame(&h->batch, (struct area){ x, y, 9, 9 }, 4.5f, color);
	batch_line(&h->batch, x + 8, y + 8, x + 12, y + 12, color);
}

static bool is_wrong(const struct hud_search *s, const char *word, size_t len)
{
	return !strncmp(s->wrong, word, len) && s->wrong[len] == ':' && s->wrong[len + 1] == ' ';
}

static uint32_t color_of(const struct hud *h, const char *word, size_t len)
{
	return is_wrong(&h->search, word, len) ? h->palette->warn : h->palette->text;
}

static float cross(struct hud *h, float x, float y)
{
	batch_line(&h->batch, x, y, x + 5, y + 5, h->palette->soft);
	batch_line(&h->batch, x, y + 5, x + 5, y, h->palette->soft);
	return x + CROSS;
}

/* returns where it ends; when it does not end before `end`, nothing is drawn */
static float chip(struct hud *h, struct area at, float end, uint32_t nth)
{
	char text[ENTRY_TEXT];
	size_t len;
	const char *word = entry_word(&h->search.entry, nth, &len);
	uint32_t color = color_of(h, word, len);

	snprintf(text, sizeof(text), "%.*s", (int)len, word);
	at.w = batch_width(&h->batch, FONT_LABEL, text) + 12 + CROSS;
	if (at.x + at.w > end)
		return at.x + at.w;
	batch_box(&h->batch, at, 5, palette_fade(color, 0.12f));
	batch_frame(&h->batch, at, 5, palette_fade(color, 0.35f));
	cross(h, batch_text(&h->batch, FONT_LABEL, at.x + 7, at.y + 2, color, text) + 5, at.y + 7);
	hud_hit(h, at, HUD_UNFILTER, nth);
	return at.x + at.w;
}

/* As many as there is room for; the rest is counted. */
static void chips(struct hud *h, struct area a)
{
	struct area at = { a.x + INSET, a.y + 5, 0, CHIP };
	uint32_t words = 0, n = 0;
	char text[16];
	size_t len;

	while (entry_word(&h->search.entry, words, &len))
		words++;
	for (; n < words; n++) {
		float room = a.x + a.w - (n + 1 < words ? 34 : 6), end = chip(h, at, room, n);

		if (end > room)
			break;
		at.x = end + 5;
	}
	if (n == words)
		return;
	snprintf(text, sizeof(text), "+%u", words - n);
	batch_text_right(&h->batch, FONT_LABEL, a.x + a.w - 8, a.y + 7, h->palette->soft, text);
}

/* The first byte to be drawn, so that the caret is seen. */
static size_t scrolled(const struct hud *h, float room)
{
	const struct entry *f = &h->search.entry;
	char before[ENTRY_TEXT];
	const char *from = before;

	snprintf(before, sizeof(before), "%.*s", (int)f->caret, f->text);
	while (*from && batch_width(&h->batch, FONT_SMALL, from) > room)
		font_next(&from);
	return (size_t)(from - before);
}

static float part(struct hud *h, struct area at, const char *from, size_t len, uint32_t color)
{
	char text[ENTRY_TEXT];

	snprintf(text, sizeof(text), "%.*s", (int)len, from);
	return batch_text_cut(&h->batch, FONT_SMALL, at, color, text);
}

/* Word by word, each in its colour. */
static void typed(struct hud *h, struct area a)
{
	const struct entry *f = &h->search.entry;
	const char *text = f->text + scrolled(h, a.w), *caret = f->text + f->caret;
	float end = a.x + a.w, mark;
	char before[ENTRY_TEXT];

	snprintf(before, sizeof(before), "%.*s", (int)(caret - text), text);
	mark = a.x + batch_width(&h->batch, FONT_SMALL, before);
	while (*text && a.x < end) {
		size_t gap = strspn(text, " "), len = gap + strcspn(text + gap, " ");

		a.w = end - a.x;
		a.x = part(h, a, text, len, color_of(h, text + gap, len - gap));
		text += len;
	}
	batch_line(&h->batch, mark, a.y, mark, a.y + 15, h->palette->home);
}

void hud_search(struct hud *h, struct area a)
{
	const struct hud_search *s = &h->search;
	const struct palette *p = h->palette;

	batch_box(&h->batch, a, 7, palette_fade(p->solid, 0.6f));
	batch_frame(&h->batch, a, 7, s->wrong[0] ? p->warn : s->open ? p->home : p->edge);
	glass(h, a.x + 9, a.y + 8, s->open ? p->home : p->faint);
	hud_hit(h, a, HUD_SEARCH, 0);
	if (s->open)
		typed(h, (struct area){ a.x + INSET, a.y + 6, a.w - INSET - 10, 0 });
	else if (s->entry.text[0])
		chips(h, a);
	else
		batch_text(&h->batch, FONT_SMALL, a.x + INSET, a.y + 6, p->faint,
			   hud_say(h, "search"));
	if (!s->open && !s->entry.text[0])
		batch_text_right(&h->batch, FONT_LABEL, a.x + a.w - 10, a.y + 7, p->faint, "/");
}

void hud_search_empty(struct hud *h, struct area a)
{
	batch_text(&h->batch, FONT_BODY, a.x, a.y, h->palette->text,
		   hud_say(h, "no peer matches"));
	batch_text(&h->batch, FONT_SMALL, a.x, a.y + 19, h->palette->soft,
		   hud_say(h, h->search.open ? "Esc clears the search" :
					    "click here to clear the search"));
	hud_hit(h, a, HUD_UNFILTER, HUD_ALL_WORDS);
}

/* Its words stay as they were typed; what is wrong with one stands behind it. */
static void wrong_words(const struct hud *h, char *text, size_t room)
{
	const char *wrong = h->search.wrong, *why = strstr(wrong, ": ");

	if (why)
		snprintf(text, room, "%.*s: %s", (int)(why - wrong), wrong, hud_say(h, why + 2));
	else
		snprintf(text, room, "%s", wrong);
}

void hud_search_wrong(struct hud *h)
{
	const float end = h->layout.screen.h;
	struct area a = h->layout.peers, text;
	uint32_t quads = h->batch.count;
	char words[sizeof(h->search.wrong) + FORMAT_TEXT];

	if (!h->search.wrong[0])
		return;
	wrong_words(h, words, sizeof(words));
	a.y += LAYOUT_HEAD - 2;
	text = (struct area){ a.x + 14, a.y + 8, a.w - 28, WRONG_LINE };
	a.h = 8 - a.y + batch_text_wrap(&h->batch, FONT_SMALL, text, h->palette->warn, words,
					end);
	h->batch.count = quads;
	batch_panel(&h->batch, a, h->palette->solid | 0xff);
	batch_text_wrap(&h->batch, FONT_SMALL, text, h->palette->warn, words, end);
}
