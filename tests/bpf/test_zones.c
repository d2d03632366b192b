/* SPDX-License-Identifier: BSD-2-Clause */
/* Who uses the addresses of a zone, and who touches one that nobody uses. */
#include "bpf/kernel.h"

#include <arpa/inet.h>
#include <errno.h>
#include <string.h>

#include "source/ebpf_zones.h"

#define HOST 0xc0000205u     /* 192.0.2.5, place 5 */
#define UNUSED 0xc0000209u   /* 192.0.2.9, place 9 */
#define DARK 0xcb00710fu     /* 203.0.113.15, place 256 + 15 */
#define STRANGER 0xc6336407u /* 198.51.100.7, of no zone */
#define DARK_PLACE (256 + 15)
#define SCARCE 100 /* records a second */

static struct zones4 zones;

static struct cidr cidr(const char *text)
{
	struct cidr c;

	assert_int_equal(cidr_parse(text, &c), 0);
	return c;
}

static int set_zones(struct zones4 *z, const struct cidr *list, size_t n)
{
	return zones4_set(z, bpf_map__fd(kernel->maps.zone4), &kernel->data->ra_control, list, n);
}

/* Two zones; the second is dark by decree. */
static int begin(void **state)
{
	const struct cidr two[] = { cidr("192.0.2.0/24"), cidr("203.0.113.0/24") };

	(void)state;
	kernel_afresh();
	assert_int_equal(set_zones(&zones, two, 2), 0);
	memset(zones.used, RA_ZONE_SILENT, 256);
	memset(zones.used + 256, RA_ZONE_DARK, 256);
	return 0;
}

static int end(void **state)
{
	(void)state;
	zones4_clear(&zones);
	return 0;
}

static void sends(const struct bpf_program *program, uint32_t source, uint32_t target)
{
	uint8_t frame[KERNEL_UDP];

	kernel_udp(frame, source, target, 50000, 443);
	kernel_run(program, frame, sizeof(frame), 1);
}

static void asks(const struct bpf_program *program, uint32_t source, uint32_t target,
		 uint8_t operation)
{
	uint8_t frame[42] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2, 0, 0, 0, 0, 2, 8, 6,
			      0,    1,	  8,	0,    6,    4,	  0, operation };
	uint32_t be_source = htonl(source), be_target = htonl(target);

	memcpy(frame + 28, &be_source, 4);
	memcpy(frame + 38, &be_target, 4);
	kernel_run(program, frame, sizeof(frame), 1);
}

/* Touches so far, the first of them by whom and of what. */
static void expect_touches(int n, uint32_t source, uint32_t target)
{
	struct ra_record_touch touch;

	assert_int_equal(kernel_records(RA_RECORD_TOUCH, &touch, sizeof(touch)), n);
	if (!n)
		return;
	assert_int_equal(ntohl(touch.be_source), source);
	assert_int_equal(ntohl(touch.be_target), target);
	assert_true(touch.jiffies > 0);
}

static void used(void **state)
{
	(void)state;
	sends(kernel->progs.redarc_out, HOST, STRANGER);
	assert_int_equal(zones.used[5], RA_ZONE_USED);
	asks(kernel->progs.redarc_in, HOST + 1, HOST, 1);
	assert_int_equal(zones.used[6], RA_ZONE_USED);
	asks(kernel->progs.redarc_xdp, HOST + 2, HOST, 2);
	assert_int_equal(zones.used[7], RA_ZONE_USED);
	sends(kernel->progs.redarc_xdp, DARK, STRANGER);
	assert_int_equal(zones.used[DARK_PLACE], RA_ZONE_DARK);
	expect_touches(0, 0, 0);
	for (uint32_t i = 0; i < 256; i++)
		assert_int_equal(zones.used[i], i >= 5 && i <= 7);
}

static void touched(void **state)
{
	const struct bpf_program *const programs[] = { kernel->progs.redarc_in,
						       kernel->progs.redarc_out,
						       kernel->progs.redarc_xdp };

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		sends(programs[i], STRANGER, UNUSED);
		expect_touches(1, STRANGER, UNUSED);
		sends(programs[i], STRANGER, DARK);
		expect_touches(1, STRANGER, DARK);
		asks(programs[i], HOST, UNUSED, 1);
		expect_touches(1, HOST, UNUSED);
		asks(programs[i], HOST, DARK, 1);
		expect_touches(1, HOST, DARK);
	}
	assert_int_equal(zones.used[9], RA_ZONE_SILENT);
}

static void not_touched(void **state)
{
	const struct bpf_program *program = kernel->progs.redarc_in;

	(void)state;
	zones.used[5] = RA_ZONE_USED;
	sends(program, STRANGER, HOST);
	asks(program, HOST + 1, HOST, 1);
	expect_touches(0, 0, 0);
	asks(program, UNUSED, UNUSED, 1); /* says that it is there */
	asks(program, 0, UNUSED + 1, 1);  /* asks whether anybody is */
	asks(program, HOST, UNUSED + 1, 2);
	sends(program, 0, UNUSED + 1);
	sends(program, HOST, STRANGER);
	expect_touches(0, 0, 0);
}

