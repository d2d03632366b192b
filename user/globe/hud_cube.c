/* SPDX-License-Identifier: BSD-2-Clause */
/* What stands beside the cube: its axes, the time it shows, and the names of its shapes. */
#include <stdio.h>
#include <string.h>

#include "core/clock.h"
#include "globe/format.h"
#include "globe/hud_parts.h"

#define TICK_HEIGHT 11
#define LABEL_HEIGHT 40
#define LABEL_AWAY 22
#define LABEL_STEP 30
#define PILL_HEIGHT 28
#define NETWORK 120 /* bits of a prefix that names its neighbours */
#define SHAPE_TEXT (2 * FORMAT_TEXT)

static uint32_t ink(const struct hud *h, uint32_t color)
{
	return palette_fade(color, h->cube->shown);
}

/* In units. The eye is never in the cube, so that all of it is in front. */
static void project(const struct hud *h, struct vec3 p, float *x, float *y)
{
	float k = h->batch.scale;

	*x = *y = 0;
	view_project(&h->cube->view, p, x, y);
	*x /= k;
	*y /= k;
}

/* Text that ends or starts at a point outside of the cube, on the side where the point is.
   returns where it stands, with room for a finger */
static struct area beside(struct hud *h, enum font_name face, struct vec3 p, uint32_t color,
		   const char *text)
{
	float x, y, middle_x, middle_y, width = batch_width(&h->batch, face, text);
	struct area room = h->layout.free;

	project(h, p, &x, &y);
	project(h, (struct vec3){ 0, 0, 0 }, &middle_x, &middle_y);
	x -= x < middle_x ? width : 0;
	x = fmaxf(fminf(x, room.x + room.w - width - 4), room.x + 4);
	batch_text(&h->batch, face, floorf(x), floorf(y - 8), ink(h, color), text);
	return (struct area){ x - 6, y - 12, width + 12, 24 };
}

static float coordinate(float share)
{
	return (2 * share - 1) * CUBE_HALF;
}

/* A point below the edge of the floor that runs along an axis of addresses. */
static struct vec3 below(const struct hud *h, bool local, float along, float away)
{
	struct vec3 wall = h->cube->wall;

	if (local)
		return (struct vec3){ along, wall.y, -wall.z * away };
	return (struct vec3){ -wall.x * away, wall.y, along };
}

static void tick(struct hud *h, bool local, float at, const struct cidr *c)
{
	char text[CIDR_TEXT];

	beside(h, FONT_SMALL, below(h, local, coordinate(at), 1.09f), h->palette->soft,
	       cidr_format(c, text));
}

/* The first and the last address. */
static void local_axis(struct hud *h, const struct cube_axis *a)
{
	for (uint32_t i = 0; i < a->count; i += a->count > 1 ? a->count - 1 : 1)
		tick(h, true, cube_axis_middle(a, i),
		     &(struct cidr){ a->marks[i].prefix, a->len });
	beside(h, FONT_LABEL, below(h, true, 0, 1.34f), h->palette->text,
	       hud_say(h, "LOCAL ADDRESS"));
}

/* The number behind the last prefix that is of the same network. */
static uint32_t network_end(const struct cube_axis *a, uint32_t rank, struct cidr *network)
{
	uint8_t len = a->len < NETWORK ? a->len : NETWORK;

	*network = (struct cidr){ a->marks[rank].prefix, len };
	memset(network->net.b + len / 8, 0, sizeof(network->net.b) - len / 8);
	while (rank < a->count && cidr_contains(network, &a->marks[rank].prefix))
		rank++;
	return rank;
}

/* The networks in the middle of their room; where they are many, some of them. */
static void remote_axis(struct hud *h, const struct cube_axis *a)
{
	float free = 0;
	struct cidr network;
	struct area title;
	uint32_t end;

	for (uint32_t i = 0; i < a->count; i = end) {
		float from = cube_axis_middle(a, i), at;

		end = network_end(a, i, &network);
		at = (from + cube_axis_middle(a, end - 1)) / 2;
		if (at < free)
			continue;
		tick(h, false, at, &network);
		free = at + (h->layout.narrow ? 0.4f : 0.2f);
	}
	title = beside(h, FONT_LABEL, below(h, false, 0, 1.34f), h->palette->text,
		       hud_say(h, a->len > CUBE_ALL_IPV4 ? "REMOTE ADDRESS" : "ALL OF IPV4"));
	hud_hit(h, title, HUD_AXIS, 0);
}

