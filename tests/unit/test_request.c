/* SPDX-License-Identifier: BSD-2-Clause */
#include "stream/request.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct stream_request parsed(const char *line)
{
	struct stream_request r;

	assert_int_equal(stream_request_parse(line, &r), 0);
	return r;
}

static void test_round_trip(void **state)
{
	static const char *const lines[] = {
		"allow add 198.51.100.7\n",
		"allow add 198.51.100.7 the backup, each night\n",
		"allow del 198.51.100.7\n",
		"allow put 198.51.100.7 in 1763814000 0 backup\n",
		"block add 2001:db8::7\n",
		"block del 198.51.100.7\n",
		"block put 198.51.100.7 both 1 2\n",
		"label add 198.51.100.7 Anna's \xe3\x83\x86\xe3\x83\xac\xe3\x83\x93\n",
		"label del 198.51.100.7\n",
		"label put 198.51.100.7 both 1 0 TV\n",
		"evidence export 198.51.100.7\n",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
		char line[STREAM_REQUEST_LINE], again[STREAM_REQUEST_LINE];
		struct stream_request r;

		snprintf(line, sizeof(line), "%.*s", (int)strlen(lines[i]) - 1, lines[i]);
		r = parsed(line);
		assert_int_equal(stream_request_format(&r, again), strlen(lines[i]));
		assert_string_equal(again, lines[i]);
	}
}

static void test_refused(void **state)
{
	static const struct {
		const char *line;
		int error;
	} cases[] = {
		{ "", -ENOMSG },
		{ "allow", -ENOMSG },
		{ "allow add", -ENOMSG },
		{ "explain 198.51.100.7", -ENOMSG },
		{ "Allow add 198.51.100.7", -ENOMSG },
		{ "allow add ", -EINVAL },
		{ "allow add 198.51.100", -EINVAL },
		{ "allow add 198.51.100.0/24", -EINVAL },
		{ "allow add  198.51.100.7", -EINVAL },
		{ "allow del 198.51.100.7 text", -EINVAL },
		{ "allow del 198.51.100.7 ", -EINVAL },
		{ "label add 198.51.100.7", -EINVAL },
		{ "label add 198.51.100.7 ", -EINVAL },
		{ "allow add 198.51.100.7 a\tb", -EINVAL },
		{ "evidence export ../../etc/passwd", -EINVAL },
	};
	struct stream_request r;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		if (stream_request_parse(cases[i].line, &r) != cases[i].error)
			fail_msg("\"%s\"", cases[i].line);
}

static void test_longest(void **state)
{
	struct stream_request r = { .kind = STREAM_LABEL_ADD }, again;
	char line[STREAM_REQUEST_LINE + 1];
	size_t len;

	(void)state;
	memset(&r.peer, 0xab, sizeof(r.peer));
	memset(r.text, 'x', sizeof(r.text) - 1);
	len = stream_request_format(&r, line);
	assert_in_range(len, sizeof(r.text), STREAM_REQUEST_LINE - 1);
	line[len - 1] = 0;
	assert_int_equal(stream_request_parse(line, &again), 0);
	assert_memory_equal(&again, &r, sizeof(r));
	line[len - 1] = 'x';
	line[len] = 0;
	assert_int_equal(stream_request_parse(line, &again), -E2BIG);
}

/* What somebody types cannot begin a second request. */
static void test_one_line(void **state)
{
	struct stream_request r = { .kind = STREAM_LABEL_ADD, .text = "TV\nblock add 192.0.2.1" };
	char line[STREAM_REQUEST_LINE];

	(void)state;
	addr_parse("198.51.100.7", &r.peer);
	stream_request_format(&r, line);
	assert_string_equal(line, "label add 198.51.100.7 TV block add 192.0.2.1\n");
}

static void test_undo(void **state)
{
	static const struct {
		uint8_t request, ok;
		const char *before, *undo;
	} cases[] = {
		{ STREAM_ALLOW_ADD, 1, "", "allow del 198.51.100.7\n" },
		{ STREAM_ALLOW_ADD, 1, "in 5 0 x", "allow put 198.51.100.7 in 5 0 x\n" },
		{ STREAM_BLOCK_DEL, 1, "both 5 0", "block put 198.51.100.7 both 5 0\n" },
		{ STREAM_LABEL_PUT, 1, "", "label del 198.51.100.7\n" },
		{ STREAM_LABEL_PUT, 1, "both 5 0 TV", "label put 198.51.100.7 both 5 0 TV\n" },
		{ STREAM_ALLOW_ADD, 0, "", NULL },
		{ STREAM_ALLOW_DEL, 1, "", NULL },
		{ STREAM_EVIDENCE_EXPORT, 1, "", NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct stream_answer a = { .request = cases[i].request, .ok = cases[i].ok };
		char line[STREAM_REQUEST_LINE];
		struct stream_request r;

		addr_parse("198.51.100.7", &a.addr);
		strcpy(a.before, cases[i].before);
		assert_int_equal(stream_request_undo(&a, &r), cases[i].undo != NULL);
		if (!cases[i].undo)
			continue;
		stream_request_format(&r, line);
		assert_string_equal(line, cases[i].undo);
	}
}

#define SAYS(sentence, test) { .name = "request: " sentence, .test_func = test }

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("each line says again what was read of it", test_round_trip),
		SAYS("what is no request, and what is a wrong one, are told apart", test_refused),
		SAYS("the longest text fits a line, and one letter more is refused", test_longest),
		SAYS("text never becomes a second request", test_one_line),
		SAYS("undoing puts back what was there, or takes away what was not", test_undo),
	};

	return cmocka_run_group_tests_name("request", tests, NULL, NULL);
}
