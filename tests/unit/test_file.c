/* SPDX-License-Identifier: BSD-2-Clause */
#include "core/file.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define SAYS(sentence, test) { "file: " sentence, test, NULL, NULL, NULL }

/* A file of so many bytes that has no name. */
static int make_file(size_t len)
{
	char path[] = "/tmp/redarc-test-XXXXXX";
	int fd = mkstemp(path);

	assert_true(fd >= 0);
	unlink(path);
	for (size_t i = 0; i < len; i++)
		assert_int_equal(write(fd, &(char){ (char)('a' + i % 26) }, 1), 1);
	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	return fd;
}

static int read_back(size_t size, size_t most, char **text, size_t *len)
{
	int fd = make_file(size), r = file_read(fd, most, text, len);

	close(fd);
	return r;
}

static void test_sizes(void **state)
{
	static const size_t sizes[] = { 0, 1, 16383, 16384, 16385, 40000 };

	(void)state;
	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		char *text;
		size_t len;

		assert_int_equal(read_back(sizes[i], sizes[i], &text, &len), 0);
		assert_int_equal(len, sizes[i]);
		assert_int_equal(strlen(text), sizes[i]);
		for (size_t k = 0; k < len; k++)
			assert_int_equal(text[k], 'a' + k % 26);
		free(text);
	}
}

static void test_bound(void **state)
{
	static const size_t sizes[] = { 1, 16384, 16385, 40000 };
	char *text;
	size_t len;

	(void)state;
	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		assert_int_equal(read_back(sizes[i], sizes[i] - 1, &text, &len), -EFBIG);
		assert_null(text);
		assert_int_equal(len, 0);
	}
}

static void test_unreadable(void **state)
{
	char *text;
	size_t len;

	(void)state;
	assert_int_equal(file_read(-1, 10, &text, &len), -EBADF);
	assert_null(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("all of it is read, and ends with a zero", test_sizes),
		SAYS("a byte more than the bound is too much", test_bound),
		SAYS("what cannot be read leaves nothing behind", test_unreadable),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
