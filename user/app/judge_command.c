/* SPDX-License-Identifier: BSD-2-Clause */
/* `redarc judge`: what the past would have looked like with another window. */
#include "app/commands.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/stored.h"
#include "core/clock.h"
#include "core/json.h"
#include "core/log.h"
#include "core/words.h"
#include "judge/explain_words.h"

#define SHOWN_MOST 50
#define LAST_S (24 * 3600) /* when neither --since nor --last says */

struct verdicts {
	const struct lists *lists;
	uint64_t rows[RA_VERDICTS][RA_DIRECTIONS];
	const struct history_row **unknown; /* borrowed rows */
	size_t n, room;
	bool failed; /* there was no memory */
};

static void keep(struct verdicts *v, const struct history_row *row)
{
	if (v->n == v->room) {
		size_t room = v->room ? v->room * 2 : 1024;
		const struct history_row **more = realloc(v->unknown, room * sizeof(*more));

		v->failed = v->failed || !more;
		if (!more)
			return;
		v->unknown = more;
		v->room = room;
	}
	v->unknown[v->n++] = row;
}

static void judge_row(void *ctx, const struct history_row *row, bool known)
{
	struct verdicts *v = ctx;
	const struct lists_rule *rule = lists_judge(v->lists, &row->peer);
	uint8_t verdict = known ? RA_ALLOWED : RA_UNKNOWN;

	if (rule && rule->verdict[row->direction] != RA_UNKNOWN)
		verdict = rule->verdict[row->direction];
	v->rows[verdict][row->direction]++;
	if (verdict == RA_UNKNOWN)
		keep(v, row);
}

static int newest_first(const void *a, const void *b)
{
	const struct history_row *x = *(const struct history_row *const *)a;
	const struct history_row *y = *(const struct history_row *const *)b;

	return (x->last_s < y->last_s) - (x->last_s > y->last_s);
}

static void print_json(const struct verdicts *v, const struct options *o, int64_t at_s,
		       int64_t took_ns)
{
	char line[1024], stamp[CLOCK_STAMP];
	struct json j;

	json_init(&j, line, sizeof(line));
	json_open(&j, NULL);
	json_i64(&j, "window_s", o->window_ns / CLOCK_S);
	json_str(&j, "since", clock_stamp(at_s * CLOCK_S, stamp));
	json_f64(&j, "took_ms", (double)took_ns / 1e6, 3);
	for (uint8_t verdict = 0; verdict < RA_VERDICTS; verdict++) {
		if (verdict == RA_LEARNING)
			continue;
		json_open(&j, words_verdict(verdict));
		json_u64(&j, "in", v->rows[verdict][RA_IN]);
		json_u64(&j, "out", v->rows[verdict][RA_OUT]);
		json_close(&j);
	}
	json_close(&j);
	fwrite(line, 1, json_end(&j), stdout);
}

static void print_peer_json(const struct history_row *row)
{
	char line[512], name[ADDR_TEXT], first[CLOCK_STAMP], last[CLOCK_STAMP];
	struct json j;

	json_init(&j, line, sizeof(line));
	json_open(&j, NULL);
	json_str(&j, "peer", addr_format(&row->peer, name));
	json_str(&j, "direction", words_direction(row->direction));
	json_str(&j, "verdict", words_verdict(RA_UNKNOWN));
	json_str(&j, "first", clock_stamp(row->first_s * CLOCK_S, first));
	json_str(&j, "last", clock_stamp(row->last_s * CLOCK_S, last));
	json_u64(&j, "asn", row->asn);
	json_str(&j, "country", row->country);
	json_close(&j);
	fwrite(line, 1, json_end(&j), stdout);
}

