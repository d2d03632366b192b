/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/evidence.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "bpf/packet.h"
#include "core/clock.h"
#include "core/file.h"
#include "source/pcapng.h"
#include "unit/child.h"
#include "unit/folder.h"

#define SNAP 96
#define MINUTE (60 * CLOCK_S)
#define FIRST "redarc-000001.pcapng"

static const struct jsonl_interface wan = { .name = "wan1" }, lan = { .name = "lan0", .lan = true };
static const struct identity nobody = { 65534, 65534, "nobody", "/" };
static uint8_t bytes[SNAP] = { 1, 2, 3 };
static struct evidence *evidence;
static struct event_packet packet;
static struct event about;

static int set_up(void **state)
{
	struct evidence_config config = { folder.path, 1 << 20, SNAP };
	int r = folder_make(state);

	packet = (struct event_packet){ .time_ns = INT64_C(1700000000123456789),
					.bytes = bytes,
					.captured = 60,
					.length = 1514,
					.verdict = RA_UNKNOWN,
					.link = PACKET_LINK_ETHER };
	about = (struct event){ .country = "JP",
				.asn = 64503,
				.judgement = { RA_UNKNOWN, REASON_NEVER_SEEN, NOVEL_COUNTRY,
					       0, 0 } };
	addr_parse("203.0.113.7", &about.peer);
	packet.peer = about.peer;
	return r ? r : evidence_open(&config, &nobody, &evidence, &folder.e);
}

static int tear_down(void **state)
{
	evidence_close(evidence);
	return folder_remove(state);
}

static void keep(const struct jsonl_interface *at, const char *list)
{
	evidence_keep(evidence, &packet, at, &about, list);
}

static size_t read_file(char **text)
{
	int fd = openat(folder.fd, FIRST, O_RDONLY | O_CLOEXEC);
	size_t len = 0;

	assert_true(fd >= 0);
	assert_int_equal(file_read(fd, 1 << 20, text, &len), 0);
	close(fd);
	return len;
}

/* Whole frames in so many bytes of the file; all of them have to be this packet. */
static int frames(const char *text, size_t len, int *end, int *link)
{
	FILE *stream = fmemopen((void *)(uintptr_t)text, len, "rb");
	struct pcapng *p = pcapng_open(stream, FIRST);
	struct reader_frame frame;
	int n = 0;

	for (; !(*end = pcapng_next(p, &frame, link, &folder.e)); n++) {
		assert_true(frame.time_ns == packet.time_ns);
		assert_int_equal(frame.length, packet.length);
		assert_int_equal(frame.captured, packet.captured);
		assert_memory_equal(frame.bytes, bytes, packet.captured);
	}
	pcapng_close(p);
	fclose(stream);
	return n;
}

static void expect_in_file(const char *what, bool there)
{
	char *text;
	size_t len = read_file(&text);

	assert_int_equal(!!memmem(text, len, what, strlen(what)), there);
	free(text);
}

static void expect_frames(int n)
{
	int end, link;
	char *text;
	size_t len = read_file(&text);

	assert_int_equal(frames(text, len, &end, &link), n);
	assert_int_equal(end, -ENODATA);
	free(text);
}

static void test_comment(void **state)
{
	(void)state;
	keep(&wan, NULL);
	evidence_flush(evidence, 1);
	expect_frames(1);
	expect_in_file("unknown: not known, in no direction; new country; in; "
		       "203.0.113.7 (JP, AS64503)\0",
		       true);
	expect_in_file("wan1", true);
	assert_int_equal(evidence_kept(evidence), 1);
	assert_int_equal(evidence_bytes(evidence), 4096);
}

static void test_list(void **state)
{
	(void)state;
	about.judgement = (struct judgement){ RA_BLOCKED, REASON_BLOCKLIST, NOVEL_NETWORK, 0, 3 };
	about.direction = RA_OUT;
	about.country[0] = 0;
	keep(&wan, "drop");
	about.asn = 0;
	keep(&wan, NULL);
	evidence_flush(evidence, 1);
	expect_in_file("blocked: on a blocklist, drop; known address", false);
	expect_in_file("blocked: on a blocklist, drop; new /24 in a known network; out; "
		       "203.0.113.7 (AS64503)",
		       false);
	expect_in_file("blocked: on a blocklist, drop; new network; out; 203.0.113.7 (AS64503)",
		       true);
	expect_in_file("blocked: on a blocklist; new network; out; 203.0.113.7", true);
}

