/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * mkasn - the networks of a CSV table (npm @ip-location-db/asn) as a MaxMind database.
 *
 *     mkasn EPOCH < asn-ipv4.csv > asn-ipv4.mmdb
 *
 * A line is: first address, last address, number, name; the name in quotes (RFC 4180) when
 * it holds a comma or a quote.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scripts/writer.h"

struct line {
	struct addr first, last;
	uint32_t asn;
	char *name;
};

/* Ends the field at its comma, in place; returns it, and the rest through rest. */
static char *plain_field(char *text, char **rest)
{
	char *comma = strchr(text, ',');

	if (!comma)
		return NULL;
	*comma = 0;
	*rest = comma + 1;
	return text;
}

/* Takes the quotes off, in place. */
static char *unquote(char *text)
{
	char *in = text + 1, *out = text;

	if (*text != '"')
		return text;
	for (; *in && (*in != '"' || in[1] == '"'); in++) {
		if (*in == '"')
			in++;
		*out++ = *in;
	}
	*out = 0;
	return text;
}

static int parse(char *text, struct line *out)
{
	char *first, *last, *asn, *end;
	unsigned long number;

	text[strcspn(text, "\r\n")] = 0;
	first = plain_field(text, &text);
	last = first ? plain_field(text, &text) : NULL;
	asn = last ? plain_field(text, &text) : NULL;
	if (!asn || addr_parse(first, &out->first) || addr_parse(last, &out->last) ||
	    !addr_is_v4(&out->first) || !addr_is_v4(&out->last) || *asn < '0' || *asn > '9')
		return -EINVAL;
	number = strtoul(asn, &end, 10);
	if (*end || number > UINT32_MAX || memcmp(&out->first, &out->last, sizeof(out->first)) > 0)
		return -EINVAL;
	out->asn = (uint32_t)number;
	out->name = unquote(text);
	return 0;
}

static void add(struct writer *w, const struct line *line)
{
	uint32_t record;

	writer_begin(w);
	writer_map(w, 2);
	writer_key(w, "autonomous_system_number");
	writer_u32(w, line->asn);
	writer_key(w, "autonomous_system_organization");
	writer_text(w, line->name);
	record = writer_end(w);
	writer_add_range(w, ntohl(addr_to_be32(&line->first)),
			 ntohl(addr_to_be32(&line->last)), record);
}

static int read_all(struct writer *w, FILE *in, unsigned long *lines)
{
	struct line line;
	char *text = NULL;
	size_t room = 0;
	int err = 0;

	for (*lines = 0; !err && getline(&text, &room, in) >= 0; ++*lines) {
		err = parse(text, &line);
		if (err)
			fprintf(stderr, "mkasn: line %lu: not FIRST,LAST,NUMBER,NAME\n",
				*lines + 1);
		else
			add(w, &line);
	}
	free(text);
	if (!err && *lines == 0)
		fprintf(stderr, "mkasn: the table is empty\n");
	return err || *lines ? err : -ENODATA;
}

int main(int argc, char **argv)
{
	unsigned long lines;
	struct writer *w;
	int err;

	if (argc != 2) {
		fprintf(stderr, "usage: mkasn EPOCH < asn-ipv4.csv > asn-ipv4.mmdb\n");
		return 2;
	}
	w = writer_new("RouteViews and DB-IP ASN", false, strtoull(argv[1], NULL, 10));
	if (!w)
		return 1;
	err = read_all(w, stdin, &lines);
	if (!err) {
		err = writer_save(w, stdout);
		if (err)
			fprintf(stderr, "mkasn: %s\n", strerror(-err));
	}
	writer_free(w);
	return err ? 1 : 0;
}
