/* SPDX-License-Identifier: BSD-2-Clause */
/* The source in the kernel: loads the programs, attaches them, and follows what they count. */
#include "source/kind.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "bpf/rows.h"
#include "bpf/rules.h"
#include "core/clock.h"
#include "core/ledger.h"
#include "redarc.skel.h"
#include "source/ebpf_allow.h"
#include "source/ebpf_clock.h"
#include "source/ebpf_ledger.h"
#include "source/ebpf_lists.h"
#include "source/ebpf_packet.h"
#include "source/ebpf_rows.h"
#include "source/ebpf_run.h"
#include "source/ebpf_watch.h"
#include "source/ebpf_zones.h"

#define EBPF_ROWS 16384u      /* of seen4 for each CPU, at most */
#define EBPF_ROWS_ALL 262144u /* for all of them: 16 MiB of kernel memory */
#define EBPF_LINES 65536u     /* of hot4 for each CPU and direction, at most */
#define EBPF_LINES_LEAST 64u
#define EBPF_LINES_ALL 524288u /* for all of them: 64 MiB with what is folded */
#define EBPF_SWEEP_SHARE 50    /* the allowlist is read for at most 1/50 of the time */
#define EBPF_FOLD_NS CLOCK_S   /* at the latest; sooner while it takes 1/50 of the time */
#define EBPF_RECORD_RATE 8192  /* records a second and CPU */

struct ebpf {
	struct watch *watch; /* the interfaces; the first made the maps */
	size_t n_watch;
	struct redarc *skel; /* the first one's */
	struct janitor janitor; /* of filters that would outlive us */
	struct ring_buffer *ring;
	struct rows rows;
	struct hot4 hot;
	struct allow4 allow;
	struct lists4 lists;
	struct zones4 zones;
	struct ledgers ledgers;
	const struct event_sink *sink; /* while the ring buffer is read */
	void *seen;
	size_t seen_size;
	struct programs_config programs;
	int events; /* handed on from the ring buffer */
	struct ebpf_clock clock;
	int64_t next_allow_ns, next_hot_ns;
	bool stopped;
};

static int read_jiffies(struct ebpf *b, struct err *e)
{
	int r = ebpf_run(bpf_program__fd(b->skel->progs.redarc_clock), NULL, 0);

	if (r)
		return err_set(e, r, "kernel: cannot read its clock: %s", strerror(-r));
	ebpf_clock_set(&b->clock, b->skel->data->ra_control.jiffies);
	return 0;
}

static void on_touch(const struct ebpf *b, const struct ra_record_touch *touch)
{
	struct addr source = addr_from_be32(touch->be_source);
	struct addr target = addr_from_be32(touch->be_target);

	if (b->sink->sent)
		b->sink->sent(b->sink->ctx, &source, &target,
			      ebpf_clock_ns(&b->clock, touch->jiffies));
}

static int on_record(void *ctx, void *data, size_t size)
{
	struct ebpf *b = ctx;
	uint16_t kind = *(const uint16_t *)data;

	if (kind == RA_RECORD_PEER && size == sizeof(struct ra_record_peer))
		b->events += rows_record(&b->rows, data, b->sink);
	else if (kind == RA_RECORD_TOUCH && size == sizeof(struct ra_record_touch))
		on_touch(b, data);
	return 0;
}

static int on_packet(void *ctx, void *data, size_t size)
{
	const struct ebpf *b = ctx;

	packet_record(data, size, b->sink);
	return 0;
}

static int hire_janitor(struct ebpf *b, struct err *e)
{
	struct clsact what[JANITOR_MOST];
	size_t n = 0;
	int r;

	for (size_t i = 0; i < b->n_watch && n < JANITOR_MOST; i++)
		if (attach_needs_janitor(&b->watch[i].attach))
			what[n++] = b->watch[i].attach.clsact;
	r = n ? janitor_start(&b->janitor, what, n) : 0;
	return r ? err_set(e, r, "fork: %s", strerror(-r)) : 0;
}

