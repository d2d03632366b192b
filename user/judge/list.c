/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/list.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "bpf/redarc.h"
#include "judge/prefix.h"

#define FIRST_ROOM 16
#define TEXTS_MOST (LIST_MOST * (uint64_t)LIST_REASON)

const char *list_kind_word(enum list_kind kind)
{
	static const char *const words[LIST_KINDS] = { "allow", "block", "label" };

	return words[kind];
}

bool list_name_is_valid(const char *name)
{
	size_t len = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-_.");

	return len && len < LIST_NAME && !name[len] && name[0] != '.';
}

int list_init(struct list *l, enum list_kind kind, const char *name)
{
	*l = (struct list){ .kind = kind };
	if (!list_name_is_valid(name))
		return -EINVAL;
	strcpy(l->name, name);
	return 0;
}

void list_clear(struct list *l)
{
	free(l->entries);
	free(l->texts);
	*l = (struct list){ 0 };
}

/* Rows of a size with room for more, half as many again as there are; or NULL, and they stay. */
static void *more_room(void *rows, uint32_t *room, uint64_t needed, size_t size)
{
	uint64_t more = (uint64_t)*room + *room / 2 + FIRST_ROOM;
	void *moved;

	if (more < needed)
		more = needed;
	moved = more > UINT32_MAX ? NULL : realloc(rows, more * size);
	if (moved)
		*room = (uint32_t)more;
	return moved;
}

/* Room for one entry more; returns 0, or -ENOMEM. */
static int entry_room(struct list *l)
{
	struct list_entry *more = l->entries;

	if (l->n == l->room)
		more = more_room(more, &l->room, (uint64_t)l->n + 1, sizeof(*more));
	if (!more)
		return -ENOMEM;
	l->entries = more;
	return 0;
}

static int text_room(struct list *l, uint64_t needed)
{
	char *more = l->texts;

	if (needed > l->texts_room)
		more = more_room(more, &l->texts_room, needed, 1);
	if (!more)
		return -ENOMEM;
	l->texts = more;
	return 0;
}

/* Never within a character of UTF-8. */
static size_t cut(const char *text)
{
	size_t len = strnlen(text, LIST_REASON);

	if (len < LIST_REASON)
		return len;
	for (len--; len && ((uint8_t)text[len] & 0xc0) == 0x80; len--)
		;
	return len;
}

/* Where the text is, after it was appended unless the last one is the same; or -ENOMEM. */
static int64_t keep_text(struct list *l, const char *text)
{
	uint32_t last = l->n ? l->entries[l->n - 1].reason : 0;
	size_t len = text ? cut(text) : 0;
	uint64_t at = l->texts_len ? l->texts_len : 1;
	char own[LIST_REASON]; /* as text may be one of those that move */

	if (!len)
		return 0;
	if (last && strlen(l->texts + last) == len && !memcmp(l->texts + last, text, len))
		return last;
	memcpy(own, text, len);
	if (at + len + 1 > TEXTS_MOST || text_room(l, at + len + 1))
		return -ENOMEM;
	l->texts[0] = 0;
	memcpy(l->texts + at, own, len);
	l->texts[at + len] = 0;
	l->texts_len = (uint32_t)(at + len + 1);
	return (int64_t)at;
}

static bool is_sound(const struct list_entry *entry)
{
	return prefix_is_sound(&entry->net) && entry->directions &&
	       !(entry->directions & ~RA_BOTH) && entry->expires_s >= 0;
}

int list_add(struct list *l, const struct list_entry *entry, const char *reason)
{
	int64_t text;

	if (!is_sound(entry))
		return -EINVAL;
	if (l->n == LIST_MOST)
		return -ENOSPC;
	if (entry_room(l))
		return -ENOMEM;
	text = keep_text(l, reason);
	if (text < 0)
		return (int)text;
	l->entries[l->n++] = (struct list_entry){ .net = entry->net,
						  .directions = entry->directions,
						  .reason = (uint32_t)text,
						  .added_s = entry->added_s,
						  .expires_s = entry->expires_s };
	return 0;
}

/* What entries are sorted by, gathered: a sort that looks each one up takes thrice the time. */
struct key {
	uint64_t net[2];
	uint32_t len;
	uint32_t entry; /* so that equal prefixes stay in the order they were added */
};

