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
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/clock.h"

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

/* Drain the lines and the pipe: the reader has then got so many, all of them whole. */
static void expect_lines(struct reader *r, int fd, unsigned int n)
{
	while (lines_flush(&lines, 0, NULL))
		read_some(r, fd);
	read_some(r, fd);
	assert_int_equal(expect_whole_lines(r), n);
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
		if (i % 3 == 0 && lines_flush(&lines, 0, NULL))
			read_some(r, fds[0]);
	}
	assert_int_equal(kept, 5000);
	expect_lines(r, fds[0], kept);
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
	assert_int_equal(lines_flush(&lines, 0, &err), -EAGAIN);
	expect_lines(r, fds[0], kept);
	assert_true(add_line(1));
	assert_int_equal(lines_flush(&lines, 0, NULL), 0);
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
	assert_int_equal(lines_flush(&lines, 0, &err), 0);
	for (unsigned int i = 0; i < 5000; i++)
		kept += add_line(i);
	assert_in_range(kept, 1000, 4999);
	assert_int_equal(lines_flush(&lines, 0, &err), -ENOSPC);
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
	assert_int_equal(lines_flush(&lines, 0, NULL), -EFBIG);
	read_file(r, f);
	assert_in_range(r->len, 9000, 10000);
	assert_in_range(expect_whole_lines(r), 10, 100);
	limit_files(RLIM_INFINITY);
	assert_int_equal(lines_flush(&lines, 0, NULL), 0);
	read_file(r, f);
	assert_int_equal(expect_whole_lines(r), kept);
	lines_clear(&lines);
	fclose(f);
	free(r);
}

/* To a file from a pipe that nobody reads, within a line: that one is begun again. */
static void test_move(void **state)
{
	struct reader *r = calloc(1, sizeof(*r));
	FILE *f = tmpfile();
	unsigned int kept = 0, whole = 0;
	int fds[2];

	(void)state;
	assert_non_null(r);
	assert_non_null(f);
	open_pipe(fds);
	lines.most = 1 << 16; /* so that a write is taken in part */
	while (kept < 500 && add_line(kept))
		kept++;
	lines_move(&lines, fileno(f));
	read_some(r, fds[0]);
	for (size_t i = 0; i < r->len; i++)
		whole += r->text[i] == '\n';
	assert_true(whole && r->text[r->len - 1] != '\n');
	assert_int_equal(lines_flush(&lines, 0, NULL), 0);
	read_file(r, f);
	assert_int_equal(strtoul(r->text, NULL, 10), whole);
	assert_int_equal(expect_whole_lines(r), kept - whole);
	close_pipe(fds);
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
	assert_int_equal(lines_flush(&lines, 0, &err), -EPIPE);
	assert_string_equal(err.text, "pipe: Broken pipe");
	lines_clear(&lines);
	close(fds[1]);
}

/* A socket of this kind keeps apart what each write gave. */
static void test_bites(void **state)
{
	static char bite[LINES_ROOM + 1];
	int fds[2];

	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK, 0, fds), 0);
	assert_int_equal(lines_init(&lines, fds[1], "socket"), 0);
	for (unsigned int i = 0; i < 1000; i++)
		assert_true(add_line(i));
	for (int bites = 0; lines_flush(&lines, 0, NULL) || bites < 5; bites++) {
		ssize_t n = read(fds[0], bite, sizeof(bite));

		assert_in_range(n, 4096 - 1000, 4096);
		assert_int_equal(bite[n - 1], '\n');
	}
	close_pipe(fds);
}

static void test_batches(void **state)
{
	FILE *f = tmpfile();
	off_t before = 0;
	unsigned int next = 0;

	(void)state;
	assert_non_null(f);
	assert_int_equal(lines_init(&lines, fileno(f), "events.json"), 0);
	for (int batches = 0; batches < 5; next++) {
		off_t at;

		assert_true(add_line(next));
		at = lseek(fileno(f), 0, SEEK_CUR);
		if (at == before)
			continue;
		assert_in_range(at - before, (64 << 10) - LINES_ROOM, 64 << 10);
		before = at;
		batches++;
	}
	lines_clear(&lines);
	fclose(f);
}

static int64_t ms_since(int64_t then_ns)
{
	return (clock_steady_ns() - then_ns) / 1000000;
}