static void print_words(const struct verdicts *v, const struct options *o, int64_t at_s,
			int64_t took_ns)
{
	char window[CLOCK_STAMP], when[CLOCK_STAMP];

	printf("Known by the %s before %s; what came since:\n", clock_words(o->window_ns, window),
	       explain_when(at_s, when));
	printf("%-9s %9s %9s\n", "", "IN", "OUT");
	for (uint8_t verdict = 0; verdict < RA_VERDICTS; verdict++)
		if (verdict != RA_LEARNING)
			printf("%-9s %9llu %9llu\n", words_verdict(verdict),
			       (unsigned long long)v->rows[verdict][RA_IN],
			       (unsigned long long)v->rows[verdict][RA_OUT]);
	printf("judged in %.1f ms\n", (double)took_ns / 1e6);
}

static void print_peer(const struct history_row *row)
{
	char name[ADDR_TEXT], first[CLOCK_STAMP], last[CLOCK_STAMP], network[16] = "-";

	if (row->asn)
		snprintf(network, sizeof(network), "AS%u", row->asn);
	printf("%-16s %-4s %-20s %-20s %-12s %s\n", addr_format(&row->peer, name),
	       words_direction(row->direction), explain_when(row->first_s, first),
	       explain_when(row->last_s, last), network, row->country);
}

static void print(const struct verdicts *v, const struct options *o, int64_t at_s, int64_t took_ns)
{
	if (o->json)
		print_json(v, o, at_s, took_ns);
	else
		print_words(v, o, at_s, took_ns);
	if (v->n && !o->json)
		printf("\n%-16s %-4s %-20s %-20s %-12s %s\n", "UNKNOWN", "DIR", "FIRST", "LAST",
		       "NETWORK", "COUNTRY");
	for (size_t i = 0; i < v->n && (o->json || i < SHOWN_MOST); i++) {
		if (o->json)
			print_peer_json(v->unknown[i]);
		else
			print_peer(v->unknown[i]);
	}
	if (!o->json && v->n > SHOWN_MOST)
		printf("... and %zu more; --json lists all\n", v->n - SHOWN_MOST);
}

static int judge(const struct options *o, const struct stored *s, struct err *e)
{
	struct verdicts v = { .lists = s->roll.judge.lists };
	int64_t at_s = o->since_s >= 0 ? o->since_s : clock_now_ns() / CLOCK_S - LAST_S;
	int64_t start_ns = clock_steady_ns(), took_ns;

	history_judge(s->history, o->window_ns / CLOCK_S, at_s, judge_row, &v);
	took_ns = clock_steady_ns() - start_ns;
	if (v.n)
		qsort(v.unknown, v.n, sizeof(*v.unknown), newest_first);
	if (!v.failed)
		print(&v, o, at_s, took_ns);
	free(v.unknown);
	return v.failed ? err_set(e, -ENOMEM, "judge: out of memory") : 0;
}

/* What is asked has to lie where hours are remembered. */
static int check_since(const struct options *o, struct err *e)
{
	int64_t now_s = clock_now_ns() / CLOCK_S;

	if (o->since_s > now_s)
		return err_set(e, -EINVAL, "judge: --since: that is still to come");
	if (o->since_s >= 0 && now_s - o->since_s > HISTORY_HOURS * CLOCK_HOUR_S)
		return err_set(e, -EINVAL, "judge: %s: hours are remembered for %d days",
			       options_given(o, "last") ? "--last" : "--since", HISTORY_DAYS);
	return 0;
}

int command_judge(const struct options *o)
{
	struct stored stored = { 0 };
	struct target t;
	struct err e;
	int r;

	if (o->n_args) {
		log_error("%s: redarc judge [--window 12h] [--last 24h | --since TIME]",
			  o->args[0]);
		return EXIT_MISUSED;
	}
	if (check_since(o, &e)) {
		log_error("%s", e.text);
		return EXIT_MISUSED;
	}
	r = target_open(o, STATE_LOOK, &t, &e);
	if (!r)
		r = stored_open(o, &t, &stored, &e);
	if (!r)
		r = judge(o, &stored, &e);
	if (r)
		log_error("%s", e.text);
	stored_close(&stored);
	target_close(&t);
	return r ? EXIT_FAILED : EXIT_FINE;
}
