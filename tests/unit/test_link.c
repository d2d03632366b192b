/* SPDX-License-Identifier: BSD-2-Clause */
#include "sdl/link.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

#include "fake_scene.h"

static struct {
	struct link link;
	int other; /* the sensor's end */
	int records;
	enum stream_kind last;
} t;

static void take(void *ctx, const struct stream_record *r)
{
	(void)ctx;
	t.records++;
	t.last = r->kind;
}

static int open_pair(void **state)
{
	int fds[2];

	(void)state;
	memset(&t, 0, sizeof(t));
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, fds))
		return -1;
	link_adopt(&t.link, fds[0]);
	t.other = fds[1];
	return 0;
}

static int close_pair(void **state)
{
	(void)state;
	link_close(&t.link);
	close(t.other);
	return 0;
}

static size_t encode(struct stream_record r, uint8_t *buf)
{
	int len = stream_encode(&r, buf, STREAM_RECORD_MOST);

	assert_true(len > 0);
	return (size_t)len;
}

static void test_pieces(void **state)
{
	uint8_t buf[2 * STREAM_RECORD_MOST];
	size_t len = encode(fake_status(true), buf);
	struct err e;

	(void)state;
	len += encode(fake_place(7, 1, 2), buf + len);
	for (size_t i = 0; i < len; i++) {
		assert_int_equal(write(t.other, buf + i, 1), 1);
		assert_true(link_read(&t.link, 1000, take, NULL, &e) >= 0);
	}
	assert_int_equal(t.records, 2);
	assert_int_equal(t.last, STREAM_PLACE);
}

/* Nobody reads for a while: what waits is kept, in order, and what finds no room is not taken. */
static void test_send(void **state)
{
	const char line[] = "allow add 198.51.100.7 a reason that takes a while to be told\n";
	char got[4096];
	int size = 4096, sent = 0, read_bytes = 0;
	struct err e;

	(void)state;
	setsockopt(t.link.fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof(size));
	for (; link_has_room(&t.link); sent++)
		link_send(&t.link, line, strlen(line));
	assert_true(sent > 20);
	while (read_bytes < sent * (int)strlen(line)) {
		ssize_t n = read(t.other, got, strlen(line));

		assert_int_equal(n, strlen(line));
		assert_memory_equal(got, line, strlen(line));
		read_bytes += (int)n;
		link_read(&t.link, 0, take, NULL, &e);
	}
	assert_true(link_has_room(&t.link));
	link_close(&t.link);
	assert_false(link_has_room(&t.link));
}

static void test_many(void **state)
{
	uint8_t buf[STREAM_RECORD_MOST];
	size_t len = encode(fake_peer(1, 2, RA_ALLOWED, RA_IN, 5), buf);
	struct err e;

	(void)state;
	for (int i = 0; i < 2000; i++) {
		assert_int_equal(write(t.other, buf, len), (ssize_t)len);
		if (i % 100 == 99)
			assert_true(link_read(&t.link, 1000, take, NULL, &e) > 0);
	}
	while (link_read(&t.link, 0, take, NULL, &e) > 0)
		;
	assert_int_equal(t.records, 2000);
}

static void test_nothing_in_time(void **state)
{
	struct err e;

	(void)state;
	assert_int_equal(link_read(&t.link, 0, take, NULL, &e), 0);
}

static void test_end(void **state)
{
	struct err e;

	(void)state;
	shutdown(t.other, SHUT_WR);
	assert_int_equal(link_read(&t.link, 1000, take, NULL, &e), -EPIPE);
	link_close(&t.link);
	assert_int_equal(link_read(&t.link, 0, take, NULL, &e), -EPIPE);
	assert_int_equal(link_again(&t.link, &e), -EPIPE);
}

static void test_noise(void **state)
{
	uint8_t noise[4096];
	struct err e;

	(void)state;
	memset(noise, 0xa5, sizeof(noise));
	assert_int_equal(write(t.other, noise, sizeof(noise)), sizeof(noise));
	assert_int_equal(link_read(&t.link, 1000, take, NULL, &e), -EBADMSG);
	assert_non_null(strstr(e.text, "stream: not a redarc stream"));
}

static void test_explain(void **state)
{
	const struct addr peer = fake_peer(7, 2, RA_ALLOWED, RA_IN, 5).peer.addr;
	char said[64] = "";

	(void)state;
	link_explain(&t.link, &peer);
	assert_int_equal(read(t.other, said, sizeof(said) - 1), 20);
	assert_string_equal(said, "explain 203.0.113.7\n");
}

/* A sensor that reads nothing, and one that is gone. */
static void test_explain_never_waits(void **state)
{
	const struct addr peer = fake_peer(7, 2, RA_ALLOWED, RA_IN, 5).peer.addr;

	(void)state;
	for (int i = 0; i < 100000; i++)
		link_explain(&t.link, &peer);
	shutdown(t.other, SHUT_RDWR);
	link_explain(&t.link, &peer);
	link_close(&t.link);
	link_explain(&t.link, &peer);
}

static int listen_at(const char *path)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	strcpy(at.sun_path, path);
	assert_int_equal(bind(fd, (struct sockaddr *)&at, sizeof(at)), 0);
	assert_int_equal(listen(fd, 4), 0);
	return fd;
}

static void test_socket(void **state)
{
	char folder[] = "/tmp/redarc-link-XXXXXX", path[64], said[16] = "";
	int sensor, peer;
	struct err e;
	struct link l;

	(void)state;
	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/x.sock", folder);
	assert_int_equal(link_connect(&l, path, &e), -ENOENT);
	assert_non_null(strstr(e.text, "x.sock: No such file"));
	sensor = listen_at(path);
	assert_int_equal(link_connect(&l, path, &e), 0);
	peer = accept(sensor, NULL, NULL);
	assert_int_equal(read(peer, said, sizeof(said) - 1), 7);
	assert_string_equal(said, "stream\n");
	close(peer);
	assert_int_equal(link_read(&l, 1000, take, NULL, &e), -EPIPE);
	assert_int_equal(link_again(&l, &e), 0);
	close(sensor);
	assert_int_equal(link_again(&l, &e), -ECONNREFUSED);
	unlink(path);
	assert_int_equal(link_again(&l, &e), -ENOENT);
	sensor = listen_at(path);
	assert_int_equal(link_again(&l, &e), 0);
	link_close(&l);
	close(sensor);
	unlink(path);
	rmdir(folder);
}

#define SAYS(sentence, test) \
	{ .name = "link: " sentence, .test_func = test, .setup_func = open_pair, \
	  .teardown_func = close_pair }

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("records that come byte by byte are whole", test_pieces),
		SAYS("more than a buffer of them all arrive", test_many),
		SAYS("requests are kept until the sensor reads, none is lost", test_send),
		SAYS("it does not wait when it is not asked to", test_nothing_in_time),
		SAYS("the end of the stream is told", test_end),
		SAYS("what is no stream is refused", test_noise),
		SAYS("a peer is asked about in a line", test_explain),
		SAYS("asking never waits", test_explain_never_waits),
		SAYS("a socket is asked for the stream, and again until it answers", test_socket),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
