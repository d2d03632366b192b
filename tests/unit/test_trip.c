/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/trip.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "core/clock.h"
#include "judge/history_blob.h"
#include "judge/judge.h"
#include "list_folder.h"

#define NOW (1000 * CLOCK_S)

static struct options options;
static struct source source = { .ops = &source_null };
static struct trip trip;
static char path[32];
static int folder;

static struct addr address(uint8_t n)
{
	struct addr a = { { [10] = 0xff, [11] = 0xff, 192, 0, 2, n } };

	return a;
}

static struct cidr prefix(const char *text)
{
	struct cidr net;

	assert_int_equal(cidr_parse(text, &net), 0);
	return net;
}

static int open_with(const char *dark, const char *near)
{
	struct cidr net = prefix(near);
	struct err e;

	options.n_dark = 0;
	if (dark)
		options.dark[options.n_dark++] = prefix(dark);
	return trip_open(&trip, &options, &source, &net, 1, &e);
}

static void zones(void **state)
{
	static const struct {
		const char *dark, *near;
		uint32_t touches;
		int r;
		size_t n;
	} rows[] = {
		{ NULL, "192.0.2.0/24", 3, 0, 1 },
		{ NULL, "192.0.2.0/24", 0, 0, 0 },   /* --tripwire off */
		{ NULL, "198.18.0.0/15", 3, 0, 0 },  /* too large to be learned */
		{ NULL, "192.0.2.1", 3, 0, 0 },      /* a point has no neighbours */
		{ "198.51.100.0/24", "192.0.2.0/24", 3, 0, 2 },
		{ "198.51.100.0/24", "192.0.2.0/24", 0, 0, 1 },
		{ "192.0.2.128/25", "192.0.2.0/24", 3, 0, 1 }, /* what was named outranks */
		{ "10.0.0.0/8", "192.0.2.0/24", 3, -EINVAL, 0 },
		{ "2001:db8::/112", "192.0.2.0/24", 3, -EINVAL, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		options.touches = rows[i].touches;
		assert_int_equal(open_with(rows[i].dark, rows[i].near), rows[i].r);
		if (!rows[i].r)
			assert_int_equal(trip.n_zones, rows[i].n);
		assert_int_equal(trip.wire != NULL, rows[i].n > 0);
		trip_close(&trip);
		trip = (struct trip){ 0 };
	}
}

static void touch(uint8_t source_n, uint8_t first, uint8_t n)
{
	struct addr from = address(source_n);

	for (uint8_t i = 0; i < n; i++) {
		struct addr to = address((uint8_t)(first + i));

		trip_sent(&trip, &from, &to, NOW);
	}
}

static int catch_at(int in_folder, int64_t at_ns)
{
	struct err e;

	return trip_catch(&trip, in_folder, at_ns, &e);
}

static void kept(void **state)
{
	struct list list;
	struct err e;
	const struct list_entry *entry;
	struct cidr intruder = { address(7), 128 };

	(void)state;
	options.touches = 3;
	assert_int_equal(open_with(NULL, "192.0.2.0/24"), 0);
	trip_arm(&trip, true);
	touch(7, 100, 3);
	assert_int_equal(catch_at(folder, NOW + 3 * CLOCK_S), 0);
	assert_int_equal(list_load(folder, LIST_BLOCK, JUDGE_TRIPWIRE, &list, &e), 0);
	entry = list_find(&list, &intruder);
	assert_non_null(entry);
	assert_non_null(strstr(list_reason(&list, entry), "dark: touched 192.0.2.10"));
	assert_int_equal(entry->directions, RA_BOTH);
	assert_true(entry->expires_s == NOW / CLOCK_S + 3 + 24 * 3600);
	list_clear(&list);
	assert_int_equal(trip.caught.n, 0);
}

static void waits_for_the_lock(void **state)
{
	struct list list;
	struct err e;
	int lock;

	(void)state;
	options.touches = 3;
	assert_int_equal(open_with(NULL, "192.0.2.0/24"), 0);
	trip_arm(&trip, true);
	lock = list_lock(folder);
	assert_true(lock >= 0);
	touch(7, 100, 3);
	assert_int_equal(catch_at(folder, NOW + 3 * CLOCK_S), 0);
	assert_int_equal(list_load(folder, LIST_BLOCK, JUDGE_TRIPWIRE, &list, &e), -ENOENT);
	close(lock);
	assert_int_equal(catch_at(folder, NOW + 4 * CLOCK_S), 0);
	assert_int_equal(list_load(folder, LIST_BLOCK, JUDGE_TRIPWIRE, &list, &e), 0);
	assert_int_equal(list.n, 1);
	list_clear(&list);
}

static void replayed(void **state)
{
	(void)state;
	options.touches = 3;
	assert_int_equal(open_with(NULL, "192.0.2.0/24"), 0);
	trip_arm(&trip, true);
	touch(7, 100, 3);
	touch(8, 100, 3);
	assert_int_equal(catch_at(-1, NOW + 3 * CLOCK_S), 2);
	assert_int_equal(catch_at(-1, NOW + 4 * CLOCK_S), 0);
	assert_int_equal(trip.caught.n, 2);
}

static void own(void **state)
{
	struct cidr touched = { address(102), 128 };

	(void)state;
	options.touches = 3;
	trip.own[trip.n_own++] = address(7);
	assert_int_equal(open_with(NULL, "192.0.2.0/24"), 0);
	trip_arm(&trip, true);
	touch(7, 100, 3);
	assert_int_equal(catch_at(-1, NOW + 3 * CLOCK_S), 1);
	assert_non_null(list_find(&trip.caught, &touched)); /* not this machine itself */
}

static void remembered(void **state)
{
	struct addr quiet = address(50);
	struct history *h;

	(void)state;
	assert_int_equal(history_open_memory(8, &h), 0);
	options.touches = 3;
	assert_int_equal(open_with(NULL, "192.0.2.0/24"), 0);
	tripwire_heard(trip.wire, &quiet);
	trip_remember(&trip, h);
	trip_close(&trip);
	trip = (struct trip){ 0 };
	assert_int_equal(open_with(NULL, "192.0.2.0/24"), 0);
	trip_recall(&trip, h);
	assert_int_equal(tripwire_used(trip.wire)[50], TRIPWIRE_USED);
	assert_int_equal(tripwire_used(trip.wire)[51], TRIPWIRE_UNUSED);
	trip_close(&trip);
	trip = (struct trip){ 0 };
	assert_int_equal(open_with(NULL, "198.51.100.0/24"), 0);
	trip_recall(&trip, h); /* of other zones: not taken */
	assert_int_equal(tripwire_used(trip.wire)[50], TRIPWIRE_UNUSED);
	history_close(h);
}

/* Dark by decree, and near: who has not listened leaves the near ones alone. */
static void deaf(void **state)
{
	struct addr from = address(7), dark = prefix("198.51.100.9").net;
	struct history *h;
	size_t len;

	(void)state;
	options.touches = 1;
	assert_int_equal(open_with("198.51.100.0/24", "192.0.2.0/24"), 0);
	trip_arm(&trip, false);
	touch(7, 100, 3);
	assert_int_equal(catch_at(-1, NOW + 3 * CLOCK_S), 0);
	trip_sent(&trip, &from, &dark, NOW);
	assert_int_equal(catch_at(-1, NOW + 3 * CLOCK_S), 1);
	assert_int_equal(history_open_memory(8, &h), 0);
	trip_remember(&trip, h);
	assert_null(history_blob_get(h, "tripwire", &len));
	history_close(h);
}

static void outside(void **state)
{
	struct addr from = prefix("203.0.113.7").net, inside = prefix("10.9.8.7").net;
	struct addr dark = prefix("198.51.100.9").net;

	(void)state;
	options.touches = 3;
	assert_int_equal(open_with("198.51.100.0/24", "192.0.2.0/24"), 0);
	trip_arm(&trip, true);
	trip_sent(&trip, &from, &dark, NOW);
	assert_int_equal(catch_at(-1, NOW + 3 * CLOCK_S), 0);
	trip_sent(&trip, &inside, &dark, NOW);
	assert_int_equal(catch_at(-1, NOW + 3 * CLOCK_S), 1);
}

/* Who was caught days ago is no longer kept. */
static void dropped(void **state)
{
	struct list list;
	struct err e;

	(void)state;
	options.touches = 3;
	assert_int_equal(open_with(NULL, "192.0.2.0/24"), 0);
	trip_arm(&trip, true);
	touch(7, 100, 3);
	assert_int_equal(catch_at(folder, NOW + 3 * CLOCK_S), 0);
	for (uint8_t i = 0; i < 3; i++) {
		struct addr from = address(8), to = address((uint8_t)(110 + i));

		trip_sent(&trip, &from, &to, NOW + 48 * 3600 * CLOCK_S);
	}
	assert_int_equal(catch_at(folder, NOW + (48 * 3600 + 3) * CLOCK_S), 0);
	assert_int_equal(list_load(folder, LIST_BLOCK, JUDGE_TRIPWIRE, &list, &e), 0);
	assert_int_equal(list.n, 1);
	assert_int_equal(list.entries[0].net.net.b[15], 8);
	list_clear(&list);
}

static int set_up(void **state)
{
	(void)state;
	trip = (struct trip){ 0 };
	options_default(&options);
	folder = list_folder_make(path);
	return folder < 0;
}

static int tear_down(void **state)
{
	(void)state;
	trip_close(&trip);
	options_clear(&options);
	list_folder_remove(folder, path);
	return 0;
}

#define TEST(sentence, f) { "trip: " sentence, f, set_up, tear_down, NULL }

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST("zones are what is dark, and near networks that are small enough", zones),
		TEST("who is caught is on a list, with the reason, for a day", kept),
		TEST("a list that is being edited is waited for", waits_for_the_lock),
		TEST("a replay keeps who is caught to itself", replayed),
		TEST("of this machine itself the address it touched is blocked", own),
		TEST("a touch from outside is none", outside),
		TEST("who was caught a day ago is no longer kept", dropped),
		TEST("who has not listened yet leaves near networks alone", deaf),
		TEST("who is used is remembered, of the same zones", remembered),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
