/* SPDX-License-Identifier: BSD-2-Clause */
#include "source/pcap.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/clock.h"
#include "frames/capture.h"
#include "frames/frames.h"
#include "source/kind.h"

#define START_NS (INT64_C(1767225600) * CLOCK_S) /* 2026-01-01 */

static char folder[] = "/tmp/redarc-test-XXXXXX";
static char paths[3][sizeof(folder) + 2];
static const char *const names[] = { paths[0], paths[1], paths[2] };

/* What came out of a source. */
struct gathered {
	struct ra_ledger ledger;
	struct source_info info;
	int64_t addresses;
	int64_t first_ns, last_ns;
	int64_t now_ns; /* as told last */
	uint64_t frames, events, bytes, sent;
	int polls, most; /* of events in one poll */
	int errors;
	struct err e; /* the last */
};

static void note_time(void *ctx, int64_t time_ns)
{
	struct gathered *g = ctx;

	g->frames++;
	g->now_ns = time_ns;
}

static void gather(void *ctx, const struct event *e)
{
	struct gathered *g = ctx;

	assert_true(e->time_ns == g->now_ns);
	if (!g->events++)
		g->first_ns = e->time_ns;
	g->last_ns = e->time_ns;
	g->bytes += e->bytes;
}

static void note_sent(void *ctx, const struct addr *source, const struct addr *target,
		      int64_t time_ns)
{
	struct gathered *g = ctx;

	assert_true(addr_is_v4(source) && addr_is_v4(target));
	assert_true(time_ns == g->now_ns);
	g->sent++;
}

static struct gathered drain(struct source *s)
{
	struct gathered g = { 0 };
	struct event_sink sink = { .event = gather, .time = note_time, .sent = note_sent,
				   .ctx = &g };
	int rc;

	while ((rc = source_pcap.poll(s, &sink, &g.e)) != -ENODATA) {
		assert_true(rc >= 0 || rc == -EBADMSG);
		g.errors += rc < 0;
		g.most = rc > g.most ? rc : g.most;
		assert_true(++g.polls < 1000);
	}
	source_pcap.ledger(s, &g.ledger);
	assert_int_equal(g.frames, g.ledger.seen);
	source_pcap.info(s, &g.info);
	g.addresses = pcap_addresses(s);
	return g;
}

static int open_files(struct source *s, const char *const *files, size_t n, struct err *e)
{
	struct source_config config = { .names = files, .n_names = n };
	int rc;

	*s = (struct source){ .ops = &source_pcap };
	rc = source_pcap.open(s, &config, e);
	if (rc)
		source_pcap.close(s);
	return rc;
}

static struct gathered read_files(const char *const *files, size_t n)
{
	struct gathered g;
	struct source s;
	struct err e;

	assert_int_equal(open_files(&s, files, n, &e), 0);
	g = drain(&s);
	source_pcap.close(&s);
	return g;
}

static struct gathered read_first(void)
{
	return read_files(names, 1);
}

static FILE *create(const char *path)
{
	FILE *out = fopen(path, "wb");

	assert_non_null(out);
	return out;
}

/* n frames of 28 bytes of UDP, a second and 7 ns (or 7 us) apart. */
static void write_plain(const char *path, struct capture c, int n)
{
	const struct frame *f = &frames[0];

	c.out = create(path);
	capture_begin(&c);
	for (int i = 0; i < n; i++) {
		int64_t apart = CLOCK_S + (c.nano ? 7 : 7000);

		capture_write(&c, &(struct capture_frame){ START_NS + i * apart, f->bytes, f->len,
							   f->len });
	}
	assert_int_equal(fclose(c.out), 0);
}

