/* SPDX-License-Identifier: BSD-2-Clause */
#include "view/block.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static uint8_t bytes[2048];

static uint32_t get(size_t at, int n)
{
	uint32_t value = 0;

	while (n--)
		value = value << 8 | bytes[at + (size_t)n];
	return value;
}

static void afresh(void)
{
	memset(bytes, 0xee, sizeof(bytes));
}

/* It says its length at both ends, and wrote nothing behind. */
static void expect_whole(size_t len, size_t room, uint32_t type)
{
	assert_int_equal(len % 4, 0);
	assert_in_range(len, 12, room);
	assert_int_equal(get(0, 4), type);
	assert_int_equal(get(4, 4), len);
	assert_int_equal(get(len - 4, 4), len);
	assert_int_equal(bytes[len], 0xee);
}

/* Where the value of an option starts, of those from `at` on; its length. */
static size_t option(size_t at, uint16_t code, uint32_t *len)
{
	while (get(at, 2)) {
		*len = get(at + 2, 2);
		if (get(at, 2) == code)
			return at + 4;
		at += 4 + ((*len + 3) & ~3u);
	}
	*len = 0;
	return 0;
}

static void expect_text(size_t from, uint16_t code, const char *text)
{
	uint32_t len;
	size_t at = option(from, code, &len);

	assert_int_equal(len, strlen(text));
	assert_memory_equal(bytes + at, text, len);
}

static void test_section(void **state)
{
	size_t len;

	(void)state;
	afresh();
	len = block_section(bytes, "Linux 6.1", "redarc 1");
	expect_whole(len, block_room(0), 0x0a0d0d0a);
	assert_int_equal(get(8, 4), 0x1a2b3c4d);
	assert_int_equal(get(12, 4), 1);
	assert_int_equal(get(16, 4), UINT32_MAX);
	assert_int_equal(get(20, 4), UINT32_MAX);
	expect_text(24, 3, "Linux 6.1");
	expect_text(24, 4, "redarc 1");
}

static void test_interface(void **state)
{
	uint32_t len;

	(void)state;
	afresh();
	expect_whole(block_interface(bytes, 101, 96, "wg0"), block_room(0), 1);
	assert_int_equal(get(8, 4), 101);
	assert_int_equal(get(12, 4), 96);
	expect_text(16, 2, "wg0");
	assert_int_equal(bytes[option(16, 9, &len)], 9);
	assert_int_equal(len, 1);
}

static void test_packet(void **state)
{
	const struct block_packet p = { .interface = 3,
					.time_ns = INT64_C(0x1122334455667788),
					.bytes = "abcde",
					.captured = 5,
					.length = 1500,
					.direction = BLOCK_OUTBOUND,
					.comment = "why" };
	uint32_t len;

	(void)state;
	afresh();
	expect_whole(block_packet(bytes, &p), block_room(5), 6);
	assert_int_equal(get(8, 4), 3);
	assert_int_equal(get(12, 4), 0x11223344);
	assert_int_equal(get(16, 4), 0x55667788);
	assert_int_equal(get(20, 4), 5);
	assert_int_equal(get(24, 4), 1500);
	assert_memory_equal(bytes + 28, "abcde\0\0\0", 8);
	assert_int_equal(get(option(36, 2, &len), 4), 2);
	assert_int_equal(len, 4);
	expect_text(36, 1, "why");
}

/* Texts of every length around the longest, whose characters take two bytes. */
static void test_text(void **state)
{
	char text[BLOCK_TEXT + 8];
	uint32_t len;

	(void)state;
	for (size_t n = BLOCK_TEXT - 4; n < BLOCK_TEXT + 4; n++)
		for (size_t odd = 0; odd < 2; odd++) {
			for (size_t i = 0; i < n; i++)
				text[i] = (i + odd) % 2 ? '\xa9' : '\xc3';
			if (odd)
				text[0] = 'x';
			text[n] = 0;
			afresh();
			expect_whole(block_section(bytes, text, text), block_room(0), 0x0a0d0d0a);
			option(24, 3, &len);
			assert_int_equal(len, n <= BLOCK_TEXT ? n : BLOCK_TEXT - odd);
		}
	afresh();
	block_section(bytes, "", "");
	assert_int_equal(get(24, 4), 0);
}

static void test_most(void **state)
{
	static const uint8_t captured[256];
	char text[BLOCK_TEXT + 1];

	(void)state;
	memset(text, 'x', BLOCK_TEXT);
	text[BLOCK_TEXT] = 0;
	for (uint32_t n = 0; n <= sizeof(captured); n++) {
		const struct block_packet p = { .bytes = captured, .captured = n, .comment = text };

		afresh();
		expect_whole(block_packet(bytes, &p), block_room(n), 6);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		{ "block: a section tells system and application", test_section, NULL, NULL, NULL },
		{ "block: an interface tells link, snap length, name and nanoseconds",
		  test_interface, NULL, NULL, NULL },
		{ "block: a packet has its time, bytes, direction and comment", test_packet, NULL,
		  NULL, NULL },
		{ "block: a text too long is cut between characters, none is left out", test_text,
		  NULL, NULL, NULL },
		{ "block: the largest packet with the longest comment has room", test_most, NULL,
		  NULL, NULL },
	};

	return cmocka_run_group_tests_name("block", tests, NULL, NULL);
}
