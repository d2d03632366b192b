/* SPDX-License-Identifier: BSD-2-Clause */
#include "feed/update.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "core/clock.h"
#include "core/log.h"
#include "feed/fetch.h"
#include "feed/meta.h"
#include "feed/publish.h"

/* One list while it is brought up to date. */
struct work {
	const struct update *u;
	const struct feed_config *c;
	struct meta meta;
	struct list old;
	bool has_old;
	int64_t now_s;
	struct update_result *result;
};

static int lock(const struct work *w, struct err *e)
{
	int fd = list_lock(w->u->lists_fd);

	return fd < 0 ? err_set(e, fd, "%s: the lists are locked: %s", w->c->name, strerror(-fd)) :
			fd;
}

static void load_old(struct work *w)
{
	struct err e;
	int r = list_load(w->u->lists_fd, w->c->kind, w->c->name, &w->old, &e);

	w->has_old = !r;
	if (r && r != -ENOENT)
		log_warn("%s", e.text);
}

/*
 * Whether "not modified" would be an answer: what was read is still there, and none of it will
 * have expired when it is asked for again.
 */
static bool is_current(const struct work *w)
{
	const struct meta *m = &w->meta;

	return w->has_old && !w->u->force && meta_is_of(m, w->c) &&
	       (m->version.etag[0] || m->version.modified[0]) &&
	       m->updated_s == w->old.updated_s && m->read_s <= w->now_s &&
	       (!w->c->expires_s || w->now_s - m->read_s < w->c->expires_s / 2);
}

static int fetch_list(const struct work *w, struct fetched *out, struct err *e)
{
	const struct feeds *feeds = w->u->feeds;
	const struct fetch_how how = {
		.url = w->c->url,
		.ca = feeds->ca[0] ? feeds->ca : NULL,
		.proxy = feeds->proxy[0] ? feeds->proxy : NULL,
		.known = is_current(w) ? &w->meta.version : NULL,
		.most = w->c->most,
		.timeout_s = w->c->timeout_s,
		.stop = w->u->stop,
	};

	return fetch(&how, out, e);
}

/* The list is as it was: only its age is another. Somebody may have edited it meanwhile. */
static int touch(struct work *w, struct err *e)
{
	int held = lock(w, e), r;
	struct list now;

	if (held < 0)
		return held;
	r = list_load(w->u->lists_fd, w->c->kind, w->c->name, &now, e);
	if (!r) {
		now.updated_s = w->now_s;
		r = list_save(w->u->lists_fd, &now, e);
		list_clear(&now);
	}
	close(held);
	return r;
}

/* A list that was another kind's before is no longer. */
static void drop_other_kind(const struct work *w)
{
	const struct meta *m = &w->meta;

	if (m->read_s && m->kind != w->c->kind && !strcmp(m->config, w->u->config))
		list_delete(w->u->lists_fd, w->meta.kind, w->c->name, NULL);
}

static int publish(struct work *w, struct list *fresh, struct err *e)
{
	uint32_t before = w->has_old ? w->old.n : 0;
	int held, r = 0;

	if (!w->u->force && !w->c->any_size)
		r = publish_judge(w->c->name, before, fresh->n, e);
	if (r)
		return r;
	if (w->has_old)
		publish_keep_dates(fresh, &w->old, w->now_s);
	held = lock(w, e);
	if (held < 0)
		return held;
	r = list_save(w->u->lists_fd, fresh, e);
	if (!r)
		drop_other_kind(w);
	close(held);
	return r;
}

static int take_new(struct work *w, const struct fetched *got, struct err *e)
{
	struct list fresh;
	int r = publish_read(w->c, got->text, got->len, w->now_s, &fresh, &w->result->counts, e);

	if (r)
		return r;
	r = publish(w, &fresh, e);
	if (!r) {
		w->result->entries = fresh.n;
		w->meta.read_s = w->now_s;
		w->meta.version = got->version;
		w->meta.kind = w->c->kind;
	}
	list_clear(&fresh);
	return r;
}

