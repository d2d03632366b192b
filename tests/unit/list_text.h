/* SPDX-License-Identifier: BSD-2-Clause */
/* list_text.h - what a text must give when it is read as a list. */
#ifndef LIST_TEXT_H
#define LIST_TEXT_H

#include "unit/list_got.h"

/* Reads what must be a list, and compares its entries, by address. */
static inline void expect(enum list_format format, const char *text, const char *entries)
{
	if (read_words(format, text))
		fail_msg("\"%s\": %s", text, got.e.text);
	if (strcmp(got.entries, entries))
		fail_msg("\"%s\" gave:\n%sand not:\n%s", text, got.entries, entries);
}

static inline void expect_notes(const char *notes)
{
	if (strcmp(got.notes, notes))
		fail_msg("noted:\n%sand not:\n%s", got.notes, notes);
}

/* Reads what is no list; nothing may be left of it. */
static inline void expect_no_list(enum list_format format, const char *text, const char *why)
{
	if (read_words(format, text) != -EBADMSG)
		fail_msg("\"%s\" was taken for a list of\n%s", text, got.entries);
	assert_string_equal(got.e.text, why);
	assert_int_equal(got.list.n, 0);
}

static inline size_t read_sample(const char *name, char *text, size_t room)
{
	char path[128];
	FILE *f;
	size_t len;

	snprintf(path, sizeof(path), "tests/support/lists/%s", name);
	f = fopen(path, "rb");
	if (!f)
		fail_msg("%s: %s", path, strerror(errno));
	len = fread(text, 1, room, f);
	fclose(f);
	return len;
}

#define SAYS(sentence, test) { "list: " sentence, test, start, stop, NULL }

#endif
