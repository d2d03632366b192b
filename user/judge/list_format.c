/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/list_format.h"

#include <errno.h>
#include <stdlib.h>

#include "core/json.h"
#include "judge/list_read.h"
#include "judge/list_write.h"

static const struct {
	const char *word;
	void (*write)(const struct list *l, FILE *out);
} formats[LIST_FORMATS] = {
	[LIST_AUTO] = { "auto", NULL },
	[LIST_CIDR] = { "cidr", list_write_text },
	[LIST_DROP_JSON] = { "drop-json", NULL },
	[LIST_FEODO_CSV] = { "feodo-csv", NULL },
	[LIST_FEODO_JSON] = { "feodo-json", NULL },
	[LIST_THREATFOX_CSV] = { "threatfox-csv", NULL },
	[LIST_THREATFOX_JSON] = { "threatfox-json", NULL },
	[LIST_MISP] = { "misp", list_write_misp },
	[LIST_STIX] = { "stix", list_write_stix },
	[LIST_NFTABLES] = { "nftables", list_write_nft },
};

const char *list_format_word(enum list_format f)
{
	return formats[f].word;
}

int list_format_find(const char *word, enum list_format *out)
{
	for (int f = 0; f < LIST_FORMATS; f++) {
		if (!strcmp(word, formats[f].word)) {
			*out = f;
			return 0;
		}
	}
	return -EINVAL;
}

static struct span without_bom(struct span text)
{
	return span_starts(text, "\xef\xbb\xbf") ? span_from(text, 3) : text;
}

/* The first line that is neither empty nor a comment. */
static struct span first_line(struct span text)
{
	struct span line = { "", 0 };

	while (text.len && (!line.len || *line.s == '#' || *line.s == ';'))
		line = span_trim(span_cut(&text, '\n'));
	return line;
}

static enum list_format format_of_text(struct span text)
{
	struct span first = first_line(text);

	if (span_starts(first, "table ") || span_starts(first, "add ") ||
	    span_starts(first, "flush "))
		return LIST_NFTABLES;
	if (list_csv_fits(text, LIST_THREATFOX_CSV))
		return LIST_THREATFOX_CSV;
	if (list_csv_fits(text, LIST_FEODO_CSV))
		return LIST_FEODO_CSV;
	return LIST_CIDR;
}

static int read_text(struct list_taker *t, struct span text, enum list_format format)
{
	switch (format == LIST_AUTO ? format_of_text(text) : format) {
	case LIST_FEODO_CSV:
		return list_read_csv(t, text, LIST_FEODO_CSV);
	case LIST_THREATFOX_CSV:
		return list_read_csv(t, text, LIST_THREATFOX_CSV);
	case LIST_NFTABLES:
		return list_read_nft(t, text);
	default:
		return list_read_text(t, text);
	}
}

static bool is_json(struct span start, enum list_format format)
{
	switch (format) {
	case LIST_AUTO:
		return *start.s == '{' || *start.s == '[';
	case LIST_DROP_JSON:
	case LIST_FEODO_JSON:
	case LIST_THREATFOX_JSON:
	case LIST_MISP:
	case LIST_STIX:
		return true;
	default:
		return false;
	}
}

static int read_any(struct list_taker *t, struct span text)
{
	const char *file = t->how->file;
	struct span start = span_trim(text);

	if (!start.len)
		return err_set(t->e, -EBADMSG, "%s: is empty", file);
	if (*start.s == '<')
		return err_set(t->e, -EBADMSG, "%s: is HTML or XML, no list", file);
	if (is_json(start, t->how->format))
		return list_read_json(t, text, t->how->format);
	return read_text(t, text, t->how->format);
}

static int fail_without_any(const struct list_taker *t)
{
	const struct list_counts *c = t->counts;

	return err_set(t->e, -EBADMSG,
		       "%s: holds no usable address (%u stripped, %u refused, %u no addresses)",
		       t->how->file, c->stripped, c->refused, c->other);
}

int list_read(struct list *l, const char *text, size_t len, const struct list_reading *how,
	      struct list_counts *counts, struct err *e)
{
	struct list_taker t = { .list = l, .how = how, .counts = counts, .e = e };
	uint32_t n = l->n, texts_len = l->texts_len;
	int rc;

	*counts = (struct list_counts){ 0 };
	rc = read_any(&t, without_bom((struct span){ text, len }));
	if (!rc && !counts->taken)
		rc = fail_without_any(&t);
	if (rc) {
		l->n = n;
		l->texts_len = texts_len;
	}
	return rc;
}

static void copy_line(const char *text, char *line)
{
	size_t n = 0;

	for (; text[n] && n < LIST_SOURCE - 1; n++)
		line[n] = (unsigned char)text[n] < ' ' || text[n] == 0x7f ? ' ' : text[n];
	line[n] = 0;
}

void list_write_escaped(const char *text, FILE *out)
{
	char line[LIST_SOURCE], quoted[6 * LIST_SOURCE + 3];
	struct json j;

	copy_line(text, line);
	json_init(&j, quoted, sizeof(quoted));
	json_str(&j, NULL, line);
	fwrite(quoted + 1, 1, j.len - 2, out);
}

void list_write_line(const char *text, FILE *out)
{
	char line[LIST_SOURCE];

	copy_line(text, line);
	fputs(line, out);
}

int list_write(const struct list *l, enum list_format format, FILE *out, struct err *e)
{
	if (!formats[format].write)
		return err_set(e, -EINVAL, "%s: a format that is only read", formats[format].word);
	errno = 0;
	formats[format].write(l, out);
	if (fflush(out) || ferror(out))
		return err_set(e, errno ? -errno : -EIO, "%s: %s", l->name,
			       strerror(errno ? errno : EIO));
	return 0;
}
