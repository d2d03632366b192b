/* SPDX-License-Identifier: BSD-2-Clause */
/* ebpf_bpffs.h - a bpffs of our own, on which maps and links outlive who made them. */
#ifndef SOURCE_EBPF_BPFFS_H
#define SOURCE_EBPF_BPFFS_H

#include "core/err.h"

/*
 * Mount one, unless there is one. Anyone may list it, and only root go into its folders.
 *
 * path     absolute; it and what it lies in are made
 * errors   "no bpffs": what stands there is none, and none can be mounted
 */
int bpffs_make(const char *path, struct err *e);

/* Unmount what bpffs_make() mounted, if it is empty, and remove the folder. */
void bpffs_unmount(const char *path);

#endif
