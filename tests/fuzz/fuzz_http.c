/* SPDX-License-Identifier: BSD-2-Clause */
/* Requests: what follows the end of one changes nothing about it. */
#include "view/http.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int holds)
{
	if (!holds)
		abort();
}

/* A copy of its own, so that a byte read beyond the end is found. */
static enum http_status judge(const uint8_t *data, size_t size)
{
	char *text = malloc(size);
	enum http_status status;

	require(text || !size);
	if (size)
		memcpy(text, data, size);
	status = http_judge(text, size);
	free(text);
	return status;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	enum http_status status = HTTP_MORE;
	char head[HTTP_HEAD];
	size_t end = 0;

	if (size >= HTTP_REQUEST)
		size = HTTP_REQUEST - 1;
	while (end < size && status == HTTP_MORE)
		if (data[end++] == '\n')
			status = judge(data, end);
	require(judge(data, size) == status);
	if (status == HTTP_MORE)
		return 0;
	require(status != HTTP_FINE || (end >= 20 && !memcmp(data, "GET /metrics", 12)));
	require(http_head(status, size, head) < sizeof(head));
	return 0;
}
