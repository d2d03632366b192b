/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/layout.h"

#include <math.h>

#include "bpf/redarc.h"
#include "globe/font.h"

#define NARROW 820     /* units; narrower screens stack their parts */
#define LOW 560        /* units; but not where that leaves the globe no height */
#define FINE 1600      /* pixels of the shorter side; finer screens are drawn twice as large */
#define TWICE 3        /* of font_quarters[] */
#define LEAST 360      /* units of the shorter side */
#define SMALLEST 64    /* units of each side that are shared out, in any window */
#define TRAY_HEIGHT 28
#define FOOT_HEIGHT 40
#define GAP 10
#define NARROW_LIST 0.28f  /* of the screen's height, on a narrow one */
#define NARROW_CARD 0.46f
#define TIME_WIDE 74    /* heights of the timeline */
#define TIME_NARROW 118
#define TIME_ROWS 2     /* of a list on a narrow screen that give way to it */

int layout_step(int width, int height, int larger)
{
	int shorter = width < height ? width : height, step = shorter >= FINE ? TWICE : 0;

	step += larger;
	step = step < 0 ? 0 : step < FONT_SCALES ? step : FONT_SCALES - 1;
	while (step && shorter * 4 / font_quarters[step] < LEAST)
		step--;
	return step;
}

/* Rows of a list that fit a height; at least one, which may say that there is no peer. */
static int rows_in(float height, int peers)
{
	int rows = (int)((height - LAYOUT_HEAD - GAP) / LAYOUT_ROW);
	int most = peers < LAYOUT_ROWS_MOST ? peers : LAYOUT_ROWS_MOST;

	rows = rows < most ? rows : most;
	return rows > 1 ? rows : 1;
}

static float list_height(int rows)
{
	return (float)(LAYOUT_HEAD + rows * LAYOUT_ROW + GAP);
}

static struct layout wide(float w, float h, int peers)
{
	const float side = 26, list = 270, top = 86, right = 204;
	struct layout l = { .screen = { 0, 0, w, h } };

	l.foot = (struct area){ side, h - side - FOOT_HEIGHT, w - 2 * side, FOOT_HEIGHT };
	l.rows = rows_in(l.foot.y - 2 * GAP - TRAY_HEIGHT - top, peers);
	l.title = (struct area){ side, 20, list, 60 };
	l.peers = (struct area){ side, top, list, list_height(l.rows) };
	l.trays = (struct area){ side, l.peers.y + l.peers.h + GAP, list, TRAY_HEIGHT };
	l.legend = (struct area){ w - side - right, side, right,
				  RA_VERDICTS * LAYOUT_VERDICT + LAYOUT_SHADES + 40 };
	l.directions = (struct area){ l.legend.x, l.legend.y + l.legend.h + GAP, right, 30 };
	l.card = (struct area){ w - side - 348, l.directions.y + 30 + GAP, 348, 0 };
	l.free = (struct area){ side + list, -20, w - side - list - 120, h };
	return l;
}

static struct layout narrow(float w, float h, int peers)
{
	const float side = 16;
	struct layout l = { .narrow = true, .screen = { 0, 0, w, h } };

	l.foot = (struct area){ side, h - FOOT_HEIGHT - 8, w - 2 * side, FOOT_HEIGHT };
	l.rows = rows_in(h * NARROW_LIST, peers);
	l.title = (struct area){ side, 14, w - 2 * side, 60 };
	l.legend = (struct area){ side, 76, w - 2 * side, 48 };
	l.directions = (struct area){ side, 76 + 48 + GAP, w - 2 * side, 30 };
	l.peers = (struct area){ side, l.foot.y - GAP - list_height(l.rows), w - 2 * side,
				 list_height(l.rows) };
	l.trays = (struct area){ side, l.peers.y - GAP - TRAY_HEIGHT, w - 2 * side, TRAY_HEIGHT };
	l.card = (struct area){ side, 0, w - 2 * side, floorf(h * NARROW_CARD) };
	l.card.y = h - l.card.h - 14;
	l.free = (struct area){ 0, l.directions.y + 30, w, l.trays.y - l.directions.y - 30 };
	return l;
}

static struct layout low(float w, float h, int peers)
{
	const float side = 16, list = fmaxf(w * 0.36f, 236), top = 76, x = side + list + side;
	struct layout l = { .narrow = true, .low = true, .screen = { 0, 0, w, h } };

	l.foot = (struct area){ side, h - FOOT_HEIGHT - 8, w - 2 * side, FOOT_HEIGHT };
	l.rows = rows_in(l.foot.y - 2 * GAP - TRAY_HEIGHT - top, peers);
	l.title = (struct area){ side, 14, list, 60 };
	l.peers = (struct area){ side, top, list, list_height(l.rows) };
	l.trays = (struct area){ side, l.peers.y + l.peers.h + GAP, list, TRAY_HEIGHT };
	l.legend = (struct area){ x, 14, w - side - x, 48 };
	l.directions = (struct area){ w - side - 150, l.foot.y - GAP - 30, 150, 30 };
	l.card = (struct area){ x, 14, w - side - x, l.foot.y - GAP - 14 };
	l.free = (struct area){ x, 62, w - x, l.foot.y - 62 };
	return l;
}

struct layout layout_make(float width, float height, int peers)
{
	width = fmaxf(width, SMALLEST);
	height = fmaxf(height, SMALLEST);
	if (width >= NARROW)
		return wide(width, height, peers);
	if (width >= LOW && height < LOW)
		return low(width, height, peers);
	return narrow(width, height, peers);
}

static void time_beside(struct layout *l, float open)
{
	float x = l->peers.x + l->peers.w + (l->low ? 16 : 24), end = l->foot.x + l->foot.w;
	float bottom = l->foot.y + l->foot.h, h = l->low ? TIME_NARROW : TIME_WIDE;
	float up = l->low ? open * (h + GAP - l->screen.h + l->foot.y + 8) : open * h;

	l->foot.w = l->peers.w;
	l->time = (struct area){ x, bottom - h, end - x, h };
	l->time.y += (1 - open) * (l->screen.h - l->time.y);
	l->free.h -= up;
	if (!l->low)
		return;
	l->directions.y -= up;
	l->card.h -= up;
}

static void time_above(struct layout *l, float open)
{
	int most = rows_in(l->screen.h * NARROW_LIST, LAYOUT_ROWS_MOST) - TIME_ROWS;
	int rows = l->rows < most ? l->rows : most > 1 ? most : 1;
	float up = open * (TIME_NARROW + GAP) - list_height(l->rows) + list_height(rows);

	l->time = (struct area){ l->foot.x, l->foot.y - GAP - TIME_NARROW, l->foot.w, TIME_NARROW };
	l->time.y += (1 - open) * (l->screen.h - l->time.y);
	l->rows = rows;
	l->peers.h = list_height(rows);
	l->peers.y -= up;
	l->trays.y -= up;
	l->free.h -= up;
}

void layout_time(struct layout *l, float open)
{
	if (open <= 0)
		return;
	if (l->narrow && !l->low)
		time_above(l, open);
	else
		time_beside(l, open);
}
