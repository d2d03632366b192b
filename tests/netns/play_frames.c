/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * play_frames - sends each hand-made Ethernet frame once, and prints what must be counted.
 *
 * usage: play_frames IFACE     prints: {"seen":N,"not_ipv4":N,"malformed":N,"unknown":N}
 *
 * Left out is what no interface carries: frames below 14 bytes, and tags that are cut off,
 * which the kernel drops before any TC program sees them.
 */
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "frames/frames.h"

static bool is_carried(const struct frame *f)
{
	uint16_t type;

	if (f->link != PACKET_LINK_ETHER || f->len < ETH_HLEN)
		return false;
	type = packet_u16(f->bytes + 12);
	return (type != ETH_P_8021Q && type != ETH_P_8021AD) || f->len >= ETH_HLEN + 4 + 2;
}

static int open_interface(const char *name)
{
	struct sockaddr_ll at = { .sll_family = AF_PACKET };
	int fd = socket(AF_PACKET, SOCK_RAW, 0);

	at.sll_ifindex = (int)if_nametoindex(name);
	return fd < 0 || !at.sll_ifindex || bind(fd, (struct sockaddr *)&at, sizeof(at)) ? -1 : fd;
}

int main(int argc, char **argv)
{
	unsigned int class[3] = { 0 };
	int fd = argc == 2 ? open_interface(argv[1]) : -1;

	if (fd < 0) {
		perror("play_frames IFACE");
		return 1;
	}
	for (size_t i = 0; i < n_frames; i++) {
		if (!is_carried(&frames[i]))
			continue;
		if (write(fd, frames[i].bytes, frames[i].len) != frames[i].len) {
			perror(frames[i].what);
			return 1;
		}
		class[frames[i].class]++;
		usleep(1000);
	}
	printf("{\"seen\":%u,\"not_ipv4\":%u,\"malformed\":%u,\"unknown\":%u}\n",
	       class[PACKET_IPV4] + class[PACKET_NOT_IPV4] + class[PACKET_MALFORMED],
	       class[PACKET_NOT_IPV4], class[PACKET_MALFORMED], class[PACKET_IPV4]);
	close(fd);
	return 0;
}
