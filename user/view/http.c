/* SPDX-License-Identifier: BSD-2-Clause */
#include "view/http.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

/* Bytes that are still to be read. */
struct span {
	const char *at, *end;
};

/* A line without its end, CRLF or LF; false when none is whole. */
static bool take_line(struct span *text, struct span *line)
{
	const char *end = memchr(text->at, '\n', (size_t)(text->end - text->at));

	if (!end)
		return false;
	*line = (struct span){ text->at, end > text->at && end[-1] == '\r' ? end - 1 : end };
	text->at = end + 1;
	return true;
}

/* What stands before a byte, which is stepped over; false when it is not there. */
static bool take_until(struct span *line, char stop, struct span *out)
{
	const char *at = memchr(line->at, stop, (size_t)(line->end - line->at));

	if (!at)
		return false;
	*out = (struct span){ line->at, at };
	line->at = at + 1;
	return true;
}

static bool is(struct span s, const char *word)
{
	return (size_t)(s.end - s.at) == strlen(word) && !memcmp(s.at, word, strlen(word));
}

static bool is_any_case(struct span s, const char *word)
{
	return (size_t)(s.end - s.at) == strlen(word) && !strncasecmp(s.at, word, strlen(word));
}

static bool is_token(struct span s)
{
	for (const char *p = s.at; p < s.end; p++)
		if (*p <= ' ' || *p > '~' || strchr("\"(),/:;<=>?@[\\]{}", *p))
			return false;
	return s.at < s.end;
}

/* Printable, and blanks; bytes beyond ASCII are opaque. */
static bool is_text(struct span s)
{
	for (const char *p = s.at; p < s.end; p++)
		if (((unsigned char)*p < ' ' && *p != '\t') || *p == 0x7f)
			return false;
	return true;
}

static struct span trim(struct span s)
{
	while (s.at < s.end && (*s.at == ' ' || *s.at == '\t'))
		s.at++;
	while (s.at < s.end && (s.end[-1] == ' ' || s.end[-1] == '\t'))
		s.end--;
	return s;
}

static bool is_port(struct span s)
{
	for (const char *p = s.at; p < s.end; p++)
		if (*p < '0' || *p > '9')
			return false;
	return true;
}

static bool is_this_machine(struct span host)
{
	struct span name;

	if (take_until(&host, ':', &name)) {
		if (!is_port(host))
			return false;
		host = name;
	}
	return is_any_case(host, "localhost") || is(host, "127.0.0.1");
}

/* How many hosts are named in what follows the first line; -1: a line is not as it should be. */
static int read_fields(struct span text)
{
	struct span line, name;
	int hosts = 0;

	while (take_line(&text, &line) && line.at < line.end) {
		if (!take_until(&line, ':', &name) || !is_token(name) || !is_text(line))
			return -1;
		if (!is_any_case(name, "host"))
			continue;
		if (!is_this_machine(trim(line)))
			return -1;
		hosts++;
	}
	return hosts;
}

static enum http_status judge_target(struct span method, struct span target)
{
	struct span path;

	if (!take_until(&target, '?', &path))
		path = target;
	if (!is(path, "/metrics"))
		return HTTP_NOT_FOUND;
	return is(method, "GET") ? HTTP_FINE : HTTP_NOT_ALLOWED;
}

static enum http_status judge_head(struct span text)
{
	struct span line, method, target;
	int hosts;

	if (!take_line(&text, &line) || !take_until(&line, ' ', &method) ||
	    !take_until(&line, ' ', &target) || !is_token(method) || !is_text(target) ||
	    target.at == target.end || *target.at != '/')
		return HTTP_BAD;
	hosts = read_fields(text);
	if (hosts < 0 || hosts > 1)
		return HTTP_BAD;
	if (!is(line, "HTTP/1.0") && (!is(line, "HTTP/1.1") || !hosts))
		return HTTP_BAD;
	return judge_target(method, target);
}

/* An empty line ends it. */
static bool is_whole(struct span text)
{
	struct span line;

	while (take_line(&text, &line))
		if (line.at == line.end)
			return true;
	return false;
}

enum http_status http_judge(const char *text, size_t len)
{
	const struct span all = { text, text + len };

	if (is_whole(all))
		return judge_head(all);
	return len < HTTP_REQUEST ? HTTP_MORE : HTTP_BAD;
}

static const char *reason(enum http_status status)
{
	switch (status) {
	case HTTP_FINE:
		return "200 OK\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8";
	case HTTP_NOT_FOUND:
		return "404 Not Found";
	case HTTP_NOT_ALLOWED:
		return "405 Method Not Allowed\r\nAllow: GET";
	case HTTP_FAILED:
		return "500 Internal Server Error";
	default:
		return "400 Bad Request";
	}
}

size_t http_head(enum http_status status, size_t body, char *text)
{
	int n = snprintf(text, HTTP_HEAD,
			 "HTTP/1.1 %s\r\nContent-Length: %zu\r\nConnection: close\r\n\r\n",
			 reason(status), body);

	return (size_t)n;
}
