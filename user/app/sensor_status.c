/* SPDX-License-Identifier: BSD-2-Clause */
/* What a sensor tells of itself: the sums, its mode, where it stands. */
#include "app/sensor.h"

#include <stdio.h>

#include "core/clock.h"
#include "core/ledger.h"
#include "source/pcap.h"

/* A source that does not tell its interfaces apart is one. */
static void read_whole(struct sensor *s, struct source_interface *out)
{
	struct source_info info;

	source_info(&s->source, &info);
	*out = (struct source_interface){ .mode = info.mode, .counts = "packets" };
	snprintf(out->detail, sizeof(out->detail), "%.127s", info.detail);
	source_ledger(&s->source, &out->ledger);
}

static void take_interface(struct jsonl_interface *to, const struct source_interface *from,
			   const char *name)
{
	*to = (struct jsonl_interface){ .mode = from->mode,
					.counts = from->counts,
					.lan = from->lan,
					.ledger = from->ledger };
	snprintf(to->name, sizeof(to->name), "%s", name);
	snprintf(to->detail, sizeof(to->detail), "%s", from->detail);
}

void sensor_read_interfaces(struct sensor *s)
{
	struct source_interface from;
	size_t n = 0;

	for (; n < SENSOR_INTERFACES && source_interface(&s->source, n, &from); n++)
		take_interface(&s->interfaces[n], &from, from.name);
	if (!n) {
		read_whole(s, &from);
		take_interface(&s->interfaces[n++], &from,
			       s->run.interface ? s->run.interface : "");
	}
	for (size_t i = 0; i < n; i++) {
		ledger_add(&s->interfaces[i].ledger, &s->judged[i]);
		s->interfaces[i].ledger.skipped += evidence_skipped(s->evidence, (uint8_t)i);
	}
	s->run.interfaces = s->interfaces;
	s->run.n_interfaces = n;
}

void sensor_status(struct sensor *s, struct jsonl_status *out)
{
	bool learning = s->roll.judge.learning;

	*out = (struct jsonl_status){
		.now_ns = s->now_ns,
		.learning = learning,
		.frozen = s->roll.judge.rules.frozen,
		.policy = s->roll.judge.policy == POLICY_EXACT ? "exact" : "hygiene",
		.learn_until_ns = learning ? s->learn_until_ns : 0,
		.addresses = pcap_addresses(&s->source),
	};
	out->storm = (struct jsonl_storm){ .on = s->storm.on,
					   .since_ns = s->storm_since_ns,
					   .until_ns = s->storm_until_ns,
					   .storms = s->storm.storms,
					   .peers = s->storm.peers,
					   .all_peers = s->storm.all_peers,
					   .all_packets = s->storm.all_packets };
	if (s->evidence) {
		out->evidence = evidence_path(s->evidence);
		out->evidence_packets = evidence_kept(s->evidence);
		out->evidence_bytes = evidence_bytes(s->evidence);
	}
	sensor_read_interfaces(s);
	for (size_t i = 0; i < s->run.n_interfaces; i++)
		ledger_add(&out->ledger, &s->interfaces[i].ledger);
}

void sensor_stream_status(struct sensor *s, struct stream_status *out)
{
	struct jsonl_status status;

	sensor_status(s, &status);
	*out = (struct stream_status){
		.now_ns = status.now_ns,
		.learn_until_ns = status.learn_until_ns,
		.window_ns = s->options->window_ns,
		.judged_from_ns = status.learning ? 0 : s->roll.judge.fixed_s * CLOCK_S,
		.home_lat_deg = s->home_lat_deg,
		.home_lon_deg = s->home_lon_deg,
		.home_known = s->home_known,
		.learning = status.learning,
		.balanced = ledger_balanced(&status.ledger),
		.storm = status.storm.on,
		.ledger = status.ledger,
		.refused = model_refused(s->model),
	};
	for (uint8_t v = 0; v < RA_VERDICTS; v++)
		out->peers[v] = model_peers_by_verdict(s->model, v);
}

void sensor_find_home(struct sensor *s, const struct addr *own, size_t n)
{
	s->home_known = s->options->home_known;
	s->home_lat_deg = s->options->home_lat_deg;
	s->home_lon_deg = s->options->home_lon_deg;
	for (size_t i = 0; i < n && !s->home_known; i++) {
		struct geo_answer answer = geo_find(s->geo, &own[i]);
		const struct geo_place *place;

		if (answer.place == GEO_NOWHERE || answer.place == GEO_NEAR)
			continue;
		place = geo_place(s->geo, answer.place);
		s->home_lat_deg = place->lat_deg;
		s->home_lon_deg = place->lon_deg;
		s->home_known = true;
	}
}
