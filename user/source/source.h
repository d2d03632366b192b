/* SPDX-License-Identifier: BSD-2-Clause */
/* source.h - where packets come from; the kernel's programs, a capture, or nothing. */
#ifndef SOURCE_SOURCE_H
#define SOURCE_SOURCE_H

#include <stdbool.h>
#include <stddef.h>

#include "core/err.h"
#include "core/event.h"
#include "source/config.h"
#include "source/rules.h"

struct source;

/* What a source can say about itself, for the status. */
struct source_info {
	const char *kind; /* "ebpf", "pcap", "capture", "null" */
	const char *mode; /* "xdp", "xdp-generic", "tc", "pcap", "null" */
	char detail[160]; /* "eth0: XDP native in, TCX out" */
	bool pinned;      /* it goes on counting when it is closed */
};

/* One of the interfaces, or the capture. */
struct source_interface {
	char name[16];
	uint32_t index;     /* the kernel's number of it; 0 while it is not there */
	const char *mode;   /* as source_info.mode; "gone" while it is not there */
	const char *counts; /* "packets on the wire", or "segments": what one packet is here */
	char detail[128];   /* "XDP native in, TCX out" */
	bool lan;
	struct ra_ledger ledger; /* without what is judged in user space */
};

struct source {
	const struct source_ops *ops; /* source/kind.h */
	void *state; /* of the kind */
	struct err missed; /* why a kind that is preferred is not it; "": none is. source/live.h */
};

/* source_pcap: files; source_pcap_live: interfaces, each packet copied to be judged here. */
extern const struct source_ops source_ebpf, source_pcap_live, source_pcap, source_null;

/*
 * The kinds this build has, in order of preference for live interfaces; ends with NULL.
 * A kind may be missing (built without libbpf, say).
 */
extern const struct source_ops *const source_kinds[];

const struct source_ops *source_find(const char *kind);

/* What --hook auto would choose for an interface, in words; "none" without a kernel path. */
const char *source_prefers(const char *interface);

/*
 * config   borrowed; what is kept of it is copied
 * errors   -ENODEV no such interface; -EPERM privileges; -EBUSY another redarc watches it;
 *          -ENOENT, -EACCES, -EISDIR a capture that cannot be opened. A capture is read only
 *          by source_poll(), so that it can be done without the rights to open it
 */
int source_open(struct source *s, const struct source_ops *ops, const struct source_config *config,
		struct err *e);
void source_close(struct source *s);

/* Readable when source_poll() has something to do; -1: it always has (a file). */
int source_fd(const struct source *s);

/*
 * Deliver what is there, a bounded amount.
 *
 * returns  how many events, 0 when none were waiting
 * errors   -ENODATA the end of the last file; -ENODEV the interface vanished;
 *          -EBADMSG the file is damaged from here on, no capture, or of a link type that is
 *          not known; events may have been delivered. The next call goes on with the next file
 */
int source_poll(struct source *s, const struct event_sink *sink, struct err *e);

/*
 * Read, a few times a second, what the kernel counted without telling.
 *
 * returns  how many events
 * errors   -ENODEV the interface vanished
 */
int source_sweep(struct source *s, const struct event_sink *sink, struct err *e);

/* Detach, so that what is read afterwards no longer changes. The source stays readable. */
int source_stop(struct source *s);

/* Sums over all CPUs. A source that does not judge leaves the verdicts and records zero. */
int source_ledger(struct source *s, struct ra_ledger *out);

/*
 * The interfaces by number, from 0; events name them by it.
 *
 * returns  whether there is one of that number
 */
bool source_interface(struct source *s, size_t number, struct source_interface *out);

/*
 * How many records of peers the kernel may send each second and CPU; fewer while strangers pour
 * in. What is not sent is still counted.
 */
#define SOURCE_RECORD_RATE 8192 /* until it is told */
int source_record_rate(struct source *s, uint32_t rate);

void source_info(const struct source *s, struct source_info *out);

/* Whether the source judges by itself, and so wants the list and the mode. */
bool source_judges(const struct source *s);
int source_learning(struct source *s, bool on);

#endif
