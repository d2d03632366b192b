/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/list_read.h"

/* How long a piece is: up to an end of its own, not one within quotes; those end with the line. */
static size_t piece_len(struct span text)
{
	static const char ends[] = { '\n', ',', '{', '}', '#' };
	bool quoted = false;
	size_t n = 0;

	for (; n < text.len; n++) {
		if (text.s[n] == '"')
			quoted = !quoted;
		else if (text.s[n] == '\n' || (!quoted && memchr(ends, text.s[n], sizeof(ends))))
			break;
	}
	return n;
}

/* Up to the end of the line, a comma or a bracket; *end says which, # begins a comment. */
static struct span next_piece(struct span *text, char *end)
{
	struct span piece = *text;
	size_t n = piece_len(*text);

	piece.len = n;
	*end = n < text->len ? text->s[n] : 0;
	*text = span_from(*text, n);
	if (*end == '#') {
		span_cut(text, '\n');
		*end = '\n';
	} else if (*end) {
		*text = span_from(*text, 1);
	}
	return span_trim(piece);
}

/* A prefix or a range, without what stands behind it, such as its timeout. */
static int take_element(struct list_taker *t, struct span piece)
{
	struct list_entry like = list_taker_entry(t);
	struct span net = span_cut(&piece, ' ');

	return list_take(t, net, &like, (struct span){ "", 0 });
}

static bool begins_elements(struct span piece)
{
	if (span_starts(piece, "add element "))
		return true;
	return span_starts(piece, "elements") && span_trim(span_from(piece, 8)).len == 1;
}

int list_read_nft(struct list_taker *t, struct span text)
{
	bool inside = false;
	uint32_t open = 0;
	int rc = 0;
	char end;

	for (t->line = 1; text.len && !rc; t->line += end == '\n') {
		struct span piece = next_piece(&text, &end);

		if (inside && piece.len)
			rc = take_element(t, piece);
		if (end == '{')
			inside = begins_elements(piece);
		else if (end == '}')
			inside = false;
		open += end == '{';
		open -= end == '}' && open;
	}
	return rc || !open ? rc : list_fail(t, "cut short: a bracket is left open");
}
