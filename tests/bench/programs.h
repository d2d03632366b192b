/* SPDX-License-Identifier: BSD-2-Clause */
/* programs.h - what programs.c measures, and how it is printed. */
#ifndef BENCH_PROGRAMS_H
#define BENCH_PROGRAMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ROUNDS 11
#define PEERS 131072 /* at most; 198.18.0.0/15 */

enum what { EMPTY, PARSE, SOURCE, OURS, CONVENTIONAL };

/* What else the programs are asked to do. */
enum extra { PLAIN, LISTS, ZONE };

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

struct bench;

/*
 * Load the program of a variant, with its maps filled.
 *
 * fd       out: of the program
 * returns  NULL when the kernel refuses, with libbpf's words on standard error
 */
struct bench *variant_open(const struct variant *v, int *fd);
void variant_close(struct bench *b);

/* ns: a row for each variant; sorted afterwards */
void print_results(double ns[][ROUNDS]);

#endif
