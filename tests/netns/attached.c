/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * attached - how many programs hang on an interface, whoever hung them there.
 *
 * usage: attached IFACE     prints: {"xdp":N,"ingress":N,"egress":N}
 *
 * It asks the kernel itself, since bpftool before 7.3 does not know TCX.
 */
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <net/if.h>
#include <stdio.h>

#define TCX_INGRESS 46 /* enum bpf_attach_type of kernel 6.6 */
#define TCX_EGRESS 47

static unsigned int count(int ifindex, int type)
{
	unsigned int ids[64], flags = 0, n = 64;

	return bpf_prog_query(ifindex, (enum bpf_attach_type)type, 0, &flags, ids, &n) ? 0 : n;
}

int main(int argc, char **argv)
{
	int ifindex = argc == 2 ? (int)if_nametoindex(argv[1]) : 0;
	unsigned int xdp = 0;

	if (!ifindex || bpf_xdp_query_id(ifindex, 0, &xdp)) {
		perror("attached IFACE");
		return 1;
	}
	printf("{\"xdp\":%u,\"ingress\":%u,\"egress\":%u}\n", xdp ? 1 : 0,
	       count(ifindex, TCX_INGRESS), count(ifindex, TCX_EGRESS));
	return 0;
}
