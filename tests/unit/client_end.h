/* SPDX-License-Identifier: BSD-2-Clause */
/* client_end.h - a sensor without packets, and the other end of one connection to it. */
#ifndef CLIENT_END_H
#define CLIENT_END_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "app/client.h"
#include "stream/stream.h"

#define SAID_MOST (1 << 20)

static struct options options;
static struct sensor sensor;
static struct client client;
static struct stream_hello hello;
static int other; /* the end of who asks */
static char said[SAID_MOST];

static inline int begin(void **state)
{
	const struct geo_config nowhere = { 0 };
	const struct source_config config = { 0 };
	int ends[2];
	struct err e;

	(void)state;
	options_default(&options);
	sensor = (struct sensor){ .options = &options, .state_fd = -1, .lists_fd = -1 };
	sensor.run = (struct jsonl_run){ .interface = "test0", .mode = "null", .detail = "test0" };
	if (source_open(&sensor.source, source_find("null"), &config, &e) ||
	    geo_open(&nowhere, &sensor.geo, &e) || sensor_open(&sensor, &e) ||
	    history_open_memory(100, &sensor.history) || socketpair(AF_UNIX, SOCK_STREAM, 0, ends))
		return -1;
	sensor.roll.judge.history = sensor.history;
	other = ends[1];
	return client_open(&client, ends[0], &hello, 1000);
}

static inline int end(void **state)
{
	(void)state;
	client_close(&client);
	close(other);
	sensor_close(&sensor);
	return 0;
}

/* One turn of the loop; returns whether the client is still there. */
static inline bool turn(void)
{
	return client_hear(&client, &sensor) && client_tell(&client, &sensor);
}

static inline void ask(const char *text)
{
	assert_int_equal(send(other, text, strlen(text), 0), strlen(text));
}

/* What came back since. */
static inline size_t hear(void)
{
	ssize_t n = recv(other, said, sizeof(said) - 1, MSG_DONTWAIT);
	size_t len = n > 0 ? (size_t)n : 0;

	said[len] = 0;
	return len;
}

/* Returns how many records of a kind there are, all of them whole; the last of it is left in r. */
static inline int count_records(size_t len, enum stream_kind kind, struct stream_record *r)
{
	struct stream_record one;
	int n = 0;

	for (size_t at = 0; at < len;) {
		int size = stream_decode((const uint8_t *)said + at, len - at, &one);

		assert_true(size > 0);
		at += (size_t)size;
		if (one.kind != kind)
			continue;
		*r = one;
		n++;
	}
	return n;
}

#endif
