/* SPDX-License-Identifier: BSD-2-Clause */
#include "source/ebpf_ledger.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

#include "core/ledger.h"

#define TRIES 64       /* readings until the sums hold, one after the other */
#define PAUSES 50      /* then a CPU was stopped in the middle of a packet: it is waited for */
#define PAUSE_NS 1000000

static size_t size_of(const struct ledgers *l)
{
	return (size_t)l->interfaces * l->cpus * sizeof(*l->map);
}

int ledgers_init(struct ledgers *l, int fd, uint32_t interfaces, uint32_t cpus)
{
	void *map;

	*l = (struct ledgers){ .interfaces = interfaces, .cpus = cpus };
	map = mmap(NULL, size_of(l), PROT_READ, MAP_SHARED, fd, 0);
	if (map == MAP_FAILED)
		return -errno;
	l->map = map;
	return 0;
}

void ledgers_clear(struct ledgers *l)
{
	if (l->map)
		munmap((void *)(uintptr_t)l->map, size_of(l));
	*l = (struct ledgers){ 0 };
}

/* Whether a reading balances; the last of them is handed on if none does. */
static bool try_one(const volatile struct ra_ledger *from, struct ra_ledger *out)
{
	for (int i = 0; i < TRIES; i++) {
		memcpy(out, (const void *)from, sizeof(*out));
		__atomic_signal_fence(__ATOMIC_SEQ_CST); /* read it anew each time */
		if (ledger_balanced(out))
			return true;
	}
	return false;
}

static struct ra_ledger read_one(const volatile struct ra_ledger *from)
{
	const struct timespec pause = { .tv_nsec = PAUSE_NS };
	struct ra_ledger l;

	for (int i = 0; !try_one(from, &l) && i < PAUSES; i++)
		nanosleep(&pause, NULL);
	return l;
}

void ledgers_sum(const struct ledgers *l, uint32_t interface, struct ra_ledger *out)
{
	*out = (struct ra_ledger){ 0 };
	for (uint32_t cpu = 0; cpu < l->cpus; cpu++) {
		struct ra_ledger one = read_one(&l->map[(size_t)interface * l->cpus + cpu]);

		ledger_add(out, &one);
	}
}
