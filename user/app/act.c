/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/act.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app/learning.h"
#include "core/clock.h"
#include "core/log.h"
#include "judge/list_edit.h"

#define WAIT_NS (3 * CLOCK_S)
#define COPY_STEPS 16 /* in a turn: some milliseconds */

_Static_assert((int)STREAM_ALLOW_ADD / 3 == LIST_ALLOW, "lists in the order of their kinds");
_Static_assert((int)STREAM_BLOCK_ADD / 3 == LIST_BLOCK, "lists in the order of their kinds");
_Static_assert((int)STREAM_LABEL_ADD / 3 == LIST_LABEL, "lists in the order of their kinds");
_Static_assert(STREAM_REQUEST_TEXT == LIST_EDIT_TEXT, "what was there fits");

enum verb { ADD, DEL, PUT };

/* An edit of the user's own list of a kind. */
struct edit {
	struct act *act;
	struct sensor *sensor;
	struct list list;
	struct cidr net;
	int64_t now_s;
};

static bool is_edit(const struct act *a)
{
	return a->request.kind < STREAM_EVIDENCE_EXPORT;
}

static enum list_kind kind_of(const struct act *a)
{
	return (enum list_kind)(a->request.kind / 3);
}

static void say(struct act *a, bool ok, const char *text)
{
	a->answer.ok = ok;
	snprintf(a->answer.text, sizeof(a->answer.text), "%.*s",
		 (int)sizeof(a->answer.text) - 1, text);
	a->at = ACT_NONE;
}

int act_begin(struct act *a, const char *line, uid_t who)
{
	int r;

	*a = (struct act){ .who = who };
	r = stream_request_parse(line, &a->request);
	if (r == -ENOMSG)
		return r;
	a->at = ACT_ASKED;
	a->until_ns = clock_steady_ns() + WAIT_NS;
	a->answer.addr = a->request.peer;
	a->answer.request = (uint8_t)a->request.kind;
	if (r) /* such as what no window sends: the step says so */
		a->request.kind = STREAM_REQUESTS;
	return 0;
}

void act_clear(struct act *a)
{
	evidence_export_close(a->copy);
	a->copy = NULL;
	a->at = ACT_NONE;
}

static int load(struct edit *x, struct err *e)
{
	int r = list_load(x->sensor->lists_fd, kind_of(x->act), LISTS_USER, &x->list, e);

	if (r != -ENOENT)
		return r;
	r = list_init(&x->list, kind_of(x->act), LISTS_USER);
	snprintf(x->list.source, sizeof(x->list.source), "user %u", (unsigned int)x->act->who);
	return r ? err_set(e, r, "%s", strerror(-r)) : 0;
}

static int replace(struct edit *x, const struct list_entry *entry, const char *reason,
		   struct err *e)
{
	int r = list_add(&x->list, entry, reason);

	return r ? err_set(e, r, "it cannot be added: %s", strerror(-r)) : 0;
}

static int add(struct edit *x, const struct list_entry *old, struct err *e)
{
	const struct list_entry asked = { .net = x->net,
					  .directions = RA_BOTH,
					  .added_s = x->now_s };
	const struct list_entry entry = list_merged(&asked, old);
	char reason[LIST_REASON] = "";

	if (strlen(x->act->request.text) >= sizeof(reason))
		return err_set(e, -EINVAL, "%d bytes of text are the most", LIST_REASON - 1);
	if (x->act->request.text[0])
		strcpy(reason, x->act->request.text);
	else if (old)
		strcpy(reason, list_reason(&x->list, old));
	return replace(x, &entry, reason, e);
}

static int del(struct edit *x, const struct list_entry *old, struct err *e)
{
	struct list_entry *entry = old ? list_find(&x->list, &x->net) : NULL;

	if (!entry)
		return err_set(e, -ENOENT, "its address is not on your %s list",
			       list_kind_word(kind_of(x->act)));
	list_take_out(&x->list, entry, RA_BOTH);
	return 0;
}

static int put(struct edit *x, const struct list_entry *old, struct err *e)
{
	struct list_entry entry;
	const char *reason;

	(void)old;
	if (list_entry_parse(x->act->request.text, &entry, &reason))
		return err_set(e, -EINVAL, "put: in|out|both ADDED EXPIRES [REASON]");
	entry.net = x->net;
	return replace(x, &entry, reason, e);
}

static int change(struct edit *x, struct err *e)
{
	static int (*const verbs[])(struct edit *, const struct list_entry *, struct err *) = {
		[ADD] = add, [DEL] = del, [PUT] = put,
	};
	const struct list_entry *old = list_standing(&x->list, &x->net, x->now_s);
	int r;

	if (old)
		list_entry_format(&x->list, old, x->act->answer.before);
	r = verbs[x->act->request.kind % 3](x, old, e);
	x->list.updated_s = x->now_s;
	if (!r && list_settle(&x->list))
		r = err_set(e, -ENOMEM, "out of memory");
	return r ? r : list_save(x->sensor->lists_fd, &x->list, e);
}

