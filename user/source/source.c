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

int source_settle(struct source *s)
{
	return s->ops->settle ? s->ops->settle(s) : 0;
}

int source_pinned_each(const char *interface, source_pinned_take *f, void *ctx)
{
	return source_kinds[0]->pinned ? source_kinds[0]->pinned(interface, f, ctx) : 0;
}

int source_unload(const char *name, source_unloaded *f, void *ctx)
{
	return source_kinds[0]->unload ? source_kinds[0]->unload(name, f, ctx) : 0;
}

int source_zones(struct source *s, const struct cidr *zones, size_t n, uint8_t **used)
{
	return s->ops->zones ? s->ops->zones(s, zones, n, used) : -ENOTSUP;
}
