/* SPDX-License-Identifier: BSD-2-Clause */
/* storm_words.h - the sentence about a novelty storm, from what a sensor answers. */
#ifndef APP_STORM_WORDS_H
#define APP_STORM_WORDS_H

#include <jansson.h>

#define STORM_WORDS 160 /* bytes, with the end */

/*
 * "novelty storm: since 2026-11-22T10:42:07Z, 1200 peers were not reported one by one"
 *
 * status   of a sensor; may be NULL
 * text     out: STORM_WORDS bytes; "" when there was no storm
 * returns  text
 */
const char *storm_words(const json_t *status, char *text);

#endif
