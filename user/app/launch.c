/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/launch.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/log.h"

#define GLOBE "redarc-globe"

/* What the child needs, opened while we may: its folders may be closed to that user. */
struct parts {
	int program, data, picture, stream;
};

static bool has_display(void)
{
	const char *x = getenv("DISPLAY"), *wayland = getenv("WAYLAND_DISPLAY");

	return (x && *x) || (wayland && *wayland);
}

static int open_beside(const char *file, int flags)
{
	char path[512];
	ssize_t n = readlink("/proc/self/exe", path, sizeof(path) - 32);
	char *slash;

	if (n <= 0)
		return -1;
	path[n] = 0;
	slash = strrchr(path, '/') + 1;
	strcpy(slash, file);
	return open(path, flags);
}

static int open_parts(const struct options *o, struct parts *p, struct err *e)
{
	*p = (struct parts){ .data = -1, .picture = -1, .stream = -1 };
	p->program = open_beside(GLOBE, O_RDONLY | O_CLOEXEC);
	if (p->program < 0)
		p->program = open(PREFIX "/bin/" GLOBE, O_RDONLY | O_CLOEXEC);
	if (p->program < 0)
		return err_set(e, -ENOENT,
			       GLOBE ": not found; this redarc was built or installed without it");
	if (!getenv("REDARC_DATA"))
		p->data = open_beside("data", O_RDONLY | O_DIRECTORY);
	if (!o->screenshot)
		return 0;
	p->picture = strcmp(o->screenshot, "-") ?
			     open(o->screenshot, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644) :
			     fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
	return p->picture < 0 ? err_set(e, -errno, "%s: %s", o->screenshot, strerror(errno)) : 0;
}

static void close_parts(const struct parts *p)
{
	const int fds[] = { p->program, p->data, p->picture, p->stream };

	for (size_t i = 0; i < sizeof(fds) / sizeof(*fds); i++)
		if (fds[i] >= 0)
			close(fds[i]);
}

static void set_environment(const struct identity *who, const struct parts *p)
{
	char text[64];

	setenv("HOME", who->home, 1);
	if (p->data >= 0) {
		snprintf(text, sizeof(text), "/proc/self/fd/%d", p->data);
		setenv("REDARC_DATA", text, 1);
	}
	if (!geteuid() || getenv("XDG_RUNTIME_DIR"))
		return;
	snprintf(text, sizeof(text), "/run/user/%u", (unsigned int)who->uid);
	setenv("XDG_RUNTIME_DIR", text, 0);
}

/* In the child: become the user, then the window. */
__attribute__((noreturn)) static void become_globe(const struct options *o,
						   const struct identity *who,
						   const struct parts *p)
{
	const char *argv[8] = { GLOBE, "--stream-fd", NULL };
	char stream[16];
	size_t n = 2;
	sigset_t none;

	snprintf(stream, sizeof(stream), "%d", p->stream);
	argv[n++] = stream;
	if (o->screenshot) {
		argv[n++] = "--screenshot";
		argv[n++] = "-";
	}
	if (o->size) {
		argv[n++] = "--size";
		argv[n++] = o->size;
	}
	if (o->screenshot)
		signal(SIGINT,
		       SIG_IGN); /* the picture comes at the end, also of one that is broken off */
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	if (fcntl(p->stream, F_SETFD, 0) ||
	    (p->picture >= 0 && dup2(p->picture, STDOUT_FILENO) < 0))
		_exit(126);
	if (!geteuid() && (initgroups(who->name, who->gid) ||
			   setresgid(who->gid, who->gid, who->gid) ||
			   setresuid(who->uid, who->uid, who->uid)))
		_exit(126);
	set_environment(who, p);
	fexecve(p->program, (char *const *)argv, environ);
	_exit(127);
}

int launch_globe(const struct options *o, const struct identity *who, struct launch *out,
		 struct err *e)
{
	struct parts parts;
	int pair[2], r;

	*out = (struct launch){ .stream = -1 };
	if (o->no_globe && !o->screenshot)
		return 0;
	if (!o->screenshot && !has_display()) {
		log_note("no display: running without the globe");
		return 0;
	}
	r = open_parts(o, &parts, e);
	if (r || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair)) {
		close_parts(&parts);
		return r ? r : err_set(e, -errno, "socketpair: %s", strerror(errno));
	}
	parts.stream = pair[1];
	out->pid = fork();
	if (!out->pid)
		become_globe(o, who, &parts);
	close_parts(&parts);
	out->stream = pair[0];
	if (out->pid > 0)
		return 0;
	close(pair[0]);
	*out = (struct launch){ .stream = -1 };
	return err_set(e, -errno, "fork: %s", strerror(errno));
}

static void note_end(struct launch *l, int status)
{
	l->pid = 0;
	l->status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
	if (l->status == 127)
		log_warn(GLOBE ": cannot be started by that user");
}

bool launch_is_over(struct launch *l)
{
	int status;

	if (!l->pid)
		return true;
	if (waitpid(l->pid, &status, WNOHANG) != l->pid)
		return false;
	note_end(l, status);
	return true;
}

int launch_wait(struct launch *l)
{
	int status = 0;

	if (!l->pid)
		return l->status;
	while (waitpid(l->pid, &status, 0) < 0 && errno == EINTR)
		;
	note_end(l, status);
	return l->status;
}
