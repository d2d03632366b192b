/* SPDX-License-Identifier: BSD-2-Clause */
/* Showing lists: as a table, as JSON, or in a format of others. */
#include "app/list_verbs.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/sensor.h"
#include "core/clock.h"
#include "core/json.h"
#include "core/log.h"
#include "core/words.h"
#include "judge/explain_words.h"
#include "judge/list_file.h"
#include "judge/lists.h"

#define NAMES_MOST 256

/* A line of the table. */
struct shown {
	const struct cidr *net;
	uint8_t directions;
	const char *list, *origin, *source, *reason;
	int64_t added_s, expires_s;
	bool expired;
};

struct names {
	enum list_kind kind;
	char name[NAMES_MOST][LIST_NAME];
	size_t n;
};

struct learned {
	const struct options *o;
	int64_t now_s;
	bool *begun;
};

static void print_json(const struct shown *s, const char *prefix)
{
	char line[4096];
	struct json j;

	json_init(&j, line, sizeof(line));
	json_open(&j, NULL);
	json_str(&j, "prefix", prefix);
	json_str(&j, "direction", explain_directions(s->directions));
	json_str(&j, "list", s->list);
	json_str(&j, "origin", s->origin);
	json_str(&j, "source", s->source);
	json_str(&j, "reason", s->reason);
	explain_put_time(&j, "added", s->added_s);
	explain_put_time(&j, "expires", s->expires_s);
	json_bool(&j, "expired", s->expired);
	json_close(&j);
	fwrite(line, 1, json_end(&j), stdout);
}

/* text: CLOCK_STAMP bytes; returns text */
static const char *expiry_of(const struct shown *s, char *text)
{
	char when[CLOCK_STAMP];

	explain_when(s->expires_s, when);
	snprintf(text, CLOCK_STAMP, s->expired ? "expired %.10s" : "%s", when);
	return text;
}

static void print_row(const struct shown *s, const char *prefix)
{
	char added[CLOCK_STAMP], expires[CLOCK_STAMP], source[LIST_SOURCE], reason[LIST_REASON];

	snprintf(source, sizeof(source), "%s", s->source);
	snprintf(reason, sizeof(reason), "%s", s->reason);
	printf("%-18s %-5s %-16s %-20s %-20s %-16s %s\n", prefix,
	       explain_directions(s->directions), s->list, explain_when(s->added_s, added),
	       expiry_of(s, expires), explain_plain(source), explain_plain(reason));
}

static void print(const struct shown *s, bool as_json, bool *begun)
{
	char prefix[CIDR_TEXT];

	cidr_format(s->net, prefix);
	if (as_json) {
		print_json(s, prefix);
		return;
	}
	if (!*begun)
		printf("%-18s %-5s %-16s %-20s %-20s %-16s %s\n", "PREFIX", "DIR", "LIST", "ADDED",
		       "EXPIRES", "SOURCE", "REASON");
	*begun = true;
	print_row(s, prefix);
}

static bool is_expired(const struct list_entry *entry, int64_t now_s)
{
	return entry->expires_s && entry->expires_s <= now_s;
}

static void print_list(const struct list_verb *v, bool *begun)
{
	const struct list *l = &v->list;
	bool users = !strcmp(l->name, LISTS_USER);

	for (uint32_t i = 0; i < l->n; i++) {
		const struct list_entry *entry = &l->entries[i];
		const struct shown shown = { .net = &entry->net,
					     .directions = entry->directions,
					     .list = l->name,
					     .origin = users ? "user" : "list",
					     .source = l->source,
					     .reason = list_reason(l, entry),
					     .added_s = entry->added_s,
					     .expires_s = entry->expires_s,
					     .expired = is_expired(entry, v->now_s) };

		if (entry->directions & v->o->directions)
			print(&shown, v->o->json, begun);
	}
}

static int take_name(void *ctx, const char *file)
{
	struct names *names = ctx;
	enum list_kind kind;

	if (names->n < NAMES_MOST && !list_file_parse(file, &kind, names->name[names->n]) &&
	    kind == names->kind)
		names->n++;
	return 0;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(a, b);
}

