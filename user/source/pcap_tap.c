/* SPDX-License-Identifier: BSD-2-Clause */
#include "source/pcap_tap.h"

#include <errno.h>
#include <pcap/pcap.h>
#include <string.h>

#include "core/clock.h"
#include "source/pcap_link.h"
#include "source/pcap_side.h"

#define TAP_BUFFER (8 << 20) /* bytes in the kernel; two taps an interface */

/* What libpcap says of a handle that could not be activated, and what a user makes of it. */
static const struct refusal {
	int status, code;
	const char *says;
} refusals[] = {
	{ PCAP_ERROR_PERM_DENIED, -EPERM,
	  "not permitted to capture; run as root, or with CAP_NET_RAW" },
	{ PCAP_ERROR_NO_SUCH_DEVICE, -ENODEV, "no such interface" },
	{ PCAP_ERROR_IFACE_NOT_UP, -ENETDOWN,
	  "it is down, and libpcap captures only from what is up" },
};

static int refused(const struct tap *t, const char *name, int status, struct err *e)
{
	for (size_t i = 0; i < sizeof(refusals) / sizeof(*refusals); i++)
		if (refusals[i].status == status)
			return err_set(e, refusals[i].code, "%s: %s", name, refusals[i].says);
	return err_set(e, -EIO, "%s: libpcap: %s", name, pcap_geterr(t->pcap));
}

static int find_link(struct tap *t, const char *name, struct err *e)
{
	int type = pcap_datalink(t->pcap);
	char text[64];

	if (pcap_link_find(type, &t->link))
		return 0;
	return err_set(e, -EPROTO, "%s: link type %s is not supported", name,
		       pcap_link_name(type, text, sizeof(text)));
}

static int activate(const struct tap *t, const char *name, int snap, struct err *e)
{
	int status;

	pcap_set_snaplen(t->pcap, snap);
	pcap_set_promisc(t->pcap, 0);
	pcap_set_immediate_mode(t->pcap, 1);
	pcap_set_buffer_size(t->pcap, TAP_BUFFER);
	pcap_set_tstamp_precision(t->pcap, PCAP_TSTAMP_PRECISION_NANO);
	status = pcap_activate(t->pcap);
	return status < 0 ? refused(t, name, status, e) : 0;
}

/* One direction, twice: what came before the socket knew is libpcap's to drop. */
static int choose(struct tap *t, const char *name, struct err *e)
{
	char text[PCAP_ERRBUF_SIZE] = "";
	int r;

	if (pcap_setdirection(t->pcap, t->direction == RA_IN ? PCAP_D_IN : PCAP_D_OUT))
		return refused(t, name, PCAP_ERROR, e);
	if (pcap_setnonblock(t->pcap, 1, text))
		return err_set(e, -EIO, "%s: libpcap: %s", name, text);
	t->fd = pcap_get_selectable_fd(t->pcap);
	r = pcap_side_set(t->fd, t->direction);
	if (r)
		return err_set(e, r, "%s: filter: %s", name, strerror(-r));
	tap_lost(t);
	return 0;
}

int tap_open(struct tap *t, const char *name, enum ra_direction direction, int snap, struct err *e)
{
	char text[PCAP_ERRBUF_SIZE] = "";
	int r;

	*t = (struct tap){ .pcap = pcap_create(name, text), .direction = direction };
	if (!t->pcap)
		return err_set(e, -EIO, "%s: libpcap: %s", name, text);
	r = activate(t, name, snap, e);
	if (!r)
		r = find_link(t, name, e);
	return r ? r : choose(t, name, e);
}

void tap_close(struct tap *t)
{
	if (t->pcap)
		pcap_close(t->pcap);
	*t = (struct tap){ 0 };
}

static int64_t frame_time(struct pcap *p, const struct timeval *ts)
{
	bool nano = pcap_get_tstamp_precision(p) == PCAP_TSTAMP_PRECISION_NANO;

	return ts->tv_sec * CLOCK_S + ts->tv_usec * (nano ? 1 : 1000);
}

int tap_look(struct tap *t, struct err *e)
{
	struct pcap_pkthdr *h;
	const uint8_t *bytes;
	int r;

	if (!t->pcap || t->waits || t->dry)
		return 0;
	r = pcap_next_ex(t->pcap, &h, &bytes);
	if (r < 0)
		return err_set(e, -EIO, "libpcap: %s", pcap_geterr(t->pcap));
	t->waits = r > 0;
	t->dry = !t->waits;
	if (t->waits)
		t->head = (struct reader_frame){ .link = t->link,
						 .bytes = bytes,
						 .captured = h->caplen,
						 .length = h->len,
						 .time_ns = frame_time(t->pcap, &h->ts) };
	return 0;
}

uint32_t tap_lost(struct tap *t)
{
	struct pcap_stat stat;
	uint32_t before = t->dropped;

	if (!t->pcap || pcap_stats(t->pcap, &stat))
		return 0;
	t->dropped = stat.ps_drop + (t->direction == RA_IN ? stat.ps_ifdrop : 0);
	return t->dropped - before;
}
