/* SPDX-License-Identifier: BSD-2-Clause */
#include "stream/stream.h"

#include <errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static uint8_t wire[STREAM_RECORD_MOST];

/* One record of each kind, every field another value. */
static const struct stream_record samples[] = {
	{ .kind = STREAM_HELLO,
	  .hello = { STREAM_VERSION, "eth0", "XDP native in, TCX out", "IP Geolocation", 1 } },
	{ .kind = STREAM_STATUS,
	  .status = { .now_ns = 1,
		      .learn_until_ns = -2,
		      .window_ns = INT64_MAX,
		      .judged_from_ns = -3,
		      .home_lat_deg = -90,
		      .home_lon_deg = 180,
		      .home_known = 1,
		      .learning = 1,
		      .balanced = 1,
		      .storm = 1,
		      .ledger = { .seen = 3,
				  .not_ipv4 = 4,
				  .malformed = 5,
				  .verdict = { { 6, 7 }, { 8, 9 }, { 10, 11 }, { 12, 13 } },
				  .reported = 14,
				  .suppressed = 15,
				  .lost = UINT64_MAX },
		      .peers = { 17, 18, 19, UINT32_MAX },
		      .refused = 20 } },
	{ .kind = STREAM_PLACE, .place = { 2, { 35.68f, 139.69f, 20, "JP", "\xe6\x9d\xb1" } } },
	{ .kind = STREAM_NETWORK, .network = { 1, { 64496, "Example Net" } } },
	{ .kind = STREAM_PEER,
	  .peer = { .addr = { { [10] = 0xff, [11] = 0xff, 198, 51, 100, 7 } },
		    .local = { { [10] = 0xff, [11] = 0xff, 192, 0, 2, 1 } },
		    .place = GEO_NEAR,
		    .network = 3,
		    .side = { { 1, 2, 3, 4, -5, 6, 7, 8, 17, RA_BLOCKED, REASON_BLOCKLIST, 15, 1,
				100 },
			      { 9, 10, 11, 12, 13, 14, 15, UINT16_MAX, 6, RA_UNKNOWN, REASONS - 1,
				NOVEL_ADDRESS, 0, EVENT_UNSCORED } } } },
	{ .kind = STREAM_ARC, .arc = { GEO_NOWHERE, RA_BLOCKED, RA_OUT, 4, 1, 2, 3, 4 } },
	{ .kind = STREAM_SNAPSHOT },
	{ .kind = STREAM_END },
	{ .kind = STREAM_LIST, .list = { UINT16_MAX, 2, "drop" } },
	{ .kind = STREAM_EXPLAIN,
	  .explain = { { { [10] = 0xff, [11] = 0xff, 198, 51, 100, 7 } },
		       { 1, 2, 4, 8, 16, 32 },
		       "Unknown, both ways.\nNever seen before: \xe6\x9d\xb1.\n" } },
	{ .kind = STREAM_SPAN, .span = { 1, 3600, STREAM_STEPS, 4, 5 } },
	{ .kind = STREAM_PAST,
	  .past = { { { [10] = 0xff, [11] = 0xff, 198, 51, 100, 7 } }, GEO_NEAR, 3, RA_OUT,
		    RA_BLOCKED, REASON_BLOCKLIST, 15, 1, 443, 50123, 6, 7, 8,
		    { 1, 2, [95] = 128 } } },
	{ .kind = STREAM_POINT,
	  .point = { 1, { { [10] = 0xff, [11] = 0xff, 198, 51, 100, 7 } },
		     { { [10] = 0xff, [11] = 0xff, 192, 0, 2, 1 } }, 443, 50123, 6, RA_OUT,
		     RA_UNKNOWN, NOVEL_ADDRESS, 9, 10 } },
	{ .kind = STREAM_ANSWER,
	  .answer = { { { [10] = 0xff, [11] = 0xff, 198, 51, 100, 7 } }, STREAM_REQUESTS - 1, 1,
		      "allowed, both ways", "in 1763814000 0 backup" } },
};

#define SAMPLES (sizeof(samples) / sizeof(*samples))

static int encode(const struct stream_record *r)
{
	return stream_encode(r, wire, sizeof(wire));
}

static void test_round_trip(void **state)
{
	struct stream_record out;

	(void)state;
	assert_int_equal(SAMPLES, STREAM_KINDS - 1);
	for (size_t i = 0; i < SAMPLES; i++) {
		int n = encode(&samples[i]);

		assert_in_range(n, 8, STREAM_RECORD_MOST);
		assert_int_equal(stream_decode(wire, (size_t)n, &out), n);
		assert_memory_equal(&out, &samples[i], sizeof(out));
	}
}

static void test_layout(void **state)
{
	static const uint8_t arc[] = {
		6, 0, 43, 0, 'R', 'D', 'R', 'C', 2, 1, 0, 0, 2, 1, 3, 4, 3, 2, 1,
		8, 7, 6, 5, 4, 3, 2, 1, 0x10, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff,
		0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
	};
	const struct stream_record r = { .kind = STREAM_ARC,
					 .arc = { 0x102, RA_UNKNOWN, RA_OUT, 3, 0x1020304,
						  0x102030405060708, 16, -1 } };

	(void)state;
	assert_int_equal(encode(&r), sizeof(arc));
	assert_memory_equal(wire, arc, sizeof(arc));
}

