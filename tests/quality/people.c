/* SPDX-License-Identifier: BSD-2-Clause */
/* People: what they read, whom they call, who comes to see them. */
#include "quality/scene.h"

#include <stdlib.h>

#define CDNS 3
#define EPOCH_S (6 * HOUR_S)
#define EPOCHS 12
#define EDGES 24 /* addresses that a content network serves from at a time */
#define TRACKERS 40

/* A content network: who serves in each epoch. */
struct cdn {
	uint32_t edges[EPOCHS][EDGES];
};

struct web {
	struct cdn cdns[CDNS];
	uint32_t *sites; /* their servers */
	uint32_t trackers[TRACKERS];
};

/* It begins in its first three /24s, and opens others in their order. */
static void run_cdn(struct scene *s, struct cdn *cdn, uint32_t number)
{
	const struct network *n = world_nth(&s->world, NETWORK_CDN, number);
	uint32_t opened = 3;

	for (uint32_t i = 0; i < EDGES; i++)
		cdn->edges[0][i] = world_address(n, dice_below(&s->dice, opened), &s->dice);
	for (uint32_t e = 1; e < EPOCHS; e++) {
		for (uint32_t i = 0; i < EDGES; i++) {
			cdn->edges[e][i] = cdn->edges[e - 1][i];
			if (!dice_chance(&s->dice, s->plan.churn))
				continue;
			opened += dice_chance(&s->dice, s->plan.fresh);
			cdn->edges[e][i] = world_address(n, dice_below(&s->dice, opened), &s->dice);
		}
	}
}

static void make_web(struct scene *s, struct web *w)
{
	w->sites = calloc(s->plan.sites, sizeof(*w->sites));
	if (!w->sites)
		abort();
	for (uint32_t i = 0; i < s->plan.sites; i++) {
		bool cloud = dice_chance(&s->dice, 0.6);

		w->sites[i] = world_anywhere(world_popular(&s->world, &s->dice,
							   cloud ? NETWORK_CLOUD :
								   NETWORK_HOSTING),
					     &s->dice);
	}
	for (uint32_t i = 0; i < TRACKERS; i++)
		w->trackers[i] = world_anywhere(world_any(&s->world, &s->dice, NETWORK_CLOUD),
						&s->dice);
	for (uint32_t i = 0; i < CDNS; i++)
		run_cdn(s, &w->cdns[i], i);
}

static void fetch(struct scene *s, uint32_t host, uint32_t server, const char *kind, double at_s)
{
	const struct talk talk = { .inside = host, .outside = server, .outside_port = 443,
				   .kind = kind };
	double down = dice_log_normal(&s->dice, 8000, 1.3);

	traffic_connect(&s->traffic, talk, at_s, dice_range(&s->dice, 300, 900),
			(uint32_t)fmin(down, 1e6));
}

/* A name is asked for, then the site answers, its content network and a tracker or two. */
static void read_page(struct scene *s, const struct web *w, uint32_t host, uint32_t site,
		      double at_s)
{
	const struct talk resolver = {
		.inside = host,
		.outside = world_nth(&s->world, NETWORK_VENDOR, 0)->first * 256u + WORLD_FIRST + 53,
		.outside_port = 53,
		.kind = "resolver",
	};
	const struct cdn *cdn = &w->cdns[site % CDNS];
	uint32_t epoch = (uint32_t)(at_s / EPOCH_S), name = dice_range(&s->dice, 2, 24);

	if (at_s < 0 || epoch >= EPOCHS)
		return;
	traffic_ask(&s->traffic, resolver, at_s, 56 + name,
		    60 + name + dice_range(&s->dice, 16, 160));
	fetch(s, host, w->sites[site], "web", at_s + 0.1);
	for (uint32_t i = dice_below(&s->dice, 4); i; i--)
		fetch(s, host, cdn->edges[epoch][dice_below(&s->dice, EDGES)], "cdn", at_s + 0.3);
	if (dice_chance(&s->dice, 0.4))
		fetch(s, host, w->trackers[dice_rank(&s->dice, TRACKERS)], "tracker", at_s + 0.5);
}

