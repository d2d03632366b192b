/* SPDX-License-Identifier: BSD-2-Clause */
#include "source/ebpf_allow_batch.h"

#include <bpf/bpf.h>
#include <errno.h>
#include <stdlib.h>

#include "source/ebpf_batch.h"
#include "source/rules.h"

#define BATCH SOURCE_ALLOWS /* entries; larger than any bucket of the map grows */

int allow4_batch_init(struct allow4_batch *b)
{
	b->keys = calloc(BATCH, sizeof(*b->keys));
	b->values = calloc(BATCH, sizeof(*b->values));
	return b->keys && b->values ? 0 : -ENOMEM;
}

void allow4_batch_clear(struct allow4_batch *b)
{
	free(b->keys);
	free(b->values);
	*b = (struct allow4_batch){ NULL, NULL };
}

int allow4_batch_read(struct allow4_batch *b, int fd, struct allow4_walk *w)
{
	uint32_t count = BATCH;
	int r = bpf_map_lookup_batch(fd, w->begun ? &w->at : NULL, &w->at, b->keys, b->values,
				     &count, NULL);

	w->begun = true;
	w->over = r;
	return r && r != -ENOENT ? r : (int)count;
}

static int write_singly(const struct allow4_batch *b, int fd, uint32_t n)
{
	int r = 0;

	for (uint32_t i = 0; i < n && !r; i++)
		r = bpf_map_update_elem(fd, &b->keys[i], &b->values[i], BPF_ANY);
	return r;
}

int allow4_batch_write(const struct allow4_batch *b, int fd, uint32_t n)
{
	uint32_t count = n;
	int r = bpf_map_update_batch(fd, b->keys, b->values, &count, NULL);

	return ebpf_batch_is_refused(r) ? write_singly(b, fd, n) : r;
}
