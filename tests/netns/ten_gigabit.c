/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ten_gigabit - preloaded, it lets the interface named in TEN_GIGABIT pass for a card of 10 Gb/s,
 * so that --hook auto prefers XDP there.
 */
#include <linux/ethtool.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

static int answer(void *question)
{
	struct ethtool_drvinfo *info = question;
	struct ethtool_cmd *settings = question;

	if (info->cmd == ETHTOOL_GDRVINFO)
		snprintf(info->bus_info, sizeof(info->bus_info), "0000:00:1f.0");
	else if (settings->cmd == ETHTOOL_GSET)
		ethtool_cmd_speed_set(settings, SPEED_10000);
	return 0;
}

int ioctl(int fd, unsigned long what, ...)
{
	const char *name = getenv("TEN_GIGABIT");
	struct ifreq *request;
	va_list args;

	va_start(args, what);
	request = va_arg(args, void *);
	va_end(args);
	if (what == SIOCETHTOOL && name && !strcmp(request->ifr_name, name))
		return answer(request->ifr_data);
	return (int)syscall(SYS_ioctl, fd, what, request);
}
