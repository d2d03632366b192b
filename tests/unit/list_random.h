/* SPDX-License-Identifier: BSD-2-Clause */
/* list_random.h - lists by chance: prefixes of all lengths that a list may hold, provenance. */
#ifndef LIST_RANDOM_H
#define LIST_RANDOM_H

#include "judge/prefix.h"
#include "unit/chance.h"
#include "unit/list_text.h"

static inline struct cidr random_prefix(void)
{
	struct addr a = { { 0x20, 0x01, 0x0d, 0xb8 } };
	bool v4 = random_below(4);

	if (v4)
		a = (struct addr){ { [10] = 0xff, [11] = 0xff, random_below(2) ? 192 : 198 } };
	for (int i = v4 ? 13 : 4; i < 16; i++)
		a.b[i] = (uint8_t)random_below(random_below(2) ? 256 : 3);
	if (v4)
		a.b[13] = a.b[12] == 192 ? 0 : 51;
	return prefix_of(&a, (uint8_t)(v4 ? 128 - random_below(20) : 128 - random_below(90)));
}

static inline const char *random_reason(char *text)
{
	static const char *const letters[] = {
		"a", "B", "7", " ", "\"", "\\", "/", ":", "{", "%", "#", "'", "<", ",",
		"\xc3\xa9", "\xe6\x97\xa5", "\\n", "\xf0\x9f\x8c\x8d",
	};
	uint32_t n = random_below(3) ? random_below(30) : 0;

	text[0] = 0;
	while (n--)
		strcat(text, letters[random_below(sizeof(letters) / sizeof(*letters))]);
	while (*text == ' ')
		memmove(text, text + 1, strlen(text));
	for (size_t len = strlen(text); len && text[len - 1] == ' ';)
		text[--len] = 0;
	return text;
}

/* A settled list with a source, of up to `most` entries, at least one. */
static inline void random_list(struct list *l, uint32_t most)
{
	char reason[LIST_REASON];

	assert_int_equal(list_init(l, random_below(LIST_KINDS), "random.list-1"), 0);
	strcpy(l->source, "https://example.org/\"list\"?a=b\n\\ \xe6\x97\xa5");
	l->updated_s = NOW + random_below(100000);
	for (uint32_t n = 1 + random_below(most); n; n--) {
		struct list_entry e = { .net = random_prefix(),
					.directions = (uint8_t)(1 + random_below(3)),
					.added_s = NOW - random_below(1 << 30) };

		if (random_below(2))
			e.expires_s = e.added_s + 1 + random_below(1 << 20);
		if (random_below(2))
			random_reason(reason);
		assert_int_equal(list_add(l, &e, reason), 0);
	}
	list_settle(l);
}

/* What a list is as bytes; to be freed. */
static inline char *written(const struct list *l, enum list_format format, size_t *len)
{
	char *text = NULL;
	FILE *f = open_memstream(&text, len);
	struct err e = { "" };

	if (list_write(l, format, f, &e))
		fail_msg("%s", e.text);
	fclose(f);
	return text;
}

#endif
