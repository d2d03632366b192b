/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/roll.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "core/clock.h"
#include "fake_kernel.h"
#include "judge/history_moves.h"
#include "list_folder.h"

#define HOUR INT64_C(3600)
#define DAY (24 * HOUR)
#define START (1000 * DAY) /* of the watch */
#define NOW (START + 2 * DAY)

static struct fake_kernel kernel;
static struct source source;
static struct roll roll;
static struct history *history;
static char path[32];
static int folder;

static struct addr address(uint8_t n)
{
	struct addr a = { { [10] = 0xff, [11] = 0xff, 198, 51, 100, n } };

	return a;
}

/* An outbound packet of a peer; networks are numbered by tens of it. */
static const struct history_row *see_beacon(uint8_t n, int64_t at_s, uint8_t beacon)
{
	const struct event e = { .peer = address(n), .direction = RA_OUT, .packets = 1,
				 .time_ns = at_s * CLOCK_S, .beacon = beacon,
				 .asn = 64500u + n / 10, .country = "JP" };

	return history_note(history, &e);
}

static const struct history_row *see(uint8_t n, int64_t at_s)
{
	return see_beacon(n, at_s, EVENT_UNSCORED);
}

static const struct history_row *row_of(uint8_t n)
{
	struct addr a = address(n);

	return history_find(history, &a, RA_OUT);
}

static uint8_t told(uint8_t n)
{
	struct addr a = address(n);

	return fake_directions(&kernel, &a);
}

static void block(const char *net)
{
	const struct list_row row = { LIST_BLOCK, "feodo", net, RA_BOTH };
	struct err e;

	list_folder_add(folder, &row);
	lists_close(roll.judge.lists);
	assert_int_equal(lists_open(folder, NULL, NULL, START, &roll.judge.lists, &e), 0);
}

static void fix(int64_t taught_s)
{
	const struct roll_past past = { .now_s = NOW, .from_s = START, .taught_s = taught_s };

	assert_int_equal(roll_fix(&roll, &past), 0);
}

static void exact(void **state)
{
	(void)state;
	roll.judge.policy = POLICY_EXACT;
	see(1, START);
	see(2, START - 1); /* a second before the window */
	see(3, NOW);
	fix(INT64_MAX);
	assert_int_equal(told(1), RA_DIR_BIT(RA_OUT));
	assert_int_equal(told(2), 0);
	assert_int_equal(told(3), RA_DIR_BIT(RA_OUT));
	assert_int_equal(row_of(1)->state, HISTORY_CANDIDATE); /* it knows no states */
	roll_note(&roll, see(4, NOW + 1), NOW + 1);
	assert_int_equal(told(4), 0);
}

static void taught(void **state)
{
	(void)state;
	see(1, START + HOUR);
	see(2, START - 1);
	fix(0);
	assert_int_equal(told(1), RA_DIR_BIT(RA_OUT));
	assert_int_equal(row_of(1)->state, HISTORY_TRUSTED);
	assert_int_equal(row_of(1)->mover, MOVER_LEARNING);
	assert_int_equal(told(2), 0);
	assert_int_equal(known_in_network(&roll.judge.known, 64500), 1);
}

static void restarted(void **state)
{
	(void)state;
	see(1, START + HOUR);
	history_move(history, see(2, START + HOUR), HISTORY_TRUSTED, MOVER_RULE, START, NULL);
	history_move(history, see(3, START - HOUR), HISTORY_TRUSTED, MOVER_RULE, START, NULL);
	fix(INT64_MAX); /* learning was over long ago */
	assert_int_equal(told(1), 0);
	assert_int_equal(told(2), RA_DIR_BIT(RA_OUT));
	assert_int_equal(told(3), 0);
	assert_int_equal(row_of(1)->state, HISTORY_CANDIDATE);
	assert_int_equal(row_of(3)->state, HISTORY_EXPIRED);
}

static void listed(void **state)
{
	(void)state;
	see(1, START + HOUR);
	see(2, START + HOUR);
	block("198.51.100.1");
	fix(0);
	assert_int_equal(told(1), 0);
	assert_int_equal(row_of(1)->state, HISTORY_BLOCKED);
	assert_int_equal(row_of(1)->mover, MOVER_LIST);
	assert_int_equal(told(2), RA_DIR_BIT(RA_OUT));
}

static void doubted(void **state)
{
	(void)state;
	see_beacon(11, START + HOUR, 95); /* alone of its network */
	see_beacon(12, START + HOUR, 95); /* with another beacon, which is no witness */
	see_beacon(21, START + HOUR, 95);
	see(22, START + HOUR);            /* who speaks for 21 */
	see_beacon(31, START + HOUR, 79);
	fix(0);
	assert_int_equal(told(11), 0);
	assert_int_equal(told(12), 0);
	assert_int_equal(told(21), RA_DIR_BIT(RA_OUT));
	assert_int_equal(told(22), RA_DIR_BIT(RA_OUT));
	assert_int_equal(told(31), RA_DIR_BIT(RA_OUT));
}

