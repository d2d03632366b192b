/* SPDX-License-Identifier: BSD-2-Clause */
/* Whose a folder of pins is, by its name. */
#include "source/ebpf_pins.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const struct {
	const char *folder, *interface;
	bool names;
} cases[] = {
	{ "eth0", "eth0", true },
	{ "eth0", "eth", false },
	{ "eth0", "eth01", false },
	{ "eth0+wan1", "eth0", true },
	{ "eth0+wan1", "wan1", true },
	{ "eth0+wan1", "eth0+wan1", false },
	{ "eth0+wan1", "an1", false },
	{ "eth0+wan1@4026532177", "wan1", true },
	{ "eth0@4026532177", "4026532177", false },
	{ "eth0:100", "eth0.100", true }, /* a bpffs takes no dots */
	{ "eth0:100", "eth0", false },
	{ "", "eth0", false },
};

static void named(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		if (pins_names(cases[i].folder, cases[i].interface) != cases[i].names)
			fail_msg("%s, %s", cases[i].folder, cases[i].interface);
}

static void of_another_namespace(void **state)
{
	(void)state;
	assert_true(pins_names("eth0@1", "eth0"));
	assert_false(pins_holds("eth0@1", "eth0"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		{ "ebpf_pins: a folder has the names of its interfaces", named, NULL, NULL, NULL },
		{ "ebpf_pins: that of another network namespace is not ours", of_another_namespace,
		  NULL, NULL, NULL },
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
