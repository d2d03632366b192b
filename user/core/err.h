/* SPDX-License-Identifier: BSD-2-Clause */
/* err.h - what went wrong, in words a user can act on: thing, then reason. */
#ifndef CORE_ERR_H
#define CORE_ERR_H

struct err {
	char text[320];
};

/*
 * Fill an error and hand its code back, so that a failing path is one line.
 *
 * e        out, may be NULL
 * code     negative errno
 * format   thing, then reason: "eth9: no such interface"
 * returns  code
 */
int err_set(struct err *e, int code, const char *format, ...) __attribute__((format(printf, 3, 4)));

#endif
