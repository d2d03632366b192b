/* SPDX-License-Identifier: BSD-2-Clause */
#include "source/ebpf_hot.h"

#include <errno.h>
#include <linux/membarrier.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "source/ebpf_run.h"

#define USED_LEAST 64u
#define LOAD_PERCENT 50 /* of the ways in use, at most, before a larger table is wanted */
#define LEAVING 2 /* sweeps: whoever counted there a moment ago is done by then */

static void *map_all(int fd, size_t size)
{
	void *at = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

	return at == MAP_FAILED ? NULL : at;
}

/* Number of a line in the maps, of its number in the table. */
static uint32_t line_at(const struct hot4 *h, uint32_t cpu, uint8_t direction, uint32_t line)
{
	return ra_hot_first(h->config.lines, cpu, direction) + line;
}

static struct hot4_way *way_at(const struct hot4 *h, uint8_t direction, uint32_t place)
{
	return &h->ways[(size_t)direction * h->config.lines * RA_WAYS + place];
}

static bool line_has_news(const struct ra_hot *line, const struct ra_hot *folded)
{
	return memcmp(line->bytes, folded->bytes, sizeof(line->bytes)) ||
	       memcmp(line->packets, folded->packets, sizeof(line->packets));
}

/* Have the kernel bring so many lines into allow4. */
static int fold(const struct hot4 *h, uint32_t first)
{
	const struct ra_fold what = { .first = first, .lines = RA_FOLD_LINES };

	return ebpf_run(h->config.fold, &what, sizeof(what));
}

static bool have_news(const struct hot4 *h, uint32_t first)
{
	for (uint32_t i = first; i < first + RA_FOLD_LINES; i++)
		if (line_has_news(&h->map[i], &h->folded[i]))
			return true;
	return false;
}

/* Wait until whoever looked at the lease before has counted: a grace period of the kernel. */
static void let_finish(void)
{
	const struct timespec moment = { .tv_nsec = 20000000 };

	if (syscall(SYS_membarrier, MEMBARRIER_CMD_GLOBAL, 0, 0))
		nanosleep(&moment, NULL);
}

static int clean(struct hot4 *h)
{
	uint32_t lines = h->config.lines * h->config.cpus * RA_DIRECTIONS;

	let_finish();
	for (uint32_t i = 0; i < lines; i += RA_FOLD_LINES) {
		int r = have_news(h, i) ? fold(h, i) : 0;

		if (r)
			return r;
	}
	for (uint32_t i = 0; i < lines; i++) {
		if (!h->map[i].be_peer[0] && !line_has_news(&h->map[i], &h->folded[i]))
			continue; /* as nearly all: memory that was never touched stays so */
		memset(h->map[i].be_peer, 0, sizeof(h->map[i].be_peer));
		h->folded[i] = h->map[i];
	}
	return 0;
}

int hot4_init(struct hot4 *h, const struct hot4_config *config)
{
	*h = (struct hot4){ .config = *config };
	h->size = (size_t)config->lines * config->cpus * RA_DIRECTIONS * sizeof(struct ra_hot);
	h->map = map_all(config->hot, h->size);
	h->folded = map_all(config->folded, h->size);
	h->ways = calloc((size_t)config->lines * RA_WAYS * RA_DIRECTIONS, sizeof(*h->ways));
	if (!h->map || !h->folded || !h->ways)
		return -ENOMEM;
	hot4_resize(h, 0);
	config->control->hot_until = 0;
	return config->inherited ? clean(h) : 0;
}

void hot4_clear(struct hot4 *h)
{
	if (h->map)
		munmap(h->map, h->size);
	if (h->folded)
		munmap(h->folded, h->size);
	free(h->ways);
	*h = (struct hot4){ .used = 0 };
}

static void set_peer(struct hot4 *h, uint32_t place, uint8_t direction, uint32_t be_peer)
{
	for (uint32_t cpu = 0; cpu < h->config.cpus; cpu++) {
		struct ra_hot *line = &h->map[line_at(h, cpu, direction, place / RA_WAYS)];

		__atomic_store_n(&line->be_peer[place % RA_WAYS], be_peer, __ATOMIC_RELEASE);
	}
}

static uint32_t free_place(const struct hot4 *h, uint32_t line, uint8_t direction)
{
	for (uint32_t place = line * RA_WAYS; place < (line + 1) * RA_WAYS; place++)
		if (way_at(h, direction, place)->owner == HOT_NOBODY)
			return place;
	return HOT_NOBODY;
}

uint32_t hot4_place(struct hot4 *h, uint32_t be_peer, uint8_t direction, uint32_t owner)
{
	uint32_t line = ra_hot_hash(be_peer, h->config.seed) & (h->used - 1);
	uint32_t place = free_place(h, line, direction);

	if (place == HOT_NOBODY)
		place = free_place(h, line ^ 1, direction);
	if (place == HOT_NOBODY || !be_peer)
		return HOT_NOBODY;
	*way_at(h, direction, place) = (struct hot4_way){ .owner = owner, .be_peer = be_peer };
	h->placed++;
	set_peer(h, place, direction, be_peer);
	return place;
}

void hot4_drop(struct hot4 *h, uint32_t place, uint8_t direction)
{
	set_peer(h, place, direction, 0);
	way_at(h, direction, place)->leaving = LEAVING;
}

