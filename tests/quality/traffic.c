/* SPDX-License-Identifier: BSD-2-Clause */
#include "quality/traffic.h"

#include <stdlib.h>
#include <string.h>

#include "frames/capture.h"

#define PEERS_MOST 100000
#define SEGMENT 1400 /* bytes that a packet carries at most */
#define HEADERS 40
#define SEGMENTS_MOST 24 /* of a transfer; what is larger has fewer packets than it would */
#define LATENCY_S 0.03

enum what { IPV4, ARP_REQUEST, ARP_REPLY };

struct packet_plan {
	int64_t time_us; /* since the start */
	uint32_t source, destination;
	uint16_t source_port, destination_port;
	uint16_t bytes; /* of IPv4 */
	uint8_t proto;
	uint8_t what;
};

struct truth {
	uint32_t peer, out; /* the key */
	const char *kind;
	uint16_t actor;
	uint32_t judged;
	double first_s, first_judged_s;
};

static void *or_exit(void *memory)
{
	if (!memory) {
		perror("scenario");
		exit(1);
	}
	return memory;
}

void traffic_init(struct traffic *t)
{
	*t = (struct traffic){ .next_port = 32768 };
	or_exit(hash_table_init(&t->truth, sizeof(struct truth), 8, PEERS_MOST) ? NULL : t);
}

void traffic_clear(struct traffic *t)
{
	free(t->packets);
	hash_table_clear(&t->truth);
}

static void plan(struct traffic *t, struct packet_plan p)
{
	if (t->n == t->room) {
		t->room = t->room ? t->room * 2 : 1 << 16;
		t->packets = or_exit(realloc(t->packets, t->room * sizeof(*t->packets)));
	}
	t->packets[t->n++] = p;
}

static bool is_within(double at_s)
{
	return at_s >= 0 && at_s < END_S;
}

/* The evil ones come first; what else their peers do is no truth about them. */
static void tell(struct traffic *t, const struct talk *talk, uint32_t out, double at_s)
{
	const uint32_t key[2] = { talk->outside, out };
	struct truth *truth = or_exit(hash_table_take(&t->truth, key));

	if (!truth->kind)
		*truth = (struct truth){ .peer = key[0], .out = key[1], .kind = talk->kind,
					 .actor = talk->actor, .first_s = at_s };
	if (truth->actor && !talk->actor)
		return;
	if (at_s < truth->first_s)
		truth->first_s = at_s;
	if (at_s >= LEARN_S && (!truth->judged++ || at_s < truth->first_judged_s))
		truth->first_judged_s = at_s;
}

static struct packet_plan packet_of(const struct talk *talk, double at_s, uint32_t bytes)
{
	return (struct packet_plan){ .time_us = (int64_t)(at_s * 1e6),
				     .source = talk->inside,
				     .destination = talk->outside,
				     .source_port = talk->inside_port,
				     .destination_port = talk->outside_port,
				     .bytes = (uint16_t)bytes,
				     .proto = talk->proto };
}

void traffic_out(struct traffic *t, const struct talk *talk, double at_s, uint32_t bytes)
{
	if (!is_within(at_s))
		return;
	tell(t, talk, 1, at_s);
	plan(t, packet_of(talk, at_s, bytes));
}

void traffic_in(struct traffic *t, const struct talk *talk, double at_s, uint32_t bytes)
{
	struct packet_plan p = packet_of(talk, at_s, bytes);

	if (!is_within(at_s))
		return;
	tell(t, talk, 0, at_s);
	p.source = talk->outside;
	p.destination = talk->inside;
	p.source_port = talk->outside_port;
	p.destination_port = talk->inside_port;
	plan(t, p);
}

static uint16_t new_port(struct traffic *t)
{
	t->next_port = t->next_port < 60999 ? (uint16_t)(t->next_port + 1) : 32768;
	return t->next_port;
}

void traffic_ask(struct traffic *t, struct talk talk, double at_s, uint32_t up, uint32_t down)
{
	talk.proto = PROTO_UDP;
	talk.inside_port = new_port(t);
	traffic_out(t, &talk, at_s, up);
	traffic_in(t, &talk, at_s + LATENCY_S, down);
}

typedef void side(struct traffic *t, const struct talk *talk, double at_s, uint32_t bytes);

/* Returns when it is over. */
static double transfer(struct traffic *t, const struct talk *talk, side *to, side *from,
		       double at_s, uint32_t bytes)
{
	uint32_t n = 1 + bytes / SEGMENT, left = bytes % SEGMENT;

	if (n > SEGMENTS_MOST)
		n = SEGMENTS_MOST;
	for (uint32_t i = 0; i < n; i++) {
		to(t, talk, at_s, HEADERS + (i + 1 < n ? SEGMENT : left));
		at_s += LATENCY_S / 4;
		if (i % 2)
			from(t, talk, at_s, HEADERS);
	}
	return at_s + LATENCY_S;
}

static void connection(struct traffic *t, const struct talk *talk, side *caller, side *called,
		       double at_s, const uint32_t bytes[2])
{
	caller(t, talk, at_s, HEADERS);
	called(t, talk, at_s + LATENCY_S, HEADERS);
	caller(t, talk, at_s + 2 * LATENCY_S, HEADERS);
	at_s = transfer(t, talk, caller, called, at_s + 2.1 * LATENCY_S, bytes[0]);
	at_s = transfer(t, talk, called, caller, at_s, bytes[1]);
	caller(t, talk, at_s, HEADERS);
	called(t, talk, at_s + LATENCY_S, HEADERS);
}

