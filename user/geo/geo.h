/* SPDX-License-Identifier: BSD-2-Clause */
/* geo.h - addresses to places and networks, by MaxMind databases; every answer is interned. */
#ifndef GEO_GEO_H
#define GEO_GEO_H

#include "core/addr.h"
#include "core/err.h"

#define GEO_NOWHERE 0u /* no place is known */
#define GEO_NEAR 1u    /* private, link-local, multicast: nothing a map could show */

struct geo_place {
	float lat_deg, lon_deg;  /* WGS 84 */
	uint16_t accuracy_km;    /* 0 when the database does not say */
	char country[3];         /* ISO 3166-1, "" when unknown */
	char city[59];           /* UTF-8, "" when unknown */
};

struct geo_network {
	uint32_t asn; /* 0 when unknown */
	char name[60];
};

/* Numbers of a place and a network, valid as long as the geo; 0 is unknown. */
struct geo_answer {
	uint32_t place, network;
};

struct geo;

struct geo_config {
	const char *places;   /* path of an .mmdb, or NULL for none */
	const char *networks; /* path of an .mmdb, or NULL for none */
	uint32_t places_most, networks_most; /* interned at most; 0: 131072 */
};

/*
 * Open the databases that are named. One that is missing, damaged or of another kind is an
 * error; the caller may go on with NULL in its place.
 *
 * errors   -ENOENT, -EACCES, -EBADMSG not a MaxMind database, or damaged
 */
int geo_open(const struct geo_config *config, struct geo **out, struct err *e);
void geo_close(struct geo *g);

/* Cached; an address that is not global is GEO_NEAR without asking. */
struct geo_answer geo_find(struct geo *g, const struct addr *a);

/*
 * Let go of the pages of the databases that look-ups left mapped: up to their whole size would
 * count as this process's memory. Cheap; meant for once a second, when there is time.
 */
void geo_rest(struct geo *g);

/* Never NULL: GEO_NOWHERE, GEO_NEAR, network 0 and any number not given out have a row too. */
const struct geo_place *geo_place(const struct geo *g, uint32_t place);
const struct geo_network *geo_network(const struct geo *g, uint32_t network);

/* Each number below is given out; the rows of GEO_NOWHERE, GEO_NEAR and network 0 count. */
uint32_t geo_place_count(const struct geo *g);
uint32_t geo_network_count(const struct geo *g);
uint64_t geo_refused(const struct geo *g); /* answers lost because a table was full */

/* What is to be shown as the source of the places; "" when there is no database. */
const char *geo_attribution(const struct geo *g);

/* "places: DB-IP City Lite, 2026-10; networks: none", for `redarc check`. */
void geo_describe(const struct geo *g, char *text, size_t room);

/*
 * Where databases are looked for when none is named: REDARC_GEOIP and REDARC_ASN, which are
 * taken at their word, well-known folders with the names of GeoIP2, GeoLite2 and DB-IP, then
 * redarc's own data folder.
 *
 * data_dir redarc's own folder, may be NULL
 * returns  0 with the path, or -ENOENT
 */
int geo_search_places(const char *data_dir, char *path, size_t room);
int geo_search_networks(const char *data_dir, char *path, size_t room);

#endif
