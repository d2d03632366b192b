/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/top_table.h"

#include <stdio.h>
#include <string.h>

#include "app/storm_words.h"

#define CELL 128 /* bytes of a cell before it is fitted */

/* Where a narrow table is cut: columns come in, one step after the other, while there is room. */
#define STEPS 8

struct column {
	const char *title, *key;
	int width; /* negative: from the right */
	int step;
	void (*put)(const json_t *row, const char *key, char *text);
};

static const char *word(const json_t *row, const char *key)
{
	const char *text = json_string_value(json_object_get(row, key));

	return text ? text : "";
}

static double number(const json_t *row, const char *key)
{
	return json_number_value(json_object_get(row, key));
}

/* "12345", "1.2M": five characters or a few more. */
static void put_scaled(double n, char *text)
{
	static const char units[] = " kMGTPE";
	const char *unit = units;

	for (; n >= 99999.5 || (unit > units && n >= 999.95); unit++) {
		if (!unit[1])
			break;
		n /= 1000;
	}
	snprintf(text, CELL, unit == units ? "%.0f" : "%.1f%c", n, *unit);
}

static void put_word(const json_t *row, const char *key, char *text)
{
	snprintf(text, CELL, "%s", word(row, key));
}

static void put_count(const json_t *row, const char *key, char *text)
{
	put_scaled(number(row, key), text);
}

static void put_rate(const json_t *row, const char *key, char *text)
{
	double n = number(row, key);

	if (n > 0 && n < 9.95)
		snprintf(text, CELL, "%.1f", n);
	else
		put_scaled(n, text);
}

/* A count that may be too great. */
static void put_at_most(const json_t *row, const char *key, char *text)
{
	char n[CELL];

	put_scaled(number(row, key), n);
	snprintf(text, CELL, "%s%.31s", json_object_get(row, "packets_over") ? "<" : "", n);
}

static void put_age(const json_t *row, const char *key, char *text)
{
	static const struct {
		long long s;
		char unit;
	} units[] = { { 86400, 'd' }, { 3600, 'h' }, { 60, 'm' }, { 1, 's' } };
	long long age_s = json_integer_value(json_object_get(row, key));
	size_t i = 0;

	if (age_s < 0)
		age_s = 0;
	while (i < 3 && age_s < 2 * units[i].s)
		i++;
	snprintf(text, CELL, "%lld%c", age_s / units[i].s, units[i].unit);
}

static void put_place(const json_t *row, const char *key, char *text)
{
	const char *country = word(row, key), *city = word(row, "city");

	if (json_is_true(json_object_get(row, "nearby")))
		country = "nearby";
	snprintf(text, CELL, "%s%s%s", country, *country && *city ? " " : "", city);
}

static void put_network(const json_t *row, const char *key, char *text)
{
	const json_t *asn = json_object_get(row, key);

	text[0] = 0;
	if (asn)
		snprintf(text, CELL, "AS%lld %s", json_integer_value(asn), word(row, "network"));
}

static const struct column peers[] = {
	{ "PEER", "peer", 15, 0, put_word },
	{ "DIR", "direction", 3, 1, put_word },
	{ "VERDICT", "verdict", 8, 1, put_word },
	{ "PACKETS", "packets", -7, 3, put_count },
	{ "BYTES", "bytes", -6, 3, put_count },
	{ "PKT/S", "packets_s", -6, 1, put_rate },
	{ "BIT/S", "bits_s", -6, 2, put_rate },
	{ "LAST", "idle_s", -5, 4, put_age },
	{ "PLACE", "country", 14, 5, put_place },
	{ "NETWORK", "asn", 24, 6, put_network },
	{ "IFACE", "interface", 15, 7, put_word },
	{ NULL, NULL, 0, 0, NULL },
};

static const struct column hosts[] = {
	{ "HOST", "host", 15, 0, put_word },
	{ "STRANGERS", "strangers", -9, 1, put_count },
	{ "PACKETS", "packets", -7, 1, put_at_most },
	{ "BYTES", "bytes", -6, 3, put_count },
	{ "PKT/S", "packets_s", -6, 2, put_rate },
	{ "BIT/S", "bits_s", -6, 4, put_rate },
	{ "LAST", "idle_s", -5, 4, put_age },
	{ "LAST PEER", "last_peer", 15, 5, put_word },
	{ "IFACE", "interface", 15, 6, put_word },
	{ NULL, NULL, 0, 0, NULL },
};

