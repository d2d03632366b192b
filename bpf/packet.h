/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/*
 * packet.h - frame bytes to addresses, ports and protocol.
 *
 * The one parser: compiled into the programs in the kernel, the capture source, the tests and
 * the fuzzers. It reads bytes and keeps no state. The rule, for the outermost IPv4 only: a
 * frame says that IPv4 follows by EtherType 0x0800 behind at most 8 VLAN tags, by PPP protocol
 * 0x21 in a PPPoE session, by version 4 at the bottom of an MPLS stack, or by its link type.
 * It is valid when 20 bytes are there, the version is 4, the header length is at least 20 and
 * there, and the total length is 0 or at least the header's.
 */
#ifndef REDARC_PACKET_H
#define REDARC_PACKET_H

#include <linux/types.h>

#define PACKET_TAGS 8    /* VLAN tags, at most (IEEE 802.1Q, 802.1ad) */
#define PACKET_LABELS 16 /* MPLS labels, at most (RFC 3032) */

#define PACKET_INLINE static __attribute__((always_inline, unused)) inline

enum packet_type {
	PACKET_TYPE_IPV4 = 0x0800,
	PACKET_TYPE_PPPOE = 0x8864,
	PACKET_TYPE_MPLS = 0x8847,
	PACKET_TYPE_MPLS_MULTICAST = 0x8848,
};

/* What a frame starts with. */
enum packet_link {
	PACKET_LINK_ETHER,
	PACKET_LINK_IP,     /* IPv4 or IPv6, the version tells */
	PACKET_LINK_IPV4,
	PACKET_LINK_NULL,   /* address family in 4 bytes of either order (BSD loopback) */
	PACKET_LINK_SLL,    /* Linux cooked capture */
	PACKET_LINK_SLL2,
	PACKET_LINK_PPP,    /* RFC 1661, with RFC 1662's address and control or without */
	PACKET_LINK_PPP_DIRECTION, /* the same behind a byte that tells the direction */
	PACKET_LINK_PPPOE,  /* RFC 2516, without Ethernet */
	PACKET_LINK_PPP_PPPD, /* PPP whose address is the direction, 0 or 1 */
};

enum packet_class { PACKET_IPV4, PACKET_NOT_IPV4, PACKET_MALFORMED };

struct packet {
	const __u8 *ip; /* where the IPv4 header stands */
	__u32 be_source, be_destination;
	__u16 total_length; /* of IPv4, host order; 0 when the sender left it out */
	__u8 protocol;
	__u8 header_length;
	__u32 heads; /* bytes in front of it, from where parsing began: numbers that were added up,
			since the verifier lets only the privileged take pointers from each other */
};

struct packet_ports {
	__u16 be_source, be_destination;
};

/* The kernel's verifier knows the alignment that compilers must not assume. */
PACKET_INLINE __u16 packet_u16(const __u8 *p)
{
#if defined(__bpf__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	return __builtin_bswap16(*(const __u16 *)p);
#else
	return (__u16)(p[0] << 8 | p[1]);
#endif
}

/* In network order. */
PACKET_INLINE __u32 packet_be32(const __u8 *p)
{
#ifdef __bpf__
	return *(const __u32 *)p;
#else
	__u32 value;

	__builtin_memcpy(&value, p, 4);
	return value;
#endif
}

/* Where only the version can say that IPv4 follows. */
PACKET_INLINE enum packet_class packet_ip(const __u8 *p, const __u8 *end)
{
	return p + 1 > end || p[0] >> 4 != 4 ? PACKET_NOT_IPV4 : PACKET_IPV4;
}

PACKET_INLINE enum packet_class packet_mpls(const __u8 *p, const __u8 *end, __u32 *heads)
{
	for (int i = 0; i < PACKET_LABELS; i++) {
		if (p + 4 > end)
			return PACKET_NOT_IPV4;
		p += 4;
		*heads += 4;
		if (p[-2] & 1)
			return packet_ip(p, end);
	}
	return PACKET_NOT_IPV4;
}

/* The protocol field takes one byte when that byte is odd (RFC 1661, 6.5), else two. */
PACKET_INLINE enum packet_class packet_ppp(const __u8 *p, const __u8 *end, __u32 *heads)
{
	if (p + 1 > end)
		return PACKET_NOT_IPV4;
	*heads += p[0] == 0x21 ? 1 : 2;
	if (p[0] == 0x21)
		return PACKET_IPV4;
	if (p + 2 > end || p[0] != 0 || p[1] != 0x21)
		return PACKET_NOT_IPV4;
	return PACKET_IPV4;
}

