/* SPDX-License-Identifier: BSD-2-Clause */
#include "source/pcapng.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "core/clock.h"
#include "unit/pcapng_file.h"

#define LAST_NS ((INT64_MAX / CLOCK_S - 1) * CLOCK_S)

/* What was read of it. */
static struct got {
	int rc, n;
	struct reader_frame frames[16];
	uint8_t first[16]; /* bytes of the frames */
	int links[16];
	struct err e;
} got;

static void read_bytes(const void *bytes, size_t n)
{
	FILE *stream = fmemopen((void *)(uintptr_t)bytes, n, "rb");
	struct pcapng *p = pcapng_open(stream, "file");
	struct reader_frame frame;
	int link;

	assert_true(stream && p);
	memset(&got, 0, sizeof(got));
	while (!(got.rc = pcapng_next(p, &frame, &link, &got.e))) {
		assert_in_range(got.n, 0, 15);
		got.links[got.n] = link;
		got.first[got.n] = *frame.bytes;
		got.frames[got.n++] = frame;
	}
	pcapng_close(p);
	fclose(stream);
}

static void expect_frames(int n)
{
	read_bytes(file, len);
	assert_string_equal(got.e.text, "");
	assert_int_equal(got.rc, -ENODATA);
	assert_int_equal(got.n, n);
}

/* how: what stands behind "file: block at byte " */
static void expect_damage(int n, size_t at, const char *how)
{
	char text[sizeof(got.e.text)];

	snprintf(text, sizeof(text), "file: block at byte %zu: %s", at, how);
	read_bytes(file, len);
	assert_string_equal(got.e.text, text);
	assert_int_equal(got.rc, -EBADMSG);
	assert_int_equal(got.n, n);
}

static int clear(void **state)
{
	(void)state;
	len = 0;
	return 0;
}

static void expect_frame(int i, int link, uint8_t byte, int64_t time_ns)
{
	assert_int_equal(got.links[i], link);
	assert_int_equal(got.first[i], byte);
	assert_int_equal(got.frames[i].captured, PAYLOAD);
	assert_int_equal(got.frames[i].length, 60);
	assert_true(got.frames[i].time_ns == time_ns);
}

static void test_interfaces(void **state)
{
	(void)state;
	put_section(false);
	put_interface(1, 65535);
	put_packet(0, 1, 'a');
	put_interface(101, 0);
	put_interface(113, 128);
	put_packet(2, 2, 'b');
	put_packet(1, 3, 'c');
	put_packet(0, 4, 'd');
	expect_frames(4);
	expect_frame(0, 1, 'a', 1000);
	expect_frame(1, 113, 'b', 2000);
	expect_frame(2, 101, 'c', 3000);
	expect_frame(3, 1, 'd', 4000);
}

static void test_sections(void **state)
{
	(void)state;
	for (int i = 0; i < 4; i++) {
		put_section(i & 1);
		put_interface((uint16_t)(100 + i), 0);
		put_packet(0, UINT64_C(0x500000000) + (unsigned int)i, (uint8_t)i);
	}
	expect_frames(4);
	for (int i = 0; i < 4; i++)
		expect_frame(i, 100 + i, (uint8_t)i, (INT64_C(0x500000000) + i) * 1000);
}

static void test_section_forgets(void **state)
{
	size_t at;

	(void)state;
	put_section(false);
	put_interface(1, 0);
	put_interface(101, 0);
	put_packet(1, 0, 0);
	put_section(true);
	put_interface(1, 0);
	put_packet(0, 0, 0);
	at = len;
	put_packet(1, 0, 0);
	expect_damage(2, at, "a packet of an interface that does not exist");
}

static void test_old_kinds(void **state)
{
	(void)state;
	for (int i = 0; i < 2; i++) {
		put_section(i);
		put_interface(113, PAYLOAD);
		put_interface(1, 0);
		put_simple(60, 'a');
		put_old_packet(1, 5, 'b');
		put_simple(60, 'c');
	}
	expect_frames(6);
	expect_frame(0, 113, 'a', 0);
	expect_frame(1, 1, 'b', 5000);
	expect_frame(2, 113, 'c', 5000);
	expect_frame(3, 113, 'a', 5000);
	expect_frame(4, 1, 'b', 5000);
	expect_frame(5, 113, 'c', 5000);
}

static void test_simple_length(void **state)
{
	size_t at;

	(void)state;
	put_section(false);
	put_interface(1, 0);
	put_simple(PAYLOAD, 'a');
	put_simple(3, 'b');
	at = len;
	put_simple(9, 'c');
	expect_damage(2, at, "a packet is longer than the block");
	assert_int_equal(got.frames[0].captured, PAYLOAD);
	assert_int_equal(got.frames[1].captured, 3);
	assert_int_equal(got.frames[1].length, 3);
}

