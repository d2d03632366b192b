/* SPDX-License-Identifier: BSD-2-Clause */
#include "source/pcapng.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "core/clock.h"

#define BLOCK_LEAST 12 /* type, length, and the length once more */
#define BLOCK_MOST (16u << 20)
#define SECTION 0x0a0d0d0au /* reads the same in either byte order, which it tells */
#define ORDER 0x1a2b3c4du
#define LAST_S (INT64_MAX / CLOCK_S - 1)

enum { OPTION_END = 0, OPTION_RESOLUTION = 9, OPTION_OFFSET = 14 };

/* What stands between a block's two lengths. */
struct block {
	uint32_t type, len;
	const uint8_t *body;
};

struct option {
	uint16_t code, len;
	const uint8_t *value;
};

struct interface {
	uint16_t link_type;
	uint32_t snap_length; /* 0: none */
	uint64_t per_second;  /* units of time */
	uint64_t coarse;      /* so many of them that ten digits or 34 bits make a second */
	int64_t offset_s;     /* what a time counts from, since 1970 */
};

struct pcapng {
	FILE *stream;
	const char *name;
	const char *damage; /* set when a call fails */
	bool big;           /* the section is big-endian */
	uint64_t at, next;  /* bytes before this block, before the next */
	uint8_t *bytes;     /* of this block */
	uint32_t room;
	struct reader_frame frame; /* the last; zero before the first */
	int link_type;
	uint32_t n_interfaces;
	struct interface interfaces[PCAPNG_INTERFACES];
};

static uint16_t get16(const struct pcapng *p, const uint8_t *at)
{
	return (uint16_t)(p->big ? at[0] << 8 | at[1] : at[1] << 8 | at[0]);
}

static uint32_t get32(const struct pcapng *p, const uint8_t *at)
{
	uint32_t first = get16(p, at), second = get16(p, at + 2);

	return p->big ? first << 16 | second : second << 16 | first;
}

static uint64_t get64(const struct pcapng *p, const uint8_t *at)
{
	uint64_t first = get32(p, at), second = get32(p, at + 4);

	return p->big ? first << 32 | second : second << 32 | first;
}

static int damaged(struct pcapng *p, const char *how)
{
	p->damage = how;
	return -EBADMSG;
}

static int cut_short(struct pcapng *p)
{
	return damaged(p, ferror(p->stream) ? strerror(errno) : "the file ends within it");
}

/* The end of its block may stand for the end of a list. Returns 1, 0 at the end, or -EBADMSG. */
static int next_option(struct pcapng *p, const uint8_t **at, const uint8_t *end,
		       struct option *out)
{
	const uint8_t *value = *at + 4;
	uint32_t padded;

	if (*at == end)
		return 0;
	if (end - *at < 4)
		return damaged(p, "an option is longer than the block");
	*out = (struct option){ get16(p, *at), get16(p, *at + 2), value };
	padded = (out->len + 3u) & ~3u;
	if (end - value < padded)
		return damaged(p, "an option is longer than the block");
	*at = value + padded;
	if (out->code == OPTION_END)
		return out->len ? damaged(p, "the end of the options has a length") : 0;
	return 1;
}

static int begin_section(struct pcapng *p, const struct block *b)
{
	const uint8_t *at = b->body + 16;
	struct option option;
	int rc;

	if (get16(p, b->body + 4) != 1)
		return damaged(p, "a version of pcapng that is not known");
	p->n_interfaces = 0;
	do
		rc = next_option(p, &at, b->body + b->len, &option);
	while (rc > 0);
	return rc;
}

/* resolution: a negative power of 10, or of 2 when the highest bit is set */
static int set_resolution(struct pcapng *p, struct interface *i, uint8_t resolution)
{
	uint8_t base = resolution & 0x80 ? 2 : 10, exponent = resolution & 0x7f;

	if (exponent > (base == 2 ? 63 : 19))
		return damaged(p, "a unit of time that is too small");
	i->per_second = i->coarse = 1;
	for (; exponent; exponent--) {
		i->per_second *= base;
		if ((i->per_second / i->coarse) >> 34)
			i->coarse *= base;
	}
	return 0;
}

static int set_option(struct pcapng *p, struct interface *i, const struct option *o)
{
	switch (o->code) {
	case OPTION_RESOLUTION:
		return o->len == 1 ? set_resolution(p, i, *o->value) :
				     damaged(p, "a unit of time that is not a byte");
	case OPTION_OFFSET:
		if (o->len != 8)
			return damaged(p, "a time offset that is not eight bytes");
		i->offset_s = (int64_t)get64(p, o->value);
	}
	return 0;
}

static int add_interface(struct pcapng *p, const struct block *b)
{
	struct interface *i = &p->interfaces[p->n_interfaces];
	const uint8_t *at = b->body + 8;
	struct option option;
	int rc;

	if (p->n_interfaces == PCAPNG_INTERFACES)
		return damaged(p, "too many interfaces");
	*i = (struct interface){ .link_type = get16(p, b->body),
				 .snap_length = get32(p, b->body + 4) };
	rc = set_resolution(p, i, 6);
	while (!rc && (rc = next_option(p, &at, b->body + b->len, &option)) > 0)
		rc = set_option(p, i, &option);
	p->n_interfaces++;
	return rc;
}

/* What lies beyond 64 bits of nanoseconds ends in the year 2262, what lies before 1970 there. */
static int64_t units_to_ns(const struct interface *i, uint64_t units)
{
	uint64_t s = units / i->per_second, rest = units % i->per_second;
	int64_t ns = (int64_t)(rest / i->coarse * CLOCK_S / (i->per_second / i->coarse)), sum;

	if (s > INT64_MAX || __builtin_add_overflow((int64_t)s, i->offset_s, &sum) || sum > LAST_S)
		sum = LAST_S;
	return sum < 0 ? 0 : sum * CLOCK_S + ns;
}

