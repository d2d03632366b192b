/* SPDX-License-Identifier: BSD-2-Clause */
/* The source in the kernel, once it is open: follows what the programs count. */
#include "source/ebpf_state.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <stdio.h>
#include <string.h>

#include "bpf/rows.h"
#include "bpf/rules.h"
#include "core/clock.h"
#include "core/ledger.h"
#include "redarc.skel.h"
#include "source/ebpf_packet.h"
#include "source/ebpf_pinned.h"
#include "source/kind.h"

#define EBPF_SWEEP_SHARE 50    /* the allowlist is read for at most 1/50 of the time */
#define EBPF_LAST_SWEEPS 3
/* At the latest, a second with the next sweep; sooner while it takes 1/50 of the time. */
#define EBPF_FOLD_NS (CLOCK_S * 3 / 4)

static void on_touch(const struct ebpf *b, const struct ra_record_touch *touch)
{
	struct addr source = addr_from_be32(touch->be_source);
	struct addr target = addr_from_be32(touch->be_target);

	if (b->sink->sent)
		b->sink->sent(b->sink->ctx, &source, &target,
			      ebpf_clock_ns(&b->clock, touch->jiffies));
}

int ebpf_on_record(void *ctx, void *data, size_t size)
{
	struct ebpf *b = ctx;
	uint16_t kind = *(const uint16_t *)data;

	if (kind == RA_RECORD_PEER && size == sizeof(struct ra_record_peer))
		b->events += rows_record(&b->rows, data, b->sink);
	else if (kind == RA_RECORD_TOUCH && size == sizeof(struct ra_record_touch))
		on_touch(b, data);
	return 0;
}

int ebpf_on_packet(void *ctx, void *data, size_t size)
{
	const struct ebpf *b = ctx;

	packet_record(data, size, b->sink);
	return 0;
}

static int ebpf_fd(const struct source *s)
{
	const struct ebpf *b = s->state;

	return ring_buffer__epoll_fd(b->ring);
}

static int ebpf_poll(struct source *s, const struct event_sink *sink, struct err *e)
{
	struct ebpf *b = s->state;
	int r;

	b->sink = sink;
	b->events = 0;
	r = ring_buffer__consume(b->ring);
	if (r < 0)
		return err_set(e, r, "kernel: ring buffer: %s", strerror(-r));
	return b->events;
}

/* When to do again what began at `start`, and has just ended, so that it takes 1/50 of the time. */
static int64_t not_before(int64_t start)
{
	return start + EBPF_SWEEP_SHARE * (clock_steady_ns() - start);
}

/* The same, but within a second at the latest. */
static int64_t within_a_second(int64_t start)
{
	int64_t next = not_before(start);

	return next < start + EBPF_FOLD_NS ? next : start + EBPF_FOLD_NS;
}

/* With thousands of strangers who go on and on, once a second will do. */
static int sweep_rows(struct ebpf *b, const struct event_sink *sink, int64_t start)
{
	int events;

	if (start < b->next_rows_ns && !b->stopped)
		return 0;
	events = rows_sweep(&b->rows, sink);
	b->next_rows_ns = within_a_second(start);
	return events;
}

static int sweep_hot(struct ebpf *b, const struct event_sink *sink, int64_t start)
{
	int r;

	if (start < b->next_hot_ns)
		return 0;
	r = allow4_sweep_hot(&b->allow, ebpf_clock_jiffies(&b->clock), sink);
	b->next_hot_ns = within_a_second(start);
	return r;
}

static int sweep_allow(struct ebpf *b, const struct event_sink *sink, int64_t start)
{
	uint8_t gone = b->skel->data->ra_control.learning ? RA_LEARNING : RA_UNKNOWN;
	int r;

	if (start < b->next_allow_ns)
		return 0;
	r = allow4_sweep(&b->allow, gone, b->stopped, sink);
	b->next_allow_ns = not_before(start);
	return r;
}

/* What is pinned has always more to tell: three sweeps have found all there was at its end. */
static bool goes_on(struct ebpf *b)
{
	return b->stopped && b->pins.folder >= 0 && b->last_sweeps++ >= EBPF_LAST_SWEEPS;
}

static int ebpf_sweep(struct source *s, const struct event_sink *sink, struct err *e)
{
	struct ebpf *b = s->state;
	int events, hot, allow;

	if (goes_on(b))
		return 0;
	events = sweep_rows(b, sink, clock_steady_ns());
	for (size_t i = 0; i < b->n_watch && !b->stopped; i++)
		watch_look(&b->watch[i]);
	hot = sweep_hot(b, sink, clock_steady_ns());
	allow = hot < 0 ? hot : sweep_allow(b, sink, clock_steady_ns());
	return allow < 0 ? err_set(e, allow, "kernel: allow4: %s", strerror(-allow)) :
			   events + hot + allow;
}

