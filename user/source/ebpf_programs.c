/* SPDX-License-Identifier: BSD-2-Clause */
#include "source/ebpf_programs.h"

#include <bpf/libbpf.h>
#include <errno.h>
#include <string.h>
#include <sys/random.h>

#include "bpf/rules.h"
#include "core/clock.h"
#include "redarc.skel.h"

#define RECORD_RATE 8192 /* records a second and CPU */

/* What libbpf would print stands in our errors, or helps nobody. */
static int say_nothing(enum libbpf_print_level level, const char *format, va_list args)
{
	(void)level;
	(void)format;
	(void)args;
	return 0;
}

static uint64_t random_seed(void)
{
	uint64_t seed;

	if (getrandom(&seed, sizeof(seed), GRND_NONBLOCK) != sizeof(seed))
		seed = (uint64_t)clock_steady_ns();
	return seed;
}

static void configure(struct redarc *skel, const struct programs_config *config, bool frags)
{
	skel->rodata->ra_config.hz = config->hz;
	skel->rodata->ra_config.rows = config->rows;
	skel->rodata->ra_config.record_rate = RECORD_RATE;
	skel->rodata->ra_config.seed = random_seed();
	bpf_map__set_max_entries(skel->maps.seen4, config->rows * config->cpus);
	bpf_map__set_max_entries(skel->maps.allow4, config->allow_most);
	if (config->rules_most) {
		bpf_map__set_max_entries(skel->maps.block4, config->rules_most);
		bpf_map__set_max_entries(skel->maps.cidr4, config->rules_most);
	}
	bpf_program__set_autoload(skel->progs.redarc_xdp, config->xdp);
	bpf_program__set_autoload(skel->progs.redarc_xdp_ip, config->xdp);
	bpf_program__set_flags(skel->progs.redarc_xdp, frags ? BPF_F_XDP_HAS_FRAGS : 0);
	bpf_program__set_flags(skel->progs.redarc_xdp_ip, frags ? BPF_F_XDP_HAS_FRAGS : 0);
}

static int load_error(int r, struct err *e)
{
	if (r == -EPERM)
		return err_set(e, -EPERM,
			       "kernel: not permitted to load programs; run as root, or with "
			       "CAP_BPF, CAP_NET_ADMIN and CAP_PERFMON");
	if (r == -EACCES)
		return err_set(e, r, "kernel: its verifier refuses the programs; without "
				     "CAP_PERFMON it does so everywhere");
	return err_set(e, r, "kernel: cannot load the programs: %s", strerror(-r));
}

/* Kernels before 5.18 know no XDP frames in several parts: ask without. */
int programs_load(const struct programs_config *config, struct redarc **out, struct err *e)
{
	int r = 0;

	libbpf_set_print(say_nothing);
	for (int frags = 1; frags >= 0; frags--) {
		struct redarc *skel = redarc__open();

		if (!skel)
			return load_error(-errno, e);
		configure(skel, config, frags);
		r = redarc__load(skel);
		if (!r) {
			*out = skel;
			return 0;
		}
		redarc__destroy(skel);
		if (r != -EINVAL || !config->xdp)
			break;
	}
	return load_error(r, e);
}
