/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/evidence.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "app/evidence_folder.h"
#include "bpf/packet.h"
#include "core/clock.h"
#include "core/log.h"
#include "core/words.h"
#include "view/block.h"
#include "view/file_ring.h"

#define PAUSE_NS (60 * CLOCK_S)
#define HEAD_ROOM 16384
#define WAITING_ROOM 32768

_Static_assert(HEAD_ROOM + WAITING_ROOM <= FILE_RING_LEAST / FILE_RING_SHARE, "one write");

struct evidence {
	struct evidence_config config;
	struct file_ring *ring;
	int64_t now_ns, resume_ns; /* of the steady clock */
	bool said;                 /* that something failed */
	uint64_t kept, skipped[EVIDENCE_INTERFACES];
	uint32_t waits[EVIDENCE_INTERFACES]; /* packets that wait */
	size_t head_len, waiting_len;
	uint32_t n_described;
	struct described {
		uint8_t interface, link;
	} described[2 * EVIDENCE_INTERFACES]; /* in the head, in this order */
	uint8_t head[HEAD_ROOM], waiting[WAITING_ROOM];
};

static uint8_t place_of(uint8_t interface)
{
	return interface < EVIDENCE_INTERFACES ? interface : EVIDENCE_INTERFACES - 1;
}

static void begin_head(struct evidence *v)
{
	struct utsname system = { .sysname = "" };
	char text[2 * sizeof(system.sysname)];

	uname(&system);
	snprintf(text, sizeof(text), "%s %s", system.sysname, system.release);
	v->head_len = block_section(v->head, text, "redarc " VERSION);
}

int evidence_open(const struct evidence_config *config, const struct identity *who,
		  struct evidence **out, struct err *e)
{
	const struct file_ring_config files = { .path = config->path,
						.start = EVIDENCE_START,
						.end = EVIDENCE_END,
						.most = config->most };
	struct evidence *v;
	int r = evidence_folder(config->path, who, e);

	*out = NULL;
	if (r < 0)
		return r;
	v = calloc(1, sizeof(*v));
	if (!v) {
		close(r);
		return err_set(e, -ENOMEM, "out of memory for evidence");
	}
	v->config = *config;
	r = file_ring_open(&files, r, &v->ring, e);
	if (r) {
		free(v);
		return r;
	}
	begin_head(v);
	*out = v;
	return 0;
}

void evidence_close(struct evidence *v)
{
	if (!v)
		return;
	file_ring_close(v->ring);
	free(v);
}

int evidence_begin(const struct evidence *v, const char *who, struct err *e)
{
	struct err why;
	int r = v ? file_ring_probe(v->ring, &why) : 0;

	return r ? err_set(e, r,
			   "%s; it has to be writable for %s, whom redarc becomes: choose another "
			   "folder with --evidence",
			   why.text, who) :
		   0;
}

/* What waits is written or lost; either way it waits no more. */
static void settle(struct evidence *v, bool written)
{
	for (size_t i = 0; i < EVIDENCE_INTERFACES; i++) {
		*(written ? &v->kept : &v->skipped[i]) += v->waits[i];
		v->waits[i] = 0;
	}
	v->waiting_len = 0;
}

static void say(struct evidence *v, const struct err *e)
{
	v->resume_ns = v->now_ns + PAUSE_NS;
	if (!v->said)
		log_warn("evidence: %s; what is not kept is counted, and each minute it is tried "
			 "again",
			 e->text);
	v->said = true;
}

static void write_waiting(struct evidence *v)
{
	const struct iovec head = { v->head, v->head_len };
	const struct iovec waiting = { v->waiting, v->waiting_len };
	struct err e;
	int r = v->waiting_len ? file_ring_write(v->ring, &head, &waiting, &e) : 0;

	if (r)
		say(v, &e);
	settle(v, !r);
}

void evidence_flush(struct evidence *v, int64_t now_ns)
{
	if (!v)
		return;
	v->now_ns = now_ns;
	write_waiting(v);
}

