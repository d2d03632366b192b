/* SPDX-License-Identifier: BSD-2-Clause */
/* Addresses and prefixes: what can be read, written out again reads as the same. */
#include "core/addr.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int holds)
{
	if (!holds)
		abort();
}

static void read_addr(const char *text)
{
	struct addr a, again;
	char out[ADDR_TEXT];

	if (addr_parse(text, &a))
		return;
	require(strlen(addr_format(&a, out)) < sizeof(out));
	require(!addr_parse(out, &again) && addr_equal(&a, &again));
}

static void read_cidr(const char *text)
{
	char address[ADDR_TEXT], out[ADDR_TEXT + 4];
	struct cidr c, again;

	if (cidr_parse(text, &c))
		return;
	require(c.len <= 128 && cidr_contains(&c, &c.net));
	snprintf(out, sizeof(out), "%s/%d", addr_format(&c.net, address),
		 addr_is_v4(&c.net) ? c.len - 96 : c.len);
	require(!cidr_parse(out, &again) && addr_equal(&c.net, &again.net) && c.len == again.len);
}

/* Text that chance alone would rarely make: of the letters that addresses are made of. */
static void read_text(const uint8_t *data, size_t size, const char *letters)
{
	size_t n = letters ? strlen(letters) : 0;
	char *text = malloc(size + 1);

	if (!text)
		return;
	for (size_t i = 0; i < size; i++)
		text[i] = n ? letters[data[i] % n] : (char)data[i];
	text[size] = 0;
	read_addr(text);
	read_cidr(text);
	free(text);
}

/* Every address can be written, and stands in the prefix that it makes. */
static void write_any(const uint8_t *data)
{
	struct addr a, again;
	char out[ADDR_TEXT];

	memcpy(a.b, data, sizeof(a.b));
	require(!addr_parse(addr_format(&a, out), &again) && addr_equal(&a, &again));
	read_cidr(out);
	require(addr_scope(&a) <= ADDR_RESERVED);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	read_text(data, size, NULL);
	read_text(data, size, "0123456789./");
	read_text(data, size, "0123456789abcdefABCDEF:./");
	if (size >= sizeof(struct addr))
		write_any(data);
	return 0;
}
