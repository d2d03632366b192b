/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* maps.h - the maps by the names that bpftool shows, their bounds, and the programs' settings. */
#ifndef REDARC_MAPS_H
#define REDARC_MAPS_H

#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

#include "bpf/header.h"
#include "bpf/mirror.h"
#include "bpf/rows.h"
#include "bpf/rules.h"

/* The allowlist, and the truth about it. Only user space adds and removes entries. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(max_entries, 1 << 20);
	__type(key, __u32); /* IPv4 address as it stands in the packet */
	__type(value, struct ra_allow);
} allow4 SEC(".maps");

/* The table in front of allow4: ra_config.hot_lines for each CPU and direction. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct ra_hot);
} hot4 SEC(".maps");

/* What of it allow4 counts already. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct ra_hot);
} fold4 SEC(".maps");

/* Addresses with a direction that the lists block. Only user space adds and removes entries. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(max_entries, 1 << 21); /* an old and a new list of a million */
	__type(key, __u32); /* IPv4 address as it stands in the packet */
	__type(value, struct ra_listed);
} block4 SEC(".maps");

/* Prefixes of the lists, likewise. */
struct {
	__uint(type, BPF_MAP_TYPE_LPM_TRIE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(max_entries, 1 << 21);
	__type(key, struct ra_prefix);
	__type(value, struct ra_listed);
} cidr4 SEC(".maps");

/* Recent flows to peers that are not in allow4 for what comes in; shared by all CPUs. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, RA_FLOWS);
	__type(key, __u32);
	__type(value, struct ra_flow);
} flow4 SEC(".maps");

/* Which addresses of the zones are used. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, RA_ZONE_ADDRESSES / RA_ZONE_LINE);
	__type(key, __u32);
	__type(value, struct ra_zone_line);
} zone4 SEC(".maps");

/*
 * Peers that are not in allow4: ra_config.rows for each CPU, two rows to choose from for each
 * peer. A full pair gives way to the newcomer, and what its row had not reported is counted. What
 * a prefix allows gives way first, and takes no row that was used within RA_KEEP_S.
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

/* Of each interface, one for each CPU: interface * ra_config.cpus + CPU. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct ra_ledger);
} ledger SEC(".maps");

/* Read and written by user space alone. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct ra_header);
} header SEC(".maps");

const volatile struct ra_config ra_config = {
	.version = RA_VERSION, .hz = 250, .cpus = 1, .rows = 1, .hot_lines = 1,
};
volatile struct ra_control ra_control = { .learning = 1 };

#endif
