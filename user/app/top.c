/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/top.h"

#include "core/clock.h"
#include "core/words.h"

#define TAIL 64 /* bytes that end an answer */
#define AT_REST 1e-20 /* makes any count less than any rate */

/* What a row is ranked by. */
struct counts {
	uint64_t packets, bytes, peers;
	int64_t last_ns;
};

int top_open(struct top *t, uint32_t peers, uint32_t locals)
{
	int r = meter_open(&t->sides, peers * RA_DIRECTIONS);

	return r ? r : meter_open(&t->hosts, locals);
}

void top_close(struct top *t)
{
	meter_close(&t->sides);
	meter_close(&t->hosts);
}

static double key_of(enum top_by by, const struct counts *c, const struct meter_mark *mark)
{
	switch (by) {
	case TOP_PACKETS:
		return (double)c->packets;
	case TOP_BYTES:
		return (double)c->bytes;
	case TOP_PEERS:
		return (double)c->peers;
	case TOP_LAST:
		return (double)c->last_ns;
	default: /* those at rest stand behind, by what they did before */
		return mark->packets_s > 0 ? mark->packets_s : (double)c->packets * AT_REST;
	}
}

static void offer(struct top *t, struct meter *m, enum top_by by, uint32_t number,
		  const struct counts *c)
{
	const struct meter_mark *mark = meter_read(m, number, c->packets, c->bytes);

	rank_offer(&t->rank, key_of(by, c, mark), number);
	t->total++;
}

static void pick_sides(struct top *t, const struct model *model, enum top_by by)
{
	uint32_t count = model_peer_count(model);

	for (uint32_t i = 0; i < count; i++) {
		const struct model_peer *peer = model_peer(model, i);

		for (uint32_t d = 0; d < RA_DIRECTIONS; d++) {
			const struct model_side *side = &peer->side[d];
			const struct counts counts = { .packets = side->packets,
						       .bytes = side->bytes,
						       .last_ns = side->last_ns };

			if (side->arc)
				offer(t, &t->sides, by, i * RA_DIRECTIONS + d, &counts);
		}
	}
}

static void pick_hosts(struct top *t, const struct locals *locals, enum top_by by)
{
	for (uint32_t i = 0; i < locals_count(locals); i++) {
		const struct local *host = locals_row(locals, i);
		const struct counts counts = { .packets = host->packets,
					       .bytes = host->bytes,
					       .peers = crowd_count(&host->strangers),
					       .last_ns = host->last_ns };

		offer(t, &t->hosts, by, i, &counts);
	}
}

/* Whether the rows that were ranked last are those that it goes on with. */
static bool goes_on(const struct top *t, const struct top_query *q)
{
	return q->from && q->by == t->by && q->local == t->local && q->rows == t->rank.most;
}

void top_pick(struct top *t, const struct top_view *v, const struct top_query *q, int64_t now_ns)
{
	struct meter *m = q->local ? &t->hosts : &t->sides;

	if (goes_on(t, q))
		return;
	rank_begin(&t->rank, q->rows);
	t->total = 0;
	t->by = q->by;
	t->local = q->local;
	meter_look(m, now_ns);
	if (q->local)
		pick_hosts(t, v->locals, q->by);
	else
		pick_sides(t, v->model, q->by);
	rank_sort(&t->rank);
}

static void put_addr(struct json *j, const char *key, const struct addr *a)
{
	char text[ADDR_TEXT];

	json_str(j, key, addr_format(a, text));
}

static void put_rates(struct json *j, const struct meter_mark *mark)
{
	json_f64(j, "packets_s", mark->packets_s, 1);
	json_f64(j, "bits_s", 8 * (double)mark->bytes_s, 0);
}

static void put_last(struct json *j, const struct top_view *v, int64_t last_ns, uint8_t interface)
{
	const struct jsonl_run *run = v->run;
	const char *name = interface < run->n_interfaces ? run->interfaces[interface].name : NULL;

	json_i64(j, "idle_s", (v->status->now_ns - last_ns) / CLOCK_S);
	if (name && *name)
		json_str(j, "interface", name);
}

static void put_where(struct json *j, const struct geo *geo, struct geo_answer at)
{
	const struct geo_place *place = geo_place(geo, at.place);
	const struct geo_network *network = geo_network(geo, at.network);

	if (place->country[0])
		json_str(j, "country", place->country);
	if (place->city[0])
		json_str(j, "city", place->city);
	if (at.place == GEO_NEAR)
		json_bool(j, "nearby", true);
	if (!at.network)
		return;
	json_u64(j, "asn", network->asn);
	json_str(j, "network", network->name);
}

static void put_side(const struct top *t, const struct top_view *v, uint32_t number,
		     struct json *j)
{
	uint8_t direction = number % RA_DIRECTIONS;
	const struct model_peer *peer = model_peer(v->model, number / RA_DIRECTIONS);
	const struct model_side *side = &peer->side[direction];

	put_addr(j, "peer", &peer->addr);
	json_str(j, "direction", words_direction(direction));
	json_str(j, "verdict", words_verdict(side->judgement.verdict));
	if (model_geo(v->model))
		put_where(j, model_geo(v->model), peer->geo);
	json_u64(j, "packets", side->packets);
	json_u64(j, "bytes", side->bytes);
	put_rates(j, &t->sides.marks[number]);
	put_last(j, v, side->last_ns, side->interface);
}

static void put_host(const struct top *t, const struct top_view *v, uint32_t number,
		     struct json *j)
{
	const struct local *host = locals_row(v->locals, number);

	put_addr(j, "host", &host->addr);
	json_u64(j, "packets", host->packets);
	if (host->inherited)
		json_u64(j, "packets_over", host->inherited);
	json_u64(j, "bytes", host->bytes);
	json_u64(j, "strangers", crowd_count(&host->strangers));
	put_rates(j, &t->hosts.marks[number]);
	put_addr(j, "last_peer", &host->peer);
	put_last(j, v, host->last_ns, host->interface);
}

static void put_rows(const struct top *t, const struct top_view *v, uint32_t from, struct json *j,
		     size_t most)
{
	json_open_array(j, "rows");
	for (uint32_t i = from; i < t->rank.count; i++) {
		const struct json before = *j;

		json_open(j, NULL);
		(t->local ? put_host : put_side)(t, v, t->rank.item[i].number, j);
		json_close(j);
		if (j->len + TAIL <= most)
			continue;
		*j = before;
		break;
	}
	json_close_array(j);
}

void top_put(const struct top *t, const struct top_view *v, const struct top_query *q,
	     struct json *j, size_t most)
{
	const struct meter *m = t->local ? &t->hosts : &t->sides;
	char now[CLOCK_STAMP];

	json_str(j, "now", clock_stamp(v->status->now_ns, now));
	json_str(j, "by", top_word(q->by));
	json_bool(j, "local", t->local);
	if (m->over_s)
		json_f64(j, "over_s", m->over_s, 3);
	json_u64(j, "total", t->total);
	json_u64(j, "ranked", t->rank.count);
	if (t->local)
		json_u64(j, "displaced", locals_displaced(v->locals));
	json_open(j, "status");
	jsonl_put_status(j, v->model, v->run, v->status);
	json_close(j);
	put_rows(t, v, q->from, j, most);
}
