/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/endpoint.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGITS "0123456789"

static bool is_port(const char *text)
{
	size_t len = strlen(text);

	return len && len <= 5 && text[0] != '0' && strspn(text, DIGITS) == len &&
	       atoi(text) <= 65535;
}

int endpoint_parse(const char *text, struct endpoint *out)
{
	bool bracket = text[0] == '[';
	const char *host = text + bracket;
	size_t len = strspn(host, bracket ? LETTERS DIGITS ":.%" : LETTERS DIGITS ".-_");
	const char *colon = host + len + bracket;

	if (!len || len >= sizeof(out->host) ||
	    (bracket && (host[len] != ']' || !memchr(host, ':', len))) || *colon != ':' ||
	    !is_port(colon + 1))
		return -EINVAL;
	if (!out)
		return 0;
	memcpy(out->host, host, len);
	out->host[len] = 0;
	strcpy(out->port, colon + 1);
	return 0;
}
