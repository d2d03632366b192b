/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/cube_shape.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "fake_cube.h"

static const struct scene_limits limits = { 8, 8, 64, 8 };
static struct cube cube;
static struct scene scene;

static int start(void **state)
{
	(void)state;
	memset(&cube, 0, sizeof(cube));
	return scene_init(&scene, &limits);
}

static int end(void **state)
{
	(void)state;
	scene_clear(&scene);
	return 0;
}

static void take(struct fake_packet p)
{
	struct stream_point point = fake_point(p);

	cube_take(&cube, &point);
}

static const struct cube_shapes *find(void)
{
	cube_build(&cube, &scene,
		   &(struct cube_want){ .palette = &palettes[PALETTE_DARK],
					.directions = RA_BOTH,
					.remote_len = 128,
					.now_ns = FAKE_NOW_NS,
					.span_ns = 3600 * CLOCK_S,
					.place = SCENE_ANYWHERE });
	return &cube.shapes;
}

/* n packets, of which each differs from the one before by a step. */
struct series {
	const char *what;
	struct fake_packet first;
	struct {
		uint8_t peer, local;
		uint16_t port; /* of the local side */
		int age_ms;
	} step;
	uint32_t n;
	int kind; /* of the only shape, or -1 */
	uint32_t count;
};

static void take_series(const struct series *s)
{
	struct fake_packet p = s->first;

	p.age_ms += s->step.age_ms * (int)(s->n - 1);
	for (uint32_t i = 0; i < s->n; i++) {
		take(p);
		p.peer = (uint8_t)(p.peer + s->step.peer);
		p.local = (uint8_t)(p.local + s->step.local);
		p.local_port = (uint16_t)(p.local_port + s->step.port);
		p.age_ms -= s->step.age_ms;
	}
}

#define STRANGER(peer_port, local_port) { 7, 10, peer_port, local_port, RA_IN, RA_UNKNOWN, 100 }

