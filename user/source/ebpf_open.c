/* SPDX-License-Identifier: BSD-2-Clause */
/* Loads the programs, sizes their maps, and hangs them on the interfaces. */
#include "source/ebpf_state.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "bpf/rows.h"
#include "bpf/rules.h"
#include "redarc.skel.h"
#include "source/ebpf_run.h"

#define EBPF_ROWS 16384u      /* of seen4 for each CPU, at most */
#define EBPF_ROWS_ALL 262144u /* for all of them: 16 MiB of kernel memory */
#define EBPF_LINES 65536u     /* of hot4 for each CPU and direction, at most */
#define EBPF_LINES_LEAST 64u
#define EBPF_LINES_ALL 524288u /* for all of them: 64 MiB with what is folded */

static int read_jiffies(struct ebpf *b, struct err *e)
{
	int r = ebpf_run(bpf_program__fd(b->skel->progs.redarc_clock), NULL, 0);

	if (r)
		return err_set(e, r, "kernel: cannot read its clock: %s", strerror(-r));
	ebpf_clock_set(&b->clock, b->skel->data->ra_control.jiffies);
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

void ebpf_detach(struct ebpf *b)
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
	return r;
}

static struct ra_header header_of(const struct ebpf *b, const struct source_config *config)
{
	struct ra_header h = { .magic = RA_HEADER_MAGIC,
			       .version = RA_VERSION,
			       .policy = config->policy,
			       .cpus = b->programs.cpus,
			       .rows = b->programs.rows,
			       .hot_lines = b->programs.hot_lines,
			       .interfaces = b->programs.interfaces,
			       .evidence = b->pins.header.evidence || config->snap,
			       .seed = b->programs.seed };

	for (size_t i = 0; i < b->n_watch; i++) {
		h.interface[i] = (struct ra_header_interface){ .hook = b->watch[i].attach.hook,
							       .lan = b->watch[i].lan };
		memcpy(h.interface[i].name, b->watch[i].attach.name, IF_NAMESIZE);
	}
	return h;
}

