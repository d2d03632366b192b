/* SPDX-License-Identifier: BSD-2-Clause */
#include "source/ebpf_watch.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "bpf/rules.h"
#include "redarc.skel.h"

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

static int check_header(const struct watch *w, const struct ra_header_interface *was, struct err *e)
{
	char how[64];

	if (w->lan != (was->lan != 0))
		return pins_differ(w->attach.name, was->lan ? "with --lan" : "without --lan", e);
	if (w->hook == HOOK_AUTO || w->hook == was->hook)
		return 0;
	snprintf(how, sizeof(how), "with --hook %s", attach_hook_word(was->hook));
	return pins_differ(w->attach.name, how, e);
}

int watch_adopt(struct watch *w, uint32_t number, const struct pins *p, struct err *e)
{
	const struct ra_header_interface *was = &p->header.interface[number];
	struct attach *a = &w->attach;
	int r = check_header(w, was, e);

	if (r)
		return r;
	a->ingress = pins_link(p, a->name, PINS_IN, a->ifindex);
	a->egress = pins_link(p, a->name, PINS_OUT, a->ifindex);
	if (a->ingress < 0 || a->egress < 0) {
		attach_detach(a); /* it is another interface by now */
		return 0;
	}
	w->hook = was->hook;
	a->stay = ATTACH_ADOPTED;
	return 0;
}

int watch_keep(struct watch *w, const struct pins *p, struct err *e)
{
	struct attach *a = &w->attach;
	int r;

	if (!a->ifindex || a->stay == ATTACH_ADOPTED)
		return 0;
	if (attach_needs_janitor(a))
		return err_set(e, -EOPNOTSUPP,
			       "%s: --pin needs links, which TC has from Linux 6.6 on; a clsact "
			       "filter cannot be pinned",
			       a->name);
	r = pins_keep_link(p, a->name, PINS_IN, a->ingress);
	if (!r)
		r = pins_keep_link(p, a->name, PINS_OUT, a->egress);
	if (r)
		return err_set(e, r, "%s: --pin: %s", a->name, strerror(-r));
	a->stay = ATTACH_PINNED;
	return 0;
}

/* Which hook one will get that is not there yet is not known, nor its kind: most are Ethernet. */
int watch_load(struct watch *w, uint32_t number, const struct programs_config *config,
	       const struct redarc *shared, struct err *e)
{
	struct device device = { .ethernet = true };
	struct programs_of of = { .interface = number, .lan = w->lan };
	enum source_hook hook = w->hook;

	if (w->attach.ifindex && !device_ask(w->attach.lock, w->attach.name, &device) &&
	    hook == HOOK_AUTO)
		hook = attach_prefer(&device);
	of.xdp = hook == HOOK_XDP || hook == HOOK_XDP_GENERIC || hook == HOOK_AUTO;
	of.ethernet = w->ethernet = device.ethernet;
	return programs_load(config, &of, shared, &w->skel, e);
}

int watch_open(struct watch *w, struct err *e)
{
	struct programs_hooks hooks = programs_hooks(w->skel, w->lan);
	enum source_hook hook = w->hook;
	struct device device;

	if (!w->attach.ifindex)
		return 0;
	if (device_ask(w->attach.lock, w->attach.name, &device))
		return err_set(e, -ENODEV, "%s: no such interface", w->attach.name);
	w->seen = true;
	if (device.ethernet != w->ethernet)
		hooks.xdp = -1;
	if (hook == HOOK_AUTO && hooks.xdp < 0)
		hook = HOOK_TC; /* what it was loaded for */
	return attach_open(&w->attach, hook, &device, &hooks, e);
}

void watch_look(struct watch *w)
{
	int news = attach_look(&w->attach);

	if (!news)
		return;
	if (news < 0 || !watch_open(w, &w->missed))
		w->missed.text[0] = 0;
	else
		attach_detach(&w->attach);
}

/* Without its name, which stands before it. */
static const char *why_not(const struct watch *w)
{
	size_t name = strlen(w->attach.name);

	if (!w->missed.text[0])
		return w->seen ? "taken up again when it returns" : "awaited";
	return strncmp(w->missed.text, w->attach.name, name) ? w->missed.text :
							       w->missed.text + name + 2;
}

void watch_describe(const struct watch *w, struct source_interface *out)
{
	const struct attach *a = &w->attach;
	bool there = a->ifindex && !w->missed.text[0];

	*out = (struct source_interface){
		.index = (uint32_t)a->ifindex,
		.mode = there ? attach_hook_word(a->hook) : "gone",
		.counts = attach_counts(a->hook),
		.lan = w->lan,
	};
	snprintf(out->name, sizeof(out->name), "%s", a->name);
	if (there)
		attach_describe(a, out->detail, sizeof(out->detail));
	else
		snprintf(out->detail, sizeof(out->detail), "%.127s", why_not(w));
}
