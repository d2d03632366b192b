/* SPDX-License-Identifier: BSD-2-Clause */
/* privilege.h - whom the sensor becomes once its source is open, and becoming so. */
#ifndef APP_PRIVILEGE_H
#define APP_PRIVILEGE_H

#include <stdbool.h>
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
 * Become that user for good: groups, user, all capabilities, no_new_privs. That there is no way
 * back is tried.
 *
 * errors   -EPERM and what the kernel says
 */
int privilege_drop(const struct identity *who, struct err *e);

/* capability: of linux/capability.h; whether it may be used now */
bool privilege_has(int capability);

/* From here on only the system calls that a running sensor needs; others answer EPERM. */
int privilege_confine(struct err *e);

#endif
