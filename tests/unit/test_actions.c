/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/actions.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "core/clock.h"

static struct actions a;
static struct addr peer;
static char line[STREAM_REQUEST_LINE];

static int begin(void **state)
{
	(void)state;
	a = (struct actions){ 0 };
	return addr_parse("198.51.100.7", &peer);
}

static void answer(uint8_t request, bool ok, const char *before)
{
	struct stream_answer said = { .addr = peer, .request = request, .ok = ok };

	snprintf(said.before, sizeof(said.before), "%s", before);
	actions_take(&a, &said, CLOCK_S);
}

static void expect_line(const char *wanted)
{
	assert_int_equal(actions_next(&a, line), strlen(wanted));
	assert_string_equal(line, wanted);
	assert_int_equal(actions_next(&a, line), 0);
}

static void test_confirm(void **state)
{
	(void)state;
	actions_begin(&a, STREAM_ALLOW_ADD, &peer, 0);
	assert_int_equal(actions_next(&a, line), 0);
	actions_cancel(&a);
	actions_confirm(&a, 0);
	assert_int_equal(actions_next(&a, line), 0);
	actions_begin(&a, STREAM_ALLOW_ADD, &peer, 0);
	actions_confirm(&a, 0);
	expect_line("allow add 198.51.100.7\n");
	assert_int_equal(a.stage, ACTIONS_WAITS);
	actions_begin(&a, STREAM_BLOCK_ADD, &peer, 0);
	assert_int_equal(a.stage, ACTIONS_WAITS);
}

static void test_undo(void **state)
{
	(void)state;
	answer(STREAM_ALLOW_ADD, true, "in 5 0 backup");
	assert_true(actions_can_undo(&a));
	assert_false(actions_step(&a, 20 * CLOCK_S));
	actions_undo(&a, 20 * CLOCK_S);
	expect_line("allow put 198.51.100.7 in 5 0 backup\n");
	answer(STREAM_ALLOW_PUT, true, "");
	assert_true(actions_step(&a, 21 * CLOCK_S));
	actions_undo(&a, 21 * CLOCK_S);
	assert_int_equal(actions_next(&a, line), 0);
}

static void test_failed(void **state)
{
	(void)state;
	answer(STREAM_ALLOW_ADD, false, "");
	assert_int_equal(a.stage, ACTIONS_TELLS);
	assert_false(actions_can_undo(&a));
}

static void test_label(void **state)
{
	(void)state;
	actions_begin(&a, STREAM_LABEL_ADD, &peer, 0);
	actions_type(&a, "Anna's \xe3\x83\x86\n\xe3\x83\xac");
	actions_erase(&a);
	actions_confirm(&a, 0);
	expect_line("label add 198.51.100.7 Anna's \xe3\x83\x86\n");
	actions_cancel(&a);
	actions_begin(&a, STREAM_LABEL_ADD, &peer, 0);
	actions_erase(&a);
	actions_confirm(&a, 0);
	expect_line("label del 198.51.100.7\n");
}

/* 127 bytes, and no half of a letter. */
static void test_longest_label(void **state)
{
	(void)state;
	actions_begin(&a, STREAM_LABEL_ADD, &peer, 0);
	for (int i = 0; i < 100; i++)
		actions_type(&a, "\xe3\x83\x86");
	assert_int_equal(strlen(a.request.text), 126);
	actions_type(&a, "xy");
	assert_int_equal(strlen(a.request.text), 127);
}

static void test_lost(void **state)
{
	(void)state;
	actions_begin(&a, STREAM_EVIDENCE_EXPORT, &peer, 0);
	actions_lost(&a, 0);
	assert_non_null(strstr(a.answer.text, "it was not asked"));
	assert_int_equal(actions_next(&a, line), 0);
	actions_begin(&a, STREAM_EVIDENCE_EXPORT, &peer, 0);
	expect_line("evidence export 198.51.100.7\n");
	actions_lost(&a, 0);
	assert_non_null(strstr(a.answer.text, "is not known"));
}

static void test_no_answer(void **state)
{
	(void)state;
	actions_begin(&a, STREAM_ALLOW_DEL, &peer, 0);
	actions_confirm(&a, 0);
	actions_next(&a, line);
	assert_false(actions_step(&a, 9 * CLOCK_S));
	assert_true(actions_step(&a, 10 * CLOCK_S));
	assert_int_equal(a.stage, ACTIONS_TELLS);
	assert_false(a.answer.ok);
	answer(STREAM_ALLOW_DEL, true, "both 5 0"); /* it comes late, and counts */
	assert_true(actions_can_undo(&a));
}

/* What is typed by then would be keys of the globe. */
static void test_answer_of_another(void **state)
{
	(void)state;
	actions_begin(&a, STREAM_LABEL_ADD, &peer, 0);
	actions_type(&a, "backup");
	answer(STREAM_EVIDENCE_EXPORT, true, "");
	assert_int_equal(a.stage, ACTIONS_TYPES);
	actions_confirm(&a, 0);
	expect_line("label add 198.51.100.7 backup\n");
	answer(STREAM_EVIDENCE_EXPORT, true, "");
	assert_int_equal(a.stage, ACTIONS_WAITS);
	answer(STREAM_LABEL_ADD, true, "");
	assert_int_equal(a.stage, ACTIONS_TELLS);
}

/* No sensor reads: the ninth is refused, in words. */
static void test_full(void **state)
{
	(void)state;
	for (int i = 0; i < ACTIONS_QUEUE; i++) {
		actions_begin(&a, STREAM_EVIDENCE_EXPORT, &peer, 0);
		assert_int_equal(a.stage, ACTIONS_WAITS);
		actions_cancel(&a);
	}
	actions_begin(&a, STREAM_EVIDENCE_EXPORT, &peer, 0);
	assert_int_equal(a.stage, ACTIONS_TELLS);
	assert_non_null(strstr(a.answer.text, "too much waits"));
	for (int i = 0; i < ACTIONS_QUEUE; i++)
		assert_true(actions_next(&a, line));
	assert_int_equal(actions_next(&a, line), 0);
}

static void test_copy(void **state)
{
	(void)state;
	actions_copy(&a, &peer, "198.51.100.7\n", 0);
	assert_string_equal(a.clip, "198.51.100.7\n");
	assert_false(actions_can_undo(&a));
	assert_true(actions_step(&a, 3 * CLOCK_S));
	assert_int_equal(a.stage, ACTIONS_REST);
}

#define SAYS(sentence, test) { "actions: " sentence, test, begin, NULL, NULL }

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("what changes a verdict is sent once it is confirmed", test_confirm),
		SAYS("what was done is undone within twenty seconds, whole", test_undo),
		SAYS("what failed is told, and there is nothing to undo", test_failed),
		SAYS("a label is typed letter by letter, and none takes it away", test_label),
		SAYS("a label that is too long ends at a letter", test_longest_label),
		SAYS("a sensor that is gone leaves nobody waiting", test_lost),
		SAYS("no answer is told as what it is", test_no_answer),
		SAYS("a late answer about something else interrupts nothing",
		     test_answer_of_another),
		SAYS("requests that cannot be kept are refused, not lost", test_full),
		SAYS("a copy is for the clipboard alone", test_copy),
	};

	return cmocka_run_group_tests_name("actions", tests, NULL, NULL);
}
