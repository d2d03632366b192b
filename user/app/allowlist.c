/* SPDX-License-Identifier: BSD-2-Clause */
/* `redarc allow`: edits the state; a running sensor notices within a second. */
#include "app/commands.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "app/ask.h"
#include "app/sensor.h"
#include "app/state.h"
#include "core/clock.h"
#include "core/json.h"
#include "core/log.h"
#include "core/words.h"

struct listing {
	bool json;
	const char *origin;
};

static const char *directions_word(uint8_t directions)
{
	return directions == RA_BOTH ? "both" :
	       words_direction(directions == RA_DIR_BIT(RA_OUT) ? RA_OUT : RA_IN);
}

static void print_entry(const struct listing *l, const struct addr *peer, uint8_t directions,
			int64_t since_s)
{
	char text[ADDR_TEXT], stamp[CLOCK_STAMP], line[256];
	struct json j;

	addr_format(peer, text);
	clock_stamp(since_s * CLOCK_S, stamp);
	if (!l->json) {
		printf("%-16s %-5s %-8s %.19sZ\n", text, directions_word(directions), l->origin,
		       stamp);
		return;
	}
	json_init(&j, line, sizeof(line));
	json_open(&j, NULL);
	json_str(&j, "peer", text);
	json_str(&j, "direction", directions_word(directions));
	json_str(&j, "origin", l->origin);
	json_str(&j, "since", stamp);
	json_close(&j);
	fwrite(line, 1, json_end(&j), stdout);
}

static int print_user(void *ctx, const struct history_allowed *a)
{
	print_entry(ctx, &a->peer, a->directions, a->added_s);
	return 0;
}

static void print_learned(void *ctx, const struct history_row *row)
{
	print_entry(ctx, &row->peer, RA_DIR_BIT(row->direction), row->first_s);
}

static int list(struct history *h, const struct options *o, struct err *e)
{
	struct listing user = { .json = o->json, .origin = words_origin(RA_ORIGIN_USER) };
	struct listing learned = { .json = o->json, .origin = words_origin(RA_ORIGIN_HISTORY) };
	int64_t now_ns = clock_now_ns();
	int r = history_user_each(h, print_user, &user, e);

	if (!r)
		history_each(h, (now_ns - o->window_ns) / CLOCK_S, now_ns / CLOCK_S + 1,
			     print_learned, &learned);
	return r;
}

/* What the user allows a peer so far. */
struct standing {
	struct addr peer;
	uint8_t directions;
};

static int find_standing(void *ctx, const struct history_allowed *a)
{
	struct standing *s = ctx;

	if (!addr_equal(&s->peer, &a->peer))
		return 0;
	s->directions = a->directions;
	return 1;
}

static int edit_one(struct history *h, const struct options *o, const char *text, struct err *e)
{
	bool adds = !strcmp(o->args[0], "add");
	struct standing s = { 0 };
	int r = addr_parse(text, &s.peer);

	if (r)
		return err_set(e, r, "%s: not an address", text);
	r = history_user_each(h, find_standing, &s, e);
	if (r < 0)
		return r;
	if (!adds && !(s.directions & o->directions))
		return err_set(e, -ENOENT,
			       "%s: you did not allow it; `redarc allow list` shows what is known",
			       text);
	return history_user_set(h, &s.peer,
				adds ? s.directions | o->directions :
				       s.directions & (uint8_t)~o->directions,
				clock_now_ns() / CLOCK_S, e);
}

static int edit(struct history *h, const struct options *o, struct err *e)
{
	int r = 0;

	for (size_t i = 1; i < o->n_args && !r; i++)
		r = edit_one(h, o, o->args[i], e);
	return r;
}

static int on_state(const struct options *o, bool writes, struct err *e)
{
	char running[512];
	const char *named = o->state;
	struct identity who;
	struct state state = { .fd = -1 };
	struct history *h = NULL;
	int r = named ? -ENOENT : ask_state(running, sizeof(running));

	if (r == -EEXIST)
		return err_set(e, r, "allow: several sensors run; --state DIR says whose list is meant");
	if (!r)
		named = running;
	r = privilege_find(o->user, &who, e);
	if (!r)
		r = state_open(named, &who, writes ? STATE_EDIT : STATE_LOOK, &state, e);
	if (!r)
		r = privilege_drop(&who, e);
	if (!r)
		r = history_open(state.fd, state.path, writes ? HISTORY_WRITE : HISTORY_READ,
				 SENSOR_PEERS, &h, e);
	if (!r && !writes)
		r = list(h, o, e);
	else if (!r)
		r = edit(h, o, e);
	history_close(h);
	state_close(&state);
	return r;
}

int command_allow(const struct options *o)
{
	const char *what = o->n_args ? o->args[0] : "";
	bool writes = !strcmp(what, "add") || !strcmp(what, "del");
	struct err e = { "" };
	int r;

	if ((!writes && strcmp(what, "list")) || (writes && o->n_args < 2)) {
		log_error("allow: redarc allow list, or redarc allow add|del ADDR... "
			  "[--direction in|out|both]");
		return EXIT_MISUSED;
	}
	r = on_state(o, writes, &e);
	if (!writes && r == -ENOENT)
		return EXIT_FINE; /* no state yet: nobody is allowed */
	if (r)
		log_error("%s", e.text);
	return r ? EXIT_FAILED : EXIT_FINE;
}
