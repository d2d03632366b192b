/* SPDX-License-Identifier: BSD-2-Clause */
#include "tests/support/mkmmdb.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "scripts/writer.h"

#define EPOCH 1767225600u /* 2026-01-01: the same table gives the same file */

const char *const mkmmdb_schema_names[] = { "flat", "nested", "asn" };
static const char *const types[] = { "city ipv4", "Example-City", "Example-ASN" };

struct place {
	double lat, lon;
	unsigned int km; /* 0: not said */
	const char *country, *city;
};

static void put_text(struct writer *w, const char *key, const char *text)
{
	writer_key(w, key);
	writer_text(w, text);
}

static void put_flat(struct writer *w, const struct place *p)
{
	writer_map(w, 4);
	put_text(w, "city", p->city);
	put_text(w, "country_code", p->country);
	writer_key(w, "latitude");
	writer_float(w, (float)p->lat);
	writer_key(w, "longitude");
	writer_float(w, (float)p->lon);
}

static void put_nested(struct writer *w, const struct place *p)
{
	writer_map(w, 3);
	writer_key(w, "city");
	writer_map(w, 1);
	writer_key(w, "names");
	writer_map(w, 1);
	put_text(w, "en", p->city);
	writer_key(w, "country");
	writer_map(w, 1);
	put_text(w, "iso_code", p->country);
	writer_key(w, "location");
	writer_map(w, p->km ? 3 : 2);
	if (p->km) {
		writer_key(w, "accuracy_radius");
		writer_u16(w, (uint16_t)p->km);
	}
	writer_key(w, "latitude");
	writer_double(w, p->lat);
	writer_key(w, "longitude");
	writer_double(w, p->lon);
}

static const char *word(char **rest)
{
	const char *found;

	do
		found = strsep(rest, " \t");
	while (found && !*found);
	return found;
}

static int put_place(struct writer *w, enum mkmmdb_schema schema, char *rest)
{
	const char *lat = word(&rest), *lon = word(&rest), *next = word(&rest);
	struct place p = { 0 };
	char *end;

	if (!next)
		return -EINVAL;
	p.lat = strtod(lat, NULL);
	p.lon = strtod(lon, NULL);
	p.km = (unsigned int)strtoul(next, &end, 10);
	p.country = end > next ? word(&rest) : next;
	if (!p.country)
		return -EINVAL;
	if (!strcmp(p.country, "-"))
		p.country = "";
	p.city = rest ? rest : "";
	if (schema == MKMMDB_FLAT)
		put_flat(w, &p);
	else
		put_nested(w, &p);
	return 0;
}

static int put_network(struct writer *w, char *rest)
{
	const char *asn = word(&rest);

	if (!asn)
		return -EINVAL;
	writer_map(w, 2);
	writer_key(w, "autonomous_system_number");
	writer_u32(w, (uint32_t)strtoul(asn, NULL, 10));
	put_text(w, "autonomous_system_organization", rest ? rest : "");
	return 0;
}

static int put_line(struct writer *w, enum mkmmdb_schema schema, char *text)
{
	const char *net;
	struct cidr cidr;
	int err;

	text[strcspn(text, "\r\n")] = 0;
	net = word(&text);
	if (!net || *net == '#')
		return 0;
	if (cidr_parse(net, &cidr))
		return -EINVAL;
	writer_begin(w);
	err = schema == MKMMDB_ASN ? put_network(w, text) : put_place(w, schema, text);
	if (!err)
		writer_add(w, &cidr, writer_end(w));
	return err;
}

int mkmmdb_write(enum mkmmdb_schema schema, const char *type, FILE *table, FILE *out,
		 unsigned int *line)
{
	struct writer *w = writer_new(type ? type : types[schema], schema == MKMMDB_NESTED, EPOCH);
	unsigned int n = 0;
	char *text = NULL;
	size_t room = 0;
	int err = w ? 0 : -ENOMEM;

	while (!err && getline(&text, &room, table) >= 0) {
		n++;
		err = put_line(w, schema, text);
	}
	if (line)
		*line = n;
	if (!err)
		err = writer_save(w, out);
	free(text);
	writer_free(w);
	return err;
}

int mkmmdb_memory(enum mkmmdb_schema schema, const char *type, const char *table)
{
	FILE *in = fmemopen((void *)(uintptr_t)table, strlen(table), "r"), *out = NULL;
	int fd = memfd_create("mmdb", MFD_CLOEXEC), err = -ENOMEM;

	if (in && fd >= 0)
		out = fdopen(dup(fd), "wb");
	if (out)
		err = mkmmdb_write(schema, type, in, out, NULL);
	if (out)
		fclose(out);
	if (in)
		fclose(in);
	if (!err)
		return fd;
	if (fd >= 0)
		close(fd);
	return err;
}
