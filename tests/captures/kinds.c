/* SPDX-License-Identifier: BSD-2-Clause */
#include "captures/mkcap.h"

#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "frames/capture.h"

#define FRAMES 200 /* in a capture */
#define N_ADDRESSES 768

/* What a capture holds, counted as it is made. */
struct truth {
	unsigned int frames, ipv4, valid;
	bool addresses[N_ADDRESSES];
};

/* What stands behind the headers of the link; all of IPv4 starts with its version. */
enum payload { VALID, CUT, SHORT_HEADER, SHORT_TOTAL, CUT_OPTIONS, IPV6, PAYLOADS };

static const struct kind {
	const char *name;
	enum capture_link link;
} kinds[] = {
	{ "ether", CAPTURE_ETHER },         { "raw", CAPTURE_RAW },
	{ "ipv4", CAPTURE_IPV4 },           { "null", CAPTURE_NULL },
	{ "loop", CAPTURE_LOOP },           { "sll", CAPTURE_SLL },
	{ "sll2", CAPTURE_SLL2 },           { "ppp", CAPTURE_PPP },
	{ "ppp-hdlc", CAPTURE_PPP_HDLC },   { "ppp-pppd", CAPTURE_PPP_PPPD },
	{ "pppoe", CAPTURE_PPP_ETHER },     { "ppp-direction", CAPTURE_PPP_DIRECTION },
};

#define N_KINDS (sizeof(kinds) / sizeof(*kinds))

static uint32_t pick_address(struct dice *d, struct truth *t, bool counts)
{
	static const uint32_t nets[] = { NET_LOCAL, NET_A, NET_B };
	uint32_t i = dice_below(d, N_ADDRESSES);

	t->addresses[i] |= counts;
	return nets[i / 256] + i % 256;
}

static uint8_t *put_payload(uint8_t *p, enum payload payload, struct dice *d, struct truth *t)
{
	bool valid = payload == VALID;
	uint32_t source = pick_address(d, t, valid), destination = pick_address(d, t, valid);
	uint8_t *end = put_udp(p, source, destination, (uint16_t)(8 + dice_below(d, 40)));

	t->frames++;
	t->ipv4 += payload != IPV6;
	t->valid += valid;
	switch (payload) {
	case CUT:
		return p + 1 + dice_below(d, 19);
	case SHORT_HEADER:
		p[0] = (uint8_t)(0x40 + dice_below(d, 5));
		break;
	case SHORT_TOTAL:
		put_be16(p + 2, (uint16_t)(1 + dice_below(d, 19)));
		break;
	case CUT_OPTIONS:
		p[0] = 0x4f;
		return p + 20 + dice_below(d, 8);
	case IPV6:
		p[0] = 0x60;
		break;
	default:
		break;
	}
	return end;
}

/* With the address and control of a serial line or without, in two bytes or in one. */
static uint8_t *put_ppp(uint8_t *p, bool ipv6, uint16_t framing, struct dice *d)
{
	uint8_t protocol = ipv6 ? 0x57 : 0x21;

	if (framing && dice_below(d, 2))
		p = put_be16(p, framing);
	if (dice_below(d, 2))
		*p++ = 0;
	*p++ = protocol;
	return p;
}

static uint8_t *put_pppoe(uint8_t *p, bool ipv6, struct dice *d)
{
	p = put_be16(put_be32(p, 0x11000001), 60);
	return put_ppp(p, ipv6, 0, d);
}

static uint8_t *put_mpls(uint8_t *p, struct dice *d)
{
	for (uint32_t labels = dice_below(d, 6); labels; labels--)
		p = put_be32(p, 0x00010040);
	return put_be32(p, 0x00010140);
}

/* A type, behind up to 8 tags, and what may stand between it and IP. */
static uint8_t *put_typed(uint8_t *p, bool ipv6, struct dice *d)
{
	static const uint16_t tags[] = { 0x8100, 0x88a8, 0x9100, 0x9200, 0x9300 };

	for (uint32_t n = dice_below(d, 9); n; n--)
		p = put_be16(put_be16(p, tags[dice_below(d, 5)]), (uint16_t)dice_below(d, 65536));
	switch (dice_below(d, 4)) {
	case 0:
		return put_pppoe(put_be16(p, 0x8864), ipv6, d);
	case 1:
		return put_mpls(put_be16(p, (uint16_t)(0x8847 + dice_below(d, 2))), d);
	default:
		return put_be16(p, ipv6 ? 0x86dd : 0x0800);
	}
}

