/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/export.h"

#include <errno.h>
#include <net/if.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "app/endpoint.h"
#include "core/clock.h"
#include "core/log.h"
#include "view/ipfix.h"

#define LOOK_NS (10 * CLOCK_S)
#define IDLE_NS (60 * CLOCK_S)
#define ACTIVE_NS (300 * CLOCK_S) /* the length of nfcapd's files */
#define INTERFACES 64
#define STEP_PEERS 16384
#define BURST 16      /* messages: five of them fill a socket's usual 208 KiB */
#define PAUSE_US 5000 /* after each, at the end: 64,000 flows a second */

struct export {
	int fd;
	const char *to;
	struct ipfix ipfix;
	struct ipfix_interface interfaces[INTERFACES];
	struct model_mark (*marks)[RA_DIRECTIONS]; /* by the model's number of the peer */
	uint32_t at;    /* the peer to go on with; those before had their turn */
	int64_t look_ns; /* of the events' clock, when it last began with the first peer */
	bool looking;
	uint64_t unsent; /* messages */
};

static int look_up(const char *to, struct addrinfo **out, struct err *e)
{
	const struct addrinfo wanted = { .ai_socktype = SOCK_DGRAM,
					 .ai_flags = AI_NUMERICSERV };
	struct endpoint at;
	int r = endpoint_parse(to, &at);

	if (r)
		return err_set(e, r, "--ipfix %s: wants " ENDPOINT_WANTS, to);
	r = getaddrinfo(at.host, at.port, &wanted, out);
	return r ? err_set(e, -EHOSTUNREACH, "--ipfix %s: %s", to, gai_strerror(r)) : 0;
}

/* To the first of its addresses that there is a way to. */
static int connect_to(const char *to, struct err *e)
{
	struct addrinfo *all;
	int fd = look_up(to, &all, e), r = -EHOSTUNREACH;

	if (fd)
		return fd;
	fd = -1;
	for (const struct addrinfo *a = all; a && fd < 0; a = a->ai_next) {
		fd = socket(a->ai_family, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
		if (fd >= 0 && !connect(fd, a->ai_addr, a->ai_addrlen))
			break;
		r = -errno;
		if (fd >= 0)
			close(fd);
		fd = -1;
	}
	freeaddrinfo(all);
	return fd < 0 ? err_set(e, r, "--ipfix %s: %s", to, strerror(-r)) : fd;
}

int export_open(const char *to, uint32_t peers, struct export **out, struct err *e)
{
	struct export *x;
	int fd = to ? connect_to(to, e) : 0;

	*out = NULL;
	if (!to || fd < 0)
		return fd;
	x = calloc(1, sizeof(*x));
	if (x)
		x->marks = calloc(peers, sizeof(*x->marks));
	if (!x || !x->marks) {
		free(x);
		close(fd);
		return err_set(e, -ENOMEM, "out of memory for the flows of --ipfix");
	}
	x->fd = fd;
	x->to = to;
	x->ipfix.interfaces = x->interfaces;
	*out = x;
	return 0;
}

void export_close(struct export *x)
{
	if (!x)
		return;
	close(x->fd);
	free(x->marks);
	free(x);
}

/* One that is gone keeps its number. */
static void take_interface(struct ipfix_interface *to, const struct source_interface *from)
{
	to->lan = from->lan;
	if (from->index)
		to->number = from->index;
}

/* The first of them is the observation domain: several sensors on a machine differ in it. */
void export_interfaces(struct export *x, struct source *source)
{
	struct source_interface from;
	size_t n = 0;

	for (; x && n < INTERFACES && source_interface(source, n, &from); n++)
		take_interface(&x->interfaces[n], &from);
	if (!x)
		return;
	x->ipfix.n_interfaces = n;
	if (!x->ipfix.domain)
		x->ipfix.domain = x->interfaces[0].number;
}

void export_note(struct export *x, const struct model *m, const struct model_peer *peer,
		 const struct event *e)
{
	if (x)
		model_mark_begin(&x->marks[model_number(m, peer)][e->direction],
				 e->time_ns ? e->time_ns : 1);
}

static void note_unsent(struct export *x, int error)
{
	if (!x->unsent++)
		log_warn("--ipfix %s: %s; flows are missing there", x->to, strerror(error));
}

/* That nobody listens is told of an earlier message: this one is sent all the same. */
static void send_message(struct export *x, const uint8_t *message, size_t len)
{
	for (int n = 0; n < 2 && len && send(x->fd, message, len, MSG_NOSIGNAL) < 0; n++) {
		note_unsent(x, errno);
		if (errno != ECONNREFUSED)
			return;
	}
}

static void note_last(struct export *x)
{
	socklen_t len = sizeof(int);
	int error = 0;

	if (!getsockopt(x->fd, SOL_SOCKET, SO_ERROR, &error, &len) && error)
		note_unsent(x, error);
}

static bool is_due(const struct model_side *side, const struct model_mark *mark, int64_t now_ns)
{
	return side->packets != mark->packets &&
	       (side->last_ns < now_ns - IDLE_NS || mark->start_ns < now_ns - ACTIVE_NS);
}

/* Both directions of a peer; returns false when the message is full. */
static bool put_peer(struct export *x, const struct model *m, uint32_t number, int64_t now_ns)
{
	const struct model_peer *peer = model_peer(m, number);

	for (uint8_t d = 0; d < RA_DIRECTIONS; d++) {
		struct model_mark *mark = &x->marks[number][d];

		if (is_due(&peer->side[d], mark, now_ns) &&
		    !ipfix_flow(&x->ipfix, model_geo(m), peer, d, mark))
			return false;
	}
	return true;
}

/* Returns whether all peers below end had their turn. */
static bool put_peers(struct export *x, const struct model *m, uint32_t end, int64_t now_ns)
{
	for (int n = 0; n < BURST && x->at < end; n++) {
		uint8_t message[IPFIX_ROOM];

		ipfix_begin(&x->ipfix, message, clock_now_ns());
		while (x->at < end && put_peer(x, m, x->at, now_ns))
			x->at++;
		send_message(x, message, ipfix_end(&x->ipfix));
	}
	return x->at >= end;
}

bool export_step(struct export *x, const struct model *m, int64_t now_ns)
{
	uint32_t count = model_peer_count(m), end;

	if (!x)
		return false;
	if (!x->looking && now_ns >= x->look_ns && now_ns - x->look_ns < LOOK_NS)
		return false;
	if (!x->looking) {
		x->at = 0;
		x->look_ns = now_ns;
	}
	end = count - x->at > STEP_PEERS ? x->at + STEP_PEERS : count;
	x->looking = !put_peers(x, m, end, now_ns) || end < count;
	return x->looking;
}

uint64_t export_unsent(const struct export *x)
{
	return x ? x->unsent : 0;
}

void export_finish(struct export *x, const struct model *m)
{
	if (!x)
		return;
	x->at = 0;
	while (!put_peers(x, m, model_peer_count(m), INT64_MAX))
		usleep(PAUSE_US);
	note_last(x);
	if (x->unsent)
		log_warn("--ipfix %s: %llu messages of flows could not be sent", x->to,
			 (unsigned long long)x->unsent);
}
