/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Captures: files, one after the other. All are opened at the start, while there are the
 * rights to, and none is read before it is polled. The one place that knows libpcap, whose
 * headers clash with the kernel's.
 */
#include "source/pcap.h"

#include <errno.h>
#include <pcap/pcap.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "core/clock.h"
#include "source/reader.h"
#include "source/source.h"

#define BATCH 4096 /* frames a poll, at most */

struct file {
	char *name;
	FILE *stream; /* NULL once it is libpcap's */
};

struct pcap_state {
	struct reader reader;
	struct file *files;
	size_t n_files, at; /* the file that is read, or comes next */
	pcap_t *pcap;       /* NULL between files */
	int dlt;            /* of the file begun last, -1 for none */
	enum packet_link link;
};

/* What a poll hands to libpcap's callback. */
struct delivery {
	struct pcap_state *state;
	const struct event_sink *sink;
	int events;
};

/* source: https://www.tcpdump.org/linktypes.html; 12 and 14 are raw IP on one system or another */
static const struct {
	int dlt;
	enum packet_link link;
} links[] = {
	{ DLT_EN10MB, PACKET_LINK_ETHER },
	{ 12, PACKET_LINK_IP },
	{ 14, PACKET_LINK_IP },
	{ 101, PACKET_LINK_IP },
	{ DLT_IPV4, PACKET_LINK_IPV4 },
	{ DLT_IPV6, PACKET_LINK_IP },
	{ DLT_NULL, PACKET_LINK_NULL },
	{ DLT_LOOP, PACKET_LINK_NULL },
	{ DLT_LINUX_SLL, PACKET_LINK_SLL },
	{ DLT_LINUX_SLL2, PACKET_LINK_SLL2 },
	{ DLT_PPP, PACKET_LINK_PPP },
	{ DLT_PPP_SERIAL, PACKET_LINK_PPP },
	{ DLT_PPP_PPPD, PACKET_LINK_PPP },
	{ DLT_PPP_WITH_DIR, PACKET_LINK_PPP_DIRECTION },
	{ DLT_PPP_ETHER, PACKET_LINK_PPPOE },
};

static int find_link(int dlt, enum packet_link *out)
{
	for (size_t i = 0; i < sizeof(links) / sizeof(*links); i++) {
		if (links[i].dlt == dlt) {
			*out = links[i].link;
			return 0;
		}
	}
	return -EPROTONOSUPPORT;
}

static const char *link_name(int dlt, char *text, size_t room)
{
	const char *name = pcap_datalink_val_to_name(dlt);

	if (name)
		snprintf(text, room, "%s", name);
	else
		snprintf(text, room, "%d", dlt);
	return text;
}

/*
 * libpcap reads the file's unsigned 32 bits of seconds as signed, and takes a fraction as it
 * finds it. What lies beyond 64 bits of nanoseconds ends in the year 2262.
 */
static int64_t frame_time(const struct timeval *ts)
{
	int64_t s = ts->tv_sec < 0 ? (uint32_t)ts->tv_sec : ts->tv_sec;
	int64_t ns = ts->tv_usec;

	if (s >= INT64_MAX / CLOCK_S)
		s = INT64_MAX / CLOCK_S - 1;
	if (ns < 0 || ns >= CLOCK_S)
		ns = ns < 0 ? 0 : CLOCK_S - 1;
	return s * CLOCK_S + ns;
}

static void take_frame(u_char *context, const struct pcap_pkthdr *h, const u_char *bytes)
{
	struct delivery *d = (struct delivery *)context;
	struct reader_frame frame = {
		.link = d->state->link,
		.bytes = bytes,
		.captured = h->caplen,
		.length = h->len,
		.time_ns = frame_time(&h->ts),
	};
	struct event event;

	if (d->sink->time)
		d->sink->time(d->sink->ctx, frame.time_ns);
	if (!reader_take(&d->state->reader, &frame, &event))
		return;
	d->events++;
	d->sink->event(d->sink->ctx, &event);
}

static FILE *open_stream(const char *name)
{
	struct stat st;
	FILE *stream = strcmp(name, "-") ? fopen(name, "rbe") : stdin;

	if (stream && !fstat(fileno(stream), &st) && S_ISDIR(st.st_mode)) {
		fclose(stream);
		errno = EISDIR;
		return NULL;
	}
	return stream;
}

