/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/top_ask.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int take_path(void *ctx, const char *path, const char *answer)
{
	struct top_sensor *s = ctx;

	(void)answer;
	snprintf(s->path, sizeof(s->path), "%s", path);
	return 0;
}

int top_sensor_find(const struct options *o, struct top_sensor *out, struct err *e)
{
	const char *interface = o->n_args ? o->args[0] : NULL;
	int n = o->socket ? ask_socket(o->socket, take_path, out) :
			    ask_each(interface, take_path, out);

	out->fd = -1;
	if (n == 1)
		return 0;
	if (n > 1)
		return err_set(e, -EEXIST,
			       "top: several sensors run: `redarc top IFACE` says which is meant");
	if (o->socket)
		return err_set(e, n, "%s: %s", o->socket, strerror(-n));
	if (n < 0)
		return err_set(e, n, "top: %s; ask as the user who started the sensor, or as root",
			       strerror(-n));
	return err_set(e, -ENOENT,
		       "top: no sensor is running%s%s; start one with `sudo redarc IFACE`",
		       interface ? " on " : "", interface ? interface : "");
}

void top_sensor_close(struct top_sensor *s)
{
	if (s->fd >= 0)
		close(s->fd);
	s->fd = -1;
}

static int ask_once(struct top_sensor *s, const char *request)
{
	int r;

	if (s->fd < 0)
		s->fd = ask_connect(s->path);
	if (s->fd < 0)
		return s->fd;
	r = ask_line(s->fd, request, ASK_WAIT_S, s->text);
	if (r)
		top_sensor_close(s);
	return r;
}

/* Whoever was silent for long may have been hung up on, to make room. */
static int ask(struct top_sensor *s, const struct top_query *q, json_t **answer, struct err *e)
{
	char request[80] = "top ";
	const char *error;
	int r;

	top_query_format(q, request + 4, sizeof(request) - 5);
	strcat(request, "\n");
	r = ask_once(s, request);
	if (r == -ECONNRESET || r == -EPIPE)
		r = ask_once(s, request);
	if (r)
		return err_set(e, r, "%s: no answer: %s", s->path, strerror(-r));
	*answer = json_loads(s->text, 0, NULL);
	error = json_string_value(json_object_get(*answer, "error"));
	if (json_is_array(json_object_get(*answer, "rows")))
		return 0;
	r = err_set(e, -EREMOTEIO, "%s: %s", s->path,
		    error ? error : "its answer is not understood");
	json_decref(*answer);
	return r;
}

/* Move the rows of one answer behind those of another; returns how many there were. */
static size_t append(json_t *answer, json_t *more)
{
	json_t *rows = json_object_get(more, "rows");
	size_t n = json_array_size(rows);

	if (json_array_extend(json_object_get(answer, "rows"), rows))
		n = 0;
	json_decref(more);
	return n;
}

int top_sensor_ask(struct top_sensor *s, const struct top_query *q, json_t **answer,
		   struct err *e)
{
	struct top_query rest = *q;
	int r = ask(s, q, answer, e);
	size_t ranked, got;

	if (r)
		return r;
	ranked = (size_t)json_integer_value(json_object_get(*answer, "ranked"));
	got = json_array_size(json_object_get(*answer, "rows"));
	for (size_t n = got; n && got < ranked && ranked <= q->rows; got += n) {
		json_t *more;

		rest.from = (uint32_t)got;
		r = ask(s, &rest, &more, e);
		if (r)
			break;
		n = append(*answer, more);
	}
	if (r)
		json_decref(*answer);
	return r;
}
