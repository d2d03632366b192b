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

	globe_asks(g, 27 * CLOCK_S, &r.explain.addr);
	globe_take(g, &r, 27 * CLOCK_S);
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

/* returns the time after the last key */
static int64_t press(struct globe *g, const char *keys, int width, int height, int64_t now_ns)
{
	for (; *keys; keys++) {
		now_ns += CLOCK_S / 4;
		globe_key(g, *keys);
		globe_step(g, now_ns);
		globe_frame(g, width, height, now_ns);
	}
	return now_ns;
}

/* The past is walked through and played, in a window of any size, and so is the cube. */
static void travel(struct globe *g)
{
	int64_t now_ns = press(g, "\x1b\x1b\x1bt,,n.N>>,   ", 1280, 720, 3 * CLOCK_S);

	click(g, 900, 660, now_ns);
	now_ns = press(g, " v[l ,v", 64, 64, now_ns);
	now_ns = press(g, "[,ltv,h", 390, 844, now_ns);
	click(g, 640, 360, now_ns);
	press(g, "A\x1bLxv", 1280, 720, now_ns);
}

static void use(struct globe *g)
{
	globe_step(g, 23 * CLOCK_S);
	globe_frame(g, 1280, 720, 23 * CLOCK_S);
	click(g, 100, 130, 24 * CLOCK_S);
	click(g, 100, 540, 25 * CLOCK_S);
	click(g, 700, 300, 26 * CLOCK_S);
	for (const char *key = "[[]]]?b"; *key; key++)
		globe_key(g, *key);
	globe_key(g, 27);
	click(g, 100, 130, 26 * CLOCK_S);
	explain(g);
	globe_frame(g, 390, 844, 27 * CLOCK_S);
	globe_lost(g, 28 * CLOCK_S);
	globe_pose(g);
	globe_frame(g, 3840, 2160, 29 * CLOCK_S);
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
