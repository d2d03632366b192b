/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/list_take.h"

#include <errno.h>
#include <stdio.h>

#include "judge/list_fault.h"
#include "judge/list_range.h"

#define SHOWN 64  /* bytes of a text in a note */
#define NOTE 512

#define V4(a, b, c, d) { { [10] = 0xff, [11] = 0xff, a, b, c, d } }
#define V4_BITS 96

/* What no list of strangers can mean. */
static const struct {
	struct cidr net;
	const char *what;
	bool near; /* a list of the user's own may */
} special[] = {
	{ { V4(10, 0, 0, 0), V4_BITS + 8 }, "private", true },
	{ { V4(172, 16, 0, 0), V4_BITS + 12 }, "private", true },
	{ { V4(192, 168, 0, 0), V4_BITS + 16 }, "private", true },
	{ { { { 0xfc } }, 7 }, "private", true },
	{ { V4(100, 64, 0, 0), V4_BITS + 10 }, "carrier-grade", true },
	{ { V4(169, 254, 0, 0), V4_BITS + 16 }, "link-local", true },
	{ { { { 0xfe, 0x80 } }, 10 }, "link-local", true },
	{ { V4(127, 0, 0, 0), V4_BITS + 8 }, "loopback", false },
	{ { { { [15] = 1 } }, 128 }, "loopback", false },
	{ { V4(224, 0, 0, 0), V4_BITS + 4 }, "multicast", false },
	{ { { { 0xff } }, 8 }, "multicast", false },
	{ { V4(0, 0, 0, 0), V4_BITS + 8 }, "reserved", false },
	{ { V4(240, 0, 0, 0), V4_BITS + 4 }, "reserved", false },
	{ { { { 0 } }, 128 }, "reserved", false },
};

static void copy_shown(struct span text, char *shown)
{
	size_t n = text.len < SHOWN ? text.len : SHOWN;

	for (size_t i = 0; i < n; i++)
		shown[i] = text.s[i] >= ' ' && text.s[i] <= '~' ? text.s[i] : '?';
	strcpy(shown + n, text.len > n ? "..." : "");
}

static void note(const struct list_taker *t, struct span text, const char *why)
{
	char shown[SHOWN + 4], whole[NOTE];

	if (!t->how->note)
		return;
	copy_shown(text, shown);
	snprintf(whole, sizeof(whole), "%s:%s%u: %s: %s", t->how->file,
		 t->by_number ? " entry " : "", t->line, shown, why);
	t->how->note(t->how->ctx, whole);
}

void list_refuse(struct list_taker *t, struct span text, const char *why)
{
	t->counts->refused++;
	note(t, text, why);
}

void list_strip(struct list_taker *t, struct span text, const char *why)
{
	t->counts->stripped++;
	note(t, text, why);
}

int list_fail(struct list_taker *t, const char *why)
{
	return err_set(t->e, -EBADMSG, "%s:%s%u: %s", t->how->file, t->by_number ? " entry " : "",
		       t->line, why);
}

struct list_entry list_taker_entry(const struct list_taker *t)
{
	return (struct list_entry){ .directions = t->how->directions,
				    .added_s = t->how->now_s,
				    .expires_s = t->how->expires_s };
}

static bool overlap(const struct cidr *a, const struct cidr *b)
{
	return a->len < b->len ? cidr_contains(a, &b->net) : cidr_contains(b, &a->net);
}

/* Why a prefix must not stand in a list, or NULL. */
static const char *unwanted(const struct list_reading *how, const struct cidr *net)
{
	int bits = addr_is_v4(&net->net) ? net->len - V4_BITS : net->len;

	for (size_t i = 0; i < sizeof(special) / sizeof(*special); i++) {
		if (!overlap(net, &special[i].net) || (special[i].near && how->keep_near))
			continue;
		if (bits >= RANGE_SHORTEST || net->len >= special[i].net.len)
			return special[i].what;
	}
	if (bits < RANGE_SHORTEST)
		return "shorter than /8";
	for (size_t i = 0; i < how->n_own; i++)
		if (overlap(net, &how->own[i]))
			return "an address of this machine";
	return NULL;
}

