/* SPDX-License-Identifier: BSD-2-Clause */
/* allow.h - the allowlist: which peers are known, in which directions, and who said so. */
#ifndef JUDGE_ALLOW_H
#define JUDGE_ALLOW_H

#include "core/event.h"
#include "core/hash.h"

struct allow_entry {
	struct addr peer;
	uint8_t by[4]; /* RA_DIR_BITs, by enum ra_origin; known is the union */
};

struct allow {
	struct hash_table table;
	uint32_t refused; /* additions that found the table full */
};

/* most: peers it can hold; returns 0, or -ENOMEM */
int allow_init(struct allow *a, uint32_t most);
void allow_clear(struct allow *a);

/* Say that origin allows these directions, no others; returns 0, or -ENOSPC (counted). */
int allow_set(struct allow *a, const struct addr *peer, uint8_t directions, uint8_t origin);

/* Forget all that an origin said, such as before its list is loaded again. */
void allow_forget(struct allow *a, uint8_t origin);

/* returns the entry, or NULL; one with no direction left counts as absent */
const struct allow_entry *allow_find(const struct allow *a, const struct addr *peer);

/* The directions allowed by anyone. */
uint8_t allow_directions(const struct allow_entry *entry);

/* Who is named as the reason for a direction: the user first. RA_BOTH asks for either. */
uint8_t allow_origin(const struct allow_entry *entry, uint8_t directions);

/* Entries with a direction. */
uint32_t allow_count(const struct allow *a);

#endif
