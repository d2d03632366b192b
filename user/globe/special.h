/* SPDX-License-Identifier: BSD-2-Clause */
/* special.h - addresses that stand for no single place, as the RFCs set them aside. */
#ifndef GLOBE_SPECIAL_H
#define GLOBE_SPECIAL_H

#include "core/addr.h"

/*
 * One word for what keeps an address off the map.
 *
 * returns  "private", "loopback", "link-local", "multicast", "reserved", or "anycast" for a
 *          service that is answered in many places; NULL for any other address
 * source   RFC 6890 and the IANA registries of special-purpose addresses; each anycast range
 *          stands beside its RFC in special.c
 */
const char *special_word(const struct addr *a);

#endif