bool hot4_holds(const struct hot4 *h, uint32_t place, uint8_t direction)
{
	for (uint32_t cpu = 0; cpu < h->config.cpus; cpu++)
		if (!h->map[line_at(h, cpu, direction, place / RA_WAYS)].be_peer[place % RA_WAYS])
			return false;
	return true;
}

static uint32_t lines_for(const struct hot4 *h, uint32_t peers)
{
	uint32_t lines = USED_LEAST;

	while (lines < h->config.lines &&
	       (uint64_t)peers * 100 > (uint64_t)lines * RA_WAYS * LOAD_PERCENT)
		lines *= 2;
	return lines < h->config.lines ? lines : h->config.lines;
}

bool hot4_is_small(const struct hot4 *h, uint32_t peers)
{
	return lines_for(h, peers) > h->used;
}

void hot4_resize(struct hot4 *h, uint32_t peers)
{
	h->used = lines_for(h, peers);
	h->config.control->hot_mask = h->used - 1;
	for (uint8_t d = 0; d < RA_DIRECTIONS; d++)
		for (uint32_t place = 0; place < h->used * RA_WAYS; place++)
			way_at(h, d, place)->owner = HOT_NOBODY;
}

void hot4_rest(struct hot4 *h)
{
	h->config.control->hot_until = 0;
	h->rests = true;
}

/* What a line was folded by. */
static int tell_line(const struct hot4 *h, uint8_t direction, uint32_t line,
		     const struct ra_hot *before, const struct ra_hot *now,
		     const struct hot4_sink *sink)
{
	int told = 0;

	for (uint32_t way = 0; way < RA_WAYS; way++) {
		uint32_t owner = way_at(h, direction, line * RA_WAYS + way)->owner;
		uint32_t packets = now->packets[way] - before->packets[way];
		uint64_t bytes = now->bytes[way] - before->bytes[way];

		if (owner == HOT_NOBODY || (!packets && !bytes))
			continue;
		sink->counted(sink->ctx, owner, direction, packets, bytes);
		told++;
	}
	return told;
}

/* RA_FOLD_LINES of one CPU and direction. */
static int sweep_lines(struct hot4 *h, uint32_t cpu, uint8_t direction, uint32_t line,
		       const struct hot4_sink *sink)
{
	uint32_t first = line_at(h, cpu, direction, line);
	struct ra_hot before[RA_FOLD_LINES];
	int r, told = 0;

	if (!have_news(h, first))
		return 0;
	memcpy(before, &h->folded[first], sizeof(before));
	r = fold(h, first);
	for (uint32_t i = 0; i < RA_FOLD_LINES && !r; i++)
		told += tell_line(h, direction, line + i, &before[i], &h->folded[first + i], sink);
	return r ? r : told;
}

/* The last that a CPU counted of one who leaves: told, and added to what allow4 may still have. */
static int settle(struct hot4 *h, uint32_t cpu, uint8_t direction, uint32_t place,
		  const struct hot4_sink *sink)
{
	uint32_t i = line_at(h, cpu, direction, place / RA_WAYS), n = place % RA_WAYS;
	const struct hot4_way *way = way_at(h, direction, place);
	const struct ra_edit what = { .be_peer = way->be_peer,
				      .direction = direction,
				      .packets = h->map[i].packets[n] - h->folded[i].packets[n],
				      .bytes = h->map[i].bytes[n] - h->folded[i].bytes[n] };
	int r;

	if (!what.packets && !what.bytes)
		return 0;
	r = ebpf_run(h->config.edit, &what, sizeof(what));
	h->folded[i].packets[n] += (uint32_t)what.packets;
	h->folded[i].bytes[n] += what.bytes;
	sink->counted(sink->ctx, way->owner, direction, what.packets, what.bytes);
	return r ? r : 1;
}

/* One sweep more for those who leave. */
static int see_off(struct hot4 *h, uint8_t direction, uint32_t place, const struct hot4_sink *sink)
{
	struct hot4_way *way = way_at(h, direction, place);
	int told = 0;

	for (uint32_t cpu = 0; cpu < h->config.cpus; cpu++) {
		int r = settle(h, cpu, direction, place, sink);

		if (r < 0)
			return r;
		told += r;
	}
	if (--way->leaving)
		return told;
	way->owner = HOT_NOBODY;
	h->placed--;
	return told;
}

static int sweep_direction(struct hot4 *h, uint8_t direction, const struct hot4_sink *sink)
{
	int r = 0, told = 0;

	for (uint32_t cpu = 0; cpu < h->config.cpus && r >= 0; cpu++)
		for (uint32_t line = 0; line < h->used && r >= 0; line += RA_FOLD_LINES) {
			r = sweep_lines(h, cpu, direction, line, sink);
			told += r;
		}
	for (uint32_t place = 0; place < h->used * RA_WAYS && r >= 0; place++)
		if (way_at(h, direction, place)->leaving) {
			r = see_off(h, direction, place, sink);
			told += r;
		}
	return r < 0 ? r : told;
}

int hot4_sweep(struct hot4 *h, uint64_t jiffies, const struct hot4_sink *sink)
{
	int told = 0;

	for (uint8_t d = 0; d < RA_DIRECTIONS; d++) {
		int r = sweep_direction(h, d, sink);

		if (r < 0)
			return r;
		told += r;
	}
	if (!h->rests)
		h->config.control->hot_until = jiffies + HOT_LEASE_S * h->config.hz;
	return told;
}
