/* SPDX-License-Identifier: BSD-2-Clause */
/* values.h - what options take, whichever it is: words, numbers, sizes, prefixes. */
#ifndef APP_VALUES_H
#define APP_VALUES_H

#include "core/addr.h"

/* returns which of n words it is, or -EINVAL */
int values_word(const char *const *words, int n, const char *value);

/* returns 0, -EINVAL, or -ERANGE */
int values_number(const char *value, long least, long most, long *out);

/* "512M": a number of bytes with nothing, K, M or G behind it. returns 0, or -EINVAL */
int values_size(const char *value, uint64_t *out);

/*
 * One prefix, or several with commas between them, as a configuration has no key twice.
 *
 * table, n in, out: what was there stays
 * errors   -EINVAL; -E2BIG more than most, all together
 */
int values_cidrs(struct cidr *table, size_t *n, size_t most, const char *value);

#endif
