/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/font.h"

#include <endian.h>
#include <errno.h>
#include <string.h>

#include "globe/font_more.h"

#define MISSING 0xfffd
#define FACES (FONT_FACES * FONT_SCALES)

static const uint16_t face_px[FONT_FACES] = {
#define FONT_PX(name, file, px, codes, tabular) px,
	FONT_LIST(FONT_PX)
#undef FONT_PX
};

static struct font_file read_head(const uint8_t *p)
{
	struct font_file h;

	memcpy(&h, p, sizeof(h));
	return (struct font_file){ le32toh(h.magic),  le16toh(h.version), le16toh(h.faces),
				   le16toh(h.width),  le16toh(h.height),  le32toh(h.glyphs) };
}

static struct font_file_face read_face(const uint8_t *p)
{
	struct font_file_face f;

	memcpy(&f, p, sizeof(f));
	return (struct font_file_face){ le32toh(f.first), le32toh(f.count), le16toh(f.px4),
					(int16_t)le16toh((uint16_t)f.ascent64),
					(int16_t)le16toh((uint16_t)f.descent64), 0 };
}

static struct font_glyph read_glyph(const struct font_face *face, uint32_t i)
{
	struct font_glyph g;

	memcpy(&g, face->glyphs + (size_t)i * sizeof(g), sizeof(g));
	return (struct font_glyph){ le32toh(g.code), le16toh(g.x), le16toh(g.y), le16toh(g.w),
				    le16toh(g.h), (int16_t)le16toh((uint16_t)g.left),
				    (int16_t)le16toh((uint16_t)g.top), le16toh(g.advance64), 0 };
}

static int check_glyphs(const struct font *f, const struct font_face *face)
{
	struct font_glyph g, before = { 0 };

	for (uint32_t i = 0; i < face->count; i++, before = g) {
		g = read_glyph(face, i);
		if (g.x + g.w > f->width || g.y + g.h > f->height)
			return -EBADMSG;
		if (i && g.code <= before.code)
			return -EBADMSG;
	}
	return 0;
}

static int open_face(struct font *f, uint32_t n, const struct font_file *head, const uint8_t *rows,
		     const uint8_t *glyphs)
{
	struct font_file_face row = read_face(rows + n * sizeof(row));
	struct font_face *face = &f->face[n / FONT_FACES][n % FONT_FACES];

	if (row.first > head->glyphs || row.count > head->glyphs - row.first || !row.count)
		return -EBADMSG;
	if (row.px4 != face_px[n % FONT_FACES] * font_quarters[n / FONT_FACES])
		return -EBADMSG;
	face->glyphs = glyphs + (size_t)row.first * sizeof(struct font_glyph);
	face->count = row.count;
	face->ascent_px = (float)row.ascent64 / 64;
	face->descent_px = (float)row.descent64 / 64;
	return check_glyphs(f, face);
}

int font_open(struct font *f, const void *data, size_t len)
{
	const uint8_t *rows = (const uint8_t *)data + sizeof(struct font_file), *glyphs;
	struct font_file head;
	size_t need;

	if (len < sizeof(head))
		return -EBADMSG;
	head = read_head(data);
	if (head.magic != FONT_MAGIC || head.version != FONT_VERSION || head.faces != FACES ||
	    !head.width || head.width > FONT_SIDE || !head.height || head.height > FONT_SIDE)
		return -EBADMSG;
	need = sizeof(head) + FACES * sizeof(struct font_file_face) +
	       (size_t)head.glyphs * sizeof(struct font_glyph) + (size_t)head.width * head.height;
	if (len != need)
		return -EBADMSG;
	glyphs = rows + FACES * sizeof(struct font_file_face);
	f->more = NULL;
	f->width = head.width;
	f->height = head.height;
	f->texels = glyphs + (size_t)head.glyphs * sizeof(struct font_glyph);
	for (uint32_t n = 0; n < FACES; n++)
		if (open_face(f, n, &head, rows, glyphs))
			return -EBADMSG;
	return 0;
}

static int search(const struct font_face *face, uint32_t code, struct font_glyph *out)
{
	uint32_t low = 0, high = face->count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		*out = read_glyph(face, middle);
		if (out->code == code)
			return 0;
		if (out->code < code)
			low = middle + 1;
		else
			high = middle;
	}
	return -ENOENT;
}

struct font_glyph font_find(const struct font *f, int scale, enum font_name name, uint32_t code)
{
	const struct font_face *face = &f->face[scale][name];
	struct font_want want = { code, (uint8_t)scale, (uint8_t)name };
	struct font_glyph g;

	if (!search(face, code, &g) || font_more_find(f, &want, &g))
		return g;
	if (search(face, MISSING, &g) && search(face, '?', &g))
		return (struct font_glyph){ .code = code };
	return g;
}

float font_width(const struct font *f, int scale, enum font_name face, const char *text)
{
	uint32_t width64 = 0;

	while (*text)
		width64 += font_find(f, scale, face, font_next(&text)).advance64;
	return (float)width64 / 64;
}

/* Bytes that follow a first byte, and the bits that it gives; -1: not a first byte. */
static int follow(uint8_t first, uint32_t *bits)
{
	int n = first < 0x80 ? 0 : first < 0xc2 ? -1 : first < 0xe0 ? 1 : first < 0xf0 ? 2 :
		first < 0xf5 ? 3 : -1;

	*bits = n > 0 ? first & (0x3fu >> n) : first;
	return n;
}

uint32_t font_next(const char **text)
{
	static const uint32_t least[] = { 0, 0x80, 0x800, 0x10000 };
	const uint8_t *p = (const uint8_t *)*text;
	uint32_t code;
	int n = follow(*p, &code), i = 1;

	for (; i <= n && (p[i] & 0xc0) == 0x80; i++)
		code = code << 6 | (p[i] & 0x3f);
	*text += i;
	if (n < 0 || i <= n || code < least[n] || code > 0x10ffff || (code & ~0x7ffu) == 0xd800)
		return MISSING;
	return code;
}
