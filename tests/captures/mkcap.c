/* SPDX-License-Identifier: BSD-2-Clause */
/* Makes captures whose truth is known because they are made of it; the same bytes each time. */
#include "captures/mkcap.h"

#include <stdlib.h>
#include <string.h>

#include "core/hash.h"
#include "frames/capture.h"

uint32_t dice_below(struct dice *d, uint32_t n)
{
	return (uint32_t)((hash_mix(++d->state) >> 32) * n >> 32);
}

void fail(const char *path)
{
	perror(path);
	exit(1);
}

FILE *make_file(const char *path)
{
	FILE *out = fopen(path, "wb");

	if (!out)
		fail(path);
	return out;
}

void finish_file(FILE *out, const char *path)
{
	int failed = ferror(out);

	if (fclose(out) || failed)
		fail(path);
}

uint8_t *put_be16(uint8_t *p, uint16_t value)
{
	p[0] = (uint8_t)(value >> 8);
	p[1] = (uint8_t)value;
	return p + 2;
}

uint8_t *put_be32(uint8_t *p, uint32_t value)
{
	return put_be16(put_be16(p, (uint16_t)(value >> 16)), (uint16_t)value);
}

/* source: RFC 1071 */
static uint16_t checksum(const uint8_t *p, size_t len)
{
	uint32_t sum = 0;

	for (size_t i = 0; i < len; i += 2)
		sum += (uint32_t)p[i] << 8 | p[i + 1];
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return (uint16_t)~sum;
}

uint8_t *put_udp(uint8_t *p, uint32_t source, uint32_t destination, uint16_t bytes)
{
	static const uint8_t header[12] = { 0x45, [8] = 64, [9] = 17 };
	uint8_t *udp = p + 20;

	memcpy(p, header, sizeof(header));
	put_be16(p + 2, (uint16_t)(20 + bytes));
	put_be32(put_be32(p + 12, source), destination);
	put_be16(p + 10, checksum(p, 20));
	memset(udp, 0, bytes);
	put_be16(put_be16(put_be16(udp, 40000), 53), bytes);
	return udp + bytes;
}

uint8_t *put_ether(uint8_t *p, uint16_t type)
{
	static const uint8_t ends[12] = { 2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2 };

	memcpy(p, ends, sizeof(ends));
	return put_be16(p + 12, type);
}

void make_big(const char *file, uint32_t n_frames, uint32_t peers)
{
	struct capture c = { make_file(file), CAPTURE_ETHER, .nano = true };
	struct dice dice = { 0 };

	capture_begin(&c);
	for (uint32_t i = 0; i < n_frames; i++) {
		uint32_t peer = 0xc6120000u + dice_below(&dice, peers), local = NET_LOCAL + 1;
		uint8_t frame[42], *ip = put_ether(frame, 0x0800);

		put_udp(ip, i % 2 ? peer : local, i % 2 ? local : peer, 8);
		capture_write(&c, &(struct capture_frame){ DAY_0 * INT64_C(1000000000) + i * 1000,
							   frame, sizeof(frame), 60 });
	}
	finish_file(c.out, file);
}

static uint32_t number(const char *text, uint32_t most)
{
	char *end;
	unsigned long n = strtoul(text, &end, 10);

	if (!*end && n > 0 && n <= most)
		return (uint32_t)n;
	fprintf(stderr, "mkcap: %s: not a number from 1 to %u\n", text, most);
	exit(2);
}

int main(int argc, char **argv)
{
	if (argc == 3 && !strcmp(argv[1], "kinds"))
		make_kinds(argv[2]);
	else if (argc == 3 && !strcmp(argv[1], "days"))
		make_days(argv[2]);
	else if (argc == 5 && !strcmp(argv[1], "big"))
		make_big(argv[2], number(argv[3], 1000000000), number(argv[4], 131072));
	else
		return fputs("usage: mkcap kinds DIR | days FILE | big FILE FRAMES PEERS\n",
			     stderr), 2;
	return 0;
}
