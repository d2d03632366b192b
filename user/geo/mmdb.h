/* SPDX-License-Identifier: BSD-2-Clause */
/* mmdb.h - one MaxMind database: opened, examined, asked. Keeps no answer. */
#ifndef GEO_MMDB_H
#define GEO_MMDB_H

#include "geo/geo.h"

struct mmdb;

enum mmdb_kind { MMDB_PLACES, MMDB_NETWORKS };

/*
 * Open a database and look around in it: metadata that make sense, records spread over its
 * tree that can be read, and among them some of the kind that is wanted.
 *
 * errors   -ENOENT, -EACCES, -EBADMSG not a MaxMind database, damaged, or of another kind
 * lifetime the file is mapped; replace it by rename, never write into it
 */
int mmdb_open(const char *path, enum mmdb_kind kind, struct mmdb **out, struct err *e);
void mmdb_close(struct mmdb *m);

void mmdb_rest(struct mmdb *m); /* see geo_rest() */

/*
 * out      zero but for what the database says
 * returns  false when it names no place on the globe: no coordinates, none that are finite
 *          and in range, or 0,0, which is how some databases write that they do not know
 */
bool mmdb_place(struct mmdb *m, const struct addr *a, struct geo_place *out);

/* returns false when no network is known */
bool mmdb_network(struct mmdb *m, const struct addr *a, struct geo_network *out);

bool mmdb_is_dbip(const struct mmdb *m);

/* What it calls itself; DB-IP's own name where the file has lost it. */
const char *mmdb_name(const struct mmdb *m);

/* "DB-IP City Lite, 2026-10". returns text */
const char *mmdb_describe(const struct mmdb *m, char *text, size_t room);

#endif
