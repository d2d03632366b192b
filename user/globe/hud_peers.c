/* SPDX-License-Identifier: BSD-2-Clause */
/* The list of the peers, and the trays of those that no map can show. */
#include <stdio.h>
#include <string.h>

#include "globe/format.h"
#include "globe/hud_parts.h"
#include "globe/palette.h"
#include "globe/special.h"

#define BAR_WIDTH 58

/* What a peer is called: its city, else its network, else its address. */
static const char *peer_name(const struct scene *s, const struct stream_peer *p, char *text)
{
	const char *name = roster_name(s, p);

	if (!name)
		return addr_format(&p->addr, text);
	snprintf(text, FORMAT_TEXT, "%s", name);
	return text;
}

/* What its name does not tell: why no map shows it, or its network, or where it is; or NULL. */
static const char *peer_note(const struct hud *h, const struct stream_peer *p, char *where)
{
	const struct scene *s = h->scene;
	const struct geo_network *network = scene_network(s, p->network);
	const struct scene_place *place = scene_place(s, p->place);
	const char *special = special_word(&p->addr);

	if (special)
		return hud_say(h, special);
	if (network && network->name[0] && network->name != roster_name(s, p))
		return network->name;
	return place && place->place.city[0] ? NULL : format_where(s, h->language, p, where);
}

static void peer_detail(const struct hud *h, const struct stream_peer *p, char *text, size_t room)
{
	char address[ADDR_TEXT], where[FORMAT_TEXT];
	const char *note = peer_note(h, p, where);

	if (!roster_name(h->scene, p))
		snprintf(text, room, "%s", note ? note : "");
	else
		snprintf(text, room, "%s%s%s", addr_format(&p->addr, address),
			 note ? " \xc2\xb7 " : "", note ? note : "");
}

/* Each tenfold is a step of the same length: a stranger's few kilobytes are seen too. */
static float decades(uint64_t bytes)
{
	return fmaxf(log10f((float)bytes + 1) - 2, 0.1f);
}

static void peer_bar(struct hud *h, struct area a, uint64_t bytes, uint64_t most, uint32_t color)
{
	float width = BAR_WIDTH * fminf(decades(bytes) / decades(most), 1);

	batch_box(&h->batch, (struct area){ a.x + a.w - width, a.y + 25, width, 2.5f }, 1.2f,
		  palette_fade(color, 0.65f));
}

void hud_row(struct hud *h, struct area a, const struct stream_peer *p, uint64_t most_bytes)
{
	uint8_t sides = scene_used(h->scene, p, h->directions);
	struct scene_shade shade = scene_shade(p, sides);
	const struct palette_verdict *c = palette_of(h->palette, shade.verdict, shade.level);
	const struct scene_place *place = scene_place(h->scene, p->place);
	uint64_t bytes = scene_bytes(p, sides);
	char text[2 * FORMAT_TEXT];
	float end;

	if (h->choice.kind == HUD_ONE_PEER && addr_equal(&h->choice.peer, &p->addr))
		batch_box(&h->batch, (struct area){ a.x - 9, a.y - 4, a.w + 18, a.h - 1 }, 6,
			  h->palette->chosen);
	hud_hit(h, (struct area){ a.x - 9, a.y - 4, a.w + 18, a.h }, HUD_PEER,
		scene_peer_number(h->scene, p));
	batch_mark(&h->batch, (struct area){ a.x, a.y + 6, 7, 7 }, shade.verdict, c->mark);
	end = batch_text_cut(&h->batch, FONT_BODY, (struct area){ a.x + 16, a.y, a.w - 112, 0 },
			     h->palette->text, peer_name(h->scene, p, text));
	if (place)
		batch_text(&h->batch, FONT_LABEL, end + 7, a.y + 3, h->palette->faint,
			   place->place.country);
	batch_text_right(&h->batch, FONT_NUMBER, a.x + a.w, a.y + 1, c->text,
			 format_bytes(bytes, text));
	peer_detail(h, p, text, sizeof(text));
	batch_text_cut(&h->batch, FONT_SMALL,
		       (struct area){ a.x + 16, a.y + 18, a.w - 22 - BAR_WIDTH, 0 },
		       h->palette->faint, text);
	peer_bar(h, a, bytes, most_bytes, c->mark);
}

static uint64_t heaviest(const struct hud *h)
{
	uint64_t most = 0;

	for (uint32_t i = 0; i < h->top.count; i++) {
		const struct stream_peer *p = h->top.rows[i];
		uint64_t bytes = scene_bytes(p, scene_used(h->scene, p, h->directions));

		most = bytes > most ? bytes : most;
	}
	return most;
}

static const char *nothing_yet(const struct hud *h)
{
	if (!h->scene->greeted)
		return hud_say(h, "waiting for the sensor");
	return hud_say(h, h->scene->hello.replay ? "no peers" : "no peers yet");
}

