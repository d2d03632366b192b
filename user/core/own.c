/* SPDX-License-Identifier: BSD-2-Clause */
#include "core/own.h"

#include <ifaddrs.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#define ADDR_BITS 128

static bool take(const struct sockaddr *from, struct cidr *out)
{
	out->len = ADDR_BITS;
	if (from && from->sa_family == AF_INET)
		out->net = addr_from_be32(((const struct sockaddr_in *)from)->sin_addr.s_addr);
	else if (from && from->sa_family == AF_INET6)
		memcpy(out->net.b, &((const struct sockaddr_in6 *)from)->sin6_addr,
		       sizeof(out->net.b));
	else
		return false;
	return true;
}

size_t own_addresses(struct cidr **out)
{
	struct ifaddrs *all = NULL;
	size_t n = 0, most = 0;

	*out = NULL;
	if (getifaddrs(&all))
		return 0;
	for (const struct ifaddrs *i = all; i; i = i->ifa_next)
		most++;
	*out = calloc(most ? most : 1, sizeof(**out));
	for (const struct ifaddrs *i = all; i && *out; i = i->ifa_next)
		n += take(i->ifa_addr, &(*out)[n]);
	freeifaddrs(all);
	return n;
}
