/* SPDX-License-Identifier: BSD-2-Clause */
/* act.h - what a user has done about a peer through the socket; it takes some turns of the loop. */
#ifndef APP_ACT_H
#define APP_ACT_H

#include <sys/types.h>

#include "app/sensor.h"

struct act {
	enum { ACT_NONE, ACT_ASKED, ACT_SETTLES, ACT_COPIES } at;
	struct stream_request request;
	uid_t who;
	int64_t until_ns; /* others who edit the lists are waited for; of the steady clock */
	struct evidence_export *copy; /* while packets are copied */
	struct stream_answer answer;
};

/*
 * line     a request, without its newline
 * returns  0; -ENOMSG it is none. One that is wrong is answered like any other
 */
int act_begin(struct act *a, const char *line, uid_t who);

void act_clear(struct act *a); /* what was begun of a copy goes */

/*
 * Go on with it: lists are edited and read again, packets copied. Never waits.
 *
 * returns  whether it is over, and `answer` holds how it ended
 */
bool act_step(struct act *a, struct sensor *s);

/* The same in JSON: {"ok":true,"text":"...","before":"..."}, or {"error":"..."}. */
void act_put(const struct act *a, struct json *j);

#endif
