/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/option_table.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "app/endpoint.h"
#include "app/values.h"
#include "core/clock.h"
#include "core/words.h"

static int set_policy(struct options *o, const char *value)
{
	static const char *const words[] = { "exact", "hygiene" };
	int i = values_word(words, 2, value);

	o->policy = i == 1 ? POLICY_HYGIENE : POLICY_EXACT;
	return i < 0 ? i : 0;
}

static int set_window(struct options *o, const char *value)
{
	int64_t window_ns;
	int r = clock_parse_duration(value, &window_ns);

	if (r)
		return r;
	if (window_ns < 3600 * CLOCK_S || window_ns > 30 * 86400 * CLOCK_S)
		return -ERANGE;
	o->window_ns = window_ns;
	return 0;
}

static int set_learn(struct options *o, const char *value)
{
	return clock_parse_duration(value, &o->learn_ns);
}

static int set_trust_hours(struct options *o, const char *value)
{
	long hours = 0;
	int r = values_number(value, 1, HISTORY_HOURS, &hours);

	o->trust.hours = (uint32_t)hours;
	return r;
}

static int set_trust_span(struct options *o, const char *value)
{
	int64_t span_ns = 0;
	int r = clock_parse_duration(value, &span_ns);

	o->trust.span_s = span_ns / CLOCK_S;
	return r ? r : span_ns <= 30 * 86400 * CLOCK_S ? 0 : -ERANGE;
}

/* "off", which nobody reaches, or the score from which on a regular peer is a beacon. */
static int set_trust_beacon(struct options *o, const char *value)
{
	long score = 101;
	int r = 0;

	o->trust.hold = strcmp(value, "off") != 0;
	if (o->trust.hold)
		r = values_number(value, 1, 100, &score);
	o->trust.beacon = (uint8_t)score;
	return r;
}

static int set_red(struct options *o, const char *value)
{
	for (uint8_t i = 0; i < NOVELTY_LEVELS; i++) {
		if (strcmp(value, words_level(i)))
			continue;
		o->red_level = i;
		return 0;
	}
	return -EINVAL;
}

static int set_touches(struct options *o, const char *value)
{
	long touches = 0;
	int r = strcmp(value, "off") ? values_number(value, 1, 64, &touches) : 0;

	o->touches = (uint32_t)touches;
	return r;
}

static int set_local(struct options *o, const char *value)
{
	return values_cidrs(o->local, &o->n_local, OPTIONS_LOCAL_MOST, value);
}

static int set_dark(struct options *o, const char *value)
{
	return values_cidrs(o->dark, &o->n_dark, TRIPWIRE_ZONES, value);
}

static int set_hook(struct options *o, const char *value)
{
	static const char *const words[] = { "auto", "xdp", "xdp-generic", "tc", "clsact" };
	int i = values_word(words, 5, value);

	o->hook = (enum source_hook)i;
	return i < 0 ? i : 0;
}

static int set_home(struct options *o, const char *value)
{
	char *end;

	o->home_lat_deg = strtof(value, &end);
	if (end == value || *end != ',')
		return -EINVAL;
	value = end + 1;
	o->home_lon_deg = strtof(value, &end);
	if (end == value || *end || !isfinite(o->home_lat_deg) || !isfinite(o->home_lon_deg))
		return -EINVAL;
	o->home_known = true;
	return fabsf(o->home_lat_deg) <= 90 && fabsf(o->home_lon_deg) <= 180 ? 0 : -ERANGE;
}

static int set_duration(struct options *o, const char *value)
{
	int r = clock_parse_duration(value, &o->duration_ns);

	return r ? r : o->duration_ns ? 0 : -ERANGE;
}

static int set_direction(struct options *o, const char *value)
{
	static const char *const words[] = { "in", "out", "both" };
	int i = values_word(words, 3, value);

	o->directions = (uint8_t)(i + 1);
	return i < 0 ? i : 0;
}

