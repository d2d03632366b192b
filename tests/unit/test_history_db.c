/* SPDX-License-Identifier: BSD-2-Clause */
#include "history_file.h"

#include <signal.h>

/* Refused for reading and for writing, and not a byte of it is touched. */
static void must_refuse(int code, const char *reason)
{
	struct content before = read_content(), after;
	struct history *h = NULL;
	char text[200];

	snprintf(text, sizeof(text), "%s/history.db: %s", folder.path, reason);
	for (int access = HISTORY_READ; access <= HISTORY_WRITE; access++) {
		assert_int_equal(open_history(access, &h), code);
		assert_string_equal(folder.e.text, text);
	}
	after = read_content();
	assert_int_equal(after.len, before.len);
	assert_memory_equal(after.bytes, before.bytes, before.len);
	free(before.bytes);
	free(after.bytes);
}

static void test_foreign(void **state)
{
	(void)state;
	run_sql("CREATE TABLE t (x); INSERT INTO t VALUES (1)");
	must_refuse(-EPROTO, "not a history of redarc");
	run_sql("DROP TABLE t; PRAGMA application_id = 7");
	must_refuse(-EPROTO, "not a history of redarc");
	run_sql("CREATE TABLE t (x); PRAGMA journal_mode = WAL; PRAGMA user_version = 1");
	must_refuse(-EPROTO, "not a history of redarc");
}

static void test_not_sqlite(void **state)
{
	char text[9000];

	(void)state;
	memset(text, 'x', sizeof(text));
	for (size_t len = 2; len < sizeof(text); len += 997) {
		write_content(text, len);
		must_refuse(-EBADMSG, "damaged: not a database");
	}
}

static void test_later(void **state)
{
	(void)state;
	make_history(3);
	run_sql("PRAGMA user_version = 9");
	must_refuse(-EPROTO, "written by a later redarc (version 9)");
}

static void test_truncated(void **state)
{
	struct content whole;
	struct history *h = NULL;

	(void)state;
	make_history(3000);
	whole = read_content();
	for (size_t len = 2; len < whole.len; len += 1 + whole.len / 40) {
		write_content(whole.bytes, len);
		assert_int_equal(open_history(HISTORY_READ, &h), -EBADMSG);
		assert_int_equal(open_history(HISTORY_WRITE, &h), -EBADMSG);
	}
	write_content(whole.bytes, whole.len - 4096);
	must_refuse(-EBADMSG, "damaged");
	write_content(whole.bytes, whole.len);
	h = must_open();
	assert_int_equal(history_count(h), 3000);
	history_close(h);
	free(whole.bytes);
}

static void test_page_lost(void **state)
{
	struct content c;

	(void)state;
	make_history(3000);
	c = read_content();
	for (size_t page = 1; page < c.len / 4096; page++) {
		unsigned char kept[4096];

		memcpy(kept, c.bytes + page * 4096, sizeof(kept));
		memset(c.bytes + page * 4096, 0xa5, sizeof(kept));
		write_content(c.bytes, c.len);
		must_refuse(-EBADMSG, "damaged");
		memcpy(c.bytes + page * 4096, kept, sizeof(kept));
	}
	free(c.bytes);
}

static int flush_and_die(void)
{
	struct history *h = must_open();

	note_peers(h, 1, NOW + 1);
	must_flush(h);
	return raise(SIGKILL);
}

/* What a killed sensor left in the log is not put into a file that cannot be trusted. */
static void test_log_stays(void **state)
{
	struct content c;

	(void)state;
	make_history(3000);
	assert_int_equal(in_child(flush_and_die), 128 + SIGKILL);
	c = read_content();
	memset(c.bytes + 4096 * 2, 0xa5, 4096);
	write_content(c.bytes, c.len);
	must_refuse(-EBADMSG, "damaged");
	assert_int_equal(faccessat(folder.fd, "history.db-wal", F_OK, 0), 0);
	free(c.bytes);
}

/* Written over with the first peer's address, the third is that peer once more. */
static void test_twice(void **state)
{
	struct addr first = peer_of(0), third = peer_of(2 * 2654435761u);
	struct content c;
	uint8_t *at;

	(void)state;
	make_history(3);
	c = read_content();
	at = memmem(c.bytes, c.len, third.b, sizeof(third.b));
	assert_non_null(at);
	memcpy(at, first.b, sizeof(first.b));
	write_content(c.bytes, c.len);
	must_refuse(-EBADMSG, "damaged: peers are out of order");
	free(c.bytes);
}

/* Any byte may turn: then it opens or is refused, and what it gives is in range. */
static void test_bytes_turned(void **state)
{
	uint32_t random = 1;
	struct content c;

	(void)state;
	make_history(400);
	c = read_content();
	for (int i = 0; i < 300; i++) {
		struct history *h = NULL;
		size_t at;
		int rc;

		random = random * 1664525u + 1013904223u;
		at = i % 2 ? random % c.len : random % 200;
		c.bytes[at] ^= (unsigned char)(1u << (random >> 29));
		write_content(c.bytes, c.len);
		rc = open_history(HISTORY_READ, &h);
		if (rc && rc != -EBADMSG && rc != -EPROTO && rc != -ENOENT)
			fail_msg("byte %zu: %d, %s", at, rc, folder.e.text);
		if (!rc)
			history_close(h);
		c.bytes[at] ^= (unsigned char)(1u << (random >> 29));
	}
	free(c.bytes);
}

