/* SPDX-License-Identifier: BSD-2-Clause */
#include "stream/stream.h"

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#define HEAD 8
#define MAGIC 0x43524452u /* "RDRC" */
#define LEDGER_COUNTERS (offsetof(struct ra_ledger, bucket) / sizeof(uint64_t))

enum type { NUMBER, DEGREES, TEXT };

/* One field of a record, in the order of the wire; nothing stands between two fields. */
struct field {
	uint8_t type;
	uint16_t offset;      /* in struct stream_record */
	uint16_t size, count; /* count is above 1 for numbers in a row */
	int64_t least, most;  /* checked when most is not 0 */
};

#define AT(member) .offset = offsetof(struct stream_record, member)
#define SIZE(member) sizeof(((struct stream_record *)NULL)->member)
#define ONE(kind, member, low, high) \
	{ .type = kind, AT(member), .size = SIZE(member), .count = 1, .least = low, .most = high }
#define ANY(member) ONE(NUMBER, member, 0, 0)
#define WITHIN(member, low, high) ONE(NUMBER, member, low, high)
#define FLAG(member) WITHIN(member, 0, 1)
#define LAT(member) ONE(DEGREES, member, -90, 90)
#define LON(member) ONE(DEGREES, member, -180, 180)
#define STRING(member) ONE(TEXT, member, 0, 0)
#define ROW(member, n) \
	{ .type = NUMBER, AT(member), .size = SIZE(member) / (n), .count = n }
#define SIDE(side) \
	ANY(side.packets), ANY(side.bytes), ANY(side.first_ns), ANY(side.last_ns), \
		ANY(side.before_s), ANY(side.peer_port), ANY(side.local_port), ANY(side.list), \
		ANY(side.proto), WITHIN(side.verdict, 0, RA_VERDICTS - 1), \
		WITHIN(side.reason, 0, REASONS - 1), \
		WITHIN(side.novelty, 0, 2 * NOVEL_COUNTRY - 1), FLAG(side.reply), ANY(side.beacon)

static const struct field hello[] = {
	WITHIN(hello.version, STREAM_VERSION, STREAM_VERSION), STRING(hello.title),
	STRING(hello.detail), STRING(hello.attribution), FLAG(hello.replay),
};

static const struct field status[] = {
	ANY(status.now_ns), ANY(status.learn_until_ns), ANY(status.window_ns),
	ANY(status.judged_from_ns), LAT(status.home_lat_deg), LON(status.home_lon_deg),
	FLAG(status.home_known), FLAG(status.learning), FLAG(status.balanced),
	FLAG(status.storm),
	{ .type = NUMBER, AT(status.ledger), .size = 8, .count = LEDGER_COUNTERS },
	ROW(status.peers, RA_VERDICTS), ANY(status.refused),
};

static const struct field place[] = {
	WITHIN(place.number, GEO_NEAR + 1, UINT32_MAX), LAT(place.place.lat_deg),
	LON(place.place.lon_deg), ANY(place.place.accuracy_km), STRING(place.place.country),
	STRING(place.place.city),
};

static const struct field network[] = {
	WITHIN(network.number, 1, UINT32_MAX), ANY(network.network.asn),
	STRING(network.network.name),
};

static const struct field peer[] = {
	ROW(peer.addr, 16), ROW(peer.local, 16), ANY(peer.place), ANY(peer.network),
	SIDE(peer.side[RA_IN]), SIDE(peer.side[RA_OUT]),
};

static const struct field arc[] = {
	ANY(arc.place), WITHIN(arc.verdict, 0, RA_VERDICTS - 1),
	WITHIN(arc.direction, 0, RA_DIRECTIONS - 1), WITHIN(arc.level, 0, NOVELTY_LEVELS - 1),
	ANY(arc.peers), ANY(arc.packets), ANY(arc.bytes), ANY(arc.last_ns),
};

static const struct field list[] = {
	WITHIN(list.number, 1, UINT16_MAX), WITHIN(list.kind, 0, 2), STRING(list.name),
};

static const struct field explain[] = {
	ROW(explain.addr, 16), ROW(explain.hours, STREAM_HOURS / 8), STRING(explain.text),
};

static const struct field span[] = {
	ANY(span.first_ns), ANY(span.step_ns), WITHIN(span.steps, 1, STREAM_STEPS),
	ANY(span.rows), ANY(span.left_out),
};

static const struct field past[] = {
	ROW(past.addr, 16), ANY(past.place), ANY(past.network),
	WITHIN(past.direction, 0, RA_DIRECTIONS - 1), WITHIN(past.verdict, 0, RA_VERDICTS - 1),
	WITHIN(past.reason, 0, REASONS - 1), WITHIN(past.novelty, 0, 2 * NOVEL_COUNTRY - 1),
	ANY(past.list), ANY(past.peer_port), ANY(past.local_port), ANY(past.proto),
	ANY(past.packets), ANY(past.bytes), ROW(past.steps, STREAM_STEPS / 8),
};

