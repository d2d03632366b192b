/* SPDX-License-Identifier: BSD-2-Clause */
/* client.h - one connection to the sensor's socket: its requests, their answers, its stream. */
#ifndef APP_CLIENT_H
#define APP_CLIENT_H

#include "app/act.h"
#include "app/recall.h"
#include "stream/feed.h"

struct client {
	int fd; /* -1: free */
	bool streams;
	bool waits; /* for the lists to be settled, and asks nothing else until then */
	bool asks;  /* while it streams: to have `asked` explained */
	struct addr asked;
	uid_t who;
	struct act act; /* that is being done; nothing else is taken up until it is answered */
	bool answers;   /* while it streams: what `act` has to say */
	char request[1024];
	size_t request_len;
	int64_t heard_ns; /* when it last said something, or came; clock_steady_ns() */
	struct feed feed;
	struct recall past;
	struct points_reader points;
	bool told_rest; /* of a capture that has ended: the past and the points were begun */
	uint8_t *out;
	size_t from, to;   /* what of it is still to be sent */
	int64_t status_ns; /* when it was last told */
};

/* fd: taken, also after an error; hello: borrowed; who: asks. returns 0, or -errno */
int client_open(struct client *c, int fd, const struct stream_hello *hello, uid_t who);
void client_close(struct client *c);

/* Take what it says. None of these waits; each returns whether it is still there. */
bool client_hear(struct client *c, struct sensor *s);
bool client_tell(struct client *c, struct sensor *s);

/* Whether there is more to tell at once, for which one turn was too short. */
bool client_has_more(const struct client *c);

/* Tell one that streams all there is, and END; it is closed once it has all of it, or is gone. */
void client_finish(struct client *c, struct sensor *s);

#endif
