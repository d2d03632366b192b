/* SPDX-License-Identifier: BSD-2-Clause */
#include "source/ebpf_attach.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <linux/if_link.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* enum bpf_attach_type of kernel 6.6, which older headers do not name. */
#define ATTACH_TCX_INGRESS 46
#define ATTACH_TCX_EGRESS 47
#define ATTACH_FAST_MBIT 10000

enum source_hook attach_prefer(const struct device *device)
{
	bool fast = device->physical && device->ethernet && device->speed_mbit >= ATTACH_FAST_MBIT;

	return fast ? HOOK_XDP : HOOK_TC;
}

int attach_take(struct attach *a, const char *name, bool wait, struct err *e)
{
	*a = (struct attach){ .lock = -1, .ingress = -1, .egress = -1 };
	if (strlen(name) >= IF_NAMESIZE)
		return err_set(e, -ENODEV, "%s: longer than the name of any interface", name);
	snprintf(a->name, sizeof(a->name), "%s", name);
	a->lock = device_lock(name);
	if (a->lock == -EBUSY)
		return err_set(
			e, -EBUSY,
			"%s: another redarc watches this interface; `redarc status` shows it",
			name);
	if (a->lock < 0)
		return err_set(e, a->lock, "%s: lock: %s", name, strerror(-a->lock));
	a->ifindex = device_index(a->lock, a->name);
	if (a->ifindex || wait)
		return 0;
	return err_set(e, -ENODEV,
		       "%s: no such interface; `redarc interfaces` lists what there is, --wait "
		       "waits for it",
		       name);
}

/* No packet is missed where a program takes the place of another. */
static int hang(const struct attach *a, int *link, int program, int type, unsigned int flags)
{
	LIBBPF_OPTS(bpf_link_create_opts, opts, .flags = flags);

	if (*link >= 0)
		return bpf_link_update(*link, program, NULL);
	*link = bpf_link_create(program, a->ifindex, (enum bpf_attach_type)type, &opts);
	return *link < 0 ? *link : 0;
}

static int open_xdp(struct attach *a, enum source_hook hook, const struct programs_hooks *programs,
		    struct err *e)
{
	bool generic = hook == HOOK_XDP_GENERIC;
	int r;

	if (programs->xdp < 0)
		return err_set(e, -EOPNOTSUPP,
			       "%s: not of the kind that its XDP program was loaded for; start "
			       "redarc again, or use --hook tc",
			       a->name);
	r = hang(a, &a->ingress, programs->xdp, BPF_XDP,
		 generic ? XDP_FLAGS_SKB_MODE : XDP_FLAGS_DRV_MODE);
	if (!r) {
		a->hook = hook;
		return 0;
	}
	if (r == -EBUSY || r == -EEXIST)
		return err_set(e, r,
			       "%s: its XDP slot is taken by another program; --hook tc works "
			       "beside it",
			       a->name);
	if (r == -EOPNOTSUPP)
		return err_set(e, r, "%s: its driver has no native XDP; use --hook tc", a->name);
	return err_set(e, r, "%s: XDP: %s", a->name, strerror(-r));
}

static int open_tcx(struct attach *a, bool want_ingress, const struct programs_hooks *programs)
{
	int r = 0;

	if (want_ingress)
		r = hang(a, &a->ingress, programs->ingress, ATTACH_TCX_INGRESS, 0);
	return r ? r : hang(a, &a->egress, programs->egress, ATTACH_TCX_EGRESS, 0);
}

static int open_clsact(struct attach *a, bool want_ingress, const struct programs_hooks *programs)
{
	int r = 0;

	a->clsact.ifindex = a->ifindex;
	if (want_ingress)
		r = clsact_attach(&a->clsact, CLSACT_IN, programs->ingress);
	return r ? r : clsact_attach(&a->clsact, CLSACT_OUT, programs->egress);
}

static int open_tc(struct attach *a, bool want_ingress, const struct programs_hooks *programs,
		   struct err *e)
{
	int r = -EINVAL; /* what kernels without TCX say */

	if (a->hook != HOOK_CLSACT)
		r = open_tcx(a, want_ingress, programs);
	if (r == -EINVAL) {
		r = open_clsact(a, want_ingress, programs);
		if (r == -EPERM)
			return err_set(e, r,
				       "%s: filters (clsact) take CAP_NET_ADMIN, which a sensor "
				       "gives up at the start: start redarc again",
				       a->name);
	}
	return r ? err_set(e, r, "%s: TC: %s", a->name, strerror(-r)) : 0;
}

int attach_open(struct attach *a, enum source_hook hook, const struct device *device,
		const struct programs_hooks *programs, struct err *e)
{
	enum source_hook wanted = hook == HOOK_AUTO ? attach_prefer(device) : hook;
	int r = 0;

	a->note[0] = 0;
	if (wanted == HOOK_XDP || wanted == HOOK_XDP_GENERIC) {
		r = open_xdp(a, wanted, programs, e);
		if (r && hook == HOOK_AUTO) {
			snprintf(a->note, sizeof(a->note), "XDP native cannot be had (%s)",
				 strerror(-r));
			wanted = HOOK_TC;
		} else if (r) {
			return r;
		}
	}
	a->hook = wanted;
	return open_tc(a, wanted == HOOK_TC || wanted == HOOK_CLSACT, programs, e);
}

static void let_go(int *link)
{
	if (*link >= 0)
		close(*link);
	*link = -1;
}

void attach_detach(struct attach *a)
{
	let_go(&a->ingress);
	let_go(&a->egress);
}

bool attach_needs_janitor(const struct attach *a)
{
	return a->clsact.attached[CLSACT_IN] || a->clsact.attached[CLSACT_OUT] ||
	       a->clsact.made_qdisc;
}

void attach_close(struct attach *a)
{
	attach_detach(a);
	if (attach_needs_janitor(a))
		clsact_remove(&a->clsact); /* where there was no janitor yet */
	let_go(&a->lock);
	*a = (struct attach){ .lock = -1, .ingress = -1, .egress = -1 };
}

const char *attach_hook_word(enum source_hook hook)
{
	static const char *const words[] = { "auto", "xdp", "xdp-generic", "tc", "clsact" };

	return words[hook];
}

void attach_describe(const struct attach *a, char *text, size_t room)
{
	static const char *const in[] = { NULL, "XDP native", "XDP generic", NULL, NULL };
	static const char *const stays[] = { [ATTACH_OURS] = "",
					     [ATTACH_PINNED] = "; pinned",
					     [ATTACH_ADOPTED] = "; pinned, adopted" };
	const char *tc = attach_needs_janitor(a) ? "clsact" : "TCX";

	snprintf(text, room, "%s in, %s out%s%s%s", in[a->hook] ? in[a->hook] : tc, tc,
		 stays[a->stay], a->note[0] ? "; " : "", a->note);
}

/* Generic XDP comes behind GRO, and is not told how many were made one. */
const char *attach_counts(enum source_hook hook)
{
	switch (hook) {
	case HOOK_XDP:
		return "packets on the wire in, segments out";
	case HOOK_XDP_GENERIC:
		return "packets in, an aggregate is one; segments out";
	default:
		return "segments";
	}
}

int attach_look(struct attach *a)
{
	int now = device_index(a->lock, a->name);

	if (now == a->ifindex)
		return 0;
	if (a->ifindex) { /* a new one of the name waits for the next look */
		attach_detach(a);
		a->clsact = (struct clsact){ 0 }; /* went with it */
		a->stay = ATTACH_OURS;
		a->ifindex = 0;
		return -1;
	}
	a->ifindex = now;
	return 1;
}