PACKET_INLINE enum packet_class packet_pppoe(const __u8 *p, const __u8 *end, __u32 *heads)
{
	if (p + 6 > end)
		return PACKET_NOT_IPV4;
	*heads += 6;
	return packet_ppp(p + 6, end, heads);
}

PACKET_INLINE int packet_type_is_vlan(__u16 type)
{
	return type == 0x8100 || type == 0x88a8 || type == 0x9100 || type == 0x9200 ||
	       type == 0x9300;
}

/*
 * Step over VLAN tags.
 *
 * p        in and out: what stands behind an EtherType
 * type     that EtherType; out: the last one
 * tags     that were taken off before; at most PACKET_TAGS are stepped over with them
 * heads    out: is added what was stepped over
 * returns  0 when a tag is cut short, else 1
 */
PACKET_INLINE int packet_untag(const __u8 **p, const __u8 *end, __u16 *type, int tags,
			       __u32 *heads)
{
	for (int i = 0; i < PACKET_TAGS; i++) {
		if (*type == PACKET_TYPE_IPV4 || i + tags >= PACKET_TAGS ||
		    !packet_type_is_vlan(*type))
			break; /* asked for first what nearly all are */
		if (*p + 4 > end)
			return 0;
		*type = packet_u16(*p + 2);
		*p += 4;
		*heads += 4;
	}
	return 1;
}

/* What follows an EtherType, but VLAN tags; parameters as below. */
PACKET_INLINE enum packet_class packet_carried(const __u8 *p, const __u8 *end, __u16 type,
					       __u32 *heads)
{
	if (type == PACKET_TYPE_IPV4)
		return PACKET_IPV4;
	if (type == PACKET_TYPE_PPPOE)
		return packet_pppoe(p, end, heads);
	if (type == PACKET_TYPE_MPLS || type == PACKET_TYPE_MPLS_MULTICAST)
		return packet_mpls(p, end, heads);
	return PACKET_NOT_IPV4;
}

/*
 * What follows an EtherType.
 *
 * p, end   the bytes behind the type
 * type     EtherType, host order
 * tags     VLAN tags that were taken off before
 * heads    of what stands in front of p; out: of IPv4
 */
PACKET_INLINE enum packet_class packet_typed(const __u8 *p, const __u8 *end, __u16 type, int tags,
					     __u32 *heads)
{
	if (!packet_untag(&p, end, &type, tags, heads))
		return PACKET_NOT_IPV4;
	return packet_carried(p, end, type, heads);
}

PACKET_INLINE enum packet_class packet_ether(const __u8 *p, const __u8 *end, int tags,
					     __u32 *heads)
{
	if (p + 14 > end)
		return PACKET_NOT_IPV4;
	*heads = 14;
	return packet_typed(p + 14, end, packet_u16(p + 12), tags, heads);
}

PACKET_INLINE enum packet_class packet_null(const __u8 *p, const __u8 *end, __u32 *heads)
{
	__u32 high, low;

	if (p + 4 > end)
		return PACKET_NOT_IPV4;
	high = packet_u16(p);
	low = packet_u16(p + 2);
	if (!(high == 0 && low == 2) && !(high == 0x0200 && low == 0))
		return PACKET_NOT_IPV4;
	*heads = 4;
	return PACKET_IPV4;
}

PACKET_INLINE enum packet_class packet_ppp_framed(const __u8 *p, const __u8 *end,
						  __u32 *heads)
{
	if (p + 2 <= end && p[0] == 0xff && p[1] == 0x03) {
		p += 2;
		*heads += 2;
	}
	return packet_ppp(p, end, heads);
}

/* Elsewhere 00 03 is a protocol: header compression (RFC 3241). */
PACKET_INLINE enum packet_class packet_ppp_pppd(const __u8 *p, const __u8 *end,
						__u32 *heads)
{
	if (p + 2 <= end && p[0] <= 1 && p[1] == 0x03) {
		*heads = 2;
		return packet_ppp(p + 2, end, heads);
	}
	return packet_ppp_framed(p, end, heads);
}

