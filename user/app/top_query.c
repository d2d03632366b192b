/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/top_query.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/rank.h"

static const char *const words[TOP_ORDERS] = { "rate", "packets", "bytes", "peers", "last" };

const char *top_word(enum top_by by)
{
	return words[by];
}

enum top_by top_next(enum top_by by, bool local)
{
	by = (by + 1) % TOP_ORDERS;
	return by == TOP_PEERS && !local ? by + 1 : by;
}

int top_query_sort(struct top_query *q, const char *word)
{
	for (int by = 0; by < TOP_ORDERS; by++) {
		if (strcmp(words[by], word))
			continue;
		q->by = (enum top_by)by;
		return 0;
	}
	return -EINVAL;
}

static int take_number(const char *value, uint32_t least, uint32_t *out)
{
	char *end;
	unsigned long n = strtoul(value, &end, 10);

	if (*value < '0' || *value > '9' || *end || n < least || n > RANK_MOST)
		return -EINVAL;
	*out = (uint32_t)n;
	return 0;
}

static int take_word(struct top_query *q, const char *word)
{
	q->local |= !strcmp(word, "local");
	if (!strcmp(word, "local"))
		return 0;
	if (!strncmp(word, "by=", 3))
		return top_query_sort(q, word + 3);
	if (!strncmp(word, "rows=", 5))
		return take_number(word + 5, 1, &q->rows);
	return strncmp(word, "from=", 5) ? -EINVAL : take_number(word + 5, 0, &q->from);
}

int top_query_parse(const char *text, struct top_query *out)
{
	int r = 0;

	*out = (struct top_query){ .by = TOP_RATE, .rows = 20 };
	while (!r && *text) {
		size_t len = strcspn(text, " ");
		char word[16];

		snprintf(word, sizeof(word), "%.*s", (int)len, text);
		r = len && len < sizeof(word) ? take_word(out, word) : -EINVAL;
		text += len + (text[len] == ' ');
	}
	return r || (out->by == TOP_PEERS && !out->local) ? -EINVAL : 0;
}

void top_query_format(const struct top_query *q, char *text, size_t room)
{
	snprintf(text, room, "by=%s rows=%u from=%u%s", words[q->by], q->rows, q->from,
		 q->local ? " local" : "");
}
