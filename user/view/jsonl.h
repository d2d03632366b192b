/* SPDX-License-Identifier: BSD-2-Clause */
/* jsonl.h - events as lines of JSON, in Suricata's EVE format, own data under `redarc`. */
#ifndef VIEW_JSONL_H
#define VIEW_JSONL_H

#include "core/err.h"
#include "core/json.h"
#include "core/ledger.h"
#include "model/model.h"

struct jsonl;

/* An interface, or the capture. */
struct jsonl_interface {
	char name[64];
	const char *mode;   /* "gone" while it is not there */
	const char *counts; /* what one packet is there: "packets on the wire", "segments" */
	char detail[128];
	bool lan; /* it faces the inside */
	struct ra_ledger ledger;
};

/* What every line, or the status, needs to know of the run. */
struct jsonl_run {
	const char *interface; /* in_iface where no single one is meant; NULL leaves it out */
	const struct jsonl_interface *interfaces; /* by the number that events give */
	size_t n_interfaces;
	const char *mode;      /* "xdp", "xdp-generic", "tc", "pcap" */
	const char *detail;
	const char *state;     /* folder of the history; NULL leaves it out */
	int64_t started_ns;    /* of the run, or of the capture */
	/* The name of a list by its number; NULL, and an answer of NULL, leave it out. */
	const char *(*list_name)(void *ctx, uint16_t number);
	void *lists; /* its ctx */
	bool patient; /* alerts rather wait for the reader than get lost, until a signal comes */
};

/* Strangers who came faster than they could be shown. */
struct jsonl_storm {
	bool on;
	int64_t since_ns, until_ns; /* of this one or the last; 0: there was none, or no end */
	uint32_t storms;
	uint64_t peers;     /* not reported one by one, in this one or the last */
	uint64_t all_peers; /* in all of them */
	uint64_t all_packets; /* of those who reached user space, and were only counted */
};

/* What the last line and the status tell. */
struct jsonl_status {
	int64_t now_ns;
	struct ra_ledger ledger;
	int64_t learn_until_ns; /* 0: not learning */
	bool learning;
	bool frozen;         /* nobody becomes trusted */
	struct jsonl_storm storm;
	const char *policy;  /* NULL leaves it out */
	int64_t addresses; /* distinct addresses in the valid packets, both ends; -1: not counted */
};

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
 * Flows of peers that were idle since before_ns; INT64_MAX: of all.
 *
 * returns  false when some found no room: flush, then call again
 */
bool jsonl_flows(struct jsonl *j, struct model *m, int64_t before_ns);

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

/* At the end: count as lost what is waiting, and the flows that are still due. */
void jsonl_give_up(struct jsonl *j, const struct model *m);
uint64_t jsonl_lost(const struct jsonl *j); /* lines */

/* What stands under `redarc` in the last line, and in `status --json`. */
void jsonl_put_status(struct json *j, const struct model *m, const struct jsonl_run *run,
		      const struct jsonl_status *status);

/* Each interface by itself; of `status --json` only, as a line has bounded room. */
void jsonl_put_interfaces(struct json *j, const struct jsonl_run *run);

#endif
