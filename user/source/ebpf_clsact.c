/* SPDX-License-Identifier: BSD-2-Clause */
#include "source/ebpf_clsact.h"

#include <bpf/libbpf.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/pkt_sched.h>
#include <linux/rtnetlink.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define JANITOR_PIPE 3

static const enum bpf_tc_attach_point points[] = { BPF_TC_INGRESS, BPF_TC_EGRESS };

int clsact_attach(struct clsact *c, enum clsact_side side, int program)
{
	LIBBPF_OPTS(bpf_tc_hook, hook, .ifindex = c->ifindex,
		    .attach_point = BPF_TC_INGRESS | BPF_TC_EGRESS);
	LIBBPF_OPTS(bpf_tc_opts, opts, .prog_fd = program);
	int r = bpf_tc_hook_create(&hook);

	if (r && r != -EEXIST)
		return r;
	c->made_qdisc = c->made_qdisc || !r;
	hook.attach_point = points[side];
	r = bpf_tc_attach(&hook, &opts);
	if (r)
		return r;
	c->attached[side] = true;
	c->handle[side] = opts.handle;
	c->priority[side] = opts.priority;
	return 0;
}

/* Whether an answer to a dump holds a filter; 1, 0 at its end, or negative to read on. */
static int holds_filter(const char *answer, ssize_t len)
{
	const struct nlmsghdr *m = (const void *)answer;

	for (unsigned int left = (unsigned int)len; NLMSG_OK(m, left); m = NLMSG_NEXT(m, left)) {
		if (m->nlmsg_type == RTM_NEWTFILTER)
			return 1;
		if (m->nlmsg_type == NLMSG_DONE || m->nlmsg_type == NLMSG_ERROR)
			return 0;
	}
	return -1;
}

static bool has_filters(int ifindex, uint32_t minor)
{
	struct {
		struct nlmsghdr head;
		struct tcmsg tc;
	} request = {
		.head = { .nlmsg_len = sizeof(request),
			  .nlmsg_type = RTM_GETTFILTER,
			  .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP },
		.tc = { .tcm_ifindex = ifindex, .tcm_parent = TC_H_MAKE(TC_H_CLSACT, minor) },
	};
	char answer[16384];
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE), r = -1;

	if (fd < 0 || send(fd, &request, sizeof(request), 0) < 0)
		r = 1; /* in doubt there are */
	while (r < 0) {
		ssize_t n = recv(fd, answer, sizeof(answer), 0);

		r = n > 0 ? holds_filter(answer, n) : 1;
	}
	if (fd >= 0)
		close(fd);
	return r;
}

static void remove_filter(struct clsact *c, enum clsact_side side)
{
	LIBBPF_OPTS(bpf_tc_hook, hook, .ifindex = c->ifindex, .attach_point = points[side]);
	LIBBPF_OPTS(bpf_tc_opts, opts, .handle = c->handle[side], .priority = c->priority[side]);

	if (c->attached[side])
		bpf_tc_detach(&hook, &opts);
	c->attached[side] = false;
}

void clsact_remove(struct clsact *c)
{
	LIBBPF_OPTS(bpf_tc_hook, hook, .ifindex = c->ifindex,
		    .attach_point = BPF_TC_INGRESS | BPF_TC_EGRESS);

	remove_filter(c, CLSACT_IN);
	remove_filter(c, CLSACT_OUT);
	if (c->made_qdisc && !has_filters(c->ifindex, TC_H_MIN_INGRESS) &&
	    !has_filters(c->ifindex, TC_H_MIN_EGRESS))
		bpf_tc_hook_destroy(&hook);
	c->made_qdisc = false;
}

static void keep_one_capability(void)
{
	struct __user_cap_header_struct head = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct caps[2] = { { .effective = 1u << CAP_NET_ADMIN,
						    .permitted = 1u << CAP_NET_ADMIN } };

	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	syscall(SYS_capset, &head, caps);
}

/* Deaf to the terminal's Ctrl-C, which ends the sensor and thereby calls us. */
static void wait_for_the_end(void)
{
	static const int deaf[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT };
	char byte;

	for (size_t i = 0; i < sizeof(deaf) / sizeof(*deaf); i++)
		signal(deaf[i], SIG_IGN);
	while (read(JANITOR_PIPE, &byte, 1) < 0 && errno == EINTR)
		;
}

__attribute__((noreturn)) static void be_janitor(int pipe, const struct clsact *what, size_t n)
{
	struct clsact own[JANITOR_MOST];

	memcpy(own, what, n * sizeof(*own));
	if (dup2(pipe, JANITOR_PIPE) < 0 || syscall(SYS_close_range, JANITOR_PIPE + 1, ~0u, 0))
		for (int fd = JANITOR_PIPE + 1; fd < 1024; fd++)
			close(fd);
	prctl(PR_SET_NAME, "redarc-janitor", 0, 0, 0);
	keep_one_capability();
	wait_for_the_end();
	for (size_t i = 0; i < n; i++)
		clsact_remove(&own[i]);
	_exit(0);
}

int janitor_start(struct janitor *j, const struct clsact *what, size_t n)
{
	int ends[2];

	if (n > JANITOR_MOST)
		return -E2BIG;
	if (pipe2(ends, O_CLOEXEC))
		return -errno;
	j->pid = fork();
	if (!j->pid)
		be_janitor(ends[0], what, n);
	close(ends[0]);
	j->pipe = ends[1];
	if (j->pid > 0)
		return 0;
	close(ends[1]);
	j->pid = 0;
	return -errno;
}

void janitor_finish(struct janitor *j)
{
	if (!j->pid)
		return;
	close(j->pipe);
	while (waitpid(j->pid, NULL, 0) < 0 && errno == EINTR)
		;
	j->pid = 0;
}