static const char *service(uint16_t port)
{
	static const struct {
		uint16_t port;
		const char *name;
	} names[] = { { 22, "ssh " },    { 53, "dns " },   { 80, "http " },
		      { 443, "https " }, { 3389, "rdp " }, { 8080, "http " } };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (names[i].port == port)
			return names[i].name;
	return "";
}

/* The upright edge that is the left one on the screen. */
static struct vec3 upright(const struct hud *h)
{
	struct vec3 wall = h->cube->wall, a = { -wall.x, 0, wall.z }, b = { wall.x, 0, -wall.z };
	float ax, bx, y;

	project(h, a, &ax, &y);
	project(h, b, &bx, &y);
	return ax < bx ? a : b;
}

static void port_axis(struct hud *h)
{
	struct vec3 p = vec3_scale(upright(h), 1.03f);
	float x, y, last = INFINITY;
	char text[32];

	for (int i = 0; i < CUBE_PORT_LINES; i++) {
		uint16_t port = cube_port_lines[i];

		p.y = coordinate(cube_port_at(port));
		project(h, p, &x, &y);
		if (fabsf(y - last) < TICK_HEIGHT)
			continue;
		last = y;
		snprintf(text, sizeof(text), "%s%u", h->layout.narrow ? "" : service(port), port);
		beside(h, FONT_SMALL, p, h->palette->soft, text);
	}
	p.y = CUBE_HALF * 1.09f;
	beside(h, FONT_LABEL, p, h->palette->text, hud_say(h, "PORT"));
}

static void shape_words(const struct hud *h, const struct cube_shape *s, char *title, char *detail)
{
	char peer[ADDR_TEXT], local[ADDR_TEXT], count[FORMAT_TEXT];
	int64_t every_s = (cube_shape_every(s) + CLOCK_S / 2) / CLOCK_S;

	addr_format(&s->peer, peer);
	addr_format(&s->local, local);
	format_count(s->count, count);
	switch (s->kind) {
	case CUBE_SCAN:
		snprintf(title, SHAPE_TEXT, hud_say(h, "scan: %s"), peer);
		snprintf(detail, SHAPE_TEXT, hud_say(h, "port %u of %s addresses"), s->port, count);
		break;
	case CUBE_PORTS:
		snprintf(title, SHAPE_TEXT, hud_say(h, "port scan: %s"), peer);
		snprintf(detail, SHAPE_TEXT,
			 hud_say(h, s->direction == RA_IN ? "%s ports of %s" : "%s ports by %s"),
			 count, local);
		break;
	case CUBE_SWEEP:
		snprintf(title, SHAPE_TEXT, hud_say(h, "sweep: port %u"), s->port);
		snprintf(detail, SHAPE_TEXT, hud_say(h, "by %s peers, last %s"), count, peer);
		break;
	default:
		snprintf(title, SHAPE_TEXT, hud_say(h, "beacon: %s"), peer);
		snprintf(detail, SHAPE_TEXT, hud_say(h, "port %u, about every %s"), s->port,
			 format_duration(h->language, every_s * CLOCK_S, count));
		break;
	}
}

/* The end of a shape that is farther from the middle of the cube. */
static void outer_end(const struct hud *h, const struct cube_shape *s, float *x, float *y)
{
	float middle_x, middle_y, x1, y1;

	project(h, (struct vec3){ 0, 0, 0 }, &middle_x, &middle_y);
	project(h, s->from, x, y);
	project(h, s->to, &x1, &y1);
	if (hypotf(x1 - middle_x, y1 - middle_y) <= hypotf(*x - middle_x, *y - middle_y))
		return;
	*x = x1;
	*y = y1;
}