static void test_other_kinds(void **state)
{
	static const uint32_t others[] = { 0, 4, 5, 9, 10, 0xbad, 0x40000bad, 0xffffffff };

	(void)state;
	put_section(false);
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++) {
		begin_block(others[i]);
		put(UINT64_MAX, (int)i & 4);
		end_block();
	}
	put_interface(1, 0);
	put_packet(0, 0, 'a');
	expect_frames(1);
}

/* A packet's options are none of ours. */
static void test_options(void **state)
{
	(void)state;
	begin_section(true);
	put_option(4, 3, 0x616263);
	put_option(0, 0, 0);
	end_block();
	begin_interface(1, 0);
	put_option(2, 5, 0);
	put_option(9, 1, 3);
	end_block();
	begin_block(6);
	put(0, 4);
	put_times(4);
	put(0, 8);
	put(0x0001ffff, 4); /* longer than the block */
	end_block();
	expect_frames(1);
	assert_true(got.frames[0].time_ns == 4000000);
}

static void test_times(void **state)
{
	static const struct {
		uint8_t resolution;
		int64_t offset_s;
		uint64_t units;
		int64_t ns;
	} cases[] = {
		{ 6, 0, 1767225600123456, INT64_C(1767225600123456000) },
		{ 9, 0, 1767225600123456789, INT64_C(1767225600123456789) },
		{ 0, 0, 1767225600, INT64_C(1767225600000000000) },
		{ 3, 0, 1767225600123, INT64_C(1767225600123000000) },
		{ 12, 1767225600, 123456789999, INT64_C(1767225600123456789) },
		{ 12, 0, 7000, 7 },
		{ 19, 0, UINT64_MAX, 1844674407 },
		{ 19, 0, UINT64_C(10000000000) * 7, 7 },
		{ 0x80, 0, 5, 5 * CLOCK_S },
		{ 0x80 | 1, 0, 5, 2500000000 },
		{ 0x80 | 10, 1, 1024 + 512, 2500000000 },
		{ 0x80 | 32, 0, (UINT64_C(3) << 32) + (UINT64_C(1) << 31), 3500000000 },
		{ 0x80 | 63, 0, UINT64_MAX, 2 * CLOCK_S - 1 },
		{ 0x80 | 63, 0, UINT64_C(3) << 61, 750000000 },
		{ 6, -10, 10500000, 500000000 },
		{ 6, -11, 10500000, 0 },
		{ 6, INT64_MIN, UINT64_MAX, 0 },
		{ 0, 0, UINT64_MAX, LAST_NS },
		{ 0, INT64_MAX, 1, LAST_NS },
		{ 0, INT64_MAX, INT64_MAX, LAST_NS },
		{ 9, INT64_MAX / CLOCK_S - 1, CLOCK_S - 1, LAST_NS + CLOCK_S - 1 },
		{ 9, INT64_MAX / CLOCK_S, 5, LAST_NS + 5 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		len = 0;
		put_section(i & 1);
		begin_interface(1, 0);
		put_option(14, 8, (uint64_t)cases[i].offset_s);
		put_option(9, 1, cases[i].resolution);
		end_block();
		put_packet(0, cases[i].units, 0);
		expect_frames(1);
		assert_true(got.frames[0].time_ns == cases[i].ns);
	}
}

static void test_bad_options(void **state)
{
	static const struct {
		uint16_t code, claimed, len;
		uint64_t value;
		const char *how;
	} cases[] = {
		{ 2, 9, 8, 0, "an option is longer than the block" },
		{ 2, 1, 0, 0, "an option is longer than the block" },
		{ 0x3030, 0x3030, 8, 0, "an option is longer than the block" },
		{ 0, 4, 4, 0, "the end of the options has a length" },
		{ 9, 2, 2, 6, "a unit of time that is not a byte" },
		{ 9, 0, 0, 6, "a unit of time that is not a byte" },
		{ 9, 1, 1, 20, "a unit of time that is too small" },
		{ 9, 1, 1, 0x80 | 64, "a unit of time that is too small" },
		{ 14, 4, 4, 0, "a time offset that is not eight bytes" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		size_t at;

		len = 0;
		put_section(false);
		put_interface(1, 0);
		put_packet(0, 0, 0);
		at = len;
		begin_interface(1, 0);
		put_option(cases[i].code, cases[i].len, cases[i].value);
		file[at + 18] = (uint8_t)cases[i].claimed;
		file[at + 19] = (uint8_t)(cases[i].claimed >> 8);
		end_block();
		expect_damage(1, at, cases[i].how);
	}
}

/* Damage done to the second packet, whose block starts behind those of 28, 20 and 40 bytes. */
static void test_damage(void **state)
{
	static const struct {
		uint32_t at, value;
		const char *how;
	} cases[] = {
		{ 4, 36, "its two lengths differ" },
		{ 4, 44, "the file ends within it" },
		{ 4, 0, "a length that no block has" },
		{ 4, 8, "a length that no block has" },
		{ 4, 41, "a length that no block has" },
		{ 4, 0xfffffffc, "a length that no block has" },
		{ 4, (16 << 20) + 4, "a length that no block has" },
		{ 4, 16 << 20, "the file ends within it" },
		{ 36, 44, "its two lengths differ" },
		{ 8, 1, "a packet of an interface that does not exist" },
		{ 8, 0xffffffff, "a packet of an interface that does not exist" },
		{ 20, 9, "a packet is longer than the block" },
		{ 20, 0xffffffff, "a packet is longer than the block" },
		{ 0, 0x0a0d0d0a, "no byte order" },
	};

	(void)state;
	put_section(false);
	put_interface(1, 0);
	put_packet(0, 0, 0);
	put_packet(0, 0, 0);
	assert_int_equal(len, 28 + 20 + 40 + 40);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		uint8_t whole[40];

		memcpy(whole, file + 88, sizeof(whole));
		set32(88 + cases[i].at, cases[i].value);
		expect_damage(1, 88, cases[i].how);
		memcpy(file + 88, whole, sizeof(whole));
	}
	expect_frames(2);
}

static void test_short_kinds(void **state)
{
	static const struct {
		uint32_t type;
		int least;
	} kinds[] = { { 1, 8 }, { 2, 20 }, { 3, 4 }, { 6, 20 } };

	(void)state;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		for (int n = 0; n < kinds[i].least; n += 4) {
			len = 0;
			put_section(false);
			begin_block(kinds[i].type);
			for (int k = 0; k < n; k += 4)
				put(0, 4);
			end_block();
			expect_damage(0, 28, "too short for its kind");
		}
	}
}

