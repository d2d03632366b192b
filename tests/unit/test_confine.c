/* SPDX-License-Identifier: BSD-2-Clause */
#include "feed/confine.h"

#include <linux/landlock.h>
#include <sys/syscall.h>

#include "lists_folder.h"

#define SAYS(sentence, test) { "confine: " sentence, test, folder_make, folder_remove, NULL }

static bool has_landlock(void)
{
	return syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION) > 0;
}

static int write_at(int dir_fd, const char *name)
{
	int fd = openat(dir_fd, name, O_WRONLY | O_CREAT, 0600), r = fd < 0 ? errno : 0;

	if (fd >= 0)
		close(fd);
	return r;
}

/* The number of the first thing that was not as it should be; 0: all was. */
static int try_writes(void)
{
	char outside[80];

	snprintf(outside, sizeof(outside), "%s-outside", folder.path);
	if (confine_privileges(NULL) || confine_writes(folder.fd, NULL))
		return 1;
	if (write_at(folder.fd, "new") || renameat(folder.fd, "new", folder.fd, "list") ||
	    unlinkat(folder.fd, "list", 0))
		return 2;
	if (write_at(AT_FDCWD, outside) != EACCES)
		return 3;
	if (!mkdirat(folder.fd, "inner", 0700) || errno != EACCES)
		return 4;
	if (!execl("/bin/true", "true", NULL) || errno != EACCES)
		return 5;
	return access("/etc/passwd", R_OK) ? 6 : 0;
}

static void test_writes(void **state)
{
	(void)state;
	if (!has_landlock()) {
		print_message("# no Landlock in this kernel\n");
		skip();
	}
	assert_int_equal(in_child(try_writes), 0);
}

static int try_capabilities(void)
{
	char line[128];
	int none = 0;
	FILE *in;

	if (confine_privileges(NULL))
		return 1;
	in = fopen("/proc/self/status", "r");
	while (in && fgets(line, sizeof(line), in))
		none += !strcmp(line, "CapEff:\t0000000000000000\n") ||
			!strcmp(line, "CapPrm:\t0000000000000000\n") ||
			!strcmp(line, "NoNewPrivs:\t1\n");
	return none == 3 ? 0 : 2;
}

static void test_capabilities(void **state)
{
	(void)state;
	assert_int_equal(in_child(try_capabilities), 0);
}

static int try_owner(void)
{
	uid_t real, effective, saved;

	if (confine_become_owner(folder.fd, folder.path, NULL))
		return 1;
	getresuid(&real, &effective, &saved);
	return real == 65534 && effective == 65534 && saved == 65534 && setuid(0) ? 0 : 2;
}

static void test_owner(void **state)
{
	(void)state;
	if (geteuid())
		skip();
	assert_int_equal(confine_become_owner(folder.fd, folder.path, &folder.e), -EPERM);
	assert_int_equal(fchown(folder.fd, 65534, 65534), 0);
	assert_int_equal(in_child(try_owner), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("nothing is written but in the folder, nothing is executed", test_writes),
		SAYS("no capability is left, and none to be had", test_capabilities),
		SAYS("root becomes the owner of the folder, and never root's again", test_owner),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
