/* SPDX-License-Identifier: BSD-2-Clause */
/* evidence_export.h - the packets of one peer, copied out of the ring into a file, bit by bit. */
#ifndef APP_EVIDENCE_EXPORT_H
#define APP_EVIDENCE_EXPORT_H

#include "core/addr.h"
#include "core/err.h"
#include "view/file_ring.h"

#define EVIDENCE_EXPORT_MOST (64u << 20) /* bytes; what is beyond is left out, and said */

struct evidence_export;

/*
 * Begin a file "redarc-198.51.100.7-20261122T104207Z.pcapng" beside those of the ring.
 *
 * ring     borrowed until it is closed; path: of its folder, as well
 * errors   -EEXIST within the same second; -ENOSPC, -EACCES, -ENOMEM
 */
int evidence_export_open(const struct file_ring *ring, const char *path, const struct addr *peer,
			 int64_t now_ns, struct evidence_export **out, struct err *e);
void evidence_export_close(struct evidence_export *x); /* a file that is not whole goes */

/* Copy what is found in some hundred kilobytes. returns whether there is more */
bool evidence_export_step(struct evidence_export *x);

/*
 * How it ended, once there is no more.
 *
 * text     out: a sentence, with the file's path or why there is none
 * returns  0; -ENOENT no packet of the peer was kept; -errno of what failed
 */
int evidence_export_end(const struct evidence_export *x, char *text, size_t room);

#endif
