/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * writer.h - writes MaxMind databases, format 2.0: a tree of prefixes over shared records.
 *
 * A record is written between writer_begin() and writer_end(), which gives its offset; equal
 * records are kept once. What cannot be done (memory, a file above 4 GiB) is remembered, and
 * writer_save() says so.
 */
#ifndef SCRIPTS_WRITER_H
#define SCRIPTS_WRITER_H

#include <stdint.h>
#include <stdio.h>

#include "core/addr.h"

struct writer;

/*
 * type     database_type of the metadata, borrowed
 * v6       a tree for IPv6, with IPv4 at its beginning; else for IPv4 alone
 * epoch    build_epoch of the metadata, seconds since 1970
 * returns  NULL when there is no memory
 */
struct writer *writer_new(const char *type, bool v6, uint64_t epoch);
void writer_free(struct writer *w);

void writer_begin(struct writer *w);
uint32_t writer_end(struct writer *w);

/* What follows is n times a key and a value. */
void writer_map(struct writer *w, size_t n);
void writer_key(struct writer *w, const char *key); /* borrowed for good */
void writer_text(struct writer *w, const char *text);
void writer_u16(struct writer *w, uint16_t n);
void writer_u32(struct writer *w, uint32_t n);
void writer_float(struct writer *w, float x);
void writer_double(struct writer *w, double x);

/* A later prefix takes its place from an earlier one. */
void writer_add(struct writer *w, const struct cidr *net, uint32_t record);

/* IPv4 addresses first..last, host order. */
void writer_add_range(struct writer *w, uint32_t first, uint32_t last, uint32_t record);

/* returns 0, or -errno */
int writer_save(struct writer *w, FILE *out);

#endif