static void test_formats(void **state)
{
	char detail[64];

	(void)state;
	snprintf(detail, sizeof(detail), "%s: EN10MB", paths[0]);
	for (int i = 0; i < 8; i++) {
		struct capture c = { .link = CAPTURE_ETHER, .big = i & 1, .nano = i & 2,
				     .ng = i & 4 };
		struct gathered g;

		write_plain(paths[0], c, 3);
		g = read_first();
		assert_int_equal(g.errors, 0);
		assert_int_equal(g.ledger.seen, 3);
		assert_int_equal(g.events, 3);
		assert_int_equal(g.bytes, 3 * 28);
		assert_int_equal(g.addresses, 2);
		assert_string_equal(g.info.detail, detail);
		assert_true(g.first_ns == START_NS);
		assert_true(g.last_ns == START_NS + 2 * (CLOCK_S + (c.nano ? 7 : 7000)));
	}
}

/* Which link types of files hold what kind of frames of the table. */
static const struct link_case {
	enum capture_link file;
	enum packet_link link;
} link_cases[] = {
	{ CAPTURE_ETHER, PACKET_LINK_ETHER },  { CAPTURE_RAW, PACKET_LINK_IP },
	{ 12, PACKET_LINK_IP },                { 14, PACKET_LINK_IP },
	{ CAPTURE_IPV4, PACKET_LINK_IPV4 },    { CAPTURE_IPV6, PACKET_LINK_IP },
	{ CAPTURE_NULL, PACKET_LINK_NULL },    { CAPTURE_LOOP, PACKET_LINK_NULL },
	{ CAPTURE_SLL, PACKET_LINK_SLL },      { CAPTURE_SLL2, PACKET_LINK_SLL2 },
	{ CAPTURE_PPP, PACKET_LINK_PPP },      { CAPTURE_PPP_HDLC, PACKET_LINK_PPP },
	{ CAPTURE_PPP_ETHER, PACKET_LINK_PPPOE }, { CAPTURE_PPP_PPPD, PACKET_LINK_PPP_PPPD },
	{ CAPTURE_PPP_DIRECTION, PACKET_LINK_PPP_DIRECTION },
};

static void check_link(const struct link_case *k)
{
	struct capture c = { .link = k->file, .out = create(paths[0]) };
	uint64_t count[3] = { 0 }, arp = 0;
	struct gathered g;

	capture_begin(&c);
	for (size_t i = 0; i < n_frames; i++) {
		const struct frame *f = &frames[i];

		if (f->link != k->link)
			continue;
		capture_write(&c, &(struct capture_frame){ START_NS, f->bytes, f->len, f->len });
		count[f->class]++;
		arp += f->arp_target != 0;
	}
	assert_int_equal(fclose(c.out), 0);
	g = read_first();
	assert_int_equal(g.errors, 0);
	assert_true(g.events > 0 && g.events == count[PACKET_IPV4]);
	assert_int_equal(g.ledger.not_ipv4, count[PACKET_NOT_IPV4]);
	assert_int_equal(g.ledger.malformed, count[PACKET_MALFORMED]);
	assert_int_equal(g.sent, arp);
}

static void test_links(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(link_cases) / sizeof(*link_cases); i++)
		check_link(&link_cases[i]);
}

static void check_bad(const char *reason)
{
	struct gathered g = read_first();
	size_t len = strlen(paths[0]);

	assert_int_equal(g.errors, 1);
	assert_int_equal(g.ledger.seen, 0);
	assert_int_equal(strncmp(g.e.text, paths[0], len), 0);
	assert_non_null(strstr(g.e.text + len, reason));
}

static void test_unknown_link(void **state)
{
	(void)state;
	write_plain(paths[0], (struct capture){ .link = CAPTURE_80211 }, 3);
	check_bad(": link type IEEE802_11 is not supported");
}

