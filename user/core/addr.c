/* SPDX-License-Identifier: BSD-2-Clause */
#include "core/addr.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/hash.h"

static const uint8_t v4_prefix[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };

struct addr addr_from_be32(uint32_t be_ip)
{
	struct addr a;

	memcpy(a.b, v4_prefix, sizeof(v4_prefix));
	memcpy(a.b + 12, &be_ip, 4);
	return a;
}

uint32_t addr_to_be32(const struct addr *a)
{
	uint32_t be_ip;

	memcpy(&be_ip, a->b + 12, 4);
	return be_ip;
}

bool addr_is_v4(const struct addr *a)
{
	return !memcmp(a->b, v4_prefix, sizeof(v4_prefix));
}

bool addr_equal(const struct addr *a, const struct addr *b)
{
	return !memcmp(a->b, b->b, sizeof(a->b));
}

uint32_t addr_hash(const struct addr *a)
{
	return hash_bytes(a->b, sizeof(a->b));
}

int addr_parse(const char *text, struct addr *out)
{
	uint32_t be_ip;

	if (inet_pton(AF_INET, text, &be_ip) == 1) {
		*out = addr_from_be32(be_ip);
		return 0;
	}
	return inet_pton(AF_INET6, text, out->b) == 1 ? 0 : -EINVAL;
}

const char *addr_format(const struct addr *a, char *text)
{
	if (addr_is_v4(a))
		inet_ntop(AF_INET, a->b + 12, text, ADDR_TEXT);
	else
		inet_ntop(AF_INET6, a->b, text, ADDR_TEXT);
	return text;
}

static bool bits_equal(const uint8_t *a, const uint8_t *b, unsigned int bits)
{
	unsigned int whole = bits / 8, rest = bits % 8;

	if (memcmp(a, b, whole))
		return false;
	return !rest || !((a[whole] ^ b[whole]) >> (8 - rest));
}

static bool host_bits_zero(const struct cidr *c)
{
	struct addr masked = c->net;
	unsigned int byte = c->len / 8;

	if (byte < 16)
		masked.b[byte] &= (uint8_t)(0xff00 >> (c->len % 8));
	for (byte++; byte < 16; byte++)
		masked.b[byte] = 0;
	return addr_equal(&masked, &c->net);
}

static int parse_length(const char *text, unsigned long most, unsigned long *out)
{
	char *end;

	if (*text < '0' || *text > '9')
		return -EINVAL;
	*out = strtoul(text, &end, 10);
	return *end || *out > most ? -EINVAL : 0;
}

int cidr_parse(const char *text, struct cidr *out)
{
	const char *slash = strchr(text, '/');
	char address[ADDR_TEXT];
	unsigned long len;
	size_t n = slash ? (size_t)(slash - text) : strlen(text);
	bool v4;

	if (n >= sizeof(address))
		return -EINVAL;
	memcpy(address, text, n);
	address[n] = 0;
	if (addr_parse(address, &out->net))
		return -EINVAL;
	v4 = addr_is_v4(&out->net) && !strchr(address, ':');
	len = v4 ? 32 : 128;
	if (slash && parse_length(slash + 1, len, &len))
		return -EINVAL;
	out->len = (uint8_t)(v4 ? 96 + len : len);
	return host_bits_zero(out) ? 0 : -EINVAL;
}

const char *cidr_format(const struct cidr *c, char *text)
{
	bool v4 = addr_is_v4(&c->net) && c->len >= 96;
	size_t n;

	addr_format(&c->net, text);
	n = strlen(text);
	if (c->len < 128)
		snprintf(text + n, CIDR_TEXT - n, "/%d", v4 ? c->len - 96 : c->len);
	return text;
}

bool cidr_contains(const struct cidr *c, const struct addr *a)
{
	return bits_equal(c->net.b, a->b, c->len);
}

static enum addr_scope scope_v4(const uint8_t *b)
{
	if (b[0] == 10 || (b[0] == 172 && (b[1] & 0xf0) == 16) || (b[0] == 192 && b[1] == 168) ||
	    (b[0] == 100 && (b[1] & 0xc0) == 64))
		return ADDR_PRIVATE;
	if (b[0] == 127)
		return ADDR_LOOPBACK;
	if (b[0] == 169 && b[1] == 254)
		return ADDR_LINK;
	if ((b[0] & 0xf0) == 224 || (b[0] & b[1] & b[2] & b[3]) == 255)
		return ADDR_MULTICAST;
	if (b[0] == 0 || b[0] >= 240)
		return ADDR_RESERVED;
	return ADDR_GLOBAL;
}

enum addr_scope addr_scope(const struct addr *a)
{
	static const struct addr loopback = { { [15] = 1 } }, none;

	if (addr_is_v4(a))
		return scope_v4(a->b + 12);
	if (addr_equal(a, &loopback))
		return ADDR_LOOPBACK;
	if (addr_equal(a, &none))
		return ADDR_RESERVED;
	if (a->b[0] == 0xff)
		return ADDR_MULTICAST;
	if (a->b[0] == 0xfe && (a->b[1] & 0xc0) == 0x80)
		return ADDR_LINK;
	return (a->b[0] & 0xfe) == 0xfc ? ADDR_PRIVATE : ADDR_GLOBAL;
}
