/* SPDX-License-Identifier: BSD-2-Clause */
/* ebpf_pinned.h - what is pinned, seen and removed by who is no sensor. */
#ifndef SOURCE_EBPF_PINNED_H
#define SOURCE_EBPF_PINNED_H

#include "source/pinned.h"

/* As source_pinned_each() and source_unload(). */
int pinned_each(const char *interface, source_pinned_take *f, void *ctx);
int pinned_unload(const char *name, source_unloaded *f, void *ctx);

#endif
