/* SPDX-License-Identifier: BSD-2-Clause */
#include "source/live.h"

#include <arpa/inet.h>
#include <errno.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "bpf/packet.h"

#define SENT 5
#define SNAP 40
#define HEADERS 42 /* Ethernet, IPv4, UDP */

static const char *const names[] = { "lo" };
static const struct source_config lo = { .names = names, .n_names = 1 };

/* What came out of a source. */
struct gathered {
	uint64_t events[RA_DIRECTIONS];
	int64_t last_ns;
	uint16_t to_port; /* that packets are sent to */
	int packets;
	bool since_event; /* no packet yet since the last event */
};

static void gather(void *ctx, const struct event *e)
{
	struct gathered *g = ctx;
	uint16_t to = e->direction == RA_OUT ? e->peer_port : e->local_port;

	assert_int_equal(to, g->to_port);
	assert_true(e->time_ns >= g->last_ns);
	assert_int_equal(e->packets, 1);
	assert_int_equal(e->bytes, HEADERS - 14 + 100);
	assert_int_equal(e->proto, IPPROTO_UDP);
	assert_int_equal(e->interface, 0);
	assert_false(e->judged);
	g->events[e->direction]++;
	g->last_ns = e->time_ns;
	g->since_event = true;
}

static void keep(void *ctx, const struct event_packet *p)
{
	struct gathered *g = ctx;

	assert_true(g->since_event);
	g->since_event = false;
	assert_int_equal(p->time_ns, g->last_ns);
	assert_int_equal(p->captured, SNAP);
	assert_int_equal(p->length, HEADERS + 100);
	assert_int_equal(p->link, PACKET_LINK_ETHER);
	assert_int_equal(p->bytes[14], 0x45);
	g->packets++;
}

static int bring_lo_up(void)
{
	struct ifreq request = { .ifr_name = "lo", .ifr_flags = IFF_UP };
	int fd = socket(AF_INET, SOCK_DGRAM, 0), r = ioctl(fd, SIOCSIFFLAGS, &request);

	close(fd);
	return r;
}

/* A network of its own, where nobody else speaks. */
static int make_network(void **state)
{
	static bool alone;

	alone = !unshare(CLONE_NEWNET) && !bring_lo_up();
	*state = &alone;
	return 0;
}

static void want_network(void **state)
{
	if (!*(const bool *)*state)
		skip();
}

/* A port of the loopback where what comes is not refused. */
static int open_receiver(uint16_t *port)
{
	struct sockaddr_in at = { .sin_family = AF_INET,
				  .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t len = sizeof(at);
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	assert_int_equal(bind(fd, (struct sockaddr *)&at, len), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&at, &len), 0);
	*port = ntohs(at.sin_port);
	return fd;
}

