/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/cube.h"

#include "core/clock.h"

#define EPHEMERAL 32768 /* from here on systems choose ports themselves */
#define WELL_KNOWN 1024
#define RADIUS 0.0062f /* of a point, where the cube's side is twice CUBE_HALF */
#define RED_RADIUS 0.0100f
#define DIMMED 0.16f
#define STILL 1e-4f /* nobody sees so short a way */
#define AS_NEAR 1.5f /* pixels between points that lie one behind the other */

void cube_clear(struct cube *c)
{
	c->next = c->count = c->row_count = c->shapes.count = 0;
	c->newest_ns = 0;
	c->taken = c->left_out = 0;
	c->version++;
}

void cube_take(struct cube *c, const struct stream_point *p)
{
	c->ring[c->next] = *p;
	c->sights[c->next].shown = false;
	c->next = (c->next + 1) % CUBE_POINTS;
	c->count += c->count < CUBE_POINTS;
	c->newest_ns = p->time_ns > c->newest_ns ? p->time_ns : c->newest_ns;
	c->taken++;
	c->left_out += p->left_out;
}

static int port_class(uint16_t port)
{
	if (!port)
		return 3;
	return port < WELL_KNOWN ? 0 : port < EPHEMERAL ? 1 : 2;
}

uint16_t cube_port(const struct stream_point *p, bool *asks)
{
	int local = port_class(p->local_port), peer = port_class(p->peer_port);
	bool in = p->direction == RA_IN, at_local = local == peer ? in : local < peer;

	*asks = at_local == in;
	return at_local ? p->local_port : p->peer_port;
}

static float along(float share)
{
	return (2 * share - 1) * CUBE_HALF;
}

struct vec3 cube_at(const struct cube *c, const struct stream_point *p)
{
	bool asks;

	return (struct vec3){ along(cube_axis_at(&c->local, &p->local)),
			      along(cube_port_at(cube_port(p, &asks))),
			      along(cube_axis_at(&c->remote, &p->addr)) };
}

/* Whether the filter lets it pass; of a peer that was not told of nothing is known to filter by. */
static bool passes(const struct scene *s, const struct stream_peer *peer, uint8_t direction)
{
	uint8_t sides = peer ? scene_sides(s, peer) : 0;

	if (!s->sieve.filter.count)
		return true;
	return peer && peer->side[direction].first_ns ? sides & RA_DIR_BIT(direction) : sides;
}

/* As the peer is judged now; what is not told of it yet, as the point was. */
static struct cube_sight sight_of(const struct scene *s, const struct stream_point *p)
{
	const struct stream_side told = { .verdict = p->verdict, .novelty = p->novelty,
					  .beacon = EVENT_UNSCORED };
	const struct stream_peer *peer = scene_peer(s, &p->addr);
	const struct stream_side *side = peer ? &peer->side[p->direction] : &told;

	if (!side->first_ns)
		side = &told;
	return (struct cube_sight){ .shade = scene_shade_of(side),
				    .shown = passes(s, peer, p->direction),
				    .beacon = side->beacon >= CUBE_BEACON_SCORE &&
					      side->beacon <= 100 };
}

static bool is_in_time(const struct stream_point *p, const struct cube_want *w)
{
	return p->time_ns <= w->now_ns && p->time_ns > w->now_ns - w->span_ns &&
	       (w->directions & RA_DIR_BIT(p->direction));
}

/* Where a point that was shown stands by now. */
static struct vec3 glided(const struct cube *c, const struct cube_sight *s, int64_t now_ns)
{
	float x = fminf((float)(now_ns - c->built_ns) / (float)CLOCK_S / CUBE_GLIDE_S, 1);

	return vec3_add(s->from, vec3_scale(vec3_sub(s->at, s->from), x * x * (3 - 2 * x)));
}

static void see(struct cube *c, const struct scene *s, uint32_t number,
		const struct cube_want *w)
{
	struct cube_sight *old = &c->sights[number];
	struct cube_sight sight = sight_of(s, &c->ring[number]);

	sight.was_shown = old->shown;
	if (old->shown)
		sight.from = glided(c, old, w->now_ns);
	if (w->blue == BLUE_HIDDEN && sight.shade.verdict < RA_UNKNOWN)
		sight.shown = false;
	*old = sight;
}

