/* SPDX-License-Identifier: BSD-2-Clause */
/* ebpf_packet.h - packets kept as evidence, from the kernel's records to events. */
#ifndef SOURCE_EBPF_PACKET_H
#define SOURCE_EBPF_PACKET_H

#include <stddef.h>

#include "bpf/rows.h"
#include "core/event.h"

/* A record of `size` bytes; one that does not hold what it says is no packet. */
void packet_record(const struct ra_record_packet *r, size_t size, const struct event_sink *sink);

#endif
