/* SPDX-License-Identifier: BSD-2-Clause */
/* history_blob.h - what others want to have remembered beside the rows, such as the tripwire. */
#ifndef JUDGE_HISTORY_BLOB_H
#define JUDGE_HISTORY_BLOB_H

#include "judge/history.h"

#define HISTORY_BLOB_MOST (1u << 21) /* bytes */
#define HISTORY_BLOB_NAME 16         /* with its end */
#define HISTORY_BLOBS 4

/* returns its bytes, borrowed until it is set again; NULL: there is none */
const void *history_blob_get(const struct history *h, const char *name, size_t *len);

/*
 * Remember it; the next flush writes it, unless it is what is remembered already.
 *
 * data     copied
 * returns  0, -EINVAL a name or a length that cannot be, -ENOSPC more than HISTORY_BLOBS, -ENOMEM
 */
int history_blob_set(struct history *h, const char *name, const void *data, size_t len);

#endif