/* What is shown, and the axes on which it stands. */
static void sort_out(struct cube *c, const struct scene *s, const struct cube_want *w)
{
	cube_axis_start(&c->local, 128);
	cube_axis_start(&c->remote, w->remote_len);
	for (uint32_t i = 0; i < c->count; i++) {
		const struct stream_point *p = &c->ring[i];

		if (is_in_time(p, w))
			see(c, s, i, w);
		else
			c->sights[i].shown = false;
		if (!c->sights[i].shown)
			continue;
		cube_axis_add(&c->local, &p->local);
		cube_axis_add(&c->remote, &p->addr);
	}
	cube_axis_share(&c->local);
	cube_axis_share(&c->remote);
}

static bool stands_out(const struct scene *s, const struct stream_point *p,
		       const struct cube_want *w)
{
	const struct stream_peer *peer;

	if (w->chosen)
		return addr_equal(&p->addr, w->chosen);
	if (w->place == SCENE_ANYWHERE)
		return true;
	peer = scene_peer(s, &p->addr);
	return peer && peer->place == w->place;
}

static struct cube_fact fact_of(const struct cube *c, uint32_t number)
{
	const struct stream_point *p = &c->ring[number];
	struct cube_fact f = { .point = number,
			       .local = (uint16_t)cube_axis_rank(&c->local, &p->local),
			       .shade = c->sights[number].shade,
			       .beacon = c->sights[number].beacon };

	f.port = cube_port(p, &f.asks);
	return f;
}

static void add_row(struct cube *c, const struct scene *s, uint32_t number,
		    const struct cube_want *w)
{
	const struct stream_point *p = &c->ring[number];
	struct cube_sight *sight = &c->sights[number];
	struct scene_shade shade = sight->shade;
	uint32_t color = palette_of(w->palette, shade.verdict, shade.level)->mark;
	struct cube_row *row = &c->rows[c->row_count];

	bool blue = shade.verdict < RA_UNKNOWN;

	if (!stands_out(s, p, w) || (blue && w->blue == BLUE_DIM))
		color = palette_fade(color, DIMMED);
	c->facts[c->row_count++] = fact_of(c, number);
	sight->at = cube_at(c, p);
	if (!sight->was_shown)
		sight->from = sight->at;
	c->glides |= vec3_length(vec3_sub(sight->at, sight->from)) > STILL;
	*row = (struct cube_row){ .at = sight->at,
				  .from = sight->from,
				  .time_s = (float)(p->time_ns - w->now_ns) / (float)CLOCK_S,
				  .radius = shade.verdict >= RA_UNKNOWN ? RED_RADIUS : RADIUS };
	for (int i = 0; i < 4; i++)
		row->rgba[i] = (uint8_t)(color >> (24 - 8 * i));
}

void cube_build(struct cube *c, const struct scene *s, const struct cube_want *want)
{
	uint32_t oldest = c->count == CUBE_POINTS ? c->next : 0;

	sort_out(c, s, want);
	c->row_count = 0;
	c->glides = false;
	for (uint8_t verdict = 0; verdict < RA_VERDICTS; verdict++)
		for (uint32_t i = 0; i < c->count; i++) {
			uint32_t number = (oldest + i) % CUBE_POINTS;

			if (c->sights[number].shown &&
			    c->sights[number].shade.verdict == verdict)
				add_row(c, s, number, want);
		}
	c->built_ns = want->now_ns;
	c->span_ns = want->span_ns;
	c->version++;
	cube_shapes_find(&c->shapes, c);
}

static float away(const struct cube_row *row, const struct view *v, float x, float y)
{
	float px, py;

	return view_project(v, row->at, &px, &py) ? hypotf(px - x, py - y) : INFINITY;
}

uint32_t cube_pick(const struct cube *c, const struct view *v, float x, float y, float reach)
{
	uint32_t best = CUBE_NONE;
	float nearest = reach, front = INFINITY;

	for (uint32_t i = 0; i < c->row_count; i++)
		nearest = fminf(nearest, away(&c->rows[i], v, x, y));
	for (uint32_t i = 0; i < c->row_count; i++) {
		float depth = vec3_dot(vec3_sub(c->rows[i].at, v->eye), v->forward);

		if (depth >= front || away(&c->rows[i], v, x, y) > fminf(nearest + AS_NEAR, reach))
			continue;
		best = i;
		front = depth;
	}
	return best;
}
