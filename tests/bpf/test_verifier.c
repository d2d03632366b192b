/* SPDX-License-Identifier: BSD-2-Clause */
/* How much of each program the kernel's verifier has to walk through, which refuses a million. */
#include "bpf/kernel.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <string.h>

/* A quarter more than the most that was measured, on kernels 6.1 to 7.3. */
static const struct bound {
	const char *program;
	uint32_t most;
} bounds[] = {
	{ "redarc_xdp", 18200 },
	{ "redarc_xdp_ip", 11000 },
	{ "redarc_xdp_lan", 14300 },
	{ "redarc_xdp_lan_ip", 12200 },
	{ "redarc_in", 21100 },
	{ "redarc_out", 17100 },
	{ "redarc_fold", 1300 },
	{ "redarc_edit", 100 },
	{ "redarc_clock", 100 },
};

static uint32_t bound_of(const char *name)
{
	for (size_t i = 0; i < sizeof(bounds) / sizeof(*bounds); i++)
		if (!strcmp(bounds[i].program, name))
			return bounds[i].most;
	fail_msg("%s: no bound is stated", name);
	return 0;
}

/* 0 before kernel 5.16, which does not tell. */
static uint32_t walked(const struct bpf_program *program)
{
	struct bpf_prog_info info = { 0 };
	uint32_t size = sizeof(info);

	assert_int_equal(bpf_obj_get_info_by_fd(bpf_program__fd(program), &info, &size), 0);
	return info.verified_insns;
}

static void bounded(void **state)
{
	struct bpf_program *program;
	size_t n = 0;

	(void)state;
	if (!walked(kernel->progs.redarc_clock)) {
		print_message("# SKIP this kernel does not count what its verifier reads\n");
		skip();
	}
	bpf_object__for_each_program(program, kernel->obj) {
		const char *name = bpf_program__name(program);
		uint32_t most = bound_of(name), count = walked(program);

		print_message("# %s: %u of at most %u instructions\n", name, count, most);
		assert_in_range(count, 1, most);
		n++;
	}
	assert_int_equal(n, sizeof(bounds) / sizeof(*bounds));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		{ "verifier: each program is walked through within its bound", bounded, NULL, NULL,
		  NULL },
	};

	return cmocka_run_group_tests_name("verifier", tests, kernel_load, kernel_unload);
}
