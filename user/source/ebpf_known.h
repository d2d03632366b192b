/* SPDX-License-Identifier: BSD-2-Clause */
/* ebpf_known.h - what is known of an entry of allow4; a row of allow4.known. */
#ifndef SOURCE_EBPF_KNOWN_H
#define SOURCE_EBPF_KNOWN_H

#include <stdbool.h>
#include <stdint.h>

#include "bpf/redarc.h"

struct known {
	uint32_t be_peer; /* the key */
	uint8_t directions, origin;
	uint8_t doomed; /* sweeps since it was to be removed; 0: it is not */
	uint8_t there; /* we put it into the map, or a sweep met it */
	uint32_t round; /* of the last sweep that met it, or in which it was written */
	bool left; /* an earlier process put it there, and nobody asked for it since */
	uint8_t pad[3];
	uint32_t hot[RA_DIRECTIONS]; /* its place there + 1; 0: it has none */
	uint64_t packets[RA_DIRECTIONS], bytes[RA_DIRECTIONS]; /* that were handed on */
};

#endif
