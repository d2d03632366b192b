/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/cube_axis.h"

#include <math.h>
#include <string.h>

#define ROOM_PORT 16.0f /* ports below share the first doubling */

void cube_axis_start(struct cube_axis *a, uint8_t len)
{
	a->count = 0;
	a->len = len;
}

static struct addr cut(const struct addr *a, uint8_t len)
{
	struct addr p = { { 0 } };

	memcpy(p.b, a->b, len / 8);
	return p;
}

uint32_t cube_axis_rank(const struct cube_axis *a, const struct addr *addr)
{
	uint32_t low = 0, high = a->count;

	while (low < high) {
		uint32_t mid = (low + high) / 2;

		if (memcmp(a->marks[mid].prefix.b, addr->b, a->len / 8) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static bool has(const struct cube_axis *a, uint32_t rank, const struct addr *addr)
{
	return rank < a->count && !memcmp(a->marks[rank].prefix.b, addr->b, a->len / 8);
}

/* They are sorted, so that those that become equal are neighbours. */
static void shorten(struct cube_axis *a)
{
	uint32_t n = 0;

	a->len -= 8;
	for (uint32_t i = 0; i < a->count; i++) {
		struct cube_mark m = a->marks[i];

		m.prefix = cut(&m.prefix, a->len);
		if (n && addr_equal(&a->marks[n - 1].prefix, &m.prefix))
			a->marks[n - 1].points += m.points;
		else
			a->marks[n++] = m;
	}
	a->count = n;
}

void cube_axis_add(struct cube_axis *a, const struct addr *addr)
{
	uint32_t rank = cube_axis_rank(a, addr);

	while (!has(a, rank, addr) && a->count == CUBE_MARKS) {
		shorten(a);
		rank = cube_axis_rank(a, addr);
	}
	if (!has(a, rank, addr)) {
		memmove(&a->marks[rank + 1], &a->marks[rank],
			(a->count - rank) * sizeof(*a->marks));
		a->marks[rank] = (struct cube_mark){ .prefix = cut(addr, a->len) };
		a->count++;
	}
	a->marks[rank].points++;
}

static float room(const struct cube_mark *m)
{
	return ldexpf(1, ilogbf((float)m->points) / 2);
}

void cube_axis_share(struct cube_axis *a)
{
	float all = 0, sum = 0;

	for (uint32_t i = 0; i < a->count; i++)
		all += room(&a->marks[i]);
	for (uint32_t i = 0; i < a->count; i++) {
		sum += room(&a->marks[i]);
		a->marks[i].end = sum / all;
	}
}

static float start(const struct cube_axis *a, uint32_t rank)
{
	return rank ? a->marks[rank - 1].end : 0;
}

/* How far into its prefix an address is: its next 16 bits, as far as there are any. */
static float within(const struct cube_axis *a, const struct addr *addr)
{
	uint32_t at = a->len / 8;

	if (at >= sizeof(addr->b))
		return 0.5f;
	if (at + 1 == sizeof(addr->b))
		return ((float)addr->b[at] + 0.5f) / 256;
	return ((float)addr->b[at] + ((float)addr->b[at + 1] + 0.5f) / 256) / 256;
}

static float mix(const struct cube_axis *a, uint32_t rank, float share)
{
	float from = start(a, rank);

	return from + (a->marks[rank].end - from) * share;
}

float cube_axis_at(const struct cube_axis *a, const struct addr *addr)
{
	return mix(a, cube_axis_rank(a, addr), within(a, addr));
}

float cube_axis_middle(const struct cube_axis *a, uint32_t rank)
{
	return mix(a, rank, 0.5f);
}

float cube_port_at(uint16_t port)
{
	return log2f(1 + (float)port / ROOM_PORT) / log2f(1 + 65535 / ROOM_PORT);
}