/* Neither over a label before it nor over what a label points to. */
static bool is_free(const struct hud *h, const struct area *areas, uint32_t n, struct area a)
{
	const struct cube_shapes *s = &h->cube->cube->shapes;
	float x, y;

	for (uint32_t i = 0; i < s->count; i++) {
		outer_end(h, &s->rows[i], &x, &y);
		if (area_holds(a, x, y))
			return false;
	}
	for (uint32_t i = 0; i < n; i++)
		if (a.x < areas[i].x + areas[i].w && areas[i].x < a.x + a.w &&
		    a.y < areas[i].y + areas[i].h && areas[i].y < a.y + a.h)
			return false;
	return true;
}

/* Around a point: the first place that covers no label before; farther away where none is. */
static struct area label_area(const struct hud *h, const struct area *areas, uint32_t n, float x,
			      float y)
{
	struct area room = h->layout.free, a = areas[n];
	float side = room.x + room.w / 2;

	for (int try = 0; try < 4 * CUBE_SHAPES; try++) {
		bool left = (x < side) == !(try & 1), up = !(try & 2);
		float away = (float)(LABEL_AWAY + (try / 4) * LABEL_STEP);

		a.x = left ? x - LABEL_AWAY - a.w : x + LABEL_AWAY;
		a.y = up ? y - away - a.h : y + away;
		a.x = floorf(fmaxf(fminf(a.x, room.x + room.w - a.w - 6), room.x + 6));
		a.y = floorf(fmaxf(fminf(a.y, room.y + room.h - a.h - 6), fmaxf(room.y, 0) + 56));
		if (is_free(h, areas, n, a))
			break;
	}
	return a;
}

/* Where the label of a shape stands, and a line from the shape to there. */
static void place_label(struct hud *h, uint32_t number, struct area *areas)
{
	const struct cube_shape *s = &h->cube->cube->shapes.rows[number];
	const struct palette_verdict *p = palette_of(h->palette, s->shade.verdict, s->shade.level);
	struct area *a = &areas[number];
	char title[SHAPE_TEXT], detail[SHAPE_TEXT];
	float x, y;

	shape_words(h, s, title, detail);
	*a = (struct area){ .w = 16 + batch_width(&h->batch, FONT_SMALL, title), .h = 20 };
	if (!h->layout.narrow) {
		a->w = 20 + fmaxf(batch_width(&h->batch, FONT_BODY, title),
				  batch_width(&h->batch, FONT_SMALL, detail));
		a->h = LABEL_HEIGHT;
	}
	outer_end(h, s, &x, &y);
	*a = label_area(h, areas, number, x, y);
	batch_line(&h->batch, x, y, x < a->x ? a->x : fminf(x, a->x + a->w),
		   y < a->y ? a->y : fminf(y, a->y + a->h), ink(h, p->mark));
}

static void draw_label(struct hud *h, uint32_t number, struct area a)
{
	const struct cube_shape *s = &h->cube->cube->shapes.rows[number];
	const struct palette_verdict *p = palette_of(h->palette, s->shade.verdict, s->shade.level);
	char title[SHAPE_TEXT], detail[SHAPE_TEXT];

	shape_words(h, s, title, detail);
	batch_box(&h->batch, a, 5, ink(h, h->palette->solid));
	batch_frame(&h->batch, a, 5, ink(h, palette_fade(p->mark, 0.75f)));
	hud_hit(h, a, HUD_SHAPE, number);
	if (h->layout.narrow) {
		batch_text(&h->batch, FONT_SMALL, a.x + 8, a.y + 2, ink(h, p->text), title);
		return;
	}
	batch_text(&h->batch, FONT_BODY, a.x + 10, a.y + 3, ink(h, h->palette->text), title);
	batch_text(&h->batch, FONT_SMALL, a.x + 10, a.y + 21, ink(h, p->text), detail);
}

