/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * device.h - what the kernel says of an interface, asked through a socket: files below /sys
 * belong to the mount, and may describe another network namespace.
 */
#ifndef SOURCE_DEVICE_H
#define SOURCE_DEVICE_H

#include <stdbool.h>

struct device {
	bool ethernet;   /* an Ethernet header stands in front of each packet */
	bool loopback;   /* what leaves comes back in */
	bool physical;   /* on a bus, not made of software */
	bool up;         /* and something is plugged in */
	long speed_mbit; /* -1 when unknown */
	char driver[32];
};

/*
 * fd       a socket of the network namespace that is meant, such as device_lock()'s
 * returns  0, or -ENODEV
 */
int device_ask(int fd, const char *name, struct device *out);

/* The same in the network namespace that we are in. */
int device_read(const char *name, struct device *out);

/*
 * Take an interface for this process alone, in its network namespace; closing gives it back,
 * and so does the end of the process. It is the name that is taken, so that an interface is
 * still ours when it returns.
 *
 * returns  a descriptor, to be closed; -EBUSY another redarc has it
 */
int device_lock(const char *name);

/* lock: of device_lock(); needs no rights. returns 0: there is none */
int device_index(int lock, const char *name);

#endif
