/* SPDX-License-Identifier: BSD-2-Clause */
/* `redarc interfaces` and `redarc check`: what there is, and what a start would use. */
#include "app/commands.h"

#include <errno.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/places.h"
#include "app/sensor.h"
#include "app/state.h"
#include "core/clock.h"
#include "core/json.h"
#include "core/log.h"
#include "source/device.h"

static void print_interface(const char *name, bool as_json)
{
	const char *hook = source_prefers(name);
	struct device device;
	char speed[16], line[256];
	struct json j;

	if (device_read(name, &device))
		return; /* gone since it was listed */
	snprintf(speed, sizeof(speed), "%ld", device.speed_mbit);
	if (!as_json) {
		printf("%-16s %-6s %-10s %-16s %s\n", name, device.up ? "up" : "down",
		       device.speed_mbit < 0 ? "-" : speed, device.driver, hook);
		return;
	}
	json_init(&j, line, sizeof(line));
	json_open(&j, NULL);
	json_str(&j, "interface", name);
	json_bool(&j, "up", device.up);
	json_i64(&j, "speed_mbit", device.speed_mbit);
	json_str(&j, "driver", device.driver);
	json_str(&j, "hook", hook);
	json_close(&j);
	fwrite(line, 1, json_end(&j), stdout);
}

int command_interfaces(const struct options *o)
{
	struct if_nameindex *all = if_nameindex();

	if (!all) {
		log_error("interfaces: %s", strerror(errno));
		return EXIT_FAILED;
	}
	if (!o->json)
		printf("%-16s %-6s %-10s %-16s %s\n", "INTERFACE", "STATE", "MBIT/S", "DRIVER",
		       "HOOK");
	for (const struct if_nameindex *i = all; i->if_index; i++)
		print_interface(i->if_name, o->json);
	if_freenameindex(all);
	return EXIT_FINE;
}

static bool check_privileges(void)
{
	bool root = !geteuid();

	printf("privileges   %s\n", root ? "root: can load programs into the kernel" :
					   "not root: can replay, cannot watch; use sudo");
	return root;
}

static bool check_kernel(void)
{
	bool built = source_find("ebpf");

	printf("kernel path  %s\n", built ? "built in" : "left out: built without libbpf");
	return built;
}

static bool check_interfaces(const struct options *o)
{
	bool fine = true;

	for (size_t i = 0; i < o->n_args; i++) {
		bool there = if_nametoindex(o->args[i]);

		printf("interface    %s: %s\n", o->args[i],
		       there ? source_prefers(o->args[i]) : "no such interface");
		fine = fine && there;
	}
	return fine;
}

static void check_places(const struct places *places)
{
	struct geo *geo = NULL;
	struct err e;
	char text[512] = "";

	if (!places_open(places, &geo, &e))
		geo_describe(geo, text, sizeof(text));
	printf("places       %s\n", places->places.path[0] ? places->places.path : "none");
	printf("networks     %s\n", places->networks.path[0] ? places->networks.path : "none");
	if (text[0])
		printf("databases    %s\n", text);
	geo_close(geo);
}

static bool check_history(const struct state *state)
{
	char words[CLOCK_STAMP];
	struct history *h = NULL;
	struct err e;
	int r = -ENOENT;

	if (state->fd >= 0)
		r = history_open(state->fd, state->path, HISTORY_READ, SENSOR_PEERS, &h, &e);
	if (r == -ENOENT)
		printf("state        %s: nothing yet; the first start learns\n", state->path);
	else if (r)
		printf("state        %s\n", e.text);
	else
		printf("state        %s: %u rows, watching began %s ago\n", state->path,
		       history_count(h),
		       clock_words(clock_now_ns() - history_since(h) * CLOCK_S, words));
	history_close(h);
	return !r || r == -ENOENT;
}

/* What is read of files is read as the sensor would: without privileges. */
static bool check_files(const struct options *o, struct identity *who)
{
	struct places places;
	struct state state;
	struct err e;
	int r = state_open(o->state, who, STATE_LOOK, &state, &e);
	bool fine;

	places_find(o, &places);
	printf("sensor user  %s\n", who->name);
	if ((r && r != -ENOENT) || privilege_drop(who, &e)) {
		printf("state        %s\n", e.text);
		return false;
	}
	check_places(&places);
	fine = check_history(&state);
	places_clear(&places);
	state_close(&state);
	return fine;
}

int command_check(const struct options *o)
{
	struct identity who;
	struct err e;
	bool fine;

	if (privilege_find(o->user, &who, &e)) {
		log_error("%s", e.text);
		return EXIT_FAILED;
	}
	fine = check_privileges();
	fine = check_kernel() && fine;
	fine = check_interfaces(o) && fine;
	fine = check_files(o, &who) && fine;
	printf("display      %s\n", getenv("DISPLAY") || getenv("WAYLAND_DISPLAY") ?
					    "yes: the globe opens" :
					    "none: redarc runs without the globe");
	printf("%s\n", fine ? "ready" : "not ready to watch");
	return fine ? EXIT_FINE : EXIT_FAILED;
}
