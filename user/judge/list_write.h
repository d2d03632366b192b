/* SPDX-License-Identifier: BSD-2-Clause */
/* list_write.h - the writers behind list_write(); whether the stream failed is asked there. */
#ifndef JUDGE_LIST_WRITE_H
#define JUDGE_LIST_WRITE_H

#include <stdio.h>

#include "judge/list.h"

void list_write_text(const struct list *l, FILE *out);
void list_write_nft(const struct list *l, FILE *out);
void list_write_misp(const struct list *l, FILE *out);
void list_write_stix(const struct list *l, FILE *out);

/* Text of at most LIST_SOURCE bytes, without control characters, as between quotes of JSON. */
void list_write_escaped(const char *text, FILE *out);

/* The same as it is. */
void list_write_line(const char *text, FILE *out);

#endif
