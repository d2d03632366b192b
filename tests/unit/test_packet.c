/* SPDX-License-Identifier: BSD-2-Clause */
/* The parser has no .c of its own: what is tested is the copy that is compiled here. */
#include "bpf/packet.h"

#include <arpa/inet.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "frames/frames.h"

/* A copy that ends where the frame does, so that a checker of memory sees a byte too far. */
struct copy {
	uint8_t *start, *end;
};

static struct copy copy_of(const uint8_t *bytes, size_t len)
{
	struct copy c = { .start = malloc(len ? len : 1) };

	assert_non_null(c.start);
	if (len)
		memcpy(c.start, bytes, len);
	c.end = c.start + len;
	return c;
}

static void check_found(const struct frame *f, const struct packet *p, const struct copy *c)
{
	struct packet_ports ports = packet_find_ports(p, c->end);

	assert_int_equal(ntohl(p->be_source), f->source);
	assert_int_equal(ntohl(p->be_destination), f->destination);
	assert_int_equal(p->protocol, f->protocol);
	assert_int_equal(ntohs(ports.be_source), f->source_port);
	assert_int_equal(ntohs(ports.be_destination), f->destination_port);
}

static void test_frame(void **state)
{
	const struct frame *f = *state;
	struct copy c = copy_of(f->bytes, f->len);
	struct packet p;

	assert_int_equal(packet_parse(f->link, c.start, c.end, &p), f->class);
	if (f->class == PACKET_IPV4) {
		check_found(f, &p, &c);
		assert_int_equal(packet_bytes(&p, f->len), f->ip_bytes);
	}
	free(c.start);
}

/* What the kernel sees of a tagged frame when the device took the first tag off. */
static void check_untagged(const struct frame *f)
{
	struct copy c = copy_of(f->bytes, f->len);
	const uint8_t *start = c.start + 4;
	enum packet_class class;
	struct packet p;

	memmove(c.start + 4, c.start, 12);
	class = packet_ether(start, c.end, 1, &p.heads);
	if (class == PACKET_IPV4)
		class = packet_ipv4(start + p.heads, c.end, &p);
	assert_int_equal(class, f->class);
	if (f->class == PACKET_IPV4)
		check_found(f, &p, &c);
	free(c.start);
}

static void test_tag_in_metadata(void **state)
{
	size_t checked = 0;

	(void)state;
	for (size_t i = 0; i < n_frames; i++) {
		if (!frames[i].tags || frames[i].len < 18)
			continue;
		check_untagged(&frames[i]);
		checked++;
	}
	assert_true(checked > 10);
}

/* Fewer bytes never make more of a frame: IPv4 may become malformed, then not IPv4. */
static void check_cuts(const struct frame *f)
{
	static const int rank[] = { [PACKET_NOT_IPV4] = 0, [PACKET_MALFORMED] = 1,
				    [PACKET_IPV4] = 2 };
	enum packet_class class, last = PACKET_NOT_IPV4;

	for (size_t len = 0; len <= f->len; len++) {
		struct copy c = copy_of(f->bytes, len);
		struct packet p;

		class = packet_parse(f->link, c.start, c.end, &p);
		assert_true(rank[class] >= rank[last]);
		if (class == PACKET_IPV4) {
			assert_true(p.ip >= c.start && p.ip + p.header_length <= c.end);
			packet_find_ports(&p, c.end);
		}
		free(c.start);
		last = class;
	}
	assert_int_equal(last, f->class);
}

static void test_cuts(void **state)
{
	(void)state;
	for (size_t i = 0; i < n_frames; i++)
		check_cuts(&frames[i]);
}

static void test_sentences_differ(void **state)
{
	(void)state;
	for (size_t i = 0; i < n_frames; i++)
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(frames[i].what, frames[j].what);
}

static const struct CMUnitTest others[] = {
	{ "packet: a tag that hardware took off counts among the eight", test_tag_in_metadata,
	  NULL, NULL, NULL },
	{ "packet: a frame cut anywhere is read within its bytes", test_cuts, NULL, NULL, NULL },
	{ "packet: each frame of the table has its own sentence", test_sentences_differ, NULL, NULL,
	  NULL },
};

#define N_OTHERS (sizeof(others) / sizeof(*others))

int main(void)
{
	struct CMUnitTest *tests = calloc(n_frames + N_OTHERS, sizeof(*tests));
	char(*names)[100] = calloc(n_frames, sizeof(*names));
	int failed;

	if (!tests || !names)
		return 1;
	for (size_t i = 0; i < n_frames; i++) {
		snprintf(names[i], sizeof(names[i]), "packet: %s", frames[i].what);
		tests[i] = (struct CMUnitTest){ names[i], test_frame, NULL, NULL,
						(void *)&frames[i] };
	}
	memcpy(tests + n_frames, others, sizeof(others));
	failed = _cmocka_run_group_tests("packet", tests, n_frames + N_OTHERS, NULL, NULL);
	free(names);
	free(tests);
	return failed;
}
