/* SPDX-License-Identifier: BSD-2-Clause */
#include "core/log_service.h"

#include <endian.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#define FACILITY_DAEMON 3 /* RFC 5424, 6.2.1 */

struct text {
	char *at;
	size_t room;
};

/* All of it or nothing. */
static bool put(struct text *t, const void *data, size_t len)
{
	if (len > t->room)
		return false;
	memcpy(t->at, data, len);
	t->at += len;
	t->room -= len;
	return true;
}

/* As much of a line as there is room for: what would end or change it becomes a blank. */
static void put_line(struct text *t, const char *line)
{
	for (; *line && t->room; line++) {
		const char c = (unsigned char)*line < ' ' || *line == 0x7f ? ' ' : *line;

		put(t, &c, 1);
	}
}

/*
 * "<29>Nov 22 10:42:07 redarc[123]: a sentence", local time, as syslogd expects it at home.
 *
 * source   RFC 3164, 4.1, without the host
 */
static size_t format_syslog(const struct log_message *m, char *out)
{
	struct text t = { out, LOG_ROOM };
	const time_t seconds = m->time_s;
	struct tm now = { 0 };
	char stamp[32], head[128];

	localtime_r(&seconds, &now);
	strftime(stamp, sizeof(stamp), "%b %e %H:%M:%S", &now);
	snprintf(head, sizeof(head), "<%d>%s %.64s[%d]: ", FACILITY_DAEMON << 3 | m->priority,
		 stamp, m->name, m->pid);
	put_line(&t, head);
	put_line(&t, m->text);
	return LOG_ROOM - t.room;
}

/* "NAME=value", or the name, the length and a value with line ends; left out when empty or too
 * long. */
static void put_field(struct text *t, const char *name, const char *value)
{
	const struct text before = *t;
	const size_t len = strlen(value);
	const uint64_t le_len = htole64(len);
	bool fits = len && put(t, name, strlen(name));

	if (memchr(value, '\n', len))
		fits = fits && put(t, "\n", 1) && put(t, &le_len, sizeof(le_len));
	else
		fits = fits && put(t, "=", 1);
	if (!fits || !put(t, value, len) || !put(t, "\n", 1))
		*t = before;
}

/* source: systemd.io/JOURNAL_NATIVE_PROTOCOL */
static size_t format_journal(const struct log_message *m, char *out)
{
	struct text t = { out, LOG_ROOM };
	const char priority[] = { (char)('0' + m->priority), 0 };

	put_field(&t, "MESSAGE", m->text);
	put_field(&t, "PRIORITY", priority);
	put_field(&t, "SYSLOG_FACILITY", "3");
	put_field(&t, "SYSLOG_IDENTIFIER", m->name);
	for (size_t i = 0; i < m->n_fields; i++)
		put_field(&t, m->fields[i].name, m->fields[i].value);
	return LOG_ROOM - t.room;
}

static const struct log_service services[] = {
	{ "syslog", "/dev/log", format_syslog },
	{ "journal", "/run/systemd/journal/socket", format_journal },
};

const struct log_service *log_service_find(const char *name)
{
	for (size_t i = 0; i < sizeof(services) / sizeof(*services); i++)
		if (!strcmp(services[i].name, name))
			return &services[i];
	return NULL;
}

static struct sockaddr_un address_of(const struct log_service *service)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };

	strcpy(to.sun_path, service->path);
	return to;
}

static int datagrams(void)
{
	const struct timeval wait = { .tv_usec = LOG_WAIT_MS * 1000 };
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	if (fd >= 0)
		setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof(wait));
	return fd;
}

int log_service_open(const struct log_service *service)
{
	const struct sockaddr_un to = address_of(service);
	int fd = datagrams(), probe = datagrams(), r = 0;

	tzset(); /* before anybody forbids to read where we are */
	if (fd < 0 || probe < 0 || connect(probe, (const struct sockaddr *)&to, sizeof(to)))
		r = -errno;
	if (probe >= 0)
		close(probe);
	if (r && fd >= 0)
		close(fd);
	return r ? r : fd;
}

int log_service_send(const struct log_service *service, int fd, const struct log_message *m,
		     bool waits)
{
	const struct sockaddr_un to = address_of(service);
	const int flags = MSG_NOSIGNAL | (waits ? 0 : MSG_DONTWAIT);
	char out[LOG_ROOM];
	size_t len = service->format(m, out);

	return sendto(fd, out, len, flags, (const struct sockaddr *)&to, sizeof(to)) < 0 ? -errno :
											   0;
}
