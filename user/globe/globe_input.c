/* SPDX-License-Identifier: BSD-2-Clause */
/* What the user does: drag, wheel, click, keys. */
#include "globe/globe_acts.h"
#include "globe/globe_state.h"

#include <stdlib.h>

#include "core/clock.h"
#include "globe/globe_find.h"

#define STILL_NS (CLOCK_S / 16) /* a pointer that stood so long before it let go stopped */
#define DRAG_UNITS 4            /* less is a click */
#define WHEEL_UNITS 48          /* that a card scrolls */
#define REACH_UNITS 9           /* from a click to an arc */

static void choose_peer(struct globe *g, uint32_t row)
{
	const struct stream_peer *p = scene_peer_at(&g->scene, row);

	g->hud.choice = (struct hud_choice){ .kind = HUD_ONE_PEER, .peer = p->addr };
}

static void choose_some(struct globe *g, struct scene_query some)
{
	g->hud.choice = (struct hud_choice){ .kind = HUD_SOME_PEERS, .some = some };
}

const struct bundle *globe_bundle(const struct globe *g, float x, float y)
{
	uint32_t n = strands_pick(&g->strands, &g->frame.view, x, y,
				  REACH_UNITS * g->frame.scale);

	return n < g->strands.bundles.count ? &g->strands.bundles.rows[n] : NULL;
}

static void click_arc(struct globe *g, float x, float y)
{
	const struct bundle *b = globe_bundle(g, x, y);

	g->hud.choice.kind = HUD_NONE;
	if (b)
		choose_some(g, bundles_query(&g->scene, b));
}

/* A menu is closed first. */
static void close(struct globe *g, enum hud_close what)
{
	if (what == HUD_CLOSE_CARD)
		g->hud.choice.kind = HUD_NONE;
	g->hud.card.menu.open = false;
}

void globe_click(struct globe *g, const struct hud_hit *hit)
{
	if (globe_find_click(g, hit))
		return;
	switch (hit->action) {
	case HUD_NOTHING:
		break;
	case HUD_SHOW:
		g->hud.directions = (uint8_t)hit->n;
		break;
	case HUD_PEER:
		choose_peer(g, hit->n);
		break;
	case HUD_TRAY:
		choose_some(g, (struct scene_query){ .place = hit->n,
						     .verdicts = SCENE_VERDICTS,
						     .directions = g->hud.directions,
						     .levels = SCENE_LEVELS });
		break;
	case HUD_CLOSE:
		close(g, hit->n);
		break;
	case HUD_HELP:
		g->hud.help = hit->n;
		break;
	case HUD_SHAPE:
		globe_cube_choose(g, hit->n);
		break;
	case HUD_SPAN:
		globe_cube_span(g, hit->n ? 1 : -1);
		break;
	case HUD_AXIS:
		globe_cube_zoom(g);
		break;
	case HUD_TIME:
		globe_time_do(g, (enum hud_time_act)hit->n);
		break;
	case HUD_ACT:
		globe_act(g, hit->n);
		break;
	case HUD_FIELD:
		globe_field(g, hit->n);
		break;
	default:
		break;
	}
}

const struct hud_hit *globe_hit(const struct globe *g, float x, float y)
{
	float k = g->frame.scale > 0 ? g->frame.scale : 1;

	return hud_at(&g->hud, x / k, y / k);
}

static void press(struct globe *g, float x, float y)
{
	g->pointer = (struct pointer){ .down = true,
				       .on_globe = !globe_hit(g, x, y),
				       .from_x = x,
				       .from_y = y };
	g->hud.focus.on = false;
	camera_hold(globe_camera(g));
}

static bool is_on_card(const struct globe *g, float x, float y)
{
	float k = g->frame.scale > 0 ? g->frame.scale : 1;

	return area_holds(g->hud.card.view, x / k, y / k);
}

/* What is in the card follows the hand. */
static void scroll_by_hand(struct globe *g, float x, float y)
{
	struct pointer *p = &g->pointer;
	float k = g->frame.scale;

	if (!is_on_card(g, p->from_x, p->from_y) ||
	    (!p->scrolled && hypotf(x - p->from_x, y - p->from_y) < DRAG_UNITS * k))
		return;
	p->scrolled |= hud_card_scroll(&g->hud, (p->y - y) / k);
	g->dirty = true;
}

static void move(struct globe *g, float x, float y, int64_t now_ns)
{
	struct pointer *p = &g->pointer;
	float far = DRAG_UNITS * g->frame.scale;

	if (p->down && !p->on_globe)
		scroll_by_hand(g, x, y);
	if (!p->down || !p->on_globe)
		return;
	if (!p->dragging && hypotf(x - p->from_x, y - p->from_y) < far)
		return;
	if (p->dragging)
		camera_drag(globe_camera(g), &g->frame.view, x - p->x, y - p->y,
			    (float)(now_ns - p->at_ns) / (float)CLOCK_S);
	p->dragging = g->touched = g->dirty = true;
}

