/* SPDX-License-Identifier: BSD-2-Clause */
#include "source/ebpf_rows.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

int rows_init(struct rows *r, const void *map, uint32_t count)
{
	r->map = map;
	r->count = count;
	r->marks = calloc(count, sizeof(*r->marks));
	return r->marks ? 0 : -ENOMEM;
}

void rows_clear(struct rows *r)
{
	free(r->marks);
	r->marks = NULL;
}

static int hand_on(const struct rows *r, struct row_mark *mark, const struct ra_seen *seen,
		   const struct event_sink *sink)
{
	struct event e = {
		.time_ns = r->time_ns(r->ctx, seen->last_seen),
		.peer = addr_from_be32(seen->be_peer),
		.local = addr_from_be32(seen->be_local),
		.peer_port = ntohs(seen->be_peer_port),
		.local_port = ntohs(seen->be_local_port),
		.proto = seen->proto,
		.direction = seen->direction,
		.interface = seen->interface,
		.judged = true,
		.reply = seen->marks & RA_MARK_REPLY,
		.judgement = { .verdict = seen->verdict,
			       .reason = seen->verdict == RA_ALLOWED ? REASON_ALLOWLIST :
								       REASON_NONE },
	};

	if (seen->packets <= mark->packets)
		return 0;
	e.packets = seen->packets - mark->packets;
	e.bytes = seen->bytes > mark->bytes ? seen->bytes - mark->bytes : 0;
	mark->packets = seen->packets;
	mark->bytes += e.bytes;
	sink->event(sink->ctx, &e);
	return 1;
}

/* Generations count up and may wrap. */
static bool is_newer(uint32_t a, uint32_t b)
{
	return !b || (int32_t)(a - b) > 0;
}

static int take(struct rows *r, uint32_t row, const struct ra_seen *seen,
		const struct event_sink *sink)
{
	struct row_mark *mark = &r->marks[row];

	if (is_newer(seen->generation, mark->generation))
		*mark = (struct row_mark){ .generation = seen->generation,
					   .unheard = mark->unheard };
	return mark->generation == seen->generation ? hand_on(r, mark, seen, sink) : 0;
}

int rows_record(struct rows *r, const struct ra_record_peer *record, const struct event_sink *sink)
{
	if (record->row >= r->count || record->seen.direction >= RA_DIRECTIONS ||
	    record->seen.verdict >= RA_VERDICTS)
		return 0;
	return take(r, record->row, &record->seen, sink);
}

/* A copy of one generation, or one with generation 0 when the kernel was rewriting the row. */
static struct ra_seen read_row(const volatile struct ra_seen *row)
{
	struct ra_seen seen;
	uint32_t generation = __atomic_load_n(&row->generation, __ATOMIC_ACQUIRE);

	memcpy(&seen, (const void *)row, sizeof(seen));
	__atomic_thread_fence(__ATOMIC_ACQUIRE);
	if (__atomic_load_n(&row->generation, __ATOMIC_RELAXED) != generation)
		generation = 0;
	seen.generation = generation;
	return seen;
}

static bool is_unchanged(const volatile struct ra_seen *row, const struct row_mark *mark)
{
	return !row->generation ||
	       (row->generation == mark->generation && row->packets == mark->packets);
}

int rows_sweep(struct rows *r, const struct event_sink *sink)
{
	int events = 0;

	for (uint32_t i = 0; i < r->count; i++) {
		struct row_mark *mark = &r->marks[i];
		struct ra_seen seen;

		if (is_unchanged(&r->map[i], mark))
			continue;
		seen = read_row(&r->map[i]);
		if (!seen.generation || seen.direction >= RA_DIRECTIONS ||
		    seen.verdict >= RA_VERDICTS)
			continue;
		if (seen.generation == mark->generation || seen.generation == mark->unheard)
			events += take(r, i, &seen, sink);
		else
			mark->unheard = seen.generation;
	}
	return events;
}
