/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/values.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int values_word(const char *const *words, int n, const char *value)
{
	for (int i = 0; i < n; i++)
		if (!strcmp(value, words[i]))
			return i;
	return -EINVAL;
}

int values_number(const char *value, long least, long most, long *out)
{
	char *end;

	errno = 0;
	*out = strtol(value, &end, 10);
	if (end == value || *end || errno)
		return -EINVAL;
	return *out >= least && *out <= most ? 0 : -ERANGE;
}

int values_size(const char *value, uint64_t *out)
{
	static const char units[] = "KMG";
	size_t digits = strspn(value, "0123456789");
	const char *unit = value[digits] ? strchr(units, value[digits]) : NULL;
	uint64_t n = strtoull(value, NULL, 10);

	if (!digits || digits > 9 || (value[digits] && (!unit || value[digits + 1])))
		return -EINVAL;
	*out = unit ? n << 10 * (unit - units + 1) : n;
	return 0;
}

int values_cidrs(struct cidr *table, size_t *n, size_t most, const char *value)
{
	size_t len = 0;
	int r = 0;

	for (; !r && *value; value += len + strspn(value + len, ", ")) {
		char text[ADDR_TEXT + 4];

		len = strcspn(value, ", ");
		snprintf(text, sizeof(text), "%.*s", (int)len, value);
		r = *n == most ? -E2BIG : cidr_parse(text, &table[(*n)++]);
	}
	return len ? r : -EINVAL;
}
