/* SPDX-License-Identifier: BSD-2-Clause */
#include "scene_past.h"

#include <arpa/inet.h>

#include "core/clock.h"
#include "core/hash.h"

#define HOUR_NS (CLOCK_HOUR_S * CLOCK_S)
#define POINT_NS (CLOCK_S / 10)
#define LOCAL_HOSTS 12
#define MORNING 22 /* UTC: Japan's day, in which most happens */
#define EVENING 14

/* Who does it, by the number of a peer, and at which points: n * every + at. The first counts. */
static const struct habit {
	uint32_t peer, every, at;
	uint8_t direction;
	uint16_t peer_port, local_port; /* 0: another each time */
	uint8_t local;                  /* 0: another each time */
	uint8_t beacon;                 /* what the sensor scores it; 0: no beacon */
} habits[] = {
	{ 0, 50, 2, RA_OUT, 443, 50123, 7, 97 },  /* a beacon every five seconds */
	{ 11, 100, 4, RA_OUT, 8080, 49811, 9, 88 }, /* and one every ten */
	{ 3, 6, 0, RA_IN, 41234, 23, 0, 0 },    /* a scan across addresses */
	{ 8, 6, 1, RA_IN, 55001, 0, 10, 0 },    /* a scan of one address's ports */
};
#define HABITS (sizeof(habits) / sizeof(*habits))

static const uint16_t services[] = { 443, 443, 443, 443, 53, 80, 123, 993, 22, 5228 };

struct stream_span scene_span(int64_t now_ns, uint32_t rows)
{
	int64_t hour = now_ns / HOUR_NS;

	return (struct stream_span){ .first_ns = (hour - SCENE_HOURS + 1) * HOUR_NS,
				     .step_ns = HOUR_NS,
				     .steps = SCENE_HOURS,
				     .rows = rows };
}

static bool is_day(int64_t hour)
{
	return hour % 24 >= MORNING || hour % 24 < EVENING;
}

static bool was_seen(uint8_t verdict, int64_t hour, uint32_t age, uint32_t number)
{
	uint64_t chance = hash_mix((uint64_t)number << 8 | age) % 16;

	switch (verdict) {
	case RA_ALLOWED:
		return chance < (is_day(hour) ? 14 : 6);
	case RA_BLOCKED:
		return age < 2 || age % 24 == number % 24;
	default:
		return age <= hash_mix(number) % 4;
	}
}

struct stream_past scene_past(const struct stream_peer *p, uint8_t direction, uint32_t number)
{
	const struct stream_side *s = &p->side[direction];
	int64_t now = s->last_ns / HOUR_NS;
	struct stream_past past = { .addr = p->addr,
				    .place = p->place,
				    .network = p->network,
				    .direction = direction,
				    .verdict = s->verdict,
				    .reason = s->reason,
				    .novelty = s->novelty,
				    .list = s->list,
				    .peer_port = s->peer_port,
				    .local_port = s->local_port,
				    .proto = s->proto,
				    .packets = s->packets,
				    .bytes = s->bytes };

	for (uint32_t age = 0; age < SCENE_HOURS; age++) {
		uint32_t step = SCENE_HOURS - 1 - age;

		if (!age || was_seen(s->verdict, now - age, age, number))
			past.steps[step / 8] |= (uint8_t)(1u << step % 8);
	}
	return past;
}

uint8_t scene_beacon(uint32_t number, uint8_t direction)
{
	for (size_t k = 0; k < HABITS; k++)
		if (habits[k].peer == number && habits[k].direction == direction &&
		    habits[k].beacon)
			return habits[k].beacon;
	return EVENT_UNSCORED;
}

static struct addr local_host(uint32_t number)
{
	return addr_from_be32(htonl(0xc0000200 + number));
}

static struct stream_point habitual(const struct habit *h, uint32_t turn)
{
	return (struct stream_point){
		.local = local_host(h->local ? h->local : 1 + turn % 254),
		.peer_port = h->peer_port,
		.local_port = h->local_port ? h->local_port : (uint16_t)(1 + turn * 16),
		.direction = h->direction,
	};
}

/* What anybody does, in a direction that the peer has. */
static struct stream_point usual(const struct stream_peer *p, uint64_t mix)
{
	bool out = p->side[RA_OUT].first_ns && (mix >> 8 & 1 || !p->side[RA_IN].first_ns);

	return (struct stream_point){
		.local = local_host(1 + (uint32_t)(mix >> 16) % LOCAL_HOSTS),
		.peer_port = services[(mix >> 24) % (sizeof(services) / sizeof(*services))],
		.local_port = (uint16_t)(49152 + (mix >> 32) % 16384),
		.direction = out ? RA_OUT : RA_IN,
	};
}

struct stream_point scene_point(const struct stream_peer *peers, uint32_t n, uint32_t i,
				int64_t now_ns)
{
	uint64_t mix = hash_mix(i + 1);
	const struct stream_peer *p = &peers[mix % n];
	struct stream_point point = usual(p, mix);
	const struct stream_side *side;

	for (size_t k = 0; k < HABITS; k++) {
		if (i % habits[k].every != habits[k].at)
			continue;
		p = &peers[habits[k].peer];
		point = habitual(&habits[k], i / habits[k].every);
		break;
	}
	side = &p->side[point.direction];
	point.time_ns = now_ns - (SCENE_POINTS - 1 - (int64_t)i) * POINT_NS;
	point.addr = p->addr;
	point.proto = 6;
	point.verdict = side->verdict;
	point.novelty = side->novelty;
	point.packets = 1 + (uint32_t)(mix >> 56) % 3;
	return point;
}
