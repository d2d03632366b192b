/* SPDX-License-Identifier: BSD-2-Clause */
#include "core/log.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "core/clock.h"
#include "core/log_service.h"

static const char *log_name = "redarc";
static enum log_level log_level = LOG_NOTE;
static const struct log_service *log_service; /* NULL: standard error */
static int log_fd;
static bool log_refused; /* it did not take the last line: it is not waited for */

void log_init(const char *name, enum log_level level)
{
	log_name = name;
	log_level = level;
}

int log_open(const char *service, struct err *e)
{
	const struct log_service *found = log_service_find(service);
	int fd = found ? log_service_open(found) : 0;

	if (fd < 0)
		return err_set(e, fd, "--log %s: %s: %s", service, found->path, strerror(-fd));
	log_service = found;
	log_fd = fd;
	return 0;
}

bool log_is_kept(void)
{
	return log_service;
}

void log_fields(enum log_level level, const char *text, const struct log_field *fields, size_t n)
{
	static const char *const prefix[] = { "error: ", "warning: ", "", "debug: " };
	static const uint8_t priority[] = { 3, 4, 5, 7 };
	const struct log_message m = { .name = log_name,
				       .text = text,
				       .fields = fields,
				       .n_fields = n,
				       .time_s = clock_now_ns() / CLOCK_S,
				       .pid = getpid(),
				       .priority = priority[level] };

	if (level > log_level)
		return;
	if (log_service)
		log_refused = log_service_send(log_service, log_fd, &m, !log_refused);
	if (!log_service || log_refused)
		fprintf(stderr, "%s: %s%s\n", log_name, prefix[level], text);
}

void log_line(enum log_level level, const char *format, ...)
{
	char line[1024];
	va_list args;

	if (level > log_level)
		return;
	va_start(args, format);
	vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	log_fields(level, line, NULL, 0);
}
