/* SPDX-License-Identifier: BSD-2-Clause */
/* pinned.h - what goes on counting in the kernel when its sensor has ended. */
#ifndef SOURCE_PINNED_H
#define SOURCE_PINNED_H

#include <stdbool.h>
#include <stddef.h>

#include "source/source.h"

/* What one sensor left. */
struct source_pinned {
	const char *name; /* of its folder: "eth0+wan1", and behind an @ another namespace */
	bool held;        /* a sensor has it */
	size_t n;         /* interfaces; 0: only root may look */
	const struct source_interface *interface;
};

typedef void source_pinned_take(void *ctx, const struct source_pinned *p);

/* Call back for each, or for those that have this interface; NULL: all. */
int source_pinned_each(const char *interface, source_pinned_take *f, void *ctx);

/* r: 0, or -errno: -EBUSY a sensor has it */
typedef void source_unloaded(void *ctx, const char *folder, int r);

/*
 * Remove what was left: programs, maps, and what they were pinned on; nothing of anybody else.
 *
 * name     an interface of this network namespace, or a folder; NULL: all
 * f        is told of each
 */
int source_unload(const char *name, source_unloaded *f, void *ctx);

#endif
