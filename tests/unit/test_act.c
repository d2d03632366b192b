/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/act.h"

#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

#include <cmocka.h>

#include "bpf/packet.h"
#include "core/clock.h"
#include "judge/list_edit.h"
#include "unit/folder.h"

#define NOW INT64_C(1795338120)
#define PEER "198.51.100.7"

static struct options options;
static struct sensor sensor;
static struct act act;

static int open_sensor(int state_fd)
{
	const struct geo_config nowhere = { 0 };
	const struct source_config config = { 0 };
	struct err e;

	options_default(&options);
	sensor = (struct sensor){ .options = &options,
				  .state_fd = state_fd,
				  .lists_fd = -1,
				  .now_ns = NOW * CLOCK_S };
	if (source_open(&sensor.source, source_find("null"), &config, &e) ||
	    geo_open(&nowhere, &sensor.geo, &e) || sensor_open(&sensor, &e) ||
	    history_open_memory(100, &sensor.history))
		return -1;
	sensor.roll.judge.history = sensor.history;
	sensor.roll.judge.learning = false;
	return 0;
}

static int begin(void **state)
{
	return folder_make(state) ? -1 : open_sensor(folder.fd);
}

static int end(void **state)
{
	char lists[80];
	DIR *dir;

	act_clear(&act);
	sensor_close(&sensor);
	snprintf(lists, sizeof(lists), "%s/" LIST_FOLDER, folder.path);
	dir = opendir(lists);
	for (struct dirent *d; dir && (d = readdir(dir));)
		unlinkat(dirfd(dir), d->d_name, 0);
	if (dir)
		closedir(dir);
	return folder_remove(state);
}

/* Turns of the loop until it is answered. */
static const struct stream_answer *ask(const char *line)
{
	assert_int_equal(act_begin(&act, line, 1000), 0);
	for (int turn = 0; !act_step(&act, &sensor); turn++) {
		assert_true(turn < 1000);
		sensor_step(&sensor);
	}
	return &act.answer;
}

static void expect(const char *line, bool ok, const char *says)
{
	const struct stream_answer *a = ask(line);

	if (a->ok != ok || !strstr(a->text, says))
		fail_msg("%s was answered with %d, %s", line, a->ok, a->text);
}

static uint8_t verdict(uint8_t direction)
{
	struct event e = { .time_ns = NOW * CLOCK_S, .direction = direction };

	addr_parse(PEER, &e.peer);
	return judge_event(&sensor.roll.judge, &e).verdict;
}

/* The entry of the peer, in words; "" when there is none. */
static const char *stored(enum list_kind kind)
{
	static char text[LIST_EDIT_TEXT];
	const struct list_entry *entry;
	struct cidr net = { .len = 128 };
	struct list l;
	struct err e;

	text[0] = 0;
	if (list_load(sensor.lists_fd, kind, LISTS_USER, &l, &e))
		return text;
	addr_parse(PEER, &net.net);
	entry = list_find(&l, &net);
	if (entry)
		list_entry_format(&l, entry, text);
	list_clear(&l);
	return text;
}

static void undo(void)
{
	char line[STREAM_REQUEST_LINE];
	struct stream_request r;

	assert_true(stream_request_undo(&act.answer, &r));
	line[stream_request_format(&r, line) - 1] = 0;
	assert_true(ask(line)->ok);
}

static void test_trust(void **state)
{
	(void)state;
	assert_int_equal(verdict(RA_IN), RA_UNKNOWN);
	expect("allow add " PEER, true, PEER " is on your allow list");
	assert_int_equal(verdict(RA_IN), RA_ALLOWED);
	assert_int_equal(verdict(RA_OUT), RA_ALLOWED);
	assert_string_equal(act.answer.before, "");
	assert_string_equal(stored(LIST_ALLOW), "both 1795338120 0");
	undo();
	assert_int_equal(verdict(RA_IN), RA_UNKNOWN);
	assert_string_equal(stored(LIST_ALLOW), "");
}

static void test_block(void **state)
{
	(void)state;
	expect("block add " PEER " phones home", true, "block list");
	assert_int_equal(verdict(RA_OUT), RA_BLOCKED);
	assert_string_equal(stored(LIST_BLOCK), "both 1795338120 0 phones home");
	expect("allow add " PEER, true, "but on your block list too, which decides");
	expect("block del " PEER, true, "no longer on");
	assert_int_equal(verdict(RA_OUT), RA_ALLOWED);
	undo();
	assert_int_equal(verdict(RA_OUT), RA_BLOCKED);
	assert_string_equal(stored(LIST_BLOCK), "both 1795338120 0 phones home");
}

/* Its date, its end, its direction and its reason come back. */
static void test_undo_of_a_change(void **state)
{
	static const char before[] = "in 1763814000 1895338120 since the move";

	(void)state;
	expect("allow put " PEER " in 1763814000 1895338120 since the move", true, "again as");
	assert_int_equal(verdict(RA_IN), RA_ALLOWED);
	assert_int_equal(verdict(RA_OUT), RA_UNKNOWN);
	ask("allow add " PEER " the backup");
	assert_string_equal(act.answer.before, before);
	assert_string_equal(stored(LIST_ALLOW), "both 1763814000 0 the backup");
	undo();
	assert_string_equal(stored(LIST_ALLOW), before);
	assert_int_equal(verdict(RA_OUT), RA_UNKNOWN);
}

