/* SPDX-License-Identifier: BSD-2-Clause */
/* Ledgers that are read while packets are being counted. */
#include "source/ebpf_ledger.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define CPUS 2

/* As the kernel's map would be. */
static struct ra_ledger *map;
static struct ledgers ledgers;

static int begin(void **state)
{
	const size_t size = CPUS * sizeof(*map);
	int fd = memfd_create("ledger", 0);

	(void)state;
	if (fd < 0 || ftruncate(fd, (off_t)size))
		return -1;
	map = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	return map == MAP_FAILED ? -1 : ledgers_init(&ledgers, fd, 1, CPUS) | close(fd);
}

static int end(void **state)
{
	(void)state;
	ledgers_clear(&ledgers);
	return munmap(map, CPUS * sizeof(*map));
}

static void all_cpus(void **state)
{
	struct ra_ledger sum;

	(void)state;
	map[0] = (struct ra_ledger){ .seen = 5, .not_ipv4 = 5 };
	map[1] = (struct ra_ledger){ .seen = 2, .verdict[RA_ALLOWED] = { 1, 1 } };
	ledgers_sum(&ledgers, 0, &sum);
	assert_int_equal(sum.seen, 7);
	assert_int_equal(sum.not_ipv4, 5);
	assert_int_equal(sum.verdict[RA_ALLOWED][RA_OUT], 1);
}

/* A machine may take a CPU away from whoever counts there, for milliseconds. */
static void in_the_middle(void **state)
{
	struct ra_ledger sum;
	int status;
	pid_t child;

	(void)state;
	map[1] = (struct ra_ledger){ .seen = 1 };
	child = fork();
	assert_int_not_equal(child, -1);
	if (!child) {
		usleep(5000);
		map[1].malformed = 1;
		_exit(0);
	}
	ledgers_sum(&ledgers, 0, &sum);
	waitpid(child, &status, 0);
	assert_int_equal(sum.seen, 1);
	assert_int_equal(sum.malformed, 1);
}

static void at_fault(void **state)
{
	struct ra_ledger sum;

	(void)state;
	map[0] = (struct ra_ledger){ .seen = 3, .malformed = 2 };
	ledgers_sum(&ledgers, 0, &sum);
	assert_int_equal(sum.seen, 3);
	assert_int_equal(sum.malformed, 2);
}

#define SAYS(sentence, f) { "ebpf_ledger: " sentence, f, begin, end, NULL }

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("all CPUs are summed", all_cpus),
		SAYS("a CPU that stopped in the middle of a packet is awaited", in_the_middle),
		SAYS("sums that never hold are handed on as they are", at_fault),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