static int open_file(struct file *f, const char *name, struct err *e)
{
	f->name = strdup(strcmp(name, "-") ? name : "standard input");
	if (!f->name)
		return err_set(e, -ENOMEM, "%s: out of memory", name);
	f->stream = open_stream(name);
	return f->stream ? 0 : err_set(e, -errno, "%s: %m", f->name);
}

static void close_file(struct file *f)
{
	if (f->stream && f->stream != stdin)
		fclose(f->stream);
	free(f->name);
}

static int begin_file(struct pcap_state *p, struct err *e)
{
	struct file *f = &p->files[p->at];
	char text[PCAP_ERRBUF_SIZE] = "";

	p->dlt = -1;
	p->pcap = pcap_fopen_offline_with_tstamp_precision(f->stream, PCAP_TSTAMP_PRECISION_NANO,
							   text);
	if (!p->pcap)
		return err_set(e, -EBADMSG, "%s: %s", f->name, text);
	f->stream = NULL;
	p->dlt = pcap_datalink(p->pcap);
	if (find_link(p->dlt, &p->link))
		return err_set(e, -EBADMSG, "%s: link type %s is not supported", f->name,
			       link_name(p->dlt, text, sizeof(text)));
	return 0;
}

static void end_file(struct pcap_state *p)
{
	if (p->pcap)
		pcap_close(p->pcap);
	p->pcap = NULL;
	p->at++;
}

static int pcap_source_open(struct source *s, const struct source_config *config, struct err *e)
{
	struct pcap_state *p = calloc(1, sizeof(*p));
	int rc = 0;

	s->state = p;
	if (!p || reader_init(&p->reader, config->local, config->n_local))
		return err_set(e, -ENOMEM, "capture: out of memory");
	if (!config->n_names)
		return err_set(e, -EINVAL, "capture: no file named");
	p->dlt = -1;
	p->files = calloc(config->n_names, sizeof(*p->files));
	if (!p->files)
		return err_set(e, -ENOMEM, "capture: out of memory");
	for (p->n_files = 0; !rc && p->n_files < config->n_names; p->n_files++)
		rc = open_file(&p->files[p->n_files], config->names[p->n_files], e);
	return rc;
}

static void pcap_source_close(struct source *s)
{
	struct pcap_state *p = s->state;

	if (!p)
		return;
	end_file(p);
	for (size_t i = 0; i < p->n_files; i++)
		close_file(&p->files[i]);
	free(p->files);
	reader_clear(&p->reader);
	free(p);
}

static int pcap_source_fd(const struct source *s)
{
	(void)s;
	return -1;
}

static int pcap_source_poll(struct source *s, const struct event_sink *sink, struct err *e)
{
	struct pcap_state *p = s->state;
	struct delivery d = { .state = p, .sink = sink };
	int rc = 0, frames = 0;

	if (p->at == p->n_files)
		return -ENODATA;
	if (!p->pcap)
		rc = begin_file(p, e);
	if (!rc)
		frames = pcap_dispatch(p->pcap, BATCH, take_frame, (u_char *)&d);
	if (frames < 0)
		rc = err_set(e, -EBADMSG, "%s: %s", p->files[p->at].name, pcap_geterr(p->pcap));
	if (frames <= 0)
		end_file(p);
	return rc ? rc : d.events;
}

static int pcap_source_ledger(struct source *s, struct ra_ledger *out)
{
	const struct pcap_state *p = s->state;

	*out = p->reader.ledger;
	return 0;
}

static void pcap_source_info(const struct source *s, struct source_info *out)
{
	const struct pcap_state *p = s->state;
	bool between = !p->pcap && p->at;
	const char *name = p->files[p->at - between].name;
	char text[64];

	*out = (struct source_info){ .kind = "pcap", .mode = "pcap" };
	if (p->dlt < 0)
		snprintf(out->detail, sizeof(out->detail), "%s", name);
	else
		snprintf(out->detail, sizeof(out->detail), "%s: %s", name,
			 link_name(p->dlt, text, sizeof(text)));
}

int64_t pcap_addresses(const struct source *s)
{
	const struct pcap_state *p = s->state;

	return s->ops == &source_pcap ? (int64_t)p->reader.addresses.count : -1;
}

const struct source_ops source_pcap = {
	.kind = "pcap",
	.open = pcap_source_open,
	.close = pcap_source_close,
	.fd = pcap_source_fd,
	.poll = pcap_source_poll,
	.ledger = pcap_source_ledger,
	.info = pcap_source_info,
};