void traffic_connect(struct traffic *t, struct talk talk, double at_s, uint32_t up, uint32_t down)
{
	const uint32_t bytes[2] = { up, down };

	talk.proto = PROTO_TCP;
	talk.inside_port = new_port(t);
	connection(t, &talk, traffic_out, traffic_in, at_s, bytes);
}

void traffic_serve(struct traffic *t, struct talk talk, double at_s, uint32_t up, uint32_t down)
{
	const uint32_t bytes[2] = { up, down };

	talk.proto = PROTO_TCP;
	talk.outside_port = new_port(t);
	connection(t, &talk, traffic_in, traffic_out, at_s, bytes);
}

void traffic_arp(struct traffic *t, uint32_t source, uint32_t target, double at_s, bool answered)
{
	const struct packet_plan ask = { .time_us = (int64_t)(at_s * 1e6),
					 .source = source,
					 .destination = target,
					 .what = ARP_REQUEST };
	struct packet_plan answer = ask;

	if (!is_within(at_s))
		return;
	plan(t, ask);
	answer.time_us += 400;
	answer.source = target;
	answer.destination = source;
	answer.what = ARP_REPLY;
	if (answered)
		plan(t, answer);
}

void traffic_within(struct traffic *t, uint32_t source, uint32_t target, uint16_t port,
		    double at_s, uint32_t bytes, uint16_t actor, const char *kind)
{
	const struct talk talk = { .inside = target, .outside = source, .inside_port = port,
				   .outside_port = new_port(t), .proto = PROTO_TCP,
				   .actor = actor, .kind = kind };

	traffic_in(t, &talk, at_s, bytes);
}

static int by_time(const void *a, const void *b)
{
	const struct packet_plan *x = a, *y = b;

	return (x->time_us > y->time_us) - (x->time_us < y->time_us);
}

static uint8_t *put16(uint8_t *p, uint32_t value)
{
	p[0] = (uint8_t)(value >> 8);
	p[1] = (uint8_t)value;
	return p + 2;
}

static uint8_t *put32(uint8_t *p, uint32_t value)
{
	return put16(put16(p, value >> 16), value);
}

/* Locally administered; the gateway's for all that is outside. */
static uint8_t *put_mac(uint8_t *p, uint32_t address)
{
	return put32(put16(p, 0x0200), address >> 24 == 10 ? address : 0);
}

static uint8_t *put_ipv4(uint8_t *p, const struct packet_plan *plan)
{
	static const uint8_t tcp[16] = { [8] = 0x50, [9] = 0x18 }, udp[4];

	p = put16(put16(p, 0x4500), plan->bytes);
	p = put32(p, 0x00004000);
	p = put16(put16(p, 64u << 8 | plan->proto), 0);
	p = put32(put32(p, plan->source), plan->destination);
	p = put16(put16(p, plan->source_port), plan->destination_port);
	if (plan->proto == PROTO_TCP)
		return (uint8_t *)memcpy(p, tcp, sizeof(tcp)) + sizeof(tcp);
	return (uint8_t *)memcpy(p, udp, sizeof(udp)) + sizeof(udp);
}

static uint8_t *put_arp(uint8_t *p, const struct packet_plan *plan)
{
	p = put32(put32(p, 0x00010800), 0x06040000u | (plan->what == ARP_REPLY ? 2 : 1));
	p = put32(put_mac(p, plan->source), plan->source);
	if (plan->what == ARP_REPLY)
		return put32(put_mac(p, plan->destination), plan->destination);
	return put32(put32(put16(p, 0), 0), plan->destination);
}

static void write_packet(const struct capture *c, const struct packet_plan *plan)
{
	uint8_t frame[64], *p = frame;
	struct capture_frame f = {(TRAFFIC_START_S * 1000000 + plan->time_us) * 1000, frame, 0, 0};

	if (plan->what == ARP_REQUEST)
		p = put32(put16(p, 0xffff), 0xffffffff);
	else
		p = put_mac(p, plan->destination);
	p = put16(put_mac(p, plan->source), plan->what == IPV4 ? 0x0800 : 0x0806);
	p = plan->what == IPV4 ? put_ipv4(p, plan) : put_arp(p, plan);
	f.captured = (uint32_t)(p - frame);
	f.length = plan->what == IPV4 && 14u + plan->bytes > f.captured ? 14u + plan->bytes :
									  f.captured;
	capture_write(c, &f);
}

void traffic_write_capture(struct traffic *t, FILE *out)
{
	const struct capture c = { .out = out, .link = CAPTURE_ETHER };

	qsort(t->packets, t->n, sizeof(*t->packets), by_time);
	capture_begin(&c);
	for (uint32_t i = 0; i < t->n; i++)
		write_packet(&c, &t->packets[i]);
}

void traffic_write_truth(const struct traffic *t, FILE *out)
{
	for (uint32_t i = 0; i < t->truth.count; i++) {
		const struct truth *row = hash_table_row(&t->truth, i);

		fprintf(out, "%u.%u.%u.%u\t%s\t%s\t%s\t%u\t%.6f\t%.6f\t%u\n", row->peer >> 24,
			row->peer >> 16 & 255, row->peer >> 8 & 255, row->peer & 255,
			row->out ? "out" : "in", row->actor ? "bad" : "good", row->kind, row->actor,
			(double)TRAFFIC_START_S + row->first_s,
			row->judged ? (double)TRAFFIC_START_S + row->first_judged_s : 0,
			row->judged);
	}
}
