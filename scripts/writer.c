/* SPDX-License-Identifier: BSD-2-Clause */
#include "scripts/writer.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/hash.h"

/* Types of values (MaxMind DB File Format Specification, 2.0). */
enum type { POINTER = 1, TEXT = 2, DOUBLE = 3, U16 = 5, U32 = 6, MAP = 7, U64 = 9, ARRAY = 11,
	    FLOAT = 15 };

enum { KEYS_MOST = 16, SEPARATOR = 16 };

/* A child is a node, or a record with this bit, or nothing. */
#define RECORD 0x80000000u
#define NOTHING 0xffffffffu
#define DATA_MOST 0x7fffffffu

struct node {
	uint32_t child[2];
};

struct writer {
	const char *type;
	bool v6;
	uint64_t epoch;
	int err;
	struct node *nodes;
	uint32_t n_nodes, nodes_room;
	uint8_t *data;
	size_t len, room;
	uint32_t begin; /* of the record being written */
	struct {
		const char *text;
		uint32_t offset;
	} keys[KEYS_MOST];
	unsigned int n_keys;
	uint32_t *records; /* offset + 1 of each, by hash of its bytes; 0 is empty */
	uint32_t *lengths;
	uint32_t n_records, records_room;
};

/* --- values --- */

static void put(struct writer *w, const void *bytes, size_t n)
{
	size_t room = w->room ? w->room : 1 << 16;
	uint8_t *data;

	while (room - w->len < n)
		room *= 2;
	if (room > DATA_MOST)
		w->err = -EFBIG;
	if (!w->err && room > w->room) {
		data = realloc(w->data, room);
		if (data) {
			w->data = data;
			w->room = room;
		} else {
			w->err = -ENOMEM;
		}
	}
	if (w->err)
		return;
	memcpy(w->data + w->len, bytes, n);
	w->len += n;
}

static void put_big_endian(struct writer *w, uint64_t value, unsigned int n)
{
	uint8_t bytes[8];

	for (unsigned int i = 0; i < n; i++)
		bytes[i] = (uint8_t)(value >> 8 * (n - 1 - i));
	put(w, bytes, n);
}

/* Sizes of 29 and more stand in one, two or three bytes more. */
static void put_control(struct writer *w, enum type type, size_t size)
{
	unsigned int more = size < 29 ? 0 : size < 285 ? 1 : size < 65821 ? 2 : 3;
	static const size_t base[] = { 0, 29, 285, 65821 };
	size_t low = more ? 28 + more : size;

	put_big_endian(w, (type <= MAP ? (unsigned int)type << 5 : 0) | low, 1);
	if (type > MAP)
		put_big_endian(w, type - MAP, 1);
	put_big_endian(w, size - base[more], more);
}

static void put_unsigned(struct writer *w, enum type type, uint64_t value)
{
	unsigned int n = 0;

	while (n < 8 && value >> 8 * n)
		n++;
	put_control(w, type, n);
	put_big_endian(w, value, n);
}

void writer_map(struct writer *w, size_t n)
{
	put_control(w, MAP, n);
}

void writer_text(struct writer *w, const char *text)
{
	put_control(w, TEXT, strlen(text));
	put(w, text, strlen(text));
}

static void put_pointer(struct writer *w, uint32_t offset)
{
	if (offset < 2048)
		put_big_endian(w, POINTER << 13 | offset, 2);
	else
		put_big_endian(w, (uint64_t)(POINTER << 5 | 3 << 3) << 32 | offset, 5);
}

/* A key is written once; after that a pointer stands for it. */
void writer_key(struct writer *w, const char *key)
{
	for (unsigned int i = 0; i < w->n_keys; i++)
		if (!strcmp(w->keys[i].text, key)) {
			put_pointer(w, w->keys[i].offset);
			return;
		}
	if (w->n_keys < KEYS_MOST) {
		w->keys[w->n_keys].text = key;
		w->keys[w->n_keys++].offset = (uint32_t)w->len;
	}
	writer_text(w, key);
}