/* A pcap of three frames of 42 bytes, cut after each of its 198 bytes. */
static void test_cut_files(void **state)
{
	(void)state;
	for (int len = 0; len <= 198; len++) {
		struct gathered g;
		uint64_t whole = len < 24 ? 0 : (len - 24) / 58;

		write_plain(paths[0], (struct capture){ .link = CAPTURE_ETHER }, 3);
		assert_int_equal(truncate(paths[0], len), 0);
		g = read_first();
		assert_int_equal(g.events, whole);
		assert_int_equal(g.ledger.seen, whole);
		assert_int_equal(g.errors, len < 24 || (len - 24) % 58);
		if (g.errors)
			assert_int_equal(strncmp(g.e.text, paths[0], strlen(paths[0])), 0);
	}
}

static void test_foreign_files(void **state)
{
	static const struct {
		const char *bytes;
		size_t len;
	} foreign[] = {
		{ "", 0 },
		{ "GET / HTTP/1.1\r\nHost: example.net\r\n\r\n", 37 },
		{ "\x7f" "ELF\2\1\1\0\0\0\0\0\0\0\0\0\3\0\x3e\0\1\0\0\0", 24 },
		{ "\x1f\x8b\x08\0\0\0\0\0\0\3\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 24 },
		{ "\n\r\r\n", 4 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(foreign) / sizeof(*foreign); i++) {
		FILE *out = create(paths[0]);

		assert_int_equal(fwrite(foreign[i].bytes, 1, foreign[i].len, out), foreign[i].len);
		assert_int_equal(fclose(out), 0);
		check_bad(": ");
	}
}

/* As the second of two files. */
static void check_refused(const char *name, int code, const char *reason)
{
	const char *const files[] = { paths[0], name };
	char want[160];
	struct source s;
	struct err e;

	write_plain(paths[0], (struct capture){ .link = CAPTURE_ETHER }, 1);
	assert_int_equal(open_files(&s, files, 2, &e), code);
	snprintf(want, sizeof(want), "%s: %s", name, reason);
	assert_string_equal(e.text, want);
}

static void test_refused_at_open(void **state)
{
	(void)state;
	check_refused("/nowhere/redarc.pcap", -ENOENT, "No such file or directory");
	check_refused(folder, -EISDIR, "Is a directory");
}

static void test_files_in_order(void **state)
{
	struct gathered g;

	(void)state;
	write_plain(paths[0], (struct capture){ .link = CAPTURE_ETHER }, 2);
	write_plain(paths[1], (struct capture){ .link = CAPTURE_ETHER, .big = true }, 3);
	assert_int_equal(truncate(paths[1], 24 + 58 + 20), 0);
	write_plain(paths[2], (struct capture){ .link = CAPTURE_ETHER, .ng = true }, 4);
	g = read_files(names, 3);
	assert_int_equal(g.errors, 1);
	assert_int_equal(strncmp(g.e.text, paths[1], strlen(paths[1])), 0);
	assert_int_equal(g.events, 2 + 1 + 4);
	assert_int_equal(strncmp(g.info.detail, paths[2], strlen(paths[2])), 0);
}

static void test_batches(void **state)
{
	struct gathered g;

	(void)state;
	write_plain(paths[0], (struct capture){ .link = CAPTURE_ETHER }, 10000);
	g = read_first();
	assert_int_equal(g.events, 10000);
	assert_true(g.polls > 2 && g.most < 10000);
}

static void test_descriptors(void **state)
{
	char descriptor[64];
	const char *const files[] = { "-", descriptor };

	(void)state;
	for (int ng = 0; ng < 2; ng++) {
		struct gathered g;
		FILE *in;

		write_plain(paths[0], (struct capture){ .link = CAPTURE_ETHER, .ng = ng }, 5);
		in = fopen(paths[0], "rb");
		assert_non_null(in);
		snprintf(descriptor, sizeof(descriptor), "/proc/self/fd/%d", fileno(in));
		assert_non_null(freopen(paths[0], "rb", stdin));
		g = read_files(files, 2);
		assert_int_equal(g.errors, 0);
		assert_int_equal(g.events, 10);
		fclose(in);
	}
}

/* Seconds and fractions as a file may hold them; what must come of them. */
static void test_times(void **state)
{
	static const struct {
		uint32_t seconds, fraction;
		int64_t ns;
	} cases[] = {
		{ 0, 0, 0 },
		{ 0x7fffffff, 999999, INT64_C(2147483647999999000) },
		{ 0x80000000, 1, INT64_C(2147483648000001000) },
		{ 0xffffffff, 0, INT64_C(4294967295000000000) },
		{ 1, 1000000, INT64_C(1999999999) },
		{ 1, 0x7fffffff, INT64_C(1999999999) },
		{ 1, 0xffffffff, INT64_C(1000000000) },
	};
	const struct frame *f = &frames[0];
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct capture c = { .link = CAPTURE_ETHER, .out = create(paths[0]) };
		struct gathered g;

		capture_begin(&c);
		capture_write_raw(&c, cases[i].seconds, cases[i].fraction,
				  &(struct capture_frame){ 0, f->bytes, f->len, f->len });
		assert_int_equal(fclose(c.out), 0);
		g = read_first();
		assert_int_equal(g.events, 1);
		assert_true(g.last_ns == cases[i].ns);
	}
}

/* A link type without a parser counts only where it has a packet. */
static void test_mixed(void **state)
{
	struct capture c = { .link = CAPTURE_80211, .ng = true, .out = create(paths[0]) };
	const struct frame *f = &frames[0];
	struct capture_frame frame = { START_NS, f->bytes, f->len, f->len };
	struct gathered g;

	(void)state;
	capture_begin(&c);
	c.link = CAPTURE_ETHER;
	c.big = true;
	capture_begin(&c);
	capture_write(&c, &frame);
	c.link = CAPTURE_80211;
	c.interface = 1;
	capture_add_interface(&c);
	capture_write(&c, &frame);
	assert_int_equal(fclose(c.out), 0);
	g = read_first();
	assert_int_equal(g.errors, 1);
	assert_non_null(strstr(g.e.text, ": link type IEEE802_11 is not supported"));
	assert_int_equal(g.ledger.seen, 1);
}

static void test_time_told(void **state)
{
	static const uint8_t arp[60] = { [12] = 0x08, 0x06 };
	struct capture c = { .link = CAPTURE_ETHER, .out = create(paths[0]) };
	struct gathered g;

	(void)state;
	capture_begin(&c);
	capture_write(&c, &(struct capture_frame){ START_NS, arp, 60, 60 });
	assert_int_equal(fclose(c.out), 0);
	g = read_first();
	assert_true(g.frames == 1 && g.events == 0 && g.now_ns == START_NS);
}

static int make_folder(void **state)
{
	(void)state;
	if (!mkdtemp(folder))
		return -1;
	for (int i = 0; i < 3; i++)
		snprintf(paths[i], sizeof(paths[i]), "%s/%d", folder, i);
	return 0;
}

static int remove_folder(void **state)
{
	(void)state;
	for (int i = 0; i < 3; i++)
		unlink(paths[i]);
	return rmdir(folder);
}

#define TEST(sentence, function) { "pcap: " sentence, function, NULL, NULL, NULL }
int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST("both formats, byte orders and units of time give the same", test_formats),
		TEST("each link type is read by the parser's rule", test_links),
		TEST("a link type without a parser is refused by its name", test_unknown_link),
		TEST("of a file cut anywhere all whole frames count", test_cut_files),
		TEST("a file that is no capture is refused by its name", test_foreign_files),
		TEST("what cannot be opened is said before a packet is read", test_refused_at_open),
		TEST("files are read in order, past a damaged one", test_files_in_order),
		TEST("a poll delivers a bounded batch", test_batches),
		TEST("standard input and a descriptor's path are files", test_descriptors),
		TEST("no second and no fraction of a file overflows", test_times),
		TEST("a link type without a parser is refused when it has a packet", test_mixed),
		TEST("the time of each frame is told, IPv4 or not", test_time_told),
	};

	return cmocka_run_group_tests_name("pcap", tests, make_folder, remove_folder);
}
