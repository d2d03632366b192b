/* SPDX-License-Identifier: BSD-2-Clause */
/* record.h - the records of the stream, as both of its sides hold them. */
#ifndef STREAM_RECORD_H
#define STREAM_RECORD_H

#include "core/event.h"
#include "geo/geo.h"
#include "stream/record_past.h"
#include "stream/request.h"

#define STREAM_VERSION 6
#define STREAM_RECORD_MOST 1280 /* bytes of the largest record, with its head */

enum stream_kind {
	STREAM_HELLO = 1,
	STREAM_STATUS,
	STREAM_PLACE,
	STREAM_NETWORK,
	STREAM_PEER,
	STREAM_ARC,
	STREAM_SNAPSHOT,
	STREAM_END,
	STREAM_LIST,
	STREAM_EXPLAIN,
	STREAM_SPAN,
	STREAM_PAST,
	STREAM_POINT,
	STREAM_ANSWER,
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
	int64_t judged_from_ns; /* when the list was fixed: before_s refers to it; 0: not yet */
	float home_lat_deg, home_lon_deg;
	uint8_t home_known; /* 0: nobody knows where the sensor is; then ask, draw no arcs */
	uint8_t learning;
	uint8_t balanced;
	uint8_t storm; /* strangers pour in, and most are only counted */
	struct ra_ledger ledger; /* the counters up to and with `skipped` */
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

/* Lists are numbered anew when they change: a record replaces. */
struct stream_list {
	uint16_t number; /* from 1 */
	uint8_t kind;    /* 0 allow, 1 block, 2 label */
	char name[32];
};

struct stream_side {
	uint64_t packets, bytes;
	int64_t first_ns, last_ns; /* first 0: nothing in this direction */
	int64_t before_s; /* last seen before the list was fixed, since 1970; 0: never */
	uint16_t peer_port, local_port;
	uint16_t list;    /* that decided; 0: none did */
	uint8_t proto, verdict, reason;
	uint8_t novelty;  /* enum novelty */
	uint8_t reply;    /* 1: its first packet answered one that went out */
	uint8_t beacon;   /* 0..100; above: not scored */
};

struct stream_peer {
	struct addr addr, local;
	uint32_t place, network;
	struct stream_side side[RA_DIRECTIONS];
};

struct stream_arc {
	uint32_t place; /* GEO_NOWHERE and GEO_NEAR are the trays */
	uint8_t verdict, direction, level; /* of novelty_level(), unknown and blocked; else 0 */
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
		struct stream_list list;
		struct stream_explain explain;
		struct stream_span span;
		struct stream_past past;
		struct stream_point point;
		struct stream_answer answer;
	};
};

#endif
