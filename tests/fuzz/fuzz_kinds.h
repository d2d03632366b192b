/* SPDX-License-Identifier: BSD-2-Clause */
/* fuzz_kinds.h - a record of each kind that a view has to take, as little in it as passes. */
#ifndef FUZZ_KINDS_H
#define FUZZ_KINDS_H

#include "stream/stream.h"

static inline const struct stream_record *fuzz_kind(uint8_t choice)
{
	static const struct stream_record kinds[] = {
		{ .kind = STREAM_HELLO, .hello.version = STREAM_VERSION },
		{ .kind = STREAM_STATUS },
		{ .kind = STREAM_PLACE, .place.number = GEO_NEAR + 1 },
		{ .kind = STREAM_NETWORK, .network.number = 1 },
		{ .kind = STREAM_PEER },
		{ .kind = STREAM_ARC },
		{ .kind = STREAM_LIST, .list.number = 1 },
		{ .kind = STREAM_EXPLAIN },
		{ .kind = STREAM_ANSWER },
		{ .kind = STREAM_SPAN, .span.steps = 1 },
		{ .kind = STREAM_PAST },
		{ .kind = STREAM_POINT },
	};

	return &kinds[choice % (sizeof(kinds) / sizeof(*kinds))];
}

#endif
