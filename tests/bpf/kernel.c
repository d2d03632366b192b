/* SPDX-License-Identifier: BSD-2-Clause */
#include "bpf/kernel.h"

#include <arpa/inet.h>
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <stdlib.h>
#include <string.h>

struct redarc *kernel;
int kernel_cpus;
uint32_t kernel_rate = 1000000;
uint32_t kernel_snap;

static int load(bool frags)
{
	kernel = redarc__open();
	if (!kernel)
		return -1;
	kernel->rodata->ra_config.rows = KERNEL_ROWS;
	kernel->rodata->ra_config.snap = kernel_snap;
	kernel->rodata->ra_config.cpus = (uint32_t)kernel_cpus;
	kernel->rodata->ra_config.hot_lines = KERNEL_LINES;
	kernel->rodata->ra_config.measures = 1;
	bpf_map__set_max_entries(kernel->maps.ledger, (uint32_t)kernel_cpus);
	bpf_map__set_max_entries(kernel->maps.hot4,
				 KERNEL_LINES * RA_DIRECTIONS * (uint32_t)kernel_cpus);
	bpf_map__set_max_entries(kernel->maps.fold4,
				 KERNEL_LINES * RA_DIRECTIONS * (uint32_t)kernel_cpus);
	bpf_map__set_max_entries(kernel->maps.seen4, KERNEL_ROWS * (uint32_t)kernel_cpus);
	bpf_map__set_max_entries(kernel->maps.allow4, 1024);
	bpf_map__set_max_entries(kernel->maps.block4, 1024);
	bpf_map__set_max_entries(kernel->maps.cidr4, 1024);
	bpf_program__set_flags(kernel->progs.redarc_xdp, frags ? BPF_F_XDP_HAS_FRAGS : 0);
	bpf_program__set_flags(kernel->progs.redarc_xdp_ip, frags ? BPF_F_XDP_HAS_FRAGS : 0);
	return redarc__load(kernel);
}

/* Kernels before 5.18 know no XDP frames in several parts. */
int kernel_load(void **state)
{
	(void)state;
	kernel_cpus = libbpf_num_possible_cpus();
	if (!load(true))
		return 0;
	redarc__destroy(kernel);
	return load(false);
}

int kernel_unload(void **state)
{
	(void)state;
	redarc__destroy(kernel);
	return 0;
}

static void empty_hash(const struct bpf_map *map)
{
	uint8_t key[8];

	while (!bpf_map_get_next_key(bpf_map__fd(map), NULL, key))
		assert_int_equal(bpf_map_delete_elem(bpf_map__fd(map), key), 0);
}

static void empty_array(const struct bpf_map *map, uint32_t n, size_t value_size)
{
	void *zeros = calloc(1, value_size);

	assert_non_null(zeros);
	for (uint32_t i = 0; i < n; i++)
		assert_int_equal(bpf_map_update_elem(bpf_map__fd(map), &i, zeros, BPF_ANY), 0);
	free(zeros);
}

void kernel_afresh(void)
{
	uint32_t cpus = (uint32_t)kernel_cpus;

	empty_array(kernel->maps.seen4, KERNEL_ROWS * (uint32_t)kernel_cpus,
		    sizeof(struct ra_seen));
	empty_array(kernel->maps.ledger, cpus, sizeof(struct ra_ledger));
	empty_array(kernel->maps.hot4, KERNEL_LINES * RA_DIRECTIONS * cpus, sizeof(struct ra_hot));
	empty_array(kernel->maps.fold4, KERNEL_LINES * RA_DIRECTIONS * cpus,
		    sizeof(struct ra_hot));
	empty_hash(kernel->maps.allow4);
	empty_hash(kernel->maps.block4);
	empty_hash(kernel->maps.cidr4);
	kernel->data->ra_control = (struct ra_control){ .record_rate = kernel_rate };
	kernel_records(0, NULL, 0);
}

