/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Three days at one machine. Two teach who is known, inbound and outbound apart; on the third
 * known and new peers come and go. What the rule makes of each packet is known beforehand.
 */
#include "captures/mkcap.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "frames/capture.h"

#define HOST (NET_LOCAL + 10)
#define NS_IN_S INT64_C(1000000000)
#define HOUR_S 3600
#define PACKETS_MOST 40000

enum { IN = 1, OUT = 2, BOTH = 3 };

/* Peers that behave alike; the addresses of a group follow one another. */
static const struct group {
	uint32_t first, n;
	int taught, third; /* directions on days 1 and 2, and on day 3 */
} groups[] = {
	{ NET_A + 1, 40, IN, IN },     { NET_A + 50, 40, OUT, OUT },
	{ NET_A + 100, 30, BOTH, BOTH }, { NET_A + 150, 10, BOTH, IN },
	{ NET_A + 170, 12, IN, OUT },  { NET_A + 190, 11, OUT, IN },
	{ NET_A + 210, 9, IN, BOTH },  { NET_A + 230, 20, BOTH, 0 },
	{ NET_B + 1, 25, 0, IN },      { NET_B + 50, 26, 0, OUT },
	{ NET_B + 100, 13, 0, BOTH },  { NET_B + 150, 5, OUT, BOTH },
};

enum kind { UDP, ARP, CUT };

struct planned {
	uint32_t second, nanosecond; /* since the start */
	uint32_t peer;
	enum kind kind;
	int direction;
};

/* What comes of it; [0] is in, [1] is out. */
struct days {
	struct dice dice;
	struct planned *plan;
	size_t n;
	unsigned int learning[2], allowed[2], unknown[2], not_ipv4, malformed;
	unsigned int learning_peers, allowed_peers, unknown_peers, peers;
};

static void plan_one(struct days *d, struct planned p)
{
	p.nanosecond = dice_below(&d->dice, NS_IN_S);
	if (d->n == PACKETS_MOST)
		abort();
	d->plan[d->n++] = p;
}

/* 1 to 8 packets of a peer in each of the directions, from some hour on and for some hours. */
static void plan_packets(struct days *d, uint32_t peer, int directions, uint32_t from_h,
			 uint32_t hours, unsigned int count[2])
{
	for (int i = 0; i < 2; i++) {
		if (!(directions & (1 << i)))
			continue;
		for (uint32_t n = 1 + dice_below(&d->dice, 8); n; n--) {
			uint32_t second = from_h * HOUR_S + dice_below(&d->dice, hours * HOUR_S);

			plan_one(d, (struct planned){ second, 0, peer, UDP, 1 << i });
			count[i]++;
		}
	}
}

/* Away from the hours' ends, so that no rounding of the two days changes the truth. */
static void plan_peer(struct days *d, const struct group *g, uint32_t peer)
{
	int known = g->taught & g->third, new = g->third & ~g->taught;

	plan_packets(d, peer, g->taught, 1, 46, d->learning);
	plan_packets(d, peer, known, 49, 22, d->allowed);
	plan_packets(d, peer, new, 49, 22, d->unknown);
	d->learning_peers += g->taught != 0;
	d->allowed_peers += known != 0;
	d->unknown_peers += new != 0;
	d->peers++;
}

static void plan_noise(struct days *d)
{
	for (unsigned int i = 0; i < 500; i++) {
		enum kind kind = i % 5 ? ARP : CUT;

		plan_one(d, (struct planned){ 1 + dice_below(&d->dice, 71 * HOUR_S), 0, NET_A + 1,
					      kind, IN });
		d->not_ipv4 += kind == ARP;
		d->malformed += kind == CUT;
	}
}

static int by_time(const void *a, const void *b)
{
	const struct planned *x = a, *y = b;

	if (x->second != y->second)
		return x->second < y->second ? -1 : 1;
	return (x->nanosecond > y->nanosecond) - (x->nanosecond < y->nanosecond);
}