/* All that are shown; with a filter, of how many. */
static void head_count(struct hud *h, float x, float y)
{
	char text[2 * FORMAT_TEXT], found[FORMAT_TEXT], all[FORMAT_TEXT];

	format_count(h->top.found, found);
	snprintf(text, sizeof(text), hud_say(h, "%s of %s"), found,
		 format_count(scene_peer_count(h->scene), all));
	batch_text_right(&h->batch, FONT_LABEL, x, y, h->palette->faint,
			 h->scene->sieve.filter.count ? text : found);
}

static void head(struct hud *h, struct area a)
{
	static const char *const orders[ROSTER_ORDERS] = {
		[ROSTER_GRAVEST] = PHRASE("gravest first"),
		[ROSTER_HEAVIEST] = PHRASE("heaviest first"),
		[ROSTER_NEWEST] = PHRASE("newest first"),
		[ROSTER_NAME] = PHRASE("by name"),
	};
	const struct palette *p = h->palette;
	float x = batch_text(&h->batch, FONT_LABEL, a.x, a.y, p->soft, hud_say(h, "PEERS")) + 9;
	float end = batch_text(&h->batch, FONT_LABEL, x, a.y, p->faint,
			       hud_say(h, orders[h->roster->order]));

	hud_hit(h, (struct area){ a.x - 6, a.y - 5, end - a.x + 12, 24 }, HUD_ORDER, 0);
	head_count(h, a.x + a.w, a.y);
	hud_search(h, (struct area){ a.x - 6, a.y + 20, a.w + 12, 28 });
}

/* Where in the whole list the rows on the screen stand. */
static void position(struct hud *h, struct area a)
{
	const struct roster *r = h->roster;
	float shown = (float)h->top.count / (float)r->count;
	struct area mark = { a.x, a.y, 3, fmaxf(a.h * shown, 18) };

	if (h->top.count >= r->count)
		return;
	mark.y += (a.h - mark.h) * (float)r->first / (float)(r->count - h->top.count);
	batch_box(&h->batch, (struct area){ a.x, a.y, 3, a.h }, 1.5f,
		  palette_fade(h->palette->edge, 0.4f));
	batch_box(&h->batch, mark, 1.5f, h->palette->faint);
}

void hud_peers(struct hud *h)
{
	struct area a = h->layout.peers;
	struct area row = { a.x + 14, a.y + LAYOUT_HEAD, a.w - 28, LAYOUT_ROW };

	batch_panel(&h->batch, a, h->palette->surface);
	hud_hit(h, a, HUD_LIST, 0);
	head(h, (struct area){ a.x + 14, a.y + 11, a.w - 28, 0 });
	if (!h->top.count && h->scene->sieve.filter.count)
		hud_search_empty(h, row);
	else if (!h->top.count)
		batch_text(&h->batch, FONT_BODY, row.x, row.y, h->palette->faint, nothing_yet(h));
	position(h, (struct area){ a.x + a.w - 6, row.y, 0, (float)h->top.count * LAYOUT_ROW - 8 });
	for (uint32_t i = 0; i < h->top.count; i++, row.y += LAYOUT_ROW)
		hud_row(h, row, h->top.rows[i], heaviest(h));
}

static struct scene_shade gravest_at(const struct hud *h, uint32_t place)
{
	struct scene_shade gravest = { RA_ALLOWED, 0 };

	for (uint32_t i = 0; i < scene_arc_count(h->scene); i++) {
		const struct scene_arc *a = scene_arc(h->scene, i);
		struct scene_shade s = { a->key.verdict, a->key.level };

		if (a->peers && a->key.place == place && scene_is_graver(s, gravest) &&
		    (h->directions & RA_DIR_BIT(a->key.direction)))
			gravest = s;
	}
	return gravest;
}

static void tray(struct hud *h, struct area a, uint32_t place, const char *name)
{
	struct scene_shade shade = gravest_at(h, place);
	const struct palette_verdict *c = palette_of(h->palette, shade.verdict, shade.level);
	uint32_t peers = h->tray[place];
	char count[FORMAT_TEXT];

	batch_panel(&h->batch, a, h->palette->surface);
	if (h->choice.kind == HUD_SOME_PEERS && h->choice.some.place == place)
		batch_box(&h->batch, a, 9, h->palette->chosen);
	hud_hit(h, a, HUD_TRAY, place);
	batch_mark(&h->batch, (struct area){ a.x + 14, a.y + 11, 6, 6 }, shade.verdict,
		   peers ? c->mark : h->palette->faint);
	batch_text(&h->batch, FONT_SMALL, a.x + 27, a.y + 6,
		   peers ? h->palette->text : h->palette->faint, name);
	batch_text_right(&h->batch, FONT_NUMBER, a.x + a.w - 12, a.y + 5,
			 peers ? c->text : h->palette->faint, format_count(peers, count));
}

void hud_trays(struct hud *h)
{
	struct area a = h->layout.trays;
	float width = (a.w - 8) / 2;

	tray(h, (struct area){ a.x, a.y, width, a.h }, GEO_NEAR, hud_say(h, "nearby"));
	tray(h, (struct area){ a.x + width + 8, a.y, width, a.h }, GEO_NOWHERE,
	     hud_say(h, "unlocated"));
}
