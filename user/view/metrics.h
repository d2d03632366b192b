/* SPDX-License-Identifier: BSD-2-Clause */
/* metrics.h - what is counted, as text that Prometheus scrapes. */
#ifndef VIEW_METRICS_H
#define VIEW_METRICS_H

#include "view/jsonl_status.h"

#define METRICS_ROOM ((size_t)512 << 10) /* enough for 64 interfaces of any name */

struct metrics {
	const char *version; /* of redarc */
	int64_t started_ns;  /* of the process, since 1970 */
	const struct model *model;
	const struct jsonl_run *run; /* its interfaces are read */
	const struct jsonl_status *status;
	uint64_t lost_lines, unsent_messages, untold_alerts; /* that an outlet did not pass on */
};

/*
 * Write all of them. No label holds an address, and their number is bounded by the interfaces.
 *
 * text     out: room bytes, without a zero at the end
 * returns  the length, or 0 when it did not fit
 * source   Prometheus' text format 0.0.4, and its practices for names
 */
size_t metrics_write(const struct metrics *m, char *text, size_t room);

#endif
