/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/list_read.h"

#include "bpf/redarc.h"
#include "judge/list_misp.h"
#include "judge/list_stamp.h"

/* Walks over the runs of entries in the description of a list that redarc wrote. */
struct runs {
	struct span rest;
	uint32_t left; /* entries of this run */
	struct list_entry like;
	struct span reason;
};

static struct span runs_of(const json_t *doc)
{
	struct span text = json_span(doc, "description");

	while (text.len)
		if (span_is(span_cut(&text, '\n'), LIST_MISP_MARK))
			break;
	return text;
}

static bool read_count(struct span text, uint32_t *out)
{
	uint32_t n = 0;

	for (; text.len && *text.s >= '0' && *text.s <= '9' && n < LIST_MOST;
	     text = span_from(text, 1))
		n = n * 10 + (uint32_t)(*text.s - '0');
	*out = n;
	return !text.len && n && n <= LIST_MOST;
}

static bool read_direction(struct span text, uint8_t *out)
{
	for (uint8_t d = 1; d <= RA_BOTH; d++) {
		if (span_is(text, list_misp_directions[d])) {
			*out = d;
			return true;
		}
	}
	return false;
}

static bool read_time(struct span text, int64_t *out_s)
{
	char copy[LIST_STAMP];

	if (text.len >= sizeof(copy))
		return false;
	memcpy(copy, text.s, text.len);
	copy[text.len] = 0;
	return !list_stamp_parse(copy, out_s);
}

static bool next_run(struct runs *r)
{
	struct span line = span_cut(&r->rest, '\n'), expires;

	if (!read_count(span_cut(&line, ' '), &r->left) ||
	    !read_direction(span_cut(&line, ' '), &r->like.directions) ||
	    !read_time(span_cut(&line, ' '), &r->like.added_s))
		return false;
	expires = span_cut(&line, ' ');
	r->like.expires_s = 0;
	r->reason = line;
	return span_is(expires, LIST_MISP_NEVER) || read_time(expires, &r->like.expires_s);
}

/* Whether the runs are about as many entries as there are. */
static bool runs_fit(struct span text, size_t entries)
{
	struct runs r = { .rest = text };
	size_t sum = 0;

	while (r.rest.len) {
		if (!next_run(&r))
			return false;
		sum += r.left;
	}
	return sum == entries;
}

static struct runs runs_begin(const struct list_taker *t, const json_t *doc, size_t entries)
{
	struct runs r = { .rest = runs_of(doc), .left = UINT32_MAX };

	r.like = list_taker_entry(t);
	r.reason = json_span(doc, "name");
	if (!r.reason.len)
		r.reason = json_span(doc, "description");
	if (r.rest.len && runs_fit(r.rest, entries))
		r.left = 0;
	return r;
}

static int take_entry(struct list_taker *t, const json_t *entry, const struct runs *r, bool cidr)
{
	struct span text = { json_string_value(entry), json_string_length(entry) };
	struct addr a;

	if (!text.s) {
		list_refuse(t, span_of("not a string"), "no address");
		return 0;
	}
	if (!cidr && addr_parse(text.s, &a)) {
		t->counts->other++;
		return 0;
	}
	return list_take(t, text, &r->like, r->reason);
}

int list_read_misp(struct list_taker *t, const json_t *doc)
{
	const json_t *list = json_object_get(doc, "list");
	struct runs r = runs_begin(t, doc, json_array_size(list));
	bool cidr = span_is(json_span(doc, "type"), "cidr");
	size_t i;
	json_t *entry;
	int rc;

	json_array_foreach(list, i, entry) {
		t->line++;
		if (!r.left)
			next_run(&r);
		r.left--;
		rc = take_entry(t, entry, &r, cidr);
		if (rc)
			return rc;
	}
	return 0;
}
