/* SPDX-License-Identifier: BSD-2-Clause */
/* `redarc explain`: asks the sensor that runs, else judges by the stored state as a start would. */
#include "app/commands.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "app/facts.h"
#include "app/named.h"
#include "app/places.h"
#include "app/stored.h"
#include "core/clock.h"
#include "core/log.h"

#define ANSWER_ROOM 65536

static int explain_stored(const struct options *o, struct target *t, const struct places *places,
			  const struct addr *a, json_t **answer, struct err *e)
{
	char *text = malloc(ANSWER_ROOM);
	struct stored stored = { 0 };
	struct facts facts = { .judge = &stored.roll.judge, .now_s = clock_now_ns() / CLOCK_S };
	struct explain x;
	struct json j;
	int r = text ? stored_open(o, t, &stored, e) : err_set(e, -ENOMEM, "out of memory");

	if (!r)
		r = places_open(places, &facts.geo, e);
	if (!r) {
		facts_gather(&facts, a, &x);
		json_init(&j, text, ANSWER_ROOM);
		json_open(&j, NULL);
		explain_json(&x, &j);
		json_close(&j);
		*answer = json_loadb(text, json_end(&j), 0, NULL);
		log_note("no sensor runs on %s: this is how a start would judge", t->state.path);
	}
	geo_close(facts.geo);
	stored_close(&stored);
	free(text);
	return r;
}

static int explain(const struct options *o, const struct addr *a, json_t **answer, struct err *e)
{
	char request[sizeof("explain \n") + ADDR_TEXT], name[ADDR_TEXT];
	struct places places;
	struct target t;
	int r;

	places_find(o, &places);
	r = target_open(o, STATE_LOOK, &t, e);
	snprintf(request, sizeof(request), "explain %s\n", addr_format(a, name));
	if (t.sensor >= 0 && (!r || r == -ENOENT))
		r = target_ask(&t, request, answer, e);
	else if (!r || r == -ENOENT)
		r = explain_stored(o, &t, &places, a, answer, e);
	target_close(&t);
	places_clear(&places);
	return r;
}

static void print_words(json_t *answer)
{
	const char *hours = json_string_value(json_object_get(answer, "hours"));
	json_t *line;
	size_t i;

	json_array_foreach(json_object_get(answer, "text"), i, line)
		printf("%s\n", json_string_value(line));
	printf("Hours seen, the last 48, oldest first: %s\n", hours ? hours : "");
}

int command_explain(const struct options *o)
{
	json_t *answer = NULL;
	struct addr a;
	struct err e;

	if (o->n_args != 1)
		err_set(&e, -EINVAL, "explain: redarc explain ADDRESS");
	if (o->n_args != 1 || named_address(o->args[0], &a, &e)) {
		log_error("%s", e.text);
		return EXIT_MISUSED;
	}
	if (explain(o, &a, &answer, &e)) {
		log_error("%s", e.text);
		return EXIT_FAILED;
	}
	if (o->json)
		json_dumpf(answer, stdout, JSON_COMPACT);
	else
		print_words(answer);
	if (o->json)
		putchar('\n');
	json_decref(answer);
	return EXIT_FINE;
}
