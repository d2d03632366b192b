/* SPDX-License-Identifier: BSD-2-Clause */
#include "feed/rounds.h"

#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "core/clock.h"
#include "core/log.h"
#include "feed/meta.h"
#include "feed/schedule.h"
#include "feed/update.h"

#define LONGEST_WAIT_S 3600 /* a clock that was set is noticed by then */

static const int enders[] = { SIGTERM, SIGINT };

static bool is_told_to_end(void)
{
	sigset_t waiting;

	sigpending(&waiting);
	return sigismember(&waiting, enders[0]) || sigismember(&waiting, enders[1]);
}

static void fill_signals(sigset_t *set, bool every)
{
	sigemptyset(set);
	sigaddset(set, enders[0]);
	sigaddset(set, enders[1]);
	if (every)
		sigaddset(set, SIGHUP);
}

void rounds_hold_signals(bool every)
{
	sigset_t held;

	fill_signals(&held, every);
	sigprocmask(SIG_BLOCK, &held, NULL);
	signal(SIGPIPE, SIG_IGN);
}

static struct update update_of(const struct rounds *r)
{
	return (struct update){ .feeds = &r->feeds,
				.config = r->config,
				.lists_fd = r->lists_fd,
				.force = r->force,
				.stop = is_told_to_end };
}

static void print_result(const char *name, const struct update_result *result)
{
	static const char *const words[] = { "new", "unchanged", "kept", "none" };
	int64_t age_ns = clock_now_ns() - result->updated_s * CLOCK_S;
	char age[CLOCK_STAMP] = "-";

	if (result->end != UPDATE_NONE)
		clock_words(age_ns > 0 ? age_ns : 0, age);
	printf("%-*s %-9s %8" PRIu32 " entries %8" PRIu32 " taken %6" PRIu32 " stripped %6" PRIu32
	       " refused  age %s\n",
	       LIST_NAME / 2, name, words[result->end], result->entries, result->counts.taken,
	       result->counts.stripped, result->counts.refused, age);
	fflush(stdout);
}

static bool update_one(const struct rounds *r, const struct feed_config *c)
{
	const struct update u = update_of(r);
	struct update_result result;
	struct err e;
	int rc = update_list(&u, c, &result, &e);

	if (rc)
		log_error("%s", e.text);
	print_result(c->name, &result);
	return !rc;
}

static bool is_wanted(const char *name, char *const *names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(names[i], name))
			return true;
	return !n;
}

/* The first of the names that is no list's, or NULL. */
static const char *find_stranger(const struct feeds *f, char *const *names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!feeds_find(f, names[i]))
			return names[i];
	return NULL;
}

bool rounds_once(const struct rounds *r, char *const *names, size_t n)
{
	const char *stranger = find_stranger(&r->feeds, names, n);
	const struct update u = update_of(r);
	bool fine = true;

	if (stranger) {
		log_error("%s: no list of %s", stranger, r->config);
		return false;
	}
	for (size_t i = 0; i < r->feeds.n && !is_told_to_end(); i++)
		if (is_wanted(r->feeds.lists[i].name, names, n))
			fine &= update_one(r, &r->feeds.lists[i]);
	if (is_told_to_end()) {
		log_error("told to end before all was done");
		return false;
	}
	if (!n)
		update_withdraw(&u);
	return fine;
}

static int64_t next_of(const struct rounds *r, const struct feed_config *c, int64_t now_s)
{
	struct meta m;

	meta_load(r->lists_fd, c->name, &m);
	return schedule_next(c, &m, now_s);
}

static int64_t at_least(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

/*
 * Fetch what is due. What was just tried waits, even when that could not be remembered.
 *
 * returns  when the next list will be due, seconds since 1970
 */
static int64_t update_due(const struct rounds *r)
{
	int64_t now_s = clock_now_ns() / CLOCK_S, next_s = now_s + LONGEST_WAIT_S;

	for (size_t i = 0; i < r->feeds.n && !is_told_to_end(); i++) {
		const struct feed_config *c = &r->feeds.lists[i];
		int64_t due_s = next_of(r, c, now_s);

		if (due_s <= now_s) {
			update_one(r, c);
			now_s = clock_now_ns() / CLOCK_S;
			due_s = at_least(next_of(r, c, now_s), now_s + SCHEDULE_RETRY_S);
		}
		if (due_s < next_s)
			next_s = due_s;
	}
	return next_s;
}

static void reread(struct rounds *r)
{
	struct feeds fresh;
	struct err e;

	if (feeds_load(r->config, &fresh, &e)) {
		log_error("%s; what was read before stays", e.text);
		return;
	}
	feeds_clear(&r->feeds);
	r->feeds = fresh;
	log_note("%s: read again, %zu lists", r->config, r->feeds.n);
}

/* The signal that came until then, or -1; never less than a second, so that nothing spins. */
static int wait_until(int64_t next_s)
{
	int64_t left_s = next_s - clock_now_ns() / CLOCK_S;
	struct timespec wait = { .tv_sec = left_s > 1 ? left_s : 1 };
	sigset_t held;

	fill_signals(&held, true);
	return sigtimedwait(&held, NULL, &wait);
}

void rounds_every(struct rounds *r)
{
	int told = SIGHUP;

	while (told != SIGTERM && told != SIGINT) {
		const struct update u = update_of(r);
		int64_t next_s;

		if (told == SIGHUP)
			update_withdraw(&u);
		next_s = update_due(r);
		told = wait_until(next_s);
		if (told == SIGHUP)
			reread(r);
	}
}
