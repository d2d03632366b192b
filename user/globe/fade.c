/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/fade.h"

/* The same curve in the same colour, whatever its width. */
static bool is_same(const struct strand *a, const struct strand *b)
{
	return !memcmp(&a->arc, &b->arc, sizeof(a->arc)) && !memcmp(a->rgba, b->rgba, 3);
}

/* The slot of a strand among these rows, or the empty one where it belongs. */
static uint16_t *slot_of(struct fade *f, const struct strand *rows, const struct strand *row)
{
	size_t i = hash_bytes(&row->arc, sizeof(row->arc)) % FADE_SLOTS;

	while (f->slot[i] && !is_same(&rows[f->slot[i] - 1], row))
		i = (i + 1) % FADE_SLOTS;
	return &f->slot[i];
}

static void put_in_slots(struct fade *f, const struct strand *rows, uint32_t count)
{
	memset(f->slot, 0, sizeof(f->slot));
	for (uint32_t i = 0; i < count; i++)
		*slot_of(f, rows, &rows[i]) = (uint16_t)(i + 1);
}

static void dim(struct strand *row, float by)
{
	row->rgba[3] = (uint8_t)((float)row->rgba[3] * by);
}

/* What is on its way out itself is not remembered. */
void fade_from(struct fade *f, const struct strands *s)
{
	f->count = f->red = 0;
	for (uint32_t i = 0; i < s->count; i++) {
		if (s->bundle[i] == FADE_GONE)
			continue;
		f->rows[f->count++] = s->rows[i];
		f->red += i < s->red;
	}
	f->on = true;
}

static void dim_new(struct fade *f, struct strands *s, float strength)
{
	put_in_slots(f, f->rows, f->count);
	for (uint32_t i = 0; i < s->count; i++)
		if (!*slot_of(f, f->rows, &s->rows[i]))
			dim(&s->rows[i], strength);
}

/* returns how many are gone; *blue: out, how many of them */
static uint32_t gather_gone(struct fade *f, const struct strands *s, uint32_t *blue)
{
	uint32_t n = 0;

	*blue = 0;
	put_in_slots(f, s->rows, s->count);
	for (uint32_t i = 0; i < f->count && s->count + n < STRANDS_MOST; i++) {
		if (*slot_of(f, s->rows, &f->rows[i]))
			continue;
		f->gone[n++] = f->rows[i];
		*blue += i < f->red;
	}
	return n;
}

/* Blue stays below red. */
static void add_gone(struct fade *f, struct strands *s, float strength)
{
	uint32_t blue, n = gather_gone(f, s, &blue), red = s->count - s->red;

	for (uint32_t i = 0; i < n; i++)
		dim(&f->gone[i], strength);
	memmove(s->rows + s->red + blue, s->rows + s->red, red * sizeof(*s->rows));
	memmove(s->bundle + s->red + blue, s->bundle + s->red, red * sizeof(*s->bundle));
	memcpy(s->rows + s->red, f->gone, blue * sizeof(*s->rows));
	memset(s->bundle + s->red, 0xff, blue * sizeof(*s->bundle));
	memcpy(s->rows + s->count + blue, f->gone + blue, (n - blue) * sizeof(*s->rows));
	memset(s->bundle + s->count + blue, 0xff, (n - blue) * sizeof(*s->bundle));
	s->red += blue;
	s->count += n;
}

void fade_to(struct fade *f, struct strands *s, float done)
{
	if (!f->on)
		return;
	s->version++;
	f->on = done < 1;
	if (!f->on)
		return;
	dim_new(f, s, done);
	add_gone(f, s, 1 - done);
	s->moving = true;
}
