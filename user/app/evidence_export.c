/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/evidence_export.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "app/evidence_folder.h"
#include "core/clock.h"
#include "view/block.h"

#define CHUNK (256u << 10) /* holds any block */
#define HEAD_ROOM (32u << 10)
#define NAME_ROOM 96
#define BLOCK_LEAST 12 /* type, length, and the length again */
#define PACKET_LEAST 32

struct evidence_export {
	const struct file_ring *ring;
	const char *path;
	struct addr peer;
	char name[NAME_ROOM];
	int in, out;
	uint64_t number;  /* of the file that is read */
	off_t at;         /* in it */
	uint64_t written, packets;
	bool over, cut;   /* all was read; some was left out */
	int fault;
	size_t head_len, head_written; /* what comes before the packets of that file */
	uint8_t head[HEAD_ROOM], chunk[CHUNK];
};

static const char *name_file(const struct addr *peer, int64_t now_ns, char *name)
{
	time_t seconds = now_ns / CLOCK_S;
	char address[ADDR_TEXT], stamp[24] = "";
	struct tm parts;

	if (gmtime_r(&seconds, &parts))
		strftime(stamp, sizeof(stamp), "%Y%m%dT%H%M%SZ", &parts);
	snprintf(name, NAME_ROOM, EVIDENCE_START "%s-%s" EVIDENCE_END, addr_format(peer, address),
		 stamp);
	return name;
}

int evidence_export_open(const struct file_ring *ring, const char *path, const struct addr *peer,
			 int64_t now_ns, struct evidence_export **out, struct err *e)
{
	struct evidence_export *x = calloc(1, sizeof(*x));

	*out = NULL;
	if (!x)
		return err_set(e, -ENOMEM, "%s: out of memory", path);
	x->ring = ring;
	x->path = path;
	x->peer = *peer;
	x->in = -1;
	x->out = file_ring_beside(ring, name_file(peer, now_ns, x->name));
	if (x->out >= 0) {
		*out = x;
		return 0;
	}
	err_set(e, x->out, "%s/%s: %s", path, x->name, strerror(-x->out));
	free(x);
	return -EIO;
}

void evidence_export_close(struct evidence_export *x)
{
	if (!x)
		return;
	if (x->in >= 0)
		close(x->in);
	close(x->out);
	if (!x->over || x->fault || !x->packets)
		file_ring_unmake(x->ring, x->name);
	free(x);
}

static uint32_t number_at(const uint8_t *bytes)
{
	uint32_t n;

	memcpy(&n, bytes, sizeof(n));
	return le32toh(n);
}

/* The text of an option; what the blocks of block.h have: code, length, text, filled up to four. */
static const char *find_comment(const uint8_t *block, uint32_t len, uint16_t *text_len)
{
	uint32_t captured = number_at(block + 20), at = 28 + (captured + 3) / 4 * 4;

	while (captured < len && at + 4 <= len - 4) {
		uint32_t option = number_at(block + at), code = option & 0xffff;

		*text_len = (uint16_t)(option >> 16);
		if (!code || at + 4 + *text_len > len - 4)
			return NULL;
		if (code == 1)
			return (const char *)block + at + 4;
		at += 4 + ((uint32_t)*text_len + 3) / 4 * 4;
	}
	return NULL;
}

/* Evidence says whom a packet is about behind the last "; ", before what is in brackets. */
static bool is_about(const uint8_t *block, uint32_t len, const struct addr *peer)
{
	char text[BLOCK_TEXT + 1], *last = text;
	struct addr found;
	uint16_t text_len;
	const char *comment = len < PACKET_LEAST ? NULL : find_comment(block, len, &text_len);

	if (!comment || text_len > BLOCK_TEXT)
		return false;
	memcpy(text, comment, text_len);
	text[text_len] = 0;
	for (char *next = text; (next = strstr(next, "; "));)
		last = next += 2;
	last[strcspn(last, " ")] = 0;
	return !addr_parse(last, &found) && addr_equal(&found, peer);
}

static int put(struct evidence_export *x, const void *bytes, size_t len)
{
	ssize_t n = len ? write(x->out, bytes, len) : 0;

	if (n < 0 || (size_t)n < len)
		return n < 0 ? -errno : -ENOSPC;
	x->written += len;
	return 0;
}

static int put_packet(struct evidence_export *x, const uint8_t *block, uint32_t len)
{
	size_t head = x->head_len - x->head_written;
	int r;

	if (x->written + head + len > EVIDENCE_EXPORT_MOST) {
		x->cut = true;
		return 0;
	}
	r = put(x, x->head + x->head_written, head);
	x->head_written = x->head_len;
	if (!r)
		r = put(x, block, len);
	x->packets += !r;
	return r;
}

static int keep_head(struct evidence_export *x, const uint8_t *block, uint32_t len)
{
	if (x->head_len + len > sizeof(x->head))
		return -EBADMSG;
	memcpy(x->head + x->head_len, block, len);
	x->head_len += len;
	return 0;
}

static int take_block(struct evidence_export *x, const uint8_t *block, uint32_t len)
{
	switch (number_at(block)) {
	case BLOCK_SECTION:
		x->head_len = x->head_written = 0;
		return keep_head(x, block, len);
	case BLOCK_INTERFACE:
		return keep_head(x, block, len);
	case BLOCK_PACKET:
		return is_about(block, len, &x->peer) ? put_packet(x, block, len) : 0;
	}
	return 0;
}

/* Whole blocks of what was read; a last one that is cut short ends the file. */
static int take_chunk(struct evidence_export *x, size_t n)
{
	size_t used = 0;
	int r = 0;

	while (!r && used + BLOCK_LEAST <= n) {
		uint32_t len = number_at(x->chunk + used + 4);

		if (len < BLOCK_LEAST || len % 4 || len > CHUNK)
			break;
		if (used + len > n)
			break;
		r = take_block(x, x->chunk + used, len);
		used += len;
	}
	x->at += (off_t)used;
	if (used)
		return r;
	close(x->in);
	x->in = -1;
	return r;
}

/* returns 0, or -ENOENT when there is no further file */
static int next_file(struct evidence_export *x)
{
	x->in = file_ring_read(x->ring, &x->number);
	x->at = 0;
	x->head_len = x->head_written = 0;
	return x->in < 0 ? x->in : 0;
}

bool evidence_export_step(struct evidence_export *x)
{
	ssize_t n;
	int r = x->in < 0 ? next_file(x) : 0;

	if (!r) {
		n = pread(x->in, x->chunk, sizeof(x->chunk), x->at);
		r = n < 0 ? -errno : take_chunk(x, (size_t)n);
	}
	x->over = r || x->cut;
	x->fault = r == -ENOENT ? 0 : r;
	return !x->over;
}

int evidence_export_end(const struct evidence_export *x, char *text, size_t room)
{
	if (x->fault)
		snprintf(text, room, "%s: %s", x->path, strerror(-x->fault));
	else if (!x->packets)
		snprintf(text, room, "no packet of this peer is kept in %s", x->path);
	else
		snprintf(text, room, "%" PRIu64 " packets%s: %s/%s", x->packets,
			 x->cut ? ", the oldest" : "", x->path, x->name);
	return x->fault ? x->fault : x->packets ? 0 : -ENOENT;
}
