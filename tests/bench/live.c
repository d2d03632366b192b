/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * live - UDP frames as fast as one core makes them: BPF_PROG_TEST_RUN with live frames (Linux
 * 5.18), which leave by XDP without ever having been a socket buffer.
 *
 * usage: live IFACE MAC SOURCE[+SOURCES|~SOURCES] DESTINATION FRAMES|SECONDSs [LENGTH]
 *
 * SOURCE+SOURCES takes turns among that many addresses, SOURCE~SOURCES takes any of them next.
 * FRAMES are sent exactly; "10s" sends for so long. LENGTH is of a frame without its
 * checksum, 60 when nobody says. The other end of a veth takes them only where it has an XDP
 * program or GRO (`ethtool -K IFACE gro on`). The program stays on the CPU that it starts on.
 *
 * It prints an object of JSON:
 *   sent     frames that the interface took
 *   dropped  frames that it refused, because the other end did not keep up or takes none; sent +
 *            dropped is FRAMES. Whoever starts on a CPU of its own sees none on a veth, because
 *            both ends share that CPU
 *   seconds  from the first frame to the last
 *   mpps     million frames a second, of those that were sent
 *   cpu_ns   of this thread and its CPU's ksoftirqd, a frame: on a veth what receives runs
 *            there too, so that the difference between two receivers is the difference between
 *            two of these. Whoever else receives on that CPU is in it, user space is not. It
 *            needs a kernel that counts interrupts to whom they interrupt, as Debian's does
 */
#include <arpa/inet.h>
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <ifaddrs.h>
#include <linux/if_link.h>
#include <net/if.h>
#include <sched.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include "core/clock.h"
#include "tests/bench/live.h"

#include "live.skel.h"

#define LIVE_FRAMES 2 /* BPF_F_TEST_XDP_LIVE_FRAMES, younger than Debian's headers */
#define CALL (256u << 10) /* frames; each call costs 25 ms to take down */
#define BATCH 64
#define LENGTH_LEAST 60
#define LENGTH_MOST 1514
#define DRAIN_TENTHS 20

struct plan {
	const char *name;
	uint8_t mac[6];
	struct in_addr source, destination;
	long sources;
	bool at_random;
	uint64_t frames; /* 0: as many as there is time for */
	double seconds;
	long length;
};

struct counters {
	uint32_t sent, dropped;
};

static uint8_t frame[LENGTH_MOST];

static void put_u16(size_t at, long value)
{
	frame[at] = (uint8_t)(value >> 8);
	frame[at + 1] = (uint8_t)value;
}

static void make_frame(const struct plan *plan)
{
	static const uint8_t from[6] = { 2, 0, 0, 0, 0, 2 };

	memcpy(frame, plan->mac, 6);
	memcpy(frame + 6, from, 6);
	put_u16(12, 0x0800);
	frame[14] = 0x45;
	put_u16(16, plan->length - 14);
	frame[22] = 64;
	frame[23] = IPPROTO_UDP;
	memcpy(frame + 30, &plan->destination, 4);
	put_u16(34, 50000);
	put_u16(36, 443);
	put_u16(38, plan->length - 34);
}

static struct live *load(const struct plan *plan, uint32_t interface)
{
	struct live *s = live__open();
	struct live_plan *p;

	if (!s)
		return NULL;
	p = (struct live_plan *)&s->rodata->live_plan;
	memcpy(p->words, frame, sizeof(p->words));
	for (size_t i = 14; i < 34; i += 2) {
		uint16_t word;

		memcpy(&word, frame + i, sizeof(word));
		p->sum += word;
	}
	p->first = ntohl(plan->source.s_addr);
	p->sources = (uint32_t)plan->sources;
	p->at_random = plan->at_random;
	p->interface = interface;
	if (!live__load(s))
		return s;
	live__destroy(s);
	return NULL;
}

/* What a veth counts: frames that the other end took, and those it had no room for. */
static struct counters count(const char *name)
{
	struct counters c = { 0, 0 };
	struct ifaddrs *all = NULL;

	if (getifaddrs(&all))
		return c;
	for (const struct ifaddrs *i = all; i; i = i->ifa_next) {
		const struct rtnl_link_stats *stats = i->ifa_data;

		if (!i->ifa_addr || i->ifa_addr->sa_family != AF_PACKET || !stats ||
		    strcmp(i->ifa_name, name))
			continue;
		c.sent = stats->tx_packets;
		c.dropped = stats->tx_dropped;
	}
	freeifaddrs(all);
	return c;
}

static int send_frames(const struct live *s, const struct plan *plan, uint32_t n)
{
	struct xdp_md ctx = { .data_end = (uint32_t)plan->length };
	LIBBPF_OPTS(bpf_test_run_opts, opts, .data_in = frame,
		    .data_size_in = (uint32_t)plan->length, .ctx_in = &ctx,
		    .ctx_size_in = sizeof(ctx), .repeat = (int)n, .flags = LIVE_FRAMES,
		    .batch_size = n < BATCH ? n : BATCH);

	return bpf_prog_test_run_opts(bpf_program__fd(s->progs.live_send), &opts);
}

/* out: how many frames were made; returns 0 or -1 */
static int send_all(const struct live *s, const struct plan *plan, uint64_t *made)
{
	int64_t end_ns = clock_steady_ns() + (int64_t)(plan->seconds * CLOCK_S);
	uint64_t n;

	for (*made = 0; plan->frames ? *made < plan->frames : clock_steady_ns() < end_ns;
	     *made += n) {
		n = plan->frames && plan->frames - *made < CALL ? plan->frames - *made : CALL;
		if (send_frames(s, plan, (uint32_t)n))
			return -1;
	}
	return 0;
}

