/* SPDX-License-Identifier: BSD-2-Clause */
#include "source/ebpf_packet.h"

#include "core/clock.h"

/* The time of day when the steady clock stood there; never later than now. */
static int64_t day_ns(int64_t steady_ns)
{
	int64_t ago_ns = clock_steady_ns() - steady_ns;

	return clock_now_ns() - (ago_ns > 0 ? ago_ns : 0);
}

void packet_record(const struct ra_record_packet *r, size_t size, const struct event_sink *sink)
{
	struct event_packet packet;

	if (!sink->packet || size < sizeof(*r) || r->captured > size - sizeof(*r))
		return;
	packet = (struct event_packet){ .time_ns = day_ns((int64_t)r->time_ns),
					.peer = addr_from_be32(r->be_peer),
					.bytes = r->bytes,
					.captured = r->captured,
					.length = r->length,
					.direction = r->direction,
					.verdict = r->verdict,
					.interface = r->interface,
					.link = r->link };
	sink->packet(sink->ctx, &packet);
}
