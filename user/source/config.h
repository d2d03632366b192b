/* SPDX-License-Identifier: BSD-2-Clause */
/* config.h - what a source is asked for. */
#ifndef SOURCE_CONFIG_H
#define SOURCE_CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct cidr;

/* HOOK_CLSACT: TC the way of kernels before 6.6; HOOK_TC comes to it by itself there. */
enum source_hook { HOOK_AUTO, HOOK_XDP, HOOK_XDP_GENERIC, HOOK_TC, HOOK_CLSACT };

struct source_config {
	const char *const *names; /* interfaces, or capture files in the order to read them;
				     "-" is standard input */
	size_t n_names;
	enum source_hook hook;
	const struct cidr *local; /* pcap: what is local */
	size_t n_local;
	uint32_t allow_most; /* ebpf: entries that allow4 can hold */
	uint32_t rules_most; /* ebpf: rules of the lists, old and new ones together while they are
				swapped; 0: for two lists of a million */
	const char *const *lan; /* of the names: interfaces that face the inside, so that what
				   arrives there goes out */
	size_t n_lan;
	uint32_t snap; /* bytes of each packet that is kept as evidence; 0: none are */
	uint32_t policy; /* ebpf, pinned: of the judge; one that differs is not adopted */
	bool wait;     /* an interface that is not there yet is waited for */
	bool pin;      /* ebpf: go on counting when this process ends, and adopt what did */
	bool no_hot;   /* ebpf: without the table in front of allow4 */
};

#endif
