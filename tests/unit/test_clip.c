/* SPDX-License-Identifier: BSD-2-Clause */
#include "sdl/clip.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "sdl/yuv.h"

#define WIDTH 6
#define HEIGHT 5
#define HEAD "YUV4MPEG2 W6 H5 F30:1 Ip A1:1 C420jpeg\n"

static char folder[] = "/tmp/redarc-clip-XXXXXX";
static char path[80];
static uint8_t black[WIDTH * HEIGHT * 4], white[WIDTH * HEIGHT * 4];
static struct err e;

static int make_folder(void **state)
{
	(void)state;
	memset(white, 255, sizeof(white));
	return !mkdtemp(folder);
}

static int remove_folder(void **state)
{
	(void)state;
	return rmdir(folder);
}

static const char *at(const char *name)
{
	snprintf(path, sizeof(path), "%s/%s", folder, name);
	return path;
}

static long size_of(const char *name)
{
	struct stat st;

	return stat(at(name), &st) ? -1 : (long)st.st_size;
}

static struct clip *open_clip(const char *name)
{
	struct clip *c;

	assert_int_equal(clip_open(at(name), WIDTH, HEIGHT, &c, &e), 0);
	return c;
}

/* One frame of black, then three of white. */
static void fill(struct clip *c)
{
	assert_int_equal(clip_show(c, black, &e), 0);
	assert_int_equal(clip_until(c, 1, &e), 0);
	assert_int_equal(clip_show(c, white, &e), 0);
	assert_int_equal(clip_until(c, 4, &e), 0);
}

static void test_file(void **state)
{
	const size_t len = strlen("FRAME\n") + yuv_len(WIDTH, HEIGHT);
	struct clip *c = open_clip("a.y4m");
	char bytes[512];
	FILE *in;

	(void)state;
	fill(c);
	assert_int_equal(clip_close(c, true, &e), 0);
	assert_int_equal(size_of("a.y4m"), strlen(HEAD) + 4 * len);
	in = fopen(at("a.y4m"), "r");
	assert_int_equal(fread(bytes, 1, sizeof(bytes), in), strlen(HEAD) + 4 * len);
	fclose(in);
	assert_memory_equal(bytes, HEAD, strlen(HEAD));
	for (size_t i = 0; i < 4; i++) {
		assert_memory_equal(bytes + strlen(HEAD) + i * len, "FRAME\n", 6);
		assert_int_equal((uint8_t)bytes[strlen(HEAD) + i * len + 6], i ? 235 : 16);
	}
	unlink(path);
}

static void test_folder(void **state)
{
	struct clip *c = open_clip("b/");

	(void)state;
	fill(c);
	assert_int_equal(clip_close(c, true, &e), 0);
	assert_true(size_of("b/frame-00001.png") > 60);
	assert_int_equal(size_of("b/frame-00002.png"), size_of("b/frame-00004.png"));
	assert_int_equal(size_of("b/frame-00005.png"), -1);
	for (char n = '1'; n <= '4'; n++) {
		char name[] = "b/frame-0000?.png";

		name[12] = n;
		unlink(at(name));
	}
	assert_int_equal(rmdir(at("b")), 0);
}

static void test_not_whole(void **state)
{
	struct clip *c = open_clip("a.y4m");

	(void)state;
	fill(c);
	clip_close(c, false, &e);
	assert_int_equal(size_of("a.y4m"), -1);
	c = open_clip("b/");
	fill(c);
	clip_close(c, false, &e);
	assert_int_equal(size_of("b"), -1);
}

/* What was there stays, of a file and of a folder. */
static void test_exists(void **state)
{
	struct clip *c = open_clip("a.y4m"), *other;

	(void)state;
	clip_close(c, true, &e);
	assert_int_equal(clip_open(at("a.y4m"), WIDTH, HEIGHT, &other, &e), -EEXIST);
	assert_non_null(strstr(e.text, "a.y4m: File exists"));
	assert_int_equal(size_of("a.y4m"), strlen(HEAD));
	unlink(path);
	mkdir(at("b"), 0755);
	fclose(fopen(at("b/frame-00002.png"), "w"));
	c = open_clip("b/");
	assert_int_equal(clip_show(c, white, &e), 0);
	assert_int_equal(clip_until(c, 2, &e), -EEXIST);
	clip_close(c, false, &e);
	assert_int_equal(size_of("b/frame-00001.png"), -1);
	assert_int_equal(size_of("b/frame-00002.png"), 0);
	unlink(path);
	rmdir(at("b"));
}

static void test_full(void **state)
{
	int kept = dup(STDOUT_FILENO);
	struct clip *c = NULL;
	int r;

	(void)state;
	fflush(stdout);
	assert_non_null(freopen("/dev/full", "w", stdout));
	r = clip_open("-", WIDTH, HEIGHT, &c, &e);
	dup2(kept, STDOUT_FILENO);
	close(kept);
	assert_int_equal(r, -ENOSPC);
	assert_string_equal(e.text, "standard output: No space left on device");
	assert_null(c);
}

#define SAYS(sentence, test) { .name = "clip: " sentence, .test_func = test }

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("a file has a head, and each frame as long as it was shown", test_file),
		SAYS("a folder has a picture a frame", test_folder),
		SAYS("what is not whole is removed", test_not_whole),
		SAYS("what was there stays", test_exists),
		SAYS("a full disk is said", test_full),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
