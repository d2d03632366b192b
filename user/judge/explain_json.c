/* SPDX-License-Identifier: BSD-2-Clause */
#include "judge/explain.h"

#include <string.h>

#include "core/words.h"
#include "judge/explain_words.h"

static void put_novelty(struct json *j, uint8_t novelty)
{
	json_open_array(j, "novelty");
	for (uint8_t level = 1; level <= novelty_level(novelty); level++)
		json_str(j, NULL, words_level(level));
	json_close_array(j);
}

static void put_row(struct json *j, const struct history_row *row)
{
	json_str(j, "state", history_state_word(row->state));
	json_str(j, "mover", history_mover_word(row->mover));
	explain_put_time(j, "moved", row->moved_s);
	explain_put_time(j, "first", row->first_s);
	explain_put_time(j, "last", row->last_s);
	json_u64(j, "packets", row->packets);
	json_u64(j, "bytes", row->bytes);
	json_u64(j, "hours", history_row_hours(row, 0));
	json_bool(j, "reply", row->reply);
	if (row->beacon != EVENT_UNSCORED)
		json_u64(j, "beacon", row->beacon);
}

static void put_earning(struct json *j, const struct explain *x, const struct explain_side *side)
{
	char doubts[EXPLAIN_DOUBTS];

	json_str(j, "why", side->why);
	json_str(j, "doubts", explain_doubts(side->doubts, side->row,
						 explain_blocklist(x), doubts));
	json_bool(j, "held", side->held);
	json_u64(j, "missing_hours", side->missing_hours);
	json_i64(j, "missing_span_s", side->missing_span_s);
}

static void put_side(struct json *j, const struct explain *x, uint8_t direction)
{
	const struct explain_side *side = &x->side[direction];

	json_open(j, words_direction(direction));
	json_str(j, "verdict", words_verdict(side->judgement.verdict));
	json_str(j, "reason", words_reason(side->judgement.reason));
	put_novelty(j, side->judgement.novelty);
	if (side->list)
		json_str(j, "list", side->list);
	json_bool(j, "seen", side->row != NULL);
	if (side->row) {
		put_row(j, side->row);
		put_earning(j, x, side);
	}
	json_close(j);
}

static void put_entry(struct json *j, const struct explain_entry *at)
{
	char net[CIDR_TEXT];

	json_open(j, NULL);
	json_str(j, "kind", list_kind_word(at->list->kind));
	json_str(j, "list", at->list->name);
	json_str(j, "prefix", cidr_format(&at->entry->net, net));
	json_str(j, "direction", explain_directions(at->entry->directions));
	json_str(j, "source", at->list->source);
	json_str(j, "reason", list_reason(at->list, at->entry));
	explain_put_time(j, "added", at->entry->added_s);
	explain_put_time(j, "expires", at->entry->expires_s);
	json_close(j);
}

static void put_near(struct json *j, const char *key, const struct explain_near *near)
{
	char name[ADDR_TEXT];

	json_open(j, key);
	json_u64(j, "peers", near->peers);
	json_open_array(j, "names");
	for (uint32_t i = 0; i < near->names; i++)
		json_str(j, NULL, addr_format(&near->name[i], name));
	json_close_array(j);
	json_close(j);
}

static void put_sentences(struct json *j, const struct explain *x)
{
	char text[EXPLAIN_TEXT * 4], *rest = text;

	explain_text(x, text, sizeof(text));
	json_open_array(j, "text");
	for (char *line; (line = strsep(&rest, "\n")) && *line;)
		json_str(j, NULL, line);
	json_close_array(j);
}

void explain_json(const struct explain *x, struct json *j)
{
	char name[ADDR_TEXT], bar[EXPLAIN_HOURS + 1];

	json_str(j, "peer", addr_format(&x->addr, name));
	json_str(j, "city", x->city);
	json_str(j, "country", x->country);
	json_u64(j, "asn", x->asn);
	json_str(j, "network", x->network);
	json_str(j, "policy", x->policy == POLICY_EXACT ? "exact" : "hygiene");
	for (uint8_t d = 0; d < RA_DIRECTIONS; d++)
		put_side(j, x, d);
	json_open_array(j, "lists");
	for (uint32_t i = 0; i < x->entries && i < EXPLAIN_LISTS; i++)
		put_entry(j, &x->entry[i]);
	json_close_array(j);
	json_open(j, "near");
	put_near(j, "subnet", &x->subnet);
	put_near(j, "network", &x->neighbours);
	json_close(j);
	json_str(j, "hours", explain_bar(x->hours, bar));
	put_sentences(j, x);
}