static void earned(void **state)
{
	static const int64_t hours[] = { 0, 1, 24 };

	(void)state;
	fix(INT64_MAX);
	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(told(1), 0);
		roll_note(&roll, see(1, NOW + hours[i] * HOUR), NOW + hours[i] * HOUR);
	}
	assert_int_equal(told(1), RA_DIR_BIT(RA_OUT));
	assert_int_equal(row_of(1)->mover, MOVER_RULE);
	assert_int_equal(row_of(1)->moved_s, NOW + 24 * HOUR);
	roll_expire_all(&roll, NOW + 24 * HOUR + 2 * DAY);
	assert_int_equal(told(1), RA_DIR_BIT(RA_OUT)); /* exactly the window */
	roll_expire_all(&roll, NOW + 24 * HOUR + 2 * DAY + 1);
	assert_int_equal(told(1), 0);
	assert_int_equal(row_of(1)->state, HISTORY_EXPIRED);
	assert_int_equal(known_in_network(&roll.judge.known, 64500), 0);
}

static void not_earned(void **state)
{
	(void)state;
	fix(INT64_MAX);
	block("198.51.100.2");
	for (int64_t hour = 0; hour <= 40; hour += 8) {
		roll_note(&roll, see_beacon(1, NOW + hour * HOUR, 95), NOW + hour * HOUR);
		roll_note(&roll, see(2, NOW + hour * HOUR), NOW + hour * HOUR);
	}
	assert_int_equal(told(1), 0);
	assert_int_equal(told(2), 0);
	assert_int_equal(row_of(2)->state, HISTORY_BLOCKED);
	lists_close(roll.judge.lists); /* the list is gone, and what it said is not */
	roll.judge.lists = NULL;
	roll_note(&roll, see(2, NOW + 48 * HOUR), NOW + 48 * HOUR);
	assert_int_equal(row_of(2)->state, HISTORY_BLOCKED);
	roll.judge.rules.frozen = true;
	for (int64_t hour = 0; hour <= 40; hour += 8)
		roll_note(&roll, see(3, NOW + hour * HOUR), NOW + hour * HOUR);
	assert_int_equal(told(3), 0);
}

static void forgotten(void **state)
{
	(void)state;
	see(1, START + HOUR);
	see(2, NOW - HOUR);
	fix(0);
	assert_int_equal(told(2), RA_DIR_BIT(RA_OUT));
	assert_true(history_forget(history, NOW - 2 * HOUR, NULL, NOW) >= 1);
	assert_int_equal(roll_recall(&roll), 0);
	assert_int_equal(told(2), 0);
	assert_null(row_of(2));
}

static void two_directions(void **state)
{
	const struct event in = { .peer = address(1), .direction = RA_IN, .packets = 1,
				  .time_ns = (START + HOUR) * CLOCK_S, .asn = 64500,
				  .beacon = EVENT_UNSCORED };

	(void)state;
	see(1, START + 2 * HOUR);
	history_note(history, &in);
	fix(0);
	assert_int_equal(told(1), RA_BOTH);
	assert_int_equal(known_in_network(&roll.judge.known, 64500), 1); /* one peer */
	roll_expire_all(&roll, START + HOUR + 2 * DAY + 1);
	assert_int_equal(told(1), RA_DIR_BIT(RA_OUT));
	assert_int_equal(known_in_network(&roll.judge.known, 64500), 1);
	roll_expire_all(&roll, START + 2 * HOUR + 2 * DAY + 1);
	assert_int_equal(told(1), 0);
	assert_int_equal(known_in_network(&roll.judge.known, 64500), 0);
}

static int refuse(struct source *s, const struct source_allow *entries, uint32_t n)
{
	(void)s;
	(void)entries;
	(void)n;
	return -ENOSPC;
}

static void one_by_one(void **state)
{
	struct source_ops refusing = *source.ops;

	(void)state;
	refusing.allow_add = refuse;
	source.ops = &refusing;
	see(1, START + HOUR);
	see(2, START + HOUR);
	fix(0);
	source.ops = &fake_kernel_ops;
	assert_int_equal(told(1), RA_DIR_BIT(RA_OUT));
	assert_int_equal(told(2), RA_DIR_BIT(RA_OUT));
	assert_int_equal(kernel.told, 2);
	assert_int_equal(roll_recall(&roll), 0);
	assert_int_equal(kernel.told, 2); /* who was told is not told again */
}

static int set_up(void **state)
{
	(void)state;
	roll = (struct roll){ 0 };
	folder = list_folder_make(path);
	if (folder < 0 || history_open_memory(256, &history) ||
	    fake_kernel_open(&kernel, &source) || roll_open(&roll, &source, 256))
		return -1;
	roll.judge.policy = POLICY_HYGIENE;
	roll.judge.rules = trust_defaults();
	roll.judge.history = history;
	roll.judge.learning = true;
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	roll_close(&roll);
	history_close(history);
	fake_kernel_close(&kernel);
	list_folder_remove(folder, path);
	return 0;
}

#define TEST(sentence, f) { "roll: " sentence, f, set_up, tear_down, NULL }

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST("exact: who was seen within the window is known, and nobody comes later",
		     exact),
		TEST("who was seen while learning is trusted", taught),
		TEST("after a restart only who is trusted is known", restarted),
		TEST("who is on a blocklist is not learned", listed),
		TEST("a beacon is learned only when its network has another witness", doubted),
		TEST("3 hours over 24 make a candidate trusted, the window unseen expires it",
		     earned),
		TEST("no beacon, nobody listed, nobody while frozen becomes trusted", not_earned),
		TEST("what was forgotten is not known any more", forgotten),
		TEST("a peer counts once for its network, in whichever directions", two_directions),
		TEST("what the source does not take at once is told one by one", one_by_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
