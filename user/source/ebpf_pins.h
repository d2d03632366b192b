/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ebpf_pins.h - what outlives a sensor: its maps and links as files of a bpffs, in a folder that
 * has the names of its interfaces, with + between them. Who may write there is root alone.
 */
#ifndef SOURCE_EBPF_PINS_H
#define SOURCE_EBPF_PINS_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

#include "bpf/header.h"
#include "core/err.h"

#define PINS_ROOT "/run/redarc/bpf"

struct bpf_object;

enum pins_side { PINS_IN, PINS_OUT };

/* The folder of a sensor. */
struct pins {
	int folder; /* locked as long as it is open; -1: nothing is pinned */
	char name[NAME_MAX + 1];
	bool adopts; /* an earlier process left its maps there, and this header */
	struct ra_header header;
};

#define PINS_NONE (struct pins){ .folder = -1 }

/*
 * Make the folder of these interfaces, or find it.
 *
 * errors   no bpffs can be had; -EBUSY another folder holds one of them, or a sensor has this one;
 *          -ESTALE what is there has other layouts
 */
int pins_open(struct pins *p, const char *const *names, size_t n, struct err *e);

/* What is pinned stays. */
void pins_close(struct pins *p);

/* errors   -EBUSY one of these interfaces is pinned: what can be done about it */
int pins_check_free(const char *const *names, size_t n, struct err *e);

/* Fill an error that says how what is pinned differs, and the way out; returns -ESTALE. */
int pins_differ(const char *interface, const char *how, struct err *e);

/* Have a program use the maps that are pinned; others it makes. -ESTALE: one has another layout */
int pins_lend(const struct pins *p, struct bpf_object *object);

/* returns the link that is pinned, to be closed; -1 when it does not hang on that interface */
int pins_link(const struct pins *p, const char *interface, enum pins_side side, int ifindex);

/* Pin a link in the place of the one before it. */
int pins_keep_link(const struct pins *p, const char *interface, enum pins_side side, int fd);

/* Pin the maps that are not, and write the header, last of all: without it nothing is adopted. */
int pins_keep_maps(const struct pins *p, struct bpf_object *object, const struct ra_header *h);

/* Open a folder by its name, without a lock; and read its header, if it has one. */
int pins_find(struct pins *p, const char *name);
int pins_read(struct pins *p);

/* errors   -EBUSY a sensor has it */
int pins_lock(const struct pins *p);

/* Take away what is in a locked folder, and the folder. */
int pins_remove(struct pins *p);

/* Call back for each folder of this machine, by its name. returns 0, also when there is none */
int pins_each(void (*f)(void *ctx, const char *name), void *ctx);

/* Whether a folder is of an interface; of this network namespace. */
bool pins_names(const char *folder, const char *interface);
bool pins_holds(const char *folder, const char *interface);

/* Unmount what we mounted, once it is empty. */
void pins_unmount(void);

/* name: of a file in the folder; returns a descriptor, or -errno */
int pins_get(const struct pins *p, const char *name);

#endif
