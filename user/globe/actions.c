/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/actions.h"

#include <stdio.h>
#include <string.h>

#include "core/clock.h"
#include "globe/phrase.h"

#define TELL_NS (20 * CLOCK_S)
#define BRIEF_NS (3 * CLOCK_S)
#define ANSWER_NS (10 * CLOCK_S)
#define COPY_NS (120 * CLOCK_S) /* for an answer about packets, which are copied first */
#define LABEL_MOST 127          /* bytes */

static void turn_to(struct actions *a, enum actions_stage stage, int64_t now_ns)
{
	a->stage = stage;
	a->since_ns = now_ns;
}

/* What no sensor said. */
static void tell(struct actions *a, const char *text, int64_t now_ns)
{
	a->answer = (struct stream_answer){ .addr = a->request.peer,
					    .request = (uint8_t)a->request.kind };
	snprintf(a->answer.text, sizeof(a->answer.text), "%s", text);
	turn_to(a, ACTIONS_TELLS, now_ns);
}

static void send(struct actions *a, int64_t now_ns)
{
	if (a->waiting == ACTIONS_QUEUE) {
		tell(a, PHRASE("too much waits to be sent; try again"), now_ns);
		return;
	}
	stream_request_format(&a->request, a->lines[a->waiting++]);
	turn_to(a, ACTIONS_WAITS, now_ns);
}

void actions_begin(struct actions *a, enum stream_request_kind kind, const struct addr *peer,
		   int64_t now_ns)
{
	if (a->stage == ACTIONS_WAITS)
		return;
	a->brief = false;
	a->request = (struct stream_request){ .kind = kind, .peer = *peer };
	if (kind == STREAM_EVIDENCE_EXPORT)
		send(a, now_ns);
	else
		turn_to(a, kind == STREAM_LABEL_ADD ? ACTIONS_TYPES : ACTIONS_ASKS, now_ns);
}

void actions_confirm(struct actions *a, int64_t now_ns)
{
	if (a->stage != ACTIONS_ASKS && a->stage != ACTIONS_TYPES)
		return;
	if (a->stage == ACTIONS_TYPES && !a->request.text[0])
		a->request.kind = STREAM_LABEL_DEL;
	send(a, now_ns);
}

void actions_cancel(struct actions *a)
{
	a->stage = ACTIONS_REST;
}

static bool is_in_letter(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

void actions_type(struct actions *a, const char *text)
{
	size_t len = strlen(a->request.text), more = strlen(text);

	if (a->stage != ACTIONS_TYPES)
		return;
	if (len + more > LABEL_MOST)
		for (more = LABEL_MOST - len; more && is_in_letter(text[more]);)
			more--;
	for (size_t i = 0; i < more; i++)
		if ((unsigned char)text[i] >= ' ' && text[i] != 0x7f)
			a->request.text[len++] = text[i];
	a->request.text[len] = 0;
}

void actions_erase(struct actions *a)
{
	size_t len = strlen(a->request.text);

	if (a->stage != ACTIONS_TYPES || !len)
		return;
	while (--len && is_in_letter(a->request.text[len]))
		;
	a->request.text[len] = 0;
}

void actions_copy(struct actions *a, const struct addr *peer, const char *text, int64_t now_ns)
{
	snprintf(a->clip, sizeof(a->clip), "%s", text);
	if (a->stage == ACTIONS_WAITS)
		return;
	a->request.peer = *peer;
	tell(a, PHRASE("copied"), now_ns);
	a->answer.ok = a->brief = true;
	a->answer.request = STREAM_EVIDENCE_EXPORT; /* of which there is no undoing */
}

/* Whether what is asked or waited for now is something else. */
static bool is_of_another(const struct actions *a, const struct stream_answer *answer)
{
	if (a->stage == ACTIONS_WAITS)
		return answer->request != a->request.kind ||
		       !addr_equal(&answer->addr, &a->request.peer);
	return a->stage == ACTIONS_ASKS || a->stage == ACTIONS_TYPES;
}

bool actions_take(struct actions *a, const struct stream_answer *answer, int64_t now_ns)
{
	if (is_of_another(a, answer))
		return false;
	a->answer = *answer;
	a->brief = false;
	turn_to(a, ACTIONS_TELLS, now_ns);
	return true;
}

void actions_lost(struct actions *a, int64_t now_ns)
{
	bool sent = a->stage == ACTIONS_WAITS && !a->waiting;

	if (a->stage == ACTIONS_WAITS)
		tell(a, sent ? PHRASE("the sensor is gone; whether it was done is not known") :
			       PHRASE("the sensor is gone; it was not asked"), now_ns);
	a->waiting = 0;
}

bool actions_can_undo(const struct actions *a)
{
	struct stream_request undo;

	return a->stage == ACTIONS_TELLS && stream_request_undo(&a->answer, &undo);
}

void actions_undo(struct actions *a, int64_t now_ns)
{
	if (!actions_can_undo(a))
		return;
	stream_request_undo(&a->answer, &a->request);
	send(a, now_ns);
}

static int64_t lasts_ns(const struct actions *a)
{
	if (a->stage == ACTIONS_TELLS)
		return a->brief ? BRIEF_NS : TELL_NS;
	if (a->stage == ACTIONS_WAITS)
		return a->request.kind == STREAM_EVIDENCE_EXPORT ? COPY_NS : ANSWER_NS;
	return INT64_MAX;
}

float actions_left(const struct actions *a, int64_t now_ns)
{
	float passed = (float)(now_ns - a->since_ns) / (float)lasts_ns(a);

	return passed < 0 ? 1 : passed > 1 ? 0 : 1 - passed;
}

bool actions_step(struct actions *a, int64_t now_ns)
{
	bool over = now_ns - a->since_ns >= lasts_ns(a);

	if (over && a->stage == ACTIONS_TELLS)
		actions_cancel(a);
	else if (over && a->stage == ACTIONS_WAITS)
		tell(a, PHRASE("the sensor does not answer; whether it was done is not known"),
		     now_ns);
	return over;
}

size_t actions_next(struct actions *a, char *line)
{
	if (!a->waiting)
		return 0;
	memcpy(line, a->lines[0], STREAM_REQUEST_LINE);
	memmove(a->lines[0], a->lines[1], --a->waiting * sizeof(a->lines[0]));
	return strlen(line);
}
