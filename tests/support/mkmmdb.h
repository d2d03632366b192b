/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * mkmmdb.h - small MaxMind databases for tests, from a table of lines.
 *
 *     places      CIDR LAT LON [KM] COUNTRY [CITY...]     COUNTRY may be -
 *     networks    CIDR ASN [NAME...]
 *
 * Empty lines and lines that begin with # say nothing. A coordinate is whatever strtod()
 * reads, nan and inf too, since databases in the field hold anything.
 */
#ifndef SUPPORT_MKMMDB_H
#define SUPPORT_MKMMDB_H

#include <stddef.h>
#include <stdio.h>

enum mkmmdb_schema {
	MKMMDB_FLAT,   /* DB-IP's columns, IPv4 only */
	MKMMDB_NESTED, /* MaxMind's City */
	MKMMDB_ASN,
	MKMMDB_SCHEMAS,
};

extern const char *const mkmmdb_schema_names[MKMMDB_SCHEMAS];

/*
 * type     database_type, or NULL for one that goes with the schema
 * line     out, may be NULL: the number of the line that is wrong
 * returns  0, or -errno: -EINVAL a line that is wrong
 */
int mkmmdb_write(enum mkmmdb_schema schema, const char *type, FILE *table, FILE *out,
		 unsigned int *line);

/*
 * The same into memory; the path /proc/self/fd/N opens it.
 *
 * returns  a descriptor, the caller's to close, or -errno
 */
int mkmmdb_memory(enum mkmmdb_schema schema, const char *type, const char *table);

#endif
