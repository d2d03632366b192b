/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/report.h"

#include <stdio.h>

#include "core/clock.h"
#include "core/log.h"
#include "core/words.h"
#include "core/ledger.h"

static void print_place(struct geo *geo, struct geo_answer at)
{
	const struct geo_network *network = geo_network(geo, at.network);
	const struct geo_place *place;

	if (at.place == GEO_NEAR) {
		printf("  nearby");
	} else if (at.place != GEO_NOWHERE) {
		place = geo_place(geo, at.place);
		printf("  %s%s%s", place->city, place->city[0] ? " " : "", place->country);
	}
	if (at.network)
		printf("  AS%u %s", network->asn, network->name);
}

void report_peer(struct geo *geo, const struct model_peer *peer, const struct event *e)
{
	char stamp[CLOCK_STAMP], text[ADDR_TEXT];

	clock_stamp(e->time_ns, stamp);
	printf("%.19sZ  %-8s %-3s  %s", stamp, words_verdict(e->judgement.verdict),
	       words_direction(e->direction), addr_format(&peer->addr, text));
	if (e->peer_port || e->local_port)
		printf("  %s %u%s%u", words_proto(e->proto), e->local_port,
		       e->direction == RA_IN ? "<-" : "->", e->peer_port);
	if (geo)
		print_place(geo, peer->geo);
	putchar('\n');
	fflush(stdout);
}

void report_summary(const struct model *m, const struct jsonl_status *status)
{
	const struct ra_ledger *l = &status->ledger;

	log_note("%llu packets: %llu allowed, %llu learning, %llu unknown, %llu blocked, "
		 "%llu not IPv4, %llu malformed; %llu lost; %s",
		 (unsigned long long)l->seen, (unsigned long long)ledger_verdict(l, RA_ALLOWED),
		 (unsigned long long)ledger_verdict(l, RA_LEARNING),
		 (unsigned long long)ledger_verdict(l, RA_UNKNOWN),
		 (unsigned long long)ledger_verdict(l, RA_BLOCKED),
		 (unsigned long long)l->not_ipv4, (unsigned long long)l->malformed,
		 (unsigned long long)l->lost,
		 ledger_balanced(l) ? "the ledger balances" : "THE LEDGER DOES NOT BALANCE");
	log_note("%u peers: %u allowed, %u learning, %u unknown, %u blocked", model_peer_count(m),
		 model_peers_by_verdict(m, RA_ALLOWED), model_peers_by_verdict(m, RA_LEARNING),
		 model_peers_by_verdict(m, RA_UNKNOWN), model_peers_by_verdict(m, RA_BLOCKED));
	if (status->storm.storms)
		log_warn("novelty storms: %u; %llu peers were not reported one by one",
			 status->storm.storms, (unsigned long long)status->storm.all_peers);
	if (model_refused(m))
		log_warn("%llu packets were of peers beyond the %u that are kept: counted, not "
			 "shown",
			 (unsigned long long)model_refused(m), model_peer_count(m));
}
