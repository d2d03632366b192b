/* SPDX-License-Identifier: BSD-2-Clause */
#include "sdl/drop.h"

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

static bool parse_id(const char *name, unsigned int *id)
{
	const char *text = getenv(name);
	unsigned long n;
	char *end;

	if (!text || *text < '1' || *text > '9')
		return false;
	errno = 0;
	n = strtoul(text, &end, 10);
	*id = (unsigned int)n;
	return !*end && !errno && n < UINT32_MAX;
}

static const struct passwd *whom(uid_t *uid, gid_t *gid)
{
	const struct passwd *p;

	if (parse_id("SUDO_UID", uid) && parse_id("SUDO_GID", gid))
		return getpwuid(*uid);
	p = getpwnam("nobody");
	*uid = p ? p->pw_uid : 65534;
	*gid = p ? p->pw_gid : 65534;
	return NULL;
}

/* A known user keeps the groups of that user: one of them may open the graphics device. */
static int set_groups(const struct passwd *user, gid_t gid)
{
	return user ? initgroups(user->pw_name, gid) : setgroups(0, NULL);
}

static bool is_gone(uid_t uid, gid_t gid)
{
	uid_t r, e, s;
	gid_t rg, eg, sg;

	return !getresuid(&r, &e, &s) && r == uid && e == uid && s == uid &&
	       !getresgid(&rg, &eg, &sg) && rg == gid && eg == gid && sg == gid &&
	       setuid(0) == -1;
}

int drop_root(struct err *e)
{
	const struct passwd *user;
	uid_t uid;
	gid_t gid;

	if (getuid() && geteuid())
		return 0;
	user = whom(&uid, &gid);
	if (set_groups(user, gid) || setresgid(gid, gid, gid) || setresuid(uid, uid, uid) ||
	    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || !is_gone(uid, gid))
		return err_set(e, -EPERM, "root: cannot be given up: %s", strerror(errno));
	setenv("HOME", user ? user->pw_dir : "/nonexistent", 1);
	return 0;
}
