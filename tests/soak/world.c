/* SPDX-License-Identifier: BSD-2-Clause */
#include "world.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include "core/clock.h"
#include "core/hash.h"
#include "core/ledger.h"

#define FIRST_PLACE 2 /* below are the trays */
#define IPV4_PEERS 131072 /* of 198.18.0.0/15, for benchmarks; the rest is of 2001:db8::/32 */
#define BUSY_PEERS 2000
#define TALKS 60   /* a tick */
#define JUDGES 4   /* a tick: peers that get another verdict */
#define PAST_PEERS 20000
#define PAST_HOURS 48
#define LIST 1

static const struct {
	uint8_t verdict, reason;
} shades[WORLD_SHADES] = {
	{ RA_ALLOWED, REASON_HISTORY },
	{ RA_UNKNOWN, REASON_NEVER_SEEN },
	{ RA_BLOCKED, REASON_BLOCKLIST },
};

static uint32_t throw(struct world *w, uint32_t sides)
{
	w->dice += 0x9e3779b97f4a7c15ull;
	return (uint32_t)(hash_mix(w->dice) >> 32) % sides;
}

static void put(const struct world *w, const struct stream_record *r)
{
	uint8_t buf[STREAM_RECORD_MOST];
	int n = w->out ? stream_encode(r, buf, sizeof(buf)) : 0;

	if (n < 0)
		abort();
	if (n > 0)
		fwrite(buf, (size_t)n, 1, w->out);
}

static struct addr address(uint32_t i)
{
	struct addr a = { .b = { 0x20, 0x01, 0x0d, 0xb8 } };
	uint32_t be = htonl(i);

	if (i < IPV4_PEERS)
		return addr_from_be32(htonl(0xc6120000 + i));
	memcpy(a.b + 12, &be, sizeof(be));
	return a;
}

static enum world_shade shade_of(uint8_t verdict)
{
	return verdict == RA_ALLOWED ? WORLD_ALLOWED :
	       verdict == RA_UNKNOWN ? WORLD_UNKNOWN : WORLD_BLOCKED;
}

/* All of a place talk in one direction, and those that are no friends are as new as each other. */
static uint8_t direction_of(uint32_t place)
{
	return place & 1 ? RA_OUT : RA_IN;
}

static uint8_t novelty_of(uint32_t place, enum world_shade shade)
{
	return shade == WORLD_ALLOWED ? 0 : (uint8_t)((1u << place % NOVELTY_LEVELS) - 1);
}

static struct stream_side *side_of(struct stream_peer *p)
{
	return &p->side[direction_of(p->place)];
}

static struct stream_arc *arc_of(struct world *w, struct stream_peer *p)
{
	return &w->arcs[p->place][shade_of(side_of(p)->verdict)];
}

static void put_place(const struct world *w, uint32_t number)
{
	uint64_t mix = hash_mix(number);
	struct stream_record r = {
		.kind = STREAM_PLACE,
		.place = { number, { .lat_deg = (float)(mix & 0xffff) / 65536 * 130 - 60,
				     .lon_deg = (float)(mix >> 16 & 0xffff) / 65536 * 360 - 180,
				     .country = "ZZ" } },
	};

	snprintf(r.place.place.city, sizeof(r.place.place.city), "City %u", number);
	put(w, &r);
}

static void put_network(const struct world *w, uint32_t number)
{
	struct stream_record r = { .kind = STREAM_NETWORK,
				   .network = { number, { .asn = 4200000000u + number } } };

	snprintf(r.network.network.name, sizeof(r.network.network.name), "Network %u", number);
	put(w, &r);
}

static void put_peer(const struct world *w, const struct stream_peer *p)
{
	put(w, &(struct stream_record){ .kind = STREAM_PEER, .peer = *p });
}

static void put_arc(const struct world *w, const struct stream_arc *a)
{
	put(w, &(struct stream_record){ .kind = STREAM_ARC, .arc = *a });
}

static void put_point(const struct world *w, const struct stream_peer *p,
		      const struct stream_side *s, uint32_t packets)
{
	put(w, &(struct stream_record){
		.kind = STREAM_POINT,
		.point = { .time_ns = w->now_ns,
			   .addr = p->addr,
			   .local = p->local,
			   .peer_port = s->peer_port,
			   .local_port = s->local_port,
			   .proto = s->proto,
			   .direction = direction_of(p->place),
			   .verdict = s->verdict,
			   .novelty = s->novelty,
			   .packets = packets } });
}

