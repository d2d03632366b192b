/* SPDX-License-Identifier: BSD-2-Clause */
/* Those who mean harm. Each is an actor with a number of its own. */
#include "quality/scene.h"

/* An implant: how it calls, from where to where. */
struct implant {
	const char *kind;
	uint32_t host;
	double from_s, until_s;
	double period_s, jitter;
	bool sleeps; /* at night its host is off */
};

static uint32_t hide(struct scene *s, enum hideout where)
{
	static const enum network_kind kinds[HIDEOUTS] = {
		[HIDE_RARE] = NETWORK_RARE,
		[HIDE_HOSTING] = NETWORK_HOSTING,
		[HIDE_CLOUD] = NETWORK_CLOUD,
		[HIDE_NEIGHBOUR] = NETWORK_CDN,
	};
	const struct network *n = world_any(&s->world, &s->dice, kinds[where]);

	/* The first /24s of a content network are those it serves from, see people.c. */
	if (where == HIDE_NEIGHBOUR)
		return world_address(n, dice_below(&s->dice, 3), &s->dice);
	return world_anywhere(n, &s->dice);
}

static enum hideout any_hideout(struct scene *s)
{
	static const enum hideout usual[] = { HIDE_RARE, HIDE_RARE, HIDE_HOSTING,
					      HIDE_HOSTING, HIDE_CLOUD, HIDE_NEIGHBOUR };

	return usual[dice_below(&s->dice, sizeof(usual) / sizeof(*usual))];
}

static struct talk talk_to(struct scene *s, const char *kind, uint32_t inside, uint32_t outside)
{
	return (struct talk){ .inside = inside, .outside = outside, .outside_port = 443,
			      .actor = s->traffic.actors, .kind = kind };
}

static bool is_night(const struct scene *s, double at_s)
{
	double hour = fmod(at_s, DAY_S) / HOUR_S;

	return hour < s->plan.from_h || hour >= s->plan.until_h;
}

/* A call at each end of a period that is shorter than told by up to the jitter. */
static void call_home(struct scene *s, const struct implant *i, uint32_t server)
{
	const struct talk talk = talk_to(s, i->kind, i->host, server);
	double at_s = i->from_s;

	for (; at_s < i->until_s; at_s += i->period_s * (1 - i->jitter * dice_share(&s->dice))) {
		bool order = dice_chance(&s->dice, 0.05);

		if (!i->sleeps || !is_night(s, at_s))
			traffic_connect(&s->traffic, talk, at_s, 320,
					order ? dice_range(&s->dice, 2000, 60000) : 210);
	}
}

static struct implant implant(struct scene *s, const char *kind, double from_s)
{
	static const double periods[] = { 60, 120, 300, 600, 900, 1800 };
	struct implant i = { .kind = kind, .from_s = from_s, .until_s = END_S };

	s->traffic.actors++;
	i.host = scene_any_host(s);
	i.period_s = periods[dice_below(&s->dice, 6)];
	i.jitter = 0.3 * dice_share(&s->dice);
	i.sleeps = dice_chance(&s->dice, 0.4);
	return i;
}

static double some_time(struct scene *s, double from_s, double until_s)
{
	return from_s + (until_s - from_s) * dice_share(&s->dice);
}

/* On day 3, while people are there. */
static double on_day_3(struct scene *s)
{
	const struct plan *p = &s->plan;

	return some_time(s, LEARN_S + p->from_h * HOUR_S, LEARN_S + (p->until_h - 2) * HOUR_S);
}

static void early(struct scene *s)
{
	struct implant i = implant(s, "early", some_time(s, 60, HOUR_S));

	call_home(s, &i, hide(s, any_hideout(s)));
}

static void beacon(struct scene *s)
{
	struct implant i = implant(s, "beacon", on_day_3(s));

	call_home(s, &i, hide(s, any_hideout(s)));
}

/* One name, behind which another address stands every few hours. */
static void flux(struct scene *s)
{
	struct implant i = implant(s, "flux", on_day_3(s));

	i.sleeps = false;
	while (i.from_s < END_S) {
		i.until_s = i.from_s + dice_range(&s->dice, 2, 5) * HOUR_S;
		call_home(s, &i, hide(s, any_hideout(s)));
		i.from_s = i.until_s;
	}
}

static void exfiltrate(struct scene *s)
{
	uint32_t server, host = scene_any_host(s);
	double at_s = on_day_3(s);

	s->traffic.actors++;
	server = hide(s, any_hideout(s));
	for (uint32_t i = dice_range(&s->dice, 20, 80); i; i--) {
		traffic_connect(&s->traffic, talk_to(s, "exfil", host, server), at_s, 30000, 300);
		at_s += dice_wait(&s->dice, 8);
	}
}

/* Tries ports of our addresses; those in use refuse. */
static void scan(struct scene *s, uint32_t scanner, double at_s)
{
	static const uint16_t ports[] = { 22, 23, 80, 443, 445, 3389, 5900, 8080 };

	for (uint32_t i = dice_range(&s->dice, 20, 120); i; i--) {
		uint32_t number = dice_below(&s->dice, 60);
		struct talk talk = talk_to(s, "scanner", s->lan + number, scanner);

		talk.proto = PROTO_TCP;
		talk.inside_port = ports[dice_below(&s->dice, 8)];
		talk.outside_port = (uint16_t)dice_range(&s->dice, 40000, 60000);
		traffic_in(&s->traffic, &talk, at_s, 40);
		if (number >= 10 && number < 10 + s->plan.hosts)
			traffic_out(&s->traffic, &talk, at_s + 0.001, 40);
		at_s += dice_wait(&s->dice, 20);
	}
}

/* One in four comes back the next day. */
static void scanners(struct scene *s)
{
	for (uint32_t day = 0; day < 3; day++) {
		for (uint32_t i = 0; i < s->plan.scanners; i++) {
			bool rare = dice_chance(&s->dice, 0.5);
			const struct network *n = world_any(&s->world, &s->dice,
							    rare ? NETWORK_RARE : NETWORK_HOSTING);
			uint32_t scanner = world_anywhere(n, &s->dice);
			double at_s = some_time(s, day * DAY_S, (day + 1) * DAY_S);

			s->traffic.actors++;
			scan(s, scanner, at_s);
			if (dice_chance(&s->dice, 0.25))
				scan(s, scanner, at_s + DAY_S);
		}
	}
}

/* Asks for address after address of its own subnet, then knocks at those of the other. */
static void lateral(struct scene *s)
{
	uint32_t host = scene_any_host(s);
	double at_s = on_day_3(s);

	s->traffic.actors++;
	for (uint32_t i = dice_range(&s->dice, 20, 200); i; i--) {
		uint32_t number = dice_range(&s->dice, 10, 250);

		traffic_arp(&s->traffic, host, s->lan + number, at_s,
			    number < 10 + s->plan.hosts);
		traffic_within(&s->traffic, host, s->other + dice_range(&s->dice, 10, 250), 445,
			       at_s + 0.5, 40, s->traffic.actors, "lateral");
		at_s += dice_wait(&s->dice, 3);
	}
}

void malice_acts(struct scene *s)
{
	for (uint32_t i = 0; i < s->plan.early; i++)
		early(s);
	for (uint32_t i = 0; i < s->plan.beacons; i++)
		beacon(s);
	if (s->plan.flux)
		flux(s);
	if (s->plan.exfil)
		exfiltrate(s);
	scanners(s);
	if (s->plan.lateral)
		lateral(s);
}
