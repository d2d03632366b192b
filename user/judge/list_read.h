/* SPDX-License-Identifier: BSD-2-Clause */
/* list_read.h - the readers behind list_read(), one for each kind of file. */
#ifndef JUDGE_LIST_READ_H
#define JUDGE_LIST_READ_H

#include <jansson.h>

#include "judge/list_take.h"

/*
 * Each takes what it finds.
 *
 * text     without a BOM
 * returns  0 also when nothing was found, -EBADMSG, -ENOSPC or -ENOMEM with a text
 */
int list_read_text(struct list_taker *t, struct span text);
int list_read_nft(struct list_taker *t, struct span text);

/* abuse.ch: LIST_FEODO_CSV, LIST_THREATFOX_CSV */
int list_read_csv(struct list_taker *t, struct span text, enum list_format format);
bool list_csv_fits(struct span text, enum list_format format);

/* All that is JSON; LIST_AUTO: by its shape */
int list_read_json(struct list_taker *t, struct span text, enum list_format format);

int list_read_misp(struct list_taker *t, const json_t *doc);
int list_read_stix(struct list_taker *t, struct span text); /* list_is_bundle() */

/* A string of an object; "" when it has none. */
static inline struct span json_span(const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);

	if (!json_is_string(value))
		return (struct span){ "", 0 };
	return (struct span){ json_string_value(value), json_string_length(value) };
}

#endif
