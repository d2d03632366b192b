/* SPDX-License-Identifier: BSD-2-Clause */
#include "core/ini.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/file.h"

#define THING 60 /* bytes of a line that a message shows */

struct slice {
	const char *p;
	size_t len;
};

struct header {
	struct slice section, name;
};

struct reader {
	const char *file;
	unsigned int line;
	ini_take *take;
	void *ctx;
	struct header headers[INI_SECTIONS];
	size_t n_headers;
	struct slice keys[INI_KEYS]; /* of the section that was opened last */
	size_t n_keys;
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static bool is_word_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

static bool is_name_char(char c)
{
	return (unsigned char)c > ' ' && c != '[' && c != ']';
}

static bool is_control(char c)
{
	return ((unsigned char)c < ' ' && c != '\t') || c == 0x7f;
}

static bool equal(struct slice a, struct slice b)
{
	return a.len == b.len && !memcmp(a.p, b.p, a.len);
}

static struct slice trim(struct slice s)
{
	for (; s.len && is_blank(s.p[0]); s.p++)
		s.len--;
	while (s.len && is_blank(s.p[s.len - 1]))
		s.len--;
	return s;
}

/* Cut off what is at the front of s as long as its characters are of a kind. */
static struct slice take_while(struct slice *s, bool (*is_of)(char))
{
	struct slice front = { s->p, 0 };

	while (front.len < s->len && is_of(s->p[front.len]))
		front.len++;
	s->p += front.len;
	s->len -= front.len;
	return front;
}

static struct slice without_comment(struct slice s)
{
	for (size_t i = 0; i < s.len; i++)
		if ((s.p[i] == '#' || s.p[i] == ';') && (!i || is_blank(s.p[i - 1])))
			s.len = i;
	return s;
}

/* The next line, without its end. */
static struct slice take_line(struct slice *rest)
{
	const char *end = memchr(rest->p, '\n', rest->len);
	struct slice line = { rest->p, end ? (size_t)(end - rest->p) : rest->len };
	size_t used = line.len + (end != NULL);

	rest->p += used;
	rest->len -= used;
	if (line.len && line.p[line.len - 1] == '\r')
		line.len--;
	return line;
}

static int fail(const struct reader *r, struct slice thing, const char *reason, struct err *e)
{
	int len = thing.len < THING ? (int)thing.len : THING;

	return err_set(e, -EINVAL, "%s:%u: %.*s: %s", r->file, r->line, len, thing.p, reason);
}

/* The entry in words of its own; the longest part of a line fits. */
static int hand_on(const struct reader *r, struct slice key, struct slice value, struct err *e)
{
	const struct header *h = &r->headers[r->n_headers - 1];
	const struct slice parts[] = { h->section, h->name, key, value };
	char text[4][INI_LINE];
	struct ini_entry entry = { text[0], text[1], key.p ? text[2] : NULL,
				   value.p ? text[3] : NULL, r->line };
	struct err why = { "" };
	int result;

	for (size_t i = 0; i < 4; i++) {
		if (parts[i].len)
			memcpy(text[i], parts[i].p, parts[i].len);
		text[i][parts[i].len] = 0;
	}
	result = r->take(r->ctx, &entry, &why);
	if (!result)
		return 0;
	return err_set(e, result, "%s:%u: %s", r->file, r->line,
		       why.text[0] ? why.text : strerror(-result));
}

static int take_header(struct reader *r, struct slice line, struct err *e)
{
	struct slice inner = trim((struct slice){ line.p + 1, line.len - 1 });
	struct header h;

	h.section = take_while(&inner, is_word_char);
	if (inner.len && !is_blank(inner.p[0]) && inner.p[0] != ']')
		return fail(r, line, "a section is [word] or [word NAME]", e);
	take_while(&inner, is_blank);
	h.name = take_while(&inner, is_name_char);
	take_while(&inner, is_blank);
	if (!h.section.len || inner.len != 1 || inner.p[0] != ']')
		return fail(r, line, "a section is [word] or [word NAME]", e);
	for (size_t i = 0; i < r->n_headers; i++)
		if (equal(r->headers[i].section, h.section) && equal(r->headers[i].name, h.name))
			return fail(r, line, "stands there twice", e);
	if (r->n_headers == INI_SECTIONS)
		return fail(r, line, "too many sections", e);
	r->headers[r->n_headers++] = h;
	r->n_keys = 0;
	return hand_on(r, (struct slice){ NULL, 0 }, (struct slice){ NULL, 0 }, e);
}

static int note_key(struct reader *r, struct slice key, struct err *e)
{
	if (!r->n_headers)
		return fail(r, key, "stands before any [section]", e);
	for (size_t i = 0; i < r->n_keys; i++)
		if (equal(r->keys[i], key))
			return fail(r, key, "stands twice in its section", e);
	if (r->n_keys == INI_KEYS)
		return fail(r, key, "too many keys in a section", e);
	r->keys[r->n_keys++] = key;
	return 0;
}

static int take_key(struct reader *r, struct slice line, struct err *e)
{
	struct slice rest = line, key = take_while(&rest, is_word_char);
	int result;

	take_while(&rest, is_blank);
	if (!key.len || !rest.len || rest.p[0] != '=')
		return fail(r, line, "neither [section] nor key = value", e);
	result = note_key(r, key, e);
	if (result)
		return result;
	rest = trim((struct slice){ rest.p + 1, rest.len - 1 });
	if (!rest.len)
		return fail(r, key, "no value", e);
	return hand_on(r, key, rest, e);
}

static int check_line(const struct reader *r, struct slice line, struct err *e)
{
	if (line.len >= INI_LINE)
		return err_set(e, -EINVAL, "%s:%u: line: more than %d bytes", r->file, r->line,
			       INI_LINE - 1);
	for (size_t i = 0; i < line.len; i++)
		if (is_control(line.p[i]))
			return err_set(e, -EINVAL, "%s:%u: byte 0x%02x: not text", r->file, r->line,
				       (unsigned char)line.p[i]);
	return 0;
}

static int take_one(struct reader *r, struct slice line, struct err *e)
{
	int result = check_line(r, line, e);

	line = trim(without_comment(line));
	if (result || !line.len)
		return result;
	return line.p[0] == '[' ? take_header(r, line, e) : take_key(r, line, e);
}

int ini_read(const char *file, const char *text, size_t len, ini_take *take, void *ctx,
	     struct err *e)
{
	struct reader r = { .file = file, .take = take, .ctx = ctx };
	struct slice rest = { text, len };
	int result = 0;

	if (len >= 3 && !memcmp(text, "\xef\xbb\xbf", 3))
		rest = (struct slice){ text + 3, len - 3 };
	while (rest.len && !result) {
		r.line++;
		result = take_one(&r, take_line(&rest), e);
	}
	return result;
}

int ini_load(const char *path, ini_take *take, void *ctx, struct err *e)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC), r = fd < 0 ? -errno : 0;
	char *text = NULL;
	size_t len = 0;

	if (!r)
		r = file_read(fd, INI_MOST, &text, &len);
	if (fd >= 0)
		close(fd);
	if (r)
		return err_set(e, r, "%s: %s", path, strerror(-r));
	r = ini_read(path, text, len, take, ctx, e);
	free(text);
	return r;
}