static int width_of(const struct column *c)
{
	return c->width < 0 ? -c->width : c->width;
}

/* Columns of a table of all that come in up to a step, with a blank between two. */
static int width_until(const struct column *c, int step)
{
	int width = -1;

	for (; c->title; c++)
		if (c->step <= step)
			width += width_of(c) + 1;
	return width;
}

static const struct column *columns_of(const struct top_table *t, int *step)
{
	const struct column *c = t->local ? hosts : peers;

	for (*step = STEPS; *step && width_until(c, *step) > t->width;)
		--*step;
	return c;
}

static void trim(char *line)
{
	size_t n = strlen(line);

	while (n && line[n - 1] == ' ')
		n--;
	line[n] = 0;
}

/* row: NULL for the titles */
static void put_line(const struct top_table *t, const json_t *row, char *line)
{
	int step;
	size_t n = 0;

	for (const struct column *c = columns_of(t, &step); c->title; c++) {
		char cell[CELL];

		if (c->step > step)
			continue;
		if (row)
			c->put(row, c->key, cell);
		if (n)
			line[n++] = ' ';
		n += fit_text(&t->fit, row ? cell : c->title, c->width, line + n,
			      TOP_LINE - 1 - n);
	}
	trim(line);
}

void top_table_titles(const struct top_table *t, char *line)
{
	put_line(t, NULL, line);
}

void top_table_row(const struct top_table *t, const json_t *row, char *line)
{
	put_line(t, row, line);
}

static void put_sums(const json_t *ledger, char *text)
{
	static const char *const verdicts[] = { "allowed", "learning", "unknown", "blocked" };
	char n[4][CELL], seen[CELL];

	for (int v = 0; v < 4; v++) {
		const json_t *pair = json_object_get(ledger, verdicts[v]);

		put_scaled(number(pair, "in") + number(pair, "out"), n[v]);
	}
	put_scaled(number(ledger, "seen"), seen);
	snprintf(text, TOP_LINE,
		 "packets: %s seen, %.0f lost, %s: %s allowed, %s learning, %s unknown, %s blocked",
		 seen, number(ledger, "lost"),
		 json_is_true(json_object_get(ledger, "balanced")) ? "balanced" :
								     "THE LEDGER IS OFF",
		 n[0], n[1], n[2], n[3]);
}

static void put_peers(const json_t *sums, char *text)
{
	snprintf(text, TOP_LINE, "peers: %.0f allowed, %.0f learning, %.0f unknown, %.0f blocked",
		 number(sums, "allowed"), number(sums, "learning"), number(sums, "unknown"),
		 number(sums, "blocked"));
}

static void put_order(const json_t *answer, char *text)
{
	double over_s = number(answer, "over_s");
	int n = snprintf(text, TOP_LINE, "%.0f %s, by %s", number(answer, "total"),
			 json_is_true(json_object_get(answer, "local")) ?
				 "local hosts that meet strangers" :
				 "peers and directions",
			 word(answer, "by"));

	if (over_s > 0)
		snprintf(text + n, TOP_LINE - (size_t)n, "; rates over %.1f s", over_s);
}

int top_table_head(const struct top_table *t, const json_t *answer, char lines[][TOP_LINE])
{
	const json_t *status = json_object_get(answer, "status");
	double displaced = number(answer, "displaced");
	int n = 0;

	snprintf(lines[n++], TOP_LINE, "%s", word(status, "detail"));
	put_sums(json_object_get(status, "ledger"), lines[n++]);
	put_peers(json_object_get(status, "peers"), lines[n++]);
	if (*storm_words(status, lines[n]))
		n++;
	put_order(answer, lines[n++]);
	if (displaced > 0)
		snprintf(lines[n++], TOP_LINE,
			 "%.0f hosts were displaced: counts of the last are upper bounds",
			 displaced);
	for (int i = 0; i < n; i++) {
		char whole[TOP_LINE];

		memcpy(whole, lines[i], TOP_LINE);
		fit_text(&t->fit, whole, t->width, lines[i], TOP_LINE);
		trim(lines[i]);
	}
	return n;
}
