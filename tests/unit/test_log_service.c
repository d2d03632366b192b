/* SPDX-License-Identifier: BSD-2-Clause */
#include "core/log_service.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/clock.h"

#define NOON 1700000000 /* 2023-11-14T22:13:20 */

static char folder[] = "/tmp/redarc-log-XXXXXX", path[64];
static int hears;

static size_t format(const char *service, const struct log_message *m, char *out)
{
	size_t len = log_service_find(service)->format(m, out);

	assert_true(len <= LOG_ROOM);
	return len;
}

static void expect(const char *service, const struct log_message *m, const char *expected,
		   size_t len)
{
	char out[LOG_ROOM];

	assert_int_equal(format(service, m, out), len);
	assert_memory_equal(out, expected, len);
}

static void test_names(void **state)
{
	(void)state;
	assert_string_equal(log_service_find("journal")->path, "/run/systemd/journal/socket");
	assert_string_equal(log_service_find("syslog")->path, "/dev/log");
	assert_null(log_service_find("stderr"));
}

static void test_syslog(void **state)
{
	const struct log_message m = { .name = "redarc",
				       .text = "eth0: gone\nMay 1 forged\x7f: \xc3\xa9",
				       .time_s = NOON,
				       .pid = 42,
				       .priority = 4 };
	static const char expected[] =
		"<28>Nov 14 22:13:20 redarc[42]: eth0: gone May 1 forged : \xc3\xa9";

	(void)state;
	expect("syslog", &m, expected, sizeof(expected) - 1);
}

static void test_journal(void **state)
{
	static const struct log_field fields[] = { { "REDARC_PEER", "198.51.100.9" },
						   { "REDARC_CITY", "" },
						   { "REDARC_LIST", "a\nPRIORITY=0" } };
	const struct log_message m = { .name = "redarc",
				       .text = "unknown peer",
				       .fields = fields,
				       .n_fields = 3,
				       .priority = 5 };
	static const char expected[] =
		"MESSAGE=unknown peer\nPRIORITY=5\nSYSLOG_FACILITY=3\nSYSLOG_IDENTIFIER=redarc\n"
		"REDARC_PEER=198.51.100.9\nREDARC_LIST\n\x0c\0\0\0\0\0\0\0a\nPRIORITY=0\n";

	(void)state;
	expect("journal", &m, expected, sizeof(expected) - 1);
}

/* What does not fit is left out, and nothing is cut in the middle of a field. */
static void test_room(void **state)
{
	static char text[2 * LOG_ROOM], almost[LOG_ROOM - 100];
	const struct log_field fields[] = { { "A", almost }, { "B", "b" } };
	struct log_message m = { .name = "redarc", .text = text, .time_s = NOON, .priority = 3 };
	char out[LOG_ROOM];

	(void)state;
	memset(text, 'x', sizeof(text) - 1);
	memset(almost, 'y', sizeof(almost) - 1);
	assert_int_equal(format("syslog", &m, out), LOG_ROOM);
	expect("journal", &m, "PRIORITY=3\nSYSLOG_FACILITY=3\nSYSLOG_IDENTIFIER=redarc\n",
	       strlen("PRIORITY=3\nSYSLOG_FACILITY=3\nSYSLOG_IDENTIFIER=redarc\n"));
	m.text = "a sentence that leaves too little room for what follows";
	m.fields = fields;
	m.n_fields = 2;
	assert_memory_equal(out + format("journal", &m, out) - 4, "B=b\n", 4);
}

static int listen_there(void)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };

	hears = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	strcpy(at.sun_path, path);
	unlink(path);
	return hears < 0 || bind(hears, (const struct sockaddr *)&at, sizeof(at));
}

static size_t plain(const struct log_message *m, char *out)
{
	return (size_t)sprintf(out, "%s", m->text);
}

static const struct log_service service = { "test", path, plain };
static const struct log_message hello = { .name = "redarc", .text = "hello" };

static void test_nobody(void **state)
{
	(void)state;
	unlink(path);
	assert_int_equal(log_service_open(&service), -ENOENT);
	assert_int_equal(listen_there(), 0);
	close(hears);
	assert_int_equal(log_service_open(&service), -ECONNREFUSED);
}

static void test_busy(void **state)
{
	int64_t before_ns = clock_steady_ns();
	int fd, sent = 0, r;
	char got[16];

	(void)state;
	assert_int_equal(listen_there(), 0);
	fd = log_service_open(&service);
	assert_true(fd >= 0);
	while (!(r = log_service_send(&service, fd, &hello, true)) && sent < 100000)
		sent++;
	assert_int_equal(r, -EAGAIN);
	assert_in_range(clock_steady_ns() - before_ns, 10 * CLOCK_S / 1000, 5 * CLOCK_S);
	before_ns = clock_steady_ns();
	for (int i = 0; i < 1000; i++)
		assert_int_equal(log_service_send(&service, fd, &hello, false), -EAGAIN);
	assert_in_range(clock_steady_ns() - before_ns, 0, 10 * CLOCK_S);
	while (sent > 0 && read(hears, got, sizeof(got)) == 5)
		sent--;
	assert_int_equal(sent, 0);
	close(fd);
	close(hears);
}

static void test_again(void **state)
{
	char got[16];
	int fd;

	(void)state;
	assert_int_equal(listen_there(), 0);
	fd = log_service_open(&service);
	close(hears);
	assert_int_equal(log_service_send(&service, fd, &hello, true), -ECONNREFUSED);
	unlink(path);
	assert_int_equal(log_service_send(&service, fd, &hello, true), -ENOENT);
	assert_int_equal(listen_there(), 0);
	assert_int_equal(log_service_send(&service, fd, &hello, true), 0);
	assert_int_equal(read(hears, got, sizeof(got)), 5);
	assert_memory_equal(got, "hello", 5);
	close(fd);
	close(hears);
}

static int make_folder(void **state)
{
	(void)state;
	setenv("TZ", "UTC", 1);
	tzset();
	snprintf(path, sizeof(path), "%s/log", mkdtemp(folder) ? folder : "");
	return 0;
}

static int remove_folder(void **state)
{
	(void)state;
	unlink(path);
	return rmdir(folder);
}

#define TEST(sentence, function) \
	{ sentence, function, NULL, NULL, NULL }

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST("log_service: syslog and the journal are where they always are", test_names),
		TEST("log_service: syslog gets one line, whatever the text holds", test_syslog),
		TEST("log_service: the journal gets fields, and no text forges one", test_journal),
		TEST("log_service: what has no room is left out as a whole", test_room),
		TEST("log_service: where nobody listens, that is said", test_nobody),
		TEST("log_service: one that does not read is waited for once", test_busy),
		TEST("log_service: one that was started again gets what follows", test_again),
	};

	return cmocka_run_group_tests_name("log_service", tests, make_folder, remove_folder);
}
