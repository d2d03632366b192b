/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/list_read.h"

#include <stdio.h>

#include "judge/list_stamp.h"

#define FIELDS 32
#define LINES_BEFORE 64 /* in which a file's header, or its first row, must be */
#define QUOTE '"'

/* What we want of a row. */
enum column { ADDRESS, TYPE, FIRST_SEEN, THREAT, MALWARE, COLUMNS };

/* Where it is: by the file's header, or where it has long been. */
struct layout {
	const char *name[COLUMNS]; /* NULL: this format has none */
	uint8_t at[COLUMNS];
	uint8_t fields;            /* of a row, at least */
};

static const struct layout feodo = {
	.name = { [ADDRESS] = "dst_ip", [FIRST_SEEN] = "first_seen_utc", [MALWARE] = "malware" },
	.at = { [ADDRESS] = 1, [FIRST_SEEN] = 0, [MALWARE] = 5 },
	.fields = 6,
};

static const struct layout threatfox = {
	.name = { "ioc_value", "ioc_type", "first_seen_utc", "threat_type", "malware_printable" },
	.at = { 2, 3, 0, 4, 7 },
	.fields = 8,
};

static const struct layout *layout_of(enum list_format format)
{
	return format == LIST_FEODO_CSV ? &feodo : &threatfox;
}

/* A field without its quotes; a doubled quote inside is still doubled. */
static bool next_field(struct span *row, struct span *field)
{
	*row = span_trim(*row);
	if (!row->len || *row->s != QUOTE) {
		*field = span_trim(span_cut(row, ','));
		return true;
	}
	for (size_t i = 1; i < row->len; i++) {
		if (row->s[i] != QUOTE)
			continue;
		if (i + 1 < row->len && row->s[i + 1] == QUOTE) {
			i++;
			continue;
		}
		*field = (struct span){ row->s + 1, i - 1 };
		*row = span_from(*row, i + 1);
		return !span_trim(span_cut(row, ',')).len;
	}
	return false;
}

/* returns how many; 0 when a quote is not closed */
static unsigned int split(struct span row, struct span *fields)
{
	unsigned int n = 0;

	while (row.len && n < FIELDS)
		if (!next_field(&row, &fields[n++]))
			return 0;
	return n;
}

/* The names of the columns; ThreatFox has them in a comment. */
static bool read_header(struct span line, struct layout *l)
{
	struct span fields[FIELDS];
	struct layout found = { .fields = 0 };
	unsigned int n;

	if (span_starts(line, "#"))
		line = span_trim(span_from(line, 1));
	if (!span_has(line, l->name[ADDRESS]))
		return false;
	n = split(line, fields);
	for (int c = 0; c < COLUMNS; c++) {
		unsigned int i = 0;

		if (!l->name[c])
			continue;
		while (i < n && !span_is(fields[i], l->name[c]))
			i++;
		if (i == n)
			return false;
		found.at[c] = (uint8_t)i;
		if (found.fields <= i)
			found.fields = (uint8_t)(i + 1);
	}
	memcpy(l->at, found.at, sizeof(l->at));
	l->fields = found.fields;
	return true;
}

static int64_t time_of(struct span field, int64_t otherwise)
{
	char text[LIST_STAMP];
	int64_t time_s;

	if (field.len >= sizeof(text))
		return otherwise;
	memcpy(text, field.s, field.len);
	text[field.len] = 0;
	return list_stamp_parse(text, &time_s) ? otherwise : time_s;
}

static struct span field_of(const struct span *fields, const struct layout *l, enum column c)
{
	return l->name[c] ? fields[l->at[c]] : (struct span){ "", 0 };
}

static int shown_len(struct span field)
{
	return field.len < LIST_REASON ? (int)field.len : LIST_REASON;
}

static void undouble_quotes(char *text)
{
	char *to = text;

	for (; *text; text++) {
		*to++ = *text;
		text += text[0] == QUOTE && text[1] == QUOTE;
	}
	*to = 0;
}

static int take_row(struct list_taker *t, const struct span *fields, const struct layout *l)
{
	struct span type = field_of(fields, l, TYPE), threat = field_of(fields, l, THREAT);
	struct span malware = field_of(fields, l, MALWARE);
	struct list_entry like = list_taker_entry(t);
	char reason[2 * LIST_REASON];

	if (l->name[TYPE] && !span_starts(type, "ip")) {
		t->counts->other++;
		return 0;
	}
	like.added_s = time_of(field_of(fields, l, FIRST_SEEN), like.added_s);
	snprintf(reason, sizeof(reason), "%.*s%s%.*s", shown_len(threat), threat.s,
		 threat.len && malware.len ? ": " : "", shown_len(malware), malware.s);
	undouble_quotes(reason);
	return list_take_service(t, field_of(fields, l, ADDRESS), &like, span_of(reason));
}

static int read_row(struct list_taker *t, struct span row, const struct layout *l)
{
	struct span fields[FIELDS];
	unsigned int n = split(row, fields);

	if (n >= l->fields)
		return take_row(t, fields, l);
	list_refuse(t, row, n ? "too few fields: cut short?" : "a quote that does not end");
	return 0;
}

int list_read_csv(struct list_taker *t, struct span text, enum list_format format)
{
	struct layout l = *layout_of(format);
	int rc = 0;

	while (text.len && !rc) {
		struct span row = span_trim(span_cut(&text, '\n'));

		t->line++;
		if (row.len && !read_header(row, &l) && *row.s != '#')
			rc = read_row(t, row, &l);
	}
	return rc;
}

bool list_csv_fits(struct span text, enum list_format format)
{
	const struct layout *kind = layout_of(format);
	struct span fields[FIELDS], row = { "", 0 };
	struct layout l = *kind;

	for (int i = 0; i < LINES_BEFORE && text.len; i++) {
		row = span_trim(span_cut(&text, '\n'));
		if (row.len && read_header(row, &l))
			return true;
		if (row.len && *row.s != '#')
			return *row.s == QUOTE && split(row, fields) >= kind->fields;
	}
	return false;
}
