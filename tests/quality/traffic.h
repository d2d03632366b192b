/* SPDX-License-Identifier: BSD-2-Clause */
/* traffic.h - packets of three days before they are written, and the truth about each peer. */
#ifndef QUALITY_TRAFFIC_H
#define QUALITY_TRAFFIC_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "core/hash.h"

#define TRAFFIC_START_S INT64_C(1767571200) /* Monday, 2026-01-05, 00:00 UTC */
#define HOUR_S 3600.0
#define DAY_S (24 * HOUR_S)
#define LEARN_S (2 * DAY_S) /* what is later is judged */
#define END_S (3 * DAY_S)

enum { PROTO_ICMP = 1, PROTO_TCP = 6, PROTO_UDP = 17 };

struct packet_plan;

struct traffic {
	struct packet_plan *packets;
	uint32_t n, room;
	struct hash_table truth;
	uint16_t actors; /* bad ones that were numbered */
	uint16_t next_port;
};

/* Who takes part, and what it is in truth. Addresses in host order. */
struct talk {
	uint32_t inside, outside;
	uint16_t inside_port, outside_port;
	uint8_t proto;
	uint16_t actor;   /* whose evil it is, from 1; 0: good */
	const char *kind; /* "cdn", "beacon" ... */
};

/* Exits, with a message, when there is no memory. */
void traffic_init(struct traffic *t);
void traffic_clear(struct traffic *t);

/* at_s: since the start; what is not within the three days is left out. bytes: of IPv4 */
void traffic_out(struct traffic *t, const struct talk *talk, double at_s, uint32_t bytes);
void traffic_in(struct traffic *t, const struct talk *talk, double at_s, uint32_t bytes);

/* A question by UDP from a new port, and its answer. */
void traffic_ask(struct traffic *t, struct talk talk, double at_s, uint32_t up, uint32_t down);

/* A connection from a new port inside that carries up and down bytes. */
void traffic_connect(struct traffic *t, struct talk talk, double at_s, uint32_t up, uint32_t down);

/* The same from outside to the talk's inside port. */
void traffic_serve(struct traffic *t, struct talk talk, double at_s, uint32_t up, uint32_t down);

/* source asks who has target; answered: and target says so */
void traffic_arp(struct traffic *t, uint32_t source, uint32_t target, double at_s, bool answered);

/* A packet within the local network: its peer is who sent it. */
void traffic_within(struct traffic *t, uint32_t source, uint32_t target, uint16_t port,
		    double at_s, uint32_t bytes, uint16_t actor, const char *kind);

void traffic_write_capture(struct traffic *t, FILE *out); /* sorts them by time */

/*
 * A line for each peer and direction: address, "in" or "out", "good" or "bad", kind, actor,
 * first packet and first judged one (seconds since 1970; 0: none), packets judged.
 */
void traffic_write_truth(const struct traffic *t, FILE *out);

#endif
