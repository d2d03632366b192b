/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * block.h - pcapng, put together in memory block by block, little-endian.
 *
 * source: draft-ietf-opsawg-pcapng
 */
#ifndef VIEW_BLOCK_H
#define VIEW_BLOCK_H

#include <stddef.h>
#include <stdint.h>

#define BLOCK_TEXT 512 /* bytes of any text that is told, at most; the rest is cut */

/* What a block begins with; then come its length, and at its end the length again. */
enum block_type { BLOCK_INTERFACE = 1, BLOCK_PACKET = 6, BLOCK_SECTION = 0x0a0d0d0a };

enum block_direction { BLOCK_INBOUND = 1, BLOCK_OUTBOUND = 2 }; /* of the interface */

struct block_packet {
	uint32_t interface; /* of the section, in the order they were told */
	int64_t time_ns;    /* since 1970 */
	const void *bytes;
	uint32_t captured, length; /* there, and on the wire */
	enum block_direction direction;
	const char *comment;
};

/* Bytes that any block may take; two texts at most are in one. */
static inline size_t block_room(uint32_t captured)
{
	return 2 * (BLOCK_TEXT + 4) + 64 + (size_t)captured;
}

/*
 * Each writes one block and returns its bytes, a multiple of 4.
 *
 * to         block_room() bytes, of 0 captured but for packets
 * link_type  as captures number them (LINKTYPE_)
 */
size_t block_section(uint8_t *to, const char *system, const char *application);
size_t block_interface(uint8_t *to, uint16_t link_type, uint32_t snap, const char *name);
size_t block_packet(uint8_t *to, const struct block_packet *p);

#endif
