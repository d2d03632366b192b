/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * pcap_loop - the least that a tool on libpcap does: take every frame, count its bytes.
 *
 * usage: pcap_loop IFACE
 *
 * It says that it watches, ends on SIGTERM or SIGINT, and prints an object of JSON: frames and
 * bytes that it took, and how many frames the kernel had no room for in libpcap's own 2 MB.
 */
#include <pcap/pcap.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>

#define SNAP 262144
#define TIMEOUT_MS 100

struct totals {
	unsigned long long frames, bytes;
};

static pcap_t *pcap;

static void end(int number)
{
	(void)number;
	pcap_breakloop(pcap);
}

static void count(u_char *ctx, const struct pcap_pkthdr *header, const u_char *bytes)
{
	struct totals *t = (struct totals *)(void *)ctx;

	(void)bytes;
	t->frames++;
	t->bytes += header->len;
}

int main(int argc, char **argv)
{
	const struct sigaction action = { .sa_handler = end };
	struct totals t = { 0, 0 };
	struct pcap_stat stat = { 0 };
	char e[PCAP_ERRBUF_SIZE];

	if (argc != 2) {
		fprintf(stderr, "usage: pcap_loop IFACE\n");
		return 2;
	}
	pcap = pcap_open_live(argv[1], SNAP, 1, TIMEOUT_MS, e);
	if (!pcap) {
		fprintf(stderr, "pcap_loop: %s: %s\n", argv[1], e);
		return 1;
	}
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	fprintf(stderr, "pcap_loop: watching %s\n", argv[1]);
	pcap_loop(pcap, -1, count, (u_char *)&t);
	pcap_stats(pcap, &stat);
	printf("{\"frames\":%llu,\"bytes\":%llu,\"dropped\":%u}\n", t.frames, t.bytes,
	       stat.ps_drop);
	pcap_close(pcap);
	return 0;
}
