/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/feeds.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bpf/redarc.h"
#include "core/clock.h"
#include "judge/lists.h"

#define DAY_S (24 * CLOCK_HOUR_S)

static const struct feed_config defaults = {
	.format = LIST_AUTO,
	.directions = RA_BOTH,
	.every_s = 6 * CLOCK_HOUR_S,
	.timeout_s = 120,
	.most = (size_t)64 << 20,
};

static int set_kind(struct feed_config *c, const char *value)
{
	for (int kind = 0; kind < LIST_KINDS; kind++) {
		if (strcmp(value, list_kind_word((enum list_kind)kind)))
			continue;
		c->kind = (enum list_kind)kind;
		c->has_kind = true;
		return 0;
	}
	return -EINVAL;
}

/* A host that is there, and nobody's password: the URL is shown with what it lists. */
static bool is_https(const char *url)
{
	size_t scheme = strlen("https://"), host;

	if (strncmp(url, "https://", scheme))
		return false;
	host = strcspn(url + scheme, "/?#");
	return host && !memchr(url + scheme, '@', host);
}

static int set_url(struct feed_config *c, const char *value)
{
	if (strlen(value) >= sizeof(c->url) || strpbrk(value, " \t"))
		return -EINVAL;
	if (!is_https(value) && (strncmp(value, "file:///", 8) || !value[8]))
		return -EINVAL;
	strcpy(c->url, value);
	return 0;
}

static int set_format(struct feed_config *c, const char *value)
{
	return list_format_find(value, &c->format);
}

static int set_direction(struct feed_config *c, const char *value)
{
	static const char *const words[] = { [RA_DIR_BIT(RA_IN)] = "in",
					     [RA_DIR_BIT(RA_OUT)] = "out", [RA_BOTH] = "both" };

	for (uint8_t bits = 1; bits <= RA_BOTH; bits++) {
		if (strcmp(value, words[bits]))
			continue;
		c->directions = bits;
		return 0;
	}
	return -EINVAL;
}

static int set_seconds(const char *value, int64_t least_s, int64_t most_s, int64_t *out_s)
{
	int64_t ns;

	if (clock_parse_duration(value, &ns) || ns < least_s * CLOCK_S || ns > most_s * CLOCK_S)
		return -EINVAL;
	*out_s = ns / CLOCK_S;
	return 0;
}

static int set_every(struct feed_config *c, const char *value)
{
	return set_seconds(value, 300, (int64_t)365 * DAY_S, &c->every_s);
}

static int set_expires(struct feed_config *c, const char *value)
{
	if (strcmp(value, "never"))
		return set_seconds(value, CLOCK_HOUR_S, (int64_t)3650 * DAY_S, &c->expires_s);
	c->expires_s = 0;
	return 0;
}

static int set_timeout(struct feed_config *c, const char *value)
{
	return set_seconds(value, 1, CLOCK_HOUR_S, &c->timeout_s);
}

static int set_most(struct feed_config *c, const char *value)
{
	static const char units[] = "KMG";
	unsigned long long bytes;
	const char *unit;
	char *end;

	if (value[0] < '0' || value[0] > '9')
		return -EINVAL;
	errno = 0;
	bytes = strtoull(value, &end, 10);
	unit = *end ? strchr(units, *end) : NULL;
	if (errno || bytes > 1u << 30 || (*end && (!unit || end[1])))
		return -EINVAL;
	if (unit)
		bytes <<= 10 * (unit - units + 1);
	if (!bytes || bytes > 1u << 30)
		return -EINVAL;
	c->most = (size_t)bytes;
	return 0;
}

static int set_any_size(struct feed_config *c, const char *value)
{
	c->any_size = !strcmp(value, "yes");
	return c->any_size || !strcmp(value, "no") ? 0 : -EINVAL;
}

static const struct list_key {
	const char *key, *expects;
	int (*set)(struct feed_config *c, const char *value);
} list_keys[] = {
	{ "kind", "allow, block or label", set_kind },
	{ "url", "https://HOST/... or file:///PATH, up to 255 bytes, without a password", set_url },
	{ "format", "auto, or the name of a format, such as cidr or stix", set_format },
	{ "direction", "in, out or both", set_direction },
	{ "every", "a duration from 5m to 365d", set_every },
	{ "expires", "never, or a duration from 1h to 3650d", set_expires },
	{ "most", "bytes, such as 64M, up to 1G", set_most },
	{ "timeout", "a duration from 1s to 1h", set_timeout },
	{ "any_size", "yes or no", set_any_size },
};

