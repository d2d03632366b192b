/* SPDX-License-Identifier: BSD-2-Clause */
/* log.h - lines for the person at the terminal, or for a service that keeps them. */
#ifndef CORE_LOG_H
#define CORE_LOG_H

#include <stdbool.h>
#include <stddef.h>

#include "core/err.h"

enum log_level { LOG_ERROR, LOG_WARN, LOG_NOTE, LOG_DEBUG };

/* What stands beside a line where the service keeps such: A-Z, 0-9 and '_', and its value. */
struct log_field {
	const char *name, *value;
};

/* name: what stands before each line, borrowed for the life of the process */
void log_init(const char *name, enum log_level level);

/*
 * Say where lines go from then on: "stderr", where they go at first, "syslog" or "journal".
 * A line that the service does not take goes to standard error; it is waited for a moment, and no
 * more until it takes one again.
 *
 * errors   what connect(2) says of the service's socket: -ENOENT, -ECONNREFUSED, -EACCES
 */
int log_open(const char *service, struct err *e);

/* Whether they go to a service. */
bool log_is_kept(void);

void log_line(enum log_level level, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* A sentence, and the same in fields. */
void log_fields(enum log_level level, const char *text, const struct log_field *fields, size_t n);

#define log_error(...) log_line(LOG_ERROR, __VA_ARGS__)
#define log_warn(...) log_line(LOG_WARN, __VA_ARGS__)
#define log_note(...) log_line(LOG_NOTE, __VA_ARGS__)
#define log_debug(...) log_line(LOG_DEBUG, __VA_ARGS__)

#endif
