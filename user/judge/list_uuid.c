/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/list_uuid.h"

#include <endian.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define NAME_MOST 1024
#define BLOCK 64

/* UUIDv5 of "redarc" in the namespace of the nil UUID. */
static const uint8_t namespace[16] = { 0xff, 0x7d, 0x60, 0xd2, 0xef, 0xcd, 0x56, 0x6e,
				       0xab, 0x87, 0xac, 0x30, 0x96, 0xd3, 0xa7, 0x14 };

static uint32_t rotate(uint32_t x, int n)
{
	return x << n | x >> (32 - n);
}

/* The function and the constant of a round. */
static uint32_t mixed(int round, uint32_t b, uint32_t c, uint32_t d)
{
	if (round < 20)
		return ((b & c) | (~b & d)) + 0x5a827999;
	if (round < 40)
		return (b ^ c ^ d) + 0x6ed9eba1;
	if (round < 60)
		return ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc;
	return (b ^ c ^ d) + 0xca62c1d6;
}

static void sha1_block(uint32_t *state, const uint8_t *block)
{
	uint32_t w[80], v[5];

	memcpy(v, state, sizeof(v));
	memcpy(w, block, BLOCK);
	for (int i = 0; i < 80; i++) {
		uint32_t sum;

		w[i] = i < 16 ? be32toh(w[i]) :
				rotate(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
		sum = rotate(v[0], 5) + mixed(i, v[1], v[2], v[3]) + v[4] + w[i];
		memmove(v + 1, v, 4 * sizeof(*v));
		v[2] = rotate(v[2], 30);
		v[0] = sum;
	}
	for (int i = 0; i < 5; i++)
		state[i] += v[i];
}

/* text: with room behind it for up to two blocks */
static void sha1(uint8_t *text, size_t len, uint32_t *digest)
{
	static const uint32_t start[5] = { 0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476,
					   0xc3d2e1f0 };
	size_t padded = (len + 8) / BLOCK * BLOCK + BLOCK;
	uint64_t be_bits = htobe64(8 * len);

	memset(text + len, 0, padded - len);
	text[len] = 0x80;
	memcpy(text + padded - 8, &be_bits, 8);
	memcpy(digest, start, sizeof(start));
	for (size_t i = 0; i < padded; i += BLOCK)
		sha1_block(digest, text + i);
}

const char *list_uuid(const char *name, char *uuid)
{
	uint8_t text[sizeof(namespace) + NAME_MOST + 2 * BLOCK];
	size_t len = strnlen(name, NAME_MOST);
	uint32_t d[5];

	memcpy(text, namespace, sizeof(namespace));
	memcpy(text + sizeof(namespace), name, len);
	sha1(text, sizeof(namespace) + len, d);
	snprintf(uuid, LIST_UUID, "%08x-%04x-5%03x-%04x-%04x%08x", d[0], d[1] >> 16, d[1] & 0xfff,
		 (d[2] >> 16 & 0x3fff) | 0x8000, d[2] & 0xffff, d[3]);
	return uuid;
}
