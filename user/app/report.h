/* SPDX-License-Identifier: BSD-2-Clause */
/* report.h - lines for a person at a terminal: new peers, and how it ended. */
#ifndef APP_REPORT_H
#define APP_REPORT_H

#include "model/model.h"
#include "view/jsonl.h"

/* One line on standard output for a peer that is new in a direction. */
void report_peer(struct geo *geo, const struct model_peer *peer, const struct event *e);

/* The ledger in two lines of the log. */
void report_summary(const struct model *m, const struct jsonl_status *status);

#endif