static const char *const faults[] = {
	[LIST_FAULT_ADDRESS] = "no address",
	[LIST_FAULT_OCTAL] = "leading zeros, which may mean octal",
	[LIST_FAULT_LENGTH] = "no such prefix length",
	[LIST_FAULT_BITS] = "bits behind the prefix",
};

/* returns why it is none, or NULL */
static const char *parse_prefix(struct span s, struct cidr *out)
{
	char text[ADDR_TEXT + 5];

	if (s.len >= sizeof(text) || memchr(s.s, 0, s.len))
		return "no address";
	memcpy(text, s.s, s.len);
	text[s.len] = 0;
	return cidr_parse(text, out) ? faults[list_fault(text)] : NULL;
}

static const char *parse_range(struct span s, struct range *out)
{
	struct span first = span_trim(span_cut(&s, '-')), last = span_trim(s);
	const char *why;
	struct cidr a, b;

	if ((why = parse_prefix(first, &a)) || (why = parse_prefix(last, &b)))
		return why;
	if (memchr(first.s, '/', first.len) || memchr(last.s, '/', last.len))
		return "a range of prefixes";
	if (addr_is_v4(&a.net) != addr_is_v4(&b.net))
		return "a range from IPv4 to IPv6";
	*out = range_between(&a.net, &b.net);
	return out->empty ? "a range that ends before it begins" : NULL;
}

/* Bytes of the letter that a text starts with, as far as they are there. */
static size_t letter_len(struct span s)
{
	unsigned char c = (unsigned char)*s.s;
	size_t most = c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : c >= 0xc0 ? 2 : 1, n = 1;

	while (n < most && n < s.len && (s.s[n] & 0xc0) == 0x80)
		n++;
	return n;
}

static bool is_blank(struct span s)
{
	unsigned char c = (unsigned char)*s.s;

	return c <= ' ' || c == 0x7f || (c == 0xc2 && s.len > 1 && (unsigned char)s.s[1] < 0xa0);
}

static void clean_reason(struct span s, char *out)
{
	size_t n = 0, len, end = 0;

	for (; s.len; s = span_from(s, len)) {
		len = letter_len(s);
		if (n + len >= LIST_REASON)
			break;
		if (!is_blank(s)) {
			memcpy(out + n, s.s, len);
			end = n + len;
		} else if (n) {
			memset(out + n, ' ', len);
		} else {
			continue;
		}
		n += len;
	}
	out[end] = 0;
}

static int add(struct list_taker *t, const struct list_entry *entry, const char *reason)
{
	int rc = list_add(t->list, entry, reason);

	if (rc == -ENOSPC)
		return err_set(t->e, rc, "%s: more than %u entries", t->how->file, LIST_MOST);
	return rc ? err_set(t->e, rc, "%s: %s", t->how->file, strerror(-rc)) : 0;
}

static int take_range(struct list_taker *t, struct span text, struct range r,
		      const struct list_entry *like, const char *reason)
{
	struct list_entry entry = *like;
	struct range look = r;
	const char *why;
	int rc;

	while (range_take(&look, &entry.net)) {
		if ((why = unwanted(t->how, &entry.net))) {
			list_strip(t, text, why);
			return 0;
		}
	}
	t->counts->taken++;
	while (range_take(&r, &entry.net))
		if ((rc = add(t, &entry, reason)))
			return rc;
	return 0;
}

int list_take(struct list_taker *t, struct span text, const struct list_entry *like,
	      struct span reason)
{
	bool between = text.len && memchr(text.s, '-', text.len);
	struct range r = { .empty = true };
	char clean[LIST_REASON];
	struct cidr net;
	const char *why = between ? parse_range(text, &r) : parse_prefix(text, &net);

	if (why) {
		list_refuse(t, text, why);
		return 0;
	}
	clean_reason(reason, clean);
	return take_range(t, text, between ? r : range_of(&net), like, clean);
}

int list_take_service(struct list_taker *t, struct span text, const struct list_entry *like,
		      struct span reason)
{
	struct span rest = text, host;

	if (span_starts(text, "[")) {
		rest = span_from(rest, 1);
		host = span_cut(&rest, ']');
	} else {
		host = span_cut(&rest, ':');
		if (rest.len && memchr(rest.s, ':', rest.len))
			host = text; /* IPv6, which has no port without brackets */
	}
	return list_take(t, host, like, reason);
}
