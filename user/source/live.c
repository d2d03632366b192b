/* SPDX-License-Identifier: BSD-2-Clause */
#include "source/live.h"

#include <errno.h>
#include <string.h>

static int open_kind(struct source *s, const char *kind, const struct source_config *config,
		     struct err *e)
{
	const struct source_ops *ops = source_find(kind);

	if (!ops)
		return err_set(e, -ENOTSUP, "%s: this redarc was built without libbpf", kind);
	return source_open(s, ops, config, e);
}

static int check_names(const struct source_config *config, struct err *e)
{
	for (size_t i = 0; i < config->n_names; i++)
		for (size_t j = 0; j < i; j++)
			if (!strcmp(config->names[i], config->names[j]))
				return err_set(e, -EINVAL, "%s: named twice", config->names[i]);
	return 0;
}

/* What only programs in the kernel can do; NULL: nothing of it is asked for. */
static const char *kernels_own(const struct source_config *config)
{
	if (config->hook != HOOK_AUTO)
		return "--hook";
	return config->wait ? "--wait" : config->pin ? "--pin" : NULL;
}

static bool takes_no_programs(int r)
{
	return r == -EINVAL || r == -ENOSYS || r == -EPERM || r == -EACCES || !source_find("ebpf");
}

int live_open(struct source *s, const char *kind, const struct source_config *config,
	      struct err *e)
{
	const char *own = kernels_own(config);
	struct err missed = { "" }, why;
	int r = check_names(config, e);

	if (r)
		return r;
	if (own && !strcmp(kind, "pcap"))
		return err_set(e, -EINVAL, "%s: libpcap cannot do that, only the kernel", own);
	if (strcmp(kind, "auto"))
		return open_kind(s, kind, config, e);
	r = open_kind(s, "ebpf", config, &missed);
	if (!r || own || !takes_no_programs(r)) {
		*e = missed;
		return r;
	}
	r = open_kind(s, "pcap", config, &why);
	if (r)
		return err_set(e, r, "%s; %s", missed.text, why.text);
	s->missed = missed;
	return 0;
}
