/* SPDX-License-Identifier: BSD-2-Clause */
/* endpoint.h - HOST:PORT as people write it. */
#ifndef APP_ENDPOINT_H
#define APP_ENDPOINT_H

#define ENDPOINT_WANTS \
	"HOST:PORT, such as 192.0.2.9:4739, collector.example.net:4739 or [2001:db8::9]:4739"

struct endpoint {
	char host[254]; /* a name or an address, without brackets */
	char port[6];   /* 1 to 65535 */
};

/*
 * A name or an IPv4 address, or an IPv6 address in brackets, then a colon and a port.
 *
 * out      may be NULL
 * returns  0, or -EINVAL; it asks nobody whether the name is known
 */
int endpoint_parse(const char *text, struct endpoint *out);

#endif
