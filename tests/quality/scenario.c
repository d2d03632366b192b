/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * scenario DIR SEED - three days of a network whose truth is known: scenario.pcap, truth.tsv (see
 * traffic.h), networks.txt and places.txt for tests/support/mkmmdb, and the local prefixes.
 *
 * The seed decides what kind of place it is, what people and machines do there, and who means
 * harm in which way; not only the numbers of one and the same plan.
 */
#include <stdio.h>
#include <stdlib.h>

#include "quality/scene.h"

/* The largest and least of what a place may have. */
static const struct frame {
	struct plan least, most;
} frames[PREMISES] = {
	[OFFICE] = {
		{ .hosts = 8, .pages = 60, .from_h = 7, .until_h = 17, .sites = 400,
		  .gadgets = 0, .workers = 2, .visitors = 0, .calls = 2, .early = 1,
		  .beacons = 1, .scanners = 1 },
		{ .hosts = 24, .pages = 150, .from_h = 9, .until_h = 20, .sites = 1500,
		  .gadgets = 4, .workers = 8, .visitors = 0, .calls = 10, .early = 2,
		  .beacons = 3, .scanners = 6 } },
	[HOME] = {
		{ .hosts = 2, .pages = 80, .from_h = 7, .until_h = 21, .sites = 300,
		  .gadgets = 4, .workers = 0, .visitors = 0, .calls = 1, .early = 1,
		  .beacons = 1, .scanners = 0 },
		{ .hosts = 6, .pages = 250, .from_h = 15, .until_h = 24, .sites = 1000,
		  .gadgets = 20, .workers = 0, .visitors = 0, .calls = 8, .early = 1,
		  .beacons = 2, .scanners = 2 } },
	[SERVERS] = {
		{ .hosts = 3, .pages = 4, .from_h = 6, .until_h = 20, .sites = 100,
		  .gadgets = 0, .workers = 2, .visitors = 40, .calls = 0, .early = 1,
		  .beacons = 1, .scanners = 6 },
		{ .hosts = 12, .pages = 20, .from_h = 9, .until_h = 24, .sites = 300,
		  .gadgets = 2, .workers = 6, .visitors = 300, .calls = 0, .early = 2,
		  .beacons = 2, .scanners = 20 } },
};

static void make_plan(struct plan *p, struct dice *d)
{
	const struct frame *f;

	p->premises = dice_below(d, PREMISES);
	f = &frames[p->premises];
	p->hosts = dice_range(d, f->least.hosts, f->most.hosts);
	p->pages = dice_range(d, f->least.pages, f->most.pages);
	p->from_h = dice_range(d, f->least.from_h, f->most.from_h);
	p->until_h = dice_range(d, f->least.until_h, f->most.until_h);
	p->sites = dice_range(d, f->least.sites, f->most.sites);
	p->gadgets = dice_range(d, f->least.gadgets, f->most.gadgets);
	p->workers = dice_range(d, f->least.workers, f->most.workers);
	p->visitors = dice_range(d, f->least.visitors, f->most.visitors);
	p->calls = dice_range(d, f->least.calls, f->most.calls);
	p->early = dice_range(d, f->least.early, f->most.early);
	p->beacons = dice_range(d, f->least.beacons, f->most.beacons);
	p->scanners = dice_range(d, f->least.scanners, f->most.scanners);
	p->churn = 0.02 + 0.2 * dice_share(d);
	p->fresh = 0.3 * dice_share(d);
	p->pool = dice_chance(d, 0.4);
	p->newcomer = dice_chance(d, 0.3);
	p->inventory = dice_chance(d, 0.2);
	p->flux = dice_chance(d, 0.4);
	p->exfil = dice_chance(d, 0.6);
	p->lateral = dice_chance(d, 0.6);
}

static const char *if_so(bool so, const char *words)
{
	return so ? words : "";
}

static void tell_plan(const struct plan *p, const struct traffic *t)
{
	static const char *const names[PREMISES] = { "office", "home", "servers" };

	printf("%s: %u hosts, %u pages a day each, %u sites, %u gadgets, %u workers, "
	       "%u visitors, %u calls; churn %.0f %%, %.0f %% of it in new /24s%s%s%s; ",
	       names[p->premises], p->hosts, p->pages, p->sites, p->gadgets, p->workers,
	       p->visitors, p->calls, 100 * p->churn, 100 * p->fresh,
	       if_so(p->pool, ", time pool"), if_so(p->newcomer, ", newcomer"),
	       if_so(p->inventory, ", inventory"));
	printf("%u early, %u beacons, %u scanners a day%s%s%s; %u packets\n", p->early,
	       p->beacons, p->scanners, if_so(p->flux, ", flux"), if_so(p->exfil, ", exfil"),
	       if_so(p->lateral, ", lateral"), t->n);
}

static void make(struct scene *s, uint64_t seed)
{
	s->dice.state = seed * 1000003;
	make_plan(&s->plan, &s->dice);
	world_make(&s->world, &s->dice);
	s->lan = 0x0a000000u + dice_below(&s->dice, 255) * 65536 + 256;
	s->other = s->lan + 256 * dice_range(&s->dice, 1, 9);
	malice_acts(s);
	people_act(s);
	machines_act(s);
}

static FILE *create(const char *folder, const char *name)
{
	char path[4096];
	FILE *out;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	out = fopen(path, "wb");
	if (!out) {
		perror(path);
		exit(1);
	}
	return out;
}

static void finish(FILE *out, const char *name)
{
	bool failed = ferror(out);

	if (fclose(out) || failed) {
		perror(name);
		exit(1);
	}
}

static void write_locals(const struct scene *s, FILE *out)
{
	const uint32_t nets[] = { s->lan, s->other };

	fprintf(out, "10.0.0.0/8\n");
	for (size_t i = 0; i < 2; i++)
		fprintf(out, "10.%u.%u.0/24\n", nets[i] >> 16 & 255, nets[i] >> 8 & 255);
}

static void save(struct scene *s, const char *folder)
{
	FILE *capture = create(folder, "scenario.pcap"), *truth = create(folder, "truth.tsv");
	FILE *networks = create(folder, "networks.txt"), *places = create(folder, "places.txt");
	FILE *locals = create(folder, "locals.txt");

	traffic_write_capture(&s->traffic, capture);
	traffic_write_truth(&s->traffic, truth);
	world_write_networks(&s->world, networks);
	world_write_places(&s->world, places);
	write_locals(s, locals);
	finish(locals, "locals.txt");
	finish(capture, "scenario.pcap");
	finish(truth, "truth.tsv");
	finish(networks, "networks.txt");
	finish(places, "places.txt");
}

int main(int argc, char **argv)
{
	struct scene *s = calloc(1, sizeof(*s));

	if (argc != 3 || !s)
		return fputs("usage: scenario DIR SEED\n", stderr), 2;
	traffic_init(&s->traffic);
	make(s, strtoull(argv[2], NULL, 10));
	save(s, argv[1]);
	tell_plan(&s->plan, &s->traffic);
	traffic_clear(&s->traffic);
	free(s);
	return 0;
}
