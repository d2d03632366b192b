/* SPDX-License-Identifier: BSD-2-Clause */
/* mkcap.h - what the makers of captures share. Whoever fails ends the program. */
#ifndef TESTS_MKCAP_H
#define TESTS_MKCAP_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define DAY_0 1767225600 /* 2026-01-01, in seconds since 1970 */

/* Documentation ranges (RFC 5737), host order. */
#define NET_LOCAL 0xc0000200u /* 192.0.2.0/24 */
#define NET_A 0xc6336400u     /* 198.51.100.0/24 */
#define NET_B 0xcb007100u     /* 203.0.113.0/24 */

/* The same numbers from the same seed, on every machine. */
struct dice {
	uint64_t state;
};

uint32_t dice_below(struct dice *d, uint32_t n); /* 0..n-1 */

_Noreturn void fail(const char *path); /* says errno's reason */
FILE *make_file(const char *path);
void finish_file(FILE *out, const char *path);

uint8_t *put_be16(uint8_t *p, uint16_t value);
uint8_t *put_be32(uint8_t *p, uint32_t value);

/* A UDP packet with that many bytes behind the IPv4 header, 8 or more; returns its end. */
uint8_t *put_udp(uint8_t *p, uint32_t source, uint32_t destination, uint16_t bytes);

/* Two locally administered addresses and a type; returns the end. */
uint8_t *put_ether(uint8_t *p, uint16_t type);

/* One capture of every kind, with DIR/truth.tsv: file, frames, IPv4, valid, addresses, state. */
void make_kinds(const char *folder);

/* Three days at one machine, with FILE.json: what the third is, judged by the first two. */
void make_days(const char *file);

/*
 * Frames as small as they come, from and to many peers, for measuring.
 *
 * peers    1..131072, of 198.18.0.0/15 (RFC 2544, set aside for benchmarks)
 */
void make_big(const char *file, uint32_t n_frames, uint32_t peers);

#endif
