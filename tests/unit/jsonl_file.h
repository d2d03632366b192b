/* SPDX-License-Identifier: BSD-2-Clause */
/* jsonl_file.h - a model, its lines in a file that never was, and what jq says of them. */
#ifndef JSONL_FILE_H
#define JSONL_FILE_H

#include "view/jsonl.h"

#include <sys/mman.h>
#include <unistd.h>

#include "core/clock.h"
#include "unit/fake_geo.h"
#include "unit/jq.h"

#define NOON (INT64_C(1700000000) * CLOCK_S) /* 2023-11-14T22:13:20 */

static struct geo geo;
static struct model *model;
static struct jsonl *jsonl;
static int fd;
static struct jsonl_run run;

static inline int setup(void **state)
{
	const struct model_limits limits = { 20000, 200 };

	(void)state;
	fake_geo_init(&geo);
	run = (struct jsonl_run){ .interface = "eth0",
				  .mode = "tc",
				  .detail = "eth0: TCX in, TCX out",
				  .started_ns = NOON - 90 * CLOCK_S };
	fd = memfd_create("events", 0);
	return fd < 0 || model_open(&limits, &geo, &model) ||
	       jsonl_open(fd, "events", &run, &jsonl);
}

static inline int teardown(void **state)
{
	(void)state;
	jsonl_close(jsonl);
	model_close(model);
	return close(fd);
}

static inline struct event event(const char *peer, uint8_t direction, uint8_t verdict)
{
	struct event e = { .time_ns = NOON + 123456789,
			   .packets = 2,
			   .bytes = 120,
			   .peer_port = 443,
			   .local_port = 40000,
			   .proto = 6,
			   .direction = direction,
			   .beacon = EVENT_UNSCORED,
			   .judgement = { .verdict = verdict, .reason = REASON_NEVER_SEEN } };

	assert_int_equal(addr_parse(peer, &e.peer), 0);
	assert_int_equal(addr_parse("192.0.2.1", &e.local), 0);
	return e;
}

/* What another reader of JSON says of all lines so far. */
static inline void ask(const char *filter, char *answer, size_t room)
{
	assert_int_equal(jsonl_flush(jsonl, 0, NULL), 0);
	assert_int_equal(jq(filter, fd, answer, room), 0);
}

static inline void expect(const char *filter, const char *expected)
{
	char answer[4096];

	ask(filter, answer, sizeof(answer));
	assert_string_equal(answer, expected);
}

#endif
