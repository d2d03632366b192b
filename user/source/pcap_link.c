/* SPDX-License-Identifier: BSD-2-Clause */
#include "source/pcap_link.h"

#include <pcap/pcap.h>
#include <stdio.h>

#define RAW_IP 101

/*
 * LINKTYPE_ of files and DLT_ of libpcap, which differ only in raw IP: 12 or 14 by the system.
 *
 * source: https://www.tcpdump.org/linktypes.html
 */
static const struct {
	int type;
	enum packet_link link;
} links[] = {
	{ DLT_EN10MB, PACKET_LINK_ETHER },
	{ 12, PACKET_LINK_IP },
	{ 14, PACKET_LINK_IP },
	{ RAW_IP, PACKET_LINK_IP },
	{ DLT_IPV4, PACKET_LINK_IPV4 },
	{ DLT_IPV6, PACKET_LINK_IP },
	{ DLT_NULL, PACKET_LINK_NULL },
	{ DLT_LOOP, PACKET_LINK_NULL },
	{ DLT_LINUX_SLL, PACKET_LINK_SLL },
	{ DLT_LINUX_SLL2, PACKET_LINK_SLL2 },
	{ DLT_PPP, PACKET_LINK_PPP },
	{ DLT_PPP_SERIAL, PACKET_LINK_PPP },
	{ DLT_PPP_PPPD, PACKET_LINK_PPP_PPPD },
	{ DLT_PPP_WITH_DIR, PACKET_LINK_PPP_DIRECTION },
	{ DLT_PPP_ETHER, PACKET_LINK_PPPOE },
};

bool pcap_link_find(int type, enum packet_link *out)
{
	for (size_t i = 0; i < sizeof(links) / sizeof(*links); i++) {
		if (links[i].type != type)
			continue;
		*out = links[i].link;
		return true;
	}
	return false;
}

const char *pcap_link_name(int type, char *text, size_t room)
{
	const char *name = pcap_datalink_val_to_name(type == RAW_IP ? DLT_RAW : type);

	if (name)
		snprintf(text, room, "%s", name);
	else
		snprintf(text, room, "%d", type);
	return text;
}
