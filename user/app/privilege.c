/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/privilege.h"

#include <errno.h>
#include <grp.h>
#include <linux/bpf.h>
#include <linux/capability.h>
#include <linux/sockios.h>
#include <pwd.h>
#include <seccomp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static int fill(struct identity *out, const struct passwd *user)
{
	if (!user)
		return -ENOENT;
	*out = (struct identity){ .uid = user->pw_uid, .gid = user->pw_gid };
	snprintf(out->name, sizeof(out->name), "%s", user->pw_name);
	snprintf(out->home, sizeof(out->home), "%s", user->pw_dir);
	return 0;
}

static const struct passwd *sudo_user(void)
{
	const char *uid = getenv("SUDO_UID");
	unsigned long value;
	char *end;

	if (!uid || !*uid)
		return NULL;
	value = strtoul(uid, &end, 10);
	return *end || !value ? NULL : getpwuid((uid_t)value);
}

static int find_named(const char *name, struct identity *out, struct err *e)
{
	if (fill(out, getpwnam(name)))
		return err_set(e, -ENOENT, "--user %s: no such user", name);
	if (!out->uid)
		return err_set(e, -EINVAL, "--user %s: the sensor does not stay root", name);
	if (geteuid() && out->uid != getuid())
		return err_set(e, -EPERM, "--user %s: only root can become another user", name);
	return 0;
}

void privilege_of_owner(uid_t uid, gid_t gid, struct identity *out)
{
	*out = (struct identity){ .uid = uid, .gid = gid, .home = "/" };
	snprintf(out->name, sizeof(out->name), "%u", (unsigned int)uid);
	fill(out, getpwuid(uid));
}

int privilege_find(const char *name, struct identity *out, struct err *e)
{
	if (name)
		return find_named(name, out, e);
	if (getuid()) {
		privilege_of_owner(getuid(), getgid(), out);
		return 0;
	}
	if (!fill(out, sudo_user()) || !fill(out, getpwnam("redarc")) ||
	    !fill(out, getpwnam("nobody")))
		return 0;
	return err_set(e, -ENOENT, "no user to become: create one named redarc, or use --user");
}

static int become(const struct identity *who)
{
	if (geteuid())
		return 0;
	if (setgroups(0, NULL) || setresgid(who->gid, who->gid, who->gid) ||
	    setresuid(who->uid, who->uid, who->uid))
		return -errno;
	return 0;
}

/* What is kept comes along, unusable until limit_to() says otherwise. */
static int become_keeping(const struct identity *who)
{
	int r = prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0) ? -errno : become(who);

	prctl(PR_SET_KEEPCAPS, 0, 0, 0, 0);
	return r;
}

