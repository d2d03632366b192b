/* SPDX-License-Identifier: BSD-2-Clause */
/* Whether the first packet that comes in is told for an answer to one that went out. */
#include "bpf/kernel.h"

#include <arpa/inet.h>
#include <bpf/bpf.h>

#define LOCAL 0xc0000201u /* 192.0.2.1 */
#define OTHER_LOCAL 0xc0000202u
#define ICMP 1

static uint32_t next_peer;

/* Nobody has heard of this one: flow4 remembers those of other tests. */
static uint32_t fresh_peer(void)
{
	kernel_afresh();
	return 0xc6120000u + next_peer++;
}

static void goes_out(uint32_t local, uint32_t peer, uint16_t local_port, uint16_t peer_port)
{
	uint8_t frame[KERNEL_UDP];

	kernel_udp(frame, local, peer, local_port, peer_port);
	kernel_run(kernel->progs.redarc_out, frame, sizeof(frame), 1);
}

/* Whether the row of the peer says that it answered. */
static bool comes_in(uint32_t local, uint32_t peer, uint16_t local_port, uint16_t peer_port)
{
	uint8_t frame[KERNEL_UDP];
	struct ra_seen seen;

	kernel_udp(frame, peer, local, peer_port, local_port);
	kernel_run(kernel->progs.redarc_in, frame, sizeof(frame), 1);
	seen = kernel_seen(peer, RA_IN);
	assert_true(seen.generation > 0);
	return seen.marks & RA_MARK_REPLY;
}

static void answer(void **state)
{
	uint32_t peer = fresh_peer();

	(void)state;
	goes_out(LOCAL, peer, 50000, 443);
	assert_int_equal(kernel_seen(peer, RA_OUT).marks & RA_MARK_REPLY, 0);
	assert_true(comes_in(LOCAL, peer, 50000, 443));
}

static void unsolicited(void **state)
{
	(void)state;
	assert_false(comes_in(LOCAL, fresh_peer(), 50000, 443));
}

static const struct {
	uint32_t local;
	uint16_t local_port, peer_port;
} others[] = {
	{ OTHER_LOCAL, 50000, 443 }, { LOCAL, 50001, 443 }, { LOCAL, 50000, 444 },
	{ LOCAL, 443, 50000 },
};

static void other_flow(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++) {
		uint32_t peer = fresh_peer();

		goes_out(LOCAL, peer, 50000, 443);
		assert_false(comes_in(others[i].local, peer, others[i].local_port,
				      others[i].peer_port));
	}
}

static void other_protocol(void **state)
{
	uint32_t peer = fresh_peer();
	uint8_t frame[KERNEL_UDP];

	(void)state;
	goes_out(LOCAL, peer, 50000, 443);
	kernel_udp(frame, peer, LOCAL, 443, 50000);
	frame[23] = IPPROTO_TCP;
	kernel_run(kernel->progs.redarc_xdp, frame, sizeof(frame), 1);
	assert_int_equal(kernel_seen(peer, RA_IN).marks & RA_MARK_REPLY, 0);
}

static void no_ports(void **state)
{
	uint32_t peer = fresh_peer();
	uint8_t frame[KERNEL_UDP];

	(void)state;
	kernel_udp(frame, LOCAL, peer, 0x0800, 0); /* where an echo request has its type */
	frame[23] = ICMP;
	kernel_run(kernel->progs.redarc_out, frame, sizeof(frame), 1);
	kernel_udp(frame, peer, LOCAL, 0, 0);
	frame[23] = ICMP;
	kernel_run(kernel->progs.redarc_xdp, frame, sizeof(frame), 1);
	assert_int_equal(kernel_seen(peer, RA_IN).marks & RA_MARK_REPLY,
			 RA_MARK_REPLY);
}

/* Only the packet that makes the row matters. */
static void later_packets(void **state)
{
	uint32_t peer = fresh_peer();

	(void)state;
	assert_false(comes_in(LOCAL, peer, 50000, 443));
	goes_out(LOCAL, peer, 50000, 443);
	assert_false(comes_in(LOCAL, peer, 50000, 443));
	peer = fresh_peer();
	goes_out(LOCAL, peer, 50000, 443);
	assert_true(comes_in(LOCAL, peer, 50000, 443));
	assert_true(comes_in(LOCAL, peer, 7, 7));
}

/* Slots that hold something; what they hold is made older. */
static uint32_t age_flows(uint32_t seconds)
{
	static uint32_t keys[RA_FLOWS];
	static struct ra_flow flows[RA_FLOWS];
	uint32_t at, n = RA_FLOWS, held = 0;
	int fd = bpf_map__fd(kernel->maps.flow4);

	assert_int_equal(bpf_map_lookup_batch(fd, NULL, &at, keys, flows, &n, NULL), 0);
	assert_int_equal(n, RA_FLOWS);
	for (uint32_t i = 0; i < n; i++) {
		if (!flows[i].jiffies)
			continue;
		flows[i].jiffies -= seconds * kernel->rodata->ra_config.hz;
		assert_int_equal(bpf_map_update_elem(fd, &keys[i], &flows[i], BPF_ANY), 0);
		held++;
	}
	return held;
}

static void in_time(void **state)
{
	uint32_t peer = fresh_peer();

	(void)state;
	goes_out(LOCAL, peer, 50000, 443);
	age_flows(RA_REPLY_S - 1);
	assert_true(comes_in(LOCAL, peer, 50000, 443));
	peer = fresh_peer();
	goes_out(LOCAL, peer, 50000, 443);
	age_flows(RA_REPLY_S + 1);
	assert_false(comes_in(LOCAL, peer, 50000, 443));
}

static void noted_anew(void **state)
{
	uint32_t peer = fresh_peer();

	(void)state;
	goes_out(LOCAL, peer, 50000, 443);
	age_flows(RA_REPLY_S + 1);
	goes_out(LOCAL, peer, 50000, 443);
	assert_true(comes_in(LOCAL, peer, 50000, 443));
}

/* What may come in anyway needs no slot; what may only go out does. */
static void not_noted(void **state)
{
	uint32_t peer = fresh_peer(), held = age_flows(0);

	(void)state;
	kernel_allow(peer, RA_BOTH);
	goes_out(LOCAL, peer, 50000, 443);
	kernel_allow(peer, RA_DIR_BIT(RA_IN));
	goes_out(LOCAL, peer, 50000, 443);
	assert_int_equal(age_flows(0), held);
	kernel_allow(peer, RA_DIR_BIT(RA_OUT));
	goes_out(LOCAL, peer, 50000, 443);
	assert_int_equal(age_flows(0), held + 1);
	assert_true(comes_in(LOCAL, peer, 50000, 443));
}

#define SAYS(sentence, f) { "flows: " sentence, f, NULL, NULL, NULL }

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("what comes back is an answer", answer),
		SAYS("what comes by itself is none", unsolicited),
		SAYS("other ends and ports are another flow", other_flow),
		SAYS("another protocol is another flow", other_protocol),
		SAYS("without ports the addresses do", no_ports),
		SAYS("only the first packet that comes in matters", later_packets),
		SAYS("an answer may take 120 s, and no longer", in_time),
		SAYS("a flow that goes on is remembered from its last packet", noted_anew),
		SAYS("a peer that may come in is not remembered", not_noted),
	};

	return cmocka_run_group_tests_name("flows", tests, kernel_load, kernel_unload);
}
