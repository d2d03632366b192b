/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * log_service.h - syslog and the journal, spoken to in their datagrams.
 *
 * Not through syslog(3) and sd_journal_sendv(3): both wait for a service that does not read, and
 * the first opens another socket when the service was started again.
 */
#ifndef CORE_LOG_SERVICE_H
#define CORE_LOG_SERVICE_H

#include <stdint.h>

#include "core/log.h"

#define LOG_ROOM 4096  /* bytes of the longest datagram */
#define LOG_WAIT_MS 20

struct log_message {
	const char *name; /* of the program */
	const char *text;
	const struct log_field *fields;
	size_t n_fields;
	int64_t time_s; /* since 1970 */
	int pid;
	uint8_t priority; /* RFC 5424, 6.2.1: 3 error, 4 warning, 5 notice, 7 debug */
};

struct log_service {
	const char *name, *path;
	/* returns the length of its datagram in LOG_ROOM bytes */
	size_t (*format)(const struct log_message *m, char *out);
};

/* returns NULL when there is none of that name */
const struct log_service *log_service_find(const char *name);

/*
 * returns  a descriptor to send to it, which outlasts the service; or -errno of connect(2)
 */
int log_service_open(const struct log_service *service);

/*
 * waits    LOG_WAIT_MS at most, for a service that has not read what came before; else not at all
 * returns  0, or -errno of sendto(2): -EAGAIN when it is still busy
 */
int log_service_send(const struct log_service *service, int fd, const struct log_message *m,
		     bool waits);

#endif
