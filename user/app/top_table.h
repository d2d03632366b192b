/* SPDX-License-Identifier: BSD-2-Clause */
/* top_table.h - the answer of a sensor to `top`, as lines of a table. */
#ifndef APP_TOP_TABLE_H
#define APP_TOP_TABLE_H

#include <jansson.h>

#include "app/fit.h"

#define TOP_LINE 1024 /* bytes of a line, with its end */
#define TOP_HEADS 6   /* lines above the table, at most */
#define TOP_WIDE 200  /* columns in which all of it fits */

struct top_table {
	struct fit fit;
	int width; /* columns; those that matter least are left out where it is narrow */
	bool local;
};

/* What stands above: totals, peers by verdict, a storm. returns lines */
int top_table_head(const struct top_table *t, const json_t *answer, char lines[][TOP_LINE]);

/* The titles of the columns, and a row; line: TOP_LINE bytes */
void top_table_titles(const struct top_table *t, char *line);
void top_table_row(const struct top_table *t, const json_t *row, char *line);

#endif
