/* SPDX-License-Identifier: BSD-2-Clause */
/* Written byte by byte from the standards, with no help from the parser that they test. */
#include "frames/frames.h"

/* --- pieces of frames --- */
#define TWO(n) (n) >> 8, (n)&0xff
#define MACS 2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2
#define ETHER(type) MACS, TWO(type)
#define TAG(type) 0x20, 0x05, TWO(type) /* what follows a tag's own type: priority 1, VLAN 5 */
#define PPPOE(len) 0x11, 0x00, 0x00, 0x01, TWO(len)
#define LABEL 0x00, 0x01, 0x00, 0x40
#define BOTTOM 0x00, 0x01, 0x01, 0x40
#define LABELS_5 LABEL, LABEL, LABEL, LABEL, LABEL
#define SLL(type) 0, 0, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0, TWO(type)
#define SLL2(type) TWO(type), 0, 0, 0, 0, 0, 3, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0

#define ENDS 198, 51, 100, 7, 192, 0, 2, 1
#define PORTS 0xc3, 0x50, 0x00, 0x35 /* 50000, 53 */
#define HEADER(first, total, fragment, protocol) \
	first, 0, TWO(total), 0x12, 0x34, TWO(fragment), 64, protocol, 0, 0, ENDS
#define UDP HEADER(0x45, 28, 0, 17), PORTS, 0, 8, 0, 0
#define CUT_19 0x45, 0, 0, 28, 0x12, 0x34, 0, 0, 64, 17, 0, 0, 198, 51, 100, 7, 192, 0, 2
#define IPV6_START 0x60, 0, 0, 0, 0, 0, 59, 64, 0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0
#define ZEROS_10 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
#define ARP_HEAD(operation) 0, 1, 8, 0, 6, 4, 0, operation
#define ARP_ENDS 2, 0, 0, 0, 0, 2, 198, 51, 100, 7, 0, 0, 0, 0, 0, 0, 192, 0, 2, 1
#define ARP(operation) ARP_HEAD(operation), ARP_ENDS

/* --- what is found --- */
#define FRAME(...) (const uint8_t[]){ __VA_ARGS__ }, sizeof((const uint8_t[]){ __VA_ARGS__ })
#define EMPTY NULL, 0
#define BETWEEN .source = FRAMES_SOURCE, .destination = FRAMES_DESTINATION
#define NO_PORTS(proto, bytes) .class = PACKET_IPV4, BETWEEN, .protocol = proto, .ip_bytes = bytes
#define WITH_PORTS(proto, bytes) \
	NO_PORTS(proto, bytes), .source_port = 50000, .destination_port = 53
#define FOUND WITH_PORTS(17, 28)
#define NOT .class = PACKET_NOT_IPV4
#define ASKED NOT, .arp_source = FRAMES_SOURCE, .arp_target = FRAMES_DESTINATION
#define TOLD NOT, .arp_source = FRAMES_SOURCE, .arp_target = FRAMES_SOURCE
#define BAD .class = PACKET_MALFORMED

#define E PACKET_LINK_ETHER
#define IP PACKET_LINK_IP
#define V4 PACKET_LINK_IPV4
#define LO PACKET_LINK_NULL
#define CO PACKET_LINK_SLL
#define C2 PACKET_LINK_SLL2
#define PP PACKET_LINK_PPP
#define PD PACKET_LINK_PPP_DIRECTION
#define PE PACKET_LINK_PPPOE
#define PV PACKET_LINK_PPP_PPPD