static const struct field point[] = {
	ANY(point.time_ns), ROW(point.addr, 16), ROW(point.local, 16), ANY(point.peer_port),
	ANY(point.local_port), ANY(point.proto), WITHIN(point.direction, 0, RA_DIRECTIONS - 1),
	WITHIN(point.verdict, 0, RA_VERDICTS - 1),
	WITHIN(point.novelty, 0, 2 * NOVEL_COUNTRY - 1), ANY(point.packets),
	ANY(point.left_out),
};

static const struct field answer[] = {
	ROW(answer.addr, 16), WITHIN(answer.request, 0, STREAM_REQUESTS - 1), FLAG(answer.ok),
	STRING(answer.text), STRING(answer.before),
};

static const struct schema {
	const struct field *fields;
	size_t n;
} schemas[STREAM_KINDS] = {
#define SCHEMA(fields) { fields, sizeof(fields) / sizeof(*(fields)) }
	[STREAM_HELLO] = SCHEMA(hello), [STREAM_STATUS] = SCHEMA(status),
	[STREAM_PLACE] = SCHEMA(place), [STREAM_NETWORK] = SCHEMA(network),
	[STREAM_PEER] = SCHEMA(peer), [STREAM_ARC] = SCHEMA(arc),
	[STREAM_LIST] = SCHEMA(list), [STREAM_EXPLAIN] = SCHEMA(explain),
	[STREAM_SPAN] = SCHEMA(span), [STREAM_PAST] = SCHEMA(past),
	[STREAM_POINT] = SCHEMA(point), [STREAM_ANSWER] = SCHEMA(answer),
};

static size_t record_size(const struct schema *s)
{
	size_t size = HEAD;

	for (size_t i = 0; i < s->n; i++)
		size += (size_t)s->fields[i].size * s->fields[i].count;
	return size;
}

/* Host to wire and wire to host are the same; on most hosts it is a copy. */
static void copy_number(uint8_t *to, const uint8_t *from, size_t size)
{
	const bool little = __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__;

	for (size_t i = 0; i < size; i++)
		to[i] = from[little ? i : size - 1 - i];
}

/* Always ended, and zero behind the end. */
static void copy_text(uint8_t *to, const uint8_t *from, size_t size)
{
	size_t len = strnlen((const char *)from, size - 1);

	memcpy(to, from, len);
	memset(to + len, 0, size - len);
}

static void copy_field(const struct field *f, uint8_t *to, const uint8_t *from)
{
	if (f->type == TEXT) {
		copy_text(to, from, f->size);
		return;
	}
	for (size_t i = 0; i < f->count; i++)
		copy_number(to + i * f->size, from + i * f->size, f->size);
}

static uint32_t get(const uint8_t *wire, size_t size)
{
	uint32_t value = 0;

	while (size--)
		value = value << 8 | wire[size];
	return value;
}

static void put(uint8_t *wire, uint32_t value, size_t size)
{
	for (size_t i = 0; i < size; i++)
		wire[i] = (uint8_t)(value >> 8 * i);
}

static bool field_valid(const struct field *f, const uint8_t *wire)
{
	uint32_t value;
	float degrees;

	if (!f->most)
		return true;
	value = get(wire, f->size);
	if (f->type == NUMBER)
		return value >= f->least && value <= f->most;
	memcpy(&degrees, &value, sizeof(degrees));
	return degrees >= (float)f->least && degrees <= (float)f->most; /* NaN is neither */
}

int stream_encode(const struct stream_record *r, uint8_t *buf, size_t room)
{
	const struct schema *s = &schemas[r->kind];
	size_t size = record_size(s);
	uint8_t *wire = buf + HEAD;

	if (room < size)
		return -ENOSPC;
	put(buf, r->kind, 2);
	put(buf + 2, (uint32_t)size, 2);
	put(buf + 4, MAGIC, 4);
	for (size_t i = 0; i < s->n; i++) {
		const struct field *f = &s->fields[i];

		copy_field(f, wire, (const uint8_t *)r + f->offset);
		if (!field_valid(f, wire))
			return -EINVAL;
		wire += (size_t)f->size * f->count;
	}
	return (int)size;
}

int stream_decode(const uint8_t *buf, size_t len, struct stream_record *out)
{
	const struct schema *s;
	const uint8_t *wire;
	uint32_t kind;

	if (len < HEAD)
		return 0;
	kind = get(buf, 2);
	if (get(buf + 4, 4) != MAGIC || kind < STREAM_HELLO || kind >= STREAM_KINDS)
		return -EBADMSG;
	s = &schemas[kind];
	if (get(buf + 2, 2) != record_size(s))
		return -EBADMSG;
	if (len < record_size(s))
		return 0;
	wire = buf + HEAD;
	memset(out, 0, sizeof(*out));
	out->kind = kind;
	for (size_t i = 0; i < s->n; i++) {
		const struct field *f = &s->fields[i];

		if (!field_valid(f, wire))
			return -EBADMSG;
		copy_field(f, (uint8_t *)out + f->offset, wire);
		wire += (size_t)f->size * f->count;
	}
	return (int)record_size(s);
}
