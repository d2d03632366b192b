/* SPDX-License-Identifier: BSD-2-Clause */
#include "stream/feed.h"

#include <errno.h>

#include "core/clock.h"

/* False when there is no room. What a view would refuse is left out. */
static bool send(struct feed_out *o, const struct stream_record *r)
{
	int n = stream_encode(r, o->buf + o->len, o->room - o->len);

	if (n > 0)
		o->len += (size_t)n;
	return n != -ENOSPC;
}

static bool send_hello(struct feed *f, struct feed_out *o)
{
	struct stream_record r = { .kind = STREAM_HELLO };

	if (f->greeted)
		return true;
	r.hello = *f->hello;
	r.hello.version = STREAM_VERSION;
	return f->greeted = send(o, &r);
}

static bool send_places(struct feed *f, const struct geo *geo, struct feed_out *o)
{
	struct stream_record r = { .kind = STREAM_PLACE };

	if (f->places <= GEO_NEAR)
		f->places = GEO_NEAR + 1;
	for (; f->places < geo_place_count(geo); f->places++) {
		r.place = (struct stream_place){ f->places, *geo_place(geo, f->places) };
		if (!send(o, &r))
			return false;
	}
	return true;
}

static bool send_networks(struct feed *f, const struct geo *geo, struct feed_out *o)
{
	struct stream_record r = { .kind = STREAM_NETWORK };

	if (!f->networks)
		f->networks = 1;
	for (; f->networks < geo_network_count(geo); f->networks++) {
		r.network = (struct stream_network){ f->networks, *geo_network(geo, f->networks) };
		if (!send(o, &r))
			return false;
	}
	return true;
}

/* Those whose rows changed are sent anew from the first. */
static bool send_lists(struct feed *f, struct feed_out *o)
{
	struct stream_record r = { .kind = STREAM_LIST };

	if (!f->lists)
		return true;
	if (f->lists_version != f->lists->version)
		f->lists_sent = 0;
	f->lists_version = f->lists->version;
	for (; f->lists_sent < f->lists->count; f->lists_sent++) {
		r.list = f->lists->rows[f->lists_sent];
		if (!send(o, &r))
			return false;
	}
	return true;
}

static struct stream_side side_of(const struct model_side *s)
{
	return (struct stream_side){ .packets = s->packets,
				     .bytes = s->bytes,
				     .first_ns = s->first_ns,
				     .last_ns = s->last_ns,
				     .before_s = s->before_ns / CLOCK_S,
				     .peer_port = s->peer_port,
				     .local_port = s->local_port,
				     .list = s->judgement.list,
				     .proto = s->proto,
				     .verdict = s->judgement.verdict,
				     .reason = s->judgement.reason,
				     .novelty = s->judgement.novelty,
				     .reply = s->reply,
				     .beacon = s->beacon };
}

static bool send_peers(struct feed *f, const struct model *m, struct feed_out *o)
{
	struct stream_record r = { .kind = STREAM_PEER };
	const struct model_peer *p;

	while ((p = model_next_peer(m, f->peers_at, f->peer))) {
		r.peer = (struct stream_peer){
			p->addr, p->local, p->geo.place, p->geo.network,
			{ side_of(&p->side[RA_IN]), side_of(&p->side[RA_OUT]) },
		};
		if (!send(o, &r))
			return false;
		f->peer = p;
		f->peers_at = p->link.change;
	}
	return true;
}

static bool send_arcs(struct feed *f, const struct model *m, struct feed_out *o)
{
	struct stream_record r = { .kind = STREAM_ARC };
	const struct model_arc *a;

	while ((a = model_next_arc(m, f->arcs_at, f->arc))) {
		r.arc = (struct stream_arc){ a->key.place, a->key.verdict, a->key.direction,
					     a->key.level, a->peers, a->packets, a->bytes,
					     a->last_ns };
		if (!send(o, &r))
			return false;
		f->arc = a;
		f->arcs_at = a->link.change;
	}
	return true;
}

static bool send_status(struct feed *f, const struct stream_status *status, struct feed_out *o)
{
	struct stream_record r = { .kind = STREAM_STATUS };

	if (!status)
		return true;
	r.status = *status;
	if (!send(o, &r))
		return false;
	return f->status_sent = true;
}

static void send_snapshot(struct feed *f, struct feed_out *o)
{
	const struct stream_record r = { .kind = STREAM_SNAPSHOT };

	if (f->status_sent && !f->snapshot_sent)
		f->snapshot_sent = send(o, &r);
}

size_t feed_fill(struct feed *f, const struct model *m, const struct stream_status *status,
		 uint8_t *buf, size_t room)
{
	const struct geo *geo = model_geo(m);
	struct feed_out o = { buf, room, 0 };

	if (send_hello(f, &o) &&
	    (!geo || (send_places(f, geo, &o) && send_networks(f, geo, &o))) &&
	    send_lists(f, &o) && send_peers(f, m, &o) && send_arcs(f, m, &o) &&
	    send_status(f, status, &o))
		send_snapshot(f, &o);
	return o.len;
}

bool feed_add(struct feed *f, const struct geo *geo, const struct stream_record *r,
	      struct feed_out *out)
{
	return (!geo || (send_places(f, geo, out) && send_networks(f, geo, out))) && send(out, r);
}

void feed_points(struct points_reader *reader, const struct points *points, int64_t now_ns,
		 struct feed_out *out)
{
	struct stream_record r = { .kind = STREAM_POINT };
	const struct point *p;

	while (out->room - out->len >= STREAM_RECORD_MOST &&
	       (p = points_next(reader, points, now_ns, &r.point.left_out))) {
		r.point = (struct stream_point){ p->time_ns,    p->peer,       p->local,
						 p->peer_port,  p->local_port, p->proto,
						 p->direction,  p->verdict,    p->novelty,
						 p->packets,    r.point.left_out };
		send(out, &r);
	}
}
