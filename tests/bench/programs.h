/* SPDX-License-Identifier: BSD-2-Clause */
/* programs.h - what programs.c measures, and how it is printed. */
#ifndef BENCH_PROGRAMS_H
#define BENCH_PROGRAMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ROUNDS 11
#define PEERS 131072 /* at most; 198.18.0.0/15; as many as the maps have room for */

enum what { EMPTY, PARSE, SOURCE, OURS, CONVENTIONAL };

/* What else the programs are asked to do. */
enum extra { PLAIN, NO_HOT, LISTS, ZONE };

struct variant {
	const char *name;
	bool tc, many; /* many: another source for each packet */
	uint32_t peers;
	bool known;
	enum what what;
	enum extra extra;
};

extern const struct variant variants[];
extern const size_t n_variants;

/* The plain one at a hook; there is one. */
size_t variant_find(bool tc, enum what what, uint32_t peers, bool known);

struct bench;
struct hot4;

/*
 * Load the program of a variant, with its maps filled.
 *
 * fd       out: of the program
 * returns  NULL when the kernel refuses, with libbpf's words on standard error
 */
struct bench *variant_open(const struct variant *v, int *fd);
void variant_close(struct bench *b);

/* Nanoseconds a packet; less than 0 when the kernel refuses. */
double variant_measure(int fd);

/*
 * Map its table, and let all that it knows stand there.
 *
 * h        out; to be cleared in any case
 * returns  0, or -errno
 */
int variant_mirror(const struct bench *b, const struct variant *v, struct hot4 *h);

/*
 * Milliseconds to read the counters of PEERS peers in the mapped table.
 *
 * news     whether each of them counted something since
 * returns  less than 0 when the kernel refuses
 */
double sweep_ms(bool news);

void sort_values(double *values, size_t n);

/* ns: a row for each variant; sorted afterwards */
void print_results(double ns[][ROUNDS]);

/* Measure how we compare with conventional maps, and print it beside what is promised. */
void print_ratios(void);

#endif