static void send_some(uint16_t port)
{
	const struct sockaddr_in to = { .sin_family = AF_INET,
					.sin_port = htons(port),
					.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	const uint8_t payload[100] = { 0 };
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	for (int i = 0; i < SENT; i++)
		assert_int_equal(sendto(fd, payload, sizeof(payload), 0,
					(const struct sockaddr *)&to, sizeof(to)),
				 sizeof(payload));
	close(fd);
}

/* What a source makes of SENT packets on the loopback. */
static struct gathered play(const struct source_config *config, struct ra_ledger *ledger)
{
	struct gathered g = { 0 };
	struct event_sink sink = { .event = gather, .packet = keep, .ctx = &g };
	struct pollfd ready = { .events = POLLIN };
	struct source s;
	struct err e;
	int receiver = open_receiver(&g.to_port), events;

	assert_int_equal(source_open(&s, &source_pcap_live, config, &e), 0);
	ready.fd = source_fd(&s);
	send_some(g.to_port);
	assert_int_equal(poll(&ready, 1, 1000), 1);
	assert_int_equal(source_stop(&s), 0);
	send_some(g.to_port); /* after it was stopped: not taken */
	events = source_poll(&s, &sink, &e);
	assert_int_equal(events, g.events[RA_IN] + g.events[RA_OUT]);
	assert_int_equal(source_poll(&s, &sink, &e), 0);
	assert_int_equal(source_ledger(&s, ledger), 0);
	source_close(&s);
	close(receiver);
	return g;
}

static void test_loopback(void **state)
{
	struct ra_ledger ledger;
	struct gathered g;

	want_network(state);
	g = play(&lo, &ledger);
	assert_int_equal(g.events[RA_OUT], SENT);
	assert_int_equal(g.events[RA_IN], SENT);
	assert_int_equal(g.packets, 0);
	assert_int_equal(ledger.seen, 2 * SENT);
	assert_int_equal(ledger.not_ipv4 + ledger.malformed + ledger.lost, 0);
}

static void test_packets(void **state)
{
	struct source_config config = lo;
	struct ra_ledger ledger;
	struct gathered g;

	want_network(state);
	config.snap = SNAP;
	g = play(&config, &ledger);
	assert_int_equal(g.packets, 2 * SENT);
}

static void test_describes(void **state)
{
	struct source_config config = lo;
	struct source_interface interface;
	struct source_info info;
	struct source s, other;
	struct err e;

	want_network(state);
	config.lan = names;
	config.n_lan = 1;
	assert_int_equal(source_open(&s, &source_pcap_live, &config, &e), 0);
	assert_true(source_interface(&s, 0, &interface));
	assert_string_equal(interface.name, "lo");
	assert_string_equal(interface.mode, "pcap");
	assert_true(interface.lan);
	assert_false(source_interface(&s, 1, &interface));
	source_info(&s, &info);
	assert_string_equal(info.kind, "pcap");
	assert_string_equal(info.detail, "lo: libpcap, each packet copied");
	assert_false(source_judges(&s));
	assert_int_equal(source_open(&other, &source_pcap_live, &lo, &e), -EBUSY);
	source_close(&s);
	assert_int_equal(source_open(&other, &source_pcap_live, &lo, &e), 0);
	source_close(&other);
}

static void test_refuses(void **state)
{
	static const char *const twice[] = { "lo", "redarc-none", "lo" };
	static const struct {
		const char *const *names;
		size_t n_names;
		enum source_hook hook;
		bool wait, pin;
		int code;
		const char *says;
	} cases[] = {
		{ twice, 3, HOOK_AUTO, false, false, -EINVAL, "lo: named twice" },
		{ twice, 1, HOOK_TC, false, false, -EINVAL,
		  "--hook: libpcap cannot do that, only the kernel" },
		{ twice, 1, HOOK_AUTO, true, false, -EINVAL,
		  "--wait: libpcap cannot do that, only the kernel" },
		{ twice, 1, HOOK_AUTO, false, true, -EINVAL,
		  "--pin: libpcap cannot do that, only the kernel" },
		{ twice + 1, 1, HOOK_AUTO, false, false, -ENODEV,
		  "redarc-none: no such interface; `redarc interfaces` lists what there is" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const struct source_config config = { .names = cases[i].names,
						      .n_names = cases[i].n_names,
						      .hook = cases[i].hook,
						      .wait = cases[i].wait,
						      .pin = cases[i].pin };
		struct source s;
		struct err e;

		assert_int_equal(live_open(&s, "pcap", &config, &e), cases[i].code);
		assert_string_equal(e.text, cases[i].says);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		{ "pcap: it refuses what it cannot do, and says what", test_refuses, NULL, NULL,
		  NULL },
		{ "pcap: what goes over the loopback goes out and comes in", test_loopback, NULL,
		  NULL, NULL },
		{ "pcap: each packet that is wanted follows its event, cut to length",
		  test_packets, NULL, NULL, NULL },
		{ "pcap: an interface tells its name and mode, and is one watcher's",
		  test_describes, NULL, NULL, NULL },
	};

	return cmocka_run_group_tests_name("pcap_live", tests, make_network, NULL);
}
