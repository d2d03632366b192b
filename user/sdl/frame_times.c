/* SPDX-License-Identifier: BSD-2-Clause */
#include "sdl/frame_times.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <sys/resource.h>

#define UNIT_SHIFT 10 /* a class is a microsecond wide, about, until times are longer than 16 */
#define MS 1e-6       /* of a nanosecond */

static size_t class_of(int64_t took_ns)
{
	uint64_t units = took_ns > 0 ? (uint64_t)took_ns >> UNIT_SHIFT : 0;
	size_t octave = 0;

	for (; units >= 2 * FRAME_TIMES_STEPS; units >>= 1)
		octave++;
	units += octave * FRAME_TIMES_STEPS;
	return units < FRAME_TIMES_CLASSES ? units : FRAME_TIMES_CLASSES - 1;
}

/* The first time that is too long for a class. */
static int64_t end_of(size_t class)
{
	size_t octave = class < 2 * FRAME_TIMES_STEPS ? 0 : class / FRAME_TIMES_STEPS - 1;
	int64_t units = (int64_t)(class - octave * FRAME_TIMES_STEPS) + 1;

	return units << (octave + UNIT_SHIFT);
}

void frame_times_add(struct frame_times *t, int64_t took_ns)
{
	t->classes[class_of(took_ns)]++;
	t->drawn++;
	if (took_ns > t->worst_ns)
		t->worst_ns = took_ns;
}

int64_t frame_times_within(const struct frame_times *t, double share)
{
	uint64_t wanted = (uint64_t)ceil(share * (double)t->drawn), found = 0;

	for (size_t i = 0; i < FRAME_TIMES_CLASSES && found < t->drawn; i++) {
		found += t->classes[i];
		if (found >= wanted && found < t->drawn)
			return end_of(i);
	}
	return t->worst_ns;
}

/* The most memory that was resident; 0 when the system does not tell. */
static double peak_mb(void)
{
	FILE *status = fopen("/proc/self/status", "re");
	char line[128];
	double kb = 0;

	while (status && fgets(line, sizeof(line), status))
		if (sscanf(line, "VmHWM: %lf", &kb) == 1)
			break;
	if (status)
		fclose(status);
	return kb / 1024;
}

static double cpu_s(void)
{
	struct rusage u = { 0 };

	getrusage(RUSAGE_SELF, &u);
	return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) +
	       (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
}

void frame_times_print(const struct frame_times *t, uint64_t gl_errors)
{
	static const struct {
		const char *name;
		double share;
	} rows[] = { { "median", 0.5 }, { "95 %", 0.95 }, { "99 %", 0.99 }, { "worst", 1 } };

	fprintf(stderr, "frames      %10" PRIu64 "\n", t->drawn);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		fprintf(stderr, "%-11s %10.1f ms\n", rows[i].name,
			(double)frame_times_within(t, rows[i].share) * MS);
	fprintf(stderr, "GL errors   %10" PRIu64 "\n", gl_errors);
	fprintf(stderr, "peak memory %10.1f MB\n", peak_mb());
	fprintf(stderr, "CPU         %10.1f s\n", cpu_s());
}
