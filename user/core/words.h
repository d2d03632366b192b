/* SPDX-License-Identifier: BSD-2-Clause */
/* words.h - the one word that redarc uses for each thing it shows. */
#ifndef CORE_WORDS_H
#define CORE_WORDS_H

#include "core/event.h"

const char *words_verdict(uint8_t verdict);     /* "allowed" ... */
const char *words_direction(uint8_t direction); /* "in", "out" */
const char *words_origin(uint8_t origin);       /* "history" ... */
const char *words_reason(uint8_t reason);       /* a short sentence without a full stop */
const char *words_novelty(uint8_t novelty);     /* "new network" ..., by the highest level */
const char *words_level(uint8_t level);         /* "any", "address", "subnet" ... as options say */
const char *words_proto(uint8_t proto);         /* "TCP"; "" for what has no common name */

#endif
