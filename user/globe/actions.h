/* SPDX-License-Identifier: BSD-2-Clause */
/* actions.h - what the user has done about a peer: asked once more, done, undone. Pure. */
#ifndef GLOBE_ACTIONS_H
#define GLOBE_ACTIONS_H

#include "stream/request.h"

#define ACTIONS_QUEUE 8 /* requests that wait to be sent */
#define ACTIONS_CLIP 512

enum actions_what {
	ACTIONS_TRUST,
	ACTIONS_BLOCK,
	ACTIONS_LABEL,
	ACTIONS_COPY,
	ACTIONS_EVIDENCE,
	ACTIONS_OFFERED, /* those before are what a card and a menu offer */
	ACTIONS_YES = ACTIONS_OFFERED,
	ACTIONS_NO,
	ACTIONS_UNDO,
};

enum actions_stage {
	ACTIONS_REST,
	ACTIONS_ASKS,  /* whether the request is meant */
	ACTIONS_TYPES, /* its text */
	ACTIONS_WAITS, /* for the answer */
	ACTIONS_TELLS, /* the answer, for a while */
};

struct actions {
	enum actions_stage stage;
	struct stream_request request;
	struct stream_answer answer;
	int64_t since_ns;
	bool brief; /* what is told needs no answer, and little time */
	char lines[ACTIONS_QUEUE][STREAM_REQUEST_LINE];
	uint32_t waiting; /* lines */
	char clip[ACTIONS_CLIP]; /* for the clipboard; "" nothing */
};

/*
 * Begin with a request: what changes a verdict is asked for once more, a label is typed first,
 * and the rest is sent at once. Nothing while an answer is waited for.
 */
void actions_begin(struct actions *a, enum stream_request_kind kind, const struct addr *peer,
		   int64_t now_ns);

void actions_confirm(struct actions *a, int64_t now_ns); /* or end typing; no text: no label */
void actions_cancel(struct actions *a);
void actions_type(struct actions *a, const char *text); /* UTF-8; what does not fit is left out */
void actions_erase(struct actions *a);                  /* the last letter */

/* text goes to the clipboard */
void actions_copy(struct actions *a, const struct addr *peer, const char *text, int64_t now_ns);

/* What the sensor says; false: something else is asked, typed or waited for by now. */
bool actions_take(struct actions *a, const struct stream_answer *answer, int64_t now_ns);

/* It is gone. */
void actions_lost(struct actions *a, int64_t now_ns);

/* Take back what was told last, as long as it is told. */
bool actions_can_undo(const struct actions *a);
void actions_undo(struct actions *a, int64_t now_ns);

/* How much of the time that something is told is left, 1 to 0. */
float actions_left(const struct actions *a, int64_t now_ns);

/* Let time pass. returns whether it looks otherwise now */
bool actions_step(struct actions *a, int64_t now_ns);

/* The next line to be sent, with its newline. line: STREAM_REQUEST_LINE. returns its length or 0 */
size_t actions_next(struct actions *a, char *line);

#endif
