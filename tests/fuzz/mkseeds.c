/* SPDX-License-Identifier: BSD-2-Clause */
/* Writes what fuzzing starts from, frames and lists, to DIR/fuzz_packet and the like. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "frames/capture.h"
#include "frames/frames.h"

static const enum capture_link link_of[] = {
	[PACKET_LINK_ETHER] = CAPTURE_ETHER,
	[PACKET_LINK_IP] = CAPTURE_RAW,
	[PACKET_LINK_IPV4] = CAPTURE_IPV4,
	[PACKET_LINK_NULL] = CAPTURE_NULL,
	[PACKET_LINK_SLL] = CAPTURE_SLL,
	[PACKET_LINK_SLL2] = CAPTURE_SLL2,
	[PACKET_LINK_PPP] = CAPTURE_PPP_HDLC,
	[PACKET_LINK_PPP_DIRECTION] = CAPTURE_PPP_DIRECTION,
	[PACKET_LINK_PPPOE] = CAPTURE_PPP_ETHER,
	[PACKET_LINK_PPP_PPPD] = CAPTURE_PPP_PPPD,
};

static void die(const char *what)
{
	perror(what);
	exit(1);
}

static FILE *create(const char *folder, const char *target, size_t number)
{
	char path[4096];
	FILE *out;

	snprintf(path, sizeof(path), "%s/%s", folder, target);
	if (mkdir(path, 0777) && errno != EEXIST)
		die(path);
	snprintf(path, sizeof(path), "%s/%s/%03zu", folder, target, number);
	out = fopen(path, "wb");
	if (!out)
		die(path);
	return out;
}

static void finish(FILE *out)
{
	if (ferror(out) | fclose(out))
		die("mkseeds");
}

static void write_packet(const char *folder, size_t number)
{
	const struct frame *f = &frames[number];
	FILE *out = create(folder, "fuzz_packet", number);

	putc(f->link, out);
	if (f->len)
		fwrite(f->bytes, 1, f->len, out);
	finish(out);
}

/* Twice the frame, in one of the four kinds of file of a format. */
static void write_capture(const char *folder, const char *target, size_t number, bool ng)
{
	const struct frame *f = &frames[number];
	struct capture c = { .out = create(folder, target, number), .link = link_of[f->link],
			     .big = number & 1, .nano = number & 2, .ng = ng };
	struct capture_frame frame = { INT64_C(1767225600123456789), f->bytes, f->len, f->len };

	capture_begin(&c);
	capture_write(&c, &frame);
	capture_write(&c, &frame);
	finish(c.out);
}

/* The published formats of lists, and the one target of each besides that of all. */
static const char *const lists[][2] = {
	{ "plain.txt", "fuzz_list_read_text" },
	{ "drop.txt", "fuzz_list_read_text" },
	{ "firehol.netset", "fuzz_list_read_text" },
	{ "feodo.csv", "fuzz_list_read_csv" },
	{ "threatfox.csv", "fuzz_list_read_csv" },
	{ "drop_v4.json", "fuzz_list_read_json" },
	{ "feodo.json", "fuzz_list_read_json" },
	{ "threatfox.json", "fuzz_list_read_json" },
	{ "threatfox_api.json", "fuzz_list_read_json" },
	{ "misp.json", "fuzz_list_read_misp" },
	{ "misp_redarc.json", "fuzz_list_read_misp" },
	{ "stix.json", "fuzz_list_read_stix" },
	{ "set.nft", "fuzz_list_read_nft" },
};

static void copy_list(const char *folder, const char *target, size_t number)
{
	char path[128], text[8192];
	FILE *in, *out = create(folder, target, number);

	snprintf(path, sizeof(path), "tests/support/lists/%s", lists[number][0]);
	in = fopen(path, "rb");
	if (!in)
		die(path);
	fwrite(text, 1, fread(text, 1, sizeof(text), in), out);
	fclose(in);
	finish(out);
}

/* Without one it takes long until a request is whole. */
static void write_request(const char *folder)
{
	FILE *out = create(folder, "fuzz_http", 0);

	fputs("GET /metrics?a=b HTTP/1.1\r\nHost: localhost:9477\r\nAccept: */*\r\n\r\n", out);
	finish(out);
}

int main(int argc, char **argv)
{
	if (argc != 2) {
		fprintf(stderr, "usage: mkseeds DIR\n");
		return 2;
	}
	for (size_t i = 0; i < n_frames; i++) {
		write_packet(argv[1], i);
		write_capture(argv[1], "fuzz_pcap", i, i & 4);
		write_capture(argv[1], "fuzz_pcapng", i, true);
	}
	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++) {
		copy_list(argv[1], lists[i][1], i);
		copy_list(argv[1], "fuzz_list_format", i);
	}
	write_request(argv[1]);
	return 0;
}
