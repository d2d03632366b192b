/* SPDX-License-Identifier: BSD-2-Clause */
/* scene.h - one scenario: what a seed has decided, and who acts in it. */
#ifndef QUALITY_SCENE_H
#define QUALITY_SCENE_H

#include "quality/traffic.h"
#include "quality/world.h"

#define SCENE_HOSTS 40

enum premises { OFFICE, HOME, SERVERS, PREMISES };

/* Where those who mean harm have their server: how new it looks. */
enum hideout {
	HIDE_RARE,      /* a network in a rare country */
	HIDE_HOSTING,   /* a small network among those that sites have */
	HIDE_CLOUD,     /* a large network that everybody talks to */
	HIDE_NEIGHBOUR, /* a /24 that a content network serves from */
	HIDEOUTS,
};

/* What differs between scenarios; the numbers of people and of evil. */
struct plan {
	enum premises premises;
	uint32_t hosts;
	uint32_t pages;          /* a host reads in a day */
	uint32_t from_h, until_h; /* when people are there */
	uint32_t sites;          /* that they know of */
	uint32_t gadgets;        /* devices that call their maker as regularly as a beacon */
	uint32_t workers;        /* who come in from home */
	uint32_t visitors;       /* a day, strangers at a server of ours */
	uint32_t calls;          /* a day, from person to person, with strangers' addresses */
	double churn;            /* share of a content network's addresses replaced in 6 hours */
	double fresh;            /* share of those that are in a /24 not used before */
	bool pool;               /* time comes from another address of a pool each day */
	bool newcomer;           /* a machine that is new on day 3 */
	bool inventory;          /* the server looks each night who is there */

	uint32_t early;          /* implants that are there from the first hour */
	uint32_t beacons;        /* that begin on day 3 */
	uint32_t scanners;       /* a day, some of whom come back */
	bool flux;               /* the servers of one implant change every few hours */
	bool exfil, lateral;
};

struct scene {
	struct plan plan;
	struct world world;
	struct traffic traffic;
	struct dice dice;
	uint32_t lan; /* a /24; .1 is the gateway, .2 the server, .10 and on the hosts */
	uint32_t other; /* another /24, of which hardly an address is used */
};

#define SCENE_GATEWAY(s) ((s)->lan + 1)
#define SCENE_SERVER(s) ((s)->lan + 2)

static inline uint32_t scene_host(const struct scene *s, uint32_t number)
{
	return s->lan + 10 + number % s->plan.hosts;
}

static inline uint32_t scene_any_host(struct scene *s)
{
	return scene_host(s, dice_below(&s->dice, s->plan.hosts));
}

/* Everybody who means no harm. */
void people_act(struct scene *s);
void machines_act(struct scene *s);

/* Everybody who does; to be called first (see traffic.c). */
void malice_acts(struct scene *s);

#endif
