/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/presence.h"

#include <stdio.h>
#include <string.h>

#include "core/log.h"

static bool is_there(const struct source_interface *now)
{
	return strcmp(now->mode, "gone") != 0;
}

static void take(struct presence *p, size_t i, const struct source_interface *now)
{
	p->of[i].there = is_there(now);
	p->of[i].seen |= p->of[i].there;
	snprintf(p->of[i].detail, sizeof(p->of[i].detail), "%s", now->detail);
}

void presence_begin(struct presence *p, struct source *source)
{
	struct source_interface now;

	*p = (struct presence){ 0 };
	for (; p->n < SENSOR_INTERFACES && source_interface(source, p->n, &now); p->n++)
		take(p, p->n, &now);
}

/* word: what it is if it is there */
static void say(bool was, const char *word, const struct source_interface *now)
{
	if (is_there(now))
		log_note("%s: %s: %s", now->name, word, now->detail);
	else
		log_warn("%s: %s%s", now->name, was ? "gone; " : "", now->detail);
}

bool presence_look(struct presence *p, struct source *source)
{
	struct source_interface now;
	bool changed = false;

	for (size_t i = 0; i < p->n && source_interface(source, i, &now); i++) {
		if (is_there(&now) == p->of[i].there && !strcmp(now.detail, p->of[i].detail))
			continue;
		say(p->of[i].there, p->of[i].seen ? "back" : "there", &now);
		take(p, i, &now);
		changed = true;
	}
	return changed;
}
