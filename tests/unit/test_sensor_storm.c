/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/sensor.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "core/clock.h"
#include "source/kind.h"

#define CROWD 50000u

/* What the kernel would do: it judges, and counts whom it does not report. */
static uint64_t unnamed;
static uint32_t records;

static int fake_ledger(struct source *s, struct ra_ledger *out)
{
	(void)s;
	*out = (struct ra_ledger){ .unnamed = unnamed };
	return 0;
}

static int fake_rate(struct source *s, uint32_t rate)
{
	(void)s;
	records = rate;
	return 0;
}

static int fake_allow(struct source *s, const struct addr *peer, uint8_t directions,
		      uint8_t origin)
{
	(void)s;
	(void)peer;
	(void)directions;
	(void)origin;
	return 0;
}

static void fake_info(const struct source *s, struct source_info *out)
{
	(void)s;
	*out = (struct source_info){ .kind = "fake", .mode = "fake" };
}

static void fake_close(struct source *s)
{
	(void)s;
}

static const struct source_ops kernel = { .kind = "fake",
					  .ledger = fake_ledger,
					  .record_rate = fake_rate,
					  .allow_set = fake_allow,
					  .info = fake_info,
					  .close = fake_close };
static struct options options;
static struct sensor sensor;

/* 198.18.0.0 and on talk to 192.0.2.7. */
static void come(uint32_t first, uint32_t n, uint8_t verdict)
{
	const struct event_sink sink = sensor_sink(&sensor);

	for (uint32_t i = first; i < first + n; i++) {
		const struct event e = { .time_ns = clock_now_ns(),
					 .peer = addr_from_be32(__builtin_bswap32(0xc6120000 + i)),
					 .local = { { [10] = 0xff, 0xff, 192, 0, 2, 7 } },
					 .packets = 3,
					 .bytes = 300,
					 .judged = true,
					 .judgement.verdict = verdict };

		sink.event(sink.ctx, &e);
	}
}

static uint64_t packets_of(uint32_t number)
{
	const struct addr a = addr_from_be32(__builtin_bswap32(0xc6120000 + number));
	const struct model_peer *peer = model_find(sensor.model, &a);

	return peer ? peer->side[RA_IN].packets : 0;
}

static void bounded(void **state)
{
	struct jsonl_status status;

	(void)state;
	come(0, 10, RA_UNKNOWN);
	sensor_watch_storm(&sensor);
	assert_int_equal(records, 0);
	come(10, CROWD, RA_UNKNOWN);
	unnamed = 1000;
	sensor_watch_storm(&sensor);
	assert_int_equal(records, STORM_RECORDS);
	assert_in_range(model_peer_count(sensor.model), STORM_RATE, STORM_RATE + 50);
	assert_in_range(history_count(sensor.history), STORM_RATE, STORM_RATE + 50);
	sensor_status(&sensor, &status);
	assert_true(status.storm.on);
	assert_in_range(status.storm.peers, CROWD - STORM_RATE + 900, CROWD - STORM_RATE + 1010);
	assert_int_equal(status.storm.all_packets,
			 3 * (uint64_t)(CROWD + 10 - model_peer_count(sensor.model)));
	come(0, 10, RA_UNKNOWN);
	assert_int_equal(packets_of(9), 6);
}

static void known(void **state)
{
	struct event e = { .time_ns = CLOCK_S, .direction = RA_OUT, .packets = 1 };

	(void)state;
	e.peer = addr_from_be32(__builtin_bswap32(0xc6120000 + 2 * CROWD));
	assert_non_null(history_note(sensor.history, &e));
	come(0, CROWD, RA_LEARNING);
	come(2 * CROWD, 1, RA_UNKNOWN);
	assert_int_equal(packets_of(2 * CROWD), 3);
	come(3 * CROWD, CROWD, RA_ALLOWED);
	assert_int_equal(packets_of(4 * CROWD - 1), 3);
}

static void ends(void **state)
{
	uint32_t shown;

	(void)state;
	come(0, CROWD, RA_UNKNOWN);
	sensor_watch_storm(&sensor);
	come(0, CROWD, RA_UNKNOWN); /* those of before are no news */
	shown = model_peer_count(sensor.model);
	assert_in_range(shown, STORM_RATE, STORM_RATE + STORM_SAMPLE + 50);
	sensor.storm.loud_ns -= STORM_CALM_S * CLOCK_S;
	sensor.storm.tick_ns -= CLOCK_S;
	sensor_watch_storm(&sensor);
	assert_false(sensor.storm.on);
	assert_int_equal(records, SOURCE_RECORD_RATE);
	come(0, CROWD, RA_UNKNOWN);
	assert_int_equal(model_peer_count(sensor.model), CROWD);
}

static void replays(void **state)
{
	(void)state;
	sensor.replay = sensor.begun = true;
	come(0, CROWD, RA_UNKNOWN);
	assert_int_equal(model_peer_count(sensor.model), CROWD);
}

static void inside(void **state)
{
	(void)state;
	come(0, 2, RA_ALLOWED);
	come(2, 4, RA_LEARNING);
	assert_int_equal(locals_count(sensor.locals), 0);
	come(0, CROWD, RA_UNKNOWN);
	assert_int_equal(locals_count(sensor.locals), 1);
	assert_int_equal(locals_row(sensor.locals, 0)->packets, 3 * CROWD);
}

static int set_up(void **state)
{
	const struct geo_config nowhere = { 0 };
	struct err e;

	(void)state;
	unnamed = records = 0;
	options_default(&options);
	sensor = (struct sensor){ .options = &options, .source.ops = &kernel, .teaches = true,
				  .lists_fd = -1, .state_fd = -1 };
	return geo_open(&nowhere, &sensor.geo, &e) || sensor_open(&sensor, &e) ||
	       history_open_memory(1 << 18, &sensor.history);
}

static int tear_down(void **state)
{
	(void)state;
	sensor_close(&sensor);
	options_clear(&options);
	return 0;
}

#define TEST(sentence, f) { "storm: " sentence, f, set_up, tear_down, NULL }

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST("strangers beyond a second's worth are counted, not kept", bounded),
		TEST("who is known, or allowed, is taken as always", known),
		TEST("when it is over, who still comes is shown", ends),
		TEST("a replay shows everyone", replays),
		TEST("what was done with the local host counts all the same", inside),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
