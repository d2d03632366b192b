/* SPDX-License-Identifier: BSD-2-Clause */
#include "view/jsonl.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/clock.h"
#include "core/words.h"
#include "view/lines.h"

#define FLOWS_STEP 4096 /* peers */

struct jsonl {
	struct lines lines;
	const struct jsonl_run *run;
	uint64_t lost;
	bool hurried; /* patience came to its end */
};

static const struct addr nobody; /* the local side, where nobody tells it */

/* Numbers are from the range that Suricata leaves to local rules: 1000000 to 1999999. */
static const struct signature {
	const char *text[RA_DIRECTIONS], *category;
	uint32_t id[RA_DIRECTIONS];
} signatures[RA_VERDICTS] = {
	[RA_UNKNOWN] = { { "redarc unknown peer, inbound", "redarc unknown peer, outbound" },
			 "Unknown Traffic",
			 { 1700001, 1700002 } },
	[RA_BLOCKED] = { { "redarc blocked peer, inbound", "redarc blocked peer, outbound" },
			 "Potentially Bad Traffic",
			 { 1700003, 1700004 } },
};

/* Who talked with whom, and what is thought of it. */
struct talk {
	const struct addr *peer, *local;
	uint16_t peer_port, local_port;
	uint8_t proto, direction, beacon, interface;
	bool reply;
	struct judgement judgement;
};

int jsonl_open(int fd, const char *name, const struct jsonl_run *run, struct jsonl **out)
{
	struct jsonl *j = calloc(1, sizeof(*j));

	if (!j || lines_init(&j->lines, fd, name)) {
		free(j);
		return -ENOMEM;
	}
	j->run = run;
	*out = j;
	return 0;
}

void jsonl_close(struct jsonl *j)
{
	if (!j)
		return;
	lines_clear(&j->lines);
	free(j);
}

static void put_time(struct json *line, const char *key, int64_t time_ns)
{
	char text[CLOCK_STAMP];

	json_str(line, key, clock_stamp(time_ns, text));
}

static void put_addr(struct json *line, const char *key, const struct addr *a)
{
	char text[ADDR_TEXT];

	json_str(line, key, addr_format(a, text));
}

static const char *interface_name(const struct jsonl_run *run, uint8_t number)
{
	return number < run->n_interfaces ? run->interfaces[number].name : run->interface;
}

/* Returns false when there is no room for another line. */
static bool begin(struct jsonl *j, struct json *line, const char *type, int64_t time_ns,
		  uint8_t interface)
{
	const char *name = interface_name(j->run, interface);
	char *text = lines_begin(&j->lines);

	if (!text)
		return false;
	json_init(line, text, LINES_ROOM);
	json_open(line, NULL);
	put_time(line, "timestamp", time_ns);
	if (name)
		json_str(line, "in_iface", name);
	json_str(line, "event_type", type);
	return true;
}

/* Returns false when the line was longer than any may be. */
static bool end(struct jsonl *j, struct json *line)
{
	size_t len;

	json_close(line);
	len = json_end(line);
	lines_end(&j->lines, len);
	return len;
}

static void put_end(struct json *line, const char *ip, const char *port, const struct addr *a,
		    uint16_t number)
{
	if (!addr_equal(a, &nobody))
		put_addr(line, ip, a);
	if (number)
		json_u64(line, port, number);
}

static void put_proto(struct json *line, uint8_t proto)
{
	const char *word = words_proto(proto);
	char number[4];

	if (!proto)
		return;
	snprintf(number, sizeof(number), "%u", proto);
	json_str(line, "proto", *word ? word : number);
}

static void put_talk(struct json *line, const struct talk *t)
{
	bool in = t->direction == RA_IN;

	put_end(line, "src_ip", "src_port", in ? t->peer : t->local,
		in ? t->peer_port : t->local_port);
	put_end(line, "dest_ip", "dest_port", in ? t->local : t->peer,
		in ? t->local_port : t->peer_port);
	put_proto(line, t->proto);
}

