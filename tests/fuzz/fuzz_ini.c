/* SPDX-License-Identifier: BSD-2-Clause */
/* Configurations: what was read, written out again reads as the same. */
#include "core/ini.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int holds)
{
	if (!holds)
		abort();
}

static int write_entry(void *ctx, const struct ini_entry *entry, struct err *e)
{
	FILE *out = ctx;

	(void)e;
	require(entry->line > 0 && entry->section[0]);
	require(!entry->key == !entry->value);
	if (!entry->key)
		fprintf(out, "[%s%s%s]\n", entry->section, entry->name[0] ? " " : "", entry->name);
	else
		fprintf(out, "%s=%s\n", entry->key, entry->value);
	return 0;
}

/* What write_entry() makes of a text, to be freed; NULL: the text was refused. */
static char *rewrite(const char *text, size_t len, size_t *out_len)
{
	struct err e = { "" };
	char *written = NULL;
	FILE *out = open_memstream(&written, out_len);
	int r;

	require(out != NULL);
	r = ini_read("fuzz", text, len, write_entry, out, &e);
	fclose(out);
	require(!r == !e.text[0]);
	if (!r)
		return written;
	free(written);
	return NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t once_len, twice_len;
	char *once = rewrite((const char *)data, size, &once_len), *twice;

	if (!once)
		return 0;
	twice = rewrite(once, once_len, &twice_len);
	require(twice && once_len == twice_len && !memcmp(once, twice, once_len));
	free(once);
	free(twice);
	return 0;
}