/* source: the link types that tcpdump.org has registered */
static uint16_t link_type(uint8_t link)
{
	static const uint16_t types[] = {
		[PACKET_LINK_ETHER] = 1,
		[PACKET_LINK_IP] = 101,
		[PACKET_LINK_IPV4] = 228,
		[PACKET_LINK_NULL] = 0,
		[PACKET_LINK_SLL] = 113,
		[PACKET_LINK_SLL2] = 276,
		[PACKET_LINK_PPP] = 9,
		[PACKET_LINK_PPP_DIRECTION] = 204,
		[PACKET_LINK_PPPOE] = 51,
		[PACKET_LINK_PPP_PPPD] = 166,
	};

	return types[link < sizeof(types) / sizeof(*types) ? link : PACKET_LINK_ETHER];
}

/* The number of an interface with a link type in the files, or -ENOSPC. */
static int describe(struct evidence *v, const struct event_packet *p, const char *name)
{
	const struct described wanted = { p->interface, p->link };

	for (uint32_t i = 0; i < v->n_described; i++)
		if (!memcmp(&v->described[i], &wanted, sizeof(wanted)))
			return (int)i;
	if (v->n_described == 2 * EVIDENCE_INTERFACES ||
	    v->head_len + block_room(0) > sizeof(v->head))
		return -ENOSPC;
	v->head_len += block_interface(v->head + v->head_len, link_type(p->link), v->config.snap,
				       name);
	v->described[v->n_described] = wanted;
	return (int)v->n_described++;
}

/* " (JP, AS64503)", or as much of it as is known */
static const char *where(const struct event *about, char *text, size_t room)
{
	char network[16] = "";

	if (about->asn)
		snprintf(network, sizeof(network), "AS%u", about->asn);
	snprintf(text, room, " (%s%s%s)", about->country,
		 about->country[0] && network[0] ? ", " : "", network);
	return about->country[0] || network[0] ? text : "";
}

/* "unknown: not known, in no direction; new country; in; 203.0.113.7 (JP, AS64503)" */
static void comment(const struct event *about, const char *list, char *text, size_t room)
{
	const struct judgement *j = &about->judgement;
	char peer[ADDR_TEXT], place[32];

	snprintf(text, room, "%s: %s%s%s; %s; %s; %s%s", words_verdict(j->verdict),
		 words_reason(j->reason), list ? ", " : "", list ? list : "",
		 words_novelty(j->novelty), words_direction(about->direction),
		 addr_format(&about->peer, peer), where(about, place, sizeof(place)));
}

static void add(struct evidence *v, const struct block_packet *p)
{
	if (v->waiting_len + block_room(p->captured) > sizeof(v->waiting))
		write_waiting(v);
	v->waiting_len += block_packet(v->waiting + v->waiting_len, p);
}

void evidence_keep(struct evidence *v, const struct event_packet *p,
		   const struct jsonl_interface *at, const struct event *about, const char *list)
{
	bool inbound = (p->direction == RA_IN) != at->lan;
	int number = v->now_ns < v->resume_ns ? -EAGAIN : describe(v, p, at->name);
	char text[BLOCK_TEXT];

	if (number < 0 || p->captured > v->config.snap) {
		evidence_skip(v, p);
		return;
	}
	comment(about, list, text, sizeof(text));
	add(v, &(struct block_packet){
		       .interface = (uint32_t)number,
		       .time_ns = p->time_ns,
		       .bytes = p->bytes,
		       .captured = p->captured,
		       .length = p->length,
		       .direction = inbound ? BLOCK_INBOUND : BLOCK_OUTBOUND,
		       .comment = text,
	       });
	v->waits[place_of(p->interface)]++;
}

void evidence_skip(struct evidence *v, const struct event_packet *p)
{
	v->skipped[place_of(p->interface)]++;
}

int evidence_export(struct evidence *v, const struct addr *peer, int64_t now_ns,
		    struct evidence_export **out, struct err *e)
{
	if (!v)
		return err_set(e, -ENOTSUP,
			       "no packets are kept: start redarc with --evidence FOLDER");
	write_waiting(v);
	return evidence_export_open(v->ring, v->config.path, peer, now_ns, out, e);
}

uint64_t evidence_kept(const struct evidence *v)
{
	return v->kept;
}

uint64_t evidence_bytes(const struct evidence *v)
{
	return file_ring_used(v->ring);
}

uint64_t evidence_skipped(const struct evidence *v, uint8_t interface)
{
	return v ? v->skipped[place_of(interface)] : 0;
}

const char *evidence_path(const struct evidence *v)
{
	return v->config.path;
}