static uint8_t severity(const struct judgement *j)
{
	if (j->verdict == RA_BLOCKED)
		return 1;
	return novelty_level(j->novelty) >= novelty_level(NOVEL_NETWORK) ? 2 : 3;
}

static void put_signature(struct json *line, const struct judgement *j, uint8_t direction)
{
	const struct signature *s = &signatures[j->verdict];

	json_open(line, "alert");
	json_str(line, "action", "allowed");
	json_u64(line, "gid", 1);
	json_u64(line, "signature_id", s->id[direction]);
	json_u64(line, "rev", 1);
	json_str(line, "signature", s->text[direction]);
	json_str(line, "category", s->category);
	json_u64(line, "severity", severity(j));
	json_close(line);
}

static void put_text(struct json *line, const char *key, const char *text)
{
	if (*text)
		json_str(line, key, text);
}

static void put_novelty(struct json *line, const struct judgement *j)
{
	if (j->verdict != RA_UNKNOWN && j->verdict != RA_BLOCKED)
		return;
	json_open_array(line, "novelty");
	for (uint8_t level = 1; level < NOVELTY_LEVELS; level++)
		if (j->novelty >> (level - 1) & 1)
			json_str(line, NULL, words_level(level));
	json_close_array(line);
}

static void put_list(struct json *line, const struct jsonl_run *run, uint16_t number)
{
	const char *name = number && run->list_name ? run->list_name(run->lists, number) : NULL;

	if (name)
		json_str(line, "list", name);
}

static void put_judged(struct json *line, const struct jsonl_run *run, const struct talk *t)
{
	put_addr(line, "peer", t->peer);
	json_str(line, "direction", words_direction(t->direction));
	json_str(line, "verdict", words_verdict(t->judgement.verdict));
	json_str(line, "reason", words_reason(t->judgement.reason));
	put_novelty(line, &t->judgement);
	put_list(line, run, t->judgement.list);
	if (t->reply)
		json_bool(line, "reply", true);
	if (t->beacon != EVENT_UNSCORED)
		json_u64(line, "beacon", t->beacon);
}

static void put_place(struct json *line, const struct geo_place *place)
{
	json_open(line, "place");
	put_text(line, "country", place->country);
	put_text(line, "city", place->city);
	json_f64(line, "lat", place->lat_deg, 4);
	json_f64(line, "lon", place->lon_deg, 4);
	json_close(line);
}

static void put_where(struct json *line, const struct geo *geo, struct geo_answer where)
{
	const struct geo_network *network;

	if (where.place == GEO_NEAR)
		json_bool(line, "near", true);
	else if (where.place != GEO_NOWHERE)
		put_place(line, geo_place(geo, where.place));
	if (!where.network)
		return;
	network = geo_network(geo, where.network);
	json_u64(line, "asn", network->asn);
	put_text(line, "as_name", network->name);
}

static void wait_for_room(struct jsonl *j)
{
	if (j->run->patient && !j->hurried && !lines_begin(&j->lines))
		j->hurried = lines_flush(&j->lines, -1, NULL);
}

void jsonl_alert(struct jsonl *j, const struct model *m, const struct model_peer *peer,
		 const struct event *e)
{
	const struct talk talk = { &e->peer, &e->local, e->peer_port, e->local_port, e->proto,
				   e->direction, e->beacon, e->interface, e->reply, e->judgement };
	struct json line;

	wait_for_room(j);
	if (!begin(j, &line, "alert", e->time_ns, e->interface)) {
		j->lost++;
		return;
	}
	put_talk(&line, &talk);
	put_signature(&line, &e->judgement, e->direction);
	json_open(&line, "redarc");
	put_judged(&line, j->run, &talk);
	put_where(&line, model_geo(m), peer->geo);
	json_close(&line);
	j->lost += !end(j, &line);
}

