/* SPDX-License-Identifier: BSD-2-Clause */
/* entry.h - a line of text that is edited: where the caret stands, and words as a whole. Pure. */
#ifndef GLOBE_ENTRY_H
#define GLOBE_ENTRY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ENTRY_TEXT 200 /* bytes, with its end */

struct entry {
	char text[ENTRY_TEXT]; /* UTF-8 */
	size_t caret;          /* byte before which is typed; never within a character */
};

/* Type at the caret; control characters, and what there is no room for, are left out. */
void entry_type(struct entry *f, const char *utf8);

/* key: of keys.h. returns whether it edits or moves: Backspace, Delete, Left, Right, Home, End and
   KEY_CLEAR */
bool entry_key(struct entry *f, int key);

void entry_clear(struct entry *f);

/*
 * Words are separated by single blanks; ASCII case does not matter.
 *
 * returns  whether the word is there; and whether there was room to add it at the end
 */
bool entry_has(const struct entry *f, const char *word);
bool entry_add(struct entry *f, const char *word);
void entry_remove(struct entry *f, const char *word);

/* The nth word, from 0. returns its start, NULL when there are fewer; len: out */
const char *entry_word(const struct entry *f, uint32_t nth, size_t *len);

#endif
