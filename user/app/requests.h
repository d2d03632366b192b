/* SPDX-License-Identifier: BSD-2-Clause */
/* requests.h - what can be asked at the sensor's socket, a line each, and the answers in JSON. */
#ifndef APP_REQUESTS_H
#define APP_REQUESTS_H

#include "app/sensor.h"
#include "core/json.h"

enum request {
	REQUEST_ANSWERED,
	REQUEST_STREAM, /* no answer: the stream begins */
	REQUEST_LATER,  /* to be answered by requests_settled(), once sensor_settled() */
};

/*
 * status | stream | reload | save | learn freeze | learn thaw |
 * learn forget since=SECONDS [peer=CIDR] | explain ADDRESS |
 * top by=ORDER [rows=N] [from=N] [local]; what act.h has is not among them
 *
 * line     without its newline; any text
 * j        out: the answer as an object, {"error":"..."} of what failed; not yet ended
 */
enum request requests_answer(const char *line, struct sensor *s, struct json *j);
void requests_settled(const struct sensor *s, struct json *j);

/* What a view may ask for while the stream runs, as stream.h says. */
enum wish { WISH_NONE, WISH_EXPLAIN, WISH_PAST, WISH_POINTS };

/* explained: out, the address of a WISH_EXPLAIN; else as it was, or nothing that counts */
enum wish requests_wish(const char *line, struct addr *explained);
void requests_explain(const struct sensor *s, const struct addr *a, struct stream_explain *out);

#endif
