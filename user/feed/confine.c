/* SPDX-License-Identifier: BSD-2-Clause */
#include "feed/confine.h"

#include <errno.h>
#include <grp.h>
#include <linux/capability.h>
#include <linux/landlock.h>
#include <pwd.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "core/log.h"

#define IN_FOLDER \
	(LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_MAKE_REG | \
	 LANDLOCK_ACCESS_FS_REMOVE_FILE)
#define NOWHERE_ELSE \
	(IN_FOLDER | LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_REMOVE_DIR | \
	 LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_DIR | \
	 LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO | \
	 LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM)

int confine_become_owner(int folder_fd, const char *path, struct err *e)
{
	const struct passwd *user;
	struct stat folder;
	gid_t group;

	if (geteuid())
		return 0;
	if (fstat(folder_fd, &folder))
		return err_set(e, -errno, "%s: %s", path, strerror(errno));
	if (!folder.st_uid)
		return err_set(e, -EPERM,
			       "%s: belongs to root, and nothing is fetched as root; give it to "
			       "the user that redarc becomes", path);
	user = getpwuid(folder.st_uid);
	group = user ? user->pw_gid : folder.st_gid;
	if (setgroups(0, NULL) || setresgid(group, group, group) ||
	    setresuid(folder.st_uid, folder.st_uid, folder.st_uid) || !setuid(0))
		return err_set(e, -EPERM, "%s: cannot become its owner: %s", path, strerror(errno));
	return 0;
}

int confine_privileges(struct err *e)
{
	struct __user_cap_header_struct head = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct none[2] = { { 0 } };

	prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
	if (syscall(SYS_capset, &head, none) || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
		return err_set(e, -errno, "privileges: %s", strerror(errno));
	return 0;
}

static int allow_in(int rules, int folder_fd)
{
	const struct landlock_path_beneath_attr in = { .allowed_access = IN_FOLDER,
						       .parent_fd = folder_fd };

	if (syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &in, 0) ||
	    syscall(SYS_landlock_restrict_self, rules, 0))
		return -errno;
	return 0;
}

int confine_writes(int folder_fd, struct err *e)
{
	const struct landlock_ruleset_attr all = { .handled_access_fs = NOWHERE_ELSE };
	int rules = (int)syscall(SYS_landlock_create_ruleset, &all, sizeof(all), 0), r;

	if (rules < 0 && (errno == ENOSYS || errno == EOPNOTSUPP)) {
		log_note("no Landlock in this kernel: its user's rights alone say what is written");
		return 0;
	}
	r = rules < 0 ? -errno : allow_in(rules, folder_fd);
	if (rules >= 0)
		close(rules);
	return r ? err_set(e, r, "privileges: Landlock: %s", strerror(-r)) : 0;
}