uint32_t kernel_run(const struct bpf_program *program, const void *bytes, uint32_t len, int times)
{
	uint8_t out[2048];
	LIBBPF_OPTS(bpf_test_run_opts, opts, .data_in = bytes, .data_size_in = len,
		    .data_out = out, .data_size_out = sizeof(out), .repeat = times);

	assert_int_equal(bpf_prog_test_run_opts(bpf_program__fd(program), &opts), 0);
	assert_int_equal(opts.data_size_out, len); /* a packet is never changed */
	assert_memory_equal(out, bytes, len);
	return opts.retval;
}

static void check_sums(const struct ra_ledger *l)
{
	uint64_t judged = 0, not_allowed = 0;

	for (int v = 0; v < RA_VERDICTS; v++)
		for (int d = 0; d < RA_DIRECTIONS; d++) {
			judged += l->verdict[v][d];
			not_allowed += v == RA_ALLOWED ? 0 : l->verdict[v][d];
		}
	assert_int_equal(l->seen, l->not_ipv4 + l->malformed + judged);
	assert_int_equal(not_allowed, l->reported + l->suppressed + l->lost);
}

struct ra_ledger kernel_ledger(void)
{
	struct ra_ledger one, sum = { 0 };

	for (uint32_t i = 0; i < (uint32_t)kernel_cpus; i++) {
		assert_int_equal(bpf_map_lookup_elem(bpf_map__fd(kernel->maps.ledger), &i, &one),
				 0);
		for (size_t word = 0; word < offsetof(struct ra_ledger, bucket) / 8; word++)
			((uint64_t *)&sum)[word] += ((const uint64_t *)&one)[word];
	}
	check_sums(&sum);
	return sum;
}

void kernel_allow(uint32_t ip, uint8_t directions)
{
	struct ra_allow value = { .directions = directions, .origin = RA_ORIGIN_USER };
	uint32_t key = htonl(ip);

	assert_int_equal(
		bpf_map_update_elem(bpf_map__fd(kernel->maps.allow4), &key, &value, BPF_ANY), 0);
}

struct ra_seen kernel_seen(uint32_t ip, uint8_t direction)
{
	struct ra_seen seen, none = { 0 };
	int fd = bpf_map__fd(kernel->maps.seen4);

	for (uint32_t i = 0; i < KERNEL_ROWS * (uint32_t)kernel_cpus; i++) {
		assert_int_equal(bpf_map_lookup_elem(fd, &i, &seen), 0);
		if (seen.generation && seen.be_peer == htonl(ip) && seen.direction == direction)
			return seen;
	}
	return none;
}

struct wanted {
	uint16_t kind;
	void *first;
	size_t size;
	int n;
};

static int hear(void *ctx, void *data, size_t size)
{
	struct wanted *wanted = ctx;

	if (*(const uint16_t *)data != wanted->kind)
		return 0;
	assert_int_equal(size, wanted->size);
	if (!wanted->n++)
		memcpy(wanted->first, data, size);
	return 0;
}

int kernel_records(uint16_t kind, void *first, size_t size)
{
	struct wanted wanted = { .kind = kind, .first = first, .size = size };
	struct ring_buffer *ring =
		ring_buffer__new(bpf_map__fd(kernel->maps.events), hear, &wanted, NULL);

	assert_non_null(ring);
	assert_true(ring_buffer__consume(ring) >= 0);
	ring_buffer__free(ring);
	return wanted.n;
}

static void put(uint8_t *p, uint32_t value, int bytes)
{
	for (int i = 0; i < bytes; i++)
		p[i] = (uint8_t)(value >> 8 * (bytes - 1 - i));
}

void kernel_udp(uint8_t *frame, uint32_t source, uint32_t destination, uint16_t source_port,
		uint16_t destination_port)
{
	static const uint8_t start[KERNEL_UDP] = {
		2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 8, 0, 0x45, 0, 0, 28, 0, 0, 0, 0, 64, 17,
	};

	memcpy(frame, start, sizeof(start));
	put(frame + 26, source, 4);
	put(frame + 30, destination, 4);
	put(frame + 34, source_port, 2);
	put(frame + 36, destination_port, 2);
	put(frame + 38, 8, 2);
}