/* returns -EAGAIN while somebody else edits */
static int edit(struct act *a, struct sensor *s, struct err *e)
{
	struct edit x = { .act = a, .sensor = s, .net = { a->request.peer, 128 } };
	int lock, r;

	x.now_s = s->now_ns / CLOCK_S;
	if (s->lists_fd < 0)
		s->lists_fd = list_folder(s->state_fd, true);
	lock = s->lists_fd < 0 ? s->lists_fd : list_try_lock(s->lists_fd);
	if (lock == -EBUSY && clock_steady_ns() < a->until_ns)
		return -EAGAIN;
	if (lock < 0)
		return err_set(e, lock, "the lists cannot be edited: %s", strerror(-lock));
	r = load(&x, e);
	if (!r)
		r = change(&x, e);
	list_clear(&x.list);
	close(lock);
	return r;
}

/* What keeps any list from being edited here. */
static int refuse(const struct sensor *s, struct err *e)
{
	if (s->replay)
		return err_set(e, -ENOTSUP, "a capture is over: nothing about it can be changed");
	if (s->state_fd < 0)
		return err_set(e, -ENOTSUP, "this sensor keeps no state, and so no lists");
	return 0;
}

static void begin_edit(struct act *a, struct sensor *s)
{
	struct err e;
	int r = refuse(s, &e);

	if (!r)
		r = edit(a, s, &e);
	if (r == -EAGAIN)
		return;
	if (!r)
		r = sensor_reload(s, &e);
	a->at = ACT_SETTLES;
	if (r)
		say(a, false, e.text);
}

static void begin_copy(struct act *a, struct sensor *s)
{
	struct err e;
	int r = evidence_export(s->evidence, &a->request.peer, s->now_ns, &a->copy, &e);

	a->at = ACT_COPIES;
	if (r)
		say(a, false, e.text);
}

/* Whether a block list of the user's own decides all the same. */
static bool is_outranked(const struct act *a, const struct sensor *s)
{
	const struct lists_rule *rule = s->roll.judge.lists ?
						lists_judge(s->roll.judge.lists, &a->answer.addr) :
						NULL;

	return (a->request.kind == STREAM_ALLOW_ADD || a->request.kind == STREAM_ALLOW_PUT) &&
	       rule && rule->verdict[RA_IN] == RA_BLOCKED && rule->verdict[RA_OUT] == RA_BLOCKED;
}

static void settle(struct act *a, const struct sensor *s)
{
	static const char *const done[] = { "on", "no longer on", "again as it was on" };
	char text[sizeof(a->answer.text)], address[ADDR_TEXT];

	if (!sensor_settled(s))
		return;
	if (s->swap.fault) {
		snprintf(text, sizeof(text), "saved, but the kernel took not all of the lists: %s",
			 strerror(-s->swap.fault));
		say(a, false, text);
		return;
	}
	addr_format(&a->answer.addr, address);
	snprintf(text, sizeof(text), "%s is %s your %s list%s", address,
		 done[a->request.kind % 3], list_kind_word(kind_of(a)),
		 is_outranked(a, s) ? ", but on your block list too, which decides" : "");
	log_note("user %u: %s", (unsigned int)a->who, text);
	say(a, true, text);
}

static void copy(struct act *a)
{
	char text[sizeof(a->answer.text)];
	int r;

	for (int i = 0; i < COPY_STEPS; i++) {
		if (evidence_export_step(a->copy))
			continue;
		r = evidence_export_end(a->copy, text, sizeof(text));
		act_clear(a);
		say(a, !r, text);
		return;
	}
}

bool act_step(struct act *a, struct sensor *s)
{
	if (a->at == ACT_ASKED && a->request.kind == STREAM_REQUESTS)
		say(a, false, "wants an address, and text where it says something");
	else if (a->at == ACT_ASKED && is_edit(a))
		begin_edit(a, s);
	else if (a->at == ACT_ASKED)
		begin_copy(a, s);
	if (a->at == ACT_SETTLES)
		settle(a, s);
	if (a->at == ACT_COPIES)
		copy(a);
	return a->at == ACT_NONE;
}

void act_put(const struct act *a, struct json *j)
{
	json_open(j, NULL);
	if (a->answer.ok) {
		json_bool(j, "ok", true);
		json_str(j, "text", a->answer.text);
		json_str(j, "before", a->answer.before);
	} else {
		json_str(j, "error", a->answer.text);
	}
	json_close(j);
}
