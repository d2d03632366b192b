/* SPDX-License-Identifier: BSD-2-Clause */
/* Takes up the entries of allow4 that an earlier process left there. */
#include "source/ebpf_allow.h"

#include <errno.h>

#include "source/ebpf_known.h"

static int adopt_entry(struct allow4 *a, uint32_t be_peer, const struct ra_allow *value)
{
	struct known *k = hash_table_take(&a->known, &be_peer);

	if (!k)
		return -ENOSPC;
	k->there = 1;
	k->round = a->round;
	k->directions = value->directions;
	k->origin = value->origin;
	k->left = value->origin != RA_ORIGIN_EXTERNAL;
	k->doomed = k->left && !value->directions; /* the earlier one had not removed it yet */
	return 0;
}

int allow4_adopt(struct allow4 *a)
{
	struct allow4_walk w = { .begun = false };
	int r = 0;

	while (!w.over && !r) {
		int n = allow4_batch_read(&a->read, a->fd, &w);

		r = n < 0 ? n : 0;
		for (int i = 0; i < n && !r; i++)
			r = adopt_entry(a, a->read.keys[i], &a->read.values[i]);
	}
	return r;
}

int allow4_settle(struct allow4 *a)
{
	int r = 0;

	for (uint32_t i = 0; i < a->known.count && !r; i++) {
		const struct known *k = hash_table_row(&a->known, i);
		struct addr peer = addr_from_be32(k->be_peer);

		if (k->left)
			r = allow4_set(a, &peer, 0, k->origin);
	}
	return r;
}
