/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * inject - frames the ways that a socket of packets does not send them.
 *
 * usage: inject ring|host|merged IFACE SOURCE DESTINATION COUNT [LENGTH [MAC]]
 *
 * ring    out of the interface, through AF_PACKET's TX_RING: of each frame 14 bytes are linear in
 *         the socket buffer, the rest lies in pages; none are, on a device without Ethernet
 * host    into the host, as if the interface, a tun or tap, had received it
 * merged  likewise, as a virtual machine hands it over: TCP in segments of 1,000 bytes, which
 *         nobody counted
 *
 * All but the last are UDP.
 *
 * LENGTH is of an Ethernet frame without its checksum, 60 when nobody says; a device without
 * Ethernet gets what follows its header. MAC is whom it is for, everybody when nobody says.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <linux/if_tun.h>
#include <linux/virtio_net.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <netinet/ip.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#define LENGTH_LEAST 60
#define LENGTH_MOST 9014
#define COUNT_MOST 100000
#define SLOT 16384u
#define SLOTS 64u /* on their way at a time, so that no queue overflows */
#define SEGMENT 1000
#define TCP_HEADER 20
#define PACE 50   /* frames a millisecond, likewise */

struct plan {
	const char *mode, *name;
	struct in_addr from, to;
	long count, length;
	uint8_t mac[6];
};

/* What is sent: with its Ethernet header, or from behind it; merged: behind what is said of it. */
struct frame {
	struct virtio_net_hdr said;
	uint8_t bytes[LENGTH_MOST];
	size_t skip, len;
};

static void put_u16(uint8_t *at, long value)
{
	at[0] = (uint8_t)(value >> 8);
	at[1] = (uint8_t)value;
}

static long checksum(const uint8_t *header)
{
	uint32_t sum = 0;

	for (size_t i = 0; i < 20; i += 2)
		sum += (uint32_t)header[i] << 8 | header[i + 1];
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return (uint16_t)~sum;
}

static void make_frame(const struct plan *plan, bool ethernet, struct frame *f)
{
	static const uint8_t from[6] = { 2, 0, 0, 0, 0, 2 };
	uint8_t *ip = f->bytes + ETH_HLEN;

	*f = (struct frame){ .skip = ethernet ? 0 : ETH_HLEN };
	f->len = (size_t)plan->length - f->skip;
	memcpy(f->bytes, plan->mac, 6);
	memcpy(f->bytes + 6, from, 6);
	put_u16(f->bytes + 12, ETH_P_IP);
	ip[0] = 0x45;
	put_u16(ip + 2, plan->length - ETH_HLEN);
	ip[8] = 64;
	ip[9] = IPPROTO_UDP;
	memcpy(ip + 12, &plan->from, 4);
	memcpy(ip + 16, &plan->to, 4);
	put_u16(ip + 10, checksum(ip));
	put_u16(ip + 20, 50000);
	put_u16(ip + 22, 443);
	put_u16(ip + 24, plan->length - ETH_HLEN - 20);
}

static void merge(struct frame *f)
{
	uint8_t *ip = f->bytes + ETH_HLEN;
	uint16_t ip_at = (uint16_t)(ETH_HLEN - f->skip);

	ip[9] = IPPROTO_TCP;
	put_u16(ip + 10, 0);
	put_u16(ip + 10, checksum(ip));
	memset(ip + 24, 0, TCP_HEADER - 4);
	ip[32] = TCP_HEADER / 4 << 4;
	f->said = (struct virtio_net_hdr){ .flags = VIRTIO_NET_HDR_F_NEEDS_CSUM,
					   .gso_type = VIRTIO_NET_HDR_GSO_TCPV4,
					   .hdr_len = (uint16_t)(ip_at + 20 + TCP_HEADER),
					   .gso_size = SEGMENT,
					   .csum_start = (uint16_t)(ip_at + 20),
					   .csum_offset = 16 };
}

static int is_ethernet(const char *name)
{
	struct ifreq request = { .ifr_flags = 0 };
	int fd = socket(AF_INET, SOCK_DGRAM, 0), r;

	snprintf(request.ifr_name, sizeof(request.ifr_name), "%s", name);
	r = fd < 0 ? -1 : ioctl(fd, SIOCGIFHWADDR, &request);
	if (fd >= 0)
		close(fd);
	if (r)
		return -1;
	return request.ifr_hwaddr.sa_family == ARPHRD_ETHER ||
	       request.ifr_hwaddr.sa_family == ARPHRD_LOOPBACK;
}