/* From now on the counters stand still. */
static void detach_all(struct ebpf *b)
{
	bool swept = b->janitor.pid;

	janitor_finish(&b->janitor);
	for (size_t i = 0; i < b->n_watch; i++) {
		attach_detach(&b->watch[i].attach);
		if (swept)
			b->watch[i].attach.clsact = (struct clsact){ 0 };
	}
}

static int load_all(struct ebpf *b, struct err *e)
{
	int r = 0;

	for (size_t i = 0; i < b->n_watch && !r; i++) {
		r = watch_load(&b->watch[i], (uint32_t)i, &b->programs, b->skel, e);
		b->skel = b->watch[0].skel;
	}
	return r;
}

static int open_all(struct ebpf *b, struct err *e)
{
	int r = 0;

	for (size_t i = 0; i < b->n_watch && !r; i++)
		r = watch_open(&b->watch[i], e);
	return r ? r : hire_janitor(b, e);
}

static int map_rows(struct ebpf *b, struct err *e)
{
	uint32_t count = b->programs.rows * b->programs.cpus;

	b->seen_size = (size_t)count * sizeof(struct ra_seen);
	b->seen = mmap(NULL, b->seen_size, PROT_READ, MAP_SHARED,
		       bpf_map__fd(b->skel->maps.seen4), 0);
	if (b->seen == MAP_FAILED) {
		b->seen = NULL;
		return err_set(e, -errno, "kernel: cannot map seen4: %s", strerror(errno));
	}
	b->rows.time_ns = ebpf_clock_ns;
	b->rows.ctx = &b->clock;
	return rows_init(&b->rows, b->seen, count);
}

static int open_hot(struct ebpf *b, bool wanted)
{
	const struct hot4_config config = {
		.hot = bpf_map__fd(b->skel->maps.hot4),
		.folded = bpf_map__fd(b->skel->maps.fold4),
		.fold = bpf_program__fd(b->skel->progs.redarc_fold),
		.edit = bpf_program__fd(b->skel->progs.redarc_edit),
		.lines = b->programs.hot_lines,
		.cpus = b->programs.cpus,
		.seed = (uint32_t)b->programs.seed,
		.hz = b->programs.hz,
		.control = &b->skel->data->ra_control,
	};
	int r = hot4_init(&b->hot, &config);

	b->allow.hot = wanted ? &b->hot : NULL;
	return r;
}

static int open_maps(struct ebpf *b, const struct source_config *config, struct err *e)
{
	volatile struct ra_control *control = &b->skel->data->ra_control;
	int r = map_rows(b, e);

	b->allow.time_ns = ebpf_clock_ns;
	b->allow.ctx = &b->clock;
	b->allow.fd = bpf_map__fd(b->skel->maps.allow4);
	b->allow.edit = bpf_program__fd(b->skel->progs.redarc_edit);
	control->record_rate = EBPF_RECORD_RATE;
	if (!r)
		r = open_hot(b, !config->no_hot);
	if (!r)
		r = allow4_init(&b->allow, config->allow_most);
	if (!r)
		r = lists4_init(&b->lists, bpf_map__fd(b->skel->maps.block4),
				bpf_map__fd(b->skel->maps.cidr4), control);
	if (!r)
		r = ledgers_init(&b->ledgers, bpf_map__fd(b->skel->maps.ledger),
				 b->programs.interfaces, b->programs.cpus);
	if (r)
		return err_set(e, r, "kernel: maps: %s", strerror(-r));
	b->ring = ring_buffer__new(bpf_map__fd(b->skel->maps.events), on_record, b, NULL);
	/* Read behind the events, so that who sent a packet is known by then. */
	if (!b->ring ||
	    ring_buffer__add(b->ring, bpf_map__fd(b->skel->maps.evidence), on_packet, b))
		return err_set(e, -ENOMEM, "kernel: cannot open the ring buffers");
	return 0;
}

static int take_interfaces(struct ebpf *b, const struct source_config *config, struct err *e)
{
	b->watch = calloc(config->n_names, sizeof(*b->watch));
	if (!b->watch)
		return -ENOMEM;
	for (size_t i = 0; i < config->n_names; i++) {
		int r;

		for (size_t j = 0; j < i; j++)
			if (!strcmp(config->names[i], config->names[j]))
				return err_set(e, -EINVAL, "%s: named twice", config->names[i]);
		r = watch_take(&b->watch[i], config->names[i], config, e);
		b->n_watch = i + 1;
		if (r)
			return r;
	}
	return 0;
}