static void test_shapes(void **state)
{
	static const struct series cases[] = {
		{ "scan", STRANGER(40000, 23), { 0, 1, 0, 10 }, 16, CUBE_SCAN, 16 },
		{ "an address less", STRANGER(40000, 23), { 0, 1, 0, 10 }, 15, -1, 0 },
		{ "ports of one address", STRANGER(40000, 1), { 0, 0, 1, 10 }, 16, CUBE_PORTS, 16 },
		{ "a port less", STRANGER(40000, 1), { 0, 0, 1, 10 }, 15, -1, 0 },
		{ "all high ports", STRANGER(40000, 40001), { 0, 0, 7, 10 }, 300, CUBE_PORTS, 300 },
		{ "ports and addresses", STRANGER(40000, 1), { 0, 1, 1, 10 }, 200, -1, 0 },
		{ "sweep", STRANGER(40000, 22), { 1, 0, 0, 10 }, 24, CUBE_SWEEP, 24 },
		{ "a peer less", STRANGER(40000, 22), { 1, 0, 0, 10 }, 23, -1, 0 },
		{ "one packet, often", STRANGER(40000, 22), { 0, 0, 0, 10 }, 500, -1, 0 },
		{ "answers", STRANGER(443, 40000), { 0, 1, 1, 10 }, 200, -1, 0 },
		{ "answers at one address", STRANGER(443, 40000), { 0, 0, 1, 10 }, 200, -1, 0 },
		{ "no ports", STRANGER(0, 0), { 0, 1, 0, 10 }, 200, -1, 0 },
		{ "too long ago", { 7, 1, 40000, 23, RA_IN, RA_UNKNOWN, 600000 },
		  { 0, 1, 0, 10 }, 200, -1, 0 },
		{ "in ten minutes", STRANGER(40000, 23), { 0, 1, 0, 39000 }, 16, CUBE_SCAN, 16 },
		{ "slower", STRANGER(40000, 23), { 0, 1, 0, 41000 }, 16, -1, 0 },
		{ "allowed", { 7, 1, 40000, 23, RA_IN, RA_ALLOWED, 0 },
		  { 0, 1, 0, 1 }, 200, -1, 0 },
		{ "learning", { 7, 1, 40000, 23, RA_IN, RA_LEARNING, 0 },
		  { 0, 1, 0, 1 }, 99, -1, 0 },
		{ "blocked", { 7, 1, 40000, 23, RA_IN, RA_BLOCKED, 0 }, { 0, 1, 0, 1 }, 99,
		  CUBE_SCAN, 99 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const struct series *c = &cases[i];
		const struct cube_shapes *s;

		cube_clear(&cube);
		take_series(c);
		s = find();
		if (s->count != (c->kind >= 0))
			fail_msg("%s: %u shapes", c->what, s->count);
		if (!s->count)
			continue;
		assert_int_equal(s->rows[0].kind, c->kind);
		assert_int_equal(s->rows[0].count, c->count);
		assert_int_equal(s->rows[0].shade.verdict, c->first.verdict);
	}
}

/* An inside address that asks an outside one at port after port. */
static void test_from_inside(void **state)
{
	const struct cube_shapes *s;

	(void)state;
	for (uint16_t i = 0; i < 40; i++)
		take((struct fake_packet){ 7, 10, (uint16_t)(1 + i), 50000, RA_OUT, RA_UNKNOWN,
					   5 });
	s = find();
	assert_int_equal(s->count, 1);
	assert_int_equal(s->rows[0].kind, CUBE_PORTS);
	assert_int_equal(s->rows[0].direction, RA_OUT);
	assert_int_equal(s->rows[0].local.b[15], 10);
}

static void score(uint8_t last, uint8_t beacon)
{
	struct stream_record r = fake_peer(last, GEO_NOWHERE, RA_UNKNOWN, RA_OUT, 10);

	r.peer.side[RA_OUT].beacon = beacon;
	scene_take(&scene, &r);
}

static void test_beacon(void **state)
{
	static const struct {
		uint8_t score;
		int n, step_ms, jitter_ms; /* every third comes later */
		bool found;
	} cases[] = {
		{ 80, 10, 5000, 0, true },	 { 100, 4, 60000, 0, true },
		{ 79, 10, 5000, 0, false },	 { EVENT_UNSCORED, 10, 5000, 0, false },
		{ 97, 3, 5000, 0, false },	 { 97, 10, 500, 0, false },
		{ 97, 12, 5000, 800, true },	 { 97, 12, 5000, 4000, false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const struct cube_shapes *s;

		cube_clear(&cube);
		score(7, cases[i].score);
		for (int k = 0; k < cases[i].n; k++)
			take((struct fake_packet){
				7, 10, 443, 50123, RA_OUT, RA_UNKNOWN,
				(cases[i].n - k) * cases[i].step_ms -
					(k % 3 == 1 ? cases[i].jitter_ms : 0) });
		s = find();
		assert_int_equal(s->count, cases[i].found);
		if (!s->count)
			continue;
		assert_int_equal(s->rows[0].kind, CUBE_BEACON);
		assert_in_range(cube_shape_every(&s->rows[0]),
				cases[i].step_ms * (CLOCK_S / 1000) * 9 / 10,
				cases[i].step_ms * (CLOCK_S / 1000) * 11 / 10);
	}
}

/* What else the peer sends is around its shape, not in it. */
static void test_measure(void **state)
{
	const struct cube_shapes *s;

	(void)state;
	for (uint8_t i = 0; i < 50; i++) {
		take((struct fake_packet){ 7, (uint8_t)(20 + i), 40000, 23, RA_IN, RA_UNKNOWN, i });
		take((struct fake_packet){ 7, 200, 40000, 8080, RA_IN, RA_UNKNOWN, i });
	}
	s = find();
	assert_int_equal(s->count, 1);
	assert_float_equal(s->rows[0].from.y, s->rows[0].to.y, 0);
	assert_float_equal(s->rows[0].from.z, s->rows[0].to.z, 0);
	assert_true(s->rows[0].to.x - s->rows[0].from.x > 0.5f);
	assert_int_equal(s->rows[0].port, 23);
	assert_int_equal(s->rows[0].peer.b[15], 7);
	assert_int_equal(s->rows[0].last_ns, FAKE_NOW_NS);
}

static void test_greatest(void **state)
{
	const struct cube_shapes *s;
	uint32_t least = UINT32_MAX;

	(void)state;
	for (uint8_t peer = 1; peer <= 10; peer++)
		for (uint8_t i = 0; i < 16 + peer; i++)
			take((struct fake_packet){ peer, i, 40000, peer, RA_IN, RA_UNKNOWN, 1 });
	s = find();
	assert_int_equal(s->count, CUBE_SHAPES / CUBE_KINDS);
	for (uint32_t i = 0; i < s->count; i++)
		least = s->rows[i].count < least ? s->rows[i].count : least;
	assert_int_equal(least, 16 + 10 - (CUBE_SHAPES / CUBE_KINDS - 1));
}

#define SAYS(sentence, test) \
	{ .name = "cube shape: " sentence, .test_func = test, .setup_func = start, \
	  .teardown_func = end }

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("scans and sweeps are named, what nearly is one is not", test_shapes),
		SAYS("a scan from inside is named too", test_from_inside),
		SAYS("a beacon is regular, and the sensor says so too", test_beacon),
		SAYS("a shape is as large as its own points", test_measure),
		SAYS("of many the greatest are named", test_greatest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
