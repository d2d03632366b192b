/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/cube_shape.h"

#include <arpa/inet.h>

#include "core/clock.h"
#include "globe/cube.h"

#define OF_A_KIND (CUBE_SHAPES / CUBE_KINDS)
#define CONTACT_NS CLOCK_S /* packets that are closer are of one contact */

/*
 * A point becomes a key: above `shift` bits is what the points of a shape have in common, below
 * what is counted.
 */
static const struct rule {
	enum cube_kind kind;
	uint8_t direction;
	uint8_t shift;
	uint32_t least;
} rules[] = {
	{ CUBE_SCAN, RA_IN, 16, 16 },   { CUBE_PORTS, RA_IN, 16, 16 },
	{ CUBE_PORTS, RA_OUT, 16, 16 }, { CUBE_SWEEP, RA_IN, 48, 24 },
	{ CUBE_BEACON, RA_IN, 0, 4 },   { CUBE_BEACON, RA_OUT, 0, 4 },
};

static uint64_t peer_key(const struct addr *a)
{
	return addr_is_v4(a) ? ntohl(addr_to_be32(a)) : addr_hash(a);
}

/* returns false for a point that does not count */
static bool key_of(const struct rule *r, const struct cube *c, uint32_t row, uint64_t *key)
{
	const struct stream_point *p = cube_point(c, row);
	const struct cube_fact *f = &c->facts[row];
	uint64_t peer = peer_key(&p->addr), port = f->port;

	if (p->direction != r->direction || !f->asks || !port || f->shade.verdict < RA_UNKNOWN ||
	    (r->kind == CUBE_BEACON && !f->beacon) || p->time_ns <= c->built_ns - CUBE_SHAPE_NS)
		return false;
	switch (r->kind) {
	case CUBE_SCAN:
		*key = peer << 32 | port << 16 | f->local;
		break;
	case CUBE_PORTS:
		*key = peer << 32 | (uint64_t)f->local << 16 | port;
		break;
	case CUBE_SWEEP:
		*key = port << 48 | peer;
		break;
	default:
		*key = peer << 32 | (uint64_t)f->local << 16 | port;
		break;
	}
	return true;
}

/* One byte of the keys after the other, the lowest first. returns which of the two is sorted */
static uint64_t *sort(uint64_t *a, uint64_t *b, uint32_t n)
{
	for (int shift = 0; shift < 64; shift += 8) {
		uint32_t at[256] = { 0 }, sum = 0;
		uint64_t *swap = a;

		for (uint32_t i = 0; i < n; i++)
			at[a[i] >> shift & 255]++;
		if (!n || at[a[0] >> shift & 255] == n)
			continue;
		for (uint32_t i = 0; i < 256; i++) {
			uint32_t count = at[i];

			at[i] = sum;
			sum += count;
		}
		for (uint32_t i = 0; i < n; i++)
			b[at[a[i] >> shift & 255]++] = a[i];
		a = b;
		b = swap;
	}
	return a;
}

/* Of a kind the greatest are kept. */
static void keep(struct cube_shapes *s, const struct cube_shape *shape)
{
	struct cube_shape *least = NULL;
	uint32_t same = 0;

	for (uint32_t i = 0; i < s->count; i++) {
		if (s->rows[i].kind != shape->kind)
			continue;
		same++;
		if (!least || s->rows[i].count < least->count)
			least = &s->rows[i];
	}
	if (same < OF_A_KIND)
		s->rows[s->count++] = *shape;
	else if (least->count < shape->count)
		*least = *shape;
}

/* All points of a row of sorted keys that have a group in common. returns where the next starts */
static uint32_t take_group(struct cube_shapes *s, const struct rule *r, const uint64_t *keys,
			   uint32_t i, uint32_t n)
{
	struct cube_shape shape = { .kind = r->kind,
				    .direction = r->direction,
				    .group = keys[i] >> r->shift,
				    .count = 1 };

	for (i++; i < n && keys[i] >> r->shift == shape.group; i++)
		shape.count += r->kind == CUBE_BEACON || keys[i] != keys[i - 1];
	if (shape.count >= r->least)
		keep(s, &shape);
	return i;
}

