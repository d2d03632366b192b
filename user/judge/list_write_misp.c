/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/list_write.h"

#include <string.h>
#include <time.h>

#include "judge/list_misp.h"
#include "judge/list_stamp.h"

/* What the published lists use: the day, as a number. */
static int version_of(int64_t updated_s)
{
	time_t t = updated_s;
	struct tm tm;

	if (updated_s < 0 || !gmtime_r(&t, &tm) || tm.tm_year > 8099)
		return 1;
	return (tm.tm_year + 1900) * 10000 + (tm.tm_mon + 1) * 100 + tm.tm_mday;
}

static bool same(const struct list *l, const struct list_entry *a, const struct list_entry *b)
{
	return a->directions == b->directions && a->added_s == b->added_s &&
	       a->expires_s == b->expires_s && !strcmp(list_reason(l, a), list_reason(l, b));
}

static uint32_t run_length(const struct list *l, uint32_t first)
{
	uint32_t n = 1;

	while (first + n < l->n && same(l, &l->entries[first], &l->entries[first + n]))
		n++;
	return n;
}

static void write_run(const struct list *l, uint32_t first, uint32_t n, FILE *out)
{
	const struct list_entry *e = &l->entries[first];
	char added[LIST_STAMP], expires[LIST_STAMP] = LIST_MISP_NEVER;
	const char *reason = list_reason(l, e);

	if (e->expires_s)
		list_stamp(e->expires_s, expires);
	fprintf(out, "%u %s %s %s%s", n, list_misp_directions[e->directions & 3],
		list_stamp(e->added_s, added), expires, *reason ? " " : "");
	list_write_escaped(reason, out);
	fputs("\\n", out);
}

static void write_description(const struct list *l, FILE *out)
{
	uint32_t n;

	fprintf(out, "redarc: %s list %s, from ", list_kind_word(l->kind), l->name);
	list_write_escaped(l->source[0] ? l->source : "unknown", out);
	fputs("\\n" LIST_MISP_MARK "\\n", out);
	for (uint32_t first = 0; first < l->n; first += n) {
		n = run_length(l, first);
		write_run(l, first, n, out);
	}
}

void list_write_misp(const struct list *l, FILE *out)
{
	char text[ADDR_TEXT];

	fprintf(out, "{\n  \"name\": \"redarc %s list %s\",\n  \"version\": %d,\n",
		list_kind_word(l->kind), l->name, version_of(l->updated_s));
	fputs("  \"description\": \"", out);
	write_description(l, out);
	fputs("\",\n  \"type\": \"cidr\",\n  \"matching_attributes\": [\n    \"ip-src\",\n"
	      "    \"ip-dst\",\n    \"ip-src|port\",\n    \"ip-dst|port\",\n    \"domain|ip\"\n"
	      "  ],\n  \"list\": [",
	      out);
	for (uint32_t i = 0; i < l->n; i++) {
		const struct cidr *net = &l->entries[i].net;

		fprintf(out, "%s\n    \"%s/%d\"", i ? "," : "", addr_format(&net->net, text),
			addr_is_v4(&net->net) ? net->len - 96 : net->len);
	}
	fputs("\n  ]\n}\n", out);
}
