/* SPDX-License-Identifier: BSD-2-Clause */
/* ebpf_watch.h - one interface of a sensor: its programs, and where they hang. */
#ifndef SOURCE_EBPF_WATCH_H
#define SOURCE_EBPF_WATCH_H

#include "source/ebpf_attach.h"
#include "source/ebpf_pins.h"

struct watch {
	struct attach attach;
	struct redarc *skel;    /* NULL before watch_load() */
	enum source_hook hook;  /* that was asked for */
	bool ethernet;          /* what its XDP program was loaded for */
	bool seen;              /* it was there, at least once */
	bool lan;
	struct err missed;      /* why it could not be taken up again; "": it was, or is not due */
};

/* errors   as attach_take() */
int watch_take(struct watch *w, const char *name, const struct source_config *config,
	       struct err *e);
void watch_close(struct watch *w);

/*
 * Take over what an earlier process left on this interface, if it still hangs there.
 *
 * errors   -ESTALE it was another hook, or direction, than is asked for
 */
int watch_adopt(struct watch *w, uint32_t number, const struct pins *p, struct err *e);

/* shared, errors: as programs_load() */
int watch_load(struct watch *w, uint32_t number, const struct programs_config *config,
	       const struct redarc *shared, struct err *e);

/* Hang the programs there; nothing while it is waited for. errors: as attach_open() */
int watch_open(struct watch *w, struct err *e);

/*
 * Pin the links; those that were adopted are.
 *
 * errors   -EOPNOTSUPP what hangs there is no link
 */
int watch_keep(struct watch *w, const struct pins *p, struct err *e);

/* Take it up again when it has returned. */
void watch_look(struct watch *w);

/* Without its ledger. */
void watch_describe(const struct watch *w, struct source_interface *out);

#endif
