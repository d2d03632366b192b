/* SPDX-License-Identifier: BSD-2-Clause */
#include "core/json.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define MOST_DECIMALS 15

void json_init(struct json *j, char *text, size_t room)
{
	*j = (struct json){ .text = text, .room = room };
}

static void put(struct json *j, const char *bytes, size_t len)
{
	if (j->full || j->room - j->len < len) {
		j->full = true;
		return;
	}
	memcpy(j->text + j->len, bytes, len);
	j->len += len;
}

static void put_char(struct json *j, char c)
{
	put(j, &c, 1);
}

static void put_escaped(struct json *j, unsigned char c)
{
	char text[7];

	if (c == '"' || c == '\\') {
		put_char(j, '\\');
		put_char(j, (char)c);
	} else {
		put(j, text, (size_t)snprintf(text, sizeof(text), "\\u%04x", c));
	}
}

/* Bytes of a well-formed UTF-8 sequence at s, 0 if it is none (RFC 3629, 4). */
static size_t utf8_len(const unsigned char *s)
{
	size_t n = s[0] >= 0xf0 ? 4 : s[0] >= 0xe0 ? 3 : 2;

	if (s[0] < 0xc2 || s[0] > 0xf4)
		return 0;
	for (size_t i = 1; i < n; i++)
		if ((s[i] & 0xc0) != 0x80)
			return 0;
	if ((s[0] == 0xe0 && s[1] < 0xa0) || (s[0] == 0xed && s[1] > 0x9f) ||
	    (s[0] == 0xf0 && s[1] < 0x90) || (s[0] == 0xf4 && s[1] > 0x8f))
		return 0;
	return n;
}

static void put_text(struct json *j, const char *text)
{
	const unsigned char *s = (const unsigned char *)text;

	put_char(j, '"');
	while (*s) {
		size_t n = *s < 0x80 ? 1 : utf8_len(s);

		if (!n) {
			put(j, "\xef\xbf\xbd", 3); /* U+FFFD for what is not UTF-8 */
			n = 1;
		} else if (*s < 0x20 || *s == '"' || *s == '\\' || *s == 0x7f) {
			put_escaped(j, *s);
		} else {
			put(j, (const char *)s, n);
		}
		s += n;
	}
	put_char(j, '"');
}

static void begin(struct json *j, const char *key)
{
	if (j->comma)
		put_char(j, ',');
	j->comma = true;
	if (!key)
		return;
	put_char(j, '"');
	put(j, key, strlen(key));
	put(j, "\":", 2);
}

static void open_with(struct json *j, const char *key, char bracket)
{
	begin(j, key);
	put_char(j, bracket);
	j->comma = false;
}

static void close_with(struct json *j, char bracket)
{
	put_char(j, bracket);
	j->comma = true;
}

void json_open(struct json *j, const char *key)
{
	open_with(j, key, '{');
}

void json_close(struct json *j)
{
	close_with(j, '}');
}

void json_open_array(struct json *j, const char *key)
{
	open_with(j, key, '[');
}

void json_close_array(struct json *j)
{
	close_with(j, ']');
}

void json_str(struct json *j, const char *key, const char *value)
{
	begin(j, key);
	put_text(j, value);
}

void json_u64(struct json *j, const char *key, uint64_t value)
{
	char digits[20];
	size_t i = sizeof(digits);

	do {
		digits[--i] = (char)('0' + value % 10);
		value /= 10;
	} while (value);
	begin(j, key);
	put(j, digits + i, sizeof(digits) - i);
}

void json_i64(struct json *j, const char *key, int64_t value)
{
	char text[24];

	begin(j, key);
	put(j, text, (size_t)snprintf(text, sizeof(text), "%lld", (long long)value));
}

void json_bool(struct json *j, const char *key, bool value)
{
	begin(j, key);
	put(j, value ? "true" : "false", value ? 4 : 5);
}

void json_nil(struct json *j, const char *key)
{
	begin(j, key);
	put(j, "null", 4);
}

void json_f64(struct json *j, const char *key, double value, int decimals)
{
	char text[64];

	if (!isfinite(value) || fabs(value) > 1e15) {
		json_nil(j, key);
		return;
	}
	if (decimals > MOST_DECIMALS)
		decimals = MOST_DECIMALS;
	begin(j, key);
	put(j, text, (size_t)snprintf(text, sizeof(text), "%.*f", decimals, value));
}

size_t json_end(struct json *j)
{
	put_char(j, '\n');
	return j->full ? 0 : j->len;
}
