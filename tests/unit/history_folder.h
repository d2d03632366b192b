/* SPDX-License-Identifier: BSD-2-Clause */
/* history_folder.h - a state folder for a test, and what the tests do with histories in it. */
#ifndef HISTORY_FOLDER_H
#define HISTORY_FOLDER_H

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "child.h"
#include "core/clock.h"
#include "folder.h"
#include "judge/history.h"

/* The start of an hour, in 2096: whatever the clock of a machine shows, it is not near. */
#define NOW INT64_C(3999999600)
#define HOUR INT64_C(3600)
#define DAY (24 * HOUR)
#define MOST 40000

static inline int open_history(enum history_access access, struct history **out)
{
	folder.e.text[0] = 0;
	return history_open(folder.fd, folder.path, access, MOST, out, &folder.e);
}

static inline struct history *must_open(void)
{
	struct history *h = NULL;

	if (open_history(HISTORY_WRITE, &h))
		fail_msg("%s", folder.e.text);
	return h;
}

static inline void must_flush(struct history *h)
{
	if (history_flush(h, &folder.e))
		fail_msg("%s", folder.e.text);
}

static inline struct addr peer_of(uint32_t number)
{
	return (struct addr){ { 0x20, 0x01, 0x0d, 0xb8, [12] = (uint8_t)(number >> 24),
				(uint8_t)(number >> 16), (uint8_t)(number >> 8),
				(uint8_t)number } };
}

static inline void note_peer(struct history *h, uint32_t number, uint8_t direction, int64_t time_s)
{
	struct event e = { .time_ns = time_s * CLOCK_S,
			   .peer = peer_of(number),
			   .packets = 1,
			   .bytes = 60,
			   .beacon = EVENT_UNSCORED,
			   .direction = direction };

	history_note(h, &e);
}

/* One packet of 60 bytes of each of n peers. */
static inline void note_peers(struct history *h, uint32_t n, int64_t time_s)
{
	for (uint32_t i = 0; i < n; i++)
		note_peer(h, i * 2654435761u, i % RA_DIRECTIONS, time_s);
}

/* A history that was closed in peace. */
static inline void make_history(uint32_t peers)
{
	struct history *h = must_open();

	note_peers(h, peers, NOW);
	history_set_since(h, NOW);
	must_flush(h);
	history_close(h);
}

#define SAYS(sentence, test) { "history: " sentence, test, folder_make, folder_remove, NULL }

#endif
