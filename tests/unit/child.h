/* SPDX-License-Identifier: BSD-2-Clause */
/* child.h - what a test does in a process of its own: die, drop rights, fill a disk. */
#ifndef CHILD_H
#define CHILD_H

#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

static inline int wait_for(pid_t child)
{
	int status = -1;

	if (waitpid(child, &status, 0) != child)
		return -1;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* Run f in a process of its own; returns what f returned, 0..127, or 128 + a signal. */
static inline int in_child(int (*f)(void))
{
	pid_t child;

	fflush(stdout);
	child = fork();
	if (!child)
		_exit(f());
	return wait_for(child);
}

#endif
