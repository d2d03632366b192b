/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/hud_parts.h"

#include <string.h>

#define GRAVE (1u << RA_UNKNOWN | 1u << RA_BLOCKED)

void hud_hit(struct hud *h, struct area a, enum hud_action action, uint32_t n)
{
	if (h->hit_count < HUD_HITS)
		h->hits[h->hit_count++] = (struct hud_hit){ a, action, n };
}

void hud_forget_rows(struct hud *h)
{
	for (uint32_t i = 0; i < h->hit_count; i++)
		if (h->hits[i].action == HUD_PEER)
			h->hits[i].action = HUD_NOTHING;
	h->focus.on &= h->focus.action != HUD_PEER;
}

void hud_draw(struct hud *h, const struct font *font, int step)
{
	batch_start(&h->batch, font, h->palette, step);
	h->hit_count = 0;
	if (!h->cube)
		hud_labels(h);
	hud_cube(h);
	hud_title(h);
	hud_legend(h);
	hud_peers(h);
	hud_trays(h);
	hud_foot(h);
	hud_time(h);
	hud_notices(h);
	hud_search_wrong(h);
	hud_card(h);
	hud_tip(h);
	hud_menu(h);
	hud_help(h);
	hud_about(h);
	hud_focus_draw(h);
	h->focus.follow = false;
}

/* What was drawn last lies on top. */
const struct hud_hit *hud_at(const struct hud *h, float x, float y)
{
	for (uint32_t i = h->hit_count; i; i--)
		if (area_holds(h->hits[i - 1].area, x, y))
			return &h->hits[i - 1];
	return NULL;
}

static bool is_grave(const struct stream_peer *p, uint8_t directions)
{
	return scene_shade(p, directions).verdict >= RA_UNKNOWN;
}

const struct stream_peer *hud_chosen(const struct hud *h)
{
	if (h->choice.kind == HUD_ONE_PEER)
		return scene_peer(h->scene, &h->choice.peer);
	if (h->choice.kind == HUD_SOME_PEERS && h->listed.count == 1)
		return h->listed.rows[0];
	return NULL;
}

void hud_find(struct hud_list *list, const struct scene *s, const struct scene_query *q,
	      uint32_t most)
{
	const struct stream_peer *grave[LAYOUT_ROWS_MOST], *any[LAYOUT_ROWS_MOST];
	struct scene_query only = *q;
	uint32_t graves, others = 0, n;

	most = most < LAYOUT_ROWS_MOST ? most : LAYOUT_ROWS_MOST;
	only.verdicts = q->verdicts & GRAVE;
	graves = scene_foremost(s, &only, grave, most, &n);
	only.verdicts = q->verdicts & (uint8_t)~GRAVE;
	n = scene_foremost(s, &only, any, most, &list->found);
	for (uint32_t i = 0; i < n; i++)
		if (!is_grave(any[i], q->directions))
			any[others++] = any[i];
	if (graves + others > most) {
		uint32_t room = most / 3 < others ? most / 3 : others;

		graves = graves < most - room ? graves : most - room;
		others = others < most - graves ? others : most - graves;
	}
	memcpy(list->rows, grave, graves * sizeof(*grave));
	memcpy(list->rows + graves, any, others * sizeof(*any));
	list->count = graves + others;
	scene_foremost(s, q, any, 0, &list->found);
}
