/* SPDX-License-Identifier: BSD-2-Clause */
/* addresses.h - the IPv4 addresses of the watched interfaces, and the networks they are in. */
#ifndef APP_ADDRESSES_H
#define APP_ADDRESSES_H

#include <stddef.h>

#include "app/trip.h"

struct addresses {
	struct addr addr[TRIP_OWN];
	struct cidr net[TRIP_OWN];
	size_t n;
};

/* names: n of interfaces of the network namespace that we are in; none is found where none may */
void addresses_find(const char *const *names, size_t n, struct addresses *out);

#endif