void writer_u16(struct writer *w, uint16_t n)
{
	put_unsigned(w, U16, n);
}

void writer_u32(struct writer *w, uint32_t n)
{
	put_unsigned(w, U32, n);
}

void writer_float(struct writer *w, float x)
{
	uint32_t bits;

	memcpy(&bits, &x, sizeof(bits));
	put_control(w, FLOAT, sizeof(bits));
	put_big_endian(w, bits, sizeof(bits));
}

void writer_double(struct writer *w, double x)
{
	uint64_t bits;

	memcpy(&bits, &x, sizeof(bits));
	put_control(w, DOUBLE, sizeof(bits));
	put_big_endian(w, bits, sizeof(bits));
}

/* --- records --- */

static uint32_t *record_slot(struct writer *w, uint32_t offset, uint32_t len)
{
	uint32_t i = hash_bytes(w->data + offset, len) & (w->records_room - 1);

	for (; w->records[i]; i = (i + 1) & (w->records_room - 1))
		if (w->lengths[i] == len &&
		    !memcmp(w->data + w->records[i] - 1, w->data + offset, len))
			break;
	return &w->records[i];
}

static void grow_records(struct writer *w)
{
	uint32_t *old = w->records, *old_lengths = w->lengths, old_room = w->records_room;

	w->records_room = old_room ? 2 * old_room : 1024;
	w->records = calloc(w->records_room, sizeof(*w->records));
	w->lengths = calloc(w->records_room, sizeof(*w->lengths));
	if (!w->records || !w->lengths)
		w->err = -ENOMEM;
	for (uint32_t i = 0; !w->err && i < old_room; i++) {
		uint32_t *slot;

		if (!old[i])
			continue;
		slot = record_slot(w, old[i] - 1, old_lengths[i]);
		*slot = old[i];
		w->lengths[slot - w->records] = old_lengths[i];
	}
	free(old);
	free(old_lengths);
}

void writer_begin(struct writer *w)
{
	w->begin = (uint32_t)w->len;
}

uint32_t writer_end(struct writer *w)
{
	uint32_t len = (uint32_t)w->len - w->begin, *slot;

	if (!w->err && w->n_records * 2 >= w->records_room)
		grow_records(w);
	if (w->err)
		return 0;
	slot = record_slot(w, w->begin, len);
	if (*slot) {
		w->len = w->begin;
		return *slot - 1;
	}
	*slot = w->begin + 1;
	w->lengths[slot - w->records] = len;
	w->n_records++;
	return w->begin;
}

/* --- the tree --- */

static uint32_t new_node(struct writer *w, uint32_t both)
{
	uint32_t room = w->nodes_room ? 2 * w->nodes_room : 1024;
	struct node *nodes;

	if (w->n_nodes == w->nodes_room) {
		nodes = room < RECORD ? realloc(w->nodes, room * sizeof(*nodes)) : NULL;
		if (!nodes) {
			w->err = -ENOMEM;
			return 0;
		}
		w->nodes = nodes;
		w->nodes_room = room;
	}
	w->nodes[w->n_nodes] = (struct node){ { both, both } };
	return w->n_nodes++;
}

static unsigned int bit_of(const struct addr *a, unsigned int i)
{
	return a->b[i / 8] >> (7 - i % 8) & 1;
}

/* In a tree for IPv6 plain IPv4 stands behind 96 zero bits, not behind the mapped prefix. */
static int as_in_tree(const struct writer *w, struct cidr *net)
{
	bool v4 = addr_is_v4(&net->net) && net->len > 96;

	if (v4 && w->v6) {
		memset(net->net.b, 0, 12);
	} else if (v4) {
		memmove(net->net.b, net->net.b + 12, 4);
		net->len = (uint8_t)(net->len - 96);
	}
	return net->len && (v4 || w->v6) ? 0 : -EINVAL;
}

