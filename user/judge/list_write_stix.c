/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/list_write.h"

#include "bpf/redarc.h"
#include "core/json.h"
#include "judge/list_stamp.h"
#include "judge/list_uuid.h"

#define OBJECT 4096 /* a reason of LIST_REASON bytes, escaped, and the rest */
#define PATTERN (CIDR_TEXT + 64)

/* Where the peer is: what comes in has it as its source. */
static const char *path_of(const struct list_entry *e)
{
	if (e->directions == RA_DIR_BIT(RA_IN))
		return "network-traffic:src_ref.value";
	if (e->directions == RA_DIR_BIT(RA_OUT))
		return "network-traffic:dst_ref.value";
	return addr_is_v4(&e->net.net) ? "ipv4-addr:value" : "ipv6-addr:value";
}

static void pattern_of(const struct list_entry *e, char *pattern)
{
	char prefix[CIDR_TEXT];

	snprintf(pattern, PATTERN, "[%s %s '%s']", path_of(e), e->net.len < 128 ? "ISSUBSET" : "=",
		 cidr_format(&e->net, prefix));
}

/* An object has one name in all exports of its list, and no other list's has it. */
static void write_id(struct json *j, const char *type, const struct list *l, const char *what)
{
	char name[LIST_NAME + CIDR_TEXT + 16], uuid[LIST_UUID], id[LIST_UUID + 16];

	snprintf(name, sizeof(name), "%s-%s %s", list_kind_word(l->kind), l->name, what);
	snprintf(id, sizeof(id), "%s--%s", type, list_uuid(name, uuid));
	json_str(j, "type", type);
	json_str(j, "id", id);
}

static void write_times(struct json *j, const struct list_entry *e)
{
	char stamp[LIST_STAMP];

	list_stamp(e->added_s, stamp);
	json_str(j, "created", stamp);
	json_str(j, "modified", stamp);
	json_str(j, "valid_from", stamp);
	if (e->expires_s)
		json_str(j, "valid_until", list_stamp(e->expires_s, stamp));
}

static void write_indicator(const struct list *l, const struct list_entry *e, FILE *out)
{
	char text[OBJECT], prefix[CIDR_TEXT], pattern[PATTERN];
	const char *reason = list_reason(l, e);
	struct json j;

	json_init(&j, text, sizeof(text));
	json_open(&j, NULL);
	write_id(&j, "indicator", l, cidr_format(&e->net, prefix));
	json_str(&j, "spec_version", "2.1");
	write_times(&j, e);
	if (*reason)
		json_str(&j, "name", reason);
	json_open_array(&j, "indicator_types");
	json_str(&j, NULL, l->kind == LIST_BLOCK ? "malicious-activity" : "benign");
	json_close_array(&j);
	pattern_of(e, pattern);
	json_str(&j, "pattern", pattern);
	json_str(&j, "pattern_type", "stix");
	json_close(&j);
	fwrite(text, 1, j.len, out);
}

/* A bundle must not have an empty array. */
void list_write_stix(const struct list *l, FILE *out)
{
	char text[OBJECT];
	struct json j;

	json_init(&j, text, sizeof(text));
	json_open(&j, NULL);
	write_id(&j, "bundle", l, "");
	fwrite(text, 1, j.len, out);
	for (uint32_t i = 0; i < l->n; i++) {
		fputs(i ? ",\n" : ",\"objects\":[\n", out);
		write_indicator(l, &l->entries[i], out);
	}
	fputs(l->n ? "\n]}\n" : "}\n", out);
}
