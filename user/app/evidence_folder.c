/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/evidence_folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/log.h"
#include "core/paths.h"

#define MODE 0700 /* what strangers sent is nobody else's business */

static bool is_evidence(const char *name)
{
	size_t len = strlen(name), end = strlen(EVIDENCE_END);

	return !strncmp(name, EVIDENCE_START, strlen(EVIDENCE_START)) && len > end &&
	       !strcmp(name + len - end, EVIDENCE_END);
}

/* Each file that is there, until one is refused. Returns whether none was. */
static bool each_file(int folder, bool (*take)(int folder, const char *name,
					       const struct identity *who),
		      const struct identity *who)
{
	int own = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir = own < 0 ? NULL : fdopendir(own);
	const struct dirent *entry;
	bool fine = dir;

	while (fine && (entry = readdir(dir)))
		if (strcmp(entry->d_name, ".") && strcmp(entry->d_name, ".."))
			fine = take(folder, entry->d_name, who);
	if (dir)
		closedir(dir);
	else if (own >= 0)
		close(own);
	return fine;
}

/* A file that has another name elsewhere may be anybody's. */
static bool is_ours(int folder, const char *name, const struct identity *who)
{
	struct stat file;

	(void)who;
	return is_evidence(name) && !fstatat(folder, name, &file, AT_SYMLINK_NOFOLLOW) &&
	       S_ISREG(file.st_mode) && file.st_nlink == 1;
}

static bool hand_over(int folder, const char *name, const struct identity *who)
{
	return !fchownat(folder, name, who->uid, who->gid, AT_SYMLINK_NOFOLLOW);
}

static bool is_below_root(int folder)
{
	struct stat parent, root;

	return !fstatat(folder, "..", &parent, 0) && !stat("/", &root) &&
	       parent.st_ino == root.st_ino && parent.st_dev == root.st_dev;
}

/* Nothing but evidence in it, and open to nobody else. */
static bool is_evidence_alone(int folder, const struct stat *now)
{
	return !(now->st_mode & S_IWOTH) && !is_below_root(folder) &&
	       each_file(folder, is_ours, NULL);
}

/* Returns whether the user owns the folder in the end. */
static bool settle(int folder, const struct identity *who)
{
	struct stat now;
	bool owned;

	if (fstat(folder, &now))
		return false;
	owned = now.st_uid == who->uid;
	if (now.st_uid != geteuid() || !is_evidence_alone(folder, &now))
		return owned;
	return !fchmod(folder, MODE) && (owned || (each_file(folder, hand_over, who) &&
						   !fchown(folder, who->uid, who->gid)));
}

static int open_folder(const char *path)
{
	int r = paths_make(path);

	if (r)
		return r;
	r = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	return r < 0 ? -errno : r;
}

int evidence_folder(const char *path, const struct identity *who, struct err *e)
{
	int folder = open_folder(path);

	if (folder < 0)
		return err_set(e, folder, "%s: %s; choose another folder with --evidence", path,
			       strerror(-folder));
	if (!settle(folder, who))
		log_warn("%s: neither %s's, nor empty or with evidence alone: left as it is", path,
			 who->name);
	return folder;
}
