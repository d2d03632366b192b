/* SPDX-License-Identifier: BSD-2-Clause */
#include "view/lines.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

static struct lines lines;
static struct err err;

/* Lines that say their number, then that many letters; what stands in a line can be foretold. */
static size_t write_line(char *text, unsigned int number)
{
	size_t len = (size_t)snprintf(text, LINES_ROOM, "%u ", number);
	size_t letters = number * 37 % 900;

	memset(text + len, 'a' + (int)(number % 26), letters);
	text[len + letters] = '\n';
	return len + letters + 1;
}

static bool add_line(unsigned int number)
{
	char *text = lines_begin(&lines);

	if (text)
		lines_end(&lines, write_line(text, number));
	return text;
}

static void expect_line(const char *line, size_t len)
{
	char expected[LINES_ROOM];

	assert_int_equal(write_line(expected, (unsigned int)strtoul(line, NULL, 10)), len);
	assert_memory_equal(line, expected, len);
}

static void open_pipe(int fds[2])
{
	assert_int_equal(pipe2(fds, O_NONBLOCK), 0);
	assert_true(fcntl(fds[1], F_SETPIPE_SZ, 4096) >= 0);
	assert_int_equal(lines_init(&lines, fds[1], "pipe"), 0);
}

static void close_pipe(const int fds[2])
{
	lines_clear(&lines);
	close(fds[0]);
	close(fds[1]);
}

/* Takes what a pipe holds; text of all calls is put together. */
struct reader {
	char text[4 << 20];
	size_t len;
};

static void read_some(struct reader *r, int fd)
{
	ssize_t n = read(fd, r->text + r->len, sizeof(r->text) - r->len);

	assert_true(n > 0);
	r->len += (size_t)n;
}

static unsigned int expect_whole_lines(const struct reader *r)
{
	unsigned int n = 0;

	for (size_t at = 0; at < r->len; n++) {
		const char *line = r->text + at, *newline = memchr(line, '\n', r->len - at);

		assert_non_null(newline);
		expect_line(line, (size_t)(newline + 1 - line));
		at += (size_t)(newline + 1 - line);
	}
	return n;
}

static void test_slow_reader(void **state)
{
	struct reader *r = calloc(1, sizeof(*r));
	unsigned int kept = 0;
	int fds[2];

	(void)state;
	assert_non_null(r);
	open_pipe(fds);
	for (unsigned int i = 0; i < 5000; i++) {
		kept += add_line(i);
		if (i % 3 == 0 && lines_flush(&lines, NULL))
			read_some(r, fds[0]);
	}
	while (lines_flush(&lines, NULL))
		read_some(r, fds[0]);
	read_some(r, fds[0]);
	assert_int_equal(kept, 5000);
	assert_int_equal(expect_whole_lines(r), kept);
	close_pipe(fds);
	free(r);
}

static void test_no_reader(void **state)
{
	struct reader *r = calloc(1, sizeof(*r));
	unsigned int kept = 0;
	int fds[2];

	(void)state;
	assert_non_null(r);
	open_pipe(fds);
	for (unsigned int i = 0; i < 5000; i++)
		kept += add_line(i);
	assert_in_range(kept, 1000, 4999);
	assert_int_equal(lines_flush(&lines, &err), -EAGAIN);
	while (lines_flush(&lines, NULL))
		read_some(r, fds[0]);
	read_some(r, fds[0]);
	assert_int_equal(expect_whole_lines(r), kept);
	assert_true(add_line(1));
	assert_int_equal(lines_flush(&lines, NULL), 0);
	close_pipe(fds);
	free(r);
}

static void test_full_disk(void **state)
{
	int fd = open("/dev/full", O_WRONLY);
	unsigned int kept = 0;

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(lines_init(&lines, fd, "events.json"), 0);
	assert_int_equal(lines_flush(&lines, &err), 0);
	for (unsigned int i = 0; i < 5000; i++)
		kept += add_line(i);
	assert_in_range(kept, 1000, 4999);
	assert_int_equal(lines_flush(&lines, &err), -ENOSPC);
	assert_string_equal(err.text, "events.json: No space left on device");
	lines_clear(&lines);
	close(fd);
}

static void limit_files(rlim_t bytes)
{
	struct rlimit limit;

	assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
	limit.rlim_cur = bytes;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static void read_file(struct reader *r, FILE *f)
{
	rewind(f);
	r->len = fread(r->text, 1, sizeof(r->text), f);
}

/* A limit on the size stands for the disk: a write takes what fits, the next one nothing. */
static void test_disk_fills(void **state)
{
	struct reader *r = calloc(1, sizeof(*r));
	FILE *f = tmpfile();
	unsigned int kept = 0;

	(void)state;
	assert_non_null(r);
	assert_non_null(f);
	assert_int_equal(lines_init(&lines, fileno(f), "events.json"), 0);
	limit_files(10000);
	for (unsigned int i = 0; i < 1000; i++)
		kept += add_line(i);
	assert_int_equal(lines_flush(&lines, NULL), -EFBIG);
	read_file(r, f);
	assert_in_range(r->len, 9000, 10000);
	assert_in_range(expect_whole_lines(r), 10, 100);
	limit_files(RLIM_INFINITY);
	assert_int_equal(lines_flush(&lines, NULL), 0);
	read_file(r, f);
	assert_int_equal(expect_whole_lines(r), kept);
	lines_clear(&lines);
	fclose(f);
	free(r);
}

static void test_reader_left(void **state)
{
	int fds[2];

	(void)state;
	open_pipe(fds);
	close(fds[0]);
	add_line(1);
	assert_int_equal(lines_flush(&lines, &err), -EPIPE);
	assert_string_equal(err.text, "pipe: Broken pipe");
	lines_clear(&lines);
	close(fds[1]);
}

/* A socket of this kind keeps apart what each write gave. */
static void test_batches(void **state)
{
	static char batch[1 << 17];
	unsigned int next = 0;
	int fds[2];

	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK, 0, fds), 0);
	assert_int_equal(lines_init(&lines, fds[1], "socket"), 0);
	for (int batches = 0; batches < 5; next++) {
		ssize_t n = read(fds[0], batch, sizeof(batch));

		assert_true(add_line(next));
		if (n < 0)
			continue;
		assert_in_range(n, (64 << 10) - LINES_ROOM, 64 << 10);
		assert_int_equal(batch[n - 1], '\n');
		batches++;
	}
	close_pipe(fds);
}

#define SAYS(sentence, test) { .name = "lines: " sentence, .test_func = test }

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("a slow reader gets each line, whole", test_slow_reader),
		SAYS("without a reader some wait, and the rest is refused", test_no_reader),
		SAYS("a full disk is said, and refuses what finds no room", test_full_disk),
		SAYS("a disk that fills up holds whole lines, before and after", test_disk_fills),
		SAYS("a reader that left is said", test_reader_left),
		SAYS("a write is one full batch that ends with a line", test_batches),
	};

	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);
	return cmocka_run_group_tests_name("lines", tests, NULL, NULL);
}
