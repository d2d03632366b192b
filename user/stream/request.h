/* SPDX-License-Identifier: BSD-2-Clause */
/* request.h - what a view may ask a sensor about a peer, or have it do: lines, and the answers. */
#ifndef STREAM_REQUEST_H
#define STREAM_REQUEST_H

#include <stdbool.h>
#include <stddef.h>

#include "core/addr.h"

#define STREAM_HOURS 48
#define STREAM_REQUEST_TEXT 192 /* with its end */
#define STREAM_REQUEST_LINE 320 /* room for any line, with its newline and end */

/* The answer to "explain 198.51.100.7". */
struct stream_explain {
	struct addr addr;
	uint8_t hours[STREAM_HOURS / 8]; /* up to now, in any direction; bit 0 is the oldest */
	char text[1200]; /* sentences, one a line, UTF-8 */
};

#define STREAM_OWN_LIST "user" /* as the lists are called that requests edit */

/* Of the user's own lists; a multiple of three, and then what is done there. */
enum stream_request_kind {
	STREAM_ALLOW_ADD,
	STREAM_ALLOW_DEL,
	STREAM_ALLOW_PUT,
	STREAM_BLOCK_ADD,
	STREAM_BLOCK_DEL,
	STREAM_BLOCK_PUT,
	STREAM_LABEL_ADD,
	STREAM_LABEL_DEL,
	STREAM_LABEL_PUT,
	STREAM_EVIDENCE_EXPORT,
	STREAM_REQUESTS,
};

/*
 * "block add 198.51.100.7 phones home": text is the reason, or what a label says, "" for none.
 * "block put 198.51.100.7 out 1763814000 0 phones home" makes an entry as it once was: text is
 * what an answer told of it.
 */
struct stream_request {
	enum stream_request_kind kind;
	struct addr peer;
	char text[STREAM_REQUEST_TEXT];
};

struct stream_answer {
	struct addr addr;
	uint8_t request; /* enum stream_request_kind */
	uint8_t ok;      /* 1: it was done */
	char text[160];  /* a sentence: what was done, or why not */
	char before[STREAM_REQUEST_TEXT]; /* the entry that was there, "" for none */
};

/*
 * line     STREAM_REQUEST_LINE bytes; out: ended by a newline; control characters of the text
 *          become spaces
 * returns  its length
 */
size_t stream_request_format(const struct stream_request *r, char *line);

/*
 * line     without its newline; any text
 * returns  0; -ENOMSG it is no request of this kind; -EINVAL it is, but of no address, with text
 *          where there is none, or without it where it has to be; -E2BIG with too much of it
 */
int stream_request_parse(const char *line, struct stream_request *out);

/*
 * What takes back what was done, so that all is as before.
 *
 * returns  whether there is something to take back
 */
bool stream_request_undo(const struct stream_answer *a, struct stream_request *out);

#endif
