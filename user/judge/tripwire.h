/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tripwire.h - addresses of the local network that nobody uses, and who touches them. Pure;
 * memory set at start.
 *
 * A zone is a prefix of the local network, or one that the user calls dark. An address of a zone
 * is used once it has sent something (IPv4, or ARP); in a zone that is dark by decree none is.
 * Touching is sending to an address that is not used: IPv4, or an ARP request. A touch counts
 * when the address did not answer within TRIPWIRE_ANSWER_NS, and as long as it stays unused.
 */
#ifndef JUDGE_TRIPWIRE_H
#define JUDGE_TRIPWIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/addr.h"

#define TRIPWIRE_ZONES 8
#define TRIPWIRE_ADDRESSES (1u << 20) /* of all zones together */
#define TRIPWIRE_SOURCES 1024 /* whose touches are remembered, the latest */
#define TRIPWIRE_TOUCHES 64   /* that are remembered of a source, the first */
#define TRIPWIRE_ANSWER_NS (2 * INT64_C(1000000000))
#define TRIPWIRE_MEMORY_NS (3600 * INT64_C(1000000000)) /* how long touches add up */

/* What `used` says of an address; dark is by decree, whatever it sends. */
enum tripwire_use { TRIPWIRE_UNUSED, TRIPWIRE_USED, TRIPWIRE_DARK };

struct tripwire_zone {
	struct cidr net; /* IPv4, at least a /12 long */
	bool dark;       /* by decree: one touch is enough */
};

struct tripwire;

/*
 * zones    copied; overlapping ones are refused
 * touches  distinct addresses of a zone that is not dark which make an intruder,
 *          1..TRIPWIRE_TOUCHES
 * used     enum tripwire_use of each address of the zones in their order, which the kernel may
 *          write too; NULL: kept here. Borrowed, and set up: what it says of who is used stays
 * returns  0, -EINVAL zones that cannot be, -ENOMEM
 */
int tripwire_open(const struct tripwire_zone *zones, size_t n, uint32_t touches, uint8_t *used,
		  struct tripwire **out);
void tripwire_close(struct tripwire *t);

/*
 * Where an address stands in `used`; -1: in no zone. The first and last address of a zone of
 * three or more count as used, for they name the network and all of it.
 */
int64_t tripwire_place(const struct tripwire *t, const struct addr *a);
uint32_t tripwire_size(const struct tripwire *t); /* addresses of all zones */
uint8_t *tripwire_used(const struct tripwire *t); /* tripwire_size() bytes */

/*
 * Something was sent, so that its source is used. It is a touch unless the target is used, is
 * in no zone, or is the source (gratuitous ARP), or the source is 0.0.0.0 (an ARP probe).
 */
void tripwire_sent(struct tripwire *t, const struct addr *source, const struct addr *target,
		   int64_t time_ns);

/* An address was seen to send: it is used. */
void tripwire_heard(struct tripwire *t, const struct addr *source);

/* Who is an intruder now. */
struct tripwire_catch {
	struct addr source;
	struct addr target;  /* the last one that counts */
	uint32_t touches;    /* distinct addresses within TRIPWIRE_MEMORY_NS, 1..TRIPWIRE_TOUCHES */
	bool dark;           /* by decree, one of them */
};

/*
 * The next intruder, each once an hour; false: no more for now. Call it about once a second,
 * until it says so.
 */
bool tripwire_caught(struct tripwire *t, int64_t now_ns, struct tripwire_catch *out);

/* Nothing counts before it is armed: who is used has to be learned first. */
void tripwire_arm(struct tripwire *t, bool armed);

/* Sources that gave way to newer ones, their touches forgotten. */
uint64_t tripwire_forgotten(const struct tripwire *t);

#endif