/* The option of the flags stands behind 60 bytes of the frame, and those behind 28. */
static uint8_t flags_of_last(void)
{
	static const uint8_t before[] = { 2, 0, 4, 0 };
	uint8_t flags = 0;
	char *text;
	size_t len = read_file(&text);

	for (size_t i = 0; i + 5 <= len; i++)
		if (!memcmp(text + i, before, sizeof(before)) && !(i % 4))
			flags = (uint8_t)text[i + 4];
	free(text);
	return flags;
}

static void test_direction(void **state)
{
	static const struct {
		uint8_t direction;
		const struct jsonl_interface *at;
		uint8_t flags;
	} cases[] = { { RA_IN, &wan, 1 },
		      { RA_OUT, &wan, 2 },
		      { RA_OUT, &lan, 1 },
		      { RA_IN, &lan, 2 } };

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		packet.direction = cases[i].direction;
		keep(cases[i].at, NULL);
		evidence_flush(evidence, 1);
		assert_int_equal(flags_of_last(), cases[i].flags);
	}
}

static void test_interfaces(void **state)
{
	int end, link;
	char *text;
	size_t len;

	(void)state;
	keep(&wan, NULL);
	packet.interface = 1;
	packet.link = PACKET_LINK_IP;
	keep(&lan, NULL);
	evidence_flush(evidence, 1);
	packet.interface = 0;
	packet.link = PACKET_LINK_ETHER;
	keep(&wan, NULL);
	evidence_flush(evidence, 1);
	expect_frames(3);
	len = read_file(&text);
	frames(text, len, &end, &link);
	assert_int_equal(link, 1);
	free(text);
	packet.link = PACKET_LINK_IP;
	keep(&wan, NULL); /* an interface may have both */
	evidence_flush(evidence, 1);
	len = read_file(&text);
	assert_int_equal(frames(text, len, &end, &link), 4);
	assert_int_equal(link, 101);
	free(text);
}

static void test_cut(void **state)
{
	int end, link, last = 0;
	char *text;
	size_t len;

	(void)state;
	for (int i = 0; i < 3; i++)
		keep(&wan, NULL);
	evidence_flush(evidence, 1);
	len = read_file(&text);
	for (size_t cut = 1; cut <= len; cut++) {
		int n = frames(text, cut, &end, &link);

		assert_in_range(n, last, last + 1);
		assert_true(end == -ENODATA || end == -EBADMSG);
		last = n;
	}
	assert_int_equal(last, 3);
	free(text);
}

static void test_many(void **state)
{
	(void)state;
	for (int i = 0; i < 30000; i++)
		keep(&wan, NULL);
	evidence_flush(evidence, 1);
	assert_int_equal(evidence_kept(evidence), 30000);
	assert_in_range(evidence_bytes(evidence), 1 << 19, 1 << 20);
	assert_int_equal(faccessat(folder.fd, FIRST, F_OK, 0), -1); /* the oldest went */
}

