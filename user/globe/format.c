/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/format.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "core/clock.h"
#include "globe/special.h"

const char *format_bytes(uint64_t bytes, char *text)
{
	static const char *const units[] = { "B", "kB", "MB", "GB", "TB", "PB", "EB" };
	double n = (double)bytes;
	size_t unit = 0;

	for (; n >= 999.5 && unit + 1 < sizeof(units) / sizeof(*units); unit++)
		n /= 1000;
	snprintf(text, FORMAT_TEXT, unit && n < 99.95 ? "%.1f %s" : "%.0f %s", n, units[unit]);
	return text;
}

const char *format_count(uint64_t n, char *text)
{
	char digits[24];
	int len = snprintf(digits, sizeof(digits), "%" PRIu64, n), at = 0;

	for (int i = 0; i < len; i++) {
		if (i && (len - i) % 3 == 0)
			text[at++] = ',';
		text[at++] = digits[i];
	}
	text[at] = '\0';
	return text;
}

/* Word by word: the numbers stay. */
const char *format_duration(enum phrase_language language, int64_t duration_ns, char *text)
{
	char words[CLOCK_STAMP], *rest, *word;
	int len = 0;

	text[0] = '\0';
	clock_words(duration_ns, words);
	for (word = strtok_r(words, " ", &rest); word; word = strtok_r(NULL, " ", &rest))
		len += snprintf(text + len, (size_t)(FORMAT_TEXT - len), "%s%.12s", len ? " " : "",
				phrase(language, word));
	return text;
}

const char *format_time(int64_t time_ns, char *text)
{
	time_t seconds = time_ns / CLOCK_S;
	struct tm parts;

	text[0] = '\0';
	if (time_ns > 0 && gmtime_r(&seconds, &parts))
		strftime(text, FORMAT_TEXT, "%Y-%m-%d %H:%M:%S UTC", &parts);
	return text;
}

const char *format_place(const struct scene *s, enum phrase_language language, uint32_t number,
			 char *text)
{
	const struct scene_place *row = scene_place(s, number);
	const struct geo_place *p = row ? &row->place : NULL;

	if (number == GEO_NEAR)
		snprintf(text, FORMAT_TEXT, "%s", phrase(language, "nearby"));
	else if (!p || !(p->city[0] || p->country[0]))
		snprintf(text, FORMAT_TEXT, "%s", phrase(language, "unlocated"));
	else
		snprintf(text, FORMAT_TEXT, "%s%s%s", p->city,
			 p->city[0] && p->country[0] ? ", " : "", p->country);
	return text;
}

const char *format_degrees(double lat_deg, double lon_deg, char *text)
{
	snprintf(text, FORMAT_TEXT, "%.2f\xc2\xb0 %c  %.2f\xc2\xb0 %c", fabs(lat_deg),
		 lat_deg < 0 ? 'S' : 'N', fabs(lon_deg), lon_deg < 0 ? 'W' : 'E');
	return text;
}

const char *format_region(const struct scene *s, enum phrase_language language, uint32_t number,
			  struct cell cell, char *text)
{
	const struct scene_place *row = scene_place(s, number);
	const struct geo_place *p = row ? &row->place : NULL;
	char name[FORMAT_TEXT - 16];

	if (!p)
		return format_place(s, language, number, text);
	if (p->city[0] || p->country[0])
		snprintf(name, sizeof(name), "%s%s%s", p->city,
			 p->city[0] && p->country[0] ? ", " : "", p->country);
	else
		snprintf(name, sizeof(name), "%.72s",
			 format_degrees((double)p->lat_deg, (double)p->lon_deg, text));
	if (cell.deg > 0)
		snprintf(text, FORMAT_TEXT, phrase(language, "around %s"), name);
	else
		snprintf(text, FORMAT_TEXT, "%s", name);
	return text;
}

const char *format_where(const struct scene *s, enum phrase_language language,
			 const struct stream_peer *p, char *text)
{
	const char *special = special_word(&p->addr);

	if (scene_place(s, p->place) || (!special && p->place == GEO_NEAR))
		return format_place(s, language, p->place, text);
	snprintf(text, FORMAT_TEXT, "%s",
		 phrase(language, special ? special : "no place known"));
	return text;
}

const char *format_network(const struct scene *s, uint32_t number, char *text)
{
	const struct geo_network *n = scene_network(s, number);

	text[0] = '\0';
	if (n && n->asn)
		snprintf(text, FORMAT_TEXT, "AS%" PRIu32 " %s", n->asn, n->name);
	return text;
}
