/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * foreign - hangs programs of somebody else on an interface, which let everything pass.
 *
 * usage: foreign IFACE     prints "ready" when one hangs on TCX and one on generic XDP; ends by a
 *                          signal, and they with it
 */
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <linux/if_link.h>
#include <net/if.h>
#include <stdio.h>
#include <unistd.h>

#define TCX_INGRESS 46 /* enum bpf_attach_type of kernel 6.6 */
#define PASS_XDP 2
#define PASS_TCX -1

static int load(enum bpf_prog_type type, int answer)
{
	const struct bpf_insn program[] = {
		{ .code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = BPF_REG_0, .imm = answer },
		{ .code = BPF_JMP | BPF_EXIT },
	};

	return bpf_prog_load(type, "foreign", "GPL", program, 2, NULL);
}

int main(int argc, char **argv)
{
	LIBBPF_OPTS(bpf_link_create_opts, generic, .flags = XDP_FLAGS_SKB_MODE);
	int ifindex = argc == 2 ? (int)if_nametoindex(argv[1]) : 0;
	int xdp = load(BPF_PROG_TYPE_XDP, PASS_XDP), tcx = load(BPF_PROG_TYPE_SCHED_CLS, PASS_TCX);

	if (!ifindex || bpf_link_create(xdp, ifindex, BPF_XDP, &generic) < 0 ||
	    bpf_link_create(tcx, ifindex, (enum bpf_attach_type)TCX_INGRESS, NULL) < 0) {
		perror("foreign IFACE");
		return 1;
	}
	puts("ready");
	fflush(stdout);
	return pause();
}