static void test_pause(void **state)
{
	(void)state;
	assert_int_equal(rmdir(folder.path), 0);
	keep(&wan, NULL);
	packet.interface = 5;
	keep(&wan, NULL);
	evidence_flush(evidence, MINUTE);
	assert_int_equal(evidence_skipped(evidence, 0), 1);
	assert_int_equal(evidence_skipped(evidence, 5), 1);
	assert_int_equal(mkdir(folder.path, 0700), 0);
	close(folder.fd);
	folder.fd = open(folder.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	evidence_flush(evidence, 2 * MINUTE - 1);
	keep(&wan, NULL);
	assert_int_equal(evidence_skipped(evidence, 5), 2);
	evidence_flush(evidence, 2 * MINUTE);
	keep(&wan, NULL);
	evidence_flush(evidence, 2 * MINUTE + 1);
	assert_int_equal(evidence_skipped(evidence, 5), 2);
	assert_int_equal(evidence_kept(evidence), 1);
	expect_frames(1);
}

static void test_too_long(void **state)
{
	(void)state;
	packet.captured = SNAP + 1;
	keep(&wan, NULL);
	assert_int_equal(evidence_skipped(evidence, 0), 1);
	packet.interface = 255;
	evidence_skip(evidence, &packet);
	assert_int_equal(evidence_skipped(evidence, 255), 1);
	assert_int_equal(evidence_skipped(NULL, 0), 0);
}

static mode_t mode_of(const char *name)
{
	struct stat file;

	assert_int_equal(fstatat(folder.fd, name, &file, 0), 0);
	return file.st_mode & 0777;
}

static void test_private(void **state)
{
	struct evidence_config config = { folder.path, 1 << 20, SNAP };

	(void)state;
	evidence_close(evidence);
	assert_int_equal(chmod(folder.path, 0755), 0);
	assert_int_equal(evidence_open(&config, &nobody, &evidence, &folder.e), 0);
	if (!geteuid()) { /* it is the sensor's already, and stays as its owner made it */
		assert_int_equal(mode_of("."), 0755);
		assert_int_equal(chown(folder.path, 0, 0), 0);
		evidence_close(evidence);
		assert_int_equal(evidence_open(&config, &nobody, &evidence, &folder.e), 0);
	}
	assert_int_equal(mode_of("."), 0700);
	keep(&wan, NULL);
	evidence_flush(evidence, 1);
	assert_int_equal(mode_of(FIRST), 0600);
}

static uid_t owner_after(const char *name, mode_t mode)
{
	struct evidence_config config = { folder.path, 1 << 20, SNAP };
	int fd = openat(folder.fd, name, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	struct stat now;

	assert_true(fd >= 0);
	close(fd);
	evidence_close(evidence);
	assert_int_equal(chown(folder.path, 0, 0), 0);
	assert_int_equal(chmod(folder.path, mode), 0);
	assert_int_equal(evidence_open(&config, &nobody, &evidence, &folder.e), 0);
	assert_int_equal(stat(folder.path, &now), 0);
	return now.st_uid;
}

static void test_handed_over(void **state)
{
	struct stat file;

	(void)state;
	if (geteuid()) {
		print_message("SKIP: only root hands folders over\n");
		skip();
	}
	assert_int_equal(owner_after("redarc-000007.pcapng", 0777), 0);
	assert_int_equal(owner_after("redarc-000007.pcapng", 0700), nobody.uid);
	assert_int_equal(fstatat(folder.fd, "redarc-000007.pcapng", &file, 0), 0);
	assert_int_equal(file.st_uid, nobody.uid);
	assert_int_equal(owner_after("notes", 0700), 0);
}

/* Becomes the sensor's user for good, as a sensor does. */
static int begin_unwritable(void)
{
	if (!geteuid() && setuid(nobody.uid))
		return 2;
	return evidence_begin(evidence, "nobody", &folder.e) != -EACCES ||
	       !strstr(folder.e.text, ": Permission denied; it has to be writable for nobody");
}

static void test_unwritable(void **state)
{
	(void)state;
	assert_int_equal(evidence_begin(NULL, "nobody", &folder.e), 0);
	assert_int_equal(evidence_begin(evidence, "nobody", &folder.e), 0);
	if (!geteuid())
		assert_int_equal(chown(folder.path, 0, 0), 0);
	assert_int_equal(chmod(folder.path, 0555), 0);
	assert_int_equal(in_child(begin_unwritable), 0);
}

#define TEST(sentence, name) { sentence, test_##name, set_up, tear_down, NULL }

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST("evidence: a packet is kept, and says why", comment),
		TEST("evidence: the list that decided is named, and only what is known", list),
		TEST("evidence: directions are those of the interface", direction),
		TEST("evidence: interfaces and link types are told apart", interfaces),
		TEST("evidence: a file that ends anywhere still tells what came before", cut),
		TEST("evidence: packets go round within the bound", many),
		TEST("evidence: what fails is counted, and tried again a minute later", pause),
		TEST("evidence: a folder that cannot be written is found out at once", unwritable),
		TEST("evidence: what is longer than it may be is not kept", too_long),
		TEST("evidence: nobody else may look at it", private),
		TEST("evidence: a folder of anything else stays its owner's", handed_over),
	};

	return cmocka_run_group_tests_name("evidence", tests, NULL, NULL);
}
