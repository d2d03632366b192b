/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Live interfaces through libpcap, where the kernel takes no programs: a copy of the start of
 * each packet comes up here, and the judge judges it. Each interface has two taps, since
 * libpcap does not tell which way a packet goes; what they hold is taken in order of time, so
 * that an answer follows what it answers.
 */
#include <errno.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "core/clock.h"
#include "core/ledger.h"
#include "source/device.h"
#include "source/kind.h"
#include "source/pcap_tap.h"

#define LIVE_SNAP 192 /* Ethernet, 8 tags, 16 labels, and IPv4 with all its options and ports */

struct watched {
	char name[IF_NAMESIZE];
	int ifindex, lock;
	bool lan, loopback, gone;
	struct tap tap[RA_DIRECTIONS]; /* of the loopback only the one for what comes in */
	struct ra_ledger ledger;
};

struct live {
	struct watched *watched;
	size_t n;
	int ready; /* epoll: one of the taps has packets */
	uint32_t snap;
	int64_t stopped_ns; /* INT64_MAX: it runs */
};

static bool faces_inside(const struct source_config *config, const char *name)
{
	for (size_t i = 0; i < config->n_lan; i++)
		if (!strcmp(config->lan[i], name))
			return true;
	return false;
}

static int take_interface(struct watched *w, const char *name, struct err *e)
{
	struct device device;

	w->lock = -1;
	if (strlen(name) < IF_NAMESIZE)
		w->ifindex = (int)if_nametoindex(name);
	if (!w->ifindex || device_read(name, &device))
		return err_set(e, -ENODEV,
			       "%s: no such interface; `redarc interfaces` lists what there is",
			       name);
	snprintf(w->name, sizeof(w->name), "%s", name);
	w->loopback = device.loopback;
	w->lock = device_lock(w->name);
	if (w->lock == -EBUSY)
		return err_set(e, -EBUSY,
			       "%s: another redarc watches this interface; `redarc status` shows "
			       "it",
			       name);
	return w->lock < 0 ? err_set(e, w->lock, "%s: lock: %s", name, strerror(-w->lock)) : 0;
}

static int open_tap(struct live *l, struct watched *w, uint8_t direction, struct err *e)
{
	struct tap *t = &w->tap[direction];
	struct epoll_event event = { .events = EPOLLIN };
	uint32_t snap = l->snap > LIVE_SNAP ? l->snap : LIVE_SNAP;
	int r = tap_open(t, w->name, direction, (int)snap, e);

	if (!r && epoll_ctl(l->ready, EPOLL_CTL_ADD, t->fd, &event))
		r = err_set(e, -errno, "%s: epoll: %s", w->name, strerror(errno));
	return r;
}

static int open_watched(struct live *l, const char *name, bool lan, struct err *e)
{
	struct watched *w = &l->watched[l->n++];
	int r = take_interface(w, name, e);

	w->lan = lan;
	if (!r)
		r = open_tap(l, w, RA_IN, e);
	if (!r && !w->loopback)
		r = open_tap(l, w, RA_OUT, e);
	return r;
}

static int pcap_live_open(struct source *s, const struct source_config *config, struct err *e)
{
	struct live *l = calloc(1, sizeof(*l));
	int r = 0;

	s->state = l;
	if (l)
		l->watched = calloc(config->n_names, sizeof(*l->watched));
	if (!l || !l->watched)
		return err_set(e, -ENOMEM, "capture: out of memory");
	l->snap = config->snap;
	l->stopped_ns = INT64_MAX;
	l->ready = epoll_create1(EPOLL_CLOEXEC);
	if (l->ready < 0)
		return err_set(e, -errno, "capture: epoll: %s", strerror(errno));
	for (size_t i = 0; i < config->n_names && !r; i++)
		r = open_watched(l, config->names[i], faces_inside(config, config->names[i]), e);
	return r;
}

