/* SPDX-License-Identifier: BSD-2-Clause */
/* `redarc check`: what a start would use, and why. */
#include "app/commands.h"

#include <errno.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/places.h"
#include "app/sensor.h"
#include "app/state.h"
#include "core/clock.h"
#include "core/log.h"
#include "core/words.h"
#include "judge/history_moves.h"
#include "judge/list_file.h"

#define STALE_NS (7 * 24 * CLOCK_HOUR_S * CLOCK_S)

static bool check_privileges(void)
{
	bool root = !geteuid();

	printf("privileges   %s\n", root ? "root: can load programs into the kernel" :
					   "not root: can replay, cannot watch; use sudo");
	return root;
}

static bool check_kernel(void)
{
	bool built = source_find("ebpf");

	printf("kernel path  %s\n", built ? "built in" : "left out: built without libbpf");
	return built;
}

static bool check_interfaces(const struct options *o)
{
	bool fine = true;

	for (size_t i = 0; i < o->n_args; i++) {
		bool there = if_nametoindex(o->args[i]);

		printf("interface    %s: %s\n", o->args[i],
		       there ? source_prefers(o->args[i]) : "no such interface");
		fine = fine && there;
	}
	return fine;
}

static void check_places(const struct places *places)
{
	struct geo *geo = NULL;
	struct err e;
	char text[512] = "";

	if (!places_open(places, &geo, &e))
		geo_describe(geo, text, sizeof(text));
	printf("places       %s\n", places->places.path[0] ? places->places.path : "none");
	printf("networks     %s\n", places->networks.path[0] ? places->networks.path : "none");
	if (text[0])
		printf("databases    %s\n", text);
	geo_close(geo);
}

static void check_config(const struct options *o)
{
	bool there = !access(o->config_path, R_OK);

	printf("configured   %s%s\n", o->config_path, there ? "" : ": not there; the usual holds");
	printf("policy       %s, red from level %s on\n",
	       o->policy == POLICY_EXACT ? "exact" : "hygiene", words_level(o->red_level));
}

static void count_state(void *ctx, const struct history_row *row)
{
	uint32_t *states = ctx;

	states[row->state]++;
}

static void tell_history(const struct history *h, const struct state *state)
{
	char words[CLOCK_STAMP];
	uint32_t states[HISTORY_STATES] = { 0 };

	printf("state        %s: %u rows, watching began %s ago\n", state->path, history_count(h),
	       clock_words(clock_now_ns() - history_since(h) * CLOCK_S, words));
	history_each_row(h, count_state, states);
	printf("learning     %s:", history_frozen(h) ? "frozen" : "goes on");
	for (uint8_t i = 0; i < HISTORY_STATES; i++)
		printf("%s %u %s", i ? "," : "", states[i], history_state_word(i));
	putchar('\n');
	if (history_moves_lost(h))
		printf("journal      lacks %llu moves that found no room\n",
		       (unsigned long long)history_moves_lost(h));
}

static bool check_history(const struct state *state)
{
	struct history *h = NULL;
	struct err e;
	int r = -ENOENT;

	if (state->fd >= 0)
		r = history_open(state->fd, state->path, HISTORY_READ, SENSOR_ROWS, &h, &e);
	if (r == -ENOENT)
		printf("state        %s: nothing yet; the first start learns\n", state->path);
	else if (r)
		printf("state        %s\n", e.text);
	else
		tell_history(h, state);
	history_close(h);
	return !r || r == -ENOENT;
}

struct checking {
	int folder;
	bool fine;
};

/* One that others keep wants to be fetched again; what the user writes does not age. */
static bool is_stale(const struct list *l, int64_t age_ns)
{
	return age_ns > STALE_NS && strcmp(l->name, LISTS_USER) != 0 &&
	       strcmp(l->name, JUDGE_TRIPWIRE) != 0;
}

static void tell_list(const struct list *l)
{
	int64_t age_ns = clock_now_ns() - l->updated_s * CLOCK_S;
	char words[CLOCK_STAMP];

	printf("list         %s %s: %u entries, %s old%s\n", list_kind_word(l->kind), l->name, l->n,
	       clock_words(age_ns > 0 ? age_ns : 0, words),
	       is_stale(l, age_ns) ? "; WARNING: more than a week" : "");
}

static int check_list(void *ctx, const char *file)
{
	struct checking *c = ctx;
	char name[LIST_NAME];
	enum list_kind kind;
	struct list l;
	struct err e;

	if (list_file_parse(file, &kind, name))
		return 0;
	if (list_load(c->folder, kind, name, &l, &e)) {
		printf("list         %s\n", e.text);
		c->fine = false;
		return 0;
	}
	tell_list(&l);
	list_clear(&l);
	return 0;
}

static bool check_lists(const struct state *state)
{
	struct checking c = { .folder = state->fd < 0 ? -ENOENT : list_folder(state->fd, false),
			      .fine = true };

	if (c.folder >= 0) {
		c.fine = list_file_each(c.folder, check_list, &c) == 0 && c.fine;
		close(c.folder);
	} else if (c.folder == -ENOENT) {
		printf("list         none yet\n");
	} else {
		printf("list         %s\n", strerror(-c.folder));
		c.fine = false;
	}
	return c.fine;
}

/* What is read of files is read as the sensor would: without privileges. */
static bool check_files(const struct options *o, struct identity *who)
{
	struct places places;
	struct state state;
	struct err e;
	int r = state_open(o->state, who, STATE_LOOK, &state, &e);
	bool fine;

	places_find(o, &places);
	printf("sensor user  %s\n", who->name);
	if ((r && r != -ENOENT) || privilege_drop(who, &e)) {
		printf("state        %s\n", e.text);
		return false;
	}
	check_places(&places);
	fine = check_history(&state);
	fine = check_lists(&state) && fine;
	places_clear(&places);
	state_close(&state);
	return fine;
}

int command_check(const struct options *o)
{
	struct identity who;
	struct err e;
	bool fine;

	if (privilege_find(o->user, &who, &e)) {
		log_error("%s", e.text);
		return EXIT_FAILED;
	}
	fine = check_privileges();
	fine = check_kernel() && fine;
	fine = check_interfaces(o) && fine;
	check_config(o);
	fine = check_files(o, &who) && fine;
	printf("display      %s\n", getenv("DISPLAY") || getenv("WAYLAND_DISPLAY") ?
					    "yes: the globe opens" :
					    "none: redarc runs without the globe");
	printf("%s\n", fine ? "ready" : "not ready to watch");
	return fine ? EXIT_FINE : EXIT_FAILED;
}
