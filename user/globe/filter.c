/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/filter.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/words.h"
#include "globe/country.h"
#include "globe/phrase.h"
#include "globe/special.h"

#define BLANKS " \t\r\n"

/* A letter's small form; a Latin-1 letter is told by the byte before. */
static char small(char before, char c)
{
	uint8_t byte = (uint8_t)c;
	bool latin = (uint8_t)before == 0xc3 && byte >= 0x80 && byte <= 0x9e && byte != 0x97;

	return (char)(latin || (c >= 'A' && c <= 'Z') ? byte + 0x20 : byte);
}

char *filter_fold(char *text)
{
	for (size_t i = 0; text[i]; i++)
		text[i] = small(i ? text[i - 1] : '\0', text[i]);
	return text;
}

static bool starts_with(const char *text, const char *folded)
{
	char before = '\0';

	while (*folded && small(before, *text) == *folded) {
		before = *text++;
		folded++;
	}
	return !*folded;
}

bool filter_contains(const char *text, const char *folded)
{
	for (; *text; text++)
		if (starts_with(text, folded))
			return true;
	return !*folded;
}

static bool equals(const char *text, const char *folded)
{
	return strlen(text) == strlen(folded) && starts_with(text, folded);
}

/* The number of the name that a word begins, or -1. */
static int name_of(const char *word, const char *(*name)(uint8_t), uint8_t first, uint8_t end)
{
	size_t len = strlen(word);

	for (uint8_t i = first; len && i < end; i++)
		if (!strncmp(name(i), word, len))
			return i;
	return -1;
}

static bool read_name(struct filter_term *t, int number)
{
	t->number = (uint32_t)number;
	return number >= 0;
}

static bool read_verdict(struct filter_term *t)
{
	return read_name(t, name_of(t->word, words_verdict, 0, RA_VERDICTS));
}

static bool read_direction(struct filter_term *t)
{
	return read_name(t, name_of(t->word, words_direction, 0, RA_DIRECTIONS));
}

/* From "address", whose bit is the lowest. */
static bool read_new(struct filter_term *t)
{
	int level = name_of(t->word, words_level, 1, NOVELTY_LEVELS);

	t->number = level > 0 ? 1u << (level - 1) : 0;
	return level > 0;
}

static bool read_number(const char *text, uint32_t most, uint32_t *out)
{
	unsigned long long n;

	if (!*text || strspn(text, "0123456789") != strlen(text) || strlen(text) > 10)
		return false;
	n = strtoull(text, NULL, 10);
	*out = (uint32_t)n;
	return n <= most;
}

static bool read_port(struct filter_term *t)
{
	return read_number(t->word, UINT16_MAX, &t->number) && t->number;
}

static bool read_network(struct filter_term *t)
{
	const char *digits = t->word + (strncmp(t->word, "as", 2) ? 0 : 2);

	if (read_number(digits, UINT32_MAX, &t->number)) {
		t->word[0] = '\0';
		return true;
	}
	return strspn(digits, "0123456789") != strlen(digits);
}

static bool read_country(struct filter_term *t)
{
	return strlen(t->word) == 2;
}

static bool read_prefix(struct filter_term *t)
{
	return !cidr_parse(t->word, &t->prefix);
}

static const struct key {
	const char *name;
	enum filter_kind kind;
	bool (*read)(struct filter_term *t); /* its word holds what stands behind the colon */
	const char *wanted;
} keys[] = {
	{ "verdict", FILTER_VERDICT, read_verdict,
	  PHRASE("wants allowed, learning, unknown or blocked") },
	{ "dir", FILTER_DIRECTION, read_direction, PHRASE("wants in or out") },
	{ "new", FILTER_NEW, read_new, PHRASE("wants address, subnet, network or country") },
	{ "port", FILTER_PORT, read_port, PHRASE("wants 1 to 65535") },
	{ "net", FILTER_NETWORK, read_network, PHRASE("wants AS and its number, or a name") },
	{ "country", FILTER_COUNTRY, read_country, PHRASE("wants two letters") },
	{ "host", FILTER_HOST, read_prefix, PHRASE("wants an address, or a prefix") },
};

static const struct key *find_key(const char *word, size_t len)
{
	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		if (strlen(keys[i].name) == len && !memcmp(keys[i].name, word, len))
			return &keys[i];
	return NULL;
}

static bool could_be_address(const char *word)
{
	return strspn(word, "0123456789abcdef.:") == strlen(word);
}

/* returns NULL, or what is wrong with the folded word in t->word */
static const char *read_term(struct filter_term *t)
{
	const char *colon = strchr(t->word, ':');
	const struct key *key = colon ? find_key(t->word, (size_t)(colon - t->word)) : NULL;

	if (key) {
		t->kind = key->kind;
		memmove(t->word, colon + 1, strlen(colon));
		return key->read(t) ? NULL : key->wanted;
	}
	if (!t->word[0])
		return PHRASE("nothing behind it");
	t->kind = read_prefix(t) ? FILTER_PREFIX : FILTER_WORD;
	if (t->kind == FILTER_PREFIX || could_be_address(t->word))
		return NULL;
	if (strspn(t->word, "0123456789abcdef.:/") == strlen(t->word))
		return PHRASE("no prefix");
	return colon ? PHRASE("not verdict, dir, new, port, net, country or host") : NULL;
}

