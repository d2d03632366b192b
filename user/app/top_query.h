/* SPDX-License-Identifier: BSD-2-Clause */
/* top_query.h - what `redarc top` asks a sensor, in words: by=rate rows=20 from=0 local */
#ifndef APP_TOP_QUERY_H
#define APP_TOP_QUERY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum top_by { TOP_RATE, TOP_PACKETS, TOP_BYTES, TOP_PEERS, TOP_LAST, TOP_ORDERS };

struct top_query {
	enum top_by by;
	uint32_t rows; /* 1..RANK_MOST */
	uint32_t from; /* above 0: go on with the rows of the answer before, from that one on */
	bool local;    /* local hosts, not peers; only these can be in the order of their peers */
};

const char *top_word(enum top_by by);

/* The order that comes after this one. */
enum top_by top_next(enum top_by by, bool local);

/* returns 0, or -EINVAL also for a word that is none of these */
int top_query_parse(const char *text, struct top_query *out);

/* text: out; cut when there is no room */
void top_query_format(const struct top_query *q, char *text, size_t room);

/* By the word of --sort. returns 0, or -EINVAL */
int top_query_sort(struct top_query *q, const char *word);

#endif