static void known_peer(void **state)
{
	(void)state;
	kernel_allow(UNUSED, RA_BOTH);
	sends(kernel->progs.redarc_out, HOST, UNUSED);
	assert_int_equal(kernel_ledger().verdict[RA_ALLOWED][RA_OUT], 1);
	expect_touches(1, HOST, UNUSED);
}

static void counts(void **state)
{
	struct ra_ledger l;

	(void)state;
	sends(kernel->progs.redarc_in, STRANGER, UNUSED);
	asks(kernel->progs.redarc_in, HOST, UNUSED, 1);
	asks(kernel->progs.redarc_xdp, HOST, UNUSED, 2);
	l = kernel_ledger();
	assert_int_equal(l.seen, 3);
	assert_int_equal(l.not_ipv4, 2);
	assert_int_equal(l.verdict[RA_UNKNOWN][RA_IN], 1);
	assert_int_equal(l.reported, 1);
}

static void behind_tags(void **state)
{
	uint8_t frame[50] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2, 0, 0, 0, 0, 2, 0x88, 0xa8,
			      0,    5,	  0x81, 0,    0,    6,	  8, 6,
			      0,    1,	  8,	0,    6,    4,	  0, 1 };
	const uint32_t be_source = htonl(HOST), be_target = htonl(UNUSED);

	(void)state;
	memcpy(frame + 36, &be_source, 4);
	memcpy(frame + 46, &be_target, 4);
	kernel_run(kernel->progs.redarc_xdp, frame, sizeof(frame), 1);
	expect_touches(1, HOST, UNUSED);
	kernel_run(kernel->progs.redarc_in, frame, sizeof(frame), 1);
	expect_touches(1, HOST, UNUSED);
}

static void no_zones(void **state)
{
	(void)state;
	kernel->data->ra_control.n_zones = 0;
	sends(kernel->progs.redarc_in, HOST, UNUSED);
	asks(kernel->progs.redarc_in, HOST, UNUSED, 1);
	expect_touches(0, 0, 0);
	assert_int_equal(zones.used[5], RA_ZONE_SILENT);
}

/* Of a second's records half are left for peers. */
static void bounded(void **state)
{
	struct ra_record_touch touch;
	uint8_t frame[KERNEL_UDP];

	(void)state;
	kernel_udp(frame, STRANGER, UNUSED, 50000, 443);
	kernel_run(kernel->progs.redarc_in, frame, sizeof(frame), 1000);
	assert_in_range(kernel_records(RA_RECORD_TOUCH, &touch, sizeof(touch)), SCARCE / 2 - 1,
			SCARCE / 2 + 20); /* some time passes too */
	for (uint32_t i = 0; i < SCARCE / 4; i++)
		sends(kernel->progs.redarc_in, STRANGER + 1 + i, HOST);
	assert_int_equal(kernel_ledger().reported, 1 + SCARCE / 4);
}

static void not_zones(void **state)
{
	struct cidr nine[9] = { cidr("192.0.2.0/27") };
	const struct cidr large = cidr("198.0.0.0/11");
	const struct cidr both[] = { cidr("198.0.0.0/12"), cidr("192.0.2.1/32") };
	const struct cidr six = cidr("2001:db8::/120");
	struct zones4 z = { NULL };

	(void)state;
	for (size_t i = 1; i < 9; i++)
		nine[i] = nine[0];
	assert_int_equal(set_zones(&z, nine, 0), -EINVAL);
	assert_int_equal(set_zones(&z, nine, 9), -EINVAL);
	assert_int_equal(set_zones(&z, &large, 1), -EINVAL);
	assert_int_equal(set_zones(&z, both, 2), -EINVAL);
	assert_int_equal(set_zones(&z, &six, 1), -EINVAL);
	assert_null(z.used);
	assert_int_equal(set_zones(&zones, both, 1), -EBUSY);
	assert_int_equal(set_zones(&z, both, 1), 0);
	sends(kernel->progs.redarc_in, 0xc60fffffu, STRANGER);
	assert_int_equal(z.used[(1u << 20) - 1], RA_ZONE_USED);
	zones4_clear(&z);
}

#define SAYS(sentence, f) { "zones: " sentence, f, begin, end, NULL }

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAYS("who sends IPv4 or ARP is used, unless it is dark by decree", used),
		SAYS("who sends to what is not used has touched it", touched),
		SAYS("the used, gratuitous ARP, probes and replies are no touch", not_touched),
		SAYS("a peer that is known can be touched too", known_peer),
		SAYS("touches move no counter", counts),
		SAYS("ARP is found behind tags", behind_tags),
		SAYS("without zones nothing is looked at", no_zones),
		SAYS("what cannot be a zone is refused, and the last address has its place",
		     not_zones),
	};
	const struct CMUnitTest scarce[] = {
		SAYS("touches leave records for peers", bounded),
	};
	int failed = cmocka_run_group_tests_name("zones", tests, kernel_load, kernel_unload);

	kernel_rate = SCARCE;
	return failed + cmocka_run_group_tests_name("zones, few records", scarce, kernel_load,
						    kernel_unload);
}
