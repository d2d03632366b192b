/* SPDX-License-Identifier: BSD-2-Clause */
/* ebpf_lists.h - writes what the lists say into block4 and cidr4, many rules a system call. */
#ifndef SOURCE_EBPF_LISTS_H
#define SOURCE_EBPF_LISTS_H

#include <stdbool.h>
#include <stdint.h>

#include "bpf/rules.h"
#include "core/hash.h"
#include "source/rules.h"

enum lists4_map { LISTS4_BLOCK, LISTS4_CIDR, LISTS4_MAPS };

struct lists4 {
	int fd[LISTS4_MAPS]; /* borrowed */
	int64_t held[LISTS4_MAPS]; /* entries at most: one that is set again counts again */
	struct hash_table left; /* rules of an earlier process, until they are settled */
	volatile struct ra_control *control; /* is told which map may hold something */
	bool stays; /* the maps are still asked when this process ends */
	uint8_t *keys;
	struct ra_listed *values;
};

/* returns 0, or -ENOMEM */
int lists4_init(struct lists4 *l, int block4, int cidr4, volatile struct ra_control *control);

/* As source_rules_set(). */
int lists4_set(struct lists4 *l, const struct source_rule *rules, uint32_t n);

/* Take note of the rules, at most so many, that an earlier process left in the maps. */
int lists4_adopt(struct lists4 *l, uint32_t most);

/* Remove those of them that were not set since, the shortest first. */
int lists4_settle(struct lists4 *l);

void lists4_clear(struct lists4 *l);

/*
 * Once nothing asks it any more, take the trie apart in steps: a kernel that frees a large one by
 * itself keeps a CPU busy for half a second.
 */
void lists4_dismantle(int cidr4);

#endif
