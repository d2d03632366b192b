/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/list_range.h"

#include "judge/prefix.h"

typedef unsigned __int128 u128;

static u128 number_of(const struct addr *a)
{
	return (u128)prefix_word(a, 0) << 64 | prefix_word(a, 1);
}

static struct addr addr_of(u128 number)
{
	uint64_t high = htobe64((uint64_t)(number >> 64)), low = htobe64((uint64_t)number);
	struct addr a;

	memcpy(a.b, &high, 8);
	memcpy(a.b + 8, &low, 8);
	return a;
}

/* The addresses of a prefix, but one; so that /0 has a number too. */
static u128 span_of_prefix(uint8_t len)
{
	return len ? ((u128)1 << (128 - len)) - 1 : ~(u128)0;
}

struct range range_of(const struct cidr *net)
{
	u128 first = number_of(&net->net);

	return (struct range){ first, first | span_of_prefix(net->len), false };
}

struct range range_between(const struct addr *first, const struct addr *last)
{
	struct range r = { number_of(first), number_of(last), false };

	r.empty = r.first > r.last;
	return r;
}

bool range_take(struct range *r, struct cidr *out)
{
	uint8_t len = 128;

	if (r->empty)
		return false;
	while (len) {
		u128 more = span_of_prefix(len - 1);

		if ((r->first & more) || r->last - r->first < more)
			break;
		len--;
	}
	*out = (struct cidr){ addr_of(r->first), len };
	r->empty = r->last - r->first == span_of_prefix(len);
	r->first += span_of_prefix(len) + 1;
	return true;
}

struct range_cover range_cover(const struct list *l)
{
	return (struct range_cover){ .list = l, .rest = { .empty = true } };
}

/* Whether one of the shortest prefixes may begin here. */
static bool begins_shortest(const struct addr *a)
{
	struct cidr net = prefix_of(a, (addr_is_v4(a) ? 96 : 0) + RANGE_SHORTEST);

	return addr_equal(&net.net, a);
}

/* Entries that overlap, or stand side by side, make one range. */
static struct range next_range(struct range_cover *c)
{
	struct range r = { .empty = true }, more;

	for (; c->next < c->list->n; c->next++) {
		const struct cidr *net = &c->list->entries[c->next].net;

		more = range_of(net);
		if (r.empty)
			r = more;
		else if (more.first > r.last &&
			 (more.first - r.last > 1 || begins_shortest(&net->net)))
			break;
		else if (more.last > r.last)
			r.last = more.last;
	}
	return r;
}

bool range_cover_next(struct range_cover *c, struct cidr *out)
{
	if (c->rest.empty)
		c->rest = next_range(c);
	return range_take(&c->rest, out);
}
