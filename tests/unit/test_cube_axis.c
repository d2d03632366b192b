/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/cube_axis.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static struct cube_axis axis;

static struct addr address(uint32_t number)
{
	return (struct addr){ .b = { [10] = 255, [11] = 255, 198, (uint8_t)(18 + (number >> 16)),
				     (uint8_t)(number >> 8), (uint8_t)number } };
}

static void add(uint32_t number, int points)
{
	struct addr a = address(number);

	while (points--)
		cube_axis_add(&axis, &a);
}

static float at(uint32_t number)
{
	struct addr a = address(number);

	return cube_axis_at(&axis, &a);
}

static void test_order(void **state)
{
	static const uint32_t numbers[] = { 700, 3, 90000, 4, 700, 65 };

	(void)state;
	cube_axis_start(&axis, 128);
	for (size_t i = 0; i < 6; i++)
		add(numbers[i], 1);
	cube_axis_share(&axis);
	assert_int_equal(axis.count, 5);
	assert_float_equal(at(3), 0.1f, 1e-5f);
	assert_float_equal(at(4), 0.3f, 1e-5f);
	assert_float_equal(at(65), 0.5f, 1e-5f);
	assert_float_equal(at(90000), 0.9f, 1e-5f);
}

/* Sixteen points have four times the room of one. */
static void test_room(void **state)
{
	(void)state;
	cube_axis_start(&axis, 128);
	add(1, 1);
	add(2, 16);
	add(3, 1);
	cube_axis_share(&axis);
	assert_float_equal(axis.marks[0].end, 1 / 6.0f, 1e-5f);
	assert_float_equal(axis.marks[1].end, 5 / 6.0f, 1e-5f);
	assert_float_equal(axis.marks[2].end, 1, 1e-5f);
	assert_float_equal(cube_axis_middle(&axis, 1), 0.5f, 1e-5f);
}

static void test_too_many(void **state)
{
	float last = -1;

	(void)state;
	cube_axis_start(&axis, 128);
	for (uint32_t i = 0; i <= CUBE_MARKS; i++)
		add(i, 1);
	cube_axis_share(&axis);
	assert_int_equal(axis.len, 120);
	assert_int_equal(axis.count, CUBE_MARKS / 256 + 1);
	for (uint32_t i = 0; i <= CUBE_MARKS; i++) {
		assert_true(at(i) > last && at(i) < 1);
		last = at(i);
	}
	cube_axis_start(&axis, 128);
	for (uint32_t i = 0; i < 120000; i++)
		add(i * 7919 % 131072, 1);
	assert_true(axis.count <= CUBE_MARKS);
}

static void test_all_ipv4(void **state)
{
	static const struct {
		uint8_t first;
		float at;
	} cases[] = { { 0, 0 }, { 64, 0.25f }, { 128, 0.5f }, { 192, 0.75f } };

	(void)state;
	cube_axis_start(&axis, CUBE_ALL_IPV4);
	for (size_t i = 0; i < 4; i++) {
		struct addr a = { .b = { [10] = 255, [11] = 255, cases[i].first } };

		cube_axis_add(&axis, &a);
		cube_axis_share(&axis);
		assert_float_equal(cube_axis_at(&axis, &a), cases[i].at, 1e-4f);
	}
	assert_int_equal(axis.count, 1);
}

static void test_ports(void **state)
{
	(void)state;
	assert_float_equal(cube_port_at(0), 0, 1e-6f);
	assert_float_equal(cube_port_at(65535), 1, 1e-5f);
	assert_float_equal(cube_port_at(1023), 0.5f, 0.01f);
	for (uint32_t port = 1; port <= 65535; port++)
		assert_true(cube_port_at((uint16_t)port) > cube_port_at((uint16_t)(port - 1)));
}

#define SAYS(sentence, test) { .name = "cube axis: " sentence, .test_func = test }

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("addresses stand in order, each with the same room", test_order),
		SAYS("who has more points has more room", test_room),
		SAYS("too many addresses are told apart by shorter prefixes, still in order",
		     test_too_many),
		SAYS("all of IPv4 is one scale", test_all_ipv4),
		SAYS("ports stand in order, and half of the axis is well known", test_ports),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
