/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/list_stamp.h"

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <time.h>

#define LATEST INT64_C(253402300799) /* 9999-12-31 23:59:59 */

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* d is a digit, a space may be a T. */
static bool has_shape(const char *text, const char *shape)
{
	for (; *shape; text++, shape++) {
		if (*shape == 'd' ? !is_digit(*text) : *text != *shape) {
			if (*shape != ' ' || *text != 'T')
				return false;
		}
	}
	return true;
}

static int number(const char *digits, int n)
{
	int value = 0;

	while (n--)
		value = value * 10 + *digits++ - '0';
	return value;
}

static bool is_utc(const char *zone)
{
	static const char *const zones[] = { "", "Z", " UTC", "+00:00", "+0000" };

	for (size_t i = 0; i < sizeof(zones) / sizeof(*zones); i++)
		if (!strcmp(zone, zones[i]))
			return true;
	return false;
}

static const char *after_fraction(const char *text)
{
	if (*text != '.' || !is_digit(text[1]))
		return text;
	for (text++; is_digit(*text);)
		text++;
	return text;
}

int list_stamp_parse(const char *text, int64_t *out_s)
{
	bool timed = has_shape(text, "dddd-dd-dd dd:dd:dd");
	struct tm tm = { 0 }, real;
	time_t t;

	if (!timed && (!has_shape(text, "dddd-dd-dd") || text[10]))
		return -EINVAL;
	tm.tm_year = number(text, 4) - 1900;
	tm.tm_mon = number(text + 5, 2) - 1;
	tm.tm_mday = number(text + 8, 2);
	if (timed) {
		tm.tm_hour = number(text + 11, 2);
		tm.tm_min = number(text + 14, 2);
		tm.tm_sec = number(text + 17, 2);
	}
	if (tm.tm_year < 70 || tm.tm_hour > 23 || tm.tm_min > 59 || tm.tm_sec > 60 ||
	    (timed && !is_utc(after_fraction(text + 19))))
		return -EINVAL;
	real = tm;
	t = timegm(&real);
	if ((real.tm_mon != tm.tm_mon || real.tm_mday != tm.tm_mday) && tm.tm_sec < 60)
		return -EINVAL; /* 30 February became another day */
	*out_s = t;
	return 0;
}

const char *list_stamp(int64_t time_s, char *text)
{
	time_t t = time_s < 0 ? 0 : time_s > LATEST ? LATEST : time_s;
	struct tm tm;

	strftime(text, LIST_STAMP, "%Y-%m-%dT%H:%M:%S.000Z", gmtime_r(&t, &tm));
	return text;
}