static int set_size(struct options *o, const char *value)
{
	int w, h, n = 0;

	if (sscanf(value, "%dx%d%n", &w, &h, &n) != 2 || value[n])
		return -EINVAL;
	o->size = value;
	return w >= 64 && h >= 64 && w <= 8192 && h <= 8192 ? 0 : -ERANGE;
}

static int set_expires(struct options *o, const char *value)
{
	o->expires_ns = 0;
	if (!strcmp(value, "never"))
		return 0;
	return clock_parse_duration(value, &o->expires_ns) || !o->expires_ns ? -EINVAL : 0;
}

static int set_last(struct options *o, const char *value)
{
	int64_t last_ns;
	int r = clock_parse_duration(value, &last_ns);

	o->since_s = (clock_now_ns() - last_ns) / CLOCK_S;
	return r ? r : o->since_s >= 0 ? 0 : -ERANGE;
}

/* "2026-11-22T10:42:07Z", "2026-11-22 10:42", "2026-11-22" (UTC), or seconds since 1970. */
static int set_since(struct options *o, const char *value)
{
	static const char *const formats[] = { "%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%dT%H:%M:%S",
					       "%Y-%m-%d %H:%M:%S",  "%Y-%m-%dT%H:%M",
					       "%Y-%m-%d %H:%M",
					       "%Y-%m-%d",	     "%s" };

	for (size_t i = 0; i < sizeof(formats) / sizeof(*formats); i++) {
		struct tm tm = { 0 };
		const char *end = strptime(value, formats[i], &tm);

		if (!end || *end)
			continue;
		o->since_s = strcmp(formats[i], "%s") ? timegm(&tm) : strtoll(value, NULL, 10);
		return o->since_s >= 0 ? 0 : -ERANGE;
	}
	return -EINVAL;
}

/* One name, or several with commas between them. */
static int add_lan(struct options *o, const char *value)
{
	size_t len = 0;

	for (; *value; value += len + strspn(value + len, ", ")) {
		len = strcspn(value, ", ");
		if (!len || len >= sizeof(o->lan[0]))
			return -EINVAL;
		if (o->n_lan == OPTIONS_LAN_MOST)
			return -E2BIG;
		snprintf(o->lan[o->n_lan++], sizeof(o->lan[0]), "%.*s", (int)len, value);
	}
	return len ? 0 : -EINVAL;
}

static int set_snap(struct options *o, const char *value)
{
	long bytes = 0;
	int r = values_number(value, 32, 256, &bytes);

	o->evidence_snap = (uint32_t)bytes;
	return r;
}

static int set_evidence_most(struct options *o, const char *value)
{
	int r = values_size(value, &o->evidence_most);

	return r ? r : o->evidence_most >= 1 << 20 ? 0 : -ERANGE;
}

static int set_metrics_port(struct options *o, const char *value)
{
	long port = 0;
	int r = values_number(value, 1, 65535, &port);

	o->metrics_port = (uint16_t)port;
	return r;
}

static int set_rows(struct options *o, const char *value)
{
	long rows = 0;
	int r = values_number(value, 1, 1000, &rows);

	o->rows = (uint32_t)rows;
	return r;
}

/* One of the words of `wants`, which reads "a, b or c". */
static int set_word(const char **out, const char *const *words, int n, const char *value)
{
	int i = values_word(words, n, value);

	if (i >= 0)
		*out = words[i];
	return i < 0 ? i : 0;
}

static int set_source(struct options *o, const char *value)
{
	static const char *const words[] = { "auto", "ebpf", "pcap" };

	return set_word(&o->source, words, 3, value);
}

static int set_ipfix(struct options *o, const char *value)
{
	o->ipfix = value;
	return endpoint_parse(value, NULL);
}

static int set_log(struct options *o, const char *value)
{
	static const char *const words[] = { "stderr", "syslog", "journal" };

	return set_word(&o->log, words, 3, value);
}

static int set_sort(struct options *o, const char *value)
{
	static const char *const words[] = { "rate", "packets", "bytes", "peers", "last" };

	return set_word(&o->sort, words, 5, value);
}

static int set_peer(struct options *o, const char *value)
{
	o->peer_given = true;
	return cidr_parse(value, &o->peer);
}