static const struct interface *find_interface(struct pcapng *p, uint32_t index)
{
	return index < p->n_interfaces ? &p->interfaces[index] : NULL;
}

/* The frame's length and time are set already. */
static int take_bytes(struct pcapng *p, const struct block *b, uint32_t from, uint32_t captured)
{
	if (captured > b->len - from)
		return damaged(p, "a packet is longer than the block");
	p->frame.bytes = b->body + from;
	p->frame.captured = captured;
	return 1;
}

/* The layout that both kinds of packets share behind the interface. */
static int take_from(struct pcapng *p, const struct block *b, uint32_t index)
{
	const struct interface *i = find_interface(p, index);
	uint64_t high = get32(p, b->body + 4);

	if (!i)
		return damaged(p, "a packet of an interface that does not exist");
	p->link_type = i->link_type;
	p->frame.time_ns = units_to_ns(i, high << 32 | get32(p, b->body + 8));
	p->frame.length = get32(p, b->body + 16);
	return take_bytes(p, b, 20, get32(p, b->body + 12));
}

static int take_packet(struct pcapng *p, const struct block *b)
{
	return take_from(p, b, get32(p, b->body));
}

static int take_old_packet(struct pcapng *p, const struct block *b)
{
	return take_from(p, b, get16(p, b->body));
}

/* Of the first interface, without a time; its snap length says how much was captured. */
static int take_simple(struct pcapng *p, const struct block *b)
{
	const struct interface *i = find_interface(p, 0);
	uint32_t captured = get32(p, b->body);

	if (!i)
		return damaged(p, "a packet of an interface that does not exist");
	p->link_type = i->link_type;
	p->frame.length = captured;
	if (i->snap_length && captured > i->snap_length)
		captured = i->snap_length;
	return take_bytes(p, b, 4, captured);
}

/* Other kinds of blocks are skipped. */
static const struct kind {
	uint32_t type, least; /* bytes of its body */
	int (*take)(struct pcapng *p, const struct block *b); /* returns 1 for a frame */
} kinds[] = {
	{ 6, 20, take_packet },
	{ 3, 4, take_simple },
	{ 2, 20, take_old_packet },
	{ 1, 8, add_interface },
	{ SECTION, 16, begin_section },
};

static int take_block(struct pcapng *p, const struct block *b)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		if (kinds[i].type == b->type)
			return b->len < kinds[i].least ? damaged(p, "too short for its kind") :
							 kinds[i].take(p, b);
	}
	return 0;
}

static int make_room(struct pcapng *p, uint32_t len)
{
	if (len <= p->room)
		return 0;
	free(p->bytes);
	p->bytes = malloc(len);
	p->room = p->bytes ? len : 0;
	p->damage = "out of memory";
	return p->bytes ? 0 : -ENOMEM;
}

/* A section comes first, and says how its lengths are to be read, its own included. */
static int find_order(struct pcapng *p, const uint8_t *head)
{
	if (get32(p, head) != SECTION)
		return p->at ? 0 : damaged(p, "no section header");
	p->big = head[8] == ORDER >> 24;
	return get32(p, head + 8) == ORDER ? 0 : damaged(p, "no byte order");
}

/* The rest of a block whose first bytes are there. */
static int read_rest(struct pcapng *p, const uint8_t *head, struct block *out)
{
	uint32_t len = get32(p, head + 4), rest = len - BLOCK_LEAST;
	int rc;

	if (len % 4 || len < BLOCK_LEAST || len > BLOCK_MOST)
		return damaged(p, "a length that no block has");
	rc = make_room(p, len);
	if (rc)
		return rc;
	memcpy(p->bytes, head, BLOCK_LEAST);
	if (fread(p->bytes + BLOCK_LEAST, 1, rest, p->stream) < rest)
		return cut_short(p);
	if (get32(p, p->bytes + len - 4) != len)
		return damaged(p, "its two lengths differ");
	p->next = p->at + len;
	*out = (struct block){ get32(p, head), rest, p->bytes + 8 };
	return 0;
}

static int read_block(struct pcapng *p, struct block *out)
{
	uint8_t head[BLOCK_LEAST];
	size_t n = fread(head, 1, sizeof(head), p->stream);
	int rc;

	p->at = p->next;
	if (!n && p->at && !ferror(p->stream))
		return -ENODATA;
	if (n < sizeof(head))
		return cut_short(p);
	rc = find_order(p, head);
	return rc ? rc : read_rest(p, head, out);
}

struct pcapng *pcapng_open(FILE *stream, const char *name)
{
	struct pcapng *p = calloc(1, sizeof(*p));

	if (p) {
		p->stream = stream;
		p->name = name;
	}
	return p;
}

void pcapng_close(struct pcapng *p)
{
	if (p)
		free(p->bytes);
	free(p);
}

int pcapng_next(struct pcapng *p, struct reader_frame *out, int *link_type, struct err *e)
{
	struct block b;
	int rc;

	do {
		rc = read_block(p, &b);
		if (!rc)
			rc = take_block(p, &b);
	} while (!rc);
	if (rc == -ENODATA)
		return rc;
	if (rc < 0)
		return err_set(e, rc, "%s: block at byte %" PRIu64 ": %s", p->name, p->at,
			       p->damage);
	*out = p->frame;
	*link_type = p->link_type;
	return 0;
}