static int limit_to(uint64_t capabilities)
{
	struct __user_cap_header_struct head = { .version = _LINUX_CAPABILITY_VERSION_3 };
	uint32_t low = (uint32_t)capabilities, high = (uint32_t)(capabilities >> 32);
	struct __user_cap_data_struct only[2] = { { .effective = low, .permitted = low },
						  { .effective = high, .permitted = high } };

	prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
	if (syscall(SYS_capset, &head, only) || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
		return -errno;
	return 0;
}

int privilege_drop(const struct identity *who, uint64_t keep, struct err *e)
{
	int r = keep ? become_keeping(who) : become(who);

	if (!r)
		r = limit_to(keep);
	if (!r && !setuid(0)) /* there must be no way back */
		r = -EPERM;
	return r ? err_set(e, r, "privileges: cannot become %s: %s", who->name, strerror(-r)) : 0;
}

/* Asked of no map: whom the kernel listens to learns that there is none. */
static bool may_use_maps(void)
{
	union bpf_attr ask;

	memset(&ask, 0, sizeof(ask));
	ask.map_fd = (uint32_t)-1;
	return !syscall(SYS_bpf, BPF_MAP_LOOKUP_ELEM, &ask, sizeof(ask)) || errno != EPERM;
}

static bool may_use_maps_without_any(const struct identity *who)
{
	pid_t pid = fork();
	int status = 0;

	if (!pid)
		_exit(privilege_drop(who, 0, NULL) || may_use_maps() ? 0 : 1);
	while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return !status;
}

uint64_t privilege_for_maps(const struct identity *who)
{
	return may_use_maps() && !may_use_maps_without_any(who) ? UINT64_C(1) << CAP_BPF : 0;
}

bool privilege_has(int capability)
{
	struct __user_cap_header_struct head = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct have[2];

	return !syscall(SYS_capget, &head, have) &&
	       have[CAP_TO_INDEX(capability)].effective & CAP_TO_MASK(capability);
}

static const int calls[] = {
	/* files that are open, and those that SQLite and libmaxminddb open */
	SCMP_SYS(read), SCMP_SYS(write), SCMP_SYS(readv), SCMP_SYS(writev), SCMP_SYS(pread64),
	SCMP_SYS(pwrite64), SCMP_SYS(lseek), SCMP_SYS(openat), SCMP_SYS(open), SCMP_SYS(close),
	SCMP_SYS(stat), SCMP_SYS(fstat), SCMP_SYS(lstat), SCMP_SYS(newfstatat), SCMP_SYS(statx),
	SCMP_SYS(access), SCMP_SYS(faccessat), SCMP_SYS(faccessat2), SCMP_SYS(readlink),
	SCMP_SYS(readlinkat), SCMP_SYS(getcwd), SCMP_SYS(fcntl), SCMP_SYS(flock),
	SCMP_SYS(ftruncate), SCMP_SYS(fallocate), SCMP_SYS(fsync), SCMP_SYS(fdatasync),
	SCMP_SYS(unlink), SCMP_SYS(unlinkat), SCMP_SYS(rename), SCMP_SYS(renameat),
	SCMP_SYS(renameat2), SCMP_SYS(mkdir), SCMP_SYS(mkdirat), SCMP_SYS(fchmod),
	SCMP_SYS(fstatfs),
	SCMP_SYS(utimensat), SCMP_SYS(dup), SCMP_SYS(getdents64),
	/* memory */
	SCMP_SYS(mmap), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(mprotect), SCMP_SYS(madvise),
	SCMP_SYS(brk),
	/* the loop, its timers, signals and clients */
	SCMP_SYS(epoll_wait), SCMP_SYS(epoll_pwait), SCMP_SYS(epoll_ctl), SCMP_SYS(poll),
	SCMP_SYS(ppoll), SCMP_SYS(accept4), SCMP_SYS(recvfrom), SCMP_SYS(recvmsg),
	SCMP_SYS(sendto), SCMP_SYS(sendmsg), SCMP_SYS(shutdown), SCMP_SYS(getsockopt),
	SCMP_SYS(getsockname), /* libpcap, of an interface that is down */
	SCMP_SYS(timerfd_settime), SCMP_SYS(nanosleep), SCMP_SYS(clock_nanosleep),
	SCMP_SYS(clock_gettime), SCMP_SYS(clock_getres), SCMP_SYS(gettimeofday), SCMP_SYS(time),
	SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigreturn), SCMP_SYS(wait4),
	SCMP_SYS(waitid), SCMP_SYS(futex), SCMP_SYS(sched_yield), SCMP_SYS(restart_syscall),
	/* who am I, randomness, the end */
	SCMP_SYS(getpid), SCMP_SYS(gettid), SCMP_SYS(getuid), SCMP_SYS(geteuid), SCMP_SYS(getgid),
	SCMP_SYS(getegid), SCMP_SYS(getrandom), SCMP_SYS(uname), SCMP_SYS(sysinfo),
	SCMP_SYS(prlimit64), SCMP_SYS(sched_getaffinity), SCMP_SYS(tgkill), SCMP_SYS(exit),
	SCMP_SYS(exit_group), SCMP_SYS(rseq), SCMP_SYS(set_robust_list),
};

/* Calls that do many things, and what of it is needed: the argument that says so. */
static const struct narrow {
	int call;
	unsigned int argument;
	scmp_datum_t value;
} narrow[] = {
	{ SCMP_SYS(bpf), 0, BPF_MAP_LOOKUP_ELEM },
	{ SCMP_SYS(bpf), 0, BPF_MAP_UPDATE_ELEM },
	{ SCMP_SYS(bpf), 0, BPF_MAP_DELETE_ELEM },
	{ SCMP_SYS(bpf), 0, BPF_MAP_GET_NEXT_KEY },
	{ SCMP_SYS(bpf), 0, BPF_MAP_LOOKUP_BATCH },
	{ SCMP_SYS(bpf), 0, BPF_MAP_UPDATE_BATCH },
	{ SCMP_SYS(bpf), 0, BPF_MAP_DELETE_BATCH },
	{ SCMP_SYS(bpf), 0, BPF_PROG_TEST_RUN }, /* what is folded and edited in the kernel */
	{ SCMP_SYS(bpf), 0, BPF_LINK_CREATE },   /* on an interface that returned */
	{ SCMP_SYS(ioctl), 1, SIOCGIFINDEX },
	{ SCMP_SYS(ioctl), 1, SIOCGIFFLAGS },
	{ SCMP_SYS(ioctl), 1, SIOCGIFHWADDR }, /* what it is like by then */
	{ SCMP_SYS(ioctl), 1, SIOCETHTOOL },   /* without rights it only answers */
	{ SCMP_SYS(ioctl), 1, TCGETS },   /* isatty(), for standard output */
	{ SCMP_SYS(ioctl), 1, FIONREAD },
};

int privilege_confine(struct err *e)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
	int r = filter ? 0 : -ENOMEM;

	for (size_t i = 0; i < sizeof(calls) / sizeof(*calls) && !r; i++)
		r = seccomp_rule_add(filter, SCMP_ACT_ALLOW, calls[i], 0);
	for (size_t i = 0; i < sizeof(narrow) / sizeof(*narrow) && !r; i++) {
		const struct scmp_arg_cmp only = { .arg = narrow[i].argument,
						   .op = SCMP_CMP_EQ,
						   .datum_a = narrow[i].value };

		r = seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, narrow[i].call, 1, &only);
	}
	if (!r)
		r = seccomp_load(filter);
	seccomp_release(filter);
	return r ? err_set(e, r, "privileges: seccomp: %s", strerror(-r)) : 0;
}
