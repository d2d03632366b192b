/* SPDX-License-Identifier: BSD-2-Clause */
#include "source/ebpf_zones.h"

#include <arpa/inet.h>
#include <errno.h>
#include <string.h>
#include <sys/mman.h>

static bool is_zone(const struct cidr *c)
{
	return addr_is_v4(&c->net) && c->len >= 96 + 12 && c->len <= 128;
}

static uint32_t size_of(const struct cidr *c)
{
	return 1u << (128 - c->len);
}

/* Place the zones behind each other; returns 0, or -EINVAL. */
static int place(const struct cidr *zones, size_t n, struct ra_zone *out)
{
	uint32_t first = 0;

	if (!n || n > RA_ZONES)
		return -EINVAL;
	for (size_t i = 0; i < n; i++) {
		if (!is_zone(&zones[i]) || size_of(&zones[i]) > RA_ZONE_ADDRESSES - first)
			return -EINVAL;
		out[i] = (struct ra_zone){ .be_net = addr_to_be32(&zones[i].net),
					   .be_mask = htonl(~(size_of(&zones[i]) - 1)),
					   .first = first };
		first += size_of(&zones[i]);
	}
	return 0;
}

int zones4_set(struct zones4 *z, int fd, volatile struct ra_control *control,
	       const struct cidr *zones, size_t n)
{
	struct ra_zone placed[RA_ZONES];
	void *used;

	if (z->used)
		return -EBUSY;
	if (place(zones, n, placed))
		return -EINVAL;
	used = mmap(NULL, RA_ZONE_ADDRESSES, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (used == MAP_FAILED)
		return -errno;
	z->used = used;
	if (control->n_zones) { /* those of an earlier process */
		control->n_zones = 0;
		memset(used, 0, RA_ZONE_ADDRESSES);
	}
	for (size_t i = 0; i < n; i++)
		control->zones[i] = placed[i];
	control->n_zones = (uint32_t)n; /* last: from here on the programs look */
	return 0;
}

void zones4_clear(struct zones4 *z)
{
	if (z->used)
		munmap(z->used, RA_ZONE_ADDRESSES);
	z->used = NULL;
}
