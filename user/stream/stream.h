/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * stream.h - the model as it travels to the views: records of fixed size, little-endian.
 *
 * A stream starts with HELLO. Then come records in any order, but a PLACE or NETWORK before
 * the first PEER or ARC that names it. The first SNAPSHOT says that all there was has been
 * sent; after it come changes as they happen, each a whole record that replaces the one
 * with the same key. END is the last record of a sensor that stops in peace.
 *
 * On the wire a record is a head of 8 bytes (u16 kind, u16 size with the head, "RDRC"), then
 * the members of its struct below in their order, without what is named pad and without gaps.
 * Each kind has one size. Text fills its array, ended by zero.
 */
#ifndef STREAM_STREAM_H
#define STREAM_STREAM_H

#include "core/event.h"
#include "geo/geo.h"

#define STREAM_VERSION 1
#define STREAM_RECORD_MOST 512 /* bytes of the largest record, with its head */

enum stream_kind {
	STREAM_HELLO = 1,
	STREAM_STATUS,
	STREAM_PLACE,
	STREAM_NETWORK,
	STREAM_PEER,
	STREAM_ARC,
	STREAM_SNAPSHOT,
	STREAM_END,
	STREAM_KINDS,
};

struct stream_hello {
	uint32_t version;
	char title[64];       /* "eth0", or the capture's name */
	char detail[160];     /* "XDP native in, TCX out" */
	char attribution[96]; /* of the places */
	uint8_t replay;       /* 1: a capture; time is the capture's */
};

struct stream_status {
	int64_t now_ns;      /* of the sensor, or of the capture */
	int64_t learn_until_ns; /* 0: not learning */
	int64_t window_ns;
	float home_lat_deg, home_lon_deg;
	uint8_t home_known; /* 0: nobody knows where the sensor is; then ask, draw no arcs */
	uint8_t learning;
	uint8_t balanced;
	uint8_t pad;
	struct ra_ledger ledger; /* the counters up to and with `lost` */
	uint32_t peers[RA_VERDICTS]; /* distinct addresses */
	uint64_t refused;            /* packets of peers the model had no room for */
};

struct stream_place {
	uint32_t number; /* GEO_NOWHERE and GEO_NEAR are never sent */
	struct geo_place place;
};

struct stream_network {
	uint32_t number;
	struct geo_network network;
};

struct stream_side {
	uint64_t packets, bytes;
	int64_t first_ns, last_ns; /* first 0: nothing in this direction */
	uint16_t peer_port, local_port;
	uint8_t proto, verdict, reason, pad;
};

struct stream_peer {
	struct addr addr, local;
	uint32_t place, network;
	struct stream_side side[RA_DIRECTIONS];
};

struct stream_arc {
	uint32_t place; /* GEO_NOWHERE and GEO_NEAR are the trays */
	uint8_t verdict, direction;
	uint32_t peers; /* 0: the arc is gone */
	uint64_t packets, bytes;
	int64_t last_ns;
};

struct stream_record {
	enum stream_kind kind;
	union {
		struct stream_hello hello;
		struct stream_status status;
		struct stream_place place;
		struct stream_network network;
		struct stream_peer peer;
		struct stream_arc arc;
	};
};

/*
 * r        kind in range; text that is not ended is cut
 * buf      out: STREAM_RECORD_MOST bytes are always enough
 * returns  bytes written
 * errors   -ENOSPC; -EINVAL what stream_decode() would refuse
 */
int stream_encode(const struct stream_record *r, uint8_t *buf, size_t room);

/*
 * Read one record.
 *
 * returns  bytes consumed, 0 when more bytes are needed
 * errors   -EBADMSG not a record of this version. In one that is, strings are ended,
 *          verdicts, directions and reasons are in range, flags are 0 or 1, latitudes are
 *          within 90 degrees and longitudes within 180, and no place is a tray's
 */
int stream_decode(const uint8_t *buf, size_t len, struct stream_record *out);

#endif
