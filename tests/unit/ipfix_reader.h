/* SPDX-License-Identifier: BSD-2-Clause */
/* ipfix_reader.h - a small collector: it knows no element, only what templates say of them. */
#ifndef IPFIX_READER_H
#define IPFIX_READER_H

#include <stdbool.h>
#include <stdint.h>

#define READER_ELEMENTS 32
#define READER_FLOWS 4096

struct reader_template {
	uint16_t n;
	struct reader_element {
		uint32_t enterprise;
		uint16_t id, len;
	} element[READER_ELEMENTS];
};

struct reader_flow {
	const struct reader_template *of;
	const uint8_t *field[READER_ELEMENTS]; /* in the message, which is kept */
};

struct reader {
	struct reader_template template[2]; /* 256, 257 */
	struct reader_flow flows[READER_FLOWS];
	uint32_t n_flows, messages, templates, sequence, sequence_gaps;
	uint32_t time_s, domain;
};

static inline uint64_t reader_number(const uint8_t *p, size_t len)
{
	uint64_t value = 0;

	while (len--)
		value = value << 8 | *p++;
	return value;
}

static inline bool reader_templates(struct reader *r, const uint8_t *p, const uint8_t *end)
{
	while (end - p >= 4) {
		struct reader_template *t = &r->template[reader_number(p, 2) & 1];

		t->n = (uint16_t)reader_number(p + 2, 2);
		p += 4;
		for (uint16_t i = 0; i < t->n; i++) {
			bool own = end - p >= 8 && p[0] & 0x80;

			if (end - p < 4 || i == READER_ELEMENTS)
				return false;
			t->element[i].id = (uint16_t)(reader_number(p, 2) & 0x7fff);
			t->element[i].len = (uint16_t)reader_number(p + 2, 2);
			t->element[i].enterprise = own ? (uint32_t)reader_number(p + 4, 4) : 0;
			p += own ? 8 : 4;
		}
		r->templates++;
	}
	return p == end;
}

static inline bool reader_flows(struct reader *r, const struct reader_template *t,
				const uint8_t *p, const uint8_t *end)
{
	while (t->n && p < end && r->n_flows < READER_FLOWS) {
		struct reader_flow *f = &r->flows[r->n_flows++];

		f->of = t;
		for (uint16_t i = 0; i < t->n; p += t->element[i++].len)
			f->field[i] = p;
	}
	return p == end;
}

/*
 * message  borrowed for the life of the reader
 * returns  whether it is one, to its last byte
 */
static inline bool reader_take(struct reader *r, const uint8_t *message, size_t len)
{
	const uint8_t *p = message + 16, *end = message + len, *next;
	uint32_t before = r->n_flows;

	if (len < 16 || reader_number(message, 2) != 10 || reader_number(message + 2, 2) != len)
		return false;
	r->time_s = (uint32_t)reader_number(message + 4, 4);
	r->sequence_gaps += reader_number(message + 8, 4) != r->sequence;
	r->domain = (uint32_t)reader_number(message + 12, 4);
	r->messages++;
	for (; end - p >= 4; p = next) {
		uint64_t id = reader_number(p, 2), size = reader_number(p + 2, 2);

		next = p + size;
		if (size < 4 || next > end || (id != 2 && id != 256 && id != 257))
			return false;
		if (id == 2 ? !reader_templates(r, p + 4, next) :
			      !reader_flows(r, &r->template[id & 1], p + 4, next))
			return false;
	}
	r->sequence += r->n_flows - before;
	return p == end;
}

/* returns a field's bytes, or NULL */
static inline const uint8_t *reader_field(const struct reader_flow *f, uint32_t enterprise,
					  uint16_t id, size_t *len)
{
	*len = 0;
	for (uint16_t i = 0; i < f->of->n; i++) {
		*len = f->of->element[i].len;
		if (f->of->element[i].enterprise == enterprise && f->of->element[i].id == id)
			return f->field[i];
	}
	return NULL;
}

#endif
