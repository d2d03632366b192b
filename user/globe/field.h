/* SPDX-License-Identifier: BSD-2-Clause */
/* field.h - a line of text that is edited: where the caret stands, and words as a whole. Pure. */
#ifndef GLOBE_FIELD_H
#define GLOBE_FIELD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FIELD_TEXT 200 /* bytes, with its end */

struct field {
	char text[FIELD_TEXT]; /* UTF-8 */
	size_t caret;          /* byte before which is typed; never within a character */
};

/* Type at the caret; control characters, and what there is no room for, are left out. */
void field_type(struct field *f, const char *utf8);

/* key: of keys.h. returns whether it edits or moves: Backspace, Delete, Left, Right, Home, End and
   KEY_CLEAR */
bool field_key(struct field *f, int key);

void field_clear(struct field *f);

/*
 * Words are separated by single blanks; ASCII case does not matter.
 *
 * returns  whether the word is there; and whether there was room to add it at the end
 */
bool field_has(const struct field *f, const char *word);
bool field_add(struct field *f, const char *word);
void field_remove(struct field *f, const char *word);

/* The nth word, from 0. returns its start, NULL when there are fewer; len: out */
const char *field_word(const struct field *f, uint32_t nth, size_t *len);

#endif
