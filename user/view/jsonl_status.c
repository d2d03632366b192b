/* SPDX-License-Identifier: BSD-2-Clause */
/* What the last line and `status --json` tell. */
#include "view/jsonl_status.h"

#include "core/clock.h"
#include "core/words.h"

static void put_ledger(struct json *line, const struct ra_ledger *l)
{
	json_open(line, "ledger");
	json_u64(line, "seen", l->seen);
	json_u64(line, "not_ipv4", l->not_ipv4);
	json_u64(line, "malformed", l->malformed);
	for (uint8_t v = 0; v < RA_VERDICTS; v++) {
		json_open(line, words_verdict(v));
		for (uint8_t d = 0; d < RA_DIRECTIONS; d++)
			json_u64(line, words_direction(d), l->verdict[v][d]);
		json_close(line);
	}
	json_u64(line, "reported", l->reported);
	json_u64(line, "suppressed", l->suppressed);
	json_u64(line, "lost", l->lost);
	json_u64(line, "unnamed", l->unnamed);
	json_u64(line, "skipped", l->skipped);
	json_bool(line, "balanced", ledger_balanced(l));
	json_close(line);
}

static void put_peers(struct json *line, const struct model *m)
{
	json_open(line, "peers");
	for (uint8_t v = 0; v < RA_VERDICTS; v++)
		json_u64(line, words_verdict(v), model_peers_by_verdict(m, v));
	json_close(line);
}

static void put_red(struct json *line, const struct model *m)
{
	json_open(line, "red");
	json_str(line, "level", words_level(model_red_level(m)));
	json_u64(line, "peers", model_red_peers(m));
	json_u64(line, "packets", model_red_packets(m));
	json_close(line);
}

static void put_storm(struct json *line, const struct jsonl_storm *storm)
{
	char stamp[CLOCK_STAMP];

	json_open(line, "storm");
	json_bool(line, "on", storm->on);
	if (storm->since_ns)
		json_str(line, "since", clock_stamp(storm->since_ns, stamp));
	if (storm->until_ns)
		json_str(line, "until", clock_stamp(storm->until_ns, stamp));
	json_u64(line, "peers", storm->peers);
	json_u64(line, "storms", storm->storms);
	json_u64(line, "all_peers", storm->all_peers);
	json_u64(line, "all_packets", storm->all_packets);
	json_close(line);
}

static void put_evidence(struct json *line, const struct jsonl_status *status)
{
	json_open(line, "evidence");
	json_str(line, "folder", status->evidence);
	json_u64(line, "packets", status->evidence_packets);
	json_u64(line, "bytes", status->evidence_bytes);
	json_u64(line, "skipped", status->ledger.skipped);
	json_close(line);
}

void jsonl_put_status(struct json *j, const struct model *m, const struct jsonl_run *run,
		      const struct jsonl_status *status)
{
	char until[CLOCK_STAMP];

	put_ledger(j, &status->ledger);
	put_peers(j, m);
	put_red(j, m);
	put_storm(j, &status->storm);
	if (status->evidence)
		put_evidence(j, status);
	json_str(j, "mode", run->mode);
	json_str(j, "detail", run->detail);
	if (run->netns)
		json_str(j, "netns", run->netns);
	if (run->state)
		json_str(j, "state", run->state);
	if (status->policy)
		json_str(j, "policy", status->policy);
	json_bool(j, "learning", status->learning);
	json_bool(j, "frozen", status->frozen);
	if (status->learning && status->learn_until_ns)
		json_str(j, "learn_until", clock_stamp(status->learn_until_ns, until));
	if (status->addresses >= 0)
		json_i64(j, "addresses", status->addresses);
	json_u64(j, "refused", model_refused(m));
}

void jsonl_put_interfaces(struct json *j, const struct jsonl_run *run)
{
	json_open_array(j, "interfaces");
	for (size_t i = 0; i < run->n_interfaces; i++) {
		const struct jsonl_interface *one = &run->interfaces[i];

		json_open(j, NULL);
		json_str(j, "name", one->name);
		json_str(j, "mode", one->mode);
		json_str(j, "detail", one->detail);
		json_str(j, "counts", one->counts);
		json_bool(j, "lan", one->lan);
		put_ledger(j, &one->ledger);
		json_close(j);
	}
	json_close_array(j);
}
