/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/alert.h"

#include <stdio.h>
#include <string.h>

#include "core/clock.h"
#include "core/log.h"
#include "core/words.h"

#define SENTENCE 512

/* What is said of an alert; "" of what is not known. */
struct told {
	char peer[ADDR_TEXT], local[ADDR_TEXT];
	char peer_port[8], local_port[8], asn[16];
	const char *protocol, *direction, *verdict, *reason, *novelty;
	const char *list, *interface, *country, *city, *network;
};

void alerts_sum(struct alerts *a, int64_t steady_ns)
{
	const int64_t second = steady_ns / CLOCK_S;

	if (second == a->second)
		return;
	if (a->untold)
		log_warn("%llu more red peers in that second, not told one by one",
			 (unsigned long long)a->untold);
	*a = (struct alerts){ .second = second, .all_untold = a->all_untold + a->untold };
}

static void put_number(char *out, size_t room, uint32_t number)
{
	if (number)
		snprintf(out, room, "%u", number);
}

static const char *list_name(const struct jsonl_run *run, uint16_t number)
{
	const char *name = number && run->list_name ? run->list_name(run->lists, number) : NULL;

	return name ? name : "";
}

static void find_out(const struct jsonl_run *run, const struct geo *geo,
		     const struct model_peer *peer, const struct event *e, struct told *t)
{
	static const struct addr nobody;
	const struct geo_place *place = geo_place(geo, peer->geo.place);
	const struct geo_network *network = geo_network(geo, peer->geo.network);

	*t = (struct told){ .protocol = words_proto(e->proto),
			    .direction = words_direction(e->direction),
			    .verdict = words_verdict(e->judgement.verdict),
			    .reason = words_reason(e->judgement.reason),
			    .novelty = words_novelty(e->judgement.novelty),
			    .list = list_name(run, e->judgement.list),
			    .interface = e->interface < run->n_interfaces ?
						 run->interfaces[e->interface].name :
						 "",
			    .country = place->country,
			    .city = place->city,
			    .network = network->name };
	addr_format(&e->peer, t->peer);
	if (!addr_equal(&e->local, &nobody))
		addr_format(&e->local, t->local);
	put_number(t->peer_port, sizeof(t->peer_port), e->peer_port);
	put_number(t->local_port, sizeof(t->local_port), e->local_port);
	put_number(t->asn, sizeof(t->asn), network->asn);
}

/* What has nothing to say is left out, with what stands before it. */
static void add(char *text, const char *before, const char *part)
{
	size_t len = strlen(text);

	if (*part)
		snprintf(text + len, SENTENCE - len, "%s%s", before, part);
}

/* "unknown peer 198.51.100.9, out by eth0, TCP 443, JP, AS64497 Network 1: ...; new network" */
static void put_sentence(const struct told *t, char *text)
{
	*text = 0;
	add(text, "", t->verdict);
	add(text, " peer ", t->peer);
	add(text, ", ", t->direction);
	add(text, " by ", t->interface);
	add(text, ", ", t->protocol);
	add(text, " ", t->peer_port);
	add(text, ", ", t->country);
	add(text, ", AS", t->asn);
	add(text, " ", t->network);
	add(text, ": ", t->reason);
	add(text, ", list ", t->list);
	add(text, "; ", t->novelty);
}

/* The severity of a service is that of the verdict: warning, or notice. */
static void tell(const struct told *t, uint8_t verdict)
{
	const struct log_field fields[] = {
		{ "REDARC_PEER", t->peer },
		{ "REDARC_DIRECTION", t->direction },
		{ "REDARC_VERDICT", t->verdict },
		{ "REDARC_REASON", t->reason },
		{ "REDARC_NOVELTY", t->novelty },
		{ "REDARC_LIST", t->list },
		{ "REDARC_INTERFACE", t->interface },
		{ "REDARC_LOCAL", t->local },
		{ "REDARC_PROTOCOL", t->protocol },
		{ "REDARC_PEER_PORT", t->peer_port },
		{ "REDARC_LOCAL_PORT", t->local_port },
		{ "REDARC_COUNTRY", t->country },
		{ "REDARC_CITY", t->city },
		{ "REDARC_ASN", t->asn },
		{ "REDARC_NETWORK", t->network },
	};
	char text[SENTENCE];

	put_sentence(t, text);
	log_fields(verdict == RA_BLOCKED ? LOG_WARN : LOG_NOTE, text, fields,
		   sizeof(fields) / sizeof(*fields));
}

void alerts_tell(struct alerts *a, const struct jsonl_run *run, const struct geo *geo,
		 const struct model_peer *peer, const struct event *e)
{
	struct told t;

	alerts_sum(a, clock_steady_ns());
	if (a->told == ALERTS_MOST) {
		a->untold++;
		return;
	}
	a->told++;
	find_out(run, geo, peer, e, &t);
	tell(&t, e->judgement.verdict);
}
