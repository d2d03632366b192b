/* SPDX-License-Identifier: BSD-2-Clause */
/* newest.h - of many numbers with a time each, the newest, piece by piece. Pure. */
#ifndef APP_NEWEST_H
#define APP_NEWEST_H

#include <stdbool.h>
#include <stdint.h>

struct newest_row {
	uint32_t when_s; /* since 1970 */
	uint32_t number;
};

struct newest {
	struct newest_row *row;
	uint32_t n, most;
	uint32_t heap;     /* rows that are not in order yet; the oldest of them is the first */
	uint64_t left_out; /* that were taken and are not kept */
};

/* Keeps none where there is no memory, and can be taken into all the same. returns 0, or -ENOMEM */
int newest_open(struct newest *n, uint32_t most);
void newest_close(struct newest *n);

void newest_take(struct newest *n, uint32_t number, int64_t when_s);

/* Put so many rows in order, the newest first, once all are taken; returns whether all are. */
bool newest_sort(struct newest *n, uint32_t rows);

#endif