/* Whether the list that is there is somebody else's who took the same name. */
static bool is_foreign(const struct work *w)
{
	return w->has_old && !w->meta.read_s && strcmp(w->old.source, w->c->url);
}

static int fetch_and_take(struct work *w, struct err *e)
{
	struct fetched got;
	int r;

	if (is_foreign(w) && !w->u->force)
		return err_set(e, -EEXIST,
			       "%s: a list of this name is there already, from %s; --force puts "
			       "this one in its place", w->c->name,
			       w->old.source[0] ? w->old.source : "elsewhere");
	r = fetch_list(w, &got, e);
	if (r)
		return r;
	r = got.unchanged ? touch(w, e) : take_new(w, &got, e);
	if (!r) {
		w->result->end = got.unchanged ? UPDATE_UNCHANGED : UPDATE_NEW;
		w->result->updated_s = w->now_s;
		w->meta.updated_s = w->now_s;
	}
	fetched_clear(&got);
	return r;
}

/* What was refused was tried, too: the last good one's version stays remembered. */
static int remember(struct work *w, bool failed, struct err *e)
{
	struct meta *m = &w->meta;
	int held, r;

	if (!meta_is_of(m, w->c) && failed)
		m->version = (struct fetch_version){ "", "" };
	snprintf(m->config, sizeof(m->config), "%s", w->u->config);
	snprintf(m->url, sizeof(m->url), "%s", w->c->url);
	meta_reading(w->c, m->reading);
	m->tried_s = w->now_s;
	m->failures = failed ? m->failures + 1 : 0;
	held = lock(w, e);
	if (held < 0)
		return held;
	r = meta_save(w->u->lists_fd, w->c->name, m, e);
	close(held);
	return r;
}

int update_list(const struct update *u, const struct feed_config *c, struct update_result *out,
		struct err *e)
{
	struct work w = { .u = u, .c = c, .now_s = clock_now_ns() / CLOCK_S, .result = out };
	struct err why;
	int r;

	*out = (struct update_result){ .end = UPDATE_NONE };
	meta_load(u->lists_fd, c->name, &w.meta);
	load_old(&w);
	if (w.has_old)
		*out = (struct update_result){ UPDATE_KEPT, w.old.n, w.old.updated_s, { 0 } };
	r = fetch_and_take(&w, e);
	if (r != -EINTR && remember(&w, r, &why) && !r)
		r = err_set(e, -EIO, "%s", why.text);
	if (w.has_old)
		list_clear(&w.old);
	return r;
}

struct withdrawal {
	const struct update *u;
	size_t n;
};

/* Whether the list of that name is the one that was fetched, rather than somebody else's. */
static bool was_fetched(const struct update *u, const char *name, const struct meta *m)
{
	struct list now;
	struct err e;
	bool ours;

	if (!m->read_s || list_load(u->lists_fd, m->kind, name, &now, &e))
		return m->read_s;
	ours = !strcmp(now.source, m->url) || now.updated_s == m->updated_s;
	list_clear(&now);
	return ours;
}

static void withdraw(void *ctx, const char *name)
{
	struct withdrawal *w = ctx;
	struct meta m;
	struct err e;
	bool ours;
	int r;

	meta_load(w->u->lists_fd, name, &m);
	if (feeds_find(w->u->feeds, name) || strcmp(m.config, w->u->config))
		return;
	ours = was_fetched(w->u, name, &m);
	r = ours ? list_delete(w->u->lists_fd, m.kind, name, &e) : 0;
	if (r && r != -ENOENT) {
		log_error("%s", e.text);
		return;
	}
	meta_delete(w->u->lists_fd, name);
	if (!ours)
		return;
	log_note("%s: withdrawn, since %s names it no more", name, w->u->config);
	w->n++;
}

size_t update_withdraw(const struct update *u)
{
	struct withdrawal w = { u, 0 };
	int held = list_lock(u->lists_fd);

	if (held < 0)
		return 0;
	meta_each(u->lists_fd, withdraw, &w);
	close(held);
	return w.n;
}
