/* SPDX-License-Identifier: BSD-2-Clause */
#include "source/ebpf_ledger.h"

#include <bpf/bpf.h>
#include <errno.h>
#include <stdlib.h>

#include "core/ledger.h"

#define TRIES 8 /* readings until the sums hold */

int ledgers_init(struct ledgers *l, int fd, int n_cpus)
{
	*l = (struct ledgers){ .fd = fd, .n_cpus = n_cpus };
	l->cpus = calloc((size_t)n_cpus, sizeof(*l->cpus));
	l->reading = calloc((size_t)n_cpus, sizeof(*l->reading));
	return l->cpus && l->reading ? 0 : -ENOMEM;
}

void ledgers_clear(struct ledgers *l)
{
	free(l->cpus);
	free(l->reading);
	*l = (struct ledgers){ 0 };
}

/* Keep of each CPU what balances. Returns how many did not, or -errno. */
static int read_all(struct ledgers *l, bool keep_all)
{
	uint32_t zero = 0;
	int torn = 0, r = bpf_map_lookup_elem(l->fd, &zero, l->reading);

	if (r)
		return r;
	for (int cpu = 0; cpu < l->n_cpus; cpu++) {
		bool whole = ledger_balanced(&l->reading[cpu]);

		if (whole || keep_all)
			l->cpus[cpu] = l->reading[cpu];
		torn += !whole;
	}
	return torn;
}

int ledgers_sum(struct ledgers *l, struct ra_ledger *out)
{
	int torn = 1;

	for (int i = 1; i <= TRIES && torn > 0; i++)
		torn = read_all(l, i == TRIES);
	if (torn < 0)
		return torn;
	*out = (struct ra_ledger){ 0 };
	for (int cpu = 0; cpu < l->n_cpus; cpu++)
		ledger_add(out, &l->cpus[cpu]);
	return 0;
}
