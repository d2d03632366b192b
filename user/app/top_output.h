/* SPDX-License-Identifier: BSD-2-Clause */
/* top_output.h - what `redarc top` can show its answer on. */
#ifndef APP_TOP_OUTPUT_H
#define APP_TOP_OUTPUT_H

#include "app/top_ask.h"

/* What a terminal is shown, and what it was asked to show. */
struct top_task {
	struct top_sensor *sensor;
	struct top_query query;
	bool all_rows; /* not as many as there is room for, but query.rows */
};

/*
 * A terminal, until it is told to quit or a signal comes; it is left as it was found.
 *
 * errors   -ENOTTY this one cannot be drawn on, and nothing was; else as top_sensor_ask() before
 *          the first answer
 */
int top_screen(const struct top_task *task, struct err *e);

#endif
