/* SPDX-License-Identifier: BSD-2-Clause */
/* ebpf_attach.h - which hook an interface gets, and hanging the programs there. */
#ifndef SOURCE_EBPF_ATTACH_H
#define SOURCE_EBPF_ATTACH_H

#include <net/if.h>
#include <stdbool.h>
#include <stddef.h>

#include "core/err.h"
#include "source/device.h"
#include "source/ebpf_clsact.h"
#include "source/ebpf_programs.h"
#include "source/source.h"

enum attach_stay { ATTACH_OURS, ATTACH_PINNED, ATTACH_ADOPTED };

struct attach {
	char name[IF_NAMESIZE];
	int ifindex; /* 0 while it is not there */
	enum source_hook hook; /* that runs, never HOOK_AUTO */
	struct clsact clsact;  /* what hangs there when TCX cannot be had */
	int lock;              /* held while we watch; the kernel lets go of it when we die */
	int ingress, egress;   /* bpf_link, or -1 */
	enum attach_stay stay; /* of the links */
	char note[96];         /* why it is not the hook that was preferred; "" */
};

/* What --hook auto would take, judged by the device and not yet by trying. */
enum source_hook attach_prefer(const struct device *device);

/* Zero or open is fine, and so is a half-open one. Removes what we made, and nothing else. */
void attach_close(struct attach *a);

/* Only lets go of the links, so that the counters stand still; filters are the janitor's. */
void attach_detach(struct attach *a);

/* Programs hang there that would outlive us. */
bool attach_needs_janitor(const struct attach *a);

/*
 * Take the interface for this process.
 *
 * wait     one that is not there yet will do
 * errors   -ENODEV no such interface; -EBUSY another redarc watches it
 */
int attach_take(struct attach *a, const char *name, bool wait, struct err *e);

/*
 * Hang the programs on a taken interface; on a link that was adopted, in place of those there.
 *
 * errors   -EOPNOTSUPP, -EBUSY, -EEXIST the hook that was asked for cannot be had; -EPERM
 */
int attach_open(struct attach *a, enum source_hook hook, const struct device *device,
		const struct programs_hooks *programs, struct err *e);

/* "XDP native in, TCX out" */
void attach_describe(const struct attach *a, char *text, size_t room);

const char *attach_hook_word(enum source_hook hook); /* "xdp", as on the command line */

/* What one packet is there, in words. */
const char *attach_counts(enum source_hook hook);

/*
 * Look whether the interface is still there, or is again under its name.
 *
 * returns  1 when it has come back, and attach_open() is due; -1 when it has gone, and nothing of
 *          ours hangs on it any more; 0 when nothing has changed
 */
int attach_look(struct attach *a);

#endif
