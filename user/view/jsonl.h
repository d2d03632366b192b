/* SPDX-License-Identifier: BSD-2-Clause */
/* jsonl.h - events as lines of JSON, in Suricata's EVE format, own data under `redarc`. */
#ifndef VIEW_JSONL_H
#define VIEW_JSONL_H

#include "core/err.h"
#include "view/jsonl_status.h"

struct jsonl;

/*
 * fd       open for writing, borrowed; lines go out whenever 64 KiB of them wait and with
 *          jsonl_flush(). Only what a pipe takes at once is written at once, so that a reader
 *          that stops keeps nobody waiting who does not want to
 * name     of what fd writes to, for errors; borrowed
 * run      borrowed
 * returns  0, or -ENOMEM
 */
int jsonl_open(int fd, const char *name, const struct jsonl_run *run, struct jsonl **out);
void jsonl_close(struct jsonl *j); /* does not flush */

/*
 * The first packet of a peer in a direction that is red. Its severity: 1 blocked, 2 unknown of a
 * new network or country, 3 unknown but of a known network.
 */
void jsonl_alert(struct jsonl *j, const struct model *m, const struct model_peer *peer,
		 const struct event *e);

/*
 * What a peer did in a direction since its last flow line; nothing when it did nothing.
 *
 * returns  false when there is no room: the line is still due, and nothing is lost
 */
bool jsonl_flow(struct jsonl *j, const struct model *m, struct model_peer *peer,
		uint8_t direction);

/*
 * Flows of peers that were idle since before_ns, INT64_MAX: of all; of so many peers as take some
 * milliseconds.
 *
 * at       in and out: the peer to go on with, 0 at first and when all had their turn
 * returns  whether all had it; else flush, for want of room, and call again
 */
bool jsonl_flows(struct jsonl *j, struct model *m, int64_t before_ns, uint32_t *at);

/* The last line, or one of those that come at intervals. */
void jsonl_stats(struct jsonl *j, const struct model *m, const struct jsonl_status *status);

/*
 * Write out what is waiting. What cannot be written is kept while there is room, then
 * counted as lost; a line is never cut.
 *
 * wait_ms  for a slow reader, in all; 0: not at all; -1: until it has taken everything
 * returns  0, or -errno with the thing and the reason: -ENOSPC, -EPIPE, -EIO; -EAGAIN when the
 *          time is over, -EINTR after a signal
 */
int jsonl_flush(struct jsonl *j, int wait_ms, struct err *e);

/*
 * Write to another file from here on. No line is cut or lost by it: what the old one does not take
 * at once goes into the new one.
 *
 * fd       as for jsonl_open(); the old one is its owner's to close
 */
void jsonl_move(struct jsonl *j, int fd);

/* At the end: count as lost what is waiting, and the flows that are still due. */
void jsonl_give_up(struct jsonl *j, const struct model *m);
uint64_t jsonl_lost(const struct jsonl *j); /* lines */

#endif
