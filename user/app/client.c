/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/client.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "app/requests.h"
#include "core/clock.h"

#define ROOM (256 * 1024)
#define STATUS_EVERY_NS (CLOCK_S / 4)

int client_open(struct client *c, int fd, const struct stream_hello *hello, uid_t who)
{
	*c = (struct client){ .fd = fd,
			      .who = who,
			      .heard_ns = clock_steady_ns(),
			      .feed.hello = hello,
			      .out = malloc(ROOM) };
	if (c->out && !fcntl(fd, F_SETFL, O_NONBLOCK))
		return 0;
	client_close(c);
	return -ENOMEM;
}

void client_close(struct client *c)
{
	if (c->fd >= 0)
		close(c->fd);
	free(c->out);
	recall_clear(&c->past);
	act_clear(&c->act);
	*c = (struct client){ .fd = -1 };
}

/* What answers are written to: behind those that wait. */
static void begin_answer(struct client *c, struct json *j)
{
	if (c->from == c->to)
		c->from = c->to = 0;
	json_init(j, (char *)c->out + c->to, ROOM - c->to);
}

/* Returns false for one who asks on and on, and never reads. */
static bool end_answer(struct client *c, struct json *j)
{
	size_t len = json_end(j);

	c->to += len;
	return len;
}

static void take_wish(struct client *c, const char *line, const struct sensor *s)
{
	struct addr asked;

	switch (requests_wish(line, &asked)) {
	case WISH_EXPLAIN:
		c->asks = true;
		c->asked = asked;
		break;
	case WISH_PAST:
		recall_ask(&c->past, s);
		break;
	case WISH_POINTS:
		points_follow(&c->points, &s->trail.points, clock_steady_ns());
		break;
	case WISH_NONE:
		break;
	}
}

/* Returns whether the client is still there. */
static bool take_request(struct client *c, const char *line, struct sensor *s)
{
	struct json j;

	if (!act_begin(&c->act, line, c->who))
		return true;
	if (c->streams) {
		take_wish(c, line, s);
		return true;
	}
	begin_answer(c, &j);
	switch (requests_answer(line, s, &j)) {
	case REQUEST_STREAM:
		c->streams = true;
		return true;
	case REQUEST_LATER:
		c->waits = true;
		return true;
	case REQUEST_ANSWERED:
		break;
	}
	return end_answer(c, &j);
}

static bool is_busy(const struct client *c)
{
	return c->waits || c->act.at != ACT_NONE || c->answers;
}

/* Go on with what was asked to be done. */
static bool go_on(struct client *c, struct sensor *s)
{
	struct json j;

	if (c->act.at == ACT_NONE || !act_step(&c->act, s))
		return true;
	c->answers = c->streams;
	if (c->streams)
		return true;
	begin_answer(c, &j);
	act_put(&c->act, &j);
	return end_answer(c, &j);
}

/* Each whole line, unless one has to wait. */
static bool take_requests(struct client *c, struct sensor *s)
{
	char *end;

	while (!is_busy(c) && (end = memchr(c->request, '\n', c->request_len))) {
		size_t len = (size_t)(end + 1 - c->request);

		*end = 0;
		if (!take_request(c, c->request, s) || !go_on(c, s))
			return false;
		c->request_len -= len;
		memmove(c->request, end + 1, c->request_len);
	}
	return true;
}

static bool answer_late(struct client *c, const struct sensor *s)
{
	struct json j;

	if (!c->waits || !sensor_settled(s))
		return true;
	c->waits = false;
	begin_answer(c, &j);
	requests_settled(s, &j);
	return end_answer(c, &j);
}

bool client_hear(struct client *c, struct sensor *s)
{
	size_t room = sizeof(c->request) - c->request_len;
	ssize_t n;

	if (!room && !is_busy(c)) /* a line that is none of ours */
		return false;
	n = recv(c->fd, c->request + c->request_len, room, 0);
	if ((n == 0 && room) || (n < 0 && errno != EAGAIN && errno != EINTR))
		return false;
	if (n > 0) {
		c->request_len += (size_t)n;
		c->heard_ns = clock_steady_ns();
	}
	return answer_late(c, s) && go_on(c, s) && take_requests(c, s);
}

