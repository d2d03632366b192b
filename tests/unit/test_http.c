/* SPDX-License-Identifier: BSD-2-Clause */
#include "view/http.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define HOST "Host: 127.0.0.1:9477\r\n"

static const struct {
	const char *request;
	enum http_status status;
} cases[] = {
	{ "GET /metrics HTTP/1.1\r\n" HOST "\r\n", HTTP_FINE },
	{ "GET /metrics HTTP/1.1\r\nhost:\tLocalHost \r\nAccept: */*\r\n\r\n", HTTP_FINE },
	{ "GET /metrics HTTP/1.1\nHost: localhost:\n\n", HTTP_FINE },
	{ "GET /metrics?name=x HTTP/1.1\r\n" HOST "X: \xff\r\n\r\nbody", HTTP_FINE },
	{ "GET /metrics HTTP/1.0\r\n\r\n", HTTP_FINE },
	{ "", HTTP_MORE },
	{ "GET /metrics HTTP/1.1\r\n" HOST "\r", HTTP_MORE },
	{ "GET / HTTP/1.1\r\n" HOST "\r\n", HTTP_NOT_FOUND },
	{ "GET /metrics/ HTTP/1.1\r\n" HOST "\r\n", HTTP_NOT_FOUND },
	{ "GET /Metrics HTTP/1.1\r\n" HOST "\r\n", HTTP_NOT_FOUND },
	{ "GET /../metrics HTTP/1.1\r\n" HOST "\r\n", HTTP_NOT_FOUND },
	{ "POST /elsewhere HTTP/1.1\r\n" HOST "\r\n", HTTP_NOT_FOUND },
	{ "HEAD /metrics HTTP/1.1\r\n" HOST "\r\n", HTTP_NOT_ALLOWED },
	{ "POST /metrics HTTP/1.1\r\n" HOST "\r\n", HTTP_NOT_ALLOWED },
	{ "get /metrics HTTP/1.1\r\n" HOST "\r\n", HTTP_NOT_ALLOWED },
	{ "\r\n", HTTP_BAD },
	{ "GET /metrics\r\n\r\n", HTTP_BAD },
	{ "GET  /metrics HTTP/1.1\r\n" HOST "\r\n", HTTP_BAD },
	{ "GET metrics HTTP/1.1\r\n" HOST "\r\n", HTTP_BAD },
	{ "GET /metrics HTTP/2.0\r\n" HOST "\r\n", HTTP_BAD },
	{ "GET /metrics HTTP/1.1 \r\n" HOST "\r\n", HTTP_BAD },
	{ "G(T /metrics HTTP/1.1\r\n" HOST "\r\n", HTTP_BAD },
	{ "GET /metrics HTTP/1.1\r\n\r\n", HTTP_BAD },
	{ "GET /metrics HTTP/1.1\r\n" HOST HOST "\r\n", HTTP_BAD },
	{ "GET /metrics HTTP/1.1\r\nHost: example.net\r\n\r\n", HTTP_BAD },
	{ "GET /metrics HTTP/1.0\r\nHost: example.net\r\n\r\n", HTTP_BAD },
	{ "GET /metrics HTTP/1.1\r\nHost: localhost.example.net\r\n\r\n", HTTP_BAD },
	{ "GET /metrics HTTP/1.1\r\nHost: localhost:80:80\r\n\r\n", HTTP_BAD },
	{ "GET /metrics HTTP/1.1\r\n" HOST "Host : localhost\r\n\r\n", HTTP_BAD },
	{ "GET /metrics HTTP/1.1\r\n" HOST "nothing\r\n\r\n", HTTP_BAD },
	{ "GET /metrics HTTP/1.1\r\n" HOST " folded: x\r\n\r\n", HTTP_BAD },
	{ "GET /metrics HTTP/1.1\r\n" HOST "X: a\rb\r\n\r\n", HTTP_BAD },
};

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		if (http_judge(cases[i].request, strlen(cases[i].request)) != cases[i].status)
			fail_msg("%s", cases[i].request);
}

/* Whatever its first bytes are, a request waits for the end of its head. */
static void test_bits(void **state)
{
	const char *request = cases[0].request;
	size_t len = strlen(request);

	(void)state;
	for (size_t i = 0; i < len; i++)
		assert_int_equal(http_judge(request, i), HTTP_MORE);
	assert_int_equal(http_judge(request, len), HTTP_FINE);
}

static void test_too_long(void **state)
{
	char text[HTTP_REQUEST];

	(void)state;
	memset(text, 'x', sizeof(text));
	assert_int_equal(http_judge(text, sizeof(text) - 1), HTTP_MORE);
	assert_int_equal(http_judge(text, sizeof(text)), HTTP_BAD);
}

static void test_zeros(void **state)
{
	static const char zero[] = "GET /metrics HTTP/1.1\r\n" HOST "X: \0\r\n\r\n";

	(void)state;
	assert_int_equal(http_judge(zero, sizeof(zero) - 1), HTTP_BAD);
}

static void expect_head(enum http_status status, size_t body, const char *expected)
{
	char text[HTTP_HEAD];
	size_t len = http_head(status, body, text);

	assert_int_equal(len, strlen(expected));
	assert_memory_equal(text, expected, len);
}

static void test_head(void **state)
{
	(void)state;
	expect_head(HTTP_FINE, SIZE_MAX,
		    "HTTP/1.1 200 OK\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\n"
		    "Content-Length: 18446744073709551615\r\nConnection: close\r\n\r\n");
	expect_head(HTTP_NOT_ALLOWED, 0,
		    "HTTP/1.1 405 Method Not Allowed\r\nAllow: GET\r\nContent-Length: 0\r\n"
		    "Connection: close\r\n\r\n");
	expect_head(HTTP_BAD, 0,
		    "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		{ .name = "http: only GET /metrics for this machine is fine", test_cases },
		{ .name = "http: a request that comes in bits waits for its end", test_bits },
		{ .name = "http: a head that never ends is refused", test_too_long },
		{ .name = "http: a zero byte is refused", test_zeros },
		{ .name = "http: an answer tells its length, and that it is the last", test_head },
	};

	return cmocka_run_group_tests_name("http", tests, NULL, NULL);
}
