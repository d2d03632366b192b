/* SPDX-License-Identifier: BSD-2-Clause */
/* capture.h - writes captures byte by byte, good and bad; knows no capture library. */
#ifndef TESTS_CAPTURE_H
#define TESTS_CAPTURE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/* As on https://www.tcpdump.org/linktypes.html */
enum capture_link {
	CAPTURE_NULL = 0,
	CAPTURE_ETHER = 1,
	CAPTURE_PPP = 9,
	CAPTURE_PPP_HDLC = 50,
	CAPTURE_PPP_ETHER = 51,
	CAPTURE_RAW = 101,
	CAPTURE_80211 = 105,
	CAPTURE_LOOP = 108,
	CAPTURE_SLL = 113,
	CAPTURE_PPP_PPPD = 166,
	CAPTURE_PPP_DIRECTION = 204,
	CAPTURE_IPV4 = 228,
	CAPTURE_IPV6 = 229,
	CAPTURE_SLL2 = 276,
};

struct capture {
	FILE *out;
	enum capture_link link;
	bool big;  /* big-endian, else little */
	bool nano; /* nanoseconds, else microseconds */
	bool ng;   /* pcapng, else pcap */
	uint32_t interface; /* of pcapng: that the frames are of, counted in the section */
};

struct capture_frame {
	int64_t time_ns;
	const uint8_t *bytes;
	uint32_t captured; /* bytes that are there */
	uint32_t length;   /* on the wire */
};

/*
 * source: draft-ietf-opsawg-pcap, draft-ietf-opsawg-pcapng. What cannot be written shows in
 * ferror(c->out). Begun once more, a pcapng file has another section.
 */
void capture_begin(const struct capture *c);
void capture_add_interface(const struct capture *c); /* pcapng only; the first is there */
void capture_write(const struct capture *c, const struct capture_frame *f);

/* A frame of pcap whose fields are taken as they are. */
void capture_write_raw(const struct capture *c, uint32_t seconds, uint32_t fraction,
		       const struct capture_frame *f);

#endif