const struct frame frames[] = {
	/* IPv4 in Ethernet */
	{ "UDP is found", E, FRAME(ETHER(0x0800), UDP), FOUND },
	{ "TCP is found", E,
	  FRAME(ETHER(0x0800), HEADER(0x45, 40, 0, 6), PORTS, ZEROS_10, 0x50, 2, 0, 0, 0, 0),
	  WITH_PORTS(6, 40) },
	{ "ICMP has no ports", E,
	  FRAME(ETHER(0x0800), HEADER(0x45, 28, 0, 1), 8, 0, 0, 0, 0, 1, 0, 1), NO_PORTS(1, 28) },
	{ "SCTP has ports", E,
	  FRAME(ETHER(0x0800), HEADER(0x45, 28, 0, 132), PORTS, 0, 8, 0, 0), WITH_PORTS(132, 28) },
	{ "DCCP has ports", E,
	  FRAME(ETHER(0x0800), HEADER(0x45, 28, 0, 33), PORTS, 0, 8, 0, 0), WITH_PORTS(33, 28) },
	{ "UDP-Lite has ports", E,
	  FRAME(ETHER(0x0800), HEADER(0x45, 28, 0, 136), PORTS, 0, 8, 0, 0), WITH_PORTS(136, 28) },
	{ "ports stand behind options", E,
	  FRAME(ETHER(0x0800), HEADER(0x46, 28, 0, 17), 1, 1, 1, 0, PORTS), FOUND },
	{ "ports stand behind the longest header", E,
	  FRAME(ETHER(0x0800), HEADER(0x4f, 64, 0, 17), ZEROS_10, ZEROS_10, ZEROS_10, ZEROS_10,
	  PORTS), WITH_PORTS(17, 64) },
	{ "a first fragment has ports", E,
	  FRAME(ETHER(0x0800), HEADER(0x45, 28, 0x2000, 17), PORTS, 0, 8, 0, 0), FOUND },
	{ "a packet that may not be fragmented has ports", E,
	  FRAME(ETHER(0x0800), HEADER(0x45, 28, 0x4000, 17), PORTS, 0, 8, 0, 0), FOUND },
	{ "a middle fragment has no ports", E,
	  FRAME(ETHER(0x0800), HEADER(0x45, 28, 0x2001, 17), PORTS, 0, 8, 0, 0), NO_PORTS(17, 28) },
	{ "a last fragment has no ports", E,
	  FRAME(ETHER(0x0800), HEADER(0x45, 28, 0x1fff, 17), PORTS, 0, 8, 0, 0), NO_PORTS(17, 28) },
	{ "a header alone is valid", E,
	  FRAME(ETHER(0x0800), HEADER(0x45, 20, 0, 17)), NO_PORTS(17, 20) },
	{ "ports that were cut off are none", E,
	  FRAME(ETHER(0x0800), HEADER(0x45, 28, 0, 6), 0xc3, 0x50, 0x00), NO_PORTS(6, 28) },
	{ "padding is no port", E,
	  FRAME(ETHER(0x0800), HEADER(0x45, 23, 0, 17), 1, 2, 3, 9, 9, 9, 9), NO_PORTS(17, 23) },
	{ "padding does not count", E, FRAME(ETHER(0x0800), UDP, ZEROS_10, ZEROS_10), FOUND },
	{ "without a total length the frame's counts", E,
	  FRAME(ETHER(0x0800), HEADER(0x45, 0, 0, 17), PORTS, ZEROS_10), WITH_PORTS(17, 34) },
	{ "a packet longer than what was captured is valid", E,
	  FRAME(ETHER(0x0800), HEADER(0x45, 1500, 0, 6), PORTS), WITH_PORTS(6, 1500) },
	{ "of a tunnel the outer header counts", E,
	  FRAME(ETHER(0x0800), HEADER(0x45, 40, 0, 4), 0x45, 0, 0, 20, 0, 0, 0, 0, 9, 17, 0, 0, 203,
	  0, 113, 1, 203, 0, 113, 2), NO_PORTS(4, 40) },
	{ "nobody's address and everybody's are addresses", E,
	  FRAME(ETHER(0x0800), 0x45, 0, 0, 28, 0, 0, 0, 0, 64, 17, 0, 0, 0, 0, 0, 0, 255, 255, 255,
	  255, 0, 68, 0, 67, 0, 8, 0, 0), .class = PACKET_IPV4, .destination = 0xffffffff,
	  .source_port = 68, .destination_port = 67, .ip_bytes = 28, .protocol = 17 },

	/* IPv4 was promised */
	{ "nothing where IPv4 was promised is malformed", E, FRAME(ETHER(0x0800)), BAD },
	{ "one byte of IPv4 is malformed", E, FRAME(ETHER(0x0800), 0x45), BAD },
	{ "19 bytes of IPv4 are malformed", E, FRAME(ETHER(0x0800), CUT_19), BAD },
	{ "version 6 behind IPv4's type is malformed", E,
	  FRAME(ETHER(0x0800), IPV6_START, IPV6_START), BAD },
	{ "version 0 is malformed", E,
	  FRAME(ETHER(0x0800), HEADER(0x05, 28, 0, 17), PORTS, 0, 8, 0, 0), BAD },
	{ "version 5 is malformed", E,
	  FRAME(ETHER(0x0800), HEADER(0x55, 28, 0, 17), PORTS, 0, 8, 0, 0), BAD },
	{ "a header of 16 bytes is malformed", E,
	  FRAME(ETHER(0x0800), HEADER(0x44, 28, 0, 17), PORTS, 0, 8, 0, 0), BAD },
	{ "a header of 0 bytes is malformed", E,
	  FRAME(ETHER(0x0800), HEADER(0x40, 28, 0, 17), PORTS, 0, 8, 0, 0), BAD },
	{ "options that were cut off are malformed", E,
	  FRAME(ETHER(0x0800), HEADER(0x46, 24, 0, 17), 1, 1, 1), BAD },
	{ "the longest header without its last byte is malformed", E,
	  FRAME(ETHER(0x0800), HEADER(0x4f, 60, 0, 17), ZEROS_10, ZEROS_10, ZEROS_10, 0, 0, 0, 0, 0,
	  0, 0, 0, 0), BAD },
	{ "a total length of 19 is malformed", E,
	  FRAME(ETHER(0x0800), HEADER(0x45, 19, 0, 17), PORTS, 0, 8, 0, 0), BAD },
	{ "a total length of 1 is malformed", E,
	  FRAME(ETHER(0x0800), HEADER(0x45, 1, 0, 17), PORTS, 0, 8, 0, 0), BAD },
	{ "a total length within the options is malformed", E,
	  FRAME(ETHER(0x0800), HEADER(0x46, 23, 0, 17), 1, 1, 1, 0, PORTS), BAD },

	/* something else in Ethernet */
	{ "an empty frame is not IPv4", E, EMPTY, NOT },
	{ "half an Ethernet header is not IPv4", E, FRAME(MACS, 0x08), NOT },
	{ "an ARP request is not IPv4", E, FRAME(ETHER(0x0806), ARP(1)), ASKED },
	{ "an ARP reply is not IPv4", E, FRAME(ETHER(0x0806), ARP(2)), TOLD },
	{ "padded ARP is not IPv4", E, FRAME(ETHER(0x0806), ARP(1), ZEROS_10), ASKED },
	{ "an ARP probe is not IPv4", E,
	  FRAME(ETHER(0x0806), ARP_HEAD(1), 2, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 192, 0,
	  2, 1), NOT, .arp_target = FRAMES_DESTINATION },
	{ "reverse ARP is not IPv4", E, FRAME(ETHER(0x0806), ARP(3)), NOT },
	{ "ARP without an operation is not IPv4", E, FRAME(ETHER(0x0806), ARP(0)), NOT },
	{ "ARP of other hardware is not IPv4", E,
	  FRAME(ETHER(0x0806), 0, 6, 8, 0, 6, 4, 0, 1, ARP_ENDS), NOT },
	{ "ARP of another protocol is not IPv4", E,
	  FRAME(ETHER(0x0806), 0, 1, 0x86, 0xdd, 6, 4, 0, 1, ARP_ENDS), NOT },
	{ "ARP of other hardware lengths is not IPv4", E,
	  FRAME(ETHER(0x0806), 0, 1, 8, 0, 8, 4, 0, 1, ARP_ENDS), NOT },
	{ "ARP of other protocol lengths is not IPv4", E,
	  FRAME(ETHER(0x0806), 0, 1, 8, 0, 6, 16, 0, 1, ARP_ENDS), NOT },
	{ "ARP without its last byte is not IPv4", E,
	  FRAME(ETHER(0x0806), ARP_HEAD(1), 2, 0, 0, 0, 0, 2, 198, 51, 100, 7, 0, 0, 0, 0, 0, 0,
	  192, 0, 2), NOT },
	{ "IPv6 is not IPv4", E, FRAME(ETHER(0x86dd), IPV6_START, IPV6_START), NOT },
	{ "a type with its bytes swapped is not IPv4", E, FRAME(ETHER(0x0008), UDP), NOT },
	{ "IEEE 802.3 with a length is not IPv4", E,
	  FRAME(ETHER(0x0026), 0x42, 0x42, 3, ZEROS_10), NOT },
	{ "a SNAP header is not followed", E,
	  FRAME(ETHER(0x0024), 0xaa, 0xaa, 3, 0, 0, 0, 8, 0, UDP), NOT },

	/* VLAN tags */
	{ "a tag of type 0x8100 is taken off", E,
	  FRAME(ETHER(0x8100), TAG(0x0800), UDP), FOUND, .tags = 1 },
	{ "a tag of type 0x88a8 is taken off", E,
	  FRAME(ETHER(0x88a8), TAG(0x0800), UDP), FOUND, .tags = 1 },
	{ "a tag of type 0x9100 is taken off", E,
	  FRAME(ETHER(0x9100), TAG(0x0800), UDP), FOUND, .tags = 1 },
	{ "a tag of type 0x9200 is taken off", E,
	  FRAME(ETHER(0x9200), TAG(0x0800), UDP), FOUND, .tags = 1 },
	{ "a tag of type 0x9300 is taken off", E,
	  FRAME(ETHER(0x9300), TAG(0x0800), UDP), FOUND, .tags = 1 },
	{ "a priority tag is taken off", E,
	  FRAME(ETHER(0x8100), 0, 0, 0x08, 0x00, UDP), FOUND, .tags = 1 },
	{ "a service tag before a customer's is taken off", E,
	  FRAME(ETHER(0x88a8), TAG(0x8100), TAG(0x0800), UDP), FOUND, .tags = 2 },
	{ "two tags of one type are taken off", E,
	  FRAME(ETHER(0x8100), TAG(0x8100), TAG(0x0800), UDP), FOUND, .tags = 2 },
	{ "eight tags are taken off", E,
	  FRAME(ETHER(0x88a8), TAG(0x9100), TAG(0x9200), TAG(0x9300), TAG(0x8100), TAG(0x8100),
	  TAG(0x8100), TAG(0x8100), TAG(0x0800), UDP), FOUND, .tags = 8 },
	{ "nine tags are too many", E,
	  FRAME(ETHER(0x8100), TAG(0x8100), TAG(0x8100), TAG(0x8100), TAG(0x8100), TAG(0x8100),
	  TAG(0x8100), TAG(0x8100), TAG(0x8100), TAG(0x0800), UDP), NOT, .tags = 9 },
	{ "half a tag is not IPv4", E, FRAME(ETHER(0x8100), 0x20, 0x05, 0x08), NOT, .tags = 1 },
	{ "a tag before nothing is malformed", E,
	  FRAME(ETHER(0x8100), TAG(0x0800)), BAD, .tags = 1 },
	{ "a tag before a short header is malformed", E,
	  FRAME(ETHER(0x8100), TAG(0x0800), CUT_19), BAD, .tags = 1 },
	{ "a tag before ARP is not IPv4", E,
	  FRAME(ETHER(0x8100), TAG(0x0806), ARP(1)), ASKED, .tags = 1 },
	{ "two tags before ARP are not IPv4", E,
	  FRAME(ETHER(0x88a8), TAG(0x8100), TAG(0x0806), ARP(2)), TOLD, .tags = 2 },
	{ "nine tags before ARP are too many", E,
	  FRAME(ETHER(0x8100), TAG(0x8100), TAG(0x8100), TAG(0x8100), TAG(0x8100), TAG(0x8100),
	  TAG(0x8100), TAG(0x8100), TAG(0x8100), TAG(0x0806), ARP(1)), NOT, .tags = 9 },
	{ "a tag before a length is not IPv4", E,
	  FRAME(ETHER(0x8100), TAG(0x0026), 0x42, 0x42, 3, ZEROS_10), NOT, .tags = 1 },
	{ "an unknown kind of tag is not IPv4", E, FRAME(ETHER(0x9400), TAG(0x0800), UDP), NOT },

	/* PPPoE in Ethernet */
	{ "a PPPoE session is followed", E,
	  FRAME(ETHER(0x8864), PPPOE(30), 0x00, 0x21, UDP), FOUND },
	{ "PPPoE with a protocol of one byte is followed", E,
	  FRAME(ETHER(0x8864), PPPOE(29), 0x21, UDP), FOUND },
	{ "PPPoE behind tags is followed", E,
	  FRAME(ETHER(0x88a8), TAG(0x8100), TAG(0x8864), PPPOE(30), 0x00, 0x21, UDP), FOUND,
	  .tags = 2 },
	{ "PPPoE without a total length counts from the header", E,
	  FRAME(ETHER(0x8864), PPPOE(30), 0x00, 0x21, HEADER(0x45, 0, 0, 17), PORTS, 0, 8, 0, 0),
	  FOUND },
	{ "PPPoE discovery is not IPv4", E, FRAME(ETHER(0x8863), PPPOE(30), 0x00, 0x21, UDP), NOT },
	{ "PPPoE with LCP is not IPv4", E,
	  FRAME(ETHER(0x8864), PPPOE(6), 0xc0, 0x21, 9, 1, 0, 4), NOT },
	{ "PPPoE with IPv6 is not IPv4", E,
	  FRAME(ETHER(0x8864), PPPOE(42), 0x00, 0x57, IPV6_START, IPV6_START), NOT },
	{ "half a PPPoE header is not IPv4", E, FRAME(ETHER(0x8864), 0x11, 0, 0, 1, 0), NOT },
	{ "PPPoE without a protocol is not IPv4", E, FRAME(ETHER(0x8864), PPPOE(0)), NOT },
	{ "PPPoE with half a protocol is not IPv4", E, FRAME(ETHER(0x8864), PPPOE(1), 0x00), NOT },
	{ "PPPoE that promises IPv4 and ends is malformed", E,
	  FRAME(ETHER(0x8864), PPPOE(2), 0x00, 0x21), BAD },
	{ "PPPoE that promises it in one byte and ends is malformed", E,
	  FRAME(ETHER(0x8864), PPPOE(1), 0x21), BAD },

	/* MPLS in Ethernet */
	{ "a label is taken off", E, FRAME(ETHER(0x8847), BOTTOM, UDP), FOUND },
	{ "a stack of labels is taken off", E,
	  FRAME(ETHER(0x8847), LABEL, LABEL, BOTTOM, UDP), FOUND },
	{ "a multicast label is taken off", E, FRAME(ETHER(0x8848), BOTTOM, UDP), FOUND },
	{ "labels behind a tag are taken off", E,
	  FRAME(ETHER(0x8100), TAG(0x8847), LABEL, BOTTOM, UDP), FOUND, .tags = 1 },
	{ "16 labels are taken off", E,
	  FRAME(ETHER(0x8847), LABELS_5, LABELS_5, LABELS_5, BOTTOM, UDP), FOUND },
	{ "17 labels are too many", E,
	  FRAME(ETHER(0x8847), LABELS_5, LABELS_5, LABELS_5, LABEL, BOTTOM, UDP), NOT },
	{ "labels above IPv6 are not IPv4", E,
	  FRAME(ETHER(0x8847), BOTTOM, IPV6_START, IPV6_START), NOT },
	{ "labels above a control word are not IPv4", E,
	  FRAME(ETHER(0x8847), BOTTOM, 0, 0, 0, 0, ETHER(0x0800), UDP), NOT },
	{ "labels above nothing are not IPv4", E, FRAME(ETHER(0x8847), LABEL, BOTTOM), NOT },
	{ "labels without a bottom are not IPv4", E, FRAME(ETHER(0x8847), LABEL, LABEL), NOT },
	{ "half a label is not IPv4", E, FRAME(ETHER(0x8847), 0, 1, 1), NOT },
	{ "labels above a short header are malformed", E,
	  FRAME(ETHER(0x8847), BOTTOM, CUT_19), BAD },
	{ "labels above a header of 16 bytes are malformed", E,
	  FRAME(ETHER(0x8847), BOTTOM, HEADER(0x44, 28, 0, 17), PORTS), BAD },

	/* raw IP */
	{ "raw IPv4 is found", IP, FRAME(UDP), FOUND },
	{ "raw IPv4 without a total length counts all of it", IP,
	  FRAME(HEADER(0x45, 0, 0, 17), PORTS, 0, 8, 0, 0), FOUND },
	{ "raw IPv6 is not IPv4", IP, FRAME(IPV6_START, IPV6_START), NOT },
	{ "raw IP of no known version is not IPv4", IP, FRAME(HEADER(0x55, 28, 0, 17)), NOT },
	{ "raw IP without a byte is not IPv4", IP, EMPTY, NOT },
	{ "one byte of raw IPv4 is malformed", IP, FRAME(0x45), BAD },
	{ "a short raw header is malformed", IP, FRAME(CUT_19), BAD },
	{ "raw IPv4 with a header of 16 bytes is malformed", IP,
	  FRAME(HEADER(0x44, 28, 0, 17)), BAD },
	{ "what is said to be IPv4 is found", V4, FRAME(UDP), FOUND },
	{ "what is said to be IPv4 and is IPv6 is malformed", V4,
	  FRAME(IPV6_START, IPV6_START), BAD },
	{ "what is said to be IPv4 and is nothing is malformed", V4, EMPTY, BAD },

	/* BSD loopback */
	{ "loopback with a little-endian family is found", LO, FRAME(2, 0, 0, 0, UDP), FOUND },
	{ "loopback with a big-endian family is found", LO, FRAME(0, 0, 0, 2, UDP), FOUND },
	{ "loopback with IPv6's family is not IPv4", LO, FRAME(24, 0, 0, 0, IPV6_START), NOT },
	{ "loopback with another system's IPv6 is not IPv4", LO,
	  FRAME(0, 0, 0, 30, IPV6_START), NOT },
	{ "loopback with a family in the middle is not IPv4", LO, FRAME(0, 2, 0, 0, UDP), NOT },
	{ "loopback with a large family is not IPv4", LO, FRAME(2, 0, 0, 2, UDP), NOT },
	{ "half a family is not IPv4", LO, FRAME(2, 0, 0), NOT },
	{ "loopback that promises IPv4 and ends is malformed", LO, FRAME(2, 0, 0, 0), BAD },

	/* Linux cooked */
	{ "a cooked frame is followed", CO, FRAME(SLL(0x0800), UDP), FOUND },
	{ "a cooked frame with a tag is followed", CO,
	  FRAME(SLL(0x8100), TAG(0x0800), UDP), FOUND },
	{ "a cooked frame with PPPoE is followed", CO,
	  FRAME(SLL(0x8864), PPPOE(30), 0x00, 0x21, UDP), FOUND },
	{ "a cooked frame with IPv6 is not IPv4", CO, FRAME(SLL(0x86dd), IPV6_START), NOT },
	{ "a cooked frame with a short header is malformed", CO, FRAME(SLL(0x0800), CUT_19), BAD },
	{ "a cooked frame of version 2 is followed", C2, FRAME(SLL2(0x0800), UDP), FOUND },
	{ "a cooked frame of version 2 with a tag is followed", C2,
	  FRAME(SLL2(0x8100), TAG(0x0800), UDP), FOUND },
	{ "a cooked frame of version 2 with PPPoE is followed", C2,
	  FRAME(SLL2(0x8864), PPPOE(30), 0x00, 0x21, UDP), FOUND },
	{ "a cooked frame of version 2 with IPv6 is not IPv4", C2,
	  FRAME(SLL2(0x86dd), IPV6_START), NOT },
	{ "a cooked frame of version 2 with a short header is malformed", C2,
	  FRAME(SLL2(0x0800), CUT_19), BAD },
	{ "a cooked frame with ARP is not IPv4", CO, FRAME(SLL(0x0806), ARP(1)), ASKED },
	{ "a cooked frame of version 2 with ARP is not IPv4", C2,
	  FRAME(SLL2(0x0806), ARP(2)), TOLD },
	{ "half a cooked header is not IPv4", CO,
	  FRAME(0, 0, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0, 8), NOT },
	{ "half a cooked header of version 2 is not IPv4", C2,
	  FRAME(8, 0, 0, 0, 0, 0, 0, 3, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0), NOT },

	/* PPP */
	{ "PPP as on a serial line is followed", PP, FRAME(0xff, 3, 0x00, 0x21, UDP), FOUND },
	{ "PPP with a protocol of one byte is followed", PP, FRAME(0xff, 3, 0x21, UDP), FOUND },
	{ "PPP without address and control is followed", PP, FRAME(0x00, 0x21, UDP), FOUND },
	{ "PPP with all fields compressed is followed", PP, FRAME(0x21, UDP), FOUND },
	{ "PPP with compressed headers is not IPv4", PP, FRAME(0, 3, 0x00, 0x21, UDP), NOT },
	{ "PPP with a padding protocol is not IPv4", PP, FRAME(1, 3, 0x00, 0x21, UDP), NOT },
	{ "PPP with LCP is not IPv4", PP, FRAME(0xff, 3, 0xc0, 0x21, 1, 1, 0, 4), NOT },
	{ "PPP with IPv6 is not IPv4", PP, FRAME(0xff, 3, 0x00, 0x57, IPV6_START), NOT },
	{ "PPP with another control is not IPv4", PP, FRAME(0xff, 4, 0x00, 0x21, UDP), NOT },
	{ "PPP without a protocol is not IPv4", PP, FRAME(0xff, 3), NOT },
	{ "PPP without a byte is not IPv4", PP, EMPTY, NOT },
	{ "PPP that promises IPv4 and ends is malformed", PP, FRAME(0xff, 3, 0x00, 0x21), BAD },
	{ "PPP behind a direction is followed", PD, FRAME(0, 0xff, 3, 0x00, 0x21, UDP), FOUND },
	{ "PPP compressed behind a direction is followed", PD, FRAME(1, 0x21, UDP), FOUND },
	{ "PPP with compressed headers behind a direction is not IPv4", PD,
	  FRAME(0, 0, 3, 0x00, 0x21, UDP), NOT },
	{ "a direction alone is not IPv4", PD, FRAME(1), NOT },
	{ "PPP behind no direction is not IPv4", PD, EMPTY, NOT },
	{ "PPP with a direction inwards is followed", PV, FRAME(0, 3, 0x00, 0x21, UDP), FOUND },
	{ "PPP with a direction outwards is followed", PV, FRAME(1, 3, 0x21, UDP), FOUND },
	{ "PPP of pppd with an address is followed", PV, FRAME(0xff, 3, 0x00, 0x21, UDP), FOUND },
	{ "PPP of pppd without either is followed", PV, FRAME(0x00, 0x21, UDP), FOUND },
	{ "PPP with another direction is not IPv4", PV, FRAME(2, 3, 0x00, 0x21, UDP), NOT },
	{ "PPP with a direction and an address is not IPv4", PV,
	  FRAME(0, 3, 0xff, 3, 0x00, 0x21, UDP), NOT },
	{ "PPP with a direction alone is not IPv4", PV, FRAME(0, 3), NOT },
	{ "PPPoE without Ethernet is followed", PE, FRAME(PPPOE(30), 0x00, 0x21, UDP), FOUND },
	{ "PPPoE without Ethernet and in one byte is followed", PE,
	  FRAME(PPPOE(29), 0x21, UDP), FOUND },
	{ "PPPoE without Ethernet with LCP is not IPv4", PE,
	  FRAME(PPPOE(6), 0xc0, 0x21, 9, 1, 0, 4), NOT },
	{ "half a PPPoE header without Ethernet is not IPv4", PE, FRAME(0x11, 0, 0, 1, 0), NOT },
};

const size_t n_frames = sizeof(frames) / sizeof(*frames);
