/* SPDX-License-Identifier: BSD-2-Clause */
/* json.h - writes JSON into memory, appending only; made for one object a line. */
#ifndef CORE_JSON_H
#define CORE_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct json {
	char *text;
	size_t len, room;
	bool comma; /* before the next key or element */
	bool full;  /* something did not fit: the text is not to be used */
};

/* text: borrowed until the last call */
void json_init(struct json *j, char *text, size_t room);

/* key is NULL inside an array and for the outermost object; it is written as it is. */
void json_open(struct json *j, const char *key);
void json_close(struct json *j);
void json_open_array(struct json *j, const char *key);
void json_close_array(struct json *j);
void json_str(struct json *j, const char *key, const char *value);
void json_u64(struct json *j, const char *key, uint64_t value);
void json_i64(struct json *j, const char *key, int64_t value);
void json_bool(struct json *j, const char *key, bool value);
void json_nil(struct json *j, const char *key);

/* At most 15 decimals. Null for what JSON has no number for, and for what exceeds 1e15. */
void json_f64(struct json *j, const char *key, double value, int decimals);

/*
 * End the line.
 *
 * returns  its length with the newline, or 0 when it did not fit
 */
size_t json_end(struct json *j);

#endif
