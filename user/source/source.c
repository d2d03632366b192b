/* SPDX-License-Identifier: BSD-2-Clause */
#include "source/source.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "source/kind.h"

const struct source_ops *const source_kinds[] = {
#ifdef HAVE_BPF
	&source_ebpf,
#endif
	&source_pcap_live,
	&source_pcap,
	&source_null,
	NULL,
};

const struct source_ops *source_find(const char *kind)
{
	for (const struct source_ops *const *ops = source_kinds; *ops; ops++)
		if (!strcmp((*ops)->kind, kind))
			return *ops;
	return NULL;
}

const char *source_prefers(const char *interface)
{
	return source_kinds[0]->prefers ? source_kinds[0]->prefers(interface) : "none";
}

int source_open(struct source *s, const struct source_ops *ops, const struct source_config *config,
		struct err *e)
{
	int rc;

	*s = (struct source){ .ops = ops };
	rc = ops->open(s, config, e);
	if (rc)
		source_close(s);
	return rc;
}

void source_close(struct source *s)
{
	if (!s || !s->ops)
		return;
	s->ops->close(s);
	*s = (struct source){ 0 };
}

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
	return r == -EINVAL || r == -ENOSYS || r == -EPERM || !source_find("ebpf");
}

int source_open_live(struct source *s, const char *kind, const struct source_config *config,
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

int source_fd(const struct source *s)
{
	return s->ops->fd(s);
}

int source_poll(struct source *s, const struct event_sink *sink, struct err *e)
{
	return s->ops->poll(s, sink, e);
}

int source_sweep(struct source *s, const struct event_sink *sink, struct err *e)
{
	return s->ops->sweep ? s->ops->sweep(s, sink, e) : 0;
}

int source_stop(struct source *s)
{
	return s->ops->stop ? s->ops->stop(s) : 0;
}

int source_ledger(struct source *s, struct ra_ledger *out)
{
	return s->ops->ledger(s, out);
}

bool source_interface(struct source *s, size_t number, struct source_interface *out)
{
	return s->ops->interface && s->ops->interface(s, number, out);
}

int source_record_rate(struct source *s, uint32_t rate)
{
	return s->ops->record_rate ? s->ops->record_rate(s, rate) : -ENOTSUP;
}

void source_info(const struct source *s, struct source_info *out)
{
	size_t n;

	s->ops->info(s, out);
	n = strlen(out->detail);
	if (s->missed.text[0])
		snprintf(out->detail + n, sizeof(out->detail) - n, "; %s", s->missed.text);
}

bool source_judges(const struct source *s)
{
	return s->ops->allow_set;
}

int source_learning(struct source *s, bool on)
{
	return s->ops->learning ? s->ops->learning(s, on) : -ENOTSUP;
}

int source_allow_set(struct source *s, const struct addr *peer, uint8_t directions, uint8_t origin)
{
	return s->ops->allow_set ? s->ops->allow_set(s, peer, directions, origin) : -ENOTSUP;
}

int source_allow_add(struct source *s, const struct source_allow *entries, uint32_t n)
{
	return s->ops->allow_add ? s->ops->allow_add(s, entries, n) : -ENOTSUP;
}

int source_rules_set(struct source *s, const struct source_rule *rules, uint32_t n)
{
	return s->ops->rules_set ? s->ops->rules_set(s, rules, n) : -ENOTSUP;
}

int source_zones(struct source *s, const struct cidr *zones, size_t n, uint8_t **used)
{
	return s->ops->zones ? s->ops->zones(s, zones, n, used) : -ENOTSUP;
}