static void release(struct globe *g, float x, float y, int64_t now_ns)
{
	const struct hud_hit *hit = globe_hit(g, x, y);
	struct pointer *p = &g->pointer;

	if (p->dragging) {
		if (now_ns - p->at_ns > STILL_NS)
			camera_hold(globe_camera(g));
	} else if (p->down && hit && !p->on_globe && !p->scrolled) {
		globe_click(g, hit);
	} else if (p->down && p->on_globe && !hit) {
		g->hud.search.open = false;
		(g->cube.on ? globe_cube_click : click_arc)(g, x, y);
	}
	*p = (struct pointer){ .x = x, .y = y };
	globe_refresh(g, now_ns);
}

void globe_pointer(struct globe *g, enum globe_pointer what, float x, float y, int64_t now_ns)
{
	float k = g->frame.scale > 0 ? g->frame.scale : 1;

	globe_touch(g);
	if (globe_time_pointer(g, what, x / k, y / k))
		return;
	if (what == GLOBE_RELEASE)
		release(g, x, y, now_ns);
	else if (what == GLOBE_PRESS)
		press(g, x, y);
	else if (what == GLOBE_MOVE)
		move(g, x, y, now_ns);
	g->pointer.here = what != GLOBE_LEAVE;
	g->unsure = true;
	g->pointer.x = x;
	g->pointer.y = y;
	g->pointer.at_ns = now_ns;
}

void globe_wheel(struct globe *g, float steps)
{
	globe_touch(g);
	if (globe_find_wheel(g, steps))
		return;
	g->dirty = true;
	if (is_on_card(g, g->pointer.x, g->pointer.y)) {
		hud_card_scroll(&g->hud, -WHEEL_UNITS * steps);
		return;
	}
	camera_zoom(globe_camera(g), steps);
	g->touched = true;
}

void globe_menu(struct globe *g, float x, float y)
{
	const struct hud_hit *hit = globe_hit(g, x, y);
	float k = g->frame.scale > 0 ? g->frame.scale : 1;

	if (hit && hit->action == HUD_PEER)
		globe_menu_of(g, hit, x / k, y / k);
}

static void escape(struct globe *g)
{
	if (g->hud.help)
		g->hud.help = HUD_NO_SHEET;
	else if (g->hud.choice.kind != HUD_NONE)
		g->hud.choice.kind = HUD_NONE;
	else
		globe_find_clear(g);
}

void globe_turn_window(struct globe *g, int steps)
{
	const struct stream_status *s = &g->scene.status;
	int64_t was = lens_window(s->window_ns, g->window_steps);
	int64_t now = lens_window(s->window_ns, g->window_steps + steps);

	if (s->learning || !s->judged_from_ns || now == was)
		return;
	g->window_steps += steps;
	scene_look(&g->scene, g->window_steps ? now : 0);
}

static void show_in(struct globe *g)
{
	g->hud.directions = RA_DIR_BIT(RA_IN);
}

static void show_out(struct globe *g)
{
	g->hud.directions = RA_DIR_BIT(RA_OUT);
}

static void show_both(struct globe *g)
{
	g->hud.directions = RA_BOTH;
}

static void halve_window(struct globe *g)
{
	globe_turn_window(g, -1);
}

static void double_window(struct globe *g)
{
	globe_turn_window(g, 1);
}

static void turn_blue(struct globe *g)
{
	g->hud.blue = (g->hud.blue + 1) % BLUES;
}

static void toggle_help(struct globe *g)
{
	g->hud.help = g->hud.help == HUD_KEYS ? HUD_NO_SHEET : HUD_KEYS;
}

static void toggle_about(struct globe *g)
{
	g->hud.help = g->hud.help == HUD_ABOUT ? HUD_NO_SHEET : HUD_ABOUT;
}

static void turn_palette(struct globe *g, unsigned int bit)
{
	g->hud.palette = &palettes[(unsigned int)(g->hud.palette - palettes) ^ bit];
}

static void toggle_light(struct globe *g)
{
	turn_palette(g, PALETTE_LIGHT);
}

static void toggle_safe(struct globe *g)
{
	turn_palette(g, PALETTE_DARK_SAFE);
}

void globe_speak(struct globe *g, enum phrase_language language)
{
	g->hud.language = language;
	g->dirty = true;
}

void globe_version(struct globe *g, const char *version)
{
	g->hud.version = version;
}

void globe_enlarge(struct globe *g, int steps)
{
	int larger = g->larger + steps;

	if (abs(larger) < FONT_SCALES)
		g->larger = larger;
	globe_refresh(g, g->step_ns);
}

bool globe_key(struct globe *g, int key)
{
	static const struct {
		int key;
		void (*act)(struct globe *g);
	} keys[] = {
		{ 'i', show_in },	{ 'o', show_out },	  { 'b', show_both },
		{ '[', halve_window },	{ ']', double_window },	  { '?', toggle_help },
		{ 'v', globe_cube_turn }, { 'a', toggle_about },
		{ 27, escape },		{ 'd', toggle_light },	  { 'p', toggle_safe },
		{ 'm', turn_blue },
	};

	globe_touch(g);
	if (!g->hud.search.open && globe_acts_key(g, key)) {
		globe_refresh(g, g->step_ns);
		return true;
	}
	if (globe_find_key(g, key) || globe_cube_key(g, key) || globe_steer(g, key))
		return true;
	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		if (keys[i].key != key)
			continue;
		keys[i].act(g);
		globe_refresh(g, g->step_ns);
		return true;
	}
	return globe_time_key(g, key);
}