static int open_list(struct feeds *f, const struct ini_entry *entry, struct err *e)
{
	struct feed_config *lists, *c;

	if (!entry->name[0])
		return err_set(e, -EINVAL, "[list]: lacks a name, such as [list drop]");
	if (!list_name_is_valid(entry->name))
		return err_set(e, -EINVAL, "[list %s]: a name has a-z, 0-9, '-', '_' and '.', and "
			       "at most %d of them", entry->name, LIST_NAME - 1);
	if (!strcmp(entry->name, LISTS_USER))
		return err_set(e, -EINVAL, "[list %s]: this name is for what the user lists",
			       entry->name);
	lists = realloc(f->lists, (f->n + 1) * sizeof(*lists));
	if (!lists)
		return err_set(e, -ENOMEM, "[list %s]: out of memory", entry->name);
	f->lists = lists;
	c = &lists[f->n++];
	*c = defaults;
	c->line = entry->line;
	snprintf(c->name, sizeof(c->name), "%s", entry->name);
	return 0;
}

static int take_list(struct feeds *f, const struct ini_entry *entry, struct err *e)
{
	if (!entry->key)
		return open_list(f, entry, e);
	for (size_t i = 0; i < sizeof(list_keys) / sizeof(*list_keys); i++) {
		if (strcmp(entry->key, list_keys[i].key))
			continue;
		if (!list_keys[i].set(&f->lists[f->n - 1], entry->value))
			return 0;
		return err_set(e, -EINVAL, "%s: %s: expected %s", entry->key, entry->value,
			       list_keys[i].expects);
	}
	return err_set(e, -EINVAL, "%s: no key of [list]", entry->key);
}

static int take_feed(struct feeds *f, const struct ini_entry *entry, struct err *e)
{
	char *field;

	if (entry->name[0])
		return err_set(e, -EINVAL, "[feed %s]: [feed] has no name", entry->name);
	if (!entry->key)
		return 0;
	field = !strcmp(entry->key, "ca") ? f->ca : !strcmp(entry->key, "proxy") ? f->proxy : NULL;
	if (!field)
		return err_set(e, -EINVAL, "%s: no key of [feed]", entry->key);
	if (strlen(entry->value) >= FEEDS_TEXT)
		return err_set(e, -EINVAL, "%s: at most %d bytes", entry->key, FEEDS_TEXT - 1);
	strcpy(field, entry->value);
	return 0;
}

int feeds_take(void *ctx, const struct ini_entry *entry, struct err *e)
{
	if (!strcmp(entry->section, "list"))
		return take_list(ctx, entry, e);
	if (!strcmp(entry->section, "feed"))
		return take_feed(ctx, entry, e);
	return err_set(e, -EINVAL, "[%s]: no such section", entry->section);
}

int feeds_check(const struct feeds *f, const char *file, struct err *e)
{
	for (size_t i = 0; i < f->n; i++) {
		const struct feed_config *c = &f->lists[i];
		const char *lacks = !c->url[0] ? "no url" : !c->has_kind ? "no kind" : NULL;

		if (!lacks && c->expires_s && c->expires_s <= c->every_s)
			lacks = "its entries expire before it is fetched again";
		if (lacks)
			return err_set(e, -EINVAL, "%s:%u: [list %s]: %s", file, c->line, c->name,
				       lacks);
	}
	return 0;
}

static int take_ours(void *ctx, const struct ini_entry *entry, struct err *e)
{
	return strcmp(entry->section, "redarc") ? feeds_take(ctx, entry, e) : 0;
}

int feeds_load(const char *path, struct feeds *out, struct err *e)
{
	int r;

	*out = (struct feeds){ .n = 0 };
	r = ini_load(path, take_ours, out, e);
	if (!r)
		r = feeds_check(out, path, e);
	if (r)
		feeds_clear(out);
	return r;
}

const struct feed_config *feeds_find(const struct feeds *f, const char *name)
{
	for (size_t i = 0; i < f->n; i++)
		if (!strcmp(f->lists[i].name, name))
			return &f->lists[i];
	return NULL;
}

void feeds_clear(struct feeds *f)
{
	free(f->lists);
	*f = (struct feeds){ .n = 0 };
}
