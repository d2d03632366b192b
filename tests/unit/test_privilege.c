/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/privilege.h"

#include <errno.h>
#include <linux/bpf.h>
#include <linux/capability.h>
#include <seccomp.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include <cmocka.h>

#include "child.h"

#define SAYS(sentence, number) \
	{ "privilege: " sentence, as_root, NULL, NULL, (void *)(uintptr_t)&trials[number] }
#define BPF (UINT64_C(1) << CAP_BPF)

static const struct identity nobody = { .uid = 65534, .gid = 65534, .name = "nobody" };

/* How many of these lines the kernel says of this process. */
static int says(const char *const *lines, int n)
{
	FILE *in = fopen("/proc/self/status", "r");
	char line[128];
	int said = 0;

	while (in && fgets(line, sizeof(line), in))
		for (int i = 0; i < n; i++)
			said += !strcmp(line, lines[i]);
	return said;
}

static int keeps_nothing(void)
{
	static const char *const lines[] = {
		"CapInh:\t0000000000000000\n", "CapPrm:\t0000000000000000\n",
		"CapEff:\t0000000000000000\n", "CapAmb:\t0000000000000000\n",
		"NoNewPrivs:\t1\n",            "Uid:\t65534\t65534\t65534\t65534\n",
		"Gid:\t65534\t65534\t65534\t65534\n",
	};

	if (privilege_drop(&nobody, 0, NULL))
		return 1;
	return says(lines, 7) == 7 && setuid(0) && !privilege_has(CAP_BPF) ? 0 : 2;
}

static int keeps_one(void)
{
	static const char *const lines[] = {
		"CapInh:\t0000000000000000\n", "CapPrm:\t0000008000000000\n",
		"CapEff:\t0000008000000000\n", "CapAmb:\t0000000000000000\n",
		"NoNewPrivs:\t1\n",            "Uid:\t65534\t65534\t65534\t65534\n",
	};

	if (privilege_drop(&nobody, BPF, NULL))
		return 1;
	if (prctl(PR_GET_KEEPCAPS))
		return 2;
	return says(lines, 6) == 6 && setuid(0) && privilege_has(CAP_BPF) ? 0 : 3;
}

static int keeps_what_is_not_held(void)
{
	struct err e = { "" };

	if (privilege_drop(&nobody, 0, NULL))
		return 1;
	if (privilege_drop(&nobody, BPF, &e) != -EPERM)
		return 2;
	return strcmp(e.text, "privileges: cannot become nobody: Operation not permitted") ? 3 : 0;
}

static int keeps_again(void)
{
	if (privilege_drop(&nobody, BPF, NULL) || privilege_drop(&nobody, BPF, NULL))
		return 1;
	if (!privilege_has(CAP_BPF) || privilege_drop(&nobody, 0, NULL))
		return 2;
	return privilege_has(CAP_BPF) ? 3 : 0;
}

/* As in a container that forbids bpf() to all: no capability opens it. */
static int is_refused_bpf(void)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);

	if (!filter || seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(bpf), 0) ||
	    seccomp_load(filter))
		return 1;
	return privilege_for_maps(&nobody) ? 2 : 0;
}

static int may_use_maps(void)
{
	union bpf_attr ask;
	uint64_t keep = privilege_for_maps(&nobody);

	if (privilege_drop(&nobody, keep, NULL))
		return 1;
	memset(&ask, 0, sizeof(ask));
	ask.map_fd = (uint32_t)-1;
	return syscall(SYS_bpf, BPF_MAP_LOOKUP_ELEM, &ask, sizeof(ask)) && errno == EBADF ? 0 : 2;
}

static const struct trial {
	int (*run)(void); /* in a process of its own; 0: it went as it should */
} trials[] = {
	{ keeps_nothing }, { keeps_one },      { keeps_what_is_not_held },
	{ keeps_again },   { is_refused_bpf }, { may_use_maps },
};

static void as_root(void **state)
{
	const struct trial *trial = *state;

	if (geteuid() || !privilege_has(CAP_BPF)) {
		print_message("# SKIP not root with CAP_BPF\n");
		skip();
	}
	assert_int_equal(in_child(trial->run), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("root becomes another, without capabilities, and never root's again", 0),
		SAYS("one capability can be kept, and nobody inherits it", 1),
		SAYS("what is not held cannot be kept", 2),
		SAYS("what was kept can be kept again, and then dropped", 3),
		SAYS("where bpf() is refused to all, keeping a capability is no help", 4),
		SAYS("with what is kept for maps they can be used", 5),
	};

	return cmocka_run_group_tests_name("privilege", tests, NULL, NULL);
}
