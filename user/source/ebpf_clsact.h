/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ebpf_clsact.h - TC programs as filters of a clsact qdisc, for kernels before 6.6. Unlike links
 * they do not go with their process, so that a janitor stays behind with the right to remove
 * them, and does so when the sensor ends, however it ends.
 */
#ifndef SOURCE_EBPF_CLSACT_H
#define SOURCE_EBPF_CLSACT_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

enum clsact_side { CLSACT_IN, CLSACT_OUT, CLSACT_SIDES };

/* What hangs on one interface, made by us. */
struct clsact {
	int ifindex;
	bool made_qdisc;
	bool attached[CLSACT_SIDES];
	uint32_t handle[CLSACT_SIDES], priority[CLSACT_SIDES];
};

/* program: descriptor; returns 0, or -errno */
int clsact_attach(struct clsact *c, enum clsact_side side, int program);

/* Remove our filters; the qdisc too, if it was ours and nobody else uses it by now. */
void clsact_remove(struct clsact *c);

struct janitor {
	pid_t pid; /* 0: there is none */
	int pipe;  /* the janitor acts when its other end closes */
};

/*
 * Fork the process that will remove these; it keeps CAP_NET_ADMIN, and nothing else.
 *
 * what     copied
 * n        at most JANITOR_MOST
 */
#define JANITOR_MOST 64
int janitor_start(struct janitor *j, const struct clsact *what, size_t n);

/* Have it done now, and wait until it is. */
void janitor_finish(struct janitor *j);

#endif
