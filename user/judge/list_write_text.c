/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/list_write.h"

#include "judge/list_range.h"
#include "judge/list_stamp.h"

static uint32_t count_prefixes(const struct list *l)
{
	struct range_cover cover = range_cover(l);
	struct cidr net;
	uint32_t n = 0;

	while (range_cover_next(&cover, &net))
		n++;
	return n;
}

static void write_header(const struct list *l, FILE *out)
{
	char stamp[LIST_STAMP];

	fprintf(out, "# redarc: %s list %s\n# source: ", list_kind_word(l->kind), l->name);
	list_write_line(l->source[0] ? l->source : "unknown", out);
	fprintf(out, "\n# updated: %s\n# prefixes: %u, of %u entries\n",
		list_stamp(l->updated_s, stamp), count_prefixes(l), l->n);
}

void list_write_text(const struct list *l, FILE *out)
{
	struct range_cover cover = range_cover(l);
	char text[CIDR_TEXT];
	struct cidr net;

	write_header(l, out);
	while (range_cover_next(&cover, &net))
		fprintf(out, "%s\n", cidr_format(&net, text));
}

/* The elements of one family; an empty set has none. */
static void write_elements(const struct list *l, bool v4, FILE *out)
{
	struct range_cover cover = range_cover(l);
	char text[CIDR_TEXT];
	struct cidr net;
	uint32_t n = 0;

	while (range_cover_next(&cover, &net)) {
		if (addr_is_v4(&net.net) != v4)
			continue;
		fputs(n++ ? ",\n\t\t\t" : "\t\telements = {\n\t\t\t", out);
		fputs(cidr_format(&net, text), out);
	}
	if (n)
		fputs("\n\t\t}\n", out);
}

/* Capitals, which no list's name has, keep the two names of a list apart from all others. */
static void write_set(const struct list *l, bool v4, FILE *out)
{
	fprintf(out, "\tset %s-%s%s {\n\t\ttype %s\n\t\tflags interval\n", list_kind_word(l->kind),
		l->name, v4 ? "" : "-V6", v4 ? "ipv4_addr" : "ipv6_addr");
	write_elements(l, v4, out);
	fputs("\t}\n", out);
}

static bool has_v6(const struct list *l)
{
	for (uint32_t i = 0; i < l->n; i++)
		if (!addr_is_v4(&l->entries[i].net.net))
			return true;
	return false;
}

void list_write_nft(const struct list *l, FILE *out)
{
	write_header(l, out);
	fputs("table inet redarc {\n", out);
	write_set(l, true, out);
	if (has_v6(l))
		write_set(l, false, out);
	fputs("}\n", out);
}