static void shape_labels(struct hud *h)
{
	uint32_t n = h->cube->cube->shapes.count;
	struct area areas[CUBE_SHAPES];

	if (h->help || (h->layout.narrow && h->choice.kind != HUD_NONE))
		return;
	for (uint32_t i = 0; i < n; i++)
		place_label(h, i, areas);
	for (uint32_t i = 0; i < n; i++)
		draw_label(h, i, areas[i]);
}

static void step_button(struct hud *h, struct area a, const char *text, uint32_t n)
{
	batch_text(&h->batch, FONT_BODY, a.x + (a.w - batch_width(&h->batch, FONT_BODY, text)) / 2,
		   a.y + 5, ink(h, h->palette->soft), text);
	hud_hit(h, a, HUD_SPAN, n);
}

static void span_words(const struct hud *h, char *text, size_t room)
{
	const struct cube *c = h->cube->cube;
	char span[FORMAT_TEXT], digits[FORMAT_TEXT], count[FORMAT_TEXT], lost[FORMAT_TEXT];
	int n;

	snprintf(count, sizeof(count), hud_many(h, c->row_count, "%s packet", "%s packets"),
		 format_count(c->row_count, digits));
	if (h->scene->moment_ns)
		n = snprintf(text, room, "%s", count);
	else
		n = snprintf(text, room, hud_say(h, "last %s \xc2\xb7 %s"),
			     format_duration(h->language, c->span_ns, span), count);
	if (c->left_out && n > 0 && (size_t)n < room)
		snprintf(text + n, room - (size_t)n, hud_say(h, " \xc2\xb7 %s left out"),
			 format_count(c->left_out, lost));
}

/* How much time is shown, and how many points of it. */
static void span_pill(struct hud *h)
{
	const struct cube *c = h->cube->cube;
	struct area a = h->layout.free;
	char text[3 * FORMAT_TEXT];
	float width;

	span_words(h, text, sizeof(text));
	width = batch_width(&h->batch, FONT_SMALL, text);
	a.x += h->layout.narrow ? (a.w - width - 72) / 2 : 28;
	a.y = fmaxf(a.y, 0) + (h->layout.narrow ? 8 : 24);
	a.w = width + 72;
	a.h = PILL_HEIGHT;
	batch_box(&h->batch, a, 14, ink(h, h->palette->surface));
	batch_frame(&h->batch, a, 14, ink(h, h->palette->edge));
	batch_text(&h->batch, FONT_SMALL, a.x + 36, a.y + 6,
		   ink(h, c->left_out ? h->palette->warn : h->palette->text), text);
	step_button(h, (struct area){ a.x, a.y, 34, a.h }, "\xe2\x88\x92", 0);
	step_button(h, (struct area){ a.x + a.w - 34, a.y, 34, a.h }, "+", 1);
}

/* Why there is no point to be seen. */
static void waiting(struct hud *h)
{
	static const char *const why[][2] = {
		{ PHRASE("waiting for packets"),
		  PHRASE("Each is a point; the last minutes come first.") },
		{ PHRASE("no packet of this time is shown"),
		  PHRASE("Show more time, or other directions.") },
		{ PHRASE("no packets of this time"),
		  PHRASE("They are kept for the last minutes only.") },
	};
	const struct cube *c = h->cube->cube;
	const char *const *lines = why[h->scene->moment_ns ? 2 : c->count ? 1 : 0];
	struct area a = h->layout.free;

	if (c->row_count)
		return;
	for (int i = 0; i < 2; i++) {
		enum font_name face = i ? FONT_SMALL : FONT_HEAD;
		const char *text = hud_say(h, lines[i]);
		float width = batch_width(&h->batch, face, text);

		batch_text(&h->batch, face, a.x + (a.w - width) / 2,
			   a.y + a.h / 2 - 20 + 28 * (float)i,
			   ink(h, i ? h->palette->soft : h->palette->text), text);
	}
}

void hud_cube(struct hud *h)
{
	if (!h->cube)
		return;
	local_axis(h, &h->cube->cube->local);
	remote_axis(h, &h->cube->cube->remote);
	port_axis(h);
	shape_labels(h);
	span_pill(h);
	waiting(h);
}
