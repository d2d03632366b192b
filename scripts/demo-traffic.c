/* SPDX-License-Identifier: BSD-2-Clause */
/* demo-traffic - plays the peers of scripts/demo: a bounded number of frames on one interface. */
#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <netinet/ip.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define HOME "192.0.2.1"
#define FRAMES_MOST 100000
#define TICK_MS 10
#define PEERS_MOST 128

enum { IN = 1, OUT = 2 };

/* Peers of one kind: addresses of a documentation range that behave alike. */
struct cast {
	const char *first;
	int count, step;   /* 16 neighbours are at one place, in 198.18.0.0/15 256 */
	int directions;
	uint8_t proto;
	uint16_t port;     /* of the service */
	uint16_t payload;  /* bytes */
	uint32_t every_ms;
	bool stranger;     /* comes late, one after the other */
};

static const struct cast casts[] = {
	{ "198.51.100.5", 16, 16, IN | OUT, IPPROTO_UDP, 443, 1200, 200, false },
	{ "203.0.113.10", 10, 16, IN | OUT, IPPROTO_TCP, 443, 600, 400, false },
	{ "192.0.2.35", 8, 16, OUT, IPPROTO_UDP, 53, 60, 700, false },
	{ "198.51.100.9", 5, 48, IN, IPPROTO_TCP, 80, 200, 900, false },
	{ "203.0.113.30", 4, 64, IN, IPPROTO_TCP, 22, 20, 500, true }, /* of known /24s */
	{ "198.18.1.60", 8, 256, OUT, IPPROTO_TCP, 8443, 900, 250, true }, /* of new countries */
	{ "198.18.9.12", 4, 256, IN | OUT, IPPROTO_UDP, 4500, 300, 600, true },
	{ "198.51.100.9", 2, 48, OUT, IPPROTO_TCP, 4444, 500, 300, true }, /* known, but only in */
};

struct peer {
	const struct cast *cast;
	uint32_t be_ip;
	uint64_t due_ms;
};

struct frame {
	struct ethhdr eth;
	struct iphdr ip;
	uint16_t be_from, be_to; /* ports, where UDP and TCP both have them */
	uint8_t payload[1400];
} __attribute__((packed));

static uint64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

static uint16_t be_checksum(const void *data, size_t len)
{
	const uint8_t *p = data;
	uint32_t sum = 0;

	for (size_t i = 0; i < len; i += 2)
		sum += (uint32_t)p[i] << 8 | p[i + 1];
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return htons((uint16_t)~sum);
}

/* Peers that play in this direction, with the time of their first frame; returns how many. */
static size_t summon(struct peer *peers, int direction, uint64_t start_ms, uint64_t strangers_ms)
{
	const struct cast *last = casts + sizeof(casts) / sizeof(*casts);
	uint64_t late = 0;
	size_t n = 0;

	for (const struct cast *c = casts; c < last; c++) {
		for (int i = 0; i < c->count && (c->directions & direction) && n < PEERS_MOST;
		     i++) {
			uint32_t first = ntohl(inet_addr(c->first));

			peers[n].cast = c;
			peers[n].be_ip = htonl(first + (uint32_t)(i * c->step));
			peers[n].due_ms = start_ms + n * 37 % c->every_ms;
			if (c->stranger)
				peers[n].due_ms += strangers_ms + 1500 * late++;
			n++;
		}
	}
	return n;
}

/* Returns the frame's length. */
static size_t frame_fill(struct frame *f, const struct peer *p, int direction)
{
	static const uint8_t mac_home[ETH_ALEN] = { 2, 0, 0, 0, 0, 1 };
	static const uint8_t mac_world[ETH_ALEN] = { 2, 0, 0, 0, 0, 2 };
	size_t ip_len = offsetof(struct frame, payload) - sizeof(f->eth) + p->cast->payload;
	uint16_t be_service = htons(p->cast->port), be_client = htons(40000);
	bool to_service = direction == OUT || !(p->cast->directions & OUT);

	memset(f, 0, sizeof(*f));
	memcpy(f->eth.h_dest, direction == IN ? mac_home : mac_world, ETH_ALEN);
	memcpy(f->eth.h_source, direction == IN ? mac_world : mac_home, ETH_ALEN);
	f->eth.h_proto = htons(ETH_P_IP);
	f->ip.version = 4;
	f->ip.ihl = sizeof(f->ip) / 4;
	f->ip.tot_len = htons((uint16_t)ip_len);
	f->ip.ttl = 64;
	f->ip.protocol = p->cast->proto;
	f->ip.saddr = direction == IN ? p->be_ip : inet_addr(HOME);
	f->ip.daddr = direction == IN ? inet_addr(HOME) : p->be_ip;
	f->ip.check = be_checksum(&f->ip, sizeof(f->ip));
	f->be_from = to_service ? be_client : be_service;
	f->be_to = to_service ? be_service : be_client;
	return sizeof(f->eth) + ip_len;
}

/* Send what is due; returns how many frames left. */
static size_t play(int fd, struct peer *peers, size_t n, int direction)
{
	uint64_t now = now_ms();
	struct frame frame;
	size_t len, sent = 0;

	for (struct peer *p = peers; p < peers + n; p++) {
		if (p->due_ms > now)
			continue;
		len = frame_fill(&frame, p, direction);
		if (send(fd, &frame, len, 0) > 0)
			sent++;
		p->due_ms = now + p->cast->every_ms;
	}
	return sent;
}

/* A socket that sends on the interface, once that is up; -1 when it never is. */
static int link_open(const char *name)
{
	struct sockaddr_ll to = { .sll_family = AF_PACKET };
	struct ifreq request = { 0 };
	int fd = socket(AF_PACKET, SOCK_RAW, 0);

	snprintf(request.ifr_name, sizeof(request.ifr_name), "%s", name);
	for (int tries = 0; fd >= 0 && tries < 500; tries++) {
		if (!ioctl(fd, SIOCGIFFLAGS, &request) && (request.ifr_flags & IFF_RUNNING)) {
			to.sll_ifindex = (int)if_nametoindex(name);
			if (!bind(fd, (struct sockaddr *)&to, sizeof(to)))
				return fd;
		}
		usleep(TICK_MS * 1000);
	}
	fprintf(stderr, "demo-traffic: %s: cannot send there: %s\n", name, strerror(errno));
	return -1;
}

int main(int argc, char **argv)
{
	struct peer peers[PEERS_MOST];
	uint64_t start, seconds;
	size_t n, sent = 0;
	int direction, fd;

	if (argc != 5 || (strcmp(argv[2], "in") && strcmp(argv[2], "out"))) {
		fprintf(stderr, "usage: demo-traffic IFACE in|out SECONDS STRANGERS_AFTER\n");
		return 2;
	}
	direction = strcmp(argv[2], "in") ? OUT : IN;
	seconds = strtoull(argv[3], NULL, 10);
	fd = link_open(argv[1]);
	if (fd < 0)
		return 1;
	start = now_ms();
	n = summon(peers, direction, start, strtoull(argv[4], NULL, 10) * 1000);
	while (now_ms() < start + seconds * 1000 && sent < FRAMES_MOST) {
		sent += play(fd, peers, n, direction);
		usleep(TICK_MS * 1000);
	}
	close(fd);
	return 0;
}
