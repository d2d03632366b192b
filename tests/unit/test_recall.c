/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/recall.h"

#include "core/clock.h"
#include "unit/client_end.h"

#define NOW_S INT64_C(1795338120)
#define MANY 3000

static struct event packet(const char *peer, int64_t time_s)
{
	struct event e = { .time_ns = time_s * CLOCK_S,
			   .packets = 1,
			   .bytes = 60,
			   .peer_port = 443,
			   .proto = 6,
			   .direction = RA_OUT,
			   .beacon = EVENT_UNSCORED };

	assert_int_equal(addr_parse(peer, &e.peer), 0);
	return e;
}

/* As the source would tell of it. */
static void see(const char *peer, int64_t time_s)
{
	const struct event e = packet(peer, time_s);
	const struct event_sink sink = sensor_sink(&sensor);

	sink.event(sink.ctx, &e);
	sensor.now_ns = e.time_ns;
}

/* All that is heard until there is no more to tell. */
static size_t hear_all(void)
{
	size_t len = 0;
	ssize_t n;

	for (int turns = 0; turns < 3 || client_has_more(&client); turns++) {
		assert_in_range(turns, 0, 1000);
		assert_true(turn());
		while ((n = recv(other, said + len, sizeof(said) - len, MSG_DONTWAIT)) > 0)
			len += (size_t)n;
	}
	return len;
}

static bool step_of(const struct stream_record *r, uint32_t step)
{
	return r->past.steps[step / 8] >> step % 8 & 1;
}

static void test_past(void **state)
{
	const struct event e = packet("198.51.100.7", NOW_S - 24 * CLOCK_HOUR_S);
	struct stream_record r = { 0 };
	size_t len;

	(void)state;
	hello.version = STREAM_VERSION;
	history_note(sensor.history, &e);
	sensor.teaches = true;
	see("198.51.100.7", NOW_S);
	ask("stream\npast\n");
	len = hear_all();
	assert_int_equal(count_records(len, STREAM_SPAN, &r), 2);
	assert_int_equal(r.span.rows, 1);
	assert_int_equal(r.span.left_out, 0);
	assert_int_equal(r.span.steps, 48);
	assert_int_equal(r.span.step_ns, CLOCK_HOUR_S * CLOCK_S);
	assert_int_equal(r.span.first_ns, (NOW_S / 3600 - 47) * CLOCK_HOUR_S * CLOCK_S);
	assert_int_equal(count_records(len, STREAM_PAST, &r), 1);
	assert_int_equal(r.past.verdict, RA_LEARNING);
	assert_int_equal(r.past.packets, 2);
	assert_int_equal(r.past.peer_port, 443);
	for (uint32_t i = 0; i < STREAM_STEPS; i++)
		assert_int_equal(step_of(&r, i), i == 47 || i == 23);
	assert_false(client_has_more(&client));
	assert_int_equal(count_records(hear_all(), STREAM_SPAN, &r), 0);
	ask("past\n");
	assert_int_equal(count_records(hear_all(), STREAM_SPAN, &r), 2);
}

/* Who is not shown is judged for it; the newest comes first. */
static void test_unseen_past(void **state)
{
	const struct event before = packet("198.51.100.7", NOW_S - 100 * CLOCK_HOUR_S);
	const struct event after = packet("198.51.100.8", NOW_S - CLOCK_HOUR_S);
	struct stream_record r = { 0 };
	size_t len;

	(void)state;
	hello.version = STREAM_VERSION;
	sensor.now_ns = NOW_S * CLOCK_S;
	sensor.roll.judge.learning = false;
	history_note(sensor.history, &before);
	history_note(sensor.history, &after);
	ask("stream\npast\n");
	len = hear_all();
	assert_int_equal(count_records(len, STREAM_PAST, &r), 2);
	assert_int_equal(r.past.addr.b[15], 7);
	assert_int_equal(r.past.verdict, RA_UNKNOWN);
	assert_int_equal(r.past.proto, 0);
	assert_true(step_of(&r, 0));
	assert_int_equal(count_records(len, STREAM_SPAN, &r), 2);
	assert_int_equal(r.span.steps, 101);
}

static void test_hours(void **state)
{
	static const int64_t hours_ago[] = { 700, 60, 59, 24, 23, 1, 0 };
	struct stream_record r = { 0 };
	uint32_t seen = 0;

	(void)state;
	hello.version = STREAM_VERSION;
	sensor.now_ns = NOW_S * CLOCK_S;
	for (size_t i = 0; i < sizeof(hours_ago) / sizeof(*hours_ago); i++) {
		const struct event e =
			packet("198.51.100.7", NOW_S - hours_ago[i] * CLOCK_HOUR_S);

		history_note(sensor.history, &e);
	}
	ask("stream\npast\n");
	assert_int_equal(count_records(hear_all(), STREAM_PAST, &r), 1);
	for (uint32_t i = 0; i < STREAM_STEPS; i++)
		seen += step_of(&r, i);
	assert_int_equal(seen, sizeof(hours_ago) / sizeof(*hours_ago));
	for (size_t i = 0; i < seen; i++)
		assert_true(step_of(&r, 700 - (uint32_t)hours_ago[i]));
}

