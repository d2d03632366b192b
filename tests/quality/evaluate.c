/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * evaluate TRUTH EVENTS MESSAGES [kinds] - what a replay made of a scenario, against its truth
 * (traffic.h): a row of a table, or with "kinds" a row for each kind of peer.
 *
 * A peer here is an address in one direction. It is red when an alert named it, and its packets
 * from then on are red; of those who are good the ledger knows how many were judged otherwise
 * later.
 */
#include <jansson.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/hash.h"

#define PEERS_MOST 100000
#define KINDS_MOST 64
#define ACTORS_MOST 1024

struct peer {
	char key[24]; /* address and direction */
	char kind[16];
	uint32_t actor; /* 0: good */
	uint32_t packets;
	double first_s;
	double red_s; /* of its first alert; 0: none */
};

/* What counts for a group of peers. */
struct sum {
	char name[16];
	uint32_t peers, red, packets, red_packets;
};

struct actor {
	bool early;
	double first_s, red_s; /* 0: none */
};

struct run {
	struct hash_table peers;
	struct sum good, bad, kinds[KINDS_MOST];
	struct actor actors[ACTORS_MOST];
	uint32_t n_kinds, alerts, strangers; /* strangers: alerts of whom the truth knows nothing */
	uint64_t red_packets;
};

static void fail(const char *what)
{
	fprintf(stderr, "evaluate: %s\n", what);
	exit(1);
}

static FILE *must_open(const char *path)
{
	FILE *in = fopen(path, "r");

	if (!in)
		fail(path);
	return in;
}

static struct peer *peer_of(struct run *r, const char *address, const char *direction)
{
	char key[24] = { 0 };

	snprintf(key, sizeof(key), "%s %s", address, direction);
	return hash_table_find(&r->peers, key);
}

static void take_truth(struct run *r, char *line)
{
	char address[16], direction[4], kind[16], key[24] = { 0 };
	uint32_t actor, packets;
	double judged_s;
	struct peer *p;

	if (sscanf(line, "%15s %3s %*s %15s %u %*f %lf %u", address, direction, kind, &actor,
		   &judged_s, &packets) != 6 || actor >= ACTORS_MOST)
		fail(line);
	snprintf(key, sizeof(key), "%s %s", address, direction);
	p = hash_table_take(&r->peers, key);
	if (!p)
		fail("too many peers");
	memcpy(p->kind, kind, sizeof(kind));
	p->actor = actor;
	p->packets = packets;
	p->first_s = judged_s;
}

static void read_truth(struct run *r, const char *path)
{
	FILE *in = must_open(path);
	char line[256];

	if (hash_table_init(&r->peers, sizeof(struct peer), sizeof(((struct peer *)0)->key),
			    PEERS_MOST))
		fail("no memory");
	while (fgets(line, sizeof(line), in))
		take_truth(r, line);
	fclose(in);
}

static double time_of(const char *stamp)
{
	struct tm tm = { 0 };
	const char *rest = strptime(stamp, "%Y-%m-%dT%H:%M:%S", &tm);

	return rest ? (double)timegm(&tm) + strtod(rest, NULL) : 0;
}

static const char *text_of(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text ? text : "";
}

static void take_alert(struct run *r, const json_t *line)
{
	const json_t *redarc = json_object_get(line, "redarc");
	struct peer *p = peer_of(r, text_of(redarc, "peer"), text_of(redarc, "direction"));

	r->alerts++;
	if (!p)
		r->strangers++;
	else if (!p->red_s)
		p->red_s = time_of(text_of(line, "timestamp"));
}

static uint64_t both(const json_t *ledger, const char *verdict)
{
	const json_t *counts = json_object_get(ledger, verdict);

	return (uint64_t)(json_integer_value(json_object_get(counts, "in")) +
			  json_integer_value(json_object_get(counts, "out")));
}

static void take_stats(struct run *r, const json_t *line)
{
	const json_t *ledger = json_object_get(json_object_get(line, "redarc"), "ledger");

	if (!json_is_true(json_object_get(ledger, "balanced")))
		fail("the ledger does not balance");
	r->red_packets = both(ledger, "unknown") + both(ledger, "blocked");
}

static void read_events(struct run *r, const char *path)
{
	FILE *in = must_open(path);
	json_t *line;

	while ((line = json_loadf(in, JSON_DISABLE_EOF_CHECK, NULL))) {
		const char *type = text_of(line, "event_type");

		if (!strcmp(type, "alert"))
			take_alert(r, line);
		else if (!strcmp(type, "stats"))
			take_stats(r, line);
		json_decref(line);
	}
	if (!feof(in))
		fail("a line of the events is no JSON");
	fclose(in);
}

static struct sum *kind_of(struct run *r, const char *name)
{
	uint32_t i = 0;

	while (i < r->n_kinds && strcmp(r->kinds[i].name, name))
		i++;
	if (i == KINDS_MOST)
		fail("too many kinds");
	if (i == r->n_kinds)
		memcpy(r->kinds[r->n_kinds++].name, name, sizeof(r->kinds[i].name));
	return &r->kinds[i];
}

