/* SPDX-License-Identifier: BSD-2-Clause */
/* kind.h - what a kind of source has to do. */
#ifndef SOURCE_KIND_H
#define SOURCE_KIND_H

#include "source/pinned.h"
#include "source/source.h"

/*
 * Those that do not judge leave record_rate, learning, allow_set, allow_add, rules_set and zones
 * NULL; sweep, stop, prefers, settle, pinned and unload are for those that have something to do
 * there. Calls return 0 or -errno unless source.h says otherwise.
 */
struct source_ops {
	const char *kind;
	int (*open)(struct source *s, const struct source_config *config, struct err *e);
	void (*close)(struct source *s);
	int (*fd)(const struct source *s);
	int (*poll)(struct source *s, const struct event_sink *sink, struct err *e);
	int (*ledger)(struct source *s, struct ra_ledger *out);
	bool (*interface)(struct source *s, size_t number, struct source_interface *out);
	int (*record_rate)(struct source *s, uint32_t rate);
	void (*info)(const struct source *s, struct source_info *out);
	int (*learning)(struct source *s, bool on);
	int (*allow_set)(struct source *s, const struct addr *peer, uint8_t directions,
			 uint8_t origin);
	int (*allow_add)(struct source *s, const struct source_allow *entries, uint32_t n);
	int (*rules_set)(struct source *s, const struct source_rule *rules, uint32_t n);
	int (*zones)(struct source *s, const struct cidr *zones, size_t n, uint8_t **used);
	int (*sweep)(struct source *s, const struct event_sink *sink, struct err *e);
	int (*stop)(struct source *s);
	const char *(*prefers)(const char *interface);
	int (*settle)(struct source *s);
	int (*pinned)(const char *interface, source_pinned_take *f, void *ctx);
	int (*unload)(const char *name, source_unloaded *f, void *ctx);
};

#endif
