/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/trail.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "bpf/packet.h"
#include "core/clock.h"

/* Ethernet, IPv4 from 203.0.113.7 to 192.0.2.1, TCP from port 4660 to 22. */
static const uint8_t frame[] = { 2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 8, 0, 0x45, 0, 0, 40, 0, 0,
				 0, 0, 64, 6, 0, 0, 203, 0, 113, 7, 192, 0, 2, 1, 0x12, 0x34, 0, 22,
				 0, 0, 0, 0, 0, 0, 0, 0, 0x50, 2, 0, 0, 0, 0, 0, 0 };
static struct trail trail;

static int begin(void **state)
{
	(void)state;
	trail = (struct trail){ 0 };
	return trail_open(&trail, 1);
}

static int end(void **state)
{
	(void)state;
	trail_close(&trail);
	return 0;
}

static void keep(uint32_t captured)
{
	const struct judgement red = { .verdict = RA_UNKNOWN, .novelty = NOVEL_ADDRESS };
	const struct event_packet p = { .time_ns = 7 * CLOCK_S,
					.bytes = frame,
					.captured = captured,
					.length = sizeof(frame),
					.direction = RA_IN,
					.link = PACKET_LINK_ETHER };

	trail_packet(&trail, &p, &red);
}

static void point(void **state)
{
	const struct point *p = trail.points.ring;
	struct addr peer, local;

	(void)state;
	assert_false(addr_parse("203.0.113.7", &peer) || addr_parse("192.0.2.1", &local));
	keep(sizeof(frame));
	assert_int_equal(trail.points.count, 1);
	assert_true(addr_equal(&p->peer, &peer) && addr_equal(&p->local, &local));
	assert_int_equal(p->peer_port, 0x1234);
	assert_int_equal(p->local_port, 22);
	assert_int_equal(p->proto, 6);
	assert_int_equal(p->packets, 1);
	assert_int_equal(p->verdict, RA_UNKNOWN);
	assert_int_equal(p->novelty, NOVEL_ADDRESS);
	assert_int_equal(p->time_ns, 7 * CLOCK_S);
}

static void cut(void **state)
{
	(void)state;
	keep(33);
	assert_int_equal(trail.points.count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		{ "trail: a packet that was kept is a point, from whom and to which port", point,
		  begin, end, NULL },
		{ "trail: one whose addresses were cut off is none", cut, begin, end, NULL },
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
