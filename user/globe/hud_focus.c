/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/hud_focus.h"

#include <stdlib.h>

#include "globe/hud.h"

#define RING 2 /* units around what has the focus */
#define LINE_HEIGHT 12 /* what is not further down stands in one line */

static uint8_t nth_of(const struct hud *h, uint32_t i)
{
	uint8_t nth = 0;

	for (uint32_t k = 0; k < i; k++)
		nth += h->hits[k].action == h->hits[i].action && h->hits[k].n == h->hits[i].n;
	return nth;
}

static bool is_focused(const struct hud *h, uint32_t i)
{
	const struct hud_focus *f = &h->focus;

	return f->on && h->hits[i].action == f->action && h->hits[i].n == f->n &&
	       nth_of(h, i) == f->nth;
}

const struct hud_hit *hud_focused(const struct hud *h)
{
	for (uint32_t i = 0; i < h->hit_count; i++)
		if (is_focused(h, i))
			return &h->hits[i];
	return NULL;
}

bool hud_is_clicked(const struct hud_hit *hit)
{
	static const uint64_t others = UINT64_C(1) << HUD_NOTHING | UINT64_C(1) << HUD_LIST |
				       UINT64_C(1) << HUD_SCRUB | UINT64_C(1) << HUD_WINDOW;

	return !(others >> hit->action & 1);
}

/* What is scrolled out of sight is; what lies under something else, or is dragged, is not. */
static bool is_reachable(const struct hud *h, const struct hud_hit *hit)
{
	const struct area *a = &hit->area;

	if (!hud_is_clicked(hit))
		return false;
	return a->h <= 0 || hud_at(h, a->x + a->w / 2, a->y + a->h / 2) == hit;
}

/* The columns of a wide screen, from left to right; what is as wide as the screen ends it. */
static int column_of(const struct hud *h, const struct area *a)
{
	if (h->layout.narrow && !h->layout.low)
		return 0;
	if (a->y >= h->layout.foot.y - LAYOUT_ROW)
		return 2;
	return a->x >= h->layout.peers.x + h->layout.peers.w;
}

static int order(const struct hud *h, const struct area *a, const struct area *b)
{
	int column = column_of(h, a) - column_of(h, b);

	if (column)
		return column;
	if (fabsf(a->y - b->y) >= LINE_HEIGHT)
		return a->y < b->y ? -1 : 1;
	return (a->x > b->x) - (a->x < b->x);
}

/* What can be reached, in the order it is read. returns how many */
static uint32_t find_order(const struct hud *h, uint32_t *hits)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < h->hit_count; i++) {
		uint32_t at = n;

		if (!is_reachable(h, &h->hits[i]))
			continue;
		for (; at && order(h, &h->hits[i].area, &h->hits[hits[at - 1]].area) < 0; at--)
			hits[at] = hits[at - 1];
		hits[at] = i;
		n++;
	}
	return n;
}

static void focus_on(struct hud *h, uint32_t i)
{
	h->focus = (struct hud_focus){ .on = true,
				       .follow = true,
				       .nth = nth_of(h, i),
				       .action = h->hits[i].action,
				       .n = h->hits[i].n };
}

void hud_focus_move(struct hud *h, int steps)
{
	uint32_t hits[HUD_HITS], n = find_order(h, hits), at;

	if (!n)
		return;
	for (at = 0; at < n && !is_focused(h, hits[at]);)
		at++;
	if (at == n) /* nothing has it, or what had it is gone */
		at = steps > 0 ? n - 1 : 0;
	focus_on(h, hits[(at + n + (uint32_t)(steps > 0 ? 1 : n - 1)) % n]);
}

bool hud_focus_along(struct hud *h, int steps)
{
	uint32_t hits[HUD_HITS], n = find_order(h, hits), at, next;

	for (at = 0; at < n && !is_focused(h, hits[at]);)
		at++;
	if (at == n)
		return false;
	next = steps > 0 ? at + 1 : at - 1;
	if (next >= n || h->hits[hits[next]].action != h->hits[hits[at]].action)
		return false;
	focus_on(h, hits[next]);
	return true;
}

void hud_focus_draw(struct hud *h)
{
	const struct hud_hit *hit = hud_focused(h);
	struct area a;

	if (!hit || hit->area.h <= 0)
		return;
	a = (struct area){ hit->area.x - RING, hit->area.y - RING, hit->area.w + 2 * RING,
			   hit->area.h + 2 * RING };
	batch_frame(&h->batch, a, 7, h->palette->home);
	a = (struct area){ a.x - 1, a.y - 1, a.w + 2, a.h + 2 };
	batch_frame(&h->batch, a, 8, palette_fade(h->palette->home, 0.5f));
}
