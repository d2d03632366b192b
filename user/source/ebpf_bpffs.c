/* SPDX-License-Identifier: BSD-2-Clause */
#include "source/ebpf_bpffs.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <mntent.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <unistd.h>

#define OWN "redarc" /* what /proc/mounts says of a bpffs that is ours */
#define FOLDERS 256  /* bytes of a path */

/* No link is followed: its parent may belong to whom the sensor became. */
static int open_folder(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

	return fd < 0 ? -errno : fd;
}

static bool is_bpffs(int fd)
{
	struct statfs fs;

	return !fstatfs(fd, &fs) && fs.f_type == BPF_FS_MAGIC;
}

static int make_folders(const char *path)
{
	char part[FOLDERS];

	for (const char *end = strchr(path + 1, '/'); end; end = strchr(end + 1, '/')) {
		snprintf(part, sizeof(part), "%.*s", (int)(end - path), path);
		if (mkdir(part, 0755) && errno != EEXIST)
			return -errno;
	}
	return mkdir(path, 0755) && errno != EEXIST ? -errno : 0;
}

/* Where others do not look, as under `ip netns exec`: a mount ends with the last process there. */
static bool is_passing(void)
{
	char own[64] = "", first[64] = "";

	return readlink("/proc/self/ns/mnt", own, sizeof(own) - 1) > 0 &&
	       readlink("/proc/1/ns/mnt", first, sizeof(first) - 1) > 0 && strcmp(own, first) != 0;
}

static int mount_on(int fd)
{
	char at[64];

	snprintf(at, sizeof(at), "/proc/self/fd/%d", fd);
	return mount(OWN, at, "bpf", MS_NOSUID | MS_NODEV | MS_NOEXEC, "mode=0755") ? -errno : 0;
}

static int find_or_mount(const char *path, struct err *e)
{
	int fd = open_folder(path), r = fd < 0 ? fd : 0;

	if (!r && !is_bpffs(fd)) {
		if (is_passing())
			r = err_set(e, -EXDEV,
				    "no bpffs at %s, and one of this mount namespace would end "
				    "with it; outside of it: mount -t bpf bpf %s",
				    path, path);
		else
			r = mount_on(fd);
	}
	if (fd >= 0)
		close(fd);
	return r;
}

int bpffs_make(const char *path, struct err *e)
{
	int r = make_folders(path), fd;

	if (!r)
		r = find_or_mount(path, e);
	if (r == -EXDEV)
		return r;
	if (r)
		return err_set(e, r, "no bpffs at %s: %s", path, strerror(-r));
	fd = open_folder(path);
	if (fd < 0 || !is_bpffs(fd))
		r = err_set(e, -ENOTSUP, "no bpffs at %s: the mount is not seen there", path);
	if (fd >= 0)
		close(fd);
	return r;
}

static bool is_ours(const char *path)
{
	FILE *mounts = setmntent("/proc/self/mounts", "r");
	const struct mntent *m;
	bool ours = false;

	while (mounts && (m = getmntent(mounts)))
		if (!strcmp(m->mnt_dir, path)) /* the last one is on top */
			ours = !strcmp(m->mnt_fsname, OWN) && !strcmp(m->mnt_type, "bpf");
	if (mounts)
		endmntent(mounts);
	return ours;
}

static bool is_empty(const char *path)
{
	struct stat folder;

	return !stat(path, &folder) && folder.st_nlink == 2;
}

void bpffs_unmount(const char *path)
{
	if (is_ours(path) && is_empty(path) && !umount2(path, UMOUNT_NOFOLLOW))
		rmdir(path);
}
