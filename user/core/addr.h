/* SPDX-License-Identifier: BSD-2-Clause */
/* addr.h - addresses and prefixes; 16 bytes everywhere, IPv4 mapped (RFC 4291, 2.5.5.2). */
#ifndef CORE_ADDR_H
#define CORE_ADDR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ADDR_TEXT 46 /* room for any address in words, with its end */
#define CIDR_TEXT (ADDR_TEXT + 4)

struct addr {
	uint8_t b[16];
};

struct cidr {
	struct addr net;
	uint8_t len; /* in bits of the 128: an IPv4 /24 is 120 */
};

struct addr addr_from_be32(uint32_t be_ip);

/* The address as it stands in an IPv4 packet; only for addr_is_v4(). */
uint32_t addr_to_be32(const struct addr *a);

bool addr_is_v4(const struct addr *a);
bool addr_equal(const struct addr *a, const struct addr *b);
uint32_t addr_hash(const struct addr *a);

/*
 * Dotted quad or IPv6 text. Leading zeros in a quad are refused, since half of the world
 * reads them as octal.
 *
 * returns  0, or -EINVAL
 */
int addr_parse(const char *text, struct addr *out);

/* text: ADDR_TEXT bytes; returns text */
const char *addr_format(const struct addr *a, char *text);

/*
 * "198.51.100.0/24", or an address alone for itself. Bits below the prefix must be zero.
 *
 * returns  0, or -EINVAL
 */
int cidr_parse(const char *text, struct cidr *out);

/* The same back, without the length of an address alone. text: CIDR_TEXT bytes; returns text */
const char *cidr_format(const struct cidr *c, char *text);

bool cidr_contains(const struct cidr *c, const struct addr *a);

enum addr_scope {
	ADDR_GLOBAL,
	ADDR_PRIVATE,   /* RFC 1918, RFC 6598, RFC 4193 */
	ADDR_LOOPBACK,
	ADDR_LINK,      /* RFC 3927, RFC 4291 2.5.6 */
	ADDR_MULTICAST, /* and broadcast */
	ADDR_RESERVED,  /* 0/8, 240/4 */
};

/* Documentation ranges count as global: they stand for the outside. */
enum addr_scope addr_scope(const struct addr *a);

/* Nothing that a map of the world could place: any scope but global. */
static inline bool addr_is_near(const struct addr *a)
{
	return addr_scope(a) != ADDR_GLOBAL;
}

#endif
