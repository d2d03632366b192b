/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/entry.h"

#include <string.h>
#include <strings.h>

#include "globe/font.h"
#include "globe/keys.h"

static bool is_inside(char c)
{
	return ((uint8_t)c & 0xc0) == 0x80;
}

static void put(struct entry *f, const char *bytes, size_t len)
{
	size_t rest = strlen(f->text + f->caret) + 1;

	if (f->caret + len + rest > sizeof(f->text))
		return;
	memmove(f->text + f->caret + len, f->text + f->caret, rest);
	memcpy(f->text + f->caret, bytes, len);
	f->caret += len;
}

void entry_type(struct entry *f, const char *utf8)
{
	while (*utf8) {
		const char *from = utf8;
		uint32_t code = font_next(&utf8);

		if (code >= ' ' && code != KEY_DELETE && code != 0xfffd)
			put(f, from, (size_t)(utf8 - from));
	}
}

void entry_clear(struct entry *f)
{
	*f = (struct entry){ .text = "" };
}

static void step_back(struct entry *f)
{
	while (f->caret && is_inside(f->text[--f->caret]))
		;
}

static void step_on(struct entry *f)
{
	if (!f->text[f->caret])
		return;
	while (is_inside(f->text[++f->caret]))
		;
}

static void cut(struct entry *f, size_t from, size_t to)
{
	memmove(f->text + from, f->text + to, strlen(f->text + to) + 1);
	f->caret = from;
}

static void erase(struct entry *f, void (*step)(struct entry *f))
{
	size_t from = f->caret, to;

	step(f);
	to = f->caret;
	cut(f, from < to ? from : to, from < to ? to : from);
}

bool entry_key(struct entry *f, int key)
{
	if (key == KEY_BACKSPACE)
		erase(f, step_back);
	else if (key == KEY_DELETE)
		erase(f, step_on);
	else if (key == KEY_LEFT)
		step_back(f);
	else if (key == KEY_RIGHT)
		step_on(f);
	else if (key == KEY_HOME)
		f->caret = 0;
	else if (key == KEY_END)
		f->caret = strlen(f->text);
	else if (key == KEY_CLEAR)
		cut(f, 0, f->caret);
	else
		return false;
	return true;
}

const char *entry_word(const struct entry *f, uint32_t nth, size_t *len)
{
	const char *word = f->text + strspn(f->text, " ");

	for (; *word; word += *len, word += strspn(word, " ")) {
		*len = strcspn(word, " ");
		if (!nth--)
			return word;
	}
	return NULL;
}

static const char *find(const struct entry *f, const char *word)
{
	const char *at;
	size_t len;

	for (uint32_t i = 0; (at = entry_word(f, i, &len)); i++)
		if (len == strlen(word) && !strncasecmp(at, word, len))
			return at;
	return NULL;
}

bool entry_has(const struct entry *f, const char *word)
{
	return find(f, word);
}

bool entry_add(struct entry *f, const char *word)
{
	size_t len = strlen(f->text), gap = len && f->text[len - 1] != ' ';

	if (entry_has(f, word))
		return true;
	if (len + gap + strlen(word) >= sizeof(f->text))
		return false;
	memcpy(f->text + len, " ", gap);
	memcpy(f->text + len + gap, word, strlen(word) + 1);
	f->caret = strlen(f->text);
	return true;
}

void entry_remove(struct entry *f, const char *word)
{
	const char *at = find(f, word);
	size_t from, to;

	if (!at)
		return;
	from = (size_t)(at - f->text);
	to = from + strlen(word);
	to += strspn(f->text + to, " ");
	if (!f->text[to])
		while (from && f->text[from - 1] == ' ')
			from--;
	cut(f, from, to);
	f->caret = strlen(f->text);
}
