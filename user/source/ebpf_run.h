/* SPDX-License-Identifier: BSD-2-Clause */
/* ebpf_run.h - has a program of the kernel run once, with what it wants behind a frame's head. */
#ifndef SOURCE_EBPF_RUN_H
#define SOURCE_EBPF_RUN_H

#include <stddef.h>

#define EBPF_RUN_MOST 64 /* bytes that a program may want */

/*
 * program  descriptor of a TC program
 * wish     what it wants; len bytes, at most EBPF_RUN_MOST
 * returns  0, or -errno
 */
int ebpf_run(int program, const void *wish, size_t len);

#endif
