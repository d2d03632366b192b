/* SPDX-License-Identifier: BSD-2-Clause */
/* evidence_folder.h - the folder of the evidence, opened so that it outlasts our privileges. */
#ifndef APP_EVIDENCE_FOLDER_H
#define APP_EVIDENCE_FOLDER_H

#include "app/privilege.h"
#include "core/err.h"

/* The names of its files: a number stands between. */
#define EVIDENCE_START "redarc-"
#define EVIDENCE_END ".pcapng"

/*
 * returns  a descriptor, taken by the caller
 * errors   as evidence_open()
 */
int evidence_folder(const char *path, const struct identity *who, struct err *e);

#endif
