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

#include "bpf/rules.h"
#include "core/clock.h"
#include "redarc.skel.h"
#include "source/ebpf_allow.h"
#include "source/ebpf_attach.h"
#include "source/ebpf_clock.h"
#include "source/ebpf_ledger.h"
#include "source/ebpf_lists.h"
#include "source/ebpf_programs.h"
#include "source/ebpf_rows.h"
#include "source/ebpf_zones.h"

#define EBPF_ROWS 16384u      /* of seen4 for each CPU, at most */
#define EBPF_ROWS_ALL 262144u /* for all of them: 16 MiB of kernel memory */
#define EBPF_SWEEP_SHARE 50   /* the allowlist is read for at most 1/50 of the time */

struct ebpf {
	struct redarc *skel;
	struct attach *attach;
	size_t n_attach;
	struct janitor janitor; /* of filters that would outlive us */
	struct ring_buffer *ring;
	struct rows rows;
	struct allow4 allow;
	struct lists4 lists;
	struct zones4 zones;
	struct ledgers ledgers;
	const struct event_sink *sink; /* while the ring buffer is read */
	void *seen;
	size_t seen_size;
	int n_cpus;
	uint32_t rows_each; /* for each CPU */
	int events; /* handed on from the ring buffer */
	struct ebpf_clock clock;
	int64_t next_allow_ns;
};

