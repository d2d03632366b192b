/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * pcapng.h - frames of a pcapng file, whatever its interfaces and sections; no capture library.
 *
 * source: draft-ietf-opsawg-pcapng
 */
#ifndef SOURCE_PCAPNG_H
#define SOURCE_PCAPNG_H

#include <stdio.h>

#include "core/err.h"
#include "source/reader.h"

#define PCAPNG_INTERFACES 4096 /* in a section, at most */

struct pcapng;

/*
 * stream   at the first byte; need not be seekable; borrowed until pcapng_close()
 * name     for messages; borrowed likewise
 * returns  NULL without memory
 */
struct pcapng *pcapng_open(FILE *stream, const char *name);
void pcapng_close(struct pcapng *p);

/*
 * Read up to the next frame.
 *
 * out        all but its link; a frame without a time has that of the one before, or 0
 * link_type  out: as the file's interface has it (LINKTYPE_, not libpcap's DLT_)
 * errors     -ENODATA the end; -EBADMSG damaged from here on; after either it is not called
 *            again. -ENOMEM
 * lifetime   the bytes of the frame end with the next call
 */
int pcapng_next(struct pcapng *p, struct reader_frame *out, int *link_type, struct err *e);

#endif
