/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* maps.h - the maps by the names that bpftool shows, and the bounds that user space may lower. */
#ifndef REDARC_MAPS_H
#define REDARC_MAPS_H

#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

#include "bpf/rules.h"

/* The allowlist, and the truth about it. Only user space adds and removes entries. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(max_entries, 1 << 20);
	__type(key, __u32); /* IPv4 address as it stands in the packet */
	__type(value, struct ra_allow);
} allow4 SEC(".maps");

/*
 * Peers that are not allowed: ra_config.rows for each CPU, two rows to choose from for each
 * peer. A full pair gives way to the newcomer, and what its row had not reported is counted.
 */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 1 << 14);
	__type(key, __u32);
	__type(value, struct ra_seen);
} seen4 SEC(".maps");

/* Full: the record is not sent, and the ledger says so. */
struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 1 << 21);
} events SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct ra_ledger);
} ledger SEC(".maps");

#endif
