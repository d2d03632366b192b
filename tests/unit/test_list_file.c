/* SPDX-License-Identifier: BSD-2-Clause */
#include "lists_folder.h"

#include <sys/mman.h>

#include "chance.h"
#include "judge/list_file.h"
#include "judge/prefix.h"

static int file; /* of memory */

/* A small file, in parts. */
static struct image {
	struct list_file_head head;
	struct list_entry entries[3];
	char texts[16];
} image;

static int set_up(void **state)
{
	struct list l;

	(void)state;
	file = memfd_create("list", MFD_CLOEXEC);
	if (file < 0)
		return -1;
	l = new_list(LIST_BLOCK, "small");
	strcpy(l.source, "https://lists.example/small.txt");
	l.updated_s = NOW;
	add(&l, "198.51.100.0/24", IN, NOW + 1, "a bot");
	add(&l, "198.51.100.7", RA_BOTH, 0, "its lord");
	add(&l, "2001:db8::/32", OUT, 0, NULL);
	must_settle(&l);
	if (list_file_write(file, &l))
		return -1;
	list_clear(&l);
	return pread(file, &image, sizeof(image), 0) != sizeof(image);
}

static int tear_down(void **state)
{
	(void)state;
	return close(file);
}

static int read_bytes(const void *bytes, size_t len, struct list *out)
{
	assert_int_equal(ftruncate(file, 0), 0);
	assert_int_equal(pwrite(file, bytes, len, 0), len);
	lseek(file, 0, SEEK_SET);
	return list_file_read(file, out);
}

static void test_bytes(void **state)
{
	static const uint8_t entry[40] = { [10] = 0xff, [11] = 0xff, 198, 51, 100, 0, 120, 1,
					   [20] = 1, [24] = 0x00, 0xd2, 0x49, 0x6b,
					   [32] = 0x01, 0xd2, 0x49, 0x6b };
	struct stat st;

	(void)state;
	assert_int_equal(fstat(file, &st), 0);
	assert_int_equal(st.st_size, sizeof(image));
	assert_memory_equal(image.head.magic, "redarcL\n", 8);
	assert_int_equal(image.head.version, LIST_FILE_VERSION);
	assert_memory_equal(&image.entries[0], entry, sizeof(entry));
	assert_memory_equal(image.texts, "\0a bot\0its lord", 16);
}

static void random_list(struct list *l)
{
	struct list_entry entry = { .directions = IN };
	uint32_t n = random_below(100);

	snprintf(l->source, sizeof(l->source), "%u", random_below(1000));
	l->updated_s = random_below(1000);
	for (uint32_t i = 0; i < n; i++) {
		struct addr a = { { 0 } };
		char reason[16];

		for (int b = 0; b < 16; b++)
			a.b[b] = (uint8_t)random_below(256);
		entry.net = prefix_of(&a, (uint8_t)random_below(129));
		entry.directions = (uint8_t)(1 + random_below(3));
		entry.added_s = random_below(UINT32_MAX);
		entry.expires_s = random_below(2) * random_below(UINT32_MAX);
		snprintf(reason, sizeof(reason), "%.*u", (int)random_below(9), random_below(4));
		assert_int_equal(list_add(l, &entry, random_below(2) ? reason : NULL), 0);
	}
	must_settle(l);
}

static void test_identity(void **state)
{
	(void)state;
	seed = 3;
	for (int i = 0; i < 300; i++) {
		struct list l = new_list(i % LIST_KINDS, i & 1 ? "odd" : "even"), again;

		random_list(&l);
		assert_int_equal(ftruncate(file, 0), 0);
		lseek(file, 0, SEEK_SET);
		assert_int_equal(list_file_write(file, &l), 0);
		lseek(file, 0, SEEK_SET);
		assert_int_equal(list_file_read(file, &again), 0);
		assert_true(is_same(&l, &again));
		list_clear(&again);
		list_clear(&l);
	}
}

static void test_truncated(void **state)
{
	struct list l;

	(void)state;
	for (size_t len = 0; len < sizeof(image); len++)
		assert_int_equal(read_bytes(&image, len, &l), -EBADMSG);
	assert_int_equal(read_bytes(&image, sizeof(image), &l), 0);
	list_clear(&l);
}

