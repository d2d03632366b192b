/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/special.h"

#include "globe/phrase.h"

#define V4(a, b, c, d) { { [10] = 0xff, [11] = 0xff, a, b, c, d } }

/* Services that are answered by whoever is nearest. */
static const struct cidr anycast[] = {
	{ V4(192, 0, 0, 9), 128 },     /* Port Control Protocol, RFC 7723 */
	{ V4(192, 0, 0, 10), 128 },    /* TURN, RFC 8155 */
	{ V4(192, 31, 196, 0), 120 },  /* AS112 by DNAME, RFC 7535 */
	{ V4(192, 52, 193, 0), 120 },  /* Automatic Multicast Tunneling, RFC 7450 */
	{ V4(192, 88, 99, 0), 120 },   /* 6to4 relays, RFC 3068, deprecated by RFC 7526 */
	{ V4(192, 175, 48, 0), 120 },  /* AS112, RFC 7534 */
	{ { { 0x20, 0x01, 0x00, 0x01, [15] = 1 } }, 128 },     /* PCP, RFC 7723 */
	{ { { 0x20, 0x01, 0x00, 0x01, [15] = 2 } }, 128 },     /* TURN, RFC 8155 */
	{ { { 0x20, 0x01, 0x00, 0x03 } }, 32 },                /* AMT, RFC 7450 */
	{ { { 0x20, 0x01, 0x00, 0x04, 0x01, 0x12 } }, 48 },    /* AS112 by DNAME, RFC 7535 */
	{ { { 0x26, 0x20, 0x00, 0x4f, 0x80, 0x00 } }, 48 },    /* AS112, RFC 7534 */
};

const char *special_word(const struct addr *a)
{
	static const char *const words[] = {
		[ADDR_PRIVATE] = PHRASE("private"),	[ADDR_LOOPBACK] = PHRASE("loopback"),
		[ADDR_LINK] = PHRASE("link-local"),	[ADDR_MULTICAST] = PHRASE("multicast"),
		[ADDR_RESERVED] = PHRASE("reserved"),
	};
	enum addr_scope scope = addr_scope(a);

	if (scope != ADDR_GLOBAL)
		return words[scope];
	for (size_t i = 0; i < sizeof(anycast) / sizeof(*anycast); i++)
		if (cidr_contains(&anycast[i], a))
			return PHRASE("anycast");
	return NULL;
}