void writer_add(struct writer *w, const struct cidr *net, uint32_t record)
{
	struct cidr c = *net;
	uint32_t at = 0;

	if (as_in_tree(w, &c))
		w->err = -EINVAL;
	for (unsigned int i = 0; !w->err && i + 1u < c.len; i++) {
		unsigned int side = bit_of(&c.net, i);
		uint32_t next = w->nodes[at].child[side];

		if (next & RECORD) {
			next = new_node(w, next);
			if (w->err)
				return;
			w->nodes[at].child[side] = next;
		}
		at = next;
	}
	if (!w->err)
		w->nodes[at].child[bit_of(&c.net, c.len - 1u)] = RECORD | record;
}

void writer_add_range(struct writer *w, uint32_t first, uint32_t last, uint32_t record)
{
	for (uint64_t at = first; at <= last;) {
		unsigned int bits = at ? (unsigned int)__builtin_ctzll(at) : 31;
		struct cidr net = { .net = addr_from_be32(htonl((uint32_t)at)) };

		while (at + (1ull << bits) - 1 > last)
			bits--;
		net.len = (uint8_t)(128 - bits);
		writer_add(w, &net, record);
		at += 1ull << bits;
	}
}

/* --- the file --- */

struct writer *writer_new(const char *type, bool v6, uint64_t epoch)
{
	struct writer *w = calloc(1, sizeof(*w));

	if (!w)
		return NULL;
	w->type = type;
	w->v6 = v6;
	w->epoch = epoch;
	new_node(w, NOTHING);
	return w;
}

void writer_free(struct writer *w)
{
	if (!w)
		return;
	free(w->nodes);
	free(w->data);
	free(w->records);
	free(w->lengths);
	free(w);
}

static uint64_t as_filed(const struct writer *w, uint32_t child)
{
	if (child == NOTHING)
		return w->n_nodes;
	if (child & RECORD)
		return (uint64_t)w->n_nodes + SEPARATOR + (child & ~RECORD);
	return child;
}

static void save_tree(const struct writer *w, unsigned int record_bytes, FILE *out)
{
	for (uint32_t i = 0; i < w->n_nodes; i++)
		for (int side = 0; side < 2; side++) {
			uint64_t value = as_filed(w, w->nodes[i].child[side]);

			for (unsigned int b = record_bytes; b-- > 0;)
				putc((int)(value >> 8 * b & 0xff), out);
		}
	for (int i = 0; i < SEPARATOR; i++)
		putc(0, out);
}

static void put_metadata(struct writer *w, unsigned int record_bytes)
{
	writer_map(w, 9);
	writer_text(w, "binary_format_major_version");
	writer_u16(w, 2);
	writer_text(w, "binary_format_minor_version");
	writer_u16(w, 0);
	writer_text(w, "build_epoch");
	put_unsigned(w, U64, w->epoch);
	writer_text(w, "database_type");
	writer_text(w, w->type);
	writer_text(w, "description");
	writer_map(w, 0);
	writer_text(w, "ip_version");
	writer_u16(w, w->v6 ? 6 : 4);
	writer_text(w, "languages");
	put_control(w, ARRAY, 0);
	writer_text(w, "node_count");
	writer_u32(w, w->n_nodes);
	writer_text(w, "record_size");
	writer_u16(w, (uint16_t)(8 * record_bytes));
}

int writer_save(struct writer *w, FILE *out)
{
	static const char marker[] = "\xab\xcd\xefMaxMind.com";
	size_t records_len = w->len;
	unsigned int record_bytes = (w->n_nodes + SEPARATOR + records_len) >> 24 ? 4 : 3;

	put_metadata(w, record_bytes);
	if (w->err)
		return w->err;
	save_tree(w, record_bytes, out);
	fwrite(w->data, records_len, 1, out);
	fwrite(marker, sizeof(marker) - 1, 1, out);
	fwrite(w->data + records_len, w->len - records_len, 1, out);
	w->len = records_len;
	return fflush(out) || ferror(out) ? -EIO : 0;
}