static void close_taps(struct watched *w)
{
	for (int d = 0; d < RA_DIRECTIONS; d++)
		tap_close(&w->tap[d]);
}

static void pcap_live_close(struct source *s)
{
	struct live *l = s->state;

	if (!l)
		return;
	for (size_t i = 0; i < l->n; i++) {
		close_taps(&l->watched[i]);
		if (l->watched[i].lock >= 0)
			close(l->watched[i].lock);
	}
	if (l->watched)
		close(l->ready);
	free(l->watched);
	free(l);
}

static int pcap_live_fd(const struct source *s)
{
	const struct live *l = s->state;

	return l->ready;
}

/*
 * Nobody knows what they were: they are seen, unknown and lost. On the loopback each was to be
 * taken twice.
 */
static void count_lost(struct watched *w)
{
	for (int d = 0; d < RA_DIRECTIONS; d++) {
		uint64_t n = tap_lost(&w->tap[d]);

		for (int times = 0; times <= w->loopback; times++) {
			w->ledger.seen += n;
			w->ledger.verdict[RA_UNKNOWN][d ^ times ^ w->lan] += n;
			w->ledger.lost += n;
		}
	}
}

/* An interface that went is no fault while there are others. */
static int let_go(struct live *l, struct watched *w, struct err *e)
{
	size_t left = 0;

	if (device_index(w->lock, w->name) == w->ifindex)
		return 0;
	count_lost(w);
	close_taps(w);
	w->gone = true;
	for (size_t i = 0; i < l->n; i++)
		left += !l->watched[i].gone;
	return left ? 0 : err_set(e, -ENODEV, "%s: the interface is gone", w->name);
}

static int look(struct live *l, struct watched *w, struct err *e)
{
	struct err why;
	int r = 0;

	for (int d = 0; d < RA_DIRECTIONS && !r; d++)
		r = tap_look(&w->tap[d], &why);
	if (!r)
		return 0;
	r = let_go(l, w, e);
	return r || w->gone ? r : err_set(e, -EIO, "%s: %s", w->name, why.text);
}

/*
 * Packets of the time until now are taken, so that those of one tap do not run ahead of
 * another's; one of a time far off was there before the clock was set back.
 */
static bool is_due(const struct live *l, const struct tap *t, int64_t now_ns)
{
	if (!t->waits || t->head.time_ns > l->stopped_ns)
		return false;
	return t->head.time_ns <= now_ns || t->head.time_ns > now_ns + CLOCK_S;
}

/* out: the interface of the oldest packet that is due; NULL: none is. Returns 0 or -errno */
static int find_oldest(struct live *l, int64_t now_ns, struct watched **out, struct tap **tap,
		       struct err *e)
{
	int r = 0;

	*out = NULL;
	for (size_t i = 0; i < l->n && !r; i++) {
		struct watched *w = &l->watched[i];

		r = look(l, w, e);
		for (int d = 0; d < RA_DIRECTIONS && !r; d++) {
			struct tap *t = &w->tap[d];

			if (!is_due(l, t, now_ns) ||
			    (*out && t->head.time_ns >= (*tap)->head.time_ns))
				continue;
			*out = w;
			*tap = t;
		}
	}
	return r;
}

static void keep(const struct live *l, const struct reader_frame *f, const struct event *e,
		 const struct event_sink *sink)
{
	const struct event_packet p = {
		.time_ns = f->time_ns,
		.peer = e->peer,
		.bytes = f->bytes,
		.captured = f->captured < l->snap ? f->captured : l->snap,
		.length = f->length,
		.direction = e->direction,
		.verdict = RA_VERDICTS,
		.interface = e->interface,
		.link = (uint8_t)f->link,
	};

	if (l->snap && sink->packet)
		sink->packet(sink->ctx, &p);
}

static int deliver(struct live *l, struct watched *w, const struct reader_frame *f,
		   enum ra_direction direction, const struct event_sink *sink)
{
	struct addr source, target;
	struct event event;

