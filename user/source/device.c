/* SPDX-License-Identifier: BSD-2-Clause */
#include "source/device.h"

#include <errno.h>
#include <stddef.h>
#include <sys/socket.h> /* before linux/if.h, which wants struct sockaddr */

#include <linux/ethtool.h>
#include <linux/if.h>
#include <linux/if_arp.h>
#include <linux/sockios.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/un.h>
#include <unistd.h>

static bool ask(int fd, const char *name, unsigned long what, struct ifreq *request)
{
	snprintf(request->ifr_name, sizeof(request->ifr_name), "%s", name);
	return !ioctl(fd, what, request);
}

static void read_driver(int fd, const char *name, struct device *out)
{
	struct ethtool_drvinfo info = { .cmd = ETHTOOL_GDRVINFO };
	struct ifreq request = { .ifr_data = (char *)&info };

	if (!ask(fd, name, SIOCETHTOOL, &request))
		return;
	snprintf(out->driver, sizeof(out->driver), "%.31s", info.driver);
	out->physical = strchr(info.bus_info, ':') || !strncmp(info.bus_info, "virtio", 6);
}

static void read_speed(int fd, const char *name, struct device *out)
{
	struct ethtool_cmd settings = { .cmd = ETHTOOL_GSET };
	struct ifreq request = { .ifr_data = (char *)&settings };
	uint32_t speed;

	if (!ask(fd, name, SIOCETHTOOL, &request))
		return;
	speed = ethtool_cmd_speed(&settings);
	if (speed && speed != (uint32_t)SPEED_UNKNOWN && speed != UINT16_MAX)
		out->speed_mbit = speed;
}

int device_ask(int fd, const char *name, struct device *out)
{
	struct ifreq request;

	*out = (struct device){ .speed_mbit = -1 };
	if (strlen(name) >= sizeof(request.ifr_name) || !ask(fd, name, SIOCGIFHWADDR, &request))
		return -ENODEV;
	out->ethernet = request.ifr_hwaddr.sa_family == ARPHRD_ETHER ||
			request.ifr_hwaddr.sa_family == ARPHRD_LOOPBACK;
	if (ask(fd, name, SIOCGIFFLAGS, &request)) {
		out->up = (request.ifr_flags & (IFF_UP | IFF_RUNNING)) == (IFF_UP | IFF_RUNNING);
		out->loopback = request.ifr_flags & IFF_LOOPBACK;
	}
	read_driver(fd, name, out);
	read_speed(fd, name, out);
	return 0;
}

int device_read(const char *name, struct device *out)
{
	int r, fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return -errno;
	r = device_ask(fd, name, out);
	close(fd);
	return r;
}

/* An abstract name belongs to the network namespace, and vanishes with its owner. */
int device_lock(const char *name)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	int n, fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return -errno;
	n = snprintf(at.sun_path + 1, sizeof(at.sun_path) - 1, "redarc/watch/%s", name);
	if (!bind(fd, (struct sockaddr *)&at,
		  (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + (size_t)n)))
		return fd;
	n = errno == EADDRINUSE ? EBUSY : errno;
	close(fd);
	return -n;
}

int device_index(int lock, const char *name)
{
	struct ifreq request = { .ifr_ifindex = 0 };

	return ask(lock, name, SIOCGIFINDEX, &request) ? request.ifr_ifindex : 0;
}