static void find(struct cube_shapes *s, const struct rule *r, const struct cube *c)
{
	const uint64_t *keys;
	uint32_t n = 0;

	for (uint32_t i = 0; i < c->row_count; i++)
		n += key_of(r, c, i, &s->keys[0][n]);
	keys = sort(s->keys[0], s->keys[1], n);
	for (uint32_t i = 0; i < n;)
		i = take_group(s, r, keys, i, n);
}

static void widen(struct cube_shape *s, const struct cube *c, uint32_t row)
{
	const struct stream_point *p = cube_point(c, row);
	struct vec3 at = c->rows[row].at;

	s->from = (struct vec3){ fminf(s->from.x, at.x), fminf(s->from.y, at.y),
				 fminf(s->from.z, at.z) };
	s->to = (struct vec3){ fmaxf(s->to.x, at.x), fmaxf(s->to.y, at.y), fmaxf(s->to.z, at.z) };
	if (scene_is_graver(c->facts[row].shade, s->shade))
		s->shade = c->facts[row].shade;
	s->contacts += p->time_ns - s->last_ns >= CONTACT_NS;
	s->first_ns = p->time_ns < s->first_ns ? p->time_ns : s->first_ns;
	if (p->time_ns < s->last_ns)
		return;
	s->last_ns = p->time_ns;
	s->peer = p->addr;
	s->local = p->local;
	s->port = c->facts[row].port;
}

static void measure(struct cube_shape *s, const struct rule *r, const struct cube *c)
{
	uint64_t key;

	s->from = (struct vec3){ CUBE_HALF, CUBE_HALF, CUBE_HALF };
	s->to = vec3_scale(s->from, -1);
	s->first_ns = INT64_MAX;
	for (uint32_t i = 0; i < c->row_count; i++)
		if (key_of(r, c, i, &key) && key >> r->shift == s->group)
			widen(s, c, i);
}

static const struct rule *rule_of(const struct cube_shape *s)
{
	const struct rule *r = rules;

	while (r->kind != s->kind || r->direction != s->direction)
		r++;
	return r;
}

/* How many contacts came as long after the one before as they do on the average. */
static uint32_t regular(const struct cube_shape *s, const struct rule *r, const struct cube *c)
{
	int64_t usual_ns = cube_shape_every(s), last_ns = s->first_ns;
	uint32_t n = 0;
	uint64_t key;

	for (uint32_t i = 0; i < c->row_count; i++) {
		int64_t gap_ns = cube_point(c, i)->time_ns - last_ns;

		if (!key_of(r, c, i, &key) || key >> r->shift != s->group || gap_ns < CONTACT_NS)
			continue;
		last_ns += gap_ns;
		n += gap_ns > usual_ns * 3 / 4 && gap_ns < usual_ns * 5 / 4;
	}
	return n;
}

static bool is_true(const struct cube_shape *s, const struct rule *r, const struct cube *c)
{
	return s->kind != CUBE_BEACON || (s->contacts >= r->least &&
					  regular(s, r, c) * 4 >= (s->contacts - 1) * 3);
}

int64_t cube_shape_every(const struct cube_shape *s)
{
	return s->contacts > 1 ? (s->last_ns - s->first_ns) / (s->contacts - 1) : 0;
}

void cube_shapes_find(struct cube_shapes *s, const struct cube *c)
{
	uint32_t n = 0;

	s->count = 0;
	for (size_t i = 0; i < sizeof(rules) / sizeof(*rules); i++)
		find(s, &rules[i], c);
	for (uint32_t i = 0; i < s->count; i++) {
		const struct rule *r = rule_of(&s->rows[i]);

		measure(&s->rows[i], r, c);
		if (is_true(&s->rows[i], r, c))
			s->rows[n++] = s->rows[i];
	}
	s->count = n;
}