	if (reader_take_side(&w->ledger, f, (uint8_t)(direction ^ w->lan), &event)) {
		event.interface = (uint8_t)(w - l->watched);
		sink->event(sink->ctx, &event);
		keep(l, f, &event, sink);
		return 1;
	}
	if (sink->sent && reader_arp(f, &source, &target))
		sink->sent(sink->ctx, &source, &target, f->time_ns);
	return 0;
}

static int pcap_live_poll(struct source *s, const struct event_sink *sink, struct err *e)
{
	struct live *l = s->state;
	int64_t now_ns = clock_now_ns();
	struct watched *w;
	struct tap *t;
	int r, events = 0;

	for (size_t i = 0; i < l->n; i++)
		for (int d = 0; d < RA_DIRECTIONS; d++)
			l->watched[i].tap[d].dry = false;
	while (!(r = find_oldest(l, now_ns, &w, &t, e)) && w) {
		if (w->loopback) /* what comes in went out before */
			events += deliver(l, w, &t->head, RA_OUT, sink);
		events += deliver(l, w, &t->head, t->direction, sink);
		t->waits = false;
	}
	return r ? r : events;
}

static int pcap_live_sweep(struct source *s, const struct event_sink *sink, struct err *e)
{
	struct live *l = s->state;

	if (l->stopped_ns < INT64_MAX)
		return pcap_live_poll(s, sink, e);
	for (size_t i = 0; i < l->n; i++)
		count_lost(&l->watched[i]);
	return 0;
}

static int pcap_live_stop(struct source *s)
{
	struct live *l = s->state;

	for (size_t i = 0; i < l->n; i++)
		count_lost(&l->watched[i]);
	l->stopped_ns = clock_now_ns();
	return 0;
}

static int pcap_live_ledger(struct source *s, struct ra_ledger *out)
{
	const struct live *l = s->state;

	*out = (struct ra_ledger){ 0 };
	for (size_t i = 0; i < l->n; i++)
		ledger_add(out, &l->watched[i].ledger);
	return 0;
}

static const char *how(const struct watched *w)
{
	return w->gone ? "libpcap does not take it up again" : "libpcap, each packet copied";
}

static bool pcap_live_interface(struct source *s, size_t number, struct source_interface *out)
{
	const struct live *l = s->state;
	const struct watched *w;

	if (number >= l->n)
		return false;
	w = &l->watched[number];
	*out = (struct source_interface){
		.index = w->gone ? 0 : (uint32_t)w->ifindex,
		.mode = w->gone ? "gone" : "pcap",
		.counts = "packets as the stack has them, an aggregate is one",
		.lan = w->lan,
		.ledger = w->ledger,
	};
	snprintf(out->name, sizeof(out->name), "%s", w->name);
	snprintf(out->detail, sizeof(out->detail), "%s", how(w));
	return true;
}

static void pcap_live_info(const struct source *s, struct source_info *out)
{
	const struct live *l = s->state;
	size_t n = 0;

	*out = (struct source_info){ .kind = "pcap", .mode = "pcap" };
	for (size_t i = 0; i < l->n && n < sizeof(out->detail); i++)
		n += (size_t)snprintf(out->detail + n, sizeof(out->detail) - n,
				      "%s%s: %s", i ? "; " : "", l->watched[i].name,
				      how(&l->watched[i]));
}

static const char *pcap_live_prefers(const char *interface)
{
	(void)interface;
	return "pcap";
}

const struct source_ops source_pcap_live = {
	.kind = "pcap",
	.open = pcap_live_open,
	.close = pcap_live_close,
	.fd = pcap_live_fd,
	.poll = pcap_live_poll,
	.sweep = pcap_live_sweep,
	.stop = pcap_live_stop,
	.ledger = pcap_live_ledger,
	.interface = pcap_live_interface,
	.info = pcap_live_info,
	.prefers = pcap_live_prefers,
};
