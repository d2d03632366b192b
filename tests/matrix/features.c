/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * features - what this kernel offers of all that redarc uses where it can, in one line of words.
 *
 * usage: features     prints for example: btf batch lpm-batch xdp-link
 *
 * It tries each thing on lo, which must be up, and needs root.
 */
#include <bpf/bpf.h>
#include <linux/capability.h>
#include <net/if.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#define TCX_INGRESS 46 /* enum bpf_attach_type of kernel 6.6 */
#define XDP_GENERIC 2u /* XDP_FLAGS_SKB_MODE */
#define TEN 10u

static int load(enum bpf_prog_type type, unsigned int flags)
{
	const struct bpf_insn pass[] = {
		{ .code = BPF_ALU64 | BPF_MOV | BPF_K, .imm = 2 },
		{ .code = BPF_JMP | BPF_EXIT },
	};
	LIBBPF_OPTS(bpf_prog_load_opts, opts, .prog_flags = flags);

	return bpf_prog_load(type, "features", "GPL", pass, 2, &opts);
}

static bool is_had(int fd)
{
	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

static bool links(enum bpf_prog_type type, int attach, unsigned int flags)
{
	LIBBPF_OPTS(bpf_link_create_opts, opts, .flags = flags);
	int link, program = load(type, 0);

	link = bpf_link_create(program, (int)if_nametoindex("lo"), (enum bpf_attach_type)attach,
			       flags ? &opts : NULL);
	is_had(program);
	return is_had(link);
}

static int map(enum bpf_map_type type)
{
	LIBBPF_OPTS(bpf_map_create_opts, opts, .map_flags = BPF_F_NO_PREALLOC);

	return bpf_map_create(type, "features", 8, 8, TEN, &opts);
}

static bool adds_batches(enum bpf_map_type type)
{
	static const unsigned int keys[2][2] = { { 32, 1 }, { 32, 2 } };
	static const unsigned long long values[2] = { 1, 2 };
	unsigned int n = 2;
	int fd = map(type);
	bool added = fd >= 0 && !bpf_map_update_batch(fd, keys, values, &n, NULL);

	is_had(fd);
	return added;
}

static bool has_btf(void)
{
	return !access("/sys/kernel/btf/vmlinux", R_OK);
}

static bool has_batch(void)
{
	return adds_batches(BPF_MAP_TYPE_HASH);
}

static bool has_lpm_batch(void)
{
	return adds_batches(BPF_MAP_TYPE_LPM_TRIE);
}

static bool has_xdp_link(void)
{
	return links(BPF_PROG_TYPE_XDP, BPF_XDP, XDP_GENERIC);
}

static bool has_tcx(void)
{
	return links(BPF_PROG_TYPE_SCHED_CLS, TCX_INGRESS, 0);
}

static bool has_frags(void)
{
	return is_had(load(BPF_PROG_TYPE_XDP, BPF_F_XDP_HAS_FRAGS));
}

static bool has_instructions(void)
{
	struct bpf_prog_info info = { 0 };
	unsigned int size = sizeof(info);
	int fd = load(BPF_PROG_TYPE_XDP, 0);
	bool told = fd >= 0 && !bpf_obj_get_info_by_fd(fd, &info, &size) && info.verified_insns;

	is_had(fd);
	return told;
}

/* Asked last: no capability comes back. */
static bool has_powerless_maps(void)
{
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct none[2] = { { 0 } };
	unsigned long long key = 1, value = 1;
	int fd = map(BPF_MAP_TYPE_HASH);
	bool done = fd >= 0 && !syscall(SYS_capset, &header, none) &&
		    !bpf_map_update_elem(fd, &key, &value, BPF_ANY);

	is_had(fd);
	return done;
}

int main(void)
{
	static const struct {
		const char *word;
		bool (*has)(void);
	} features[] = {
		{ "btf", has_btf },
		{ "batch", has_batch },
		{ "lpm-batch", has_lpm_batch },
		{ "xdp-link", has_xdp_link },
		{ "frags", has_frags },
		{ "tcx", has_tcx },
		{ "instructions", has_instructions },
		{ "powerless-maps", has_powerless_maps },
	};
	const char *space = "";

	for (size_t i = 0; i < sizeof(features) / sizeof(*features); i++)
		if (features[i].has()) {
			printf("%s%s", space, features[i].word);
			space = " ";
		}
	putchar('\n');
	return 0;
}
