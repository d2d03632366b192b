/* SPDX-License-Identifier: BSD-2-Clause */
/* format.h - numbers and names as the window writes them. */
#ifndef GLOBE_FORMAT_H
#define GLOBE_FORMAT_H

#include "globe/cell.h"
#include "globe/phrase.h"
#include "globe/scene.h"

#define FORMAT_TEXT 96 /* room for any of these, with its end; text is handed back */

const char *format_bytes(uint64_t bytes, char *text);   /* "1.4 MB" */
const char *format_count(uint64_t n, char *text);       /* "12,345" */

/* "47 h 59 min": as clock_words(), in a language. */
const char *format_duration(enum phrase_language language, int64_t duration_ns, char *text);

const char *format_time(int64_t time_ns, char *text);   /* "2026-11-22 10:42:07 UTC" */

/* "London, GB"; the country, or what is known of where it is. */
const char *format_place(const struct scene *s, enum phrase_language language, uint32_t place,
			 char *text);

/* "London, GB", or "around London, GB" for a cell of which it is a part; else where it lies. */
const char *format_region(const struct scene *s, enum phrase_language language, uint32_t place,
			  struct cell cell, char *text);

/* "35.70° N  139.51° E" */
const char *format_degrees(double lat_deg, double lon_deg, char *text);

/* The same for a peer; without a place, why: "private", "anycast" ..., "no place known". */
const char *format_where(const struct scene *s, enum phrase_language language,
			 const struct stream_peer *p, char *text);

/* "AS64500 Example Net"; "" when the network is not known. */
const char *format_network(const struct scene *s, uint32_t network, char *text);

#endif
