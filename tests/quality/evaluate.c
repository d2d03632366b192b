/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * evaluate [--kinds] DIR... - what replays made of scenarios, against their truth: a row of a
 * table for all of them together, and with --kinds a line for each kind of peer.
 *
 * A folder holds `events` and `messages` of a replay; the one above it truth.tsv (traffic.h). A
 * peer is an address in one direction. It is red when an alert named it. All packets of a bad one
 * that is red count as red; what the last line counts beyond those is of the good.
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
#define ACTORS_MOST 512
#define RUNS_MOST 64

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
	bool early, listed; /* there from the first hour; named in the messages */
	double first_s, red_s; /* 0: none */
};

/* One replay. */
struct run {
	struct hash_table peers;
	struct actor actors[ACTORS_MOST]; /* bad ones, from 1 */
	uint64_t red_packets;
};

/* All of them. */
struct total {
	struct sum good, bad, kinds[KINDS_MOST];
	uint32_t n_kinds, runs, alerts;
	uint32_t strangers; /* alerts of whom the truth knows nothing */
	uint64_t red_good;  /* packets */
	uint32_t actors, found, early, early_red, early_listed;
	double delays_s[RUNS_MOST * ACTORS_MOST]; /* of those found, from first packet to red */
};

static void fail(const char *what)
{
	fprintf(stderr, "evaluate: %s\n", what);
	exit(1);
}

static FILE *open_in(const char *folder, const char *name)
{
	char path[4096];
	FILE *in;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	in = fopen(path, "r");
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

static void read_truth(struct run *r, const char *folder)
{
	FILE *in = open_in(folder, "../truth.tsv");
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

static void take_alert(struct total *t, struct run *r, const json_t *line)
{
	const json_t *redarc = json_object_get(line, "redarc");
	struct peer *p = peer_of(r, text_of(redarc, "peer"), text_of(redarc, "direction"));

	t->alerts++;
	if (!p)
		t->strangers++;
	else if (!p->red_s)
		p->red_s = time_of(text_of(line, "timestamp"));
}

static void take_stats(struct run *r, const json_t *line)
{
	const json_t *redarc = json_object_get(line, "redarc");
	const json_t *ledger = json_object_get(redarc, "ledger");

	if (!json_is_true(json_object_get(ledger, "balanced")))
		fail("the ledger does not balance");
	r->red_packets = (uint64_t)json_integer_value(
		json_object_get(json_object_get(redarc, "red"), "packets"));
}

static void read_events(struct total *t, struct run *r, const char *folder)
{
	FILE *in = open_in(folder, "events");
	json_t *line;

	while ((line = json_loadf(in, JSON_DISABLE_EOF_CHECK, NULL))) {
		const char *type = text_of(line, "event_type");

		if (!strcmp(type, "alert"))
			take_alert(t, r, line);
		else if (!strcmp(type, "stats"))
			take_stats(r, line);
		json_decref(line);
	}
	if (!feof(in))
		fail("a line of the events is no JSON");
	fclose(in);
}

static struct sum *kind_of(struct total *t, const char *name)
{
	uint32_t i = 0;

	while (i < t->n_kinds && strcmp(t->kinds[i].name, name))
		i++;
	if (i == KINDS_MOST)
		fail("too many kinds");
	if (i == t->n_kinds)
		memcpy(t->kinds[t->n_kinds++].name, name, sizeof(t->kinds[i].name));
	return &t->kinds[i];
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

static void count_peers(struct total *t, struct run *r)
{
	uint32_t red_bad = t->bad.red_packets;

	for (uint32_t i = 0; i < r->peers.count; i++) {
		const struct peer *p = hash_table_row(&r->peers, i);

		if (!p->packets)
			continue;
		count_peer(p->actor ? &t->bad : &t->good, p);
		count_peer(kind_of(t, p->kind), p);
		if (p->actor)
			count_actor(&r->actors[p->actor], p);
	}
	red_bad = t->bad.red_packets - red_bad;
	if (r->red_packets > red_bad)
		t->red_good += r->red_packets - red_bad;
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

static void read_messages(struct run *r, const char *folder)
{
	FILE *in = open_in(folder, "messages");
	char *report = NULL;
	size_t room = 0;

	if (getdelim(&report, &room, 0, in) < 0)
		fail("no messages");
	for (uint32_t i = 0; i < r->peers.count; i++) {
		const struct peer *p = hash_table_row(&r->peers, i);

		if (p->actor && is_named(report, p->key))
			r->actors[p->actor].listed = true;
	}
	free(report);
	fclose(in);
}

static void count_actors(struct total *t, const struct run *r)
{
	for (uint32_t i = 1; i < ACTORS_MOST; i++) {
		const struct actor *a = &r->actors[i];

		t->actors += a->first_s != 0;
		if (a->red_s)
			t->delays_s[t->found++] = fmax(0, a->red_s - a->first_s);
		if (!a->early)
			continue;
		t->early++;
		t->early_red += a->red_s != 0;
		t->early_listed += a->listed;
	}
}

static void take_run(struct total *t, const char *folder)
{
	struct run *r = calloc(1, sizeof(*r));

	if (!r || ++t->runs > RUNS_MOST)
		fail("too many runs");
	read_truth(r, folder);
	read_events(t, r, folder);
	count_peers(t, r);
	read_messages(r, folder);
	count_actors(t, r);
	hash_table_clear(&r->peers);
	free(r);
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

/* The middle one, and the last. */
static void print_delays(struct total *t)
{
	qsort(t->delays_s, t->found, sizeof(*t->delays_s), by_value);
	if (t->found)
		printf(" %.0f s, %.0f s |", t->delays_s[t->found / 2], t->delays_s[t->found - 1]);
	else
		printf(" - |");
}

static void print_row(struct total *t)
{
	const struct sum *good = &t->good, *bad = &t->bad;
	uint64_t red = t->red_good + bad->red_packets;

	printf(" %.2f %% | %.1f %% |", percent(red, good->packets + bad->packets),
	       percent(good->red + bad->red, good->peers + bad->peers));
	printf(" %.1f / %.2f %% | %.1f / %.1f %% |", percent(bad->red_packets, bad->packets),
	       percent(t->red_good, good->packets), percent(bad->red, bad->peers),
	       percent(good->red, good->peers));
	printf(" %.0f | %u of %u |", (double)t->alerts / t->runs, t->found, t->actors);
	print_delays(t);
	printf(" %u red, %u listed of %u |\n", t->early_red, t->early_listed, t->early);
}

static void print_kinds(const struct total *t)
{
	for (uint32_t i = 0; i < t->n_kinds; i++) {
		const struct sum *k = &t->kinds[i];

		printf("    %-10s %6u peers %6u red %8u packets %8u red\n", k->name, k->peers,
		       k->red, k->packets, k->red_packets);
	}
	printf("    %u alerts of others\n", t->strangers);
}

int main(int argc, char **argv)
{
	struct total *t = calloc(1, sizeof(*t));
	bool kinds = argc > 1 && !strcmp(argv[1], "--kinds");

	if (argc < 2 + kinds || !t)
		return fputs("usage: evaluate [--kinds] DIR...\n", stderr), 2;
	for (int i = 1 + kinds; i < argc; i++)
		take_run(t, argv[i]);
	print_row(t);
	if (kinds)
		print_kinds(t);
	free(t);
	return 0;
}
