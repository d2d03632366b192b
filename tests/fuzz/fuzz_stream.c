/* SPDX-License-Identifier: BSD-2-Clause */
/* Decoding reads nothing outside, and what decodes is what encoding it gives again. */
#include "stream/stream.h"

#include <stdlib.h>
#include <string.h>

#include "fuzz/fuzz_kinds.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int holds)
{
	if (!holds)
		abort();
}

static void same_again(const struct stream_record *r, int len)
{
	uint8_t wire[STREAM_RECORD_MOST];
	struct stream_record again;

	require(stream_encode(r, wire, sizeof(wire)) == len);
	require(stream_decode(wire, (size_t)len, &again) == len);
	require(!memcmp(&again, r, sizeof(again)));
}

static void decode_stream(const uint8_t *data, size_t size)
{
	struct stream_record r;
	int n;

	while ((n = stream_decode(data, size, &r)) > 0) {
		require((size_t)n <= size && n <= STREAM_RECORD_MOST);
		same_again(&r, n);
		data += n;
		size -= (size_t)n;
	}
}

/* The input behind a good head, which chance alone would rarely make. */
static void decode_framed(const uint8_t *data, size_t size)
{
	const struct stream_record *kind = fuzz_kind(data[0]);
	uint8_t wire[STREAM_RECORD_MOST];
	size_t n = (size_t)stream_encode(kind, wire, sizeof(wire));

	memcpy(wire + 8, data + 1, size - 1 < n - 8 ? size - 1 : n - 8);
	decode_stream(wire, n);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	decode_stream(data, size);
	if (size)
		decode_framed(data, size);
	return 0;
}
