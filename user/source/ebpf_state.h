/* SPDX-License-Identifier: BSD-2-Clause */
/* ebpf_state.h - the source in the kernel, as its parts see it: opened here, followed there. */
#ifndef SOURCE_EBPF_STATE_H
#define SOURCE_EBPF_STATE_H

#include "source/ebpf_allow.h"
#include "source/ebpf_clock.h"
#include "source/ebpf_ledger.h"
#include "source/ebpf_lists.h"
#include "source/ebpf_pins.h"
#include "source/ebpf_rows.h"
#include "source/ebpf_watch.h"
#include "source/ebpf_zones.h"

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
	struct pins pins;
	int events; /* handed on from the ring buffer */
	struct ebpf_clock clock;
	int64_t next_rows_ns, next_allow_ns, next_hot_ns;
	bool stopped;
	int last_sweeps; /* of one that is pinned, since it was stopped */
};

/* As source_open() and source_close(). */
int ebpf_open(struct source *s, const struct source_config *config, struct err *e);
void ebpf_close(struct source *s);

/* From now on the counters stand still. */
void ebpf_detach(struct ebpf *b);

/* Take what the ring buffers hold; ctx: struct ebpf. */
int ebpf_on_record(void *ctx, void *data, size_t size);
int ebpf_on_packet(void *ctx, void *data, size_t size);

#endif
