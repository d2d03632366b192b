/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/list_read.h"

static size_t find_comment(struct span line)
{
	for (size_t i = 0; i < line.len; i++)
		if (line.s[i] == '#' || line.s[i] == ';')
			return i;
	return line.len;
}

static int read_line(struct list_taker *t, struct span line)
{
	size_t end = find_comment(line);
	struct span comment = span_from(line, end), net = span_trim((struct span){ line.s, end });
	struct list_entry like = list_taker_entry(t);

	if (!net.len)
		return 0;
	if (comment.len)
		comment = span_from(comment, 1);
	return list_take(t, net, &like, comment);
}

int list_read_text(struct list_taker *t, struct span text)
{
	int rc = 0;

	while (text.len && !rc) {
		t->line++;
		rc = read_line(t, span_cut(&text, '\n'));
	}
	return rc;
}