/* A power of two, of which all CPUs together have at most `all`. */
static uint32_t share_of(uint32_t most, uint32_t all, uint32_t cpus, uint32_t least)
{
	while (most > least && (uint64_t)most * cpus > all)
		most /= 2;
	return most;
}

/* Lines enough for half of what allow4 can hold, as the table asks for when it is full. */
static uint32_t lines_for(uint32_t allow_most, uint32_t cpus)
{
	uint32_t lines = EBPF_LINES;

	while (lines > EBPF_LINES_LEAST && lines > allow_most / 2)
		lines /= 2;
	return share_of(lines, EBPF_LINES_ALL / (2 * RA_DIRECTIONS), cpus, EBPF_LINES_LEAST);
}

static void configure(struct ebpf *b, const struct source_config *config)
{
	uint32_t cpus = (uint32_t)libbpf_num_possible_cpus();

	ebpf_clock_init(&b->clock);
	b->programs = (struct programs_config){
		.hz = ebpf_clock_hz(&b->clock),
		.cpus = cpus,
		.interfaces = (uint32_t)config->n_names,
		.rows = share_of(EBPF_ROWS, EBPF_ROWS_ALL, cpus, 2),
		.hot_lines = config->no_hot ? EBPF_LINES_LEAST :
					      lines_for(config->allow_most, cpus),
		.allow_most = config->allow_most,
		.rules_most = config->rules_most,
		.snap = config->snap,
		.seed = programs_seed(),
	};
}

static int ebpf_open(struct source *s, const struct source_config *config, struct err *e)
{
	struct ebpf *b = calloc(1, sizeof(*b));
	int r;

	s->state = b;
	if (!b)
		return -ENOMEM;
	configure(b, config);
	r = take_interfaces(b, config, e);
	if (!r)
		r = load_all(b, e);
	if (!r)
		r = read_jiffies(b, e);
	if (!r)
		r = open_maps(b, config, e);
	return r ? r : open_all(b, e);
}

static void ebpf_close(struct source *s)
{
	struct ebpf *b = s->state;

	if (!b)
		return;
	detach_all(b);
	ring_buffer__free(b->ring);
	rows_clear(&b->rows);
	allow4_clear(&b->allow);
	hot4_clear(&b->hot);
	lists4_clear(&b->lists);
	zones4_clear(&b->zones);
	ledgers_clear(&b->ledgers);
	if (b->seen)
		munmap(b->seen, b->seen_size);
	for (size_t i = b->n_watch; i--;) /* the first one's maps are everyone's */
		watch_close(&b->watch[i]);
	free(b->watch);
	free(b);
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

static int sweep_hot(struct ebpf *b, const struct event_sink *sink, int64_t start)
{
	int r;

	if (start < b->next_hot_ns)
		return 0;
	r = allow4_sweep_hot(&b->allow, ebpf_clock_jiffies(&b->clock), sink);
	b->next_hot_ns = not_before(start);
	if (b->next_hot_ns > start + EBPF_FOLD_NS)
		b->next_hot_ns = start + EBPF_FOLD_NS;
	return r;
}

static int sweep_allow(struct ebpf *b, const struct event_sink *sink, int64_t start)
{
	uint8_t gone = b->skel->data->ra_control.learning ? RA_LEARNING : RA_UNKNOWN;
	int r;

	if (start < b->next_allow_ns)
		return 0;
	r = allow4_sweep(&b->allow, gone, sink);
	b->next_allow_ns = not_before(start);
	return r;
}

static int ebpf_sweep(struct source *s, const struct event_sink *sink, struct err *e)
{
	struct ebpf *b = s->state;
	int events = rows_sweep(&b->rows, sink), hot, allow;

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

	detach_all(b);
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

static const char *ebpf_prefers(const char *interface)
{
	return attach_hook_word(attach_prefer(interface));
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
	.prefers = ebpf_prefers,
};
