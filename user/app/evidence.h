/* SPDX-License-Identifier: BSD-2-Clause */
/* evidence.h - packets of strangers in a bounded ring of pcapng files, each with its verdict. */
#ifndef APP_EVIDENCE_H
#define APP_EVIDENCE_H

#include "app/evidence_export.h"
#include "app/privilege.h"
#include "core/event.h"
#include "view/jsonl.h"

#define EVIDENCE_INTERFACES 64 /* whose packets are told apart */

struct evidence;

struct evidence_config {
	const char *path; /* of the folder; borrowed */
	uint64_t most;    /* bytes on the disk */
	uint32_t snap;    /* bytes of a packet, at most */
};

/*
 * Open the folder, or make it. As root, one that is root's and has nothing in it but evidence is
 * handed to the sensor's user; neither directly below / nor open to all.
 *
 * errors   -EBUSY another sensor writes there; -EACCES, -ENOTDIR, -EROFS
 */
int evidence_open(const struct evidence_config *config, const struct identity *who,
		  struct evidence **out, struct err *e);
void evidence_close(struct evidence *v); /* does not flush */

/*
 * Make sure that it can be kept, once the sensor is who it will be.
 *
 * v        may be NULL
 * who      for the error, which tells what to change
 * errors   -EACCES, -EROFS
 */
int evidence_begin(const struct evidence *v, const char *who, struct err *e);

/*
 * Keep a packet, if it can be; what cannot is counted.
 *
 * at       the interface it crossed
 * about    its peer, with country and ASN, and the judgement
 * list     that decided, or NULL
 */
void evidence_keep(struct evidence *v, const struct event_packet *p,
		   const struct jsonl_interface *at, const struct event *about, const char *list);
void evidence_skip(struct evidence *v, const struct event_packet *p);

/*
 * Write what is waiting. What fails is said once, and tried again a minute later.
 *
 * now_ns   of the steady clock
 */
void evidence_flush(struct evidence *v, int64_t now_ns);

/*
 * Begin to copy a peer's packets to a file of their own.
 *
 * v        NULL: none are kept, which the error tells how to change
 * errors   -ENOTSUP, and as evidence_export_open()
 */
int evidence_export(struct evidence *v, const struct addr *peer, int64_t now_ns,
		    struct evidence_export **out, struct err *e);

uint64_t evidence_kept(const struct evidence *v);  /* packets, of this run */
uint64_t evidence_bytes(const struct evidence *v); /* on the disk, of earlier runs too */
uint64_t evidence_skipped(const struct evidence *v, uint8_t interface); /* packets; v may be NULL */
const char *evidence_path(const struct evidence *v);

#endif
