/* SPDX-License-Identifier: BSD-2-Clause */
/* room.h - how many entries the kernel's allowlist is to have room for. */
#ifndef APP_ROOM_H
#define APP_ROOM_H

#include <stdint.h>

#define ROOM_LEAST (1u << 17)

/*
 * Room for twice the peers that a state folder knows of, by the sizes of its files, and for its
 * allow lists. More than that costs: a table is the slower to ask the larger it is.
 *
 * path     of the folder, which need not be there
 * most     a power of two
 * returns  a power of two, ROOM_LEAST to `most`
 */
uint32_t room_of_state(const char *path, uint32_t most);

#endif
