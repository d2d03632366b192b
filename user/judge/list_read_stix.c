/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/list_read.h"

#include "bpf/redarc.h"
#include "judge/list_bundle.h"
#include "judge/list_stamp.h"

/* Where a pattern may find an address, and what that says of directions; 0: nothing. */
static const struct {
	const char *path;
	uint8_t directions;
} paths[] = {
	{ "ipv4-addr:value", 0 },
	{ "ipv6-addr:value", 0 },
	{ "network-traffic:src_ref.value", RA_DIR_BIT(RA_IN) },
	{ "network-traffic:dst_ref.value", RA_DIR_BIT(RA_OUT) },
};
#define PATHS (sizeof(paths) / sizeof(*paths))

/* What a pattern names; taken only when the whole of it was understood. */
struct pattern {
	struct span rest;
	struct list_taker *t;   /* NULL: only look */
	struct list_entry like;
	struct span reason;
	struct span last; /* value, and its directions: one may be named for each */
	uint8_t last_directions;
	uint32_t others;
};

enum token { END, WORD, STRING, MARK, DAMAGED };

static bool is_word(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
	       c == ':' || c == '_' || c == '.' || c == '-';
}

/* A string keeps its escapes: no address has any. */
static enum token next_string(struct span *rest, struct span *text)
{
	for (size_t i = 1; i < rest->len; i++) {
		if (rest->s[i] == '\\') {
			i++;
		} else if (rest->s[i] == '\'') {
			*text = (struct span){ rest->s + 1, i - 1 };
			*rest = span_from(*rest, i + 1);
			return STRING;
		}
	}
	return DAMAGED;
}

static enum token next(struct span *rest, struct span *text)
{
	size_t n = 0;

	*rest = span_trim(*rest);
	if (!rest->len)
		return END;
	if (*rest->s == '\'')
		return next_string(rest, text);
	while (n < rest->len && is_word(rest->s[n]))
		n++;
	*text = (struct span){ rest->s, n ? n : 1 };
	*rest = span_from(*rest, text->len);
	return n ? WORD : MARK;
}

static bool next_is(struct span *rest, const char *word)
{
	struct span after = *rest, text;
	enum token kind = next(&after, &text);

	if ((kind != WORD && kind != MARK) || !span_is(text, word))
		return false;
	*rest = after;
	return true;
}

static int take_value(struct pattern *p, size_t path, struct span value)
{
	struct list_entry like = p->like;

	if (path == PATHS) {
		p->others++;
		return 0;
	}
	if (paths[path].directions)
		like.directions = paths[path].directions;
	if (value.len && p->last.len == value.len && !memcmp(p->last.s, value.s, value.len))
		like.directions |= p->last_directions;
	p->last = value;
	p->last_directions = like.directions;
	return p->t ? list_take(p->t, value, &like, p->reason) : 0;
}

static size_t find_path(struct span text)
{
	size_t i = 0;

	while (i < PATHS && !span_is(text, paths[i].path))
		i++;
	return i;
}

/* PATH = 'VALUE', PATH ISSUBSET 'VALUE', PATH IN ('VALUE', ...); -1: not understood */
static int read_comparison(struct pattern *p)
{
	struct span text, value;
	size_t path;
	bool many;
	int rc;

	if (next(&p->rest, &text) != WORD)
		return -1;
	path = find_path(text);
	many = next_is(&p->rest, "IN");
	if (many ? !next_is(&p->rest, "(") :
		   !next_is(&p->rest, "=") && !next_is(&p->rest, "ISSUBSET"))
		return -1;
	do {
		if (next(&p->rest, &value) != STRING)
			return -1;
		rc = take_value(p, path, value);
		if (rc)
			return rc;
	} while (many && next_is(&p->rest, ","));
	return many && !next_is(&p->rest, ")") ? -1 : 0;
}

/* [COMPARISON OR ...] OR [...] */
static int read_pattern(struct pattern *p)
{
	int rc;

	do {
		if (!next_is(&p->rest, "["))
			return -1;
		do {
			rc = read_comparison(p);
			if (rc)
				return rc;
		} while (next_is(&p->rest, "OR"));
		if (!next_is(&p->rest, "]"))
			return -1;
	} while (next_is(&p->rest, "OR"));
	return span_trim(p->rest).len ? -1 : 0;
}

static bool names_addresses(struct span pattern)
{
	for (size_t i = 0; i < PATHS; i++)
		if (span_has(pattern, paths[i].path))
			return true;
	return false;
}

static struct list_entry entry_of(const struct list_taker *t, const json_t *indicator)
{
	struct list_entry like = list_taker_entry(t);
	int64_t time_s;

	if (!list_stamp_parse(json_span(indicator, "valid_from").s, &time_s))
		like.added_s = time_s;
	if (!list_stamp_parse(json_span(indicator, "valid_until").s, &time_s))
		like.expires_s = time_s;
	return like;
}

static struct span reason_of(const json_t *indicator)
{
	struct span name = json_span(indicator, "name");

	return name.len ? name : json_span(indicator, "description");
}

static int read_indicator(struct list_taker *t, const json_t *indicator)
{
	struct span pattern = json_span(indicator, "pattern");
	struct span type = json_span(indicator, "pattern_type");
	struct pattern p = { .rest = pattern };

	if ((type.len && !span_is(type, "stix")) || !names_addresses(pattern)) {
		t->counts->other++;
		return 0;
	}
	if (json_is_true(json_object_get(indicator, "revoked"))) {
		list_strip(t, pattern, "revoked");
		return 0;
	}
	if (read_pattern(&p)) {
		list_refuse(t, pattern, "a pattern of more than addresses with OR");
		return 0;
	}
	t->counts->other += p.others;
	p = (struct pattern){ .rest = pattern, .t = t, .like = entry_of(t, indicator),
			      .reason = reason_of(indicator) };
	return read_pattern(&p);
}

static int read_object(struct list_taker *t, const json_t *o)
{
	return span_is(json_span(o, "type"), "indicator") ? read_indicator(t, o) : 0;
}

int list_read_stix(struct list_taker *t, struct span text)
{
	return list_bundle_each(t, text, read_object);
}
