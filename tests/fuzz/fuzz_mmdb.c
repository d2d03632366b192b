/* SPDX-License-Identifier: BSD-2-Clause */
/* A database of any bytes is refused, or answers with places on the globe and ended text. */
#include "geo/mmdb.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int holds)
{
	if (!holds)
		abort();
}

static void ask(struct mmdb *m, enum mmdb_kind kind, const struct addr *a)
{
	struct geo_place p;
	struct geo_network n;

	if (kind == MMDB_PLACES && mmdb_place(m, a, &p)) {
		require(p.lat_deg >= -90 && p.lat_deg <= 90);
		require(p.lon_deg >= -180 && p.lon_deg <= 180);
		require(memchr(p.city, 0, sizeof(p.city)) && memchr(p.country, 0, 3));
	}
	if (kind == MMDB_NETWORKS && mmdb_network(m, a, &n))
		require(n.asn && memchr(n.name, 0, sizeof(n.name)));
}

static void try_kind(const char *path, enum mmdb_kind kind)
{
	static const uint32_t nets[] = { 0xc0000200, 0xc6336400, 0xcb007100, 0 };
	struct addr v6 = { { 0x20, 0x01, 0x0d, 0xb8 } };
	struct mmdb *m;
	struct err error = { "" };
	char text[96];

	if (mmdb_open(path, kind, &m, &error)) {
		require(*error.text && !m);
		return;
	}
	mmdb_describe(m, text, sizeof(text));
	for (size_t i = 0; i < sizeof(nets) / sizeof(*nets); i++)
		for (uint32_t low = 0; low < 256; low += 16) {
			struct addr v4 = addr_from_be32(__builtin_bswap32(nets[i] | low));

			ask(m, kind, &v4);
		}
	ask(m, kind, &v6);
	mmdb_close(m);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static int fd = -1;
	char path[64];

	if (fd < 0)
		fd = memfd_create("fuzz", MFD_CLOEXEC);
	require(fd >= 0 && !ftruncate(fd, 0) && pwrite(fd, data, size, 0) == (ssize_t)size);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	try_kind(path, MMDB_PLACES);
	try_kind(path, MMDB_NETWORKS);
	return 0;
}
