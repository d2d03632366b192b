/* SPDX-License-Identifier: BSD-2-Clause */
/* filter.h - which peers are shown: words that must all be true of a peer. Pure. */
#ifndef GLOBE_FILTER_H
#define GLOBE_FILTER_H

#include "core/err.h"
#include "stream/record.h"

#define FILTER_TERMS 16
#define FILTER_TEXT 200 /* bytes of its words, with their end */

enum filter_kind {
	FILTER_WORD,
	FILTER_PREFIX,
	FILTER_HOST,
	FILTER_NETWORK,
	FILTER_COUNTRY,
	FILTER_VERDICT,
	FILTER_DIRECTION,
	FILTER_PORT,
	FILTER_NEW,
};

struct filter_term {
	enum filter_kind kind;
	union {
		uint32_t number;    /* verdict, direction, port, ASN or bit of novelty */
		struct cidr prefix; /* of the peer, or of the inside host */
	};
	char word[64]; /* folded; "" for a network by its number */
};

/* Zero is no filter: every peer is shown. */
struct filter {
	struct filter_term terms[FILTER_TERMS];
	uint32_t count;
	uint32_t negated; /* bit i: terms[i] must not be true */
	uint32_t words;   /* bit i: terms[i] is a word */
	uint32_t digits;  /* bit i: terms[i] is a word that could be part of an address */
};

/*
 * Words are separated by blanks. A '-' before one negates it.
 *
 *   verdict:unknown  dir:in  port:443  new:network   of one direction, all of the same one
 *   net:AS64500      net:example                     number, or part of the name
 *   country:NL                                       ISO 3166 code
 *   host:192.0.2.5   host:192.0.2.0/24               the inside host
 *   198.51.100.7     198.51.100.0/24                 the peer
 *   london                                           part of an address, a network's name or
 *                                                    number, a city, a country, a list, or of
 *                                                    what keeps the address off the map
 *
 * Case does not matter. Names of verdicts, directions and levels may be cut short.
 *
 * text     UTF-8, at most FILTER_TEXT - 1 bytes
 * out      what was understood; nothing when it fails
 * returns  0, or -EINVAL, -E2BIG with the word and what is wrong with it
 */
int filter_parse(const char *text, struct filter *out, struct err *e);

/*
 * What a place, a network or a list settles for all peers that have it, to be found once.
 *
 * returns  bit i: it makes terms[i] true
 */
uint32_t filter_place(const struct filter *f, const struct geo_place *p);
uint32_t filter_network(const struct filter *f, const struct geo_network *n);
uint32_t filter_list(const struct filter *f, const char *name);

/* Bits of the place and the network of a peer, and of the lists that decided its sides. */
struct filter_known {
	uint32_t peer, side[RA_DIRECTIONS];
};

/* returns RA_DIR_BIT of the sides in use of which all is true; 0: the peer is not shown */
uint8_t filter_sides(const struct filter *f, const struct stream_peer *p,
		     const struct filter_known *known);

/*
 * Search without regard to case, in ASCII and Latin-1 letters; other UTF-8 byte by byte.
 *
 * folded   by filter_fold()
 */
bool filter_contains(const char *text, const char *folded);

/* In place. returns text */
char *filter_fold(char *text);

#endif
