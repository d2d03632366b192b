/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * stream - a TCP stream, and of how many segments it was.
 *
 * usage: stream take ADDRESS PORT           waits for one stream, and reads it to its end
 *        stream give ADDRESS PORT BYTES     sends one; prints "[out,in]", its segments both ways
 *
 * The segments are the kernel's own count (RFC 4898's SegsOut and SegsIn). Little is on its way at
 * a time, so that no queue overflows.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define ON_ITS_WAY (128 << 10)
#define BYTES_MOST (1l << 30)

static char buffer[64 << 10];

static int read_to_end(int fd)
{
	ssize_t n;

	do
		n = read(fd, buffer, sizeof(buffer));
	while (n > 0);
	return (int)n;
}

static int take(int fd, const struct sockaddr_in *at)
{
	const int on = 1;
	int stream;

	if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) ||
	    bind(fd, (const struct sockaddr *)at, sizeof(*at)) || listen(fd, 1))
		return -1;
	stream = accept(fd, NULL, NULL);
	return stream < 0 || read_to_end(stream) ? -1 : close(stream);
}

static int give(int fd, const struct sockaddr_in *to, long bytes)
{
	struct tcp_info info;
	socklen_t len = sizeof(info);

	if (connect(fd, (const struct sockaddr *)to, sizeof(*to)))
		return -1;
	while (bytes > 0) {
		size_t some = bytes < (long)sizeof(buffer) ? (size_t)bytes : sizeof(buffer);
		ssize_t n = write(fd, buffer, some);

		if (n < 0)
			return -1;
		bytes -= n;
	}
	if (shutdown(fd, SHUT_WR) || read_to_end(fd) ||
	    getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &len))
		return -1;
	printf("[%u,%u]\n", info.tcpi_segs_out, info.tcpi_segs_in);
	return 0;
}

int main(int argc, char **argv)
{
	struct sockaddr_in at = { .sin_family = AF_INET };
	long bytes = argc == 5 ? atol(argv[4]) : 0;
	const int most = ON_ITS_WAY;
	bool takes = argc == 4 && !strcmp(argv[1], "take");
	bool gives = argc == 5 && !strcmp(argv[1], "give") && bytes > 0 && bytes <= BYTES_MOST;
	int fd;

	if (!(takes || gives) || !inet_aton(argv[2], &at.sin_addr)) {
		fprintf(stderr, "usage: stream take ADDRESS PORT | give ADDRESS PORT BYTES\n");
		return 2;
	}
	at.sin_port = htons((uint16_t)atoi(argv[3]));
	fd = socket(AF_INET, SOCK_STREAM, 0);
	if (fd >= 0 && !setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &most, sizeof(most)) &&
	    !setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &most, sizeof(most)) &&
	    !(takes ? take(fd, &at) : give(fd, &at, bytes)))
		return 0;
	fprintf(stderr, "stream: %s\n", strerror(errno));
	return 1;
}
