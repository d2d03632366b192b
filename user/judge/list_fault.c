/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/list_fault.h"

#include <stdlib.h>
#include <string.h>

#include "core/addr.h"

static bool has_leading_zero(const char *text)
{
	for (const char *p = text; *p && *p != '/'; p++)
		if (*p == '0' && p[1] >= '0' && p[1] <= '9' && (p == text || p[-1] == '.'))
			return !strchr(text, ':');
	return false;
}

static bool is_length(const char *text, int most)
{
	size_t len = strlen(text);

	return len && len <= 3 && strspn(text, "0123456789") == len && atoi(text) <= most;
}

enum list_fault list_fault(const char *text)
{
	const char *slash = strchr(text, '/');
	char address[ADDR_TEXT];
	struct addr a;

	if (has_leading_zero(text))
		return LIST_FAULT_OCTAL;
	if (!slash || (size_t)(slash - text) >= sizeof(address))
		return LIST_FAULT_ADDRESS;
	memcpy(address, text, (size_t)(slash - text));
	address[slash - text] = 0;
	if (addr_parse(address, &a))
		return LIST_FAULT_ADDRESS;
	if (!is_length(slash + 1, strchr(address, ':') ? 128 : 32))
		return LIST_FAULT_LENGTH;
	return LIST_FAULT_BITS;
}
