/* SPDX-License-Identifier: BSD-2-Clause */
/* country.h - the English names of countries. */
#ifndef GLOBE_COUNTRY_H
#define GLOBE_COUNTRY_H

/*
 * code     ISO 3166-1 alpha-2, capitals
 * returns  "Netherlands"; NULL when no country has this code
 * source   iso3166.tab of the IANA time zone database, 2025b, public domain; but for GB, which
 *          it calls "Britain (UK)"
 */
const char *country_name(const char *code);

#endif
