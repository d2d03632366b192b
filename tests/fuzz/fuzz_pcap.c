/* SPDX-License-Identifier: BSD-2-Clause */
/* Any file is read to its end or refused with a reason; what is counted adds up. */
#include "source/pcap.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "source/kind.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
	if (!holds)
		abort();
}

static void count_event(void *ctx, const struct event *e)
{
	uint64_t *events = ctx;

	require(e->packets == 1 && e->bytes >= 20 && e->time_ns >= 0 && !e->judged);
	require(e->direction < RA_DIRECTIONS && addr_is_v4(&e->peer) && addr_is_v4(&e->local));
	++*events;
}

static void read_all(struct source *s)
{
	uint64_t events = 0;
	struct event_sink sink = { .event = count_event, .ctx = &events };
	struct ra_ledger ledger;
	struct err e = { "" };
	int rc;

	while ((rc = source_pcap.poll(s, &sink, &e)) >= 0)
		;
	require(rc == -ENODATA || (rc == -EBADMSG && *e.text));
	require(source_pcap.poll(s, &sink, &e) == -ENODATA);
	require(!source_pcap.ledger(s, &ledger));
	require(ledger.seen == ledger.not_ipv4 + ledger.malformed + events);
	require(pcap_addresses(s) >= (events ? 1 : 0) && pcap_addresses(s) <= 2 * (int64_t)events);
}

/* A file in memory that holds the input, made once. */
static const char *file_of(const uint8_t *data, size_t size)
{
	static char path[40];
	static int fd = -1;

	if (fd < 0)
		fd = memfd_create("capture", MFD_CLOEXEC);
	require(fd >= 0 && !ftruncate(fd, 0));
	require(pwrite(fd, data, size, 0) == (ssize_t)size);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	return path;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *const names[] = { file_of(data, size) };
	const struct cidr local = { addr_from_be32(0), 97 };
	struct source_config config = { .names = names, .n_names = 1, .local = &local,
					.n_local = 1 };
	struct source s = { .ops = &source_pcap };
	struct err e;

	require(!source_pcap.open(&s, &config, &e));
	read_all(&s);
	source_pcap.close(&s);
	return 0;
}
