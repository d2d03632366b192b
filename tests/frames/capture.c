/* SPDX-License-Identifier: BSD-2-Clause */
#include "frames/capture.h"

#define NS_IN_S 1000000000
#define SNAP_LENGTH 262144

static void put16(const struct capture *c, uint16_t value)
{
	uint8_t high = (uint8_t)(value >> 8), low = (uint8_t)value;

	putc_unlocked(c->big ? high : low, c->out);
	putc_unlocked(c->big ? low : high, c->out);
}

static void put32(const struct capture *c, uint32_t value)
{
	put16(c, (uint16_t)(c->big ? value >> 16 : value));
	put16(c, (uint16_t)(c->big ? value : value >> 16));
}

static void put_bytes(const struct capture *c, const struct capture_frame *f)
{
	if (f->captured)
		fwrite(f->bytes, 1, f->captured, c->out);
}

static void begin_pcap(const struct capture *c)
{
	put32(c, c->nano ? 0xa1b23c4d : 0xa1b2c3d4);
	put16(c, 2);
	put16(c, 4);
	put32(c, 0);
	put32(c, 0);
	put32(c, SNAP_LENGTH);
	put32(c, c->link);
}

static void begin_section(const struct capture *c)
{
	put32(c, 0x0a0d0d0a);
	put32(c, 28);
	put32(c, 0x1a2b3c4d);
	put16(c, 1);
	put16(c, 0);
	put32(c, 0xffffffff);
	put32(c, 0xffffffff);
	put32(c, 28);
}

/* With its link type and its unit of time. */
void capture_add_interface(const struct capture *c)
{
	put32(c, 1);
	put32(c, 32);
	put16(c, (uint16_t)c->link);
	put16(c, 0);
	put32(c, SNAP_LENGTH);
	put16(c, 9); /* if_tsresol: 10 to the power of minus that */
	put16(c, 1);
	fwrite(c->nano ? "\x09\0\0" : "\x06\0\0", 1, 4, c->out);
	put32(c, 0);
	put32(c, 32);
}

static void write_ng(const struct capture *c, const struct capture_frame *f)
{
	uint32_t padding = -f->captured & 3, total = 32 + f->captured + padding;
	uint64_t time = (uint64_t)f->time_ns / (c->nano ? 1 : 1000);

	put32(c, 6);
	put32(c, total);
	put32(c, c->interface);
	put32(c, (uint32_t)(time >> 32));
	put32(c, (uint32_t)time);
	put32(c, f->captured);
	put32(c, f->length);
	put_bytes(c, f);
	fwrite("\0\0\0", 1, padding, c->out);
	put32(c, total);
}

void capture_begin(const struct capture *c)
{
	if (!c->ng) {
		begin_pcap(c);
		return;
	}
	begin_section(c);
	capture_add_interface(c);
}

void capture_write_raw(const struct capture *c, uint32_t seconds, uint32_t fraction,
		       const struct capture_frame *f)
{
	put32(c, seconds);
	put32(c, fraction);
	put32(c, f->captured);
	put32(c, f->length);
	put_bytes(c, f);
}

void capture_write(const struct capture *c, const struct capture_frame *f)
{
	int64_t fraction = f->time_ns % NS_IN_S;

	if (c->ng)
		write_ng(c, f);
	else
		capture_write_raw(c, (uint32_t)(f->time_ns / NS_IN_S),
				  (uint32_t)(c->nano ? fraction : fraction / 1000), f);
}
