/* SPDX-License-Identifier: BSD-2-Clause */
/* past: writes a history of the last days into a state folder, as a sensor would have left it. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>

#include "core/clock.h"
#include "judge/history_blob.h"
#include "judge/history_moves.h"

#define HOUR_S 3600
#define MOST 100
#define TIMES 6

static const struct peer {
	const char *addr;
	uint8_t direction, state, mover, beacon;
	uint32_t asn;
	int hours_ago[TIMES]; /* when it was seen, the oldest first; 0 ends them */
	const char *why;
} peers[] = {
	{ "198.51.100.10", RA_OUT, HISTORY_TRUSTED, MOVER_RULE, 20, 64501, { 70, 46, 20, 2 }, "" },
	{ "198.51.100.11", RA_IN, HISTORY_TRUSTED, MOVER_LEARNING, EVENT_UNSCORED, 64501,
	  { 69, 44 }, "" },
	{ "198.51.100.12", RA_OUT, HISTORY_CANDIDATE, MOVER_NONE, EVENT_UNSCORED, 64501,
	  { 3 }, "" },
	{ "203.0.113.50", RA_IN, HISTORY_BLOCKED, MOVER_LIST, EVENT_UNSCORED, 64502,
	  { 5 }, "drop" },
	{ "203.0.113.60", RA_OUT, HISTORY_CANDIDATE, MOVER_NONE, 95, 64503,
	  { 30, 20, 10, 1 }, "" },
};

static void note(struct history *h, const struct peer *p, int64_t now_s)
{
	struct event e = { .direction = p->direction,
			   .packets = 10,
			   .bytes = 1000,
			   .asn = p->asn,
			   .beacon = p->beacon,
			   .country = "JP" };
	const struct history_row *row = NULL;

	if (addr_parse(p->addr, &e.peer))
		return;
	for (int i = 0; i < TIMES && p->hours_ago[i]; i++) {
		e.time_ns = (now_s - p->hours_ago[i] * HOUR_S) * CLOCK_S;
		row = history_note(h, &e);
	}
	if (row && p->state != HISTORY_CANDIDATE)
		history_move(h, row, p->state, p->mover, row->last_s, p->why);
}

static int write_past(struct history *h, struct err *e)
{
	int64_t now_s = clock_now_ns() / CLOCK_S, taught_s = now_s - 24 * HOUR_S;

	history_set_since(h, now_s - 72 * HOUR_S);
	for (size_t i = 0; i < sizeof(peers) / sizeof(*peers); i++)
		note(h, &peers[i], now_s);
	if (history_blob_set(h, "learned", &taught_s, sizeof(taught_s)))
		return err_set(e, -ENOMEM, "out of memory");
	return history_flush(h, e);
}

int main(int argc, char **argv)
{
	struct history *h = NULL;
	struct err e = { "past: a folder is needed" };
	int dir = argc == 2 ? open(argv[1], O_RDONLY | O_DIRECTORY) : -1;
	int r = dir < 0 ? -errno : history_open(dir, argv[1], HISTORY_WRITE, MOST, &h, &e);

	if (!r)
		r = write_past(h, &e);
	if (r)
		fprintf(stderr, "%s\n", e.text);
	history_close(h);
	return r ? 1 : 0;
}
