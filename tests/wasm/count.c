/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the globe makes of a stream, as numbers that every machine must agree on.
 *
 * standard input: the size of a font in 4 bytes, little-endian, the font, a stream
 */
#include <stdio.h>
#include <stdlib.h>

#include "globe/globe.h"
#include "stream/stream.h"

#define INPUT_MOST (64u << 20)
#define NOW_NS INT64_C(1000000000)

static uint32_t size_of(const uint8_t *p)
{
	return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static uint32_t take_all(struct globe *g, const uint8_t *p, size_t len)
{
	static struct stream_record record;
	uint32_t records = 0;
	int used;

	while ((used = stream_decode(p, len, &record)) > 0) {
		globe_take(g, &record, NOW_NS);
		p += used;
		len -= (size_t)used;
		records++;
	}
	return records;
}

static void print(uint32_t records, const struct render_frame *f)
{
	float lifts = 0;

	for (uint32_t i = 0; i < f->strands->count; i++)
		lifts += f->strands->rows[i].arc.lift;
	printf("records %u strands %u red from %u spots %u\n", records, f->strands->count,
	       f->strands->red, f->strands->spot_count);
	printf("quads %u lifts %.2f sun %.3f %.3f %.3f\n", f->batch->count, (double)lifts,
	       (double)f->sun.x, (double)f->sun.y, (double)f->sun.z);
}

int main(void)
{
	static const struct scene_limits most = { 16384, 1024, 16384, 32768 };
	static struct font font;
	struct globe *g = NULL;
	uint8_t *in = malloc(INPUT_MOST);
	size_t len = in ? fread(in, 1, INPUT_MOST, stdin) : 0;
	uint32_t size = len > 4 ? size_of(in) : 0, records;

	if (!size || size > len - 4 || font_open(&font, in + 4, size) ||
	    globe_open(&font, &most, &g))
		return 1;
	records = take_all(g, in + 4 + size, len - 4 - size);
	globe_pose(g);
	print(records, globe_frame(g, 1280, 720, NOW_NS));
	globe_close(g);
	free(in);
	return 0;
}
