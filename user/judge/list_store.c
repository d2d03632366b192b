/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "core/clock.h"
#include "judge/list_file.h"

#define FILE_MODE 0640
#define FOLDER_MODE 0750
#define LOCK_WAIT_S 5
#define LOCK_STEP_NS 20000000

/* Where a list is written before it is renamed; readers look at no such name. */
#define BESIDE_PREFIX ".new-"
#define BESIDE_NAME 32

static const struct {
	int found, code;
} codes[] = {
	{ ENOENT, -ENOENT }, { EACCES, -EACCES }, { EPERM, -EACCES },  { EROFS, -EROFS },
	{ ENOSPC, -ENOSPC }, { EDQUOT, -ENOSPC }, { EFBIG, -ENOSPC },  { ENOMEM, -ENOMEM },
	{ EINVAL, -EINVAL }, { ELOOP, -EBADMSG }, { EBADMSG, -EBADMSG },
};

static int code_of(int found)
{
	for (size_t i = 0; i < sizeof(codes) / sizeof(*codes); i++)
		if (codes[i].found == found)
			return codes[i].code;
	return found == EPROTONOSUPPORT ? -EBADMSG : -EIO;
}

static const char *reason_of(int found)
{
	switch (found) {
	case ENOENT:
		return "there is no such list";
	case EBADMSG:
		return "cut short or damaged";
	case EPROTONOSUPPORT:
		return "written by a later redarc";
	case EINVAL:
		return "not in order";
	}
	return strerror(found);
}

/* rc: -errno */
static int fail(const char *file, int rc, struct err *e)
{
	return err_set(e, code_of(-rc), LIST_FOLDER "/%s: %s", file, reason_of(-rc));
}

/* Neither a link nor a pipe is waited for or followed. */
static int read_file(int dir_fd, const char *file, struct list *out)
{
	int fd = openat(dir_fd, file, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK), rc;

	if (fd < 0)
		return -errno;
	rc = list_file_read(fd, out);
	close(fd);
	return rc;
}

int list_load(int dir_fd, enum list_kind kind, const char *name, struct list *out, struct err *e)
{
	char file[LIST_FILE_NAME];
	int rc;

	list_file_name(kind, name, file);
	rc = list_name_is_valid(name) ? read_file(dir_fd, file, out) : -ENOENT;
	if (rc)
		return fail(file, rc, e);
	if (out->kind == kind && !strcmp(out->name, name))
		return 0;
	rc = err_set(e, -EBADMSG, LIST_FOLDER "/%s: holds the %s list %s, under a wrong name", file,
		     list_kind_word(out->kind), out->name);
	list_clear(out);
	return rc;
}

/* What root makes belongs to whom the folder belongs to. */
static int give_to_owner_of(int folder_fd, int fd)
{
	struct stat folder;

	if (geteuid())
		return 0;
	if (fstat(folder_fd, &folder) || fchown(fd, folder.st_uid, folder.st_gid))
		return -errno;
	return 0;
}

static int create_beside(int dir_fd, char *beside)
{
	uint64_t number = (uint64_t)clock_steady_ns();
	int fd;

	if (getrandom(&number, sizeof(number), GRND_NONBLOCK) < 0)
		number ^= (uint64_t)getpid() << 32;
	snprintf(beside, BESIDE_NAME, BESIDE_PREFIX "%016" PRIx64, number);
	fd = openat(dir_fd, beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, FILE_MODE);
	return fd < 0 ? -errno : fd;
}

static int fill(int dir_fd, int fd, const struct list *l)
{
	int rc = give_to_owner_of(dir_fd, fd);

	if (!rc)
		rc = list_file_write(fd, l);
	return rc || !fsync(fd) ? rc : -errno;
}

/* Some file systems have nothing to sync of a folder. */
static int sync_folder(int dir_fd)
{
	return fsync(dir_fd) && errno != EINVAL ? -errno : 0;
}

static int publish(int dir_fd, const struct list *l, const char *file)
{
	char beside[BESIDE_NAME];
	int fd = create_beside(dir_fd, beside), rc;

	if (fd < 0)
		return fd;
	rc = fill(dir_fd, fd, l);
	if (close(fd) && !rc)
		rc = -errno;
	if (!rc && renameat(dir_fd, beside, dir_fd, file))
		rc = -errno;
	if (!rc)
		return sync_folder(dir_fd);
	unlinkat(dir_fd, beside, 0);
	return rc;
}

int list_save(int dir_fd, const struct list *l, struct err *e)
{
	char file[LIST_FILE_NAME];
	int rc = publish(dir_fd, l, list_file_name(l->kind, l->name, file));

	return rc ? fail(file, rc, e) : 0;
}

int list_delete(int dir_fd, enum list_kind kind, const char *name, struct err *e)
{
	char file[LIST_FILE_NAME];
	int rc;

	list_file_name(kind, name, file);
	if (!list_name_is_valid(name))
		return fail(file, -ENOENT, e);
	rc = unlinkat(dir_fd, file, 0) ? -errno : sync_folder(dir_fd);
	return rc ? fail(file, rc, e) : 0;
}

static int make_folder(int state_fd)
{
	int fd, rc;

	if (mkdirat(state_fd, LIST_FOLDER, FOLDER_MODE))
		return errno == EEXIST ? 0 : -errno;
	fd = openat(state_fd, LIST_FOLDER, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0)
		return -errno;
	rc = give_to_owner_of(state_fd, fd);
	close(fd);
	return rc ? rc : sync_folder(state_fd);
}

int list_folder(int state_fd, bool make)
{
	int rc = make ? make_folder(state_fd) : 0, fd;

	if (rc)
		return rc;
	fd = openat(state_fd, LIST_FOLDER, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
	return fd < 0 ? -errno : fd;
}

/* returns 0, or -EBUSY when others hold it all the time */
static int take_lock(int fd, int64_t wait_ns)
{
	const struct timespec step = { .tv_nsec = LOCK_STEP_NS };
	int64_t deadline_ns = clock_steady_ns() + wait_ns;

	while (flock(fd, LOCK_EX | LOCK_NB)) {
		if (errno != EWOULDBLOCK && errno != EINTR)
			return -errno;
		if (clock_steady_ns() >= deadline_ns)
			return -EBUSY;
		nanosleep(&step, NULL);
	}
	return 0;
}

static int remove_beside(void *ctx, const char *file)
{
	if (!strncmp(file, BESIDE_PREFIX, strlen(BESIDE_PREFIX)))
		unlinkat(*(const int *)ctx, file, 0);
	return 0;
}

/* The folder itself is what is locked: it needs no right to write, and leaves no file. */
static int lock_within(int dir_fd, int64_t wait_ns)
{
	int fd = openat(dir_fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC), rc;

	if (fd < 0)
		return -errno;
	rc = take_lock(fd, wait_ns);
	if (rc) {
		close(fd);
		return rc;
	}
	list_file_each(dir_fd, remove_beside, &dir_fd);
	return fd;
}

int list_lock(int dir_fd)
{
	return lock_within(dir_fd, LOCK_WAIT_S * CLOCK_S);
}

int list_try_lock(int dir_fd)
{
	return lock_within(dir_fd, 0);
}
