/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/addresses.h"

#include <ifaddrs.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <string.h>

static uint32_t be_of(const struct sockaddr *a)
{
	return ((const struct sockaddr_in *)(const void *)a)->sin_addr.s_addr;
}

static bool is_one_of(const char *const *names, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(name, names[i]))
			return true;
	return false;
}

static bool has_ipv4(const struct ifaddrs *a)
{
	return a->ifa_addr && a->ifa_netmask && a->ifa_addr->sa_family == AF_INET;
}

static void take(struct addresses *out, const struct ifaddrs *a)
{
	uint32_t be_own = be_of(a->ifa_addr), be_mask = be_of(a->ifa_netmask);

	out->addr[out->n] = addr_from_be32(be_own);
	out->net[out->n++] = (struct cidr){ addr_from_be32(be_own & be_mask),
					    (uint8_t)(96 + __builtin_popcount(be_mask)) };
}

void addresses_find(const char *const *names, size_t n, struct addresses *out)
{
	struct ifaddrs *all = NULL;

	out->n = 0;
	if (getifaddrs(&all))
		return;
	for (const struct ifaddrs *a = all; a && out->n < TRIP_OWN; a = a->ifa_next)
		if (has_ipv4(a) && is_one_of(names, n, a->ifa_name))
			take(out, a);
	freeifaddrs(all);
}
