/* SPDX-License-Identifier: BSD-2-Clause */
/* pcap_tap.h - the packets of one interface in one direction, as libpcap copies them. */
#ifndef SOURCE_PCAP_TAP_H
#define SOURCE_PCAP_TAP_H

#include "core/err.h"
#include "source/reader.h"

struct pcap;

struct tap {
	struct pcap *pcap; /* NULL: closed, or its interface is gone */
	int fd;            /* readable when there are packets */
	enum ra_direction direction; /* as the interface has it */
	enum packet_link link;
	struct reader_frame head; /* the oldest that was not taken */
	bool waits;               /* there is one */
	bool dry;                 /* there was none when asked last */
	uint32_t dropped;         /* as libpcap counts, modulo 2^32 */
};

/*
 * The kernel keeps packets from the moment this returns.
 *
 * snap     bytes of each frame, at most
 * errors   -EPERM; -ENODEV no such interface; -ENETDOWN it is down; -EPROTO a link type that is
 *          not known; -EIO and what libpcap says
 * lifetime tap_close(), also after an error; a tap that is zero may be closed
 */
int tap_open(struct tap *t, const char *name, enum ra_direction direction, int snap, struct err *e);
void tap_close(struct tap *t);

/*
 * Look at the oldest packet that was not taken, without waiting: `head` while `waits`.
 *
 * lifetime  its bytes end when another is looked for
 * errors    -EIO and what libpcap says: the interface is gone, or goes down
 */
int tap_look(struct tap *t, struct err *e);

/* Packets that found no room since the last call. */
uint32_t tap_lost(struct tap *t);

#endif
