/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * send - a bounded number of UDP frames from one address to another, out of one interface.
 *
 * usage: send IFACE SOURCE[+PEERS] DESTINATION COUNT[/PACE] [TAGS]
 *        send tun:IFACE ...                       into the host, as if IFACE had received it
 *
 * SOURCE+PEERS takes turns among that many addresses; PACE frames go out each millisecond, 50
 * when nobody says. TAGS VLAN tags (0x88a8 outside, 0x8100 inside) stand in front of IPv4.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <netinet/ip.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define COUNT_MOST 1000000
#define TAGS_MOST 8
#define PACE 50 /* frames a millisecond, so that no queue overflows */
#define PEERS_MOST 131072
#define PAYLOAD 18

struct frame {
	uint8_t bytes[128];
	size_t len;
	struct iphdr *ip;
};

struct plan {
	struct in_addr from, to;
	long count, pace, peers;
	int tags;
};

static void put(struct frame *f, const void *bytes, size_t len)
{
	memcpy(f->bytes + f->len, bytes, len);
	f->len += len;
}

static void put_type(struct frame *f, uint16_t type)
{
	type = htons(type);
	put(f, &type, 2);
}

static void put_ethernet(struct frame *f, int tags)
{
	static const uint8_t macs[12] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2, 0, 0, 0, 0, 2 };

	put(f, macs, sizeof(macs));
	for (int i = 0; i < tags; i++) {
		put_type(f, i + 1 < tags ? ETH_P_8021AD : ETH_P_8021Q);
		put_type(f, (uint16_t)(i + 5));
	}
	put_type(f, ETH_P_IP);
}

static uint16_t checksum(const struct iphdr *ip)
{
	const uint8_t *p = (const uint8_t *)ip;
	uint32_t sum = 0; /* over a header whose own sum is zero */

	for (size_t i = 0; i < sizeof(*ip); i += 2)
		sum += (uint32_t)p[i] << 8 | p[i + 1];
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return htons((uint16_t)~sum);
}

static void put_udp(struct frame *f, in_addr_t from, in_addr_t to)
{
	const uint16_t udp[4] = { htons(50000), htons(443), htons(8 + PAYLOAD), 0 };
	const uint8_t payload[PAYLOAD] = { 0 };
	struct iphdr ip = { .version = 4,
			    .ihl = 5,
			    .tot_len = htons(sizeof(ip) + sizeof(udp) + PAYLOAD),
			    .ttl = 64,
			    .protocol = IPPROTO_UDP,
			    .saddr = from,
			    .daddr = to };

	f->ip = (struct iphdr *)(void *)(f->bytes + f->len);
	put(f, &ip, sizeof(ip));
	put(f, udp, sizeof(udp));
	put(f, payload, sizeof(payload));
}

static int open_interface(const char *name)
{
	struct sockaddr_ll at = { .sll_family = AF_PACKET };
	int fd = socket(AF_PACKET, SOCK_RAW, 0);

	at.sll_ifindex = (int)if_nametoindex(name);
	if (fd < 0 || !at.sll_ifindex || bind(fd, (struct sockaddr *)&at, sizeof(at)))
		return -1;
	return fd;
}

static int open_tun(const char *name)
{
	struct ifreq request = { .ifr_flags = IFF_TUN | IFF_NO_PI };
	int fd = open("/dev/net/tun", O_RDWR);

	snprintf(request.ifr_name, sizeof(request.ifr_name), "%s", name);
	return fd < 0 || ioctl(fd, TUNSETIFF, &request) ? -1 : fd;
}

static void set_source(struct frame *f, uint32_t ip)
{
	struct iphdr header;

	memcpy(&header, f->ip, sizeof(header));
	header.saddr = htonl(ip);
	header.check = 0;
	header.check = checksum(&header);
	memcpy(f->ip, &header, sizeof(header));
}

static int send_all(int fd, struct frame *f, const struct plan *plan)
{
	const struct timespec pause = { .tv_nsec = 1000000 };

	for (long i = 0; i < plan->count; i++) {
		set_source(f, ntohl(plan->from.s_addr) + (uint32_t)(i % plan->peers));
		while (write(fd, f->bytes, f->len) < 0)
			if (errno != ENOBUFS && errno != EAGAIN)
				return -1;
		if (i % plan->pace == plan->pace - 1)
			nanosleep(&pause, NULL);
	}
	return 0;
}

/* The number behind a mark such as "+", cut off the text; 0 when it is no number. */
static long cut_number(char *text, char mark, long otherwise)
{
	char *at = strchr(text, mark);

	if (!at)
		return otherwise;
	*at = 0;
	return strtol(at + 1, NULL, 10);
}

static bool understand(int argc, char **argv, struct plan *plan)
{
	if (argc < 5 || argc > 6)
		return false;
	plan->peers = cut_number(argv[2], '+', 1);
	plan->pace = cut_number(argv[4], '/', PACE);
	plan->count = strtol(argv[4], NULL, 10);
	plan->tags = argc > 5 ? atoi(argv[5]) : 0;
	return inet_aton(argv[2], &plan->from) && inet_aton(argv[3], &plan->to) &&
	       plan->count > 0 && plan->count <= COUNT_MOST && plan->pace > 0 && plan->peers > 0 &&
	       plan->peers <= PEERS_MOST && plan->tags >= 0 && plan->tags <= TAGS_MOST;
}

int main(int argc, char **argv)
{
	struct frame f = { .len = 0 };
	struct plan plan;
	bool tun;
	int fd;

	if (!understand(argc, argv, &plan)) {
		fprintf(stderr,
			"usage: send IFACE SOURCE[+PEERS] DESTINATION COUNT[/PACE] [TAGS]\n");
		return 2;
	}
	tun = !strncmp(argv[1], "tun:", 4);
	if (!tun)
		put_ethernet(&f, plan.tags);
	put_udp(&f, plan.from.s_addr, plan.to.s_addr);
	fd = tun ? open_tun(argv[1] + 4) : open_interface(argv[1]);
	if (fd < 0 || send_all(fd, &f, &plan)) {
		fprintf(stderr, "send: %s: %s\n", argv[1], strerror(errno));
		return 1;
	}
	return 0;
}
