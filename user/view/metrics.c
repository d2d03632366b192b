/* SPDX-License-Identifier: BSD-2-Clause */
#include "view/metrics.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "core/clock.h"
#include "core/words.h"

struct text {
	char *bytes;
	size_t len, room;
	bool full;
};

static __attribute__((format(printf, 2, 3))) void put(struct text *t, const char *format, ...)
{
	size_t left = t->room - t->len;
	va_list values;
	int n;

	va_start(values, format);
	n = vsnprintf(t->bytes + t->len, left, format, values);
	va_end(values);
	if (n < 0 || (size_t)n >= left)
		t->full = true;
	else
		t->len += (size_t)n;
}

/* An interface may be called anything, and one byte that is not UTF-8 spoils the whole scrape. */
static void put_value(struct text *t, const char *value)
{
	for (; *value; value++) {
		unsigned char c = (unsigned char)*value;

		if (c == '"' || c == '\\')
			put(t, "\\%c", c);
		else if (c < ' ' || c > '~')
			put(t, "\\\\x%02x", c);
		else
			put(t, "%c", c);
	}
}

static void put_label(struct text *t, const char *name, const char *value)
{
	put(t, "%s=\"", name);
	put_value(t, value);
	put(t, "\"");
}

struct family {
	const char *name, *type, *help;
};

static void put_family(struct text *t, const struct family *f)
{
	put(t, "# HELP %s %s\n# TYPE %s %s\n", f->name, f->help, f->name, f->type);
}

/* The closing brace and the value are up to the caller. */
static void begin_sample(struct text *t, const char *name, const struct jsonl_interface *one)
{
	put(t, "%s{", name);
	put_label(t, "interface", one->name);
}

static const struct {
	struct family family;
	size_t at; /* in struct ra_ledger */
} counters[] = {
	{ { "redarc_seen_packets_total", "counter", "Packets seen, of any kind." },
	  offsetof(struct ra_ledger, seen) },
	{ { "redarc_not_ipv4_packets_total", "counter", "Packets that are not IPv4." },
	  offsetof(struct ra_ledger, not_ipv4) },
	{ { "redarc_malformed_packets_total", "counter",
	    "Packets whose IPv4 header is not valid." },
	  offsetof(struct ra_ledger, malformed) },
	{ { "redarc_reported_packets_total", "counter",
	    "Packets not allowed whose own record went out." },
	  offsetof(struct ra_ledger, reported) },
	{ { "redarc_suppressed_packets_total", "counter",
	    "Packets not allowed that were folded into a later record." },
	  offsetof(struct ra_ledger, suppressed) },
	{ { "redarc_lost_packets_total", "counter",
	    "Packets not allowed for whose record there was no room." },
	  offsetof(struct ra_ledger, lost) },
	{ { "redarc_unnamed_peers_total", "counter",
	    "Peers that were not reported one by one, each as often as it came back." },
	  offsetof(struct ra_ledger, unnamed) },
	{ { "redarc_evidence_skipped_packets_total", "counter",
	    "Packets that were to be kept as evidence, and were not." },
	  offsetof(struct ra_ledger, skipped) },
};

static uint64_t counter(const struct ra_ledger *l, size_t at)
{
	uint64_t value;

	memcpy(&value, (const char *)l + at, sizeof(value));
	return value;
}

static void put_counters(struct text *t, const struct jsonl_run *run)
{
	for (size_t c = 0; c < sizeof(counters) / sizeof(*counters); c++) {
		put_family(t, &counters[c].family);
		for (size_t i = 0; i < run->n_interfaces; i++) {
			const struct jsonl_interface *one = &run->interfaces[i];

			begin_sample(t, counters[c].family.name, one);
			put(t, "} %" PRIu64 "\n", counter(&one->ledger, counters[c].at));
		}
	}
}

static void put_verdicts(struct text *t, const struct jsonl_interface *one, const char *name)
{
	for (uint8_t v = 0; v < RA_VERDICTS; v++)
		for (uint8_t d = 0; d < RA_DIRECTIONS; d++) {
			begin_sample(t, name, one);
			put(t, ",verdict=\"%s\",direction=\"%s\"} %" PRIu64 "\n", words_verdict(v),
			    words_direction(d), (uint64_t)one->ledger.verdict[v][d]);
		}
}

static void put_packets(struct text *t, const struct jsonl_run *run)
{
	static const struct family packets = { "redarc_packets_total", "counter",
					       "Valid IPv4 packets by what was thought of them." };

	put_family(t, &packets);
	for (size_t i = 0; i < run->n_interfaces; i++)
		put_verdicts(t, &run->interfaces[i], packets.name);
}

static void put_up(struct text *t, const struct jsonl_run *run)
{
	static const struct family up = { "redarc_interface_up", "gauge",
					  "Whether the interface is there." };

	put_family(t, &up);
	for (size_t i = 0; i < run->n_interfaces; i++) {
		const struct jsonl_interface *one = &run->interfaces[i];

		begin_sample(t, up.name, one);
		put(t, "} %d\n", strcmp(one->mode, "gone") != 0);
	}
}

