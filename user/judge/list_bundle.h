/* SPDX-License-Identifier: BSD-2-Clause */
/* list_bundle.h - the objects of a STIX bundle one by one; whole it takes 7 times its length. */
#ifndef JUDGE_LIST_BUNDLE_H
#define JUDGE_LIST_BUNDLE_H

#include <jansson.h>

#include "judge/list_take.h"

/* Whether a text is an object with an array "objects", and only scalars before it. */
bool list_is_bundle(struct span text);

/*
 * Call f for each object, in order, with the taker's line as its number from 1.
 *
 * text     list_is_bundle()
 * returns  0, what f returned unless 0, or -EBADMSG when it is damaged or cut short
 */
int list_bundle_each(struct list_taker *t, struct span text,
		     int (*f)(struct list_taker *t, const json_t *object));

#endif