static void count_peer(struct sum *s, const struct peer *p)
{
	s->peers++;
	s->packets += p->packets;
	if (!p->red_s)
		return;
	s->red++;
	s->red_packets += p->packets;
}

static void earliest(double *s, double candidate_s)
{
	if (candidate_s && (!*s || candidate_s < *s))
		*s = candidate_s;
}

static void count_actor(struct actor *a, const struct peer *p)
{
	a->early |= !strcmp(p->kind, "early");
	earliest(&a->first_s, p->first_s);
	earliest(&a->red_s, p->red_s);
}

static void add_up(struct run *r)
{
	for (uint32_t i = 0; i < r->peers.count; i++) {
		const struct peer *p = hash_table_row(&r->peers, i);

		if (!p->packets)
			continue;
		count_peer(p->actor ? &r->bad : &r->good, p);
		count_peer(kind_of(r, p->kind), p);
		if (p->actor)
			count_actor(&r->actors[p->actor], p);
	}
}

static double percent(uint64_t part, uint64_t whole)
{
	return whole ? 100.0 * (double)part / (double)whole : 0;
}

static int by_value(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* Bad actors of the judged day: how many, how many were red, and how soon in the median. */
static void print_actors(const struct run *r)
{
	double delays[ACTORS_MOST];
	uint32_t n = 0, found = 0;

	for (uint32_t i = 1; i < ACTORS_MOST; i++) {
		const struct actor *a = &r->actors[i];

		n += a->first_s != 0;
		if (a->red_s)
			delays[found++] = fmax(0, a->red_s - a->first_s);
	}
	qsort(delays, found, sizeof(*delays), by_value);
	printf(" %u of %u |", found, n);
	if (found)
		printf(" %.0f s |", delays[found / 2]);
	else
		printf(" - |");
}

/* Whether a word of the report is the address of a key, "ADDRESS DIRECTION". */
static bool is_named(const char *report, const char *key)
{
	size_t len = strcspn(key, " ");
	const char *at = report;
	char address[24] = { 0 };

	memcpy(address, key, len);
	while ((at = strstr(at, address))) {
		at += len;
		if (!strchr("0123456789.", *at))
			return true;
	}
	return false;
}

static bool is_listed(const struct run *r, const char *report, uint32_t actor)
{
	for (uint32_t i = 0; i < r->peers.count; i++) {
		const struct peer *p = hash_table_row(&r->peers, i);

		if (p->actor == actor && is_named(report, p->key))
			return true;
	}
	return false;
}

static void print_early(const struct run *r, const char *report)
{
	uint32_t n = 0, red = 0, listed = 0;

	for (uint32_t i = 1; i < ACTORS_MOST; i++) {
		if (!r->actors[i].early)
			continue;
		n++;
		red += r->actors[i].red_s != 0;
		listed += is_listed(r, report, i);
	}
	printf(" %u red, %u listed of %u |\n", red, listed, n);
}

/* The ledger counts what was red in the end; what it says beyond the bad is the good's. */
static void print_row(const struct run *r, const char *report)
{
	uint64_t red_good = r->red_packets > r->bad.red_packets ?
				    r->red_packets - r->bad.red_packets :
				    0;

	printf(" %lu (%.2f %%) | %u (%.1f %%) |", (unsigned long)r->red_packets,
	       percent(r->red_packets, r->good.packets + r->bad.packets), r->good.red + r->bad.red,
	       percent(r->good.red + r->bad.red, r->good.peers + r->bad.peers));
	printf(" %.1f / %.2f %% | %.1f / %.1f %% |", percent(r->bad.red_packets, r->bad.packets),
	       percent(red_good, r->good.packets), percent(r->bad.red, r->bad.peers),
	       percent(r->good.red, r->good.peers));
	printf(" %u |", r->alerts);
	print_actors(r);
	print_early(r, report);
}

static void print_kinds(const struct run *r)
{
	for (uint32_t i = 0; i < r->n_kinds; i++) {
		const struct sum *k = &r->kinds[i];

		printf("%-10s %6u peers %6u red %8u packets %8u red\n", k->name, k->peers, k->red,
		       k->packets, k->red_packets);
	}
	printf("%-10s %6u alerts\n", "others", r->strangers);
}

static char *read_report(const char *path)
{
	FILE *in = must_open(path);
	char *text = NULL;
	size_t room = 0;

	if (getdelim(&text, &room, 0, in) < 0)
		fail(path);
	fclose(in);
	return text;
}

int main(int argc, char **argv)
{
	struct run *r = calloc(1, sizeof(*r));
	char *report;

	if (argc < 4 || !r)
		return fputs("usage: evaluate TRUTH EVENTS MESSAGES [kinds]\n", stderr), 2;
	read_truth(r, argv[1]);
	read_events(r, argv[2]);
	report = read_report(argv[3]);
	add_up(r);
	if (argc > 4)
		print_kinds(r);
	else
		print_row(r, report);
	free(report);
	hash_table_clear(&r->peers);
	free(r);
	return 0;
}
