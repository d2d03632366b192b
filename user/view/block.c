/* SPDX-License-Identifier: BSD-2-Clause */
#include "view/block.h"

#include <string.h>

enum { ORDER = 0x1a2b3c4d };

enum {
	OPTION_END = 0,
	OPTION_COMMENT = 1,     /* of any block */
	OPTION_NAME = 2,        /* of an interface */
	OPTION_FLAGS = 2,       /* of a packet */
	OPTION_SYSTEM = 3,      /* of a section */
	OPTION_APPLICATION = 4,
	OPTION_RESOLUTION = 9,
};

#define NANOSECONDS 9 /* the resolution, as a negative power of ten */

struct block {
	uint8_t *bytes;
	size_t len;
};

static void put(struct block *b, uint64_t value, int bytes)
{
	for (int i = 0; i < bytes; i++)
		b->bytes[b->len++] = (uint8_t)(value >> 8 * i);
}

static void put_bytes(struct block *b, const void *bytes, size_t len)
{
	if (len)
		memcpy(b->bytes + b->len, bytes, len);
	b->len += len;
	put(b, 0, (int)(-len & 3));
}

static struct block begin(uint8_t *to, uint32_t type)
{
	struct block b = { .bytes = to };

	put(&b, type, 4);
	put(&b, 0, 4);
	return b;
}

static size_t end(struct block *b)
{
	uint32_t len = (uint32_t)b->len + 8;

	put(b, OPTION_END, 4);
	put(b, len, 4);
	b->len = 4;
	put(b, len, 4);
	return len;
}

static void put_option(struct block *b, uint16_t code, const void *value, size_t len)
{
	put(b, code, 2);
	put(b, len, 2);
	put_bytes(b, value, len);
}

/* A character of UTF-8 is not cut in two. */
static void put_text(struct block *b, uint16_t code, const char *text)
{
	size_t len = strnlen(text, BLOCK_TEXT + 1);

	if (len > BLOCK_TEXT)
		for (len = BLOCK_TEXT; len && ((uint8_t)text[len] & 0xc0) == 0x80;)
			len--;
	if (len)
		put_option(b, code, text, len);
}

size_t block_section(uint8_t *to, const char *system, const char *application)
{
	struct block b = begin(to, BLOCK_SECTION);

	put(&b, ORDER, 4);
	put(&b, 1, 4); /* version 1.0 */
	put(&b, UINT64_MAX, 8); /* of a length that is not told */
	put_text(&b, OPTION_SYSTEM, system);
	put_text(&b, OPTION_APPLICATION, application);
	return end(&b);
}

size_t block_interface(uint8_t *to, uint16_t link_type, uint32_t snap, const char *name)
{
	static const uint8_t resolution = NANOSECONDS;
	struct block b = begin(to, BLOCK_INTERFACE);

	put(&b, link_type, 4);
	put(&b, snap, 4);
	put_text(&b, OPTION_NAME, name);
	put_option(&b, OPTION_RESOLUTION, &resolution, sizeof(resolution));
	return end(&b);
}

size_t block_packet(uint8_t *to, const struct block_packet *p)
{
	const uint8_t flags[4] = { (uint8_t)p->direction };
	uint64_t time = (uint64_t)p->time_ns;
	struct block b = begin(to, BLOCK_PACKET);

	put(&b, p->interface, 4);
	put(&b, time >> 32, 4);
	put(&b, time, 4);
	put(&b, p->captured, 4);
	put(&b, p->length, 4);
	put_bytes(&b, p->bytes, p->captured);
	put_option(&b, OPTION_FLAGS, flags, sizeof(flags));
	put_text(&b, OPTION_COMMENT, p->comment);
	return end(&b);
}
