/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/plan.h"

#include <string.h>

#include "core/clock.h"
#include "judge/history_blob.h"
#include "judge/learn.h"

#define LEARNED "learned"

static void count_row(void *ctx, const struct history_row *row)
{
	(void)row;
	++*(uint32_t *)ctx;
}

int64_t plan_learn_until(const struct history *h, const struct options *o, int64_t now_ns,
			 uint32_t *known)
{
	int64_t since_s;

	*known = 0;
	history_each(h, (now_ns - o->window_ns) / CLOCK_S, now_ns / CLOCK_S + 1, count_row, known);
	since_s = *known ? history_since(h) : now_ns / CLOCK_S;
	return learn_until(now_ns, o->learn_ns, o->window_ns, since_s, *known);
}

/* When it came to its end; negative: when more of it was asked for; 0: neither. */
static int64_t learned(const struct history *h)
{
	size_t len = 0;
	const void *blob = h ? history_blob_get(h, LEARNED, &len) : NULL;
	int64_t at_s = 0;

	if (blob && len == sizeof(at_s))
		memcpy(&at_s, blob, sizeof(at_s));
	return at_s;
}

static void set_learned(struct history *h, int64_t at_s)
{
	history_blob_set(h, LEARNED, &at_s, sizeof(at_s));
}

int64_t plan_taught_s(const struct history *h)
{
	int64_t at_s = learned(h);

	return at_s > 0 ? INT64_MAX : -at_s;
}

void plan_learn_more(struct history *h, int64_t now_s)
{
	if (learned(h) > 0)
		set_learned(h, -now_s);
}

void plan_learned(struct history *h, int64_t now_s)
{
	set_learned(h, now_s);
}

void plan_begin_anew(struct history *h, int64_t now_s)
{
	history_set_since(h, now_s);
	set_learned(h, 0);
}
