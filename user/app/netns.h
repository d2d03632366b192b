/* SPDX-License-Identifier: BSD-2-Clause */
/* netns.h - the network namespace whose interfaces are watched. */
#ifndef APP_NETNS_H
#define APP_NETNS_H

#include "core/err.h"

struct netns {
	int home, there; /* descriptors; -1: no other one was asked for */
};

#define NETNS_HOME { -1, -1 }

/*
 * Move this process there. Sockets that are open stay in the namespace that they were made in.
 *
 * named    as `ip netns` has it, or a path; NULL: stay here
 * errors   -ENOENT no such namespace; -EINVAL none of the network; -EPERM only root may
 * lifetime netns_close(), also after an error
 */
int netns_open(const char *named, struct netns *out, struct err *e);
void netns_close(struct netns *n);

/* What has to be done at home, such as a window, and back; nothing where there is no other one. */
void netns_go_home(const struct netns *n);
void netns_return(const struct netns *n);

/* What tells it from others: its name, or the path of one that has none. */
const char *netns_word(const char *named);

#endif