#define SET(function, wants) function, wants, 0, false, NULL
#define FIELD(name) NULL, NULL, offsetof(struct options, name), false, NULL
#define SET_OF(function, wants, of) function, wants, 0, false, of
#define FIELD_OF(name, of) NULL, NULL, offsetof(struct options, name), false, of
#define SET_ONCE(function, wants, of) function, wants, 0, true, of
#define FIELD_ONCE(name, of) NULL, NULL, offsetof(struct options, name), true, of

#define PREFIX_WANTED "a prefix without bits behind it, such as 198.51.100.0/24"

const struct option option_table[] = {
	{ "config", "FILE", "the configuration; /etc/redarc.conf, if it is there",
	  FIELD_ONCE(config, NULL) },
	{ "events", "FILE", "write EVE lines there; - for standard output", FIELD(events) },
	{ "no-globe", NULL, "do not open the window", FIELD(no_globe) },
	{ "policy", "NAME", "hygiene: trust is earned; exact: the past window is known",
	  SET(set_policy, "hygiene or exact") },
	{ "window", "DURATION", "the past that makes a peer known, 1h to 30d; 48h",
	  SET(set_window, "a duration of 1h to 30d") },
	{ "learn", "DURATION", "learn so long before anything is judged; 0: at once",
	  SET(set_learn, "a duration, such as 2d, or 0") },
	{ "trust-hours", "N", "distinct hours until a candidate is trusted; 3",
	  SET(set_trust_hours, "a number of 1 to 720") },
	{ "trust-span", "DURATION", "over at least so long; 24h",
	  SET(set_trust_span, "a duration of 0 to 30d") },
	{ "trust-beacon", "SCORE", "beacons of rare networks wait for you, 1..100 or off; 80",
	  SET(set_trust_beacon, "a number of 1 to 100, or off") },
	{ "red", "LEVEL", "least novelty that counts: any, address, subnet, network, country",
	  SET(set_red, "any, address, subnet, network or country") },
	{ "fail", NULL, "end with 3 when anything counted as red",
	  FIELD_ONCE(fail, "watch replay") },
	{ "dark", "CIDR", "addresses that nobody uses: who touches one is blocked; repeatable",
	  SET(set_dark, PREFIX_WANTED) },
	{ "tripwire", "N", "unused local addresses touched until one is blocked, or off; 3",
	  SET(set_touches, "a number of 1 to 64, or off") },
	{ "local", "CIDR", "replay: what is local, the private ranges else; repeatable",
	  SET(set_local, PREFIX_WANTED) },
	{ "hook", "HOOK", "auto, xdp, xdp-generic, tc, or clsact (TC before 6.6)",
	  SET(set_hook, "auto, xdp, xdp-generic, tc or clsact") },
	{ "source", "WORD", "watch: auto, ebpf (in the kernel), pcap (a copy of each packet)",
	  SET_OF(set_source, "auto, ebpf or pcap", "watch check") },
	{ "lan", "IFACE", "these face the inside: what arrives there goes out; repeatable",
	  SET_OF(add_lan, "names of interfaces, such as lan0,lan1", "watch check") },
	{ "netns", "NAME", "the network namespace of the interfaces, or its path", FIELD(netns) },
	{ "wait", NULL, "wait for an interface that is not there yet",
	  FIELD_OF(wait, "watch check") },
	{ "pin", NULL, "go on counting when the sensor ends; `redarc unload` ends that",
	  FIELD_OF(pin, "watch check") },
	{ "no-hot", NULL, "without the table in front of allow4; counts stay the same",
	  FIELD_OF(no_hot, "watch check") },
	{ "evidence", "DIR", "keep the first packets of strangers there, as pcapng",
	  FIELD_OF(evidence, "watch check") },
	{ "evidence-snap", "BYTES", "of each of these packets, 32 to 256; 96",
	  SET_OF(set_snap, "a number of 32 to 256", "watch check") },
	{ "evidence-max", "SIZE", "of all these files, 1M or more; 100M",
	  SET_OF(set_evidence_most, "a size of 1M or more, such as 512M or 2G", "watch check") },
	{ "metrics", "FILE", "write Prometheus' text there, again and again",
	  FIELD_OF(metrics, "watch check") },
	{ "metrics-port", "PORT", "serve it on 127.0.0.1, at /metrics",
	  SET_OF(set_metrics_port, "a port of 1 to 65535", "watch check") },
	{ "ipfix", "HOST:PORT", "send flows there, by UDP",
	  SET_OF(set_ipfix, ENDPOINT_WANTS, "watch replay check") },
	{ "log", "WORD", "messages and alerts: stderr, syslog or journal; stderr",
	  SET_OF(set_log, "stderr, syslog or journal", "watch replay check") },
	{ "sort", "WORD", "top: by rate, packets, bytes, peers or last; rate",
	  SET_ONCE(set_sort, "rate, packets, bytes, peers or last", "top") },
	{ "rows", "N", "top: at most so many; as the terminal has",
	  SET_ONCE(set_rows, "a number of 1 to 1000", "top") },
	{ "local", NULL, "top: by inside host, whoever talks to strangers first",
	  FIELD_ONCE(by_local, "top") },
	{ "geoip", "FILE", "places: an .mmdb with cities", FIELD(geoip) },
	{ "asn", "FILE", "networks: an .mmdb with ASNs", FIELD(asn) },
	{ "state", "DIR", "where the history and the lists are kept", FIELD(state) },
	{ "home-location", "LAT,LON", "where the sensor stands, in degrees",
	  SET(set_home, "degrees of -90 to 90, a comma, -180 to 180, such as 35.7,139.7") },
	{ "duration", "DURATION", "stop by itself after so long",
	  SET_ONCE(set_duration, "a duration above 0, such as 10m", "watch replay") },
	{ "list", "NAME", "allow, block, label: which list; user",
	  FIELD_ONCE(list, "list add del import export") },
	{ "format", "WORD", "import, export: cidr, misp, stix, nftables ...; by its look",
	  FIELD_ONCE(format, "import export") },
	{ "direction", "WHICH", "of entries: in, out or both; both",
	  SET_ONCE(set_direction, "in, out or both", "list add del import") },
	{ "reason", "TEXT", "of entries: why", FIELD_ONCE(reason, "add") },
	{ "expires", "DURATION", "of entries: how long they hold; never",
	  SET_ONCE(set_expires, "a duration above 0, such as 7d, or never", "add import") },
	{ "last", "DURATION", "learn forget, log and judge: what was seen so recently",
	  SET_ONCE(set_last, "a duration up to now, such as 1h", "forget log judge") },
	{ "since", "TIME", "the same since a time: 2026-11-22T10:42:07Z, 2026-11-22",
	  SET_ONCE(set_since, "a time since 1970, such as 2026-11-22T10:42:07Z or 2026-11-22",
		   "forget log judge") },
	{ "peer", "CIDR", "learn: only these peers",
	  SET_ONCE(set_peer, PREFIX_WANTED, "forget report log") },
	{ "user", "NAME", "whom to become once the interface is open", FIELD(user) },
	{ "socket", "PATH", "the sensor's socket", FIELD(socket) },
	{ "screenshot", "FILE", "write the globe as PNG at the end, open no window",
	  FIELD_ONCE(screenshot, "watch replay") },
	{ "size", "WxH", "of the window or the picture, 64x64 to 8192x8192",
	  SET(set_size, "two numbers of 64 to 8192, such as 1280x720") },
	{ "json", NULL, "answer in JSON; for watch and replay as --events -",
	  FIELD_ONCE(json, "watch replay status interfaces list freeze thaw forget report log "
			   "judge explain check top unload") },
	{ "help", NULL, "say this", FIELD_ONCE(help, NULL) },
	{ "version", NULL, "say which redarc this is", FIELD_ONCE(version, NULL) },
};

const size_t option_count = sizeof(option_table) / sizeof(*option_table);
_Static_assert(sizeof(option_table) / sizeof(*option_table) <= 64, "a bit each in `given`");