/* The bytes behind the given length are not there: ASan sees any read of them. */
static int decode_exactly(const uint8_t *bytes, size_t len)
{
	uint8_t *copy = malloc(len ? len : 1);
	struct stream_record out;
	int n;

	assert_non_null(copy);
	memcpy(copy, bytes, len);
	n = stream_decode(copy, len, &out);
	free(copy);
	return n;
}

static void test_partial(void **state)
{
	(void)state;
	for (size_t i = 0; i < SAMPLES; i++) {
		int n = encode(&samples[i]);

		for (int len = 0; len < n; len++)
			assert_int_equal(decode_exactly(wire, (size_t)len), 0);
		for (int room = 0; room < n; room++)
			assert_int_equal(stream_encode(&samples[i], wire, (size_t)room), -ENOSPC);
	}
}

static void test_foreign_heads(void **state)
{
	static const struct {
		size_t at;
		uint8_t value;
	} faults[] = {
		{ 0, 0 }, { 0, STREAM_KINDS }, { 1, 1 }, { 2, 7 }, { 2, 0 }, { 3, 3 }, { 4, 'r' },
		{ 7, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(faults) / sizeof(*faults); i++) {
		encode(&samples[0]);
		wire[faults[i].at] = faults[i].value;
		assert_int_equal(decode_exactly(wire, 8), -EBADMSG);
	}
}

/* Each fault, alone in an otherwise good record, is refused on both sides. */
static void refuse(size_t sample, size_t offset, const void *value, size_t size)
{
	struct stream_record r = samples[sample];

	memcpy((uint8_t *)&r + offset, value, size);
	assert_int_equal(encode(&r), -EINVAL);
}

static void test_ranges(void **state)
{
#define REFUSE(sample, member, bad) \
	do { \
		__typeof__(((struct stream_record *)0)->member) value = bad; \
		refuse(sample, offsetof(struct stream_record, member), &value, sizeof(value)); \
	} while (0)
	(void)state;
	REFUSE(0, hello.version, STREAM_VERSION + 1);
	REFUSE(0, hello.replay, 2);
	REFUSE(1, status.home_lat_deg, nanf(""));
	REFUSE(1, status.home_lon_deg, -180.5f);
	REFUSE(1, status.balanced, 255);
	REFUSE(1, status.storm, 2);
	REFUSE(2, place.number, GEO_NEAR);
	REFUSE(2, place.place.lat_deg, 90.1f);
	REFUSE(2, place.place.lon_deg, INFINITY);
	REFUSE(3, network.number, 0);
	REFUSE(4, peer.side[RA_IN].verdict, RA_VERDICTS);
	REFUSE(4, peer.side[RA_OUT].reason, REASONS);
	REFUSE(4, peer.side[RA_OUT].novelty, 2 * NOVEL_COUNTRY);
	REFUSE(4, peer.side[RA_IN].reply, 2);
	REFUSE(5, arc.verdict, RA_VERDICTS);
	REFUSE(5, arc.direction, RA_DIRECTIONS);
	REFUSE(5, arc.level, NOVELTY_LEVELS);
	REFUSE(8, list.number, 0);
	REFUSE(8, list.kind, 3);
	REFUSE(13, answer.request, STREAM_REQUESTS);
	REFUSE(13, answer.ok, 2);
}

static void test_ranges_on_the_wire(void **state)
{
	static const struct {
		size_t sample, at;
		uint8_t value;
	} faults[] = {
		{ 0, 8, STREAM_VERSION + 1 },
		{ 1, 8 + 32 + 3, 0xff }, /* latitude: -90 becomes a number far below */
		{ 2, 8, GEO_NEAR },
		{ 5, 8 + 5, RA_DIRECTIONS },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(faults) / sizeof(*faults); i++) {
		int n = encode(&samples[faults[i].sample]);

		wire[faults[i].at] = faults[i].value;
		assert_int_equal(decode_exactly(wire, (size_t)n), -EBADMSG);
	}
}

static void test_text_is_ended(void **state)
{
	struct stream_record out;
	int n = encode(&samples[0]);

	(void)state;
	memset(wire + 12, 'x', 64);
	assert_int_equal(stream_decode(wire, (size_t)n, &out), n);
	assert_int_equal(strlen(out.hello.title), 63);
	assert_string_equal(out.hello.detail, samples[0].hello.detail);
}

#define SAYS(sentence, test) { .name = "stream: " sentence, .test_func = test }

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("every field of every record survives the wire", test_round_trip),
		SAYS("an arc's bytes are little-endian, without gaps", test_layout),
		SAYS("a record that is not whole asks for more", test_partial),
		SAYS("a head of another format is refused at once", test_foreign_heads),
		SAYS("what is out of range is not sent", test_ranges),
		SAYS("what is out of range is not accepted", test_ranges_on_the_wire),
		SAYS("text without an end is ended", test_text_is_ended),
	};

	return cmocka_run_group_tests_name("stream", tests, NULL, NULL);
}