static int ebpf_stop(struct source *s)
{
	struct ebpf *b = s->state;

	if (b->pins.folder < 0)
		ebpf_detach(b);
	else
		hot4_rest(&b->hot);
	b->stopped = true;
	b->next_allow_ns = b->next_hot_ns = 0;
	return 0;
}

static int ebpf_ledger(struct source *s, struct ra_ledger *out)
{
	const struct ebpf *b = s->state;
	struct ra_ledger one;

	*out = (struct ra_ledger){ 0 };
	for (uint32_t i = 0; i < b->programs.interfaces; i++) {
		ledgers_sum(&b->ledgers, i, &one);
		ledger_add(out, &one);
	}
	return 0;
}

static bool ebpf_interface(struct source *s, size_t number, struct source_interface *out)
{
	const struct ebpf *b = s->state;

	if (number >= b->n_watch)
		return false;
	watch_describe(&b->watch[number], out);
	ledgers_sum(&b->ledgers, (uint32_t)number, &out->ledger);
	return true;
}

static void ebpf_info(const struct source *s, struct source_info *out)
{
	const struct ebpf *b = s->state;
	struct source_interface one;
	size_t n = 0;

	out->kind = "ebpf";
	out->pinned = b->pins.folder >= 0;
	out->detail[0] = 0;
	for (size_t i = 0; i < b->n_watch && n < sizeof(out->detail); i++) {
		watch_describe(&b->watch[i], &one);
		if (!i)
			out->mode = one.mode;
		n += (size_t)snprintf(out->detail + n, sizeof(out->detail) - n, "%s%s: %s",
				      i ? "; " : "", one.name, one.detail);
	}
}

static int ebpf_record_rate(struct source *s, uint32_t rate)
{
	struct ebpf *b = s->state;

	b->skel->data->ra_control.record_rate = rate;
	return 0;
}

static int ebpf_learning(struct source *s, bool on)
{
	struct ebpf *b = s->state;

	b->skel->data->ra_control.learning = on;
	return 0;
}

static int ebpf_allow_set(struct source *s, const struct addr *peer, uint8_t directions,
			  uint8_t origin)
{
	struct ebpf *b = s->state;

	return allow4_set(&b->allow, peer, directions, origin);
}

static int ebpf_allow_add(struct source *s, const struct source_allow *entries, uint32_t n)
{
	struct ebpf *b = s->state;

	return allow4_add(&b->allow, entries, n);
}

static int ebpf_rules_set(struct source *s, const struct source_rule *rules, uint32_t n)
{
	struct ebpf *b = s->state;

	return lists4_set(&b->lists, rules, n);
}

static int ebpf_zones(struct source *s, const struct cidr *zones, size_t n, uint8_t **used)
{
	struct ebpf *b = s->state;
	int r = zones4_set(&b->zones, bpf_map__fd(b->skel->maps.zone4), &b->skel->data->ra_control,
			   zones, n);

	*used = b->zones.used;
	return r;
}

static int ebpf_settle(struct source *s)
{
	struct ebpf *b = s->state;
	int r = b->pins.adopts ? allow4_settle(&b->allow) : 0;

	return r || !b->pins.adopts ? r : lists4_settle(&b->lists);
}

static const char *ebpf_prefers(const char *interface)
{
	struct device device;

	return attach_hook_word(device_read(interface, &device) ? HOOK_TC : attach_prefer(&device));
}

const struct source_ops source_ebpf = {
	.kind = "ebpf",
	.open = ebpf_open,
	.close = ebpf_close,
	.fd = ebpf_fd,
	.poll = ebpf_poll,
	.sweep = ebpf_sweep,
	.stop = ebpf_stop,
	.ledger = ebpf_ledger,
	.interface = ebpf_interface,
	.record_rate = ebpf_record_rate,
	.info = ebpf_info,
	.learning = ebpf_learning,
	.allow_set = ebpf_allow_set,
	.allow_add = ebpf_allow_add,
	.rules_set = ebpf_rules_set,
	.zones = ebpf_zones,
	.settle = ebpf_settle,
	.pinned = pinned_each,
	.unload = pinned_unload,
	.prefers = ebpf_prefers,
};
