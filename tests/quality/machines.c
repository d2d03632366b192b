/* SPDX-License-Identifier: BSD-2-Clause */
/* What machines do by themselves: time, updates, push, mail, copies, and who is who on the LAN. */
#include "quality/scene.h"

/* A service that is asked at intervals. */
struct service {
	const char *kind;
	uint32_t inside, outside;
	uint16_t port;
	double period_s, jitter; /* of the period, either way */
	uint32_t up, down;
};

static void poll_until(struct scene *s, const struct service *v, double from_s, double until_s)
{
	const struct talk talk = { .inside = v->inside, .outside = v->outside,
				   .outside_port = v->port, .kind = v->kind };
	double at_s = from_s + v->period_s * dice_share(&s->dice);

	while (at_s < until_s) {
		if (v->port == 123)
			traffic_ask(&s->traffic, talk, at_s, v->up, v->down);
		else
			traffic_connect(&s->traffic, talk, at_s, v->up,
					dice_range(&s->dice, v->down / 2, v->down));
		at_s += v->period_s * (1 + v->jitter * (2 * dice_share(&s->dice) - 1));
	}
}

static uint32_t vendor(struct scene *s, uint32_t number, uint32_t host)
{
	const struct network *n = world_nth(&s->world, NETWORK_VENDOR, number);

	return WORLD_FIRST + n->first * 256u + host;
}

/* The time of a pool comes from volunteers, who are anywhere. */
static void tell_time(struct scene *s, uint32_t host)
{
	struct service ntp = { "ntp", host, vendor(s, 1, 123), 123, 1024, 0.01, 76, 76 };

	if (!s->plan.pool) {
		poll_until(s, &ntp, 0, END_S);
		return;
	}
	for (uint32_t day = 0; day < 3; day++) {
		ntp.outside = world_anywhere(world_any(&s->world, &s->dice, NETWORK_HOSTING),
					     &s->dice);
		poll_until(s, &ntp, day * DAY_S, (day + 1) * DAY_S);
	}
}

/* Addresses of a maker's front, of which a few answer each day. */
static void update(struct scene *s, uint32_t host)
{
	for (uint32_t day = 0; day < 3; day++) {
		struct service v = { "update", host, 0, 443, 5 * HOUR_S, 0.3, 700, 60000 };

		v.outside = vendor(s, 2, 20 + dice_below(&s->dice, 40) * 8);
		poll_until(s, &v, day * DAY_S, (day + 1) * DAY_S);
	}
}

static void push_and_mail(struct scene *s, uint32_t host)
{
	struct service push = { "push", host, 0, 5223, 900, 0.1, 120, 120 };
	struct service mail = { "mail", host, vendor(s, 4, 25), 993, 300, 0.02, 400, 1200 };

	for (uint32_t day = 0; day < 3; day++) {
		push.outside = vendor(s, 3, dice_range(&s->dice, 10, 60));
		poll_until(s, &push, day * DAY_S, (day + 1) * DAY_S);
	}
	for (uint32_t day = 0; day < 3; day++)
		poll_until(s, &mail, day * DAY_S + s->plan.from_h * HOUR_S,
			   day * DAY_S + s->plan.until_h * HOUR_S);
}

/* A camera, a lamp: each with a maker in some small network, asked all day and night. */
static void gadgets(struct scene *s)
{
	static const double periods[] = { 30, 60, 240, 600 };

	for (uint32_t i = 0; i < s->plan.gadgets; i++) {
		const struct network *n = world_popular(&s->world, &s->dice,
							i % 2 ? NETWORK_CLOUD : NETWORK_HOSTING);
		struct service v = { "gadget", s->lan + 100 + i, 0, 8883, 0, 0.05, 90, 90 };

		v.outside = world_anywhere(n, &s->dice);
		v.period_s = periods[dice_below(&s->dice, 4)];
		poll_until(s, &v, 0, END_S);
	}
}

/* Each night to some addresses of a large network. */
static void copy_away(struct scene *s)
{
	const struct network *n = world_nth(&s->world, NETWORK_CLOUD, 1);

	for (uint32_t day = 0; day < 3; day++) {
		const struct talk talk = { .inside = SCENE_SERVER(s), .outside_port = 443,
					   .outside = world_address(n, dice_below(&s->dice, 6),
								    &s->dice),
					   .kind = "backup" };
		double at_s = day * DAY_S + 2 * HOUR_S;

		for (uint32_t i = dice_range(&s->dice, 40, 90); i; i--) {
			traffic_connect(&s->traffic, talk, at_s, 33000, 200);
			at_s += dice_wait(&s->dice, 20);
		}
	}
}

/* Who is who is asked every so often, and files are fetched while people are there. */
static void on_the_lan(struct scene *s, uint32_t host, double from_s)
{
	double at_s = from_s + dice_wait(&s->dice, 600);

	for (; at_s < END_S; at_s += dice_wait(&s->dice, 1200)) {
		double hour = fmod(at_s, DAY_S) / HOUR_S;

		traffic_arp(&s->traffic, host, SCENE_GATEWAY(s), at_s, true);
		if (hour < s->plan.from_h || hour >= s->plan.until_h)
			continue;
		traffic_arp(&s->traffic, host, SCENE_SERVER(s), at_s + 1, true);
		traffic_within(&s->traffic, host, SCENE_SERVER(s), 445, at_s + 1.1, 400, 0, "lan");
		traffic_within(&s->traffic, SCENE_SERVER(s), host, 445, at_s + 1.2, 1400, 0, "lan");
	}
}

/* A printer that was taken away is still asked for. */
static void miss_printer(struct scene *s, uint32_t host, double from_s)
{
	uint32_t printer = s->lan + 200 + dice_below(&s->dice, 2);
	double at_s = from_s + dice_wait(&s->dice, HOUR_S);

	for (; at_s < END_S; at_s += dice_wait(&s->dice, HOUR_S))
		traffic_arp(&s->traffic, host, printer, at_s, false);
}

/* Who is there is asked address by address. */
static void take_inventory(struct scene *s)
{
	for (uint32_t day = 0; day < 3; day++)
		for (uint32_t number = 1; number < 255; number++)
			traffic_arp(&s->traffic, SCENE_SERVER(s), s->lan + number,
				    day * DAY_S + 3 * HOUR_S + number,
				    number >= 10 && number < 10 + s->plan.hosts);
}

void machines_act(struct scene *s)
{
	for (uint32_t h = 0; h < s->plan.hosts; h++) {
		bool away = s->plan.newcomer && h == s->plan.hosts - 1;
		uint32_t host = scene_host(s, h);

		on_the_lan(s, host, away ? LEARN_S + s->plan.from_h * HOUR_S : 0);
		if (h % 3 == 0)
			miss_printer(s, host, away ? LEARN_S + s->plan.from_h * HOUR_S : 0);
		if (away)
			continue;
		tell_time(s, host);
		update(s, host);
		if (s->plan.premises != SERVERS)
			push_and_mail(s, host);
	}
	gadgets(s);
	copy_away(s);
	if (s->plan.inventory)
		take_inventory(s);
	/* The first frame, from which the two days count. */
	traffic_arp(&s->traffic, SCENE_SERVER(s), SCENE_GATEWAY(s), 0, true);
}