static uint8_t *put_zeros(uint8_t *p, size_t n)
{
	memset(p, 0, n);
	return p + n;
}

/* The family as the machine's byte order has it: here little-endian, in LOOP big-endian. */
static uint8_t *put_family(uint8_t *p, bool ipv6, bool big)
{
	put_zeros(p, 4);
	p[big ? 3 : 0] = ipv6 ? 30 : 2;
	return p + 4;
}

static uint8_t *put_link(uint8_t *p, enum capture_link link, bool ipv6, struct dice *d)
{
	switch (link) {
	case CAPTURE_ETHER:
		return put_typed(put_ether(p, 0) - 2, ipv6, d);
	case CAPTURE_NULL:
	case CAPTURE_LOOP:
		return put_family(p, ipv6, link == CAPTURE_LOOP);
	case CAPTURE_SLL:
		return put_typed(put_zeros(p, 14), ipv6, d);
	case CAPTURE_SLL2:
		return put_zeros(put_be16(p, ipv6 ? 0x86dd : 0x0800), 18);
	case CAPTURE_PPP:
	case CAPTURE_PPP_HDLC:
		return put_ppp(p, ipv6, 0xff03, d);
	case CAPTURE_PPP_PPPD:
		return put_ppp(p, ipv6, (uint16_t)(dice_below(d, 2) << 8 | 0x03), d);
	case CAPTURE_PPP_DIRECTION:
		*p = (uint8_t)dice_below(d, 2);
		return put_ppp(p + 1, ipv6, 0xff03, d);
	case CAPTURE_PPP_ETHER:
		return put_pppoe(p, ipv6, d);
	default:
		return p;
	}
}

static void write_frame(const struct capture *c, struct dice *d, struct truth *t)
{
	uint32_t payloads = c->link == CAPTURE_IPV4 ? IPV6 : PAYLOADS;
	enum payload payload = dice_below(d, 2) ? VALID : dice_below(d, payloads);
	uint8_t frame[256], *p = put_link(frame, c->link, payload == IPV6, d);
	int64_t time_ns = (DAY_0 + t->frames) * INT64_C(1000000000);
	uint32_t len = (uint32_t)(put_payload(p, payload, d, t) - frame);

	capture_write(c, &(struct capture_frame){ time_ns, frame, len, len });
}

static void write_frames(const struct capture *c, struct dice *d, struct truth *t)
{
	capture_begin(c);
	for (int i = 0; i < FRAMES; i++)
		write_frame(c, d, t);
}

/* A section with an interface for each of the kinds, and frames of all. */
static void write_section(struct capture *c, struct dice *d, struct truth *t)
{
	for (c->interface = 0; c->interface < N_KINDS; c->interface++) {
		c->link = kinds[c->interface].link;
		if (c->interface)
			capture_add_interface(c);
		else
			capture_begin(c);
	}
	for (int i = 0; i < FRAMES; i++) {
		c->interface = dice_below(d, N_KINDS);
		c->link = kinds[c->interface].link;
		write_frame(c, d, t);
	}
}

/* state: "whole", or "refused" where redarc must say so and fail */
static void write_truth(FILE *table, const char *name, const struct truth *t, const char *state)
{
	unsigned int addresses = 0;

	for (size_t i = 0; i < N_ADDRESSES; i++)
		addresses += t->addresses[i];
	fprintf(table, "%s\t%u\t%u\t%u\t%u\t%s\n", name, t->frames, t->ipv4, t->valid, addresses,
		state);
}

static void make_path(char path[4096], const char *folder, const char *name)
{
	snprintf(path, 4096, "%s/%s", folder, name);
}