static int show_one(struct list_verb *v, const char *name, bool *begun, struct err *e)
{
	int r;

	if (v->folder < 0)
		return err_set(e, -ENOENT, "%s: there is no such list", name);
	r = list_verb_read(v, name, e);
	if (r)
		return r;
	print_list(v, begun);
	list_clear(&v->list);
	return 0;
}

/* A list that cannot be read does not hide the others. */
static int show_lists(struct list_verb *v, bool *begun, struct err *e)
{
	struct names names = { .kind = v->kind };
	int r = 0;

	if (v->o->list)
		memcpy(names.name[names.n++], v->name, sizeof(v->name));
	else if (v->folder >= 0)
		r = list_file_each(v->folder, take_name, &names);
	if (r)
		return err_set(e, r, "%s/" LIST_FOLDER ": %s", v->target.state.path, strerror(-r));
	qsort(names.name, names.n, sizeof(names.name[0]), by_name);
	for (size_t i = 0; i < names.n; i++) {
		struct err why;
		int failed = show_one(v, names.name[i], begun, &why);

		if (failed && r)
			log_warn("%s", e->text);
		if (failed) {
			r = failed;
			*e = why;
		}
	}
	return r;
}

static bool is_learned(const struct learned *l, const struct history_row *row)
{
	int64_t from_s = l->now_s - l->o->window_ns / CLOCK_S;

	return row->last_s >= from_s && RA_DIR_BIT(row->direction) & l->o->directions &&
	       (l->o->policy == POLICY_EXACT || row->state == HISTORY_TRUSTED);
}

static void print_learned(void *ctx, const struct history_row *row)
{
	const struct learned *l = ctx;
	const struct cidr net = { .net = row->peer, .len = 128 };
	const struct shown shown = { .net = &net,
				     .directions = RA_DIR_BIT(row->direction),
				     .list = "learned",
				     .origin = words_origin(RA_ORIGIN_HISTORY),
				     .source = history_mover_word(row->mover),
				     .reason = "",
				     .added_s = row->moved_s ? row->moved_s : row->first_s,
				     .expires_s = row->last_s + l->o->window_ns / CLOCK_S + 1 };

	if (is_learned(l, row))
		print(&shown, l->o->json, l->begun);
}

/* What a sensor has not written yet is asked for first. */
static int show_learned(struct list_verb *v, bool *begun, struct err *e)
{
	struct learned learned = { .o = v->o, .now_s = v->now_s, .begun = begun };
	struct history *h = NULL;
	int r = v->target.sensor < 0 ? 0 : target_ask(&v->target, "save\n", NULL, e);

	if (!r)
		r = history_open(v->target.state.fd, v->target.state.path, HISTORY_READ,
				 SENSOR_ROWS, &h, e);
	if (!r)
		history_each_row(h, print_learned, &learned);
	history_close(h);
	return r == -ENOENT ? 0 : r;
}

int list_verb_show(struct list_verb *v, struct err *e)
{
	bool begun = false;
	int r = show_lists(v, &begun, e), learned = 0;
	struct err why;

	if (v->kind == LIST_ALLOW && !v->o->list && v->target.state.fd >= 0)
		learned = show_learned(v, &begun, r ? &why : e);
	return r ? r : learned;
}

/* A list for others has no room to say that an entry holds no more. */
static void drop_expired(struct list *l, int64_t now_s)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < l->n; i++)
		if (!is_expired(&l->entries[i], now_s))
			l->entries[n++] = l->entries[i];
	l->n = n;
}

int list_verb_export(struct list_verb *v, struct err *e)
{
	int r;

	if (v->folder < 0)
		return err_set(e, -ENOENT, "%s: there is no such list", v->name);
	r = list_verb_read(v, v->name, e);
	if (r)
		return r;
	drop_expired(&v->list, v->now_s);
	return list_write(&v->list, v->format == LIST_AUTO ? LIST_CIDR : v->format, stdout, e);
}