/* Returns 1 when all was sent, 0 when the client must read first, negative when it is gone. */
static int send_waiting(struct client *c)
{
	while (c->from < c->to) {
		ssize_t n = send(c->fd, c->out + c->from, c->to - c->from, MSG_NOSIGNAL);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return errno == EAGAIN ? 0 : -errno;
		c->from += (size_t)n;
	}
	return 1;
}

/* Between two records; never before the first, which is to be HELLO. */
static bool put_explanation(struct client *c, const struct sensor *s)
{
	struct stream_record r = { .kind = STREAM_EXPLAIN };
	int len;

	if (!c->asks || !c->feed.greeted)
		return false;
	c->asks = false;
	requests_explain(s, &c->asked, &r.explain);
	len = stream_encode(&r, c->out, ROOM);
	c->to = len > 0 ? (size_t)len : 0;
	return len > 0;
}

static bool put_answer(struct client *c)
{
	const struct stream_record r = { .kind = STREAM_ANSWER, .answer = c->act.answer };
	int len;

	if (!c->answers || !c->feed.greeted)
		return false;
	c->answers = false;
	len = stream_encode(&r, c->out, ROOM);
	c->to = len > 0 ? (size_t)len : 0;
	return len > 0;
}

/* Behind all that changed, what was asked for. */
static void put_asked(struct client *c, struct sensor *s)
{
	struct feed_out out = { c->out, ROOM, c->to };

	recall_put(&c->past, s, &c->feed, &out);
	feed_points(&c->points, &s->trail.points, clock_steady_ns(), &out);
	c->to = out.len;
}

/* Returns as send_waiting(); 1 means: up to date, but for the past. */
static int send_changes(struct client *c, struct sensor *s)
{
	int64_t now = clock_steady_ns();
	bool due = now - c->status_ns >= STATUS_EVERY_NS, asked = false;
	struct stream_status status;
	int r;

	c->feed.lists = &s->listing.told;
	if (due)
		sensor_stream_status(s, &status);
	while ((r = send_waiting(c)) > 0) {
		c->from = 0;
		if (put_answer(c) || put_explanation(c, s))
			continue;
		c->to = feed_fill(&c->feed, s->model, due ? &status : NULL, c->out, ROOM);
		if (c->to <= ROOM - STREAM_RECORD_MOST) {
			c->status_ns = due ? now : c->status_ns;
			due = false;
			if (!asked)
				put_asked(c, s);
			asked = true;
		}
		if (!c->to)
			return 1;
	}
	return r;
}

bool client_tell(struct client *c, struct sensor *s)
{
	return (c->streams ? send_changes(c, s) : send_waiting(c)) >= 0;
}

bool client_has_more(const struct client *c)
{
	return c->past.phase != RECALL_NOT_ASKED;
}

/* Of a capture these come unasked. */
static void ask_for_rest(struct client *c, const struct sensor *s)
{
	if (!s->replay || !s->trail.steps || c->told_rest)
		return;
	c->told_rest = true;
	recall_clear(&c->past);
	recall_ask(&c->past, s);
	points_follow(&c->points, &s->trail.points, clock_steady_ns());
}

/* Whether of a capture there is something left to tell. */
static bool waits_for_rest(const struct client *c, const struct sensor *s)
{
	const struct points_reader *points = &c->points;

	return c->told_rest &&
	       (client_has_more(c) || (points->follows && points->next < s->trail.points.count));
}

static void put_end(struct client *c)
{
	struct stream_record end = { .kind = STREAM_END };

	c->from = 0;
	c->to = (size_t)stream_encode(&end, c->out, ROOM);
}

void client_finish(struct client *c, struct sensor *s)
{
	int r;

	ask_for_rest(c, s);
	r = send_changes(c, s);
	if (r > 0 && waits_for_rest(c, s))
		return;
	if (r > 0) {
		put_end(c);
		r = send_waiting(c); /* a few bytes into an empty buffer */
	}
	if (r)
		client_close(c);
}