/* What does not change often enough to be part of every name. */
static void put_info(struct text *t, const struct jsonl_run *run)
{
	static const struct family info = { "redarc_interface_info", "gauge",
					    "How the interface is watched, and what is counted." };

	put_family(t, &info);
	for (size_t i = 0; i < run->n_interfaces; i++) {
		const struct jsonl_interface *one = &run->interfaces[i];

		begin_sample(t, info.name, one);
		put(t, ",");
		put_label(t, "mode", one->mode);
		put(t, ",");
		put_label(t, "counts", one->counts);
		put(t, ",lan=\"%s\"} 1\n", one->lan ? "true" : "false");
	}
}

static void put_peers(struct text *t, const struct model *m)
{
	static const struct family peers = { "redarc_peers", "gauge",
					     "Addresses that ever had a packet of this verdict." };

	put_family(t, &peers);
	for (uint8_t v = 0; v < RA_VERDICTS; v++)
		put(t, "%s{verdict=\"%s\"} %u\n", peers.name, words_verdict(v),
		    model_peers_by_verdict(m, v));
}

static uint64_t red_packets(const struct metrics *m)
{
	return model_red_packets(m->model);
}

static uint64_t red_peers(const struct metrics *m)
{
	return model_red_peers(m->model);
}

static uint64_t refused(const struct metrics *m)
{
	return model_refused(m->model);
}

static uint64_t learning(const struct metrics *m)
{
	return m->status->learning;
}

static uint64_t learn_until(const struct metrics *m)
{
	return (uint64_t)(m->status->learn_until_ns / CLOCK_S);
}

static uint64_t frozen(const struct metrics *m)
{
	return m->status->frozen;
}

static uint64_t storm_on(const struct metrics *m)
{
	return m->status->storm.on;
}

static uint64_t storms(const struct metrics *m)
{
	return m->status->storm.storms;
}

static uint64_t storm_peers(const struct metrics *m)
{
	return m->status->storm.all_peers;
}

static uint64_t storm_packets(const struct metrics *m)
{
	return m->status->storm.all_packets;
}

static uint64_t balanced(const struct metrics *m)
{
	return ledger_balanced(&m->status->ledger);
}

static uint64_t lost_lines(const struct metrics *m)
{
	return m->lost_lines;
}

static uint64_t unsent_messages(const struct metrics *m)
{
	return m->unsent_messages;
}

static uint64_t untold_alerts(const struct metrics *m)
{
	return m->untold_alerts;
}

static uint64_t started(const struct metrics *m)
{
	return (uint64_t)(m->started_ns / CLOCK_S);
}

/* One value each. */
static const struct {
	struct family family;
	uint64_t (*value)(const struct metrics *m);
} plain[] = {
	{ { "redarc_red_packets_total", "counter", "Packets that counted as red." }, red_packets },
	{ { "redarc_red_peers", "gauge", "Addresses that ever had a red packet." }, red_peers },
	{ { "redarc_refused_packets_total", "counter",
	    "Packets of peers for whom there was no room: counted, not shown." },
	  refused },
	{ { "redarc_learning", "gauge", "Whether nothing is judged yet." }, learning },
	{ { "redarc_learning_until_timestamp_seconds", "gauge",
	    "When judging begins; 0 when it has." },
	  learn_until },
	{ { "redarc_learning_frozen", "gauge", "Whether nobody new is trusted." }, frozen },
	{ { "redarc_novelty_storm", "gauge", "Whether strangers come too fast to show each." },
	  storm_on },
	{ { "redarc_novelty_storms_total", "counter", "Novelty storms that began." }, storms },
	{ { "redarc_novelty_storm_peers_total", "counter",
	    "Strangers that novelty storms kept from being reported one by one." },
	  storm_peers },
	{ { "redarc_novelty_storm_packets_total", "counter",
	    "Their packets, as far as a record told of them." },
	  storm_packets },
	{ { "redarc_event_lines_lost_total", "counter",
	    "Lines of events for which their reader left no room." },
	  lost_lines },
	{ { "redarc_flow_messages_unsent_total", "counter",
	    "Messages of flows that could not be sent to the collector." },
	  unsent_messages },
	{ { "redarc_alerts_untold_total", "counter",
	    "Red peers that the log was not told of one by one." },
	  untold_alerts },
	{ { "redarc_ledger_balanced", "gauge", "Whether every packet was counted once." },
	  balanced },
	{ { "process_start_time_seconds", "gauge", "When the sensor started, since 1970." },
	  started },
};

static void put_plain(struct text *t, const struct metrics *m)
{
	for (size_t i = 0; i < sizeof(plain) / sizeof(*plain); i++) {
		put_family(t, &plain[i].family);
		put(t, "%s %" PRIu64 "\n", plain[i].family.name, plain[i].value(m));
	}
}

static void put_build(struct text *t, const char *version)
{
	static const struct family build = { "redarc_build_info", "gauge",
					     "Which redarc this is." };

	put_family(t, &build);
	put(t, "%s{", build.name);
	put_label(t, "version", version);
	put(t, "} 1\n");
}

size_t metrics_write(const struct metrics *m, char *text, size_t room)
{
	struct text t = { .bytes = text, .room = room };

	put_counters(&t, m->run);
	put_packets(&t, m->run);
	put_up(&t, m->run);
	put_info(&t, m->run);
	put_peers(&t, m->model);
	put_plain(&t, m);
	put_build(&t, m->version);
	return t.full ? 0 : t.len;
}
