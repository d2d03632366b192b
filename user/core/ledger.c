/* SPDX-License-Identifier: BSD-2-Clause */
#include "core/ledger.h"

void ledger_judged(struct ra_ledger *l, uint8_t verdict, uint8_t direction, uint64_t n)
{
	l->verdict[verdict][direction] += n;
	if (verdict != RA_ALLOWED)
		l->reported += n;
}

void ledger_add(struct ra_ledger *a, const struct ra_ledger *b)
{
	a->seen += b->seen;
	a->not_ipv4 += b->not_ipv4;
	a->malformed += b->malformed;
	for (int v = 0; v < RA_VERDICTS; v++)
		for (int d = 0; d < RA_DIRECTIONS; d++)
			a->verdict[v][d] += b->verdict[v][d];
	a->reported += b->reported;
	a->suppressed += b->suppressed;
	a->lost += b->lost;
	a->unnamed += b->unnamed;
	a->skipped += b->skipped;
}

uint64_t ledger_verdict(const struct ra_ledger *l, uint8_t verdict)
{
	return l->verdict[verdict][RA_IN] + l->verdict[verdict][RA_OUT];
}

bool ledger_balanced(const struct ra_ledger *l)
{
	uint64_t allowed = ledger_verdict(l, RA_ALLOWED);
	uint64_t others = ledger_verdict(l, RA_LEARNING) + ledger_verdict(l, RA_UNKNOWN) +
			  ledger_verdict(l, RA_BLOCKED);

	return l->seen == l->not_ipv4 + l->malformed + allowed + others &&
	       others == l->reported + l->suppressed + l->lost;
}