static void test_label(void **state)
{
	(void)state;
	expect("label add " PEER " Anna's TV", true, "label list");
	assert_string_equal(stored(LIST_LABEL), "both 1795338120 0 Anna's TV");
	assert_int_equal(verdict(RA_IN), RA_UNKNOWN);
	expect("label add " PEER " Bob's TV", true, "label list");
	undo();
	assert_string_equal(stored(LIST_LABEL), "both 1795338120 0 Anna's TV");
}

static void test_wrong(void **state)
{
	char line[64 + LIST_REASON] = "label add " PEER " ";

	(void)state;
	expect("allow add 198.51.100", false, "wants an address");
	expect("allow add 198.51.100.0/24", false, "wants an address");
	expect("allow del " PEER, false, "its address is not on your allow list");
	expect("allow put " PEER " never", false, "put: ");
	memset(line + strlen(line), 'x', LIST_REASON);
	expect(line, false, "are the most");
	assert_string_equal(stored(LIST_ALLOW), "");
	assert_string_equal(stored(LIST_LABEL), "");
	assert_int_equal(act_begin(&act, "status", 0), -ENOMSG);
}

static void test_full_disk(void **state)
{
	struct rlimit was, none = { 0, RLIM_INFINITY };

	(void)state;
	expect("allow add " PEER " kept", true, "allow list");
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &was), 0);
	none.rlim_max = was.rlim_max;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &none), 0);
	ask("allow del " PEER);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &was), 0);
	assert_false(act.answer.ok);
	assert_string_equal(stored(LIST_ALLOW), "both 1795338120 0 kept");
	assert_int_equal(verdict(RA_IN), RA_ALLOWED);
}

/* Somebody else edits: it is waited for in turns, and given up in the end. */
static void test_locked(void **state)
{
	int lock;

	(void)state;
	expect("allow add " PEER, true, "allow list");
	lock = list_lock(sensor.lists_fd);
	assert_true(lock >= 0);
	assert_int_equal(act_begin(&act, "allow del " PEER, 0), 0);
	assert_false(act_step(&act, &sensor));
	assert_false(act_step(&act, &sensor));
	close(lock);
	while (!act_step(&act, &sensor))
		sensor_step(&sensor);
	assert_true(act.answer.ok);
	lock = list_lock(sensor.lists_fd);
	assert_int_equal(act_begin(&act, "allow add " PEER, 0), 0);
	act.until_ns = 0;
	assert_true(act_step(&act, &sensor));
	assert_false(act.answer.ok);
	close(lock);
}

static void test_no_state(void **state)
{
	(void)state;
	sensor.state_fd = -1;
	expect("allow add " PEER, false, "keeps no state");
	sensor.replay = true;
	expect("allow add " PEER, false, "a capture is over");
	sensor.replay = false;
	expect("evidence export " PEER, false, "start redarc with --evidence FOLDER");
}

static void keep_packets(const char *peer, int n)
{
	static uint8_t bytes[1200];
	struct event_packet p = { .time_ns = NOW * CLOCK_S,
				  .bytes = bytes,
				  .captured = sizeof(bytes),
				  .length = 1514,
				  .link = PACKET_LINK_ETHER };
	const struct jsonl_interface at = { .name = "test0" };
	struct event about = { .country = "JP", .asn = 64503, .judgement.verdict = RA_UNKNOWN };

	addr_parse(peer, &about.peer);
	p.peer = about.peer;
	while (n--)
		evidence_keep(sensor.evidence, &p, &at, &about, NULL);
}

static size_t size_of_export(void)
{
	const char *path = strrchr(act.answer.text, '/');
	FILE *file = path ? fopen(strchr(act.answer.text, '/'), "rb") : NULL;
	long size;

	assert_non_null(file);
	fseek(file, 0, SEEK_END);
	size = ftell(file);
	fclose(file);
	return (size_t)size;
}

static void test_evidence(void **state)
{
	struct evidence_config config = { folder.path, 1 << 20, 1500 };
	const struct identity me = { geteuid(), getegid(), "me", "/" };
	struct err e;

	(void)state;
	assert_int_equal(evidence_open(&config, &me, &sensor.evidence, &e), 0);
	expect("evidence export " PEER, false, "no packet of this peer is kept");
	for (int i = 0; i < 5; i++) {
		keep_packets(PEER, 10);
		keep_packets("198.51.100.70", 20);
	}
	expect("evidence export " PEER, true, "50 packets: ");
	assert_in_range(size_of_export(), 50 * 1200, 50 * 1400);
	expect("evidence export 198.51.100.70", true, "100 packets: ");
}

#define SAYS(sentence, test) { "act: " sentence, test, begin, end, NULL }

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("who is trusted is allowed both ways, until it is undone", test_trust),
		SAYS("a block outranks trust, and that is said", test_block),
		SAYS("undoing a change brings date, end, direction and reason back",
		     test_undo_of_a_change),
		SAYS("a label is kept, and judges nobody", test_label),
		SAYS("a wrong request changes nothing and is told why", test_wrong),
		SAYS("a full disk leaves the list and the verdict as they were", test_full_disk),
		SAYS("another edit is waited for without standing still", test_locked),
		SAYS("where nothing can be done, it says what to do", test_no_state),
		SAYS("one peer's packets are copied, and no others", test_evidence),
	};

	return cmocka_run_group_tests_name("act", tests, NULL, NULL);
}
