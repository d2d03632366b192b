/* SPDX-License-Identifier: BSD-2-Clause */
/* Any bytes are frames up to an end or a reason; each frame lies within the bytes read. */
#include "source/pcapng.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
	if (!holds)
		abort();
}

/* The sanitizer sees each byte read. */
static void touch(const struct reader_frame *f)
{
	const volatile uint8_t *bytes = f->bytes;

	for (uint32_t i = 0; i < f->captured; i++)
		(void)bytes[i];
}

static void read_all(struct pcapng *p, size_t size)
{
	struct reader_frame frame;
	size_t read = 0;
	struct err e = { "" };
	int rc, link;

	while (!(rc = pcapng_next(p, &frame, &link, &e))) {
		read += 16 + frame.captured;
		require(read <= size && frame.time_ns >= 0 && link >= 0 && link <= UINT16_MAX);
		touch(&frame);
	}
	require(rc == -ENODATA || (rc == -EBADMSG && !strncmp(e.text, "file: ", 6)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	FILE *stream = size ? fmemopen((void *)(uintptr_t)data, size, "rb") : NULL;
	struct pcapng *p;

	if (!stream)
		return 0;
	p = pcapng_open(stream, "file");
	require(p);
	read_all(p, size);
	pcapng_close(p);
	fclose(stream);
	return 0;
}
