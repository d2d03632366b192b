/* SPDX-License-Identifier: BSD-2-Clause */
/* named.h - addresses and prefixes as they are typed, and what is wrong with those that are none.
 */
#ifndef APP_NAMED_H
#define APP_NAMED_H

#include "core/addr.h"
#include "core/err.h"

/* As cidr_parse() and addr_parse(); e: the text, why it is none, and what may be meant. */
int named_prefix(const char *text, struct cidr *out, struct err *e);
int named_address(const char *text, struct addr *out, struct err *e);

#endif
