/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/pinned.h"

#include <stdio.h>

#include "core/ledger.h"
#include "source/pinned.h"

static void show_interface(const struct source_interface *one)
{
	const struct ra_ledger *l = &one->ledger;

	printf("  %-9s %s%s; counts %s\n", one->name, one->mode,
	       one->lan ? ", faces the inside" : "", one->counts);
	printf("            %12llu seen, %llu not IPv4, %llu malformed\n",
	       (unsigned long long)l->seen, (unsigned long long)l->not_ipv4,
	       (unsigned long long)l->malformed);
	printf("            %12llu allowed, %llu learning, %llu unknown, %llu blocked\n",
	       (unsigned long long)ledger_verdict(l, RA_ALLOWED),
	       (unsigned long long)ledger_verdict(l, RA_LEARNING),
	       (unsigned long long)ledger_verdict(l, RA_UNKNOWN),
	       (unsigned long long)ledger_verdict(l, RA_BLOCKED));
	printf("            %12llu reported, %llu suppressed, %llu lost; %s\n",
	       (unsigned long long)l->reported, (unsigned long long)l->suppressed,
	       (unsigned long long)l->lost,
	       ledger_balanced(l) ? "the ledger balances" : "THE LEDGER DOES NOT BALANCE");
}

static void show(void *ctx, const struct source_pinned *p)
{
	(void)ctx;
	if (p->held)
		return;
	printf("%s: pinned, counting without a sensor%s\n", p->name,
	       p->n ? "" : "; only root may read what it counts");
	for (size_t i = 0; i < p->n; i++)
		show_interface(&p->interface[i]);
}

void pinned_show(const char *interface)
{
	source_pinned_each(interface, show, NULL);
}
