/* SPDX-License-Identifier: BSD-2-Clause */
/* kernel.h - the programs under test in the kernel: loaded, fed with frames, read. */
#ifndef TESTS_KERNEL_H
#define TESTS_KERNEL_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "bpf/mirror.h"
#include "bpf/rows.h"
#include "bpf/rules.h"
#include "frames/frames.h"
#include "redarc.skel.h"

#define KERNEL_ROWS 64u
#define KERNEL_LINES 64u /* of hot4 */

extern struct redarc *kernel;
extern int kernel_cpus;
extern uint32_t kernel_snap; /* bytes of a packet that are kept, for the next kernel_load() */
extern uint32_t kernel_rate; /* records a second, for the next kernel_load() */

/* Fixtures of a group. */
int kernel_load(void **state);
int kernel_unload(void **state);

/* Empty maps, no learning, an empty ring: what a frame leaves behind is then all there is. */
void kernel_afresh(void);

/* What the program returns; that it changed nothing is asserted. */
uint32_t kernel_run(const struct bpf_program *program, const void *bytes, uint32_t len, int times);

/* The sums over all CPUs; that they hold is asserted. */
struct ra_ledger kernel_ledger(void);

void kernel_allow(uint32_t ip, uint8_t directions);

/* The row of a peer and direction; generation 0 when there is none. */
struct ra_seen kernel_seen(uint32_t ip, uint8_t direction);

/* The first record of a kind that is in the ring, all of which is read; how many there were. */
int kernel_records(uint16_t kind, void *first, size_t size);

/* UDP from one address and port to another, in Ethernet. */
#define KERNEL_UDP 42

void kernel_udp(uint8_t *frame, uint32_t source, uint32_t destination, uint16_t source_port,
		uint16_t destination_port);

#endif
