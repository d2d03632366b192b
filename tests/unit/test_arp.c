/* SPDX-License-Identifier: BSD-2-Clause */
/* The parser has no .c of its own: what is tested is the copy that is compiled here. */
#include "bpf/arp.h"

#include <arpa/inet.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "frames/frames.h"

static bool parse(enum packet_link link, const uint8_t *bytes, size_t len, struct arp *out)
{
	/* It ends where the frame does, so that a checker of memory sees a byte too far. */
	uint8_t *copy = malloc(len ? len : 1);
	bool found;

	assert_non_null(copy);
	if (len)
		memcpy(copy, bytes, len);
	found = arp_parse(link, copy, copy + len, out);
	free(copy);
	return found;
}

static void test_frames(void **state)
{
	size_t found = 0;

	(void)state;
	for (size_t i = 0; i < n_frames; i++) {
		const struct frame *f = &frames[i];
		struct arp arp;

		if (parse(f->link, f->bytes, f->len, &arp) != (f->arp_target != 0))
			fail_msg("%s", f->what);
		if (!f->arp_target)
			continue;
		found++;
		assert_int_equal(ntohl(arp.be_source), f->arp_source);
		assert_int_equal(ntohl(arp.be_target), f->arp_target);
	}
	assert_true(found >= 6);
}

/* Fewer bytes are no ARP, but for padding. */
static void test_cuts(void **state)
{
	(void)state;
	for (size_t i = 0; i < n_frames; i++) {
		const struct frame *f = &frames[i];
		bool found = false;

		for (size_t len = 0; len <= f->len && f->arp_target; len++) {
			struct arp arp;
			bool now = parse(f->link, f->bytes, len, &arp);

			assert_true(now || !found);
			found = now;
		}
	}
}

/* What the kernel sees of a tagged frame when the device took the first tag off. */
static void test_tag_in_metadata(void **state)
{
	size_t checked = 0;

	(void)state;
	for (size_t i = 0; i < n_frames; i++) {
		const struct frame *f = &frames[i];
		const uint8_t *p = f->bytes + 18;
		struct arp arp;

		if (f->link != PACKET_LINK_ETHER || !f->tags || f->len < 18)
			continue;
		assert_int_equal(arp_typed(p, f->bytes + f->len, packet_u16(p - 2), 1, &arp),
				 f->arp_target != 0);
		checked++;
	}
	assert_true(checked > 10);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		{ "arp: each frame of the table asks whom it should, or is none", test_frames, NULL,
		  NULL, NULL },
		{ "arp: a frame cut anywhere is read within its bytes", test_cuts, NULL, NULL,
		  NULL },
		{ "arp: a tag that hardware took off counts among the eight", test_tag_in_metadata,
		  NULL, NULL, NULL },
	};

	return cmocka_run_group_tests_name("arp", tests, NULL, NULL);
}
