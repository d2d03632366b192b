/* SPDX-License-Identifier: BSD-2-Clause */
/* phrase.h - what the window says, in the language of who reads it. */
#ifndef GLOBE_PHRASE_H
#define GLOBE_PHRASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum phrase_language { PHRASE_ENGLISH, PHRASE_JAPANESE, PHRASE_LANGUAGES };

/* Marks a phrase where it stands apart from the call that translates it, as in a table. */
#define PHRASE(english) english

/*
 * A phrase in a language. The key is the English one.
 *
 * returns  the English one where there is no other; a format takes the same arguments, of which
 *          a translation may change the order
 */
const char *phrase(enum phrase_language language, const char *english)
	__attribute__((format_arg(2)));

/* The same of one and of many; a language that makes no difference has the same for both. */
const char *phrase_many(enum phrase_language language, uint64_t n, const char *one,
			const char *more) __attribute__((format_arg(3), format_arg(4)));

/* By a locale's name, as in LC_MESSAGES: "ja_JP.UTF-8"; what is not known is English. */
enum phrase_language phrase_language_of(const char *locale);

/* For tests: row n of the translations, sorted by the English; false behind the last. */
bool phrase_row(size_t n, const char **english, const char **japanese);

#endif
