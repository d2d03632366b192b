/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/list_edit.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bpf/redarc.h"

static const char *const ways[] = {
	[RA_DIR_BIT(RA_IN)] = "in",
	[RA_DIR_BIT(RA_OUT)] = "out",
	[RA_BOTH] = "both",
};

const struct list_entry *list_standing(const struct list *l, const struct cidr *net, int64_t now_s)
{
	const struct list_entry *old = list_find(l, net);

	return old && (!old->expires_s || old->expires_s > now_s) ? old : NULL;
}

static int64_t later(int64_t a, int64_t b)
{
	if (!a || !b)
		return 0; /* never */
	return a > b ? a : b;
}

struct list_entry list_merged(const struct list_entry *asked, const struct list_entry *old)
{
	struct list_entry entry = *asked;

	if (!old)
		return entry;
	if (old->directions & ~entry.directions)
		entry.expires_s = later(old->expires_s, entry.expires_s);
	entry.directions |= old->directions;
	entry.added_s = old->added_s;
	return entry;
}

void list_take_out(struct list *l, struct list_entry *entry, uint8_t directions)
{
	uint32_t at = (uint32_t)(entry - l->entries);

	entry->directions &= (uint8_t)~directions;
	if (entry->directions)
		return;
	memmove(entry, entry + 1, (l->n - at - 1) * sizeof(*entry));
	l->n--;
}

const char *list_entry_format(const struct list *l, const struct list_entry *entry, char *text)
{
	const char *reason = list_reason(l, entry);

	snprintf(text, LIST_EDIT_TEXT, "%s %" PRId64 " %" PRId64 "%s%s",
		 ways[entry->directions & RA_BOTH], entry->added_s, entry->expires_s,
		 *reason ? " " : "", reason);
	return text;
}

/* What follows a word and its space, or NULL. */
static const char *behind(const char *text, const char *word)
{
	size_t len = strlen(word);

	return !strncmp(text, word, len) && text[len] == ' ' ? text + len + 1 : NULL;
}

/* A number without a sign, up to a space or the end. returns what stands there, or NULL */
static const char *take_number(const char *text, int64_t *out)
{
	char *end;

	if (*text < '0' || *text > '9')
		return NULL;
	errno = 0;
	*out = strtoll(text, &end, 10);
	return errno || (*end && *end != ' ') ? NULL : end;
}

int list_entry_parse(const char *text, struct list_entry *entry, const char **reason)
{
	const char *rest = NULL;

	*entry = (struct list_entry){ 0 };
	for (uint8_t d = 1; d <= RA_BOTH && !rest; d++) {
		rest = behind(text, ways[d]);
		entry->directions = d;
	}
	if (rest)
		rest = take_number(rest, &entry->added_s);
	if (rest)
		rest = *rest ? take_number(rest + 1, &entry->expires_s) : NULL;
	if (!rest)
		return -EINVAL;
	*reason = rest + (*rest == ' ');
	return strlen(*reason) < LIST_REASON ? 0 : -EINVAL;
}