static int refuse(struct err *e, int code, const char *word, size_t len, const char *wrong)
{
	return err_set(e, code, "%.*s: %s", (int)len, word, wrong);
}

static int add_term(struct filter *f, const char *word, size_t len, struct err *e)
{
	struct filter_term *t = &f->terms[f->count];
	bool negated = *word == '-';
	const char *wrong;

	if (f->count == FILTER_TERMS)
		return refuse(e, -E2BIG, word, len, PHRASE("one word too many"));
	if (len - negated >= sizeof(t->word))
		return refuse(e, -E2BIG, word, len, PHRASE("too long"));
	memcpy(t->word, word + negated, len - negated);
	t->word[len - negated] = '\0';
	filter_fold(t->word);
	wrong = read_term(t);
	if (wrong)
		return refuse(e, -EINVAL, word, len, wrong);
	f->negated |= (uint32_t)negated << f->count;
	f->words |= (uint32_t)(t->kind == FILTER_WORD) << f->count;
	f->digits |= (uint32_t)(t->kind == FILTER_WORD && could_be_address(t->word)) << f->count;
	f->count++;
	return 0;
}

int filter_parse(const char *text, struct filter *out, struct err *e)
{
	int r = 0;

	memset(out, 0, sizeof(*out));
	for (text += strspn(text, BLANKS); *text && !r; text += strspn(text, BLANKS)) {
		size_t len = strcspn(text, BLANKS);

		r = add_term(out, text, len, e);
		text += len;
	}
	if (r)
		memset(out, 0, sizeof(*out));
	return r;
}

static bool place_is(const struct filter_term *t, const struct geo_place *p)
{
	const char *country = country_name(p->country);

	if (t->kind == FILTER_COUNTRY || (t->kind == FILTER_WORD && equals(p->country, t->word)))
		return equals(p->country, t->word);
	return t->kind == FILTER_WORD && (filter_contains(p->city, t->word) ||
					  (country && filter_contains(country, t->word)));
}

static bool network_is(const struct filter_term *t, const struct geo_network *n)
{
	char number[16];

	if (t->kind == FILTER_NETWORK)
		return t->word[0] ? filter_contains(n->name, t->word) : n->asn == t->number;
	if (t->kind != FILTER_WORD)
		return false;
	snprintf(number, sizeof(number), "as%" PRIu32, n->asn);
	return filter_contains(n->name, t->word) || (n->asn && strstr(number, t->word));
}

uint32_t filter_place(const struct filter *f, const struct geo_place *p)
{
	uint32_t met = 0;

	for (uint32_t i = 0; i < f->count; i++)
		met |= (uint32_t)place_is(&f->terms[i], p) << i;
	return met;
}

uint32_t filter_network(const struct filter *f, const struct geo_network *n)
{
	uint32_t met = 0;

	for (uint32_t i = 0; i < f->count; i++)
		met |= (uint32_t)network_is(&f->terms[i], n) << i;
	return met;
}

static uint32_t words_in(const struct filter *f, uint32_t terms, const char *text)
{
	uint32_t met = 0;

	for (uint32_t i = 0; i < f->count; i++)
		if (terms >> i & 1 && filter_contains(text, f->terms[i].word))
			met |= 1u << i;
	return met;
}

uint32_t filter_list(const struct filter *f, const char *name)
{
	return words_in(f, f->words, name);
}

static bool peer_is(const struct filter_term *t, const struct stream_peer *p)
{
	switch (t->kind) {
	case FILTER_PREFIX:
		return cidr_contains(&t->prefix, &p->addr);
	case FILTER_HOST:
		return cidr_contains(&t->prefix, &p->local);
	default:
		return false;
	}
}

static uint32_t peer_met(const struct filter *f, const struct stream_peer *p)
{
	const char *special = f->words ? special_word(&p->addr) : NULL;
	char text[ADDR_TEXT];
	uint32_t met = 0;

	for (uint32_t i = 0; i < f->count; i++)
		met |= (uint32_t)peer_is(&f->terms[i], p) << i;
	if (f->digits)
		met |= words_in(f, f->digits, addr_format(&p->addr, text));
	return special ? met | words_in(f, f->words, special) : met;
}

static bool side_is(const struct filter_term *t, const struct stream_side *s, uint8_t direction)
{
	switch (t->kind) {
	case FILTER_VERDICT:
		return s->verdict == t->number;
	case FILTER_DIRECTION:
		return direction == t->number;
	case FILTER_PORT:
		return s->peer_port == t->number || s->local_port == t->number;
	case FILTER_NEW:
		return s->verdict >= RA_UNKNOWN && (s->novelty & t->number);
	default:
		return false;
	}
}

uint8_t filter_sides(const struct filter *f, const struct stream_peer *p,
		     const struct filter_known *known)
{
	uint32_t all = (1u << f->count) - 1, peer = known->peer | peer_met(f, p);
	uint8_t sides = 0;

	for (uint8_t d = 0; d < RA_DIRECTIONS; d++) {
		uint32_t met = peer | known->side[d];

		for (uint32_t i = 0; i < f->count; i++)
			met |= (uint32_t)side_is(&f->terms[i], &p->side[d], d) << i;
		if (p->side[d].first_ns && (met ^ f->negated) == all)
			sides |= (uint8_t)RA_DIR_BIT(d);
	}
	return sides;
}
