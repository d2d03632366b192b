/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * swap - watches an interface, and swaps two lists that both cover all addresses, to and fro.
 *
 * usage: swap IFACE     prints "ready" once the first list is set; ends with SIGTERM, and prints
 *                       the ledger, the swaps, and the longest call in microseconds, as JSON
 *
 * The first list is all of the 1,048,576 /20, the even ones blocked, the odd ones allowed. The
 * second says the opposite, by /19 in the lower half of all addresses and by /20 in the upper, and
 * blocks some addresses of 198.18.0.0/15 by themselves.
 */
#include <arpa/inet.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>

#include "core/clock.h"
#include "core/ledger.h"
#include "core/log.h"
#include "source/source.h"

enum which { FIRST, SECOND };

/* Prefixes of one length, every step-th from one on. */
struct span {
	uint32_t from, n, step;
	uint8_t len;
	enum which which;
};

static const struct span all_20 = { 0, 1u << 20, 1, 20, FIRST };
static const struct span lower_20 = { 0, 1u << 19, 1, 20, FIRST };
static const struct span upper_20 = { 1u << 31, 1u << 19, 1, 20, SECOND };
static const struct span lower_19 = { 0, 1u << 18, 1, 19, SECOND };
static const struct span some_32 = { 0xc6120000u, 43690, 3, 32, SECOND };

/* What to do, in this order: the longest prefix first, then what goes, the shortest first. */
static const struct step {
	const struct span *span;
	bool removes;
} to_second[] = {
	{ &some_32, false }, { &upper_20, false }, { &lower_19, false }, { &lower_20, true },
}, to_first[] = {
	{ &all_20, false }, { &lower_19, true }, { &some_32, true },
};

static volatile sig_atomic_t stopped;

struct run {
	struct source source;
	int64_t longest_ns;
	unsigned int swaps;
};

static void stop(int signal)
{
	(void)signal;
	stopped = 1;
}

static void ignore(void *ctx, const struct event *e)
{
	(void)ctx;
	(void)e;
}

static const struct event_sink sink = { .event = ignore };

static struct source_rule rule_of(const struct span *span, uint32_t i, bool removes)
{
	uint32_t ip = span->from + (uint32_t)((uint64_t)i * span->step << (32 - span->len));
	bool even = !(ip >> (32 - span->len) & 1);
	uint8_t verdict = span->len == 32 || even == (span->which == FIRST) ? RA_BLOCKED :
									      RA_ALLOWED;

	if (removes)
		verdict = RA_UNKNOWN;
	return (struct source_rule){ .net = { addr_from_be32(htonl(ip)), span->len + 96 },
				     .verdict = { verdict, verdict } };
}

static int take_step(struct run *run, const struct step *step)
{
	static struct source_rule rules[SOURCE_RULES];
	int r = 0;

	for (uint32_t i = 0; i < step->span->n && !r;) {
		uint32_t n = 0;
		int64_t start;
		struct err e;

		for (; n < SOURCE_RULES && i < step->span->n; i++)
			rules[n++] = rule_of(step->span, i, step->removes);
		start = clock_steady_ns();
		r = source_rules_set(&run->source, rules, n);
		start = clock_steady_ns() - start;
		run->longest_ns = start > run->longest_ns ? start : run->longest_ns;
		source_poll(&run->source, &sink, &e);
	}
	return r;
}

static int take_steps(struct run *run, const struct step *steps, size_t n)
{
	int r = 0;

	for (size_t i = 0; i < n && !r; i++)
		r = take_step(run, &steps[i]);
	run->swaps++;
	return r;
}

static int swap_until_stopped(struct run *run)
{
	const struct step start = { &all_20, false };
	int64_t begun_ns = clock_steady_ns();
	int r = take_step(run, &start);

	printf("ready %lld ms\n", (long long)(clock_steady_ns() - begun_ns) / 1000000);
	fflush(stdout);
	while (!stopped && !r) {
		r = take_steps(run, to_second, sizeof(to_second) / sizeof(*to_second));
		if (!r)
			r = take_steps(run, to_first, sizeof(to_first) / sizeof(*to_first));
	}
	return r;
}

static int tell(struct run *run)
{
	struct ra_ledger l;
	int r = source_stop(&run->source);

	if (!r)
		r = source_ledger(&run->source, &l);
	if (r)
		return r;
	printf("{\"ipv4\":%llu,\"allowed\":%llu,\"blocked\":%llu,\"neither\":%llu,\"lost\":%llu,"
	       "\"balanced\":%s,\"swaps\":%u,\"longest_us\":%lld}\n",
	       l.seen - l.not_ipv4 - l.malformed,
	       (unsigned long long)ledger_verdict(&l, RA_ALLOWED),
	       (unsigned long long)ledger_verdict(&l, RA_BLOCKED),
	       (unsigned long long)(ledger_verdict(&l, RA_LEARNING) +
				    ledger_verdict(&l, RA_UNKNOWN)),
	       l.lost, ledger_balanced(&l) ? "true" : "false", run->swaps,
	       (long long)run->longest_ns / 1000);
	return 0;
}

int main(int argc, char **argv)
{
	const char *const names[] = { argc == 2 ? argv[1] : "" };
	const struct source_config config = { .names = names, .n_names = 1, .allow_most = 1024 };
	struct run run = { .swaps = 0 };
	struct err e;
	int r;

	log_init("swap", LOG_NOTE);
	signal(SIGTERM, stop);
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	r = source_open(&run.source, source_find("ebpf"), &config, &e);
	if (r) {
		log_error("%s", e.text);
		return 1;
	}
	r = source_learning(&run.source, false);
	if (!r)
		r = swap_until_stopped(&run);
	if (!r)
		r = tell(&run);
	source_close(&run.source);
	if (r)
		log_error("rules: %s", strerror(-r));
	return r ? 1 : 0;
}