/* A descriptor that may block, and a reader who does not read. */
static void test_never_blocks(void **state)
{
	struct reader *r = calloc(1, sizeof(*r));
	unsigned int kept = 0;
	int64_t then_ns;
	int fds[2];

	(void)state;
	assert_non_null(r);
	open_pipe(fds);
	assert_int_equal(fcntl(fds[1], F_SETFL, 0), 0);
	alarm(20);
	for (unsigned int i = 0; i < 5000; i++)
		kept += add_line(i);
	assert_in_range(kept, 1000, 4999);
	assert_int_equal(lines_flush(&lines, 0, NULL), -EAGAIN);
	then_ns = clock_steady_ns();
	assert_int_equal(lines_flush(&lines, 150, &err), -EAGAIN);
	assert_in_range(ms_since(then_ns), 150, 10000);
	assert_string_equal(err.text, "pipe: Resource temporarily unavailable");
	alarm(0);
	expect_lines(r, fds[0], kept);
	close_pipe(fds);
	free(r);
}

/* Reads slowly to the end; its exit status is 0 when that many lines came, all of them whole. */
static pid_t fork_reader(const int fds[2], unsigned int expected)
{
	struct reader *r = calloc(1, sizeof(*r));
	pid_t pid = fork();
	ssize_t n = 1;

	assert_non_null(r);
	assert_true(pid >= 0);
	if (pid) {
		free(r);
		return pid;
	}
	close(fds[1]);
	while (n > 0) {
		usleep(1000);
		n = read(fds[0], r->text + r->len, sizeof(r->text) - r->len);
		r->len += n > 0 ? (size_t)n : 0;
	}
	_exit(expect_whole_lines(r) != expected);
}

static void test_waits(void **state)
{
	int fds[2], status = -1;
	pid_t pid;

	(void)state;
	open_pipe(fds);
	assert_int_equal(fcntl(fds[0], F_SETFL, 0), 0);
	for (unsigned int i = 0; i < 1000; i++)
		assert_true(add_line(i));
	pid = fork_reader(fds, 1000);
	assert_int_equal(lines_flush(&lines, -1, NULL), 0);
	close_pipe(fds);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

static void on_alarm(int number)
{
	(void)number;
}

/* The signal comes again, in case the first was there before the wait. */
static void test_interrupted(void **state)
{
	const struct itimerval often = { { 0, 100000 }, { 0, 100000 } }, never = { 0 };
	const struct sigaction act = { .sa_handler = on_alarm };
	struct reader *r = calloc(1, sizeof(*r));
	struct sigaction before;
	int fds[2];

	(void)state;
	assert_non_null(r);
	open_pipe(fds);
	assert_int_equal(fcntl(fds[1], F_SETFL, 0), 0);
	for (unsigned int i = 0; i < 100; i++)
		assert_true(add_line(i));
	sigaction(SIGALRM, &act, &before);
	setitimer(ITIMER_REAL, &often, NULL);
	assert_int_equal(lines_flush(&lines, -1, &err), -EINTR);
	setitimer(ITIMER_REAL, &never, NULL);
	sigaction(SIGALRM, &before, NULL);
	assert_string_equal(err.text, "pipe: interrupted");
	expect_lines(r, fds[0], 100);
	close_pipe(fds);
	free(r);
}

static void test_drop(void **state)
{
	struct reader *r = calloc(1, sizeof(*r));
	int fds[2];
	size_t dropped;

	(void)state;
	assert_non_null(r);
	open_pipe(fds);
	for (unsigned int i = 0; i < 1000; i++)
		assert_true(add_line(i));
	assert_int_equal(lines_flush(&lines, 0, NULL), -EAGAIN);
	dropped = lines_drop(&lines);
	assert_int_equal(lines_drop(&lines), 0);
	read_some(r, fds[0]);
	assert_int_equal(expect_whole_lines(r) + dropped, 1000);
	assert_int_equal(lines_flush(&lines, 0, NULL), 0);
	close_pipe(fds);
	free(r);
}

#define SAYS(sentence, test) { .name = "lines: " sentence, .test_func = test }

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("a slow reader gets each line, whole", test_slow_reader),
		SAYS("without a reader some wait, and the rest is refused", test_no_reader),
		SAYS("a full disk is said, and refuses what finds no room", test_full_disk),
		SAYS("a disk that fills up holds whole lines, before and after", test_disk_fills),
		SAYS("what waits moves to another file, whole", test_move),
		SAYS("a reader that left is said", test_reader_left),
		SAYS("a reader gets at once what a pipe can hold, in whole lines", test_bites),
		SAYS("a file gets full batches that end with a line", test_batches),
		SAYS("a reader that stops keeps nobody waiting longer than told",
		     test_never_blocks),
		SAYS("whoever waits for the reader gets rid of every line", test_waits),
		SAYS("a signal ends the wait, and no line is lost", test_interrupted),
		SAYS("what is given up is counted", test_drop),
	};

	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);
	return cmocka_run_group_tests_name("lines", tests, NULL, NULL);
}