static int read_jiffies(struct ebpf *b, struct err *e)
{
	unsigned char frame[14] = { 0 };
	LIBBPF_OPTS(bpf_test_run_opts, opts, .data_in = frame, .data_size_in = sizeof(frame));
	int r = bpf_prog_test_run_opts(bpf_program__fd(b->skel->progs.redarc_clock), &opts);

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

static bool wants_xdp(const struct ebpf *b, enum source_hook hook)
{
	for (size_t i = 0; i < b->n_attach && hook == HOOK_AUTO; i++)
		if (attach_prefer(b->attach[i].name) == HOOK_XDP)
			return true;
	return hook == HOOK_XDP || hook == HOOK_XDP_GENERIC;
}

static int load(struct ebpf *b, const struct source_config *config, struct err *e)
{
	const struct programs_config programs = { .hz = ebpf_clock_hz(&b->clock),
						  .rows = b->rows_each,
						  .cpus = (uint32_t)b->n_cpus,
						  .allow_most = config->allow_most,
						  .rules_most = config->rules_most,
						  .xdp = wants_xdp(b, config->hook) };

	return programs_load(&programs, &b->skel, e);
}

static int program_fd(const struct bpf_program *p)
{
	return bpf_program__autoload(p) ? bpf_program__fd(p) : -1;
}

static int hire_janitor(struct ebpf *b, struct err *e)
{
	struct clsact what[JANITOR_MOST];
	size_t n = 0;
	int r;

	for (size_t i = 0; i < b->n_attach && n < JANITOR_MOST; i++)
		if (attach_needs_janitor(&b->attach[i]))
			what[n++] = b->attach[i].clsact;
	r = n ? janitor_start(&b->janitor, what, n) : 0;
	return r ? err_set(e, r, "fork: %s", strerror(-r)) : 0;
}

/* From now on the counters stand still. */
static void detach_all(struct ebpf *b)
{
	bool swept = b->janitor.pid;

	janitor_finish(&b->janitor);
	for (size_t i = 0; i < b->n_attach; i++) {
		attach_detach(&b->attach[i]);
		if (swept)
			b->attach[i].clsact = (struct clsact){ 0 };
	}
}

static int attach_all(struct ebpf *b, const struct source_config *config, struct err *e)
{
	struct attach_programs programs = {
		.xdp = program_fd(b->skel->progs.redarc_xdp),
		.xdp_ip = program_fd(b->skel->progs.redarc_xdp_ip),
		.in = program_fd(b->skel->progs.redarc_in),
		.out = program_fd(b->skel->progs.redarc_out),
	};

	for (size_t i = 0; i < b->n_attach; i++) {
		int r = attach_open(&b->attach[i], config->hook, &programs, e);

		if (r)
			return r;
	}
	return hire_janitor(b, e);
}

static int map_rows(struct ebpf *b, struct err *e)
{
	uint32_t count = b->rows_each * (uint32_t)b->n_cpus;

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

static int open_maps(struct ebpf *b, const struct source_config *config, struct err *e)
{
	int r = map_rows(b, e);

	b->allow.time_ns = ebpf_clock_ns;
	b->allow.ctx = &b->clock;
	if (!r)
		r = allow4_init(&b->allow, bpf_map__fd(b->skel->maps.allow4), config->allow_most);
	if (!r)
		r = lists4_init(&b->lists, bpf_map__fd(b->skel->maps.block4),
				bpf_map__fd(b->skel->maps.cidr4), &b->skel->data->ra_control);
	if (!r)
		r = ledgers_init(&b->ledgers, bpf_map__fd(b->skel->maps.ledger), b->n_cpus);
	if (r)
		return r;
	b->ring = ring_buffer__new(bpf_map__fd(b->skel->maps.events), on_record, b, NULL);
	if (!b->ring)
		return err_set(e, -ENOMEM, "kernel: cannot open the ring buffer");
	return 0;
}

static int take_interfaces(struct ebpf *b, const struct source_config *config, struct err *e)
{
	b->attach = calloc(config->n_names, sizeof(*b->attach));
	if (!b->attach)
		return -ENOMEM;
	for (size_t i = 0; i < config->n_names; i++) {
		int r;

		for (size_t j = 0; j < i; j++)
			if (!strcmp(config->names[i], config->names[j]))
				return err_set(e, -EINVAL, "%s: named twice", config->names[i]);
		r = attach_take(&b->attach[i], config->names[i], e);
		b->n_attach = i + 1;
		if (r)
			return r;
	}
	return 0;
}

/* A power of two. */
static uint32_t rows_for_each(uint32_t cpus)
{
	uint32_t rows = EBPF_ROWS;

	while (rows > 2 && rows * cpus > EBPF_ROWS_ALL)
		rows /= 2;
	return rows;
}

static int ebpf_open(struct source *s, const struct source_config *config, struct err *e)
{
	struct ebpf *b = calloc(1, sizeof(*b));
	int r;

	s->state = b;
	if (!b)
		return -ENOMEM;
	b->n_cpus = libbpf_num_possible_cpus();
	b->rows_each = rows_for_each((uint32_t)b->n_cpus);
	ebpf_clock_init(&b->clock);
	r = take_interfaces(b, config, e);
	if (!r)
		r = load(b, config, e);
	if (!r)
		r = read_jiffies(b, e);
	if (!r)
		r = open_maps(b, config, e);
	return r ? r : attach_all(b, config, e);
}

static void ebpf_close(struct source *s)
{
	struct ebpf *b = s->state;

	if (!b)
		return;
	detach_all(b);
	for (size_t i = 0; i < b->n_attach; i++)
		attach_close(&b->attach[i]);
	ring_buffer__free(b->ring);
	rows_clear(&b->rows);
	allow4_clear(&b->allow);
	lists4_clear(&b->lists);
	zones4_clear(&b->zones);
	ledgers_clear(&b->ledgers);
	if (b->seen)
		munmap(b->seen, b->seen_size);
	redarc__destroy(b->skel);
	free(b->attach);
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

static int ebpf_sweep(struct source *s, const struct event_sink *sink, struct err *e)
{
	struct ebpf *b = s->state;
	uint8_t gone = b->skel->data->ra_control.learning ? RA_LEARNING : RA_UNKNOWN;
	int64_t start = clock_steady_ns();
	int events, r;

	for (size_t i = 0; i < b->n_attach; i++)
		if (!attach_is_alive(&b->attach[i]))
			return err_set(e, -ENODEV, "%s: the interface is gone", b->attach[i].name);
	events = rows_sweep(&b->rows, sink);
	if (start < b->next_allow_ns)
		return events;
	r = allow4_sweep(&b->allow, gone, sink);
	b->next_allow_ns = start + EBPF_SWEEP_SHARE * (clock_steady_ns() - start);
	return r < 0 ? err_set(e, r, "kernel: allow4: %s", strerror(-r)) : events + r;
}

static int ebpf_stop(struct source *s)
{
	struct ebpf *b = s->state;

	detach_all(b);
	b->next_allow_ns = 0;
	return 0;
}

static int ebpf_ledger(struct source *s, struct ra_ledger *out)
{
	struct ebpf *b = s->state;

	return ledgers_sum(&b->ledgers, out);
}

static void ebpf_info(const struct source *s, struct source_info *out)
{
	const struct ebpf *b = s->state;
	size_t n = 0;

	out->kind = "ebpf";
	out->mode = attach_hook_word(b->attach[0].hook);
	for (size_t i = 0; i < b->n_attach && n < sizeof(out->detail); i++) {
		if (i)
			n += (size_t)snprintf(out->detail + n, sizeof(out->detail) - n, "; ");
		if (n < sizeof(out->detail))
			attach_describe(&b->attach[i], out->detail + n, sizeof(out->detail) - n);
		n = strlen(out->detail);
	}
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
	.info = ebpf_info,
	.learning = ebpf_learning,
	.allow_set = ebpf_allow_set,
	.allow_add = ebpf_allow_add,
	.rules_set = ebpf_rules_set,
	.zones = ebpf_zones,
	.prefers = ebpf_prefers,
};