static void leave_arc(struct world *w, struct stream_peer *p)
{
	struct stream_arc *a = arc_of(w, p);

	a->peers--;
	a->packets -= side_of(p)->packets;
	a->bytes -= side_of(p)->bytes;
	w->status.peers[side_of(p)->verdict]--;
	put_arc(w, a);
}

static void join_arc(struct world *w, struct stream_peer *p)
{
	const struct stream_side *s = side_of(p);
	struct stream_arc *a = arc_of(w, p);

	a->place = p->place;
	a->verdict = s->verdict;
	a->direction = direction_of(p->place);
	a->level = novelty_level(s->novelty);
	a->peers++;
	a->packets += s->packets;
	a->bytes += s->bytes;
	if (s->last_ns > a->last_ns)
		a->last_ns = s->last_ns;
	w->status.peers[s->verdict]++;
	put_arc(w, a);
}

static void judge(struct stream_peer *p, enum world_shade shade)
{
	struct stream_side *s = side_of(p);

	s->verdict = shades[shade].verdict;
	s->reason = shades[shade].reason;
	s->novelty = novelty_of(p->place, shade);
	s->list = shade == WORLD_BLOCKED ? LIST : 0;
}

static enum world_shade throw_shade(struct world *w)
{
	uint32_t n = throw(w, 20);

	return n < 16 ? WORLD_ALLOWED : n < 19 ? WORLD_UNKNOWN : WORLD_BLOCKED;
}

static void add_peer(struct world *w)
{
	uint32_t i = w->count++;
	struct stream_peer *p = &w->peers[i];
	bool lost = i % 64 == 63;

	*p = (struct stream_peer){ .addr = address(i),
				   .local = addr_from_be32(htonl(0xc0000201 + i % 12)),
				   .place = lost ? GEO_NOWHERE : FIRST_PLACE + i % WORLD_PLACES,
				   .network = 1 + i % WORLD_NETWORKS };
	*side_of(p) = (struct stream_side){ .packets = 1,
					    .bytes = 60 + throw(w, 1400),
					    .first_ns = w->now_ns,
					    .last_ns = w->now_ns,
					    .peer_port = 443,
					    .local_port = (uint16_t)(49152 + i % 16384),
					    .proto = 6,
					    .beacon = EVENT_UNSCORED };
	judge(p, throw_shade(w));
	if (!lost && i < WORLD_PLACES)
		put_place(w, p->place);
	if (i < WORLD_NETWORKS)
		put_network(w, p->network);
	put_peer(w, p);
	join_arc(w, p);
}

static void count(struct world *w, const struct stream_side *s, uint8_t direction, uint32_t packets)
{
	w->status.ledger.seen += packets;
	w->status.ledger.verdict[s->verdict][direction] += packets;
	if (s->verdict != RA_ALLOWED)
		w->status.ledger.reported += packets;
}

static struct stream_peer *somebody(struct world *w, uint32_t among)
{
	return &w->peers[throw(w, among < w->count ? among : w->count)];
}

static void talk(struct world *w)
{
	struct stream_peer *p = somebody(w, throw(w, 4) ? BUSY_PEERS : WORLD_PEERS);
	struct stream_side *s = side_of(p);
	struct stream_arc *a = arc_of(w, p);
	uint32_t packets = 1 + throw(w, 200), bytes = packets * (60 + throw(w, 1400));

	s->packets += packets;
	s->bytes += bytes;
	a->packets += packets;
	a->bytes += bytes;
	s->last_ns = a->last_ns = w->now_ns;
	count(w, s, direction_of(p->place), packets);
	put_peer(w, p);
	put_arc(w, a);
	if (w->points)
		put_point(w, p, s, packets);
}

static void judge_anew(struct world *w)
{
	struct stream_peer *p = somebody(w, throw(w, 2) ? BUSY_PEERS : WORLD_PEERS);

	leave_arc(w, p);
	judge(p, throw_shade(w));
	put_peer(w, p);
	join_arc(w, p);
}

