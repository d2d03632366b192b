/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/named.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "judge/list_fault.h"
#include "judge/prefix.h"

#define SHOWN 64 /* bytes of what was typed */

/* Something to be looked up, which nothing here does. */
static bool is_host_name(const char *text)
{
	size_t letters = strcspn(text, "ghijklmnopqrstuvwxyzGHIJKLMNOPQRSTUVWXYZ");

	return text[letters] && !strchr(text, ':') && !strchr(text, '/');
}

/* text: an address, a slash and a length */
static int fail_bits(const char *text, struct err *e)
{
	const char *slash = strchr(text, '/');
	char address[ADDR_TEXT] = "", meant[CIDR_TEXT];
	int len = atoi(slash + 1);
	struct cidr net;

	memcpy(address, text, (size_t)(slash - text));
	addr_parse(address, &net.net);
	net = prefix_of(&net.net, (uint8_t)(strchr(address, ':') ? len : 96 + len));
	return err_set(e, -EINVAL, "%s: bits behind the prefix; did you mean %s?", text,
		       cidr_format(&net, meant));
}

static int fail(const char *text, struct err *e)
{
	switch (list_fault(text)) {
	case LIST_FAULT_OCTAL:
		return err_set(e, -EINVAL, "%.*s: leading zeros, which may mean octal", SHOWN,
			       text);
	case LIST_FAULT_LENGTH:
		return err_set(e, -EINVAL, "%.*s: no such prefix length; it has 0 to %d", SHOWN,
			       text, strchr(text, ':') ? 128 : 32);
	case LIST_FAULT_BITS:
		return fail_bits(text, e);
	case LIST_FAULT_ADDRESS:
		break;
	}
	return err_set(e, -EINVAL, "%.*s: %s", SHOWN, text,
		       is_host_name(text) ? "a name is no address, and is not looked up" :
					    "no address");
}

int named_prefix(const char *text, struct cidr *out, struct err *e)
{
	return cidr_parse(text, out) ? fail(text, e) : 0;
}

int named_address(const char *text, struct addr *out, struct err *e)
{
	struct cidr net;

	if (!addr_parse(text, out))
		return 0;
	if (named_prefix(text, &net, e))
		return -EINVAL;
	return err_set(e, -EINVAL, "%s: a prefix; one address is wanted", text);
}
