/* SPDX-License-Identifier: BSD-2-Clause */
/* live.h - which kind of source watches interfaces. */
#ifndef SOURCE_LIVE_H
#define SOURCE_LIVE_H

#include "source/source.h"

/*
 * Open interfaces.
 *
 * kind     "ebpf", "pcap", or "auto": libpcap takes the kernel's place only where that takes no
 *          programs (-EINVAL, -ENOSYS, -EPERM, -EACCES) or this build has none; then `missed`
 *          says why, and source_info() does
 * errors   as source_open(); -EINVAL also a name twice, or what libpcap cannot: a hook, `wait`,
 *          `pin`; -ENOTSUP this build lacks the kind
 */
int live_open(struct source *s, const char *kind, const struct source_config *config,
	      struct err *e);

#endif
