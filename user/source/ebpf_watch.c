/* SPDX-License-Identifier: BSD-2-Clause */
#include "source/ebpf_watch.h"

#include <stdio.h>
#include <string.h>

#include "bpf/rules.h"
#include "redarc.skel.h"
#include "source/device.h"

static bool is_lan(const struct source_config *config, const char *name)
{
	for (size_t i = 0; i < config->n_lan; i++)
		if (!strcmp(config->lan[i], name))
			return true;
	return false;
}

int watch_take(struct watch *w, const char *name, const struct source_config *config,
	       struct err *e)
{
	*w = (struct watch){ .hook = config->hook, .lan = is_lan(config, name) };
	return attach_take(&w->attach, name, config->wait, e);
}

void watch_close(struct watch *w)
{
	attach_close(&w->attach);
	redarc__destroy(w->skel);
	w->skel = NULL;
}

/* What a device is like that is not there yet is not known: then as most are. */
int watch_load(struct watch *w, uint32_t number, const struct programs_config *config,
	       const struct redarc *shared, struct err *e)
{
	struct device device = { .ethernet = true };
	struct programs_of of = { .interface = number, .lan = w->lan };
	enum source_hook hook = w->hook;

	if (w->attach.ifindex && !device_read(w->attach.name, &device) && hook == HOOK_AUTO)
		hook = attach_prefer(w->attach.name);
	of.xdp = hook == HOOK_XDP || hook == HOOK_XDP_GENERIC;
	of.ethernet = device.ethernet;
	return programs_load(config, &of, shared, &w->skel, e);
}

int watch_open(struct watch *w, struct err *e)
{
	struct programs_hooks hooks = programs_hooks(w->skel, w->lan);
	enum source_hook hook = w->hook;

	if (!w->attach.ifindex)
		return 0;
	if (hook == HOOK_AUTO && hooks.xdp < 0)
		hook = HOOK_TC; /* what it was loaded for */
	return attach_open(&w->attach, hook, &hooks, e);
}

void watch_look(struct watch *w)
{
	if (attach_look(&w->attach) <= 0)
		return;
	if (!watch_open(w, &w->missed))
		w->missed.text[0] = 0;
	else
		attach_detach(&w->attach);
}

void watch_describe(const struct watch *w, struct source_interface *out)
{
	const struct attach *a = &w->attach;
	bool xdp = a->hook == HOOK_XDP || a->hook == HOOK_XDP_GENERIC;
	bool there = a->ifindex && !w->missed.text[0];

	*out = (struct source_interface){
		.mode = there ? attach_hook_word(a->hook) : "gone",
		.counts = xdp ? "packets on the wire in, segments out" : "segments",
		.lan = w->lan,
	};
	snprintf(out->name, sizeof(out->name), "%s", a->name);
	if (there)
		attach_describe(a, out->detail, sizeof(out->detail));
	else
		snprintf(out->detail, sizeof(out->detail), "%.100s",
			 w->missed.text[0] ? w->missed.text : "not there; taken up when it is");
}