/* How many of those that were made the other end has not taken after a while. */
static uint64_t dropped_of(const struct plan *plan, const struct counters *before, uint64_t made)
{
	const struct timespec tenth = { .tv_nsec = 100000000 };
	uint32_t missing = 0, dropped = 0;

	for (int i = 0; i < DRAIN_TENTHS; i++) {
		struct counters now = count(plan->name);

		dropped = now.dropped - before->dropped;
		missing = (uint32_t)made - (now.sent - before->sent);
		if (missing == dropped || (int32_t)missing <= 0)
			break;
		nanosleep(&tenth, NULL);
	}
	if ((int32_t)missing > 0 && missing > dropped)
		dropped = missing;
	return dropped < made ? dropped : made;
}

/* The process of that CPU's packet work, 0 when it cannot be found. */
static int find_ksoftirqd(int cpu)
{
	char path[64], name[32], comm[32];

	snprintf(name, sizeof(name), "ksoftirqd/%d\n", cpu);
	for (int pid = 2; pid < 4096; pid++) {
		FILE *f;
		bool same;

		snprintf(path, sizeof(path), "/proc/%d/comm", pid);
		f = fopen(path, "r");
		if (!f)
			continue;
		same = fgets(comm, sizeof(comm), f) && !strcmp(comm, name);
		fclose(f);
		if (same)
			return pid;
	}
	return 0;
}

static int64_t cpu_ns(int ksoftirqd)
{
	unsigned long long of_ksoftirqd = 0;
	struct timespec own;
	char path[64];
	FILE *f;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &own);
	snprintf(path, sizeof(path), "/proc/%d/schedstat", ksoftirqd);
	f = fopen(path, "r");
	if (f && fscanf(f, "%llu", &of_ksoftirqd) != 1)
		of_ksoftirqd = 0;
	if (f)
		fclose(f);
	return own.tv_sec * CLOCK_S + own.tv_nsec + (int64_t)of_ksoftirqd;
}

static int stay(void)
{
	int cpu = sched_getcpu();
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(cpu < 0 ? 0 : (size_t)cpu, &set);
	return sched_setaffinity(0, sizeof(set), &set) ? -1 : cpu;
}

static int run(const struct live *s, const struct plan *plan)
{
	int ksoftirqd = find_ksoftirqd(stay());
	const struct counters before = count(plan->name);
	int64_t cpu = cpu_ns(ksoftirqd), start = clock_steady_ns();
	uint64_t made, dropped;
	double seconds;

	if (send_all(s, plan, &made))
		return -1;
	seconds = (double)(clock_steady_ns() - start) / CLOCK_S;
	cpu = cpu_ns(ksoftirqd) - cpu;
	dropped = dropped_of(plan, &before, made);
	printf("{\"sent\":%llu,\"dropped\":%llu,\"seconds\":%.3f,\"mpps\":%.3f,\"cpu_ns\":%.1f}\n",
	       (unsigned long long)(made - dropped), (unsigned long long)dropped, seconds,
	       (double)(made - dropped) / seconds / 1e6, (double)cpu / (double)made);
	return 0;
}

static bool understand_sources(char *text, struct plan *plan)
{
	char *mark = strpbrk(text, "+~");

	plan->at_random = mark && *mark == '~';
	plan->sources = mark ? strtol(mark + 1, NULL, 10) : 1;
	if (mark)
		*mark = 0;
	return inet_aton(text, &plan->source) && plan->sources > 0 && plan->sources <= UINT32_MAX;
}

static bool understand_amount(const char *text, struct plan *plan)
{
	char *end;
	double amount = strtod(text, &end);

	if (!(amount > 0 && amount <= 1e12))
		return false;
	if (!strcmp(end, "s"))
		plan->seconds = amount;
	else
		plan->frames = (uint64_t)amount;
	return plan->seconds > 0 || (!*end && plan->frames > 0);
}

static bool understand_mac(const char *text, uint8_t *mac)
{
	char more;

	return sscanf(text, "%hhx:%hhx:%hhx:%hhx:%hhx:%hhx%c", mac, mac + 1, mac + 2, mac + 3,
		      mac + 4, mac + 5, &more) == 6;
}

static bool understand(int argc, char **argv, struct plan *plan)
{
	if (argc < 6 || argc > 7)
		return false;
	plan->name = argv[1];
	plan->length = argc > 6 ? strtol(argv[6], NULL, 10) : LENGTH_LEAST;
	return understand_mac(argv[2], plan->mac) && understand_sources(argv[3], plan) &&
	       inet_aton(argv[4], &plan->destination) && understand_amount(argv[5], plan) &&
	       plan->length >= LENGTH_LEAST && plan->length <= LENGTH_MOST;
}

int main(int argc, char **argv)
{
	struct plan plan = { 0 };
	uint32_t interface;
	struct live *s;
	int r;

	if (!understand(argc, argv, &plan)) {
		fprintf(stderr, "usage: live IFACE MAC SOURCE[+SOURCES|~SOURCES] DESTINATION "
				"FRAMES|SECONDSs [LENGTH]\n");
		return 2;
	}
	interface = if_nametoindex(plan.name);
	make_frame(&plan);
	s = interface ? load(&plan, interface) : NULL;
	r = s ? run(s, &plan) : -1;
	if (r)
		fprintf(stderr, "live: %s: %s\n", plan.name, strerror(errno));
	live__destroy(s);
	return r ? 1 : 0;
}