static void make_plan(struct days *d)
{
	for (size_t i = 0; i < sizeof(groups) / sizeof(*groups); i++)
		for (uint32_t n = 0; n < groups[i].n; n++)
			plan_peer(d, &groups[i], groups[i].first + n);
	plan_noise(d);
	/* The first packet, from which the two days count. */
	d->plan[d->n++] = (struct planned){ 0, 0, groups[0].first, UDP, IN };
	d->learning[0]++;
	qsort(d->plan, d->n, sizeof(*d->plan), by_time);
}

static void write_planned(const struct capture *c, const struct planned *p)
{
	uint8_t frame[80], *end = put_ether(frame, p->kind == ARP ? 0x0806 : 0x0800);
	uint32_t len;

	if (p->direction == IN)
		end = put_udp(end, p->peer, HOST, 8 + p->second % 30);
	else
		end = put_udp(end, HOST, p->peer, 8 + p->second % 30);
	len = (uint32_t)(end - frame);
	if (p->kind == CUT)
		len = 14 + 19;
	capture_write(c, &(struct capture_frame){ (DAY_0 + p->second) * NS_IN_S + p->nanosecond,
						  frame, len, (uint32_t)(end - frame) });
}

static void write_alerts(FILE *out)
{
	const char *comma = "";

	for (size_t i = 0; i < sizeof(groups) / sizeof(*groups); i++) {
		const struct group *g = &groups[i];

		for (uint32_t n = 0; n < 2 * g->n; n++) {
			uint32_t peer = g->first + n / 2;

			if (!((g->third & ~g->taught) & (1 << n % 2)))
				continue;
			fprintf(out, "%s\n    \"%u.%u.%u.%u %s\"", comma, peer >> 24,
				peer >> 16 & 255, peer >> 8 & 255, peer & 255,
				n % 2 ? "out" : "in");
			comma = ",";
		}
	}
}

static void write_truth(FILE *out, const struct days *d)
{
	unsigned int judged = d->learning[0] + d->learning[1] + d->unknown[0] + d->unknown[1];

	fprintf(out, "{\n  \"local\": \"192.0.2.0/24\",\n  \"learn\": \"48h\",\n");
	fprintf(out, "  \"addresses\": %u,\n  \"ledger\": {\n", d->peers + 1);
	fprintf(out, "    \"seen\": %zu, \"not_ipv4\": %u, \"malformed\": %u,\n", d->n, d->not_ipv4,
		d->malformed);
	fprintf(out, "    \"allowed\": { \"in\": %u, \"out\": %u },\n", d->allowed[0],
		d->allowed[1]);
	fprintf(out, "    \"learning\": { \"in\": %u, \"out\": %u },\n", d->learning[0],
		d->learning[1]);
	fprintf(out, "    \"unknown\": { \"in\": %u, \"out\": %u },\n", d->unknown[0],
		d->unknown[1]);
	fprintf(out, "    \"blocked\": { \"in\": 0, \"out\": 0 },\n");
	fprintf(out, "    \"reported\": %u, \"suppressed\": 0, \"lost\": 0, \"balanced\": true\n",
		judged);
	fprintf(out, "  },\n  \"peers\": { \"allowed\": %u, \"learning\": %u, \"unknown\": %u, ",
		d->allowed_peers, d->learning_peers, d->unknown_peers);
	fprintf(out, "\"blocked\": 0 },\n  \"alerts\": [");
	write_alerts(out);
	fprintf(out, "\n  ]\n}\n");
}

void make_days(const char *file)
{
	struct days d = { .dice = { 3 } };
	struct capture c = { make_file(file), CAPTURE_ETHER, .nano = true };
	char truth[4096];
	FILE *out;

	d.plan = calloc(PACKETS_MOST, sizeof(*d.plan));
	if (!d.plan)
		fail(file);
	make_plan(&d);
	capture_begin(&c);
	for (size_t i = 0; i < d.n; i++)
		write_planned(&c, &d.plan[i]);
	finish_file(c.out, file);
	free(d.plan);

	snprintf(truth, sizeof(truth), "%s.json", file);
	out = make_file(truth);
	write_truth(out, &d);
	finish_file(out, truth);
}
