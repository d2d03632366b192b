/* SPDX-License-Identifier: BSD-2-Clause */
/* pcapng_file.h - a pcapng file in memory, made block by block; cmocka comes before it. */
#ifndef PCAPNG_FILE_H
#define PCAPNG_FILE_H

#include <stdint.h>

#define PAYLOAD 6 /* bytes of each packet, and two to fill up its block */

static uint8_t file[17 << 20];
static size_t len, block_at;
static bool big; /* the section is big-endian */

static inline void put(uint64_t value, int n)
{
	assert_true(len + 8 <= sizeof(file));
	for (int i = 0; i < n; i++)
		file[len++] = (uint8_t)(value >> 8 * (big ? n - 1 - i : i));
}

static inline void set32(size_t at, uint32_t value)
{
	for (int i = 0; i < 4; i++)
		file[at + i] = (uint8_t)(value >> 8 * (big ? 3 - i : i));
}

static inline void begin_block(uint32_t type)
{
	block_at = len;
	put(type, 4);
	len += 4;
}

static inline void end_block(void)
{
	put(0, (int)(-len & 3));
	put(len + 4 - block_at, 4);
	set32(block_at + 4, (uint32_t)(len - block_at));
}

static inline void put_option(uint16_t code, uint16_t n, uint64_t value)
{
	put(code, 2);
	put(n, 2);
	put(value, n);
	put(0, -n & 3);
}

static inline void begin_section(bool is_big)
{
	big = is_big;
	begin_block(0x0a0d0d0a);
	put(0x1a2b3c4d, 4);
	put(1, 2);
	put(0, 2);
	put(UINT64_MAX, 8);
}

static inline void put_section(bool is_big)
{
	begin_section(is_big);
	end_block();
}

static inline void begin_interface(uint16_t link, uint32_t snap_length)
{
	begin_block(1);
	put(link, 2);
	put(0, 2);
	put(snap_length, 4);
}

static inline void put_interface(uint16_t link, uint32_t snap_length)
{
	begin_interface(link, snap_length);
	end_block();
}

static inline void put_payload(uint8_t byte)
{
	for (int i = 0; i < PAYLOAD; i++)
		put(byte, 1);
	end_block();
}

static inline void put_times(uint64_t time)
{
	put(time >> 32, 4);
	put(time, 4);
	put(PAYLOAD, 4);
	put(60, 4);
}

static inline void put_packet(uint32_t interface, uint64_t time, uint8_t byte)
{
	begin_block(6);
	put(interface, 4);
	put_times(time);
	put_payload(byte);
}

static inline void put_old_packet(uint16_t interface, uint64_t time, uint8_t byte)
{
	begin_block(2);
	put(interface, 2);
	put(7, 2); /* packets dropped */
	put_times(time);
	put_payload(byte);
}

static inline void put_simple(uint32_t length, uint8_t byte)
{
	begin_block(3);
	put(length, 4);
	put_payload(byte);
}

#endif
