/* SPDX-License-Identifier: BSD-2-Clause */
#include "source/ebpf_pinned.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "source/ebpf_attach.h"
#include "source/ebpf_ledger.h"
#include "source/ebpf_pins.h"

struct visit {
	const char *name;
	source_pinned_take *show;
	source_unloaded *removed;
	void *ctx;
};

static void describe(const struct ra_header_interface *was, struct source_interface *out)
{
	enum source_hook hook = was->hook <= HOOK_CLSACT ? was->hook : HOOK_AUTO;

	*out = (struct source_interface){
		.mode = attach_hook_word(hook),
		.counts = attach_counts(hook),
		.lan = was->lan,
	};
	memcpy(out->name, was->name, sizeof(out->name) - 1);
	snprintf(out->detail, sizeof(out->detail), "pinned");
}

static void read_ledgers(const struct pins *p, struct source_interface *interfaces)
{
	int fd = pins_get(p, "ledger");
	struct ledgers ledgers = { NULL, 0, 0 };

	if (fd >= 0 && !ledgers_init(&ledgers, fd, p->header.interfaces, p->header.cpus))
		for (uint32_t i = 0; i < p->header.interfaces; i++)
			ledgers_sum(&ledgers, i, &interfaces[i].ledger);
	ledgers_clear(&ledgers);
	if (fd >= 0)
		close(fd);
}

static void show(const struct visit *v, const struct pins *p, struct source_pinned *out)
{
	struct source_interface interfaces[RA_INTERFACES];

	for (uint32_t i = 0; i < p->header.interfaces; i++)
		describe(&p->header.interface[i], &interfaces[i]);
	read_ledgers(p, interfaces);
	out->n = p->header.interfaces;
	out->interface = interfaces;
	v->show(v->ctx, out);
}

static void show_one(void *ctx, const char *folder)
{
	const struct visit *v = ctx;
	struct source_pinned out = { .name = folder };
	struct pins p;

	if (v->name && !pins_names(folder, v->name))
		return;
	if (pins_find(&p, folder) || pins_read(&p) || !p.adopts) {
		v->show(v->ctx, &out);
	} else {
		out.held = pins_lock(&p);
		show(v, &p, &out);
	}
	pins_close(&p);
}

int pinned_each(const char *interface, source_pinned_take *f, void *ctx)
{
	struct visit v = { .name = interface, .show = f, .ctx = ctx };

	return pins_each(show_one, &v);
}

static void unload_one(void *ctx, const char *folder)
{
	const struct visit *v = ctx;
	struct pins p;
	int r;

	if (v->name && strcmp(v->name, folder) != 0 && !pins_holds(folder, v->name))
		return;
	r = pins_find(&p, folder);
	if (!r)
		r = pins_lock(&p);
	if (!r)
		r = pins_remove(&p);
	pins_close(&p);
	v->removed(v->ctx, folder, r);
}

int pinned_unload(const char *name, source_unloaded *f, void *ctx)
{
	struct visit v = { .name = name, .removed = f, .ctx = ctx };
	int r = pins_each(unload_one, &v);

	pins_unmount();
	return r;
}
