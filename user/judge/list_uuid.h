/* SPDX-License-Identifier: BSD-2-Clause */
/* list_uuid.h - names for things that are to have the same name in each export. */
#ifndef JUDGE_LIST_UUID_H
#define JUDGE_LIST_UUID_H

#define LIST_UUID 37 /* with its end */

/*
 * The UUID of a text, of version 5 in redarc's own namespace; nothing secret depends on it.
 *
 * name     at most 1,024 bytes of it count
 * uuid     out: LIST_UUID bytes
 * returns  uuid
 * source   RFC 4122, 4.3; SHA-1: RFC 3174
 */
const char *list_uuid(const char *name, char *uuid);

#endif
