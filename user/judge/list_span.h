/* SPDX-License-Identifier: BSD-2-Clause */
/* list_span.h - text of known length, borrowed and cut into pieces; it may hold zeros. */
#ifndef JUDGE_LIST_SPAN_H
#define JUDGE_LIST_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct span {
	const char *s;
	size_t len;
};

static inline struct span span_of(const char *text)
{
	return (struct span){ text, strlen(text) };
}

static inline struct span span_from(struct span s, size_t offset)
{
	return (struct span){ s.s + offset, s.len - offset };
}

static inline bool span_is(struct span s, const char *word)
{
	return s.len == strlen(word) && !memcmp(s.s, word, s.len);
}

static inline bool span_starts(struct span s, const char *word)
{
	size_t len = strlen(word);

	return s.len >= len && !memcmp(s.s, word, len);
}

static inline bool span_has(struct span s, const char *word)
{
	return memmem(s.s, s.len, word, strlen(word));
}

static inline bool span_is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static inline struct span span_trim(struct span s)
{
	while (s.len && span_is_blank(*s.s))
		s = span_from(s, 1);
	while (s.len && span_is_blank(s.s[s.len - 1]))
		s.len--;
	return s;
}

/*
 * Cut off what stands before a character, or all there is.
 *
 * rest     what is cut; then what stands behind the character
 */
static inline struct span span_cut(struct span *rest, char c)
{
	const char *end = rest->len ? memchr(rest->s, c, rest->len) : NULL;
	struct span piece = { rest->s, end ? (size_t)(end - rest->s) : rest->len };

	*rest = span_from(*rest, piece.len + (end ? 1 : 0));
	return piece;
}

#endif
