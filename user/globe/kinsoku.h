/* SPDX-License-Identifier: BSD-2-Clause */
/* kinsoku.h - where a line of Japanese or Chinese may end. Pure. */
#ifndef GLOBE_KINSOKU_H
#define GLOBE_KINSOKU_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Whether a line may end between two characters without a blank between them: where either is
 * written without blanks, but not before what closes or leans on what stands before it, nor
 * behind what opens.
 *
 * before, after  Unicode
 * source         JIS X 4051, Unicode Standard Annex 14: its classes CL, EX, NS, CJ and OP
 */
bool kinsoku_allows(uint32_t before, uint32_t after);

#endif
