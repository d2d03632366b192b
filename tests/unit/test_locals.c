/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/locals.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <cmocka.h>

#define ROWS 16

static struct locals *locals;

static int set_up(void **state)
{
	(void)state;
	return locals_open(ROWS, &locals);
}

static int tear_down(void **state)
{
	(void)state;
	locals_close(locals);
	return 0;
}

/* 192.0.2.`host` and 198.18.x.y have to do with each other. */
static void talk(uint8_t host, uint16_t stranger, uint64_t packets, int64_t time_ns)
{
	struct event e = { .time_ns = time_ns,
			   .peer = { { [10] = 0xff, 0xff, 198, 18 } },
			   .local = { { [10] = 0xff, 0xff, 192, 0, 2, host } },
			   .packets = packets,
			   .bytes = packets * 100,
			   .interface = EVENT_NO_INTERFACE };

	e.peer.b[14] = (uint8_t)(stranger >> 8);
	e.peer.b[15] = (uint8_t)stranger;
	locals_note(locals, &e);
}

static const struct local *row_of(uint8_t host)
{
	for (uint32_t i = 0; i < locals_count(locals); i++)
		if (locals_row(locals, i)->addr.b[15] == host)
			return locals_row(locals, i);
	return NULL;
}

static void counts(void **state)
{
	const struct local *row;

	(void)state;
	talk(1, 1, 3, 20);
	talk(1, 2, 4, 10);
	talk(2, 1, 1, 30);
	assert_int_equal(locals_count(locals), 2);
	row = row_of(1);
	assert_int_equal(row->packets, 7);
	assert_int_equal(row->bytes, 700);
	assert_int_equal(row->last_ns, 20);
	assert_int_equal(row->peer.b[15], 2);
	assert_int_equal(crowd_count(&row->strangers), 2);
	assert_int_equal(row->inherited, 0);
	assert_int_equal(locals_displaced(locals), 0);
}

static void interfaces(void **state)
{
	struct event e = { .local = { { [10] = 0xff, 0xff, 192, 0, 2, 1 } }, .packets = 1 };

	(void)state;
	e.interface = EVENT_NO_INTERFACE;
	locals_note(locals, &e);
	assert_int_equal(row_of(1)->interface, EVENT_NO_INTERFACE);
	e.interface = 3;
	locals_note(locals, &e);
	e.interface = EVENT_NO_INTERFACE;
	locals_note(locals, &e);
	assert_int_equal(row_of(1)->interface, 3);
}

static void nobody(void **state)
{
	struct event e = { .packets = 1 };

	(void)state;
	locals_note(locals, &e);
	e.local = (struct addr){ { [10] = 0xff, 0xff, 224, 0, 0, 251 } };
	locals_note(locals, &e);
	e.local = (struct addr){ { [10] = 0xff, 0xff, 255, 255, 255, 255 } };
	locals_note(locals, &e);
	assert_int_equal(locals_count(locals), 0);
}

static void displaced(void **state)
{
	const struct local *row;

	(void)state;
	for (uint8_t host = 1; host <= ROWS; host++)
		talk(host, 1, 10u + host, 1);
	talk(100, 5, 2, 2);
	assert_int_equal(locals_count(locals), ROWS);
	assert_int_equal(locals_displaced(locals), 1);
	assert_null(row_of(1));
	row = row_of(100);
	assert_int_equal(row->packets, 13);
	assert_int_equal(row->inherited, 11);
	assert_int_equal(row->bytes, 200);
	assert_int_equal(crowd_count(&row->strangers), 1);
	talk(1, 1, 1, 3); /* the fewest are host 2's by now */
	assert_null(row_of(2));
	assert_non_null(row_of(100));
}

/* What space-saving promises, against a count of everyone. */
static void promise(void **state)
{
	uint64_t truth[256] = { 0 }, all = 0;

	(void)state;
	srandom(1);
	for (int i = 0; i < 20000; i++) {
		uint8_t host = (uint8_t)(random() % (random() % 4 ? 6 : 200));
		uint64_t packets = (uint64_t)(random() % 9 + 1);

		talk(host, (uint16_t)random(), packets, i);
		truth[host] += packets;
		all += packets;
	}
	for (unsigned int host = 0; host < 256; host++) {
		const struct local *row = row_of((uint8_t)host);

		if (truth[host] > all / ROWS)
			assert_non_null(row);
		if (!row)
			continue;
		assert_true(row->packets >= truth[host]);
		assert_true(row->packets - row->inherited <= truth[host]);
	}
}

#define SAYS(sentence, test) { "locals: " sentence, test, set_up, tear_down, NULL }

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("a host's packets, strangers and the last of them are told", counts),
		SAYS("an interface is kept until another is told", interfaces),
		SAYS("groups, everybody and nobody are no hosts", nobody),
		SAYS("the least gives way, and what was taken over is told", displaced),
		SAYS("whoever has a share is listed, within the bounds that are told", promise),
	};

	return cmocka_run_group_tests_name("locals", tests, NULL, NULL);
}
