/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * without_bpf - run a command as on a kernel whose bpf() answers with an error.
 *
 * usage: without_bpf EPERM|ENOSYS|EINVAL COMMAND...
 */
#include <errno.h>
#include <seccomp.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const struct {
	const char *name;
	int code;
} errors[] = { { "EPERM", EPERM }, { "ENOSYS", ENOSYS }, { "EINVAL", EINVAL } };

static int find_error(const char *name)
{
	for (size_t i = 0; i < sizeof(errors) / sizeof(*errors); i++)
		if (!strcmp(errors[i].name, name))
			return errors[i].code;
	return 0;
}

/* Privileges are the command's to drop: no_new_privs stays off. */
static int refuse_bpf(int code)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
	int r = filter ? seccomp_attr_set(filter, SCMP_FLTATR_CTL_NNP, 0) : -ENOMEM;

	if (!r)
		r = seccomp_rule_add(filter, SCMP_ACT_ERRNO((uint32_t)code), SCMP_SYS(bpf), 0);
	if (!r)
		r = seccomp_load(filter);
	seccomp_release(filter);
	return r;
}

int main(int argc, char **argv)
{
	int code = argc > 2 ? find_error(argv[1]) : 0, r;

	if (!code) {
		fprintf(stderr, "usage: without_bpf EPERM|ENOSYS|EINVAL COMMAND...\n");
		return 2;
	}
	r = refuse_bpf(code);
	if (!r) {
		execvp(argv[2], argv + 2);
		r = -errno;
	}
	fprintf(stderr, "without_bpf: %s: %s\n", argv[2], strerror(-r));
	return 1;
}
