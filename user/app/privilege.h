/* SPDX-License-Identifier: BSD-2-Clause */
/* privilege.h - whom the sensor becomes once its source is open, and becoming so. */
#ifndef APP_PRIVILEGE_H
#define APP_PRIVILEGE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "core/err.h"

struct identity {
	uid_t uid;
	gid_t gid;
	char name[64];
	char home[256];
};

/*
 * Whom to become: the user that was named, else who called sudo, else the system's user
 * `redarc`, else `nobody`; for a process that is not root, who it is already.
 *
 * name     may be NULL
 * errors   -ENOENT no such user; -EPERM only root can become another; -EINVAL root itself
 */
int privilege_find(const char *name, struct identity *out, struct err *e);

/* The same for the owner of something, who may have no name. */
void privilege_of_owner(uid_t uid, gid_t gid, struct identity *out);

/*
 * Become that user for good: groups, user, capabilities, no_new_privs. That there is no way back
 * is tried.
 *
 * keep     bits of linux/capability.h: what is held still, and nothing else; 0 for none
 * errors   -EPERM and what the kernel says, also when `keep` is not held
 */
int privilege_drop(const struct identity *who, uint64_t keep, struct err *e);

/*
 * What that user has to keep to use maps that are open. Tried, in a child: before Linux 5.19 a
 * kernel may listen to nobody else (kernel.unprivileged_bpf_disabled).
 *
 * returns  the bit of CAP_BPF, held or not; 0 where none is needed, or nothing helps
 */
uint64_t privilege_for_maps(const struct identity *who);

/* capability: of linux/capability.h; whether it may be used now */
bool privilege_has(int capability);

/* From here on only the system calls that a running sensor needs; others answer EPERM. */
int privilege_confine(struct err *e);

#endif
