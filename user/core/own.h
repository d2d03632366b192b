/* SPDX-License-Identifier: BSD-2-Clause */
/* own.h - the addresses of this machine. */
#ifndef CORE_OWN_H
#define CORE_OWN_H

#include <stddef.h>

#include "core/addr.h"

/*
 * All of them now, IPv4 and IPv6.
 *
 * out      taken by the caller, to be freed
 * returns  how many; 0 also when they cannot be told
 */
size_t own_addresses(struct cidr **out);

#endif
