/* SPDX-License-Identifier: BSD-2-Clause */
/* list_format.h - lists as others write them, and as others read them. No I/O but a FILE. */
#ifndef JUDGE_LIST_FORMAT_H
#define JUDGE_LIST_FORMAT_H

#include <stdio.h>

#include "judge/list.h"

/*
 * LIST_CIDR is plain text, a prefix or an address a line, with comments behind # or ; : also
 * FireHOL's netset and Spamhaus DROP as text. A comment in an entry's line is its reason.
 * In: all; out: CIDR, MISP, STIX, NFTABLES.
 */
enum list_format {
	LIST_AUTO, /* by what it starts with */
	LIST_CIDR,
	LIST_DROP_JSON,      /* Spamhaus DROP, a JSON object a line */
	LIST_FEODO_CSV,      /* abuse.ch Feodo Tracker */
	LIST_FEODO_JSON,
	LIST_THREATFOX_CSV,  /* abuse.ch ThreatFox; only its indicators that are addresses */
	LIST_THREATFOX_JSON,
	LIST_MISP,           /* MISP warninglist, type cidr or string */
	LIST_STIX,           /* STIX 2.1 bundle of indicators */
	LIST_NFTABLES,       /* sets with flags interval; in: the elements of all sets */
	LIST_FORMATS,
};

const char *list_format_word(enum list_format f); /* "cidr", "drop-json", "feodo-csv" ... */
int list_format_find(const char *word, enum list_format *out); /* 0, or -EINVAL */

/* How a list is to be read. */
struct list_reading {
	enum list_format format;
	const char *file;       /* as messages name it */
	const struct cidr *own; /* addresses of this machine: stripped */
	size_t n_own;
	uint8_t directions;     /* of entries that do not say */
	int64_t now_s;          /* added, for entries that do not say */
	int64_t expires_s;      /* for entries that do not say; 0: never */
	bool keep_near;         /* the user's own lists may name private addresses */
	/* Told of each line that was stripped or refused: "drop.txt:12: 10.0.0.0/8: private".
	   JSON has no lines: "list.json: entry 3: ..."; Spamhaus' has. May be NULL. */
	void (*note)(void *ctx, const char *text);
	void *ctx;
};

/* What became of the entries. */
struct list_counts {
	uint32_t taken, stripped, refused;
	uint32_t other; /* that are no addresses and do not claim to be: domains, hashes */
};

/*
 * Read a list from memory and append what it holds. Stripped: what touches a private, loopback,
 * link-local, carrier-grade, multicast or reserved range or an own address, and prefixes shorter
 * than /8; documentation ranges stay. Refused: what is no address, has leading zeros or bits
 * behind the prefix. Ranges "a-b" become prefixes. CRLF and a BOM are taken as they are meant.
 *
 * Of a text that was cut short the last line cannot be told from a whole one when it is a valid
 * address, and lists written by hand end so: it is taken. Of CSV the row that was cut is refused,
 * JSON and sets of nftables are refused as a whole; Spamhaus' lines when one was cut, or when
 * their last line counts others than there are.
 *
 * text     need not end with a newline, may hold zeros
 * counts   out, of an error too
 * errors   -EBADMSG what is not this format at all: a portal's HTML, cut short, or without any
 *          usable address; -ENOSPC more than LIST_MOST; -ENOMEM. The list is as it was before
 */
int list_read(struct list *l, const char *text, size_t len, const struct list_reading *how,
	      struct list_counts *counts, struct err *e);

/*
 * Write a settled list: CIDR and NFTABLES as the fewest prefixes that cover the same addresses,
 * sorted, in whatever direction; MISP and STIX entry by entry, with all of the provenance, so
 * that reading it again gives the same entries. The same list gives the same bytes. Entries that
 * have expired are written too.
 *
 * errors   -EINVAL a format that is only read; -EIO, -ENOSPC
 */
int list_write(const struct list *l, enum list_format format, FILE *out, struct err *e);

#endif
