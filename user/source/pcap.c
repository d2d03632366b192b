/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Captures: files, one after the other. All are opened at the start, while there are the
 * rights to, and none is read before it is polled. Classic pcap is read by libpcap, which only
 * the files named so know, as its headers clash with the kernel's; it refuses pcapng of
 * interfaces or sections that differ, so pcapng has a reader of its own.
 */
#include "source/pcap.h"

#include <errno.h>
#include <pcap/pcap.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "core/clock.h"
#include "source/kind.h"
#include "source/pcap_link.h"
#include "source/pcapng.h"
#include "source/reader.h"

#define BATCH 4096 /* frames a poll, at most */

struct file {
	char *name;
	FILE *stream; /* NULL once it is libpcap's */
};

struct pcap_state {
	struct reader reader;
	struct file *files;
	size_t n_files, at; /* the file that is read, or comes next */
	pcap_t *pcap;       /* one of these while a file is read */
	struct pcapng *ng;
	int link_type;      /* of the frame or file begun last, -1 for none */
	enum packet_link link;
};

static int use_link(struct pcap_state *p, int type, struct err *e)
{
	char text[64];

	if (type == p->link_type)
		return 0;
	p->link_type = type;
	if (pcap_link_find(type, &p->link))
		return 0;
	return err_set(e, -EBADMSG, "%s: link type %s is not supported", p->files[p->at].name,
		       pcap_link_name(type, text, sizeof(text)));
}

/* libpcap reads 32 unsigned bits of seconds as signed, and takes a fraction as it finds it. */
static int64_t frame_time(const struct timeval *ts)
{
	int64_t s = (uint32_t)ts->tv_sec, ns = ts->tv_usec;

	if (ns < 0 || ns >= CLOCK_S)
		ns = ns < 0 ? 0 : CLOCK_S - 1;
	return s * CLOCK_S + ns;
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

static int begin_pcap(struct pcap_state *p, struct file *f, struct err *e)
{
	char text[PCAP_ERRBUF_SIZE] = "";

	p->pcap = pcap_fopen_offline_with_tstamp_precision(f->stream, PCAP_TSTAMP_PRECISION_NANO,
							   text);
	if (!p->pcap)
		return err_set(e, -EBADMSG, "%s: %s", f->name, text);
	f->stream = NULL;
	return use_link(p, pcap_datalink(p->pcap), e);
}

static int begin_file(struct pcap_state *p, struct err *e)
{
	struct file *f = &p->files[p->at];
	int first = getc(f->stream);

	p->link_type = -1;
	ungetc(first, f->stream);
	if (first != '\n') /* with it a section header starts, and no classic capture */
		return begin_pcap(p, f, e);
	p->ng = pcapng_open(f->stream, f->name);
	return p->ng ? 0 : err_set(e, -ENOMEM, "%s: out of memory", f->name);
}

static void end_file(struct pcap_state *p)
{
	if (p->pcap)
		pcap_close(p->pcap);
	p->pcap = NULL;
	pcapng_close(p->ng);
	p->ng = NULL;
	p->at++;
}

static bool is_between(const struct pcap_state *p)
{
	return !p->pcap && !p->ng;
}

static int next_pcap(struct pcap_state *p, struct reader_frame *out, struct err *e)
{
	struct pcap_pkthdr *h;
	int rc = pcap_next_ex(p->pcap, &h, &out->bytes);

	if (rc == PCAP_ERROR_BREAK)
		return -ENODATA;
	if (rc != 1)
		return err_set(e, -EBADMSG, "%s: %s", p->files[p->at].name, pcap_geterr(p->pcap));
	out->captured = h->caplen;
	out->length = h->len;
	out->time_ns = frame_time(&h->ts);
	return 0;
}

static int next_frame(struct pcap_state *p, struct reader_frame *out, struct err *e)
{
	int type = p->link_type;
	int rc = p->ng ? pcapng_next(p->ng, out, &type, e) : next_pcap(p, out, e);

	if (!rc)
		rc = use_link(p, type, e);
	out->link = p->link;
	return rc;
}

static bool deliver(struct pcap_state *p, const struct reader_frame *frame,
		    const struct event_sink *sink)
{
	struct addr source, target;
	struct event event;

	if (sink->time)
		sink->time(sink->ctx, frame->time_ns);
	if (reader_take(&p->reader, frame, &event)) {
		sink->event(sink->ctx, &event);
		return true;
	}
	if (sink->sent && reader_arp(frame, &source, &target))
		sink->sent(sink->ctx, &source, &target, frame->time_ns);
	return false;
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
	p->link_type = -1;
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
	struct reader_frame frame;
	int rc = 0, events = 0;

	if (p->at == p->n_files)
		return -ENODATA;
	if (is_between(p))
		rc = begin_file(p, e);
	for (int frames = 0; !rc && frames < BATCH; frames++) {
		rc = next_frame(p, &frame, e);
		events += !rc && deliver(p, &frame, sink);
	}
	if (rc)
		end_file(p);
	return rc && rc != -ENODATA ? rc : events;
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
	bool past = is_between(p) && p->at;
	const char *name = p->files[p->at - past].name;
	char text[64];

	*out = (struct source_info){ .kind = "capture", .mode = "pcap" };
	if (p->link_type < 0)
		snprintf(out->detail, sizeof(out->detail), "%s", name);
	else
		snprintf(out->detail, sizeof(out->detail), "%s: %s", name,
			 pcap_link_name(p->link_type, text, sizeof(text)));
}

int64_t pcap_addresses(const struct source *s)
{
	const struct pcap_state *p = s->state;

	return s->ops == &source_pcap ? (int64_t)p->reader.addresses.count : -1;
}

const struct source_ops source_pcap = {
	.kind = "capture",
	.open = pcap_source_open,
	.close = pcap_source_close,
	.fd = pcap_source_fd,
	.poll = pcap_source_poll,
	.ledger = pcap_source_ledger,
	.info = pcap_source_info,
};
