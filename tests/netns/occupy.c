/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * occupy - hold the XDP slot of an interface, as somebody else's program does.
 *
 * usage: occupy IFACE       prints "there", and stays until it is ended
 */
#include <bpf/bpf.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	const struct bpf_insn pass[] = {
		{ .code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = BPF_REG_0, .imm = XDP_PASS },
		{ .code = BPF_JMP | BPF_EXIT },
	};
	int ifindex = argc == 2 ? (int)if_nametoindex(argv[1]) : 0;
	int program = bpf_prog_load(BPF_PROG_TYPE_XDP, "pass", "GPL", pass, 2, NULL);
	int link = program < 0 ? program : bpf_link_create(program, ifindex, BPF_XDP, NULL);

	if (link < 0) {
		fprintf(stderr, "occupy IFACE: %s\n", strerror(-link));
		return 1;
	}
	puts("there");
	fflush(stdout);
	return pause();
}