/* Somebody sits down, reads some pages, and does something else. Everyone has favourites. */
static void browse(struct scene *s, const struct web *w, uint32_t host, double from_s,
		   double until_s, uint32_t pages)
{
	double at_s = from_s + dice_wait(&s->dice, (until_s - from_s) / pages * 6);

	while (at_s < until_s) {
		for (uint32_t i = dice_range(&s->dice, 2, 10); i; i--) {
			uint32_t rank = dice_rank(&s->dice, s->plan.sites);
			bool favourite = rank < 50;

			read_page(s, w, host,
				  favourite ? (rank + host * 7) % s->plan.sites : rank, at_s);
			at_s += 5 + dice_log_normal(&s->dice, 25, 1);
		}
		at_s += dice_wait(&s->dice, (until_s - from_s) / pages * 6);
	}
}

static void live(struct scene *s, const struct web *w)
{
	const struct plan *p = &s->plan;

	for (uint32_t h = 0; h < p->hosts; h++) {
		bool away = p->newcomer && h == p->hosts - 1;

		for (uint32_t day = away ? 2 : 0; day < 3; day++)
			browse(s, w, scene_host(s, h), day * DAY_S + p->from_h * HOUR_S,
			       day * DAY_S + p->until_h * HOUR_S, p->pages);
	}
}

/* From home, where the provider gives another address each day. */
static void work_from_home(struct scene *s)
{
	for (uint32_t i = 0; i < s->plan.workers; i++) {
		const struct network *n = world_nth(&s->world, NETWORK_ACCESS, i % 3);
		uint32_t subnet = dice_below(&s->dice, n->n);

		for (uint32_t day = 0; day < 3; day++) {
			struct talk talk = { .inside = SCENE_SERVER(s), .inside_port = 443,
					     .outside = world_address(n, subnet, &s->dice),
					     .kind = "worker" };
			double at_s = day * DAY_S + 8 * HOUR_S;

			for (uint32_t k = dice_range(&s->dice, 10, 40); k; k--) {
				at_s += dice_wait(&s->dice, 900);
				traffic_serve(&s->traffic, talk, at_s, 2000, 9000);
			}
		}
	}
}

/* Strangers, day and night; a third of them were here before. */
static void visit(struct scene *s)
{
	uint32_t total = 3 * s->plan.visitors, *seen = calloc(total + 1, sizeof(*seen));

	if (!seen)
		abort();
	for (uint32_t i = 0; i < total; i++) {
		const struct network *n = world_any(&s->world, &s->dice, NETWORK_ACCESS);
		struct talk talk = { .inside = SCENE_SERVER(s), .inside_port = 443,
				     .outside = world_anywhere(n, &s->dice), .kind = "visitor" };
		double at_s = (i + dice_share(&s->dice)) * END_S / total;

		if (i && dice_chance(&s->dice, 0.33))
			talk.outside = seen[dice_below(&s->dice, i)];
		seen[i] = talk.outside;
		for (uint32_t k = dice_range(&s->dice, 1, 6); k; k--) {
			traffic_serve(&s->traffic, talk, at_s, 500, 20000);
			at_s += dice_log_normal(&s->dice, 20, 1);
		}
	}
	free(seen);
}

/* Voice from person to person: many packets, both ways, to where somebody lives. */
static void call(struct scene *s)
{
	for (uint32_t i = 0; i < 3 * s->plan.calls; i++) {
		const struct network *n = world_any(&s->world, &s->dice, NETWORK_ACCESS);
		uint32_t host = scene_any_host(s);
		const struct talk talk = { .inside = host, .inside_port = 50000,
					   .outside = world_anywhere(n, &s->dice),
					   .outside_port = 50001, .proto = PROTO_UDP,
					   .kind = "call" };
		double hour = s->plan.from_h + (s->plan.until_h - s->plan.from_h) *
						       dice_share(&s->dice);
		double at_s = (i % 3) * DAY_S + hour * HOUR_S;

		for (uint32_t k = dice_range(&s->dice, 100, 600); k; k--, at_s += 0.5) {
			traffic_out(&s->traffic, &talk, at_s, 200);
			traffic_in(&s->traffic, &talk, at_s + 0.2, 200);
		}
	}
}

void people_act(struct scene *s)
{
	struct web *web = calloc(1, sizeof(*web));

	if (!web)
		abort();
	make_web(s, web);
	live(s, web);
	work_from_home(s);
	visit(s);
	call(s);
	free(web->sites);
	free(web);
}
