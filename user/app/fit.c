/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/fit.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

/* A character, as it came and as it is shown. */
struct glyph {
	size_t len; /* bytes it came in */
	int width;  /* columns; < 0: it cannot be shown */
};

/* Bytes of a well-formed character, as far as its first byte tells; 0: it cannot be first. */
static size_t length_of(uint8_t first)
{
	return first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 :
	       first < 0xf5 ? 4 : 0;
}

/* What is no character counts as one byte that cannot be shown. */
static struct glyph read_glyph(const char *text)
{
	const uint8_t *p = (const uint8_t *)text;
	size_t len = length_of(*p);
	wchar_t code = len < 2 ? *p : *p & (0x7f >> len);

	for (size_t i = 1; i < len; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return (struct glyph){ 1, -1 };
		code = code << 6 | (p[i] & 0x3f);
	}
	return (struct glyph){ len ? len : 1, len ? wcwidth(code) : -1 };
}

static size_t pad(char *out, size_t room, int columns)
{
	size_t n = columns > 0 ? (size_t)columns : 0;

	if (n > room)
		n = room;
	memset(out, ' ', n);
	return n;
}

/* Nothing that has no width, which would be drawn over what stands before. */
static size_t copy(const struct fit *f, const char *text, int *columns, char *out, size_t room)
{
	size_t n = 0;

	while (*text) {
		struct glyph g = read_glyph(text);
		bool shown = g.width >= 0 && !(f->ascii && (uint8_t)*text >= 0x80);
		const char *from = shown ? text : "?";
		size_t len = shown ? g.len : 1;

		text += g.len;
		if (shown && !g.width)
			continue;
		*columns -= shown ? g.width : 1;
		if (*columns < 0 || n + len > room) {
			*columns += shown ? g.width : 1;
			break;
		}
		memcpy(out + n, from, len);
		n += len;
	}
	return n;
}

size_t fit_text(const struct fit *f, const char *utf8, int columns, char *out, size_t room)
{
	int left = abs(columns);
	size_t n = copy(f, utf8, &left, out, room - 1), padding;

	if (columns < 0) {
		padding = left > 0 && n + (size_t)left < room ? (size_t)left : 0;
		memmove(out + padding, out, n);
		memset(out, ' ', padding);
		n += padding;
	} else {
		n += pad(out + n, room - 1 - n, left);
	}
	out[n] = 0;
	return n;
}
