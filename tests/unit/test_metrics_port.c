/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/metrics_port.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "view/metrics.h"

#define GET "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n"
#define SAID_MOST (HTTP_HEAD + METRICS_ROOM)

static struct metrics_port *port;
static struct sockaddr_in here;
static struct err err;
static char *said;
static size_t said_len, body_len;
static int renderings;

/* A socket on a port that was free. */
static int bind_free(void)
{
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	socklen_t len = sizeof(here);

	here = (struct sockaddr_in){ .sin_family = AF_INET,
				     .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	if (fd >= 0 && !bind(fd, (struct sockaddr *)&here, sizeof(here)) &&
	    !getsockname(fd, (struct sockaddr *)&here, &len))
		return fd;
	return -1;
}

static int begin(void **state)
{
	int fd = bind_free();

	(void)state;
	said = malloc(SAID_MOST);
	if (fd < 0 || !said)
		return -1;
	close(fd);
	body_len = 5;
	renderings = 0;
	return metrics_port_open(ntohs(here.sin_port), &port, &err);
}

static int end(void **state)
{
	(void)state;
	metrics_port_close(port);
	free(said);
	return 0;
}

static size_t render(void *ctx, char *text, size_t room)
{
	assert_ptr_equal(ctx, &renderings);
	assert_int_equal(room, METRICS_ROOM);
	memset(text, 'm', body_len);
	renderings++;
	return body_len;
}

/* Only when there is something to do, so that a loop that polls would have known. */
static void turn(void)
{
	struct pollfd wait = { .fd = metrics_port_fd(port), .events = POLLIN };

	if (poll(&wait, 1, 20) > 0)
		metrics_port_serve(port, render, &renderings);
}

static int say(const char *text, size_t len)
{
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	assert_int_equal(connect(fd, (struct sockaddr *)&here, sizeof(here)), 0);
	assert_int_equal(send(fd, text, len, MSG_NOSIGNAL), len);
	assert_int_equal(fcntl(fd, F_SETFL, O_NONBLOCK), 0);
	return fd;
}

/* Returns whether the end came in good order; what was answered is in said. */
static bool hear_all(int fd)
{
	ssize_t n = -1;

	said_len = 0;
	for (int turns = 0; turns < 500 && n; turns++) {
		turn();
		n = recv(fd, said + said_len, SAID_MOST - said_len, 0);
		if (n < 0 && errno != EAGAIN)
			break;
		said_len += n > 0 ? (size_t)n : 0;
	}
	close(fd);
	return !n;
}

static bool answers(const char *request, const char *status)
{
	bool ended = hear_all(say(request, strlen(request)));

	return ended && said_len > 9 + strlen(status) &&
	       !memcmp(said + 9, status, strlen(status));
}

static void test_answers(void **state)
{
	(void)state;
	assert_true(answers(GET, "200 OK\r\n"));
	assert_memory_equal(said + said_len - 9, "\r\n\r\nmmmmm", 9);
	assert_true(answers("GET / HTTP/1.0\r\n\r\n", "404"));
	assert_true(answers("PUT /metrics HTTP/1.0\r\n\r\n", "405"));
	assert_true(answers("\r\n\r\n", "400"));
	assert_int_equal(renderings, 1);
	body_len = 0;
	assert_true(answers(GET, "500"));
}

/* Far more than a socket holds, and a client that is slow to read. */
static void test_long_answer(void **state)
{
	(void)state;
	body_len = METRICS_ROOM;
	assert_true(answers(GET, "200"));
	assert_in_range(said_len, METRICS_ROOM + 50, SAID_MOST);
	assert_int_equal(renderings, 1);
}

/* What is sent behind a request does not cost its answer. */
static void test_more_than_asked(void **state)
{
	static char text[HTTP_REQUEST] = GET;

	(void)state;
	assert_true(hear_all(say(text, sizeof(text))));
	assert_true(said_len > 50 && !memcmp(said + 9, "200", 3));
}

static void test_in_bits(void **state)
{
	int fd = say(GET, 1);

	(void)state;
	for (size_t i = 1; i < strlen(GET); i++) {
		assert_int_equal(send(fd, &GET[i], 1, 0), 1);
		turn();
	}
	assert_true(hear_all(fd));
	assert_memory_equal(said + 9, "200", 3);
}

static void test_too_long(void **state)
{
	static char text[HTTP_REQUEST];

	(void)state;
	memset(text, 'x', sizeof(text));
	assert_true(hear_all(say(text, sizeof(text))));
	assert_memory_equal(said + 9, "400", 3);
	assert_int_equal(renderings, 0);
}

/* They keep no place for long, and the loop has nothing to do meanwhile. */
static void test_silent(void **state)
{
	int silent[40];

	(void)state;
	for (int i = 0; i < 40; i++) {
		silent[i] = say("GET", 3);
		turn();
	}
	assert_true(answers(GET, "200"));
	for (int i = 0; i < 40; i++)
		close(silent[i]);
	for (int i = 0; i < 10; i++)
		turn();
	assert_int_equal(poll(&(struct pollfd){ .fd = metrics_port_fd(port), .events = POLLIN }, 1,
			      0),
			 0);
}

static void test_taken(void **state)
{
	struct metrics_port *second;
	struct err e;

	(void)state;
	assert_int_equal(metrics_port_open(ntohs(here.sin_port), &second, &e), -EADDRINUSE);
	assert_non_null(strstr(e.text, ": cannot listen there: Address already in use"));
	assert_memory_equal(e.text, "127.0.0.1:", 10);
	metrics_port_close(second);
	metrics_port_close(NULL);
}

#define SAYS(sentence, test) { "metrics_port: " sentence, test, begin, end, NULL }

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("what is asked for is answered, and only that", test_answers),
		SAYS("an answer that fits no socket comes as a whole", test_long_answer),
		SAYS("what is sent behind a request costs nothing", test_more_than_asked),
		SAYS("a request may come byte by byte", test_in_bits),
		SAYS("one that never ends is refused", test_too_long),
		SAYS("who says nothing keeps nobody out", test_silent),
		SAYS("a port that is taken is said", test_taken),
	};

	return cmocka_run_group_tests_name("metrics_port", tests, NULL, NULL);
}
