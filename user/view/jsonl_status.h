/* SPDX-License-Identifier: BSD-2-Clause */
/* jsonl_status.h - what a run tells of itself: in the last line, in `status --json`, as metrics. */
#ifndef VIEW_JSONL_STATUS_H
#define VIEW_JSONL_STATUS_H

#include "core/json.h"
#include "core/ledger.h"
#include "model/model.h"

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
	const char *netns;     /* network namespace of the interfaces; NULL leaves it out */
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
	const char *evidence; /* folder of the packets that are kept; NULL: none are */
	uint64_t evidence_packets, evidence_bytes; /* of this run; on the disk in all */
	const char *policy;  /* NULL leaves it out */
	int64_t addresses; /* distinct addresses in the valid packets, both ends; -1: not counted */
};

/* What stands under `redarc` in the last line, and in `status --json`. */
void jsonl_put_status(struct json *j, const struct model *m, const struct jsonl_run *run,
		      const struct jsonl_status *status);

/* Each interface by itself; of `status --json` only, as a line has bounded room. */
void jsonl_put_interfaces(struct json *j, const struct jsonl_run *run);

#endif
