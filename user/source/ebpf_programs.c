/* SPDX-License-Identifier: BSD-2-Clause */
#include "source/ebpf_programs.h"

#include <bpf/libbpf.h>
#include <errno.h>
#include <string.h>
#include <sys/random.h>

#include "bpf/mirror.h"
#include "bpf/rules.h"
#include "core/clock.h"
#include "redarc.skel.h"
#include "source/ebpf_pins.h"

#define EVIDENCE_RING (1u << 20) /* bytes; a second of 3 CPUs that keep all they may */

/* What libbpf would print stands in our errors, or helps nobody. */
static int say_nothing(enum libbpf_print_level level, const char *format, va_list args)
{
	(void)level;
	(void)format;
	(void)args;
	return 0;
}

uint64_t programs_seed(void)
{
	uint64_t seed;

	if (getrandom(&seed, sizeof(seed), GRND_NONBLOCK) != sizeof(seed))
		seed = (uint64_t)clock_steady_ns();
	return seed;
}

static void size_maps(struct redarc *skel, const struct programs_config *config)
{
	uint32_t lines = config->hot_lines * config->cpus * RA_DIRECTIONS;

	if (config->snap)
		bpf_map__set_max_entries(skel->maps.evidence, EVIDENCE_RING);
	bpf_map__set_max_entries(skel->maps.seen4, config->rows * config->cpus);
	bpf_map__set_max_entries(skel->maps.allow4, config->allow_most);
	bpf_map__set_max_entries(skel->maps.hot4, lines);
	bpf_map__set_max_entries(skel->maps.fold4, lines);
	bpf_map__set_max_entries(skel->maps.ledger, config->interfaces * config->cpus);
	if (!config->rules_most)
		return;
	bpf_map__set_max_entries(skel->maps.block4, config->rules_most);
	bpf_map__set_max_entries(skel->maps.cidr4, config->rules_most);
}

/* Each XDP program takes a tenth of a second to verify: only the one that will run is loaded. */
static void choose(struct redarc *skel, const struct programs_of *of, bool frags)
{
	struct bpf_program *const xdp[2][2] = {
		{ skel->progs.redarc_xdp_ip, skel->progs.redarc_xdp },
		{ skel->progs.redarc_xdp_lan_ip, skel->progs.redarc_xdp_lan },
	};

	for (int lan = 0; lan < 2; lan++)
		for (int ethernet = 0; ethernet < 2; ethernet++) {
			struct bpf_program *p = xdp[lan][ethernet];

			bpf_program__set_autoload(p, of->xdp && lan == of->lan &&
							     ethernet == of->ethernet);
			bpf_program__set_flags(p, frags ? BPF_F_XDP_HAS_FRAGS : 0);
		}
}

static int share_maps(struct redarc *skel, const struct redarc *shared)
{
	struct bpf_map *map;

	bpf_object__for_each_map(map, skel->obj) {
		const char *name = bpf_map__name(map);
		const struct bpf_map *theirs = bpf_object__find_map_by_name(shared->obj, name);
		int r = 0;

		if (map != skel->maps.rodata)
			r = theirs ? bpf_map__reuse_fd(map, bpf_map__fd(theirs)) : -ENOENT;
		if (r)
			return r;
	}
	return 0;
}

static int configure(struct redarc *skel, const struct programs_config *config,
		     const struct programs_of *of, const struct redarc *shared, bool frags)
{
	skel->rodata->ra_config = (struct ra_config){ .version = RA_VERSION,
						      .hz = config->hz,
						      .cpus = config->cpus,
						      .rows = config->rows,
						      .hot_lines = config->hot_lines,
						      .interface = of->interface,
						      .lan = of->lan,
						      .snap = config->snap,
						      .measures = 1,
						      .seed = config->seed };
	size_maps(skel, config);
	choose(skel, of, frags);
	if (shared)
		return share_maps(skel, shared);
	return config->pins ? pins_lend(config->pins, skel->obj) : 0;
}

static int load_error(int r, struct err *e)
{
	if (r == -EPERM)
		return err_set(e, -EPERM,
			       "kernel: not permitted to load programs; run as root, or with "
			       "CAP_BPF, CAP_NET_ADMIN and CAP_PERFMON (before Linux 5.11 also "
			       "CAP_SYS_RESOURCE)");
	if (r == -EACCES)
		return err_set(e, r, "kernel: its verifier refuses the programs; without "
				     "CAP_PERFMON it does so everywhere");
	if (r == -ESTALE)
		return err_set(e, r, "kernel: the maps that are pinned have other layouts; `redarc "
				     "unload` ends that");
	return err_set(e, r, "kernel: cannot load the programs: %s", strerror(-r));
}

/* Kernels before 5.18 know no XDP frames in several parts: ask without. */
int programs_load(const struct programs_config *config, const struct programs_of *of,
		  const struct redarc *shared, struct redarc **out, struct err *e)
{
	int r = 0;

	libbpf_set_print(say_nothing);
	for (int frags = 1; frags >= 0; frags--) {
		struct redarc *skel = redarc__open();

		if (!skel)
			return load_error(-errno, e);
		r = configure(skel, config, of, shared, frags);
		if (!r)
			r = redarc__load(skel);
		if (!r) {
			*out = skel;
			return 0;
		}
		redarc__destroy(skel);
		if (r != -EINVAL || !of->xdp)
			break;
	}
	return load_error(r, e);
}

struct programs_hooks programs_hooks(const struct redarc *skel, bool lan)
{
	struct programs_hooks hooks = { .xdp = -1,
					.ingress = bpf_program__fd(skel->progs.redarc_in),
					.egress = bpf_program__fd(skel->progs.redarc_out) };
	const struct bpf_program *const xdp[] = { skel->progs.redarc_xdp, skel->progs.redarc_xdp_ip,
						  skel->progs.redarc_xdp_lan,
						  skel->progs.redarc_xdp_lan_ip };

	for (size_t i = 0; i < sizeof(xdp) / sizeof(*xdp); i++)
		if (bpf_program__autoload(xdp[i]))
			hooks.xdp = bpf_program__fd(xdp[i]);
	if (lan) /* what arrives goes out */
		hooks = (struct programs_hooks){ hooks.xdp, hooks.egress, hooks.ingress };
	return hooks;
}