static void test_longer(void **state)
{
	uint8_t longer[sizeof(image) + 40] = { 0 };
	struct list l;

	(void)state;
	memcpy(longer, &image, sizeof(image));
	for (size_t len = sizeof(image) + 1; len <= sizeof(longer); len++)
		assert_int_equal(read_bytes(longer, len, &l), -EBADMSG);
}

static void test_flipped(void **state)
{
	uint8_t flipped[sizeof(image)];
	struct list l;

	(void)state;
	for (size_t i = 0; i < sizeof(image); i++) {
		for (int bit = 0; bit < 8; bit++) {
			memcpy(flipped, &image, sizeof(image));
			flipped[i] ^= (uint8_t)(1 << bit);
			assert_true(read_bytes(flipped, sizeof(flipped), &l) < 0);
		}
		memcpy(flipped, &image, sizeof(image));
		flipped[i] = (uint8_t)~flipped[i];
		assert_true(read_bytes(flipped, sizeof(flipped), &l) < 0);
	}
}

static void seal(struct image *i)
{
	if (i->head.n == image.head.n && i->head.texts_len == image.head.texts_len)
		i->head.checksum = list_file_checksum(&i->head, i->entries, i->texts);
}

/* A file with one field changed and a checksum that says that all is well. */
static int read_with(size_t at, const void *bytes, size_t len)
{
	struct image changed = image;
	struct list l;
	int rc;

	memcpy((uint8_t *)&changed + at, bytes, len);
	seal(&changed);
	rc = read_bytes(&changed, sizeof(changed), &l);
	if (!rc)
		list_clear(&l);
	return rc;
}

#define HEAD(field) offsetof(struct image, head.field)
#define ENTRY(i, field) (offsetof(struct image, entries[i]) + offsetof(struct list_entry, field))
#define TEXT(i) (offsetof(struct image, texts) + (i))

static void test_unsound(void **state)
{
	static const struct {
		const char *words;
		size_t at;
		const char *bytes;
		size_t len;
	} rows[] = {
		{ "a kind that is none", HEAD(kind), "\3", 1 },
		{ "a version that never was", HEAD(version), "\0", 1 },
		{ "a name that never ends", HEAD(name), "abcdefghijklmnopqrstuvwxyzabcdef", 32 },
		{ "a name that leaves the folder", HEAD(name), "../up", 5 },
		{ "no name", HEAD(name), "\0\0\0\0\0", 5 },
		{ "something behind the name", HEAD(name) + 20, "x", 1 },
		{ "something behind the source", HEAD(source) + 255, "x", 1 },
		{ "bits behind the prefix", ENTRY(0, net) + 15, "\1", 1 },
		{ "a prefix of 129 bits", ENTRY(1, net.len), "\x81", 1 },
		{ "no direction", ENTRY(0, directions), "\0", 1 },
		{ "a direction that is none", ENTRY(0, directions), "\7", 1 },
		{ "padding", ENTRY(0, pad), "\1", 1 },
		{ "padding", ENTRY(0, pad) + 1, "\1", 1 },
		{ "an expiry before 1970", ENTRY(0, expires_s) + 7, "\x80", 1 },
		{ "out of order", ENTRY(0, net), "\x20", 1 },
		{ "one prefix twice", ENTRY(1, net.len), "\x78", 1 },
		{ "a reason in the middle of a text", ENTRY(0, reason), "\2", 1 },
		{ "a reason behind the texts", ENTRY(0, reason), "\x10", 1 },
		{ "a reason far behind the texts", ENTRY(0, reason) + 3, "\x80", 1 },
		{ "texts that begin with one", TEXT(0), "x", 1 },
		{ "texts that do not end", TEXT(15), "x", 1 },
	};

	(void)state;
	assert_int_equal(read_with(HEAD(name), "tiny\0", 5), 0);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (read_with(rows[i].at, rows[i].bytes, rows[i].len) != -EBADMSG)
			fail_msg("%s was taken", rows[i].words);
}