static uint8_t *open_ring(int fd)
{
	struct tpacket_req request = { .tp_block_size = SLOT, .tp_block_nr = SLOTS,
				       .tp_frame_size = SLOT, .tp_frame_nr = SLOTS };
	int version = TPACKET_V2;
	void *ring;

	if (fd < 0 || setsockopt(fd, SOL_PACKET, PACKET_VERSION, &version, sizeof(version)) ||
	    setsockopt(fd, SOL_PACKET, PACKET_TX_RING, &request, sizeof(request)))
		return NULL;
	ring = mmap(NULL, SLOT * SLOTS, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	return ring == MAP_FAILED ? NULL : ring;
}

static void fill(uint8_t *slot, const struct frame *f)
{
	struct tpacket2_hdr *head = (struct tpacket2_hdr *)(void *)slot;

	memcpy(slot + TPACKET2_HDRLEN - sizeof(struct sockaddr_ll), f->bytes + f->skip, f->len);
	head->tp_len = (uint32_t)f->len;
	__atomic_store_n(&head->tp_status, TP_STATUS_SEND_REQUEST, __ATOMIC_RELEASE);
}

/* Sending returns when the frames have left, and their slots are free again. */
static int send_ring(const struct plan *plan, const struct frame *f)
{
	struct sockaddr_ll to = { .sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_IP) };
	int fd = socket(AF_PACKET, SOCK_RAW, 0);
	uint8_t *ring = open_ring(fd);
	unsigned int slot = 0;

	to.sll_ifindex = (int)if_nametoindex(plan->name);
	for (long sent = 0; ring && sent < plan->count; sent++) {
		fill(ring + SLOT * slot, f);
		slot = (slot + 1) % SLOTS;
		if ((!slot || sent + 1 == plan->count) &&
		    sendto(fd, NULL, 0, 0, (struct sockaddr *)&to, sizeof(to)) < 0)
			return -1;
	}
	return ring ? 0 : -1;
}

static int write_all(const struct plan *plan, const struct frame *f, short flags)
{
	const struct iovec parts[] = { { (void *)(uintptr_t)&f->said, sizeof(f->said) },
				       { (void *)(uintptr_t)(f->bytes + f->skip), f->len } };
	const int skip = flags & IFF_VNET_HDR ? 0 : 1;
	const struct timespec pause = { .tv_nsec = 1000000 };
	struct ifreq request = { .ifr_flags = (short)(flags | IFF_NO_PI) };
	int fd = open("/dev/net/tun", O_RDWR);

	snprintf(request.ifr_name, sizeof(request.ifr_name), "%s", plan->name);
	if (fd < 0 || ioctl(fd, TUNSETIFF, &request))
		return -1;
	for (long i = 0; i < plan->count; i++) {
		if (writev(fd, parts + skip, 2 - skip) < 0)
			return -1;
		if (i % PACE == PACE - 1)
			nanosleep(&pause, NULL);
	}
	return 0;
}

static int run(const struct plan *plan)
{
	int ethernet = is_ethernet(plan->name);
	struct frame f;

	if (ethernet < 0)
		return -1;
	make_frame(plan, ethernet, &f);
	if (!strcmp(plan->mode, "ring"))
		return send_ring(plan, &f);
	if (strcmp(plan->mode, "merged"))
		return write_all(plan, &f, ethernet ? IFF_TAP : IFF_TUN);
	merge(&f);
	return write_all(plan, &f, (ethernet ? IFF_TAP : IFF_TUN) | IFF_VNET_HDR);
}

static bool understand(int argc, char **argv, struct plan *plan)
{
	uint8_t *mac = plan->mac;

	if (argc < 6 || argc > 8)
		return false;
	plan->mode = argv[1];
	plan->name = argv[2];
	plan->count = atol(argv[5]);
	plan->length = argc > 6 ? atol(argv[6]) : LENGTH_LEAST;
	memset(mac, 0xff, sizeof(plan->mac));
	if (argc > 7 && sscanf(argv[7], "%hhx:%hhx:%hhx:%hhx:%hhx:%hhx", mac, mac + 1, mac + 2,
			       mac + 3, mac + 4, mac + 5) != 6)
		return false;
	return inet_aton(argv[3], &plan->from) && inet_aton(argv[4], &plan->to) &&
	       plan->count > 0 && plan->count <= COUNT_MOST && plan->length >= LENGTH_LEAST &&
	       plan->length <= LENGTH_MOST;
}

int main(int argc, char **argv)
{
	struct plan plan = { 0 };

	if (!understand(argc, argv, &plan)) {
		fprintf(stderr, "usage: inject ring|host|merged IFACE SOURCE DESTINATION COUNT "
				"[LENGTH [MAC]]\n");
		return 2;
	}
	if (!run(&plan))
		return 0;
	fprintf(stderr, "inject: %s: %s\n", plan.name, strerror(errno));
	return 1;
}
