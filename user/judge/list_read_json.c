/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/list_read.h"

#include <errno.h>
#include <stdio.h>

#include "judge/list_bundle.h"
#include "judge/list_stamp.h"

/* A number that is too large for an integer is no reason to refuse a list. */
#define FLAGS (JSON_DECODE_INT_AS_REAL | JSON_DISABLE_EOF_CHECK)

static int64_t time_of(struct span text, int64_t otherwise)
{
	int64_t time_s;

	return list_stamp_parse(text.s, &time_s) ? otherwise : time_s;
}

/* --- abuse.ch: an object for each address --- */

static int take_threat(struct list_taker *t, struct span address, const json_t *o,
		       struct span first_seen)
{
	struct span threat = json_span(o, "threat_type"), name = json_span(o, "malware_printable");
	struct list_entry like = list_taker_entry(t);
	char reason[2 * LIST_REASON];

	if (!name.len)
		name = json_span(o, "malware");
	like.added_s = time_of(first_seen, like.added_s);
	snprintf(reason, sizeof(reason), "%.*s%s%.*s", LIST_REASON, threat.s,
		 threat.len && name.len ? ": " : "", LIST_REASON, name.s);
	return list_take_service(t, address, &like, span_of(reason));
}

static int read_feodo(struct list_taker *t, const json_t *doc)
{
	size_t i;
	json_t *o;
	int rc;

	json_array_foreach(doc, i, o) {
		t->line++;
		rc = take_threat(t, json_span(o, "ip_address"), o, json_span(o, "first_seen"));
		if (rc)
			return rc;
	}
	return 0;
}

/* The export and the API name things differently. */
static int take_threatfox(struct list_taker *t, const json_t *o)
{
	bool exported = json_object_get(o, "ioc_value");

	t->line++;
	if (!span_starts(json_span(o, "ioc_type"), "ip")) {
		t->counts->other++;
		return 0;
	}
	return take_threat(t, json_span(o, exported ? "ioc_value" : "ioc"), o,
			   json_span(o, exported ? "first_seen_utc" : "first_seen"));
}

/* By id an array of one in the export, one array in the API. */
static int read_threatfox(struct list_taker *t, const json_t *doc)
{
	const char *id;
	json_t *found, *o;
	size_t i;
	int rc;

	json_object_foreach((json_t *)(uintptr_t)doc, id, found) {
		json_array_foreach(found, i, o) {
			rc = take_threatfox(t, o);
			if (rc)
				return rc;
		}
	}
	return 0;
}

/* --- Spamhaus: an object a line, the last one tells how many --- */

static int read_metadata(struct list_taker *t, const json_t *o, uint32_t objects)
{
	const json_t *records = json_object_get(o, "records");

	if (json_is_number(records) && json_number_value(records) != objects)
		return list_fail(t, "other than as many entries as it says: cut short?");
	return 0;
}

static int read_drop_object(struct list_taker *t, const json_t *o, uint32_t *objects)
{
	struct list_entry like = list_taker_entry(t);

	if (span_is(json_span(o, "type"), "metadata"))
		return read_metadata(t, o, *objects);
	++*objects;
	return list_take(t, json_span(o, "cidr"), &like, json_span(o, "sblid"));
}

static int read_drop(struct list_taker *t, struct span text)
{
	uint32_t objects = 0;
	int rc = 0;

	while (text.len && !rc) {
		struct span line = span_trim(span_cut(&text, '\n'));
		json_t *o;

		t->line++;
		if (!line.len)
			continue;
		o = json_loadb(line.s, line.len, JSON_DECODE_INT_AS_REAL, NULL);
		rc = json_is_object(o) ? read_drop_object(t, o, &objects) :
					 list_fail(t, "no JSON object: damaged, or cut short");
		json_decref(o);
	}
	return rc;
}

/* --- which is which --- */

static bool is_drop(const json_t *doc)
{
	return json_is_string(json_object_get(doc, "cidr")) ||
	       span_is(json_span(doc, "type"), "metadata");
}

static bool is_feodo(const json_t *doc)
{
	const json_t *first = json_array_get(doc, 0);

	return json_is_array(doc) && (!first || json_object_get(first, "ip_address"));
}

static bool is_threatfox(const json_t *doc)
{
	json_t *first = json_object_iter_value(json_object_iter((json_t *)(uintptr_t)doc));
	const json_t *o = json_array_get(first, 0);

	return json_is_string(json_object_get(doc, "query_status")) ||
	       json_object_get(o, "ioc_type");
}

static bool is_misp(const json_t *doc)
{
	return json_is_array(json_object_get(doc, "list"));
}

static const struct kind {
	enum list_format format;
	const char *name;
	bool (*fits)(const json_t *doc);
	int (*read)(struct list_taker *t, const json_t *doc); /* NULL: line by line */
} kinds[] = {
	{ LIST_DROP_JSON, "Spamhaus DROP", is_drop, NULL },
	{ LIST_FEODO_JSON, "Feodo Tracker", is_feodo, read_feodo },
	{ LIST_MISP, "MISP warninglist", is_misp, list_read_misp },
	{ LIST_THREATFOX_JSON, "ThreatFox", is_threatfox, read_threatfox },
};
#define KINDS (sizeof(kinds) / sizeof(*kinds))

static const struct kind *kind_of(const json_t *doc, enum list_format format)
{
	for (size_t i = 0; i < KINDS; i++)
		if ((format == LIST_AUTO || format == kinds[i].format) && kinds[i].fits(doc))
			return &kinds[i];
	return NULL;
}

static const char *name_of(enum list_format format)
{
	for (size_t i = 0; i < KINDS; i++)
		if (kinds[i].format == format)
			return kinds[i].name;
	return format == LIST_STIX ? "STIX bundle" : "list that is known";
}

static int fail_damaged(struct list_taker *t, const json_error_t *e)
{
	return err_set(t->e, -EBADMSG, "%s:%d: no whole JSON: damaged, or cut short", t->how->file,
		       e->line);
}

static int read_doc(struct list_taker *t, struct span text, enum list_format format,
		    const json_t *doc, size_t doc_len)
{
	const struct kind *kind = kind_of(doc, format);

	if (!kind)
		return err_set(t->e, -EBADMSG, "%s: JSON, but no %s", t->how->file,
			       name_of(format));
	if (!kind->read)
		return read_drop(t, text);
	if (span_trim(span_from(text, doc_len)).len)
		return err_set(t->e, -EBADMSG, "%s: something stands behind its end",
			       t->how->file);
	t->by_number = true;
	return kind->read(t, doc);
}

int list_read_json(struct list_taker *t, struct span text, enum list_format format)
{
	json_error_t je;
	json_t *doc;
	int rc;

	if ((format == LIST_AUTO || format == LIST_STIX) && list_is_bundle(text))
		return list_read_stix(t, text);
	doc = json_loadb(text.s, text.len, FLAGS, &je);
	if (!doc)
		return json_error_code(&je) == json_error_out_of_memory ?
			       err_set(t->e, -ENOMEM, "%s: out of memory", t->how->file) :
			       fail_damaged(t, &je);
	rc = read_doc(t, text, format, doc, (size_t)je.position);
	json_decref(doc);
	return rc;
}
