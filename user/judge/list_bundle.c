/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/list_bundle.h"

#include <errno.h>

#define FLAGS (JSON_DECODE_ANY | JSON_DECODE_INT_AS_REAL | JSON_DISABLE_EOF_CHECK)

static bool take_mark(struct span *rest, char mark)
{
	*rest = span_trim(*rest);
	if (!rest->len || *rest->s != mark)
		return false;
	*rest = span_from(*rest, 1);
	return true;
}

/* The value that a text starts with, or NULL; to be released. */
static json_t *take_value(struct span *rest)
{
	json_error_t je;
	json_t *value;

	*rest = span_trim(*rest);
	value = json_loadb(rest->s, rest->len, FLAGS, &je);
	if (value)
		*rest = span_from(*rest, (size_t)je.position);
	return value;
}

/* "NAME": up to its value. */
static bool take_name(struct span *rest, bool *objects)
{
	json_t *name;
	bool is_name;

	*rest = span_trim(*rest);
	name = rest->len && *rest->s == '"' ? take_value(rest) : NULL;
	is_name = name && take_mark(rest, ':');
	*objects = is_name && !strcmp(json_string_value(name), "objects");
	json_decref(name);
	*rest = span_trim(*rest);
	return is_name && rest->len;
}

static bool skip_value(struct span *rest)
{
	json_t *value = take_value(rest);

	json_decref(value);
	return value;
}

/* Up to the objects' array, when nothing large stands before it. */
static bool find_objects(struct span *rest)
{
	bool objects;

	if (!take_mark(rest, '{'))
		return false;
	do {
		if (!take_name(rest, &objects))
			return false;
		if (objects || *rest->s == '[' || *rest->s == '{')
			return objects && *rest->s == '[';
	} while (skip_value(rest) && take_mark(rest, ','));
	return false;
}

bool list_is_bundle(struct span text)
{
	return find_objects(&text);
}

/* What stands behind the array: other members, the end, and nothing else. */
static bool ends_well(struct span *rest)
{
	bool objects;

	while (take_mark(rest, ','))
		if (!take_name(rest, &objects) || !skip_value(rest))
			return false;
	return take_mark(rest, '}') && !span_trim(*rest).len;
}

static int fail_at(struct list_taker *t, struct span text, struct span rest)
{
	uint32_t line = 1;

	for (const char *p = text.s; p < rest.s; p++)
		line += *p == '\n';
	return err_set(t->e, -EBADMSG, "%s:%u: no whole JSON: damaged, or cut short", t->how->file,
		       line);
}

int list_bundle_each(struct list_taker *t, struct span text,
		     int (*f)(struct list_taker *t, const json_t *object))
{
	struct span rest = text;
	bool more = find_objects(&rest) && take_mark(&rest, '[') && !take_mark(&rest, ']');
	bool sound = true;
	int rc = 0;

	t->by_number = true;
	while (more && sound && !rc) {
		json_t *object = take_value(&rest);

		t->line++;
		sound = object;
		rc = object ? f(t, object) : 0;
		json_decref(object);
		more = sound && take_mark(&rest, ',');
		if (sound && !more)
			sound = take_mark(&rest, ']');
	}
	if (rc)
		return rc;
	return sound && ends_well(&rest) ? 0 : fail_at(t, text, rest);
}
