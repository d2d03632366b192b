/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * http.h - the one thing that can be asked for by HTTP: GET /metrics.
 *
 * Written here because a library for it would bring TLS into the sensor, which links none.
 */
#ifndef VIEW_HTTP_H
#define VIEW_HTTP_H

#include <stddef.h>

#define HTTP_REQUEST 4096 /* bytes of a request's head, at most */
#define HTTP_HEAD 256     /* bytes of an answer's, at most */

/* HTTP_MORE, or the status of the answer. */
enum http_status {
	HTTP_MORE = 0, /* the head is not whole yet */
	HTTP_FINE = 200,
	HTTP_BAD = 400, /* or too long, or meant for another host than this machine's own name */
	HTTP_NOT_FOUND = 404,
	HTTP_NOT_ALLOWED = 405,
	HTTP_FAILED = 500,
};

/*
 * Judge what came in so far. Only this machine may be named as host: a page that a browser
 * shows could else have its own name lead to us, and read along.
 *
 * text     anything
 * source   RFC 9112, sections 2, 3 and 5
 */
enum http_status http_judge(const char *text, size_t len);

/*
 * The head of an answer; the connection is closed after its body.
 *
 * body     bytes that follow
 * text     out: HTTP_HEAD bytes
 * returns  its length
 */
size_t http_head(enum http_status status, size_t body, char *text);

#endif