/* The sender is Suricata's client: what it sent is on the way to the server. */
static void put_flow(struct json *line, const struct model_side *side)
{
	json_open(line, "flow");
	json_u64(line, "pkts_toserver", side->packets - side->flow.packets);
	json_u64(line, "pkts_toclient", 0);
	json_u64(line, "bytes_toserver", side->bytes - side->flow.bytes);
	json_u64(line, "bytes_toclient", 0);
	put_time(line, "start", side->flow.start_ns);
	put_time(line, "end", side->last_ns);
	json_i64(line, "age", (side->last_ns - side->flow.start_ns) / CLOCK_S);
	json_close(line);
}

static bool is_due(const struct model_side *side)
{
	return side->packets != side->flow.packets;
}

bool jsonl_flow(struct jsonl *j, const struct model *m, struct model_peer *peer,
		uint8_t direction)
{
	struct model_side *side = &peer->side[direction];
	const struct talk talk = { &peer->addr, &peer->local, side->peer_port, side->local_port,
				   side->proto, direction, side->beacon, side->interface,
				   side->reply, side->judgement };
	struct json line;

	if (!is_due(side))
		return true;
	if (!begin(j, &line, "flow", side->last_ns, side->interface))
		return false;
	put_talk(&line, &talk);
	put_flow(&line, side);
	json_open(&line, "redarc");
	put_judged(&line, j->run, &talk);
	json_u64(&line, "packets", side->packets - side->flow.packets);
	json_u64(&line, "bytes", side->bytes - side->flow.bytes);
	put_time(&line, "first_seen", side->first_ns);
	put_time(&line, "last_seen", side->last_ns);
	put_where(&line, model_geo(m), peer->geo);
	json_close(&line);
	j->lost += !end(j, &line);
	model_mark_end(&side->flow, side);
	return true;
}

static bool idle_flows(struct jsonl *j, struct model *m, struct model_peer *peer,
		       int64_t before_ns)
{
	for (uint8_t d = 0; d < RA_DIRECTIONS; d++)
		if ((before_ns == INT64_MAX || peer->side[d].last_ns < before_ns) &&
		    !jsonl_flow(j, m, peer, d))
			return false;
	return true;
}

bool jsonl_flows(struct jsonl *j, struct model *m, int64_t before_ns, uint32_t *at)
{
	uint32_t count = model_peer_count(m);
	uint32_t end = count - *at > FLOWS_STEP ? *at + FLOWS_STEP : count;

	for (; *at < end; ++*at)
		if (!idle_flows(j, m, model_peer(m, *at), before_ns))
			return false;
	if (end < count)
		return false;
	*at = 0;
	return true;
}

void jsonl_stats(struct jsonl *j, const struct model *m, const struct jsonl_status *status)
{
	struct json line;

	if (!begin(j, &line, "stats", status->now_ns, EVENT_NO_INTERFACE)) {
		j->lost++;
		return;
	}
	json_open(&line, "stats");
	json_i64(&line, "uptime", (status->now_ns - j->run->started_ns) / CLOCK_S);
	json_close(&line);
	json_open(&line, "redarc");
	jsonl_put_status(&line, m, j->run, status);
	json_close(&line);
	j->lost += !end(j, &line);
}

int jsonl_flush(struct jsonl *j, int wait_ms, struct err *e)
{
	return lines_flush(&j->lines, wait_ms, e);
}

void jsonl_move(struct jsonl *j, int fd)
{
	lines_move(&j->lines, fd);
}

void jsonl_give_up(struct jsonl *j, const struct model *m)
{
	j->lost += lines_drop(&j->lines);
	for (uint32_t i = 0; i < model_peer_count(m); i++)
		for (uint8_t d = 0; d < RA_DIRECTIONS; d++)
			j->lost += is_due(&model_peer(m, i)->side[d]);
}

uint64_t jsonl_lost(const struct jsonl *j)
{
	return j->lost;
}
