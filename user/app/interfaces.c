/* SPDX-License-Identifier: BSD-2-Clause */
/* `redarc interfaces`: what there is to be watched. */
#include "app/commands.h"

#include <errno.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>

#include "app/netns.h"
#include "core/json.h"
#include "core/log.h"
#include "source/device.h"
#include "source/source.h"

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
	struct if_nameindex *all;
	struct netns netns;
	struct err e;
	int r = netns_open(o->netns, &netns, &e);

	netns_close(&netns);
	if (r) {
		log_error("%s", e.text);
		return EXIT_FAILED;
	}
	all = if_nameindex();
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
