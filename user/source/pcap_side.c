/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * libpcap chooses a direction only after a packet has taken room, and its filter `inbound`
 * loses the first packet after it was set, which it asks in user space, where nobody knows
 * the direction any more (1.10.3). So the socket is asked. Apart, since the kernel's headers
 * clash with libpcap's.
 */
#include "source/pcap_side.h"

#include <errno.h>
#include <linux/filter.h>
#include <linux/if_packet.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>

int pcap_side_set(int fd, enum ra_direction direction)
{
	const bool out = direction == RA_OUT;
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (uint32_t)(SKF_AD_OFF + SKF_AD_PKTTYPE)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, PACKET_OUTGOING, !out, out),
		BPF_STMT(BPF_RET | BPF_K, UINT32_MAX),
		BPF_STMT(BPF_RET | BPF_K, 0),
	};
	const struct sock_fprog program = { sizeof(code) / sizeof(*code), code };

	return setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof(program)) ? -errno : 0;
}