static void test_long_ago(void **state)
{
	const struct event before = packet("198.51.100.7", NOW_S - 900 * CLOCK_HOUR_S);
	const struct event now = packet("198.51.100.8", NOW_S);
	struct stream_record r = { 0 };
	size_t len;

	(void)state;
	hello.version = STREAM_VERSION;
	sensor.now_ns = NOW_S * CLOCK_S;
	history_note(sensor.history, &before);
	history_note(sensor.history, &now);
	ask("stream\npast\n");
	len = hear_all();
	assert_int_equal(count_records(len, STREAM_PAST, &r), 1);
	assert_int_equal(r.past.addr.b[15], 8);
	assert_int_equal(count_records(len, STREAM_SPAN, &r), 2);
	assert_int_equal(r.span.rows, 1);
	assert_int_equal(r.span.steps, 30 * 24);
}

/* More than one turn has room for. */
static void test_many(void **state)
{
	struct stream_record r = { 0 };
	size_t len;

	(void)state;
	hello.version = STREAM_VERSION;
	sensor.now_ns = NOW_S * CLOCK_S;
	history_close(sensor.history);
	assert_int_equal(history_open_memory(MANY, &sensor.history), 0);
	sensor.roll.judge.history = sensor.history;
	for (uint32_t i = 0; i < MANY; i++) {
		struct event e = packet("198.18.0.0", NOW_S - i);

		e.peer.b[14] = (uint8_t)(i >> 8);
		e.peer.b[15] = (uint8_t)i;
		history_note(sensor.history, &e);
	}
	ask("stream\npast\n");
	assert_true(turn());
	assert_true(client_has_more(&client));
	len = hear_all();
	assert_int_equal(count_records(len, STREAM_PAST, &r), MANY);
	assert_int_equal(r.past.addr.b[14] << 8 | r.past.addr.b[15], MANY - 1);
	assert_int_equal(count_records(len, STREAM_SPAN, &r), 2);
	assert_int_equal(r.span.rows, MANY);
}

static void test_points(void **state)
{
	struct stream_record r = { 0 };
	size_t len;

	(void)state;
	hello.version = STREAM_VERSION;
	see("198.51.100.7", NOW_S);
	ask("stream\n");
	assert_int_equal(count_records(hear_all(), STREAM_POINT, &r), 0);
	ask("points\n");
	len = hear_all();
	assert_int_equal(count_records(len, STREAM_POINT, &r), 1);
	assert_int_equal(r.point.addr.b[15], 7);
	assert_int_equal(r.point.peer_port, 443);
	see("198.51.100.8", NOW_S);
	len = hear_all();
	assert_int_equal(count_records(len, STREAM_POINT, &r), 1);
	assert_int_equal(r.point.addr.b[15], 8);
}

/* Of a capture all comes unasked; END is the last. */
static void test_capture(void **state)
{
	struct stream_record r = { 0 };
	size_t len = 0;
	ssize_t n;

	(void)state;
	hello.version = STREAM_VERSION;
	sensor.replay = true;
	assert_int_equal(steps_open(SENSOR_PEERS, &sensor.trail.steps), 0);
	client.streams = true;
	see("198.51.100.7", NOW_S);
	see("198.51.100.8", NOW_S + 9);
	for (int i = 0; i < 100 && client.fd >= 0; i++)
		client_finish(&client, &sensor);
	assert_int_equal(client.fd, -1);
	while ((n = recv(other, said + len, sizeof(said) - len, MSG_DONTWAIT)) > 0)
		len += (size_t)n;
	assert_int_equal(count_records(len, STREAM_POINT, &r), 2);
	assert_int_equal(count_records(len, STREAM_SPAN, &r), 2);
	assert_int_equal(r.span.rows, 2);
	assert_int_equal(r.span.steps, 10);
	assert_int_equal(r.span.first_ns, NOW_S * CLOCK_S);
	assert_int_equal(count_records(len, STREAM_PAST, &r), 2);
	assert_int_equal(r.past.addr.b[15], 7);
	assert_true(step_of(&r, 0));
	assert_false(step_of(&r, 9));
	assert_int_equal(count_records(len, STREAM_END, &r), 1);
	assert_int_equal(said[len - 8], STREAM_END);
}

#define SAYS(sentence, test) { "recall: " sentence, test, begin, end, NULL }

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("the past is told hour by hour, each time it is asked for", test_past),
		SAYS("the past is that of peers who are not shown, too", test_unseen_past),
		SAYS("each hour of a month is one step", test_hours),
		SAYS("who was last seen longer than a month ago is not told of", test_long_ago),
		SAYS("what is too much for one turn is told in several, each row once", test_many),
		SAYS("points are told to one who asked, from just now on", test_points),
		SAYS("of a capture the past and the points come before its end", test_capture),
	};

	return cmocka_run_group_tests_name("recall", tests, NULL, NULL);
}