static void put_status(struct world *w)
{
	struct stream_status *s = &w->status;

	s->now_ns = w->now_ns;
	s->window_ns = 48 * CLOCK_HOUR_S * CLOCK_S;
	s->home_known = 1;
	s->home_lat_deg = 35.7f;
	s->home_lon_deg = 139.7f;
	s->balanced = ledger_balanced(&s->ledger);
	put(w, &(struct stream_record){ .kind = STREAM_STATUS, .status = *s });
}

void world_step(struct world *w, int64_t now_ns)
{
	int64_t age_ns;

	w->now_ns = now_ns;
	if (!w->start_ns)
		w->start_ns = now_ns - WORLD_TICK_NS;
	age_ns = now_ns - w->start_ns;
	while (w->count < WORLD_PEERS && (int64_t)w->count < WORLD_PEERS * age_ns / w->fill_ns) {
		add_peer(w);
		count(w, side_of(&w->peers[w->count - 1]),
		      direction_of(w->peers[w->count - 1].place), 1);
	}
	for (int i = 0; i < TALKS; i++)
		talk(w);
	for (int i = 0; i < JUDGES; i++)
		judge_anew(w);
	put_status(w);
}

static uint32_t least(uint32_t a, uint32_t b)
{
	return a < b ? a : b;
}

void world_tell(struct world *w)
{
	struct stream_record hello = { .kind = STREAM_HELLO,
				       .hello = { .version = STREAM_VERSION,
						  .title = "soak",
						  .detail = "made up" } };

	put(w, &hello);
	put(w, &(struct stream_record){ .kind = STREAM_LIST, .list = { LIST, 1, "drop" } });
	for (uint32_t i = 0; i < least(w->count, WORLD_NETWORKS); i++)
		put_network(w, 1 + i);
	for (uint32_t i = 0; i < least(w->count, WORLD_PLACES); i++)
		put_place(w, FIRST_PLACE + i);
	for (uint32_t i = 0; i < w->count; i++)
		put_peer(w, &w->peers[i]);
	for (uint32_t i = 0; i < WORLD_PLACES + FIRST_PLACE; i++)
		for (int s = 0; s < WORLD_SHADES; s++)
			if (w->arcs[i][s].peers)
				put_arc(w, &w->arcs[i][s]);
	put_status(w);
	put(w, &(struct stream_record){ .kind = STREAM_SNAPSHOT });
}

void world_explain(struct world *w, const struct addr *peer)
{
	struct stream_record r = { .kind = STREAM_EXPLAIN, .explain = { .addr = *peer } };
	char text[ADDR_TEXT];

	memset(r.explain.hours, 0x5a, sizeof(r.explain.hours));
	snprintf(r.explain.text, sizeof(r.explain.text),
		 "%s: made up, one of %u.\nNo list names it.\n", addr_format(peer, text), w->count);
	put(w, &r);
}

static void put_span(const struct world *w, uint32_t rows)
{
	const int64_t hour_ns = CLOCK_HOUR_S * CLOCK_S;

	put(w, &(struct stream_record){
		.kind = STREAM_SPAN,
		.span = { .first_ns = (w->now_ns / hour_ns - PAST_HOURS + 1) * hour_ns,
			  .step_ns = hour_ns,
			  .steps = PAST_HOURS,
			  .rows = rows } });
}

static void put_past(struct world *w, struct stream_peer *p)
{
	const struct stream_side *s = side_of(p);
	struct stream_record r = { .kind = STREAM_PAST,
				   .past = { .addr = p->addr,
					     .place = p->place,
					     .network = p->network,
					     .direction = direction_of(p->place),
					     .verdict = s->verdict,
					     .reason = s->reason,
					     .novelty = s->novelty,
					     .list = s->list,
					     .packets = s->packets,
					     .bytes = s->bytes } };

	for (uint32_t i = 0; i < PAST_HOURS / 8; i++)
		r.past.steps[i] = (uint8_t)throw(w, 256);
	put(w, &r);
}

void world_past(struct world *w)
{
	uint32_t rows = least(w->count, PAST_PEERS);

	put_span(w, 0);
	for (uint32_t i = 0; i < rows; i++)
		put_past(w, &w->peers[i]);
	put_span(w, rows);
}