/* Sizes whose sum wraps around to that of the file. */
static void test_sizes(void **state)
{
	static const uint32_t rows[][2] = {
		{ 4, 16 }, { 2, 16 }, { 3, 15 }, { 3, 17 }, { 0, 136 }, { UINT32_MAX, 0 },
		{ 3, UINT32_MAX }, { UINT32_MAX, UINT32_MAX }, { 3 + (1u << 29), 16 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		assert_int_equal(read_with(HEAD(n), rows[i], sizeof(rows[i])), -EBADMSG);
}

static void test_long_text(void **state)
{
	struct {
		struct list_file_head head;
		char texts[LIST_REASON + 2];
	} bytes = { .head = image.head };
	struct list l;

	(void)state;
	bytes.head.n = 0;
	memset(bytes.texts + 1, 'a', LIST_REASON);
	for (int over = 1; over >= 0; over--) {
		bytes.head.texts_len = LIST_REASON + 1 + (uint32_t)over;
		bytes.texts[LIST_REASON + over] = 0;
		bytes.head.checksum = list_file_checksum(&bytes.head, NULL, bytes.texts);
		assert_int_equal(read_bytes(&bytes, sizeof(bytes.head) + bytes.head.texts_len, &l),
				 over ? -EBADMSG : 0);
	}
	list_clear(&l);
}

static void test_version(void **state)
{
	struct image later = image;
	struct list l;

	(void)state;
	later.head.version = LIST_FILE_VERSION + 1;
	assert_int_equal(read_bytes(&later, sizeof(later), &l), -EPROTONOSUPPORT);
}

static void test_write_unsettled(void **state)
{
	struct list l = new_list(LIST_ALLOW, "test");

	(void)state;
	add(&l, "198.51.100.2", IN, 0, NULL);
	add(&l, "198.51.100.1", IN, 0, NULL);
	assert_int_equal(list_file_write(file, &l), -EINVAL);
	must_settle(&l);
	assert_int_equal(list_file_write(file, &l), 0);
	list_clear(&l);
}

static void test_no_file(void **state)
{
	int pipes[2], folder_fd = open("/tmp", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct list l;

	(void)state;
	assert_int_equal(pipe(pipes), 0);
	assert_int_equal(list_file_read(pipes[0], &l), -EBADMSG);
	assert_int_equal(list_file_read(folder_fd, &l), -EBADMSG);
	close(pipes[0]);
	close(pipes[1]);
	close(folder_fd);
}

static void test_names(void **state)
{
	static const char *const others[] = {
		"block-.list",	"block.list",	"-x.list",     "block-x",      "block-x.lis",
		"block-x.list.new", "blocks-x.list", "deny-x.list", "block-X.list", "block-..list",
		".new-0123456789abcdef", ".list", "block-.x.list", "",
		"block-abcdefghijklmnopqrstuvwxyzabcdef.list",
	};
	char name[LIST_NAME], text[LIST_FILE_NAME];
	enum list_kind kind;

	(void)state;
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		assert_int_equal(list_file_parse(others[i], &kind, name), -EINVAL);
	assert_string_equal(list_file_name(LIST_LABEL, "a-b.list", text), "label-a-b.list.list");
	assert_int_equal(list_file_parse(text, &kind, name), 0);
	assert_int_equal(kind, LIST_LABEL);
	assert_string_equal(name, "a-b.list");
	list_file_name(LIST_BLOCK, "abcdefghijklmnopqrstuvwxyzabcde", text);
	assert_int_equal(list_file_parse(text, &kind, name), 0);
	assert_string_equal(name, "abcdefghijklmnopqrstuvwxyzabcde");
}

#define TEST(name, f) { "list file: " name, f, set_up, tear_down, NULL }

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST("its bytes are the same on every machine", test_bytes),
		TEST("what was written is read, field by field", test_identity),
		TEST("cut short anywhere it is refused", test_truncated),
		TEST("with anything behind its end it is refused", test_longer),
		TEST("with any bit or byte flipped it is refused", test_flipped),
		TEST("an unsound field is refused, whatever the checksum says", test_unsound),
		TEST("sizes that do not add up to the file's are refused", test_sizes),
		TEST("a text is as long as allowed, and no longer", test_long_text),
		TEST("that of a later redarc is told apart from damage", test_version),
		TEST("a list that is not settled is not written", test_write_unsettled),
		TEST("neither a pipe nor a folder is a list", test_no_file),
		TEST("its name says kind and name, and other files are none", test_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