static void test_bad_sections(void **state)
{
	(void)state;
	put_interface(1, 0);
	expect_damage(0, 0, "no section header");
	len = 0;
	put_section(true);
	file[13] = 2;
	expect_damage(0, 0, "a version of pcapng that is not known");
	file[13] = 1;
	file[11] = 0;
	expect_damage(0, 0, "no byte order");
	len = 0;
	big = false;
	begin_block(0x0a0d0d0a);
	put(0x1a2b3c4d, 4);
	put(1, 8);
	end_block();
	expect_damage(0, 0, "too short for its kind");
	len = 0;
	begin_section(false);
	put(0x30303030, 4);
	end_block();
	put_interface(1, 0);
	expect_damage(0, 0, "an option is longer than the block");
}

static void test_cut(void **state)
{
	size_t whole;

	(void)state;
	put_section(false);
	put_interface(1, 0);
	put_packet(0, 0, 0);
	put_packet(0, 0, 0);
	whole = len;
	for (len = 1; len <= whole; len++) {
		size_t at = len < 28 ? 0 : len < 48 ? 28 : 48 + (len - 48) / 40 * 40;
		int n = len < 48 ? 0 : (int)(len - 48) / 40;

		if (at == len)
			expect_frames(n);
		else
			expect_damage(n, at, "the file ends within it");
	}
}

static void test_many_interfaces(void **state)
{
	size_t at;

	(void)state;
	put_section(false);
	for (int i = 0; i < PCAPNG_INTERFACES; i++)
		put_interface((uint16_t)i, 0);
	put_packet(PCAPNG_INTERFACES - 1, 0, 0);
	expect_frames(1);
	assert_int_equal(got.links[0], PCAPNG_INTERFACES - 1);
	at = len;
	put_interface(1, 0);
	expect_damage(1, at, "too many interfaces");
}

/* Of a kind that is skipped. */
static void test_long_block(void **state)
{
	(void)state;
	put_section(false);
	begin_block(5);
	len += (16 << 20) - 12;
	end_block();
	expect_frames(0);
	len = 28 + 8;
	len += (16 << 20) + 4 - 12;
	end_block();
	expect_damage(0, 28, "a length that no block has");
}

#define TEST(sentence, function) { "pcapng: " sentence, function, clear, NULL, NULL }
int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST("each frame has the link type of its interface", test_interfaces),
		TEST("sections of either byte order follow each other", test_sections),
		TEST("a section forgets the interfaces of the one before", test_section_forgets),
		TEST("the older kinds of packet are read too", test_old_kinds),
		TEST("a simple packet is not longer than its block", test_simple_length),
		TEST("blocks of other kinds are skipped", test_other_kinds),
		TEST("options say the unit of time, a packet's nothing", test_options),
		TEST("times of every unit and offset come to nanoseconds", test_times),
		TEST("an interface with a broken option is damage", test_bad_options),
		TEST("what was read before damage counts, and where it is is said", test_damage),
		TEST("a block too short for its kind is damage", test_short_kinds),
		TEST("a file must begin with a section that is understood", test_bad_sections),
		TEST("of a file cut anywhere all whole frames count", test_cut),
		TEST("there is room for 4096 interfaces, and no more", test_many_interfaces),
		TEST("a block may be 16 MiB long", test_long_block),
	};

	return cmocka_run_group_tests_name("pcapng", tests, NULL, NULL);
}