/* A cooked capture: so many bytes, of which two are an EtherType. */
PACKET_INLINE enum packet_class packet_cooked(const __u8 *p, const __u8 *end, __u32 size,
					      __u32 type_at, __u32 *heads)
{
	if (p + size > end)
		return PACKET_NOT_IPV4;
	*heads = size;
	return packet_typed(p + size, end, packet_u16(p + type_at), 0, heads);
}

PACKET_INLINE enum packet_class packet_ppp_direction(const __u8 *p, const __u8 *end,
						     __u32 *heads)
{
	if (p + 1 > end)
		return PACKET_NOT_IPV4;
	*heads = 1;
	return packet_ppp_framed(p + 1, end, heads);
}

/*
 * Find where a frame says that IPv4 stands.
 *
 * p, end   the captured bytes
 * heads    out: bytes in front of it, when the class is PACKET_IPV4; whether it is valid is
 *          packet_ipv4()'s to say
 */
PACKET_INLINE enum packet_class packet_find(enum packet_link link, const __u8 *p,
					    const __u8 *end, __u32 *heads)
{
	*heads = 0;
	switch (link) {
	case PACKET_LINK_ETHER:
		return packet_ether(p, end, 0, heads);
	case PACKET_LINK_IP:
		return packet_ip(p, end);
	case PACKET_LINK_IPV4:
		return PACKET_IPV4;
	case PACKET_LINK_NULL:
		return packet_null(p, end, heads);
	case PACKET_LINK_SLL:
		return packet_cooked(p, end, 16, 14, heads);
	case PACKET_LINK_SLL2:
		return packet_cooked(p, end, 20, 0, heads);
	case PACKET_LINK_PPP:
		return packet_ppp_framed(p, end, heads);
	case PACKET_LINK_PPP_DIRECTION:
		return packet_ppp_direction(p, end, heads);
	case PACKET_LINK_PPPOE:
		return packet_pppoe(p, end, heads);
	case PACKET_LINK_PPP_PPPD:
		return packet_ppp_pppd(p, end, heads);
	}
	return PACKET_NOT_IPV4;
}

/* The header at p; out: filled when it is valid, but for heads. */
PACKET_INLINE enum packet_class packet_ipv4(const __u8 *p, const __u8 *end, struct packet *out)
{
	__u32 header;

	if (p + 20 > end)
		return PACKET_MALFORMED;
	header = (p[0] & 15u) * 4;
	if (p[0] >> 4 != 4 || header < 20 || p + header > end)
		return PACKET_MALFORMED;
	out->ip = p;
	out->header_length = (__u8)header;
	out->total_length = packet_u16(p + 2);
	if (out->total_length && out->total_length < header)
		return PACKET_MALFORMED;
	out->protocol = p[9];
	out->be_source = packet_be32(p + 12);
	out->be_destination = packet_be32(p + 16);
	return PACKET_IPV4;
}

/*
 * Class a frame, and find the addresses of a valid IPv4 packet.
 *
 * p, end   the captured bytes
 * out      filled when the class is PACKET_IPV4
 */
PACKET_INLINE enum packet_class packet_parse(enum packet_link link, const __u8 *p,
					     const __u8 *end, struct packet *out)
{
	enum packet_class class = packet_find(link, p, end, &out->heads);

	return class == PACKET_IPV4 ? packet_ipv4(p + out->heads, end, out) : class;
}

PACKET_INLINE int packet_has_ports(__u8 protocol)
{
	return protocol == 6 || protocol == 17 || protocol == 132 || protocol == 33 ||
	       protocol == 136;
}

/* Of a first fragment. Padding is no port. */
PACKET_INLINE int packet_may_have_ports(const struct packet *packet)
{
	return packet_has_ports(packet->protocol) &&
	       (!packet->total_length || packet->total_length >= packet->header_length + 4);
}

/* The ports of a first fragment; zero where there are none. */
PACKET_INLINE struct packet_ports packet_find_ports(const struct packet *packet, const __u8 *end)
{
	struct packet_ports none = { 0, 0 }, ports;
	const __u8 *p = packet->ip + packet->header_length;

	if (!packet_may_have_ports(packet) || packet_u16(packet->ip + 6) & 0x1fff || p + 4 > end)
		return none;
	__builtin_memcpy(&ports, p, sizeof(ports));
	return ports;
}

/* Bytes of IPv4, for the counters; frame_length counts from where parsing began, as on the wire. */
PACKET_INLINE __u32 packet_bytes(const struct packet *packet, __u32 frame_length)
{
	return packet->total_length ? packet->total_length : frame_length - packet->heads;
}

#endif