/* One file of each link type in two of the eight formats, so that each format has three. */
static void make_whole(const char *folder, FILE *table)
{
	static const char *const formats[] = { "le-us.pcap",   "be-us.pcap",   "le-ns.pcap",
					       "be-ns.pcap",   "le-us.pcapng", "be-us.pcapng",
					       "le-ns.pcapng", "be-ns.pcapng" };
	struct dice dice = { 2 };

	for (size_t i = 0; i < 2 * N_KINDS; i++) {
		const struct kind *k = &kinds[i / 2];
		size_t format = (i % 2 * 5 + i / 2) % 8;
		struct capture c = { .link = k->link, .big = format & 1, .nano = format & 2,
				     .ng = format & 4 };
		struct truth truth = { 0 };
		char name[64], path[4096];

		snprintf(name, sizeof(name), "%s-%s", k->name, formats[format]);
		make_path(path, folder, name);
		c.out = make_file(path);
		write_frames(&c, &dice, &truth);
		finish_file(c.out, path);
		write_truth(table, name, &truth, "whole");
	}
}

/* Four sections, of either byte order and of either unit of time. */
static void make_mixed(const char *folder, FILE *table)
{
	static const char name[] = "mixed.pcapng";
	struct capture c = { .ng = true };
	struct truth truth = { 0 };
	struct dice dice = { 3 };
	char path[4096];

	make_path(path, folder, name);
	c.out = make_file(path);
	for (int i = 0; i < 4; i++) {
		c.big = i & 1;
		c.nano = i & 2;
		write_section(&c, &dice, &truth);
	}
	finish_file(c.out, path);
	write_truth(table, name, &truth, "whole");
}

/* A file of two frames of 42 bytes, of which the first `len` bytes are kept. */
static const struct cut {
	const char *name;
	const char *state;
	bool ng;
	long len;
	unsigned int frames; /* that are whole then */
	enum capture_link link;
} cuts[] = {
	{ "no-frames.pcap", "whole", false, 24, 0, CAPTURE_ETHER },
	{ "no-frames.pcapng", "whole", true, 60, 0, CAPTURE_ETHER },
	{ "nothing.pcap", "refused", false, 0, 0, CAPTURE_ETHER },
	{ "cut-in-header.pcap", "refused", false, 23, 0, CAPTURE_ETHER },
	{ "cut-in-section.pcapng", "refused", true, 20, 0, CAPTURE_ETHER },
	{ "cut-in-frame-header.pcap", "refused", false, 24 + 58 + 9, 1, CAPTURE_ETHER },
	{ "cut-in-frame.pcap", "refused", false, 24 + 58 + 50, 1, CAPTURE_ETHER },
	{ "cut-in-block.pcapng", "refused", true, 60 + 76 + 40, 1, CAPTURE_ETHER },
	{ "wlan.pcap", "refused", false, 24 + 2 * 58, 0, CAPTURE_80211 },
};

static void make_cut(const char *folder, const struct cut *cut, FILE *table)
{
	struct truth truth = { cut->frames, cut->frames, cut->frames,
			       { cut->frames > 0, cut->frames > 0 } };
	struct capture c = { .link = cut->link, .ng = cut->ng };
	uint8_t frame[42];
	char path[4096];

	make_path(path, folder, cut->name);
	c.out = make_file(path);
	put_udp(put_ether(frame, 0x0800), NET_A + 1, NET_LOCAL + 1, 8);
	capture_begin(&c);
	for (int i = 0; i < 2; i++)
		capture_write(&c, &(struct capture_frame){ DAY_0 * INT64_C(1000000000), frame, 42,
							   42 });
	finish_file(c.out, path);
	if (truncate(path, cut->len))
		fail(path);
	write_truth(table, cut->name, &truth, cut->state);
}

void make_kinds(const char *folder)
{
	char path[4096];
	FILE *table;

	make_path(path, folder, "truth.tsv");
	table = make_file(path);
	make_whole(folder, table);
	make_mixed(folder, table);
	for (size_t i = 0; i < sizeof(cuts) / sizeof(*cuts); i++)
		make_cut(folder, &cuts[i], table);
	finish_file(table, path);
}