/* The header comes last, so that what is half made is never adopted. */
static int keep_all(struct ebpf *b, const struct source_config *config, struct err *e)
{
	const struct ra_header header = header_of(b, config);
	int r = 0;

	for (size_t i = 0; i < b->n_watch && !r; i++)
		r = watch_keep(&b->watch[i], &b->pins, e);
	if (r)
		return r;
	r = pins_keep_maps(&b->pins, b->skel->obj, &header);
	return r ? err_set(e, r, "--pin: %s: %s", b->watch[0].attach.name, strerror(-r)) : 0;
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

static int open_hot(struct ebpf *b, const struct source_config *config)
{
	const struct hot4_config table = {
		.hot = bpf_map__fd(b->skel->maps.hot4),
		.folded = bpf_map__fd(b->skel->maps.fold4),
		.fold = bpf_program__fd(b->skel->progs.redarc_fold),
		.edit = bpf_program__fd(b->skel->progs.redarc_edit),
		.lines = b->programs.hot_lines,
		.cpus = b->programs.cpus,
		.seed = (uint32_t)b->programs.seed,
		.hz = b->programs.hz,
		.control = &b->skel->data->ra_control,
		.inherited = b->pins.adopts,
	};
	int r = hot4_init(&b->hot, &table);

	b->allow.hot = config->no_hot ? NULL : &b->hot;
	return r;
}

/* What stands there by now counts on; what of it is still wanted is found out later. */
static int adopt_maps(struct ebpf *b)
{
	int r = allow4_adopt(&b->allow);

	return r ? r : lists4_adopt(&b->lists, bpf_map__max_entries(b->skel->maps.block4) +
						       bpf_map__max_entries(b->skel->maps.cidr4));
}

static int open_maps(struct ebpf *b, const struct source_config *config, struct err *e)
{
	volatile struct ra_control *control = &b->skel->data->ra_control;
	int r = map_rows(b, e);

	b->allow.time_ns = ebpf_clock_ns;
	b->allow.ctx = &b->clock;
	b->allow.fd = bpf_map__fd(b->skel->maps.allow4);
	b->allow.edit = bpf_program__fd(b->skel->progs.redarc_edit);
	control->record_rate = SOURCE_RECORD_RATE;
	if (!r)
		r = open_hot(b, config);
	if (!r)
		r = allow4_init(&b->allow, bpf_map__max_entries(b->skel->maps.allow4));
	if (!r)
		r = lists4_init(&b->lists, bpf_map__fd(b->skel->maps.block4),
				bpf_map__fd(b->skel->maps.cidr4), control);
	if (!r)
		r = ledgers_init(&b->ledgers, bpf_map__fd(b->skel->maps.ledger),
				 b->programs.interfaces, b->programs.cpus);
	if (!r && b->pins.adopts)
		r = adopt_maps(b);
	if (r)
		return err_set(e, r, "kernel: maps: %s", strerror(-r));
	b->ring = ring_buffer__new(bpf_map__fd(b->skel->maps.events), ebpf_on_record, b, NULL);
	/* Read behind the events, so that who sent a packet is known by then. */
	if (!b->ring ||
	    ring_buffer__add(b->ring, bpf_map__fd(b->skel->maps.evidence), ebpf_on_packet, b))
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

/* The maps are as they are, and who stands where in them. */
static void follow_header(struct ebpf *b)
{
	const struct ra_header *h = &b->pins.header;

	b->programs.rows = h->rows;
	b->programs.hot_lines = h->hot_lines;
	b->programs.seed = h->seed;
	b->programs.pins = &b->pins;
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
	if (b->pins.adopts)
		follow_header(b);
}

static int check_header(const struct ebpf *b, const struct source_config *config, struct err *e)
{
	const struct ra_header *h = &b->pins.header;
	const char *name = config->names[0];

	if (h->cpus != (uint32_t)libbpf_num_possible_cpus() || h->interfaces != config->n_names)
		return pins_differ(name, "by a sensor of another shape", e);
	if (h->policy != config->policy)
		return pins_differ(name, "under another --policy", e);
	if (config->snap && !h->evidence)
		return pins_differ(name, "without --evidence", e);
	return 0;
}

static int open_pins(struct ebpf *b, const struct source_config *config, struct err *e)
{
	int r;

	if (!config->pin)
		return pins_check_free(config->names, config->n_names, e);
	r = pins_open(&b->pins, config->names, config->n_names, e);
	if (!r && b->pins.adopts)
		r = check_header(b, config, e);
	for (size_t i = 0; i < b->n_watch && !r && b->pins.adopts; i++)
		r = watch_adopt(&b->watch[i], (uint32_t)i, &b->pins, e);
	return r;
}

int ebpf_open(struct source *s, const struct source_config *config, struct err *e)
{
	struct ebpf *b = calloc(1, sizeof(*b));
	int r;

	s->state = b;
	if (!b)
		return -ENOMEM;
	b->pins = PINS_NONE;
	r = take_interfaces(b, config, e);
	if (!r)
		r = open_pins(b, config, e);
	if (r)
		return r;
	configure(b, config);
	r = load_all(b, e);
	if (!r)
		r = read_jiffies(b, e);
	if (!r)
		r = open_maps(b, config, e);
	if (!r)
		r = open_all(b, e);
	if (!r && config->pin)
		return keep_all(b, config, e);
	return r ? r : hire_janitor(b, e);
}

/* Of a start that failed nothing is left. */
static void close_pins(struct ebpf *b, bool stays)
{
	bool goes = b->pins.folder >= 0 && !stays;

	if (goes)
		pins_remove(&b->pins);
	pins_close(&b->pins);
	if (goes)
		pins_unmount();
}

void ebpf_close(struct source *s)
{
	struct ebpf *b = s->state;
	bool stays;

	if (!b)
		return;
	stays = b->pins.folder >= 0 && (b->stopped || b->pins.adopts);
	b->lists.stays = stays;
	ebpf_detach(b);
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
	close_pins(b, stays);
	free(b->watch);
	free(b);
}