static int by_net(const void *a, const void *b)
{
	const struct key *x = a, *y = b;

	if (x->net[0] != y->net[0])
		return x->net[0] < y->net[0] ? -1 : 1;
	if (x->net[1] != y->net[1])
		return x->net[1] < y->net[1] ? -1 : 1;
	if (x->len != y->len)
		return x->len < y->len ? -1 : 1;
	return x->entry < y->entry ? -1 : 1;
}

/* The keys of a list that is not empty, in order; NULL: no memory. */
static struct key *sorted_keys(const struct list *l)
{
	struct key *keys = malloc(l->n * sizeof(*keys));

	for (uint32_t i = 0; keys && i < l->n; i++) {
		const struct cidr *net = &l->entries[i].net;

		keys[i] = (struct key){ { prefix_word(&net->net, 0), prefix_word(&net->net, 1) },
					net->len, i };
	}
	if (keys)
		qsort(keys, l->n, sizeof(*keys), by_net);
	return keys;
}

static int by_number(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

/* The entries of a list that is not empty, by their reason, which is the high half. */
static uint64_t *sorted_reasons(const struct list *l)
{
	uint64_t *all = malloc(l->n * sizeof(*all));

	for (uint32_t i = 0; all && i < l->n; i++)
		all[i] = (uint64_t)l->entries[i].reason << 32 | i;
	if (all)
		qsort(all, l->n, sizeof(*all), by_number);
	return all;
}

/* Close the gaps that texts nobody uses any more have left; without memory they stay. */
static void close_gaps(struct list *l)
{
	uint64_t *all = l->n && l->texts_len ? sorted_reasons(l) : NULL;
	uint32_t from = 0, to = 0, end = 1;

	for (uint32_t i = 0; all && i < l->n; i++) {
		uint32_t reason = (uint32_t)(all[i] >> 32);

		if (reason != from) {
			size_t size = strlen(l->texts + reason) + 1;

			memmove(l->texts + end, l->texts + reason, size);
			from = reason;
			to = end;
			end += (uint32_t)size;
		}
		l->entries[(uint32_t)all[i]].reason = to;
	}
	if (all)
		l->texts_len = end;
	free(all);
}

static bool is_settled(const struct list *l)
{
	for (uint32_t i = 1; i < l->n; i++)
		if (prefix_compare(&l->entries[i - 1].net, &l->entries[i].net) >= 0)
			return false;
	return true;
}

static bool is_superseded(const struct key *key)
{
	return key[0].net[0] == key[1].net[0] && key[0].net[1] == key[1].net[1] &&
	       key[0].len == key[1].len;
}

static int sort(struct list *l)
{
	struct key *keys = sorted_keys(l);
	struct list_entry *settled = keys ? malloc(l->n * sizeof(*settled)) : NULL;
	uint32_t n = 0;

	for (uint32_t i = 0; settled && i < l->n; i++)
		if (i + 1 == l->n || !is_superseded(&keys[i]))
			settled[n++] = l->entries[keys[i].entry];
	free(keys);
	if (!settled)
		return -ENOMEM;
	free(l->entries);
	l->entries = settled;
	l->room = l->n;
	l->n = n;
	return 0;
}

int list_settle(struct list *l)
{
	int rc = is_settled(l) ? 0 : sort(l);

	close_gaps(l);
	return rc;
}

const char *list_reason(const struct list *l, const struct list_entry *entry)
{
	return entry->reason ? l->texts + entry->reason : "";
}

/* The number of the first entry that is not before a prefix. */
static uint32_t lower_bound(const struct list *l, const struct cidr *net)
{
	uint32_t low = 0, high = l->n;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (prefix_compare(&l->entries[middle].net, net) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

struct list_entry *list_find(const struct list *l, const struct cidr *net)
{
	uint32_t i = lower_bound(l, net);

	return i < l->n && !prefix_compare(&l->entries[i].net, net) ? &l->entries[i] : NULL;
}

uint32_t list_remove_within(struct list *l, const struct cidr *net)
{
	uint32_t first = lower_bound(l, net), end = first;

	while (end < l->n && cidr_contains(net, &l->entries[end].net.net))
		end++;
	if (end == first)
		return 0;
	memmove(l->entries + first, l->entries + end, (l->n - end) * sizeof(*l->entries));
	l->n -= end - first;
	return end - first;
}
