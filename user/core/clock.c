/* SPDX-License-Identifier: BSD-2-Clause */
#include "core/clock.h"

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static int64_t read_clock(clockid_t id)
{
	struct timespec t;

	clock_gettime(id, &t);
	return t.tv_sec * CLOCK_S + t.tv_nsec;
}

int64_t clock_now_ns(void)
{
	return read_clock(CLOCK_REALTIME);
}

int64_t clock_steady_ns(void)
{
	return read_clock(CLOCK_MONOTONIC);
}

static const struct unit {
	const char *name;
	int64_t ns;
} units[] = {
	{ "ms", 1000000 },      { "s", CLOCK_S },          { "m", 60 * CLOCK_S },
	{ "h", 3600 * CLOCK_S }, { "d", 86400 * CLOCK_S }, { "", CLOCK_S },
};

static const struct unit *find_unit(const char *name, size_t len)
{
	for (size_t i = 0; i < sizeof(units) / sizeof(*units); i++)
		if (strlen(units[i].name) == len && !memcmp(units[i].name, name, len))
			return &units[i];
	return NULL;
}

static int parse_number(const char **text, int64_t *out)
{
	const char *p = *text;

	for (*out = 0; *p >= '0' && *p <= '9'; p++)
		if (__builtin_mul_overflow(*out, 10, out) ||
		    __builtin_add_overflow(*out, *p - '0', out))
			return -EINVAL;
	if (p == *text)
		return -EINVAL;
	*text = p;
	return 0;
}

int clock_parse_duration(const char *text, int64_t *out_ns)
{
	int64_t sum = 0, value, part;
	bool alone = true;

	do {
		size_t len;
		const struct unit *unit;

		if (parse_number(&text, &value))
			return -EINVAL;
		len = strspn(text, "dhms");
		unit = find_unit(text, len);
		if (!unit || (!len && !alone) ||
		    __builtin_mul_overflow(value, unit->ns, &part) ||
		    __builtin_add_overflow(sum, part, &sum))
			return -EINVAL;
		text += len;
		alone = false;
	} while (*text);
	*out_ns = sum;
	return 0;
}

const char *clock_stamp(int64_t time_ns, char *text)
{
	time_t seconds = time_ns / CLOCK_S;
	long rest = time_ns % CLOCK_S;
	struct tm tm;
	size_t n;

	if (rest < 0) {
		rest += CLOCK_S;
		seconds--;
	}
	gmtime_r(&seconds, &tm);
	n = strftime(text, CLOCK_STAMP, "%Y-%m-%dT%H:%M:%S", &tm);
	snprintf(text + n, CLOCK_STAMP - n, ".%06ld+0000", rest / 1000);
	return text;
}

const char *clock_words(int64_t duration_ns, char *text)
{
	static const struct {
		const char *name;
		long s;
	} steps[] = { { "d", 86400 }, { "h", 3600 }, { "min", 60 }, { "s", 1 } };
	long left = (long)(duration_ns / CLOCK_S);
	size_t i = 0;
	int n;

	while (i < 3 && left < steps[i].s)
		i++;
	n = snprintf(text, CLOCK_STAMP, "%ld %s", left / steps[i].s, steps[i].name);
	left %= steps[i].s;
	if (i < 3 && left / steps[i + 1].s)
		snprintf(text + n, CLOCK_STAMP - n, " %ld %s", left / steps[i + 1].s,
			 steps[i + 1].name);
	return text;
}