static void test_bad_rows(void **state)
{
	static const char row[] = "damaged: a peer's row is not as redarc writes it";
	static const char since[] = "damaged: since when it has been watching is no time";
	static const char frozen[] = "damaged: whether learning is frozen is neither 0 nor 1";
	static const char lost[] = "damaged: how many moves the journal lacks is no number";
	static const char newest[] = "damaged: when it saw the last packet is no time";
	static const char blob[] = "damaged: a blob is not as redarc writes it";
	static const struct {
		const char *sql, *reason;
	} cases[] = {
		{ "UPDATE peer SET addr = x'0102'", row },
		{ "UPDATE peer SET addr = 'sixteen letters.'", row },
		{ "UPDATE peer SET direction = 2", row },
		{ "UPDATE peer SET direction = 0.5", row },
		{ "UPDATE peer SET first = -1", row },
		{ "UPDATE peer SET first = last + 1", row },
		{ "UPDATE peer SET last = 9223372036854775807", row },
		{ "UPDATE peer SET packets = 0", row },
		{ "UPDATE peer SET packets = 9223372036854775807", row },
		{ "UPDATE peer SET bytes = 'many'", row },
		{ "UPDATE peer SET hours = zeroblob(89)", row },
		{ "UPDATE peer SET hours = zeroblob(91)", row },
		{ "UPDATE peer SET hours = x''", row },
		{ "UPDATE peer SET state = 4", row },
		{ "UPDATE peer SET state = NULL", row },
		{ "UPDATE peer SET mover = -1", row },
		{ "UPDATE peer SET moved = 'then'", row },
		{ "UPDATE peer SET beacon = 256", row },
		{ "UPDATE peer SET reply = 2", row },
		{ "UPDATE peer SET asn = 4294967296", row },
		{ "UPDATE peer SET country = 'Mars'", row },
		{ "UPDATE peer SET country = x'4445'", row },
		{ "UPDATE meta SET value = -1 WHERE key = 'since'", since },
		{ "UPDATE meta SET value = 'long' WHERE key = 'since'", since },
		{ "UPDATE meta SET value = -1 WHERE key = 'newest'", newest },
		{ "UPDATE meta SET value = 2 WHERE key = 'frozen'", frozen },
		{ "UPDATE meta SET value = -1 WHERE key = 'lost'", lost },
		{ "INSERT INTO blob VALUES ('tripwire', 'text')", blob },
		{ "INSERT INTO blob VALUES ('', x'00')", blob },
		{ "INSERT INTO blob VALUES ('a name that is too long', x'00')", blob },
		{ "INSERT INTO blob VALUES ('large', zeroblob(2097153))", blob },
		{ "DROP TABLE move", "damaged" },
		{ "DROP TABLE peer", "damaged" },
		{ "ALTER TABLE allow DROP COLUMN added", "damaged" },
		{ "DROP TABLE peer; CREATE VIEW peer AS SELECT * FROM allow", "damaged" },
	};
	struct content good;

	(void)state;
	make_history(1);
	good = read_content();
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		write_content(good.bytes, good.len);
		run_sql(cases[i].sql);
		must_refuse(-EBADMSG, cases[i].reason);
	}
	free(good.bytes);
}

/* --- reading --- */

static void test_read_nothing(void **state)
{
	struct history *h = NULL;

	(void)state;
	assert_int_equal(open_history(HISTORY_READ, &h), -ENOENT);
	assert_non_null(strstr(folder.e.text, "history.db: there is no history yet"));
	assert_int_equal(folder_count(), 0);
	write_content("", 0);
	assert_int_equal(open_history(HISTORY_READ, &h), -ENOENT);
	assert_int_equal(folder_count(), 1);
}

static void test_read_leaves_no_files(void **state)
{
	struct history *h = NULL;

	(void)state;
	make_history(10);
	assert_int_equal(folder_count(), 1);
	assert_int_equal(open_history(HISTORY_READ, &h), 0);
	assert_int_equal(history_count(h), 10);
	note_peers(h, 20, NOW + 1);
	assert_int_equal(history_flush(h, &folder.e), -EACCES);
	assert_int_equal(folder_count(), 1);
	history_close(h);
	assert_int_equal(folder_count(), 1);
}

static int gate[2];

static int open_at_the_gate(void)
{
	struct history *h = NULL;
	char byte;
	int rc;

	close(gate[1]);
	rc = read(gate[0], &byte, 1) || open_history(HISTORY_WRITE, &h);
	if (rc)
		printf("%s\n", folder.e.text);
	history_close(h);
	return rc;
}

/* Of nothing, and every other time of what version 1 left. */
static void test_made_at_once(void **state)
{
	(void)state;
	for (int round = 0; round < 30; round++) {
		pid_t child[4];

		if (round % 2)
			make_version_1();
		assert_int_equal(pipe(gate), 0);
		for (int i = 0; i < 4; i++)
			if (!(child[i] = fork()))
				_exit(open_at_the_gate());
		close(gate[0]);
		close(gate[1]);
		for (int i = 0; i < 4; i++)
			assert_int_equal(wait_for(child[i]), 0);
		unlinkat(folder.fd, "history.db", 0);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		SAYS("a database of another program is refused", test_foreign),
		SAYS("what is no database is refused", test_not_sqlite),
		SAYS("one that a later redarc wrote is refused", test_later),
		SAYS("a truncated one is refused at every length", test_truncated),
		SAYS("one with a page of rubbish is refused", test_page_lost),
		SAYS("one that holds a peer twice is refused", test_twice),
		SAYS("refusing one leaves its log for who can mend it", test_log_stays),
		SAYS("whatever byte turns, it opens or is refused", test_bytes_turned),
		SAYS("a row that redarc would not write is refused", test_bad_rows),
		SAYS("reading where there is none makes none", test_read_nothing),
		SAYS("reading leaves no files and writes nothing", test_read_leaves_no_files),
		SAYS("four processes that make it at once all get it", test_made_at_once),
	};

	return cmocka_run_group_tests_name("history_db", tests, NULL, NULL);
}
