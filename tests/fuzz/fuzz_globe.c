/* SPDX-License-Identifier: BSD-2-Clause */
/* Whatever decodes can be shown, turned, clicked at and left: no record is trusted. */
#include "globe/globe.h"

#include <stdlib.h>
#include <string.h>

#include "core/clock.h"
#include "fuzz/fuzz_kinds.h"
#include "globe/keys.h"
#include "unit/fake_font.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define HEAD 8 /* of a record: before what it tells */

static const struct scene_limits few = { 64, 16, 64, 256 };
static struct fake_font file;
static struct font font;
static struct stream_explain answer;

static struct globe *open_globe(void)
{
	struct globe *g;

	fake_font_make(&file);
	if (font_open(&font, &file, sizeof(file)) || globe_open(&font, &few, &g))
		abort();
	return g;
}

static void click(struct globe *g, float x, float y, int64_t now_ns)
{
	globe_pointer(g, GLOBE_PRESS, x, y, now_ns);
	globe_pointer(g, GLOBE_RELEASE, x, y, now_ns);
	globe_frame(g, 1280, 720, now_ns);
}

/* One record: a byte chooses its kind, what follows fills it behind a good head. */
static size_t take_record(struct globe *g, const uint8_t *data, size_t size)
{
	const struct stream_record *kind = fuzz_kind(data[0]);
	uint8_t wire[STREAM_RECORD_MOST];
	size_t len = (size_t)stream_encode(kind, wire, sizeof(wire)) - HEAD;
	struct stream_record r;

	len = len < size - 1 ? len : size - 1;
	memcpy(wire + HEAD, data + 1, len);
	if (stream_decode(wire, sizeof(wire), &r) > 0) {
		if (r.kind == STREAM_EXPLAIN)
			answer = r.explain;
		globe_take(g, &r, CLOCK_S);
	}
	return len + 1;
}

/* The last answer, as if it were about whose card is open. */
static void explain(struct globe *g)
{
	struct stream_record r = { .kind = STREAM_EXPLAIN, .explain = answer };

	globe_asks(g, 7 * CLOCK_S, &r.explain.addr);
	globe_take(g, &r, 7 * CLOCK_S);
}

/* Whoever is there is sought, listed in each order, and scrolled. */
static void search(struct globe *g)
{
	globe_key(g, '/');
	globe_text(g, "-verdict:allowed 203");
	globe_step(g, 2 * CLOCK_S);
	globe_frame(g, 1280, 720, 2 * CLOCK_S);
	globe_text(g, " what:is this");
	globe_frame(g, 390, 844, 2 * CLOCK_S);
	globe_key(g, KEY_CLEAR);
	globe_key(g, KEY_ENTER);
	globe_step(g, 3 * CLOCK_S);
	for (int i = 0; i < 4; i++) {
		click(g, 60, 104, 3 * CLOCK_S);
		globe_key(g, KEY_END);
		globe_wheel(g, 1);
	}
}

static void press(struct globe *g, const char *keys, int width, int height)
{
	for (; *keys; keys++) {
		globe_key(g, *keys);
		globe_step(g, 3 * CLOCK_S);
		globe_frame(g, width, height, 3 * CLOCK_S);
	}
}

/* The past is walked through and played, in a window of any size, and so is the cube. */
static void travel(struct globe *g)
{
	press(g, "t,,n.N", 1280, 720);
	click(g, 900, 690, 3 * CLOCK_S);
	press(g, "  v[l ", 64, 64);
	press(g, "[,l", 390, 844);
	press(g, "t.,hA\x1bLv", 64, 64);
}

static void use(struct globe *g)
{
	globe_step(g, 3 * CLOCK_S);
	globe_frame(g, 1280, 720, 3 * CLOCK_S);
	click(g, 100, 130, 4 * CLOCK_S);
	click(g, 100, 540, 5 * CLOCK_S);
	click(g, 700, 300, 6 * CLOCK_S);
	for (const char *key = "[[]]]?b"; *key; key++)
		globe_key(g, *key);
	globe_key(g, 27);
	click(g, 100, 130, 6 * CLOCK_S);
	explain(g);
	globe_frame(g, 390, 844, 7 * CLOCK_S);
	globe_lost(g, 8 * CLOCK_S);
	globe_pose(g);
	globe_frame(g, 3840, 2160, 9 * CLOCK_S);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct globe *g = open_globe();

	answer = (struct stream_explain){ .text = "" };
	while (size) {
		size_t used = take_record(g, data, size);

		data += used;
		size -= used;
	}
	search(g);
	travel(g);
	use(g);
	globe_close(g);
	return 0;
}
