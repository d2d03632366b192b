/* SPDX-License-Identifier: BSD-2-Clause */
#include "core/log.h"

#include <stdarg.h>
#include <stdio.h>

static const char *log_name = "redarc";
static enum log_level log_level = LOG_NOTE;

void log_init(const char *name, enum log_level level)
{
	log_name = name;
	log_level = level;
}

void log_line(enum log_level level, const char *format, ...)
{
	static const char *const prefix[] = { "error: ", "warning: ", "", "debug: " };
	char line[1024];
	va_list args;

	if (level > log_level)
		return;
	va_start(args, format);
	vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	fprintf(stderr, "%s: %s%s\n", log_name, prefix[level], line);
}
