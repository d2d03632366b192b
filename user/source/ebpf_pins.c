/* SPDX-License-Identifier: BSD-2-Clause */
#include "source/ebpf_pins.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "source/ebpf_bpffs.h"
#include "source/ebpf_lists.h"

#define PATH_ROOM (sizeof(PINS_ROOT) + 2 * NAME_MAX + 4)
#define HEADER "header"

static const char *const sides[] = { [PINS_IN] = "in", [PINS_OUT] = "out" };

/* A bpffs takes no dots, and the name of an interface has no colons. */
static void without_dots(char *name)
{
	for (; *name; name++)
		if (*name == '.')
			*name = ':';
}

/* The network namespace in the name of a folder: nothing for that of the machine. */
static const char *namespace_of(char *out, size_t room)
{
	char own[64] = "", first[64] = "";
	const char *number;

	out[0] = 0;
	if (readlink("/proc/thread-self/ns/net", own, sizeof(own) - 1) < 0)
		return out;
	number = strchr(own, '[');
	if (number && (readlink("/proc/1/ns/net", first, sizeof(first) - 1) < 0 ||
		       strcmp(own, first) != 0))
		snprintf(out, room, "@%.*s", (int)strcspn(number + 1, "]"), number + 1);
	return out;
}

/* returns 0, or -ENAMETOOLONG */
static int name_folder(const char *const *names, size_t n, char *out)
{
	char namespace[32];
	size_t len = 0;

	for (size_t i = 0; i < n && len <= NAME_MAX; i++)
		len += (size_t)snprintf(out + len, NAME_MAX + 1 - len, "%s%s", i ? "+" : "",
					names[i]);
	if (len <= NAME_MAX)
		len += (size_t)snprintf(out + len, NAME_MAX + 1 - len, "%s",
					namespace_of(namespace, sizeof(namespace)));
	without_dots(out);
	return len <= NAME_MAX ? 0 : -ENAMETOOLONG;
}

bool pins_names(const char *folder, const char *interface)
{
	char name[64];
	size_t len;

	snprintf(name, sizeof(name), "%s", interface);
	without_dots(name);
	for (const char *at = folder; *at && *at != '@'; at += len + (at[len] == '+')) {
		len = strcspn(at, "+@");
		if (strlen(name) == len && !memcmp(at, name, len))
			return true;
	}
	return false;
}

bool pins_holds(const char *folder, const char *interface)
{
	const char *end = strrchr(folder, '@');
	char namespace[32];

	return !strcmp(end ? end : "", namespace_of(namespace, sizeof(namespace))) &&
	       pins_names(folder, interface);
}

int pins_each(void (*f)(void *ctx, const char *name), void *ctx)
{
	DIR *dir = opendir(PINS_ROOT);
	const struct dirent *entry;

	if (!dir)
		return errno == ENOENT ? 0 : -errno;
	while ((entry = readdir(dir)))
		if (entry->d_type == DT_DIR && entry->d_name[0] != '.')
			f(ctx, entry->d_name);
	closedir(dir);
	return 0;
}

/* Looks for a folder that holds one of these interfaces, and is not their own. */
struct search {
	const char *const *names;
	size_t n;
	const char *own; /* NULL: any is another's */
	const char *found;
};

static void search_one(void *ctx, const char *folder)
{
	struct search *s = ctx;

	for (size_t i = 0; i < s->n && !(s->own && !strcmp(folder, s->own)); i++)
		if (pins_holds(folder, s->names[i]))
			s->found = s->names[i];
}

static int check_others(const char *const *names, size_t n, const char *own, struct err *e)
{
	struct search search = { .names = names, .n = n, .own = own };

	pins_each(search_one, &search);
	if (!search.found)
		return 0;
	return err_set(e, -EBUSY,
		       "%s: pinned, and counting without a sensor; --pin with the same interfaces "
		       "takes it up again, `redarc unload %s` ends it",
		       search.found, search.found);
}

int pins_check_free(const char *const *names, size_t n, struct err *e)
{
	return check_others(names, n, NULL, e);
}

int pins_differ(const char *interface, const char *how, struct err *e)
{
	return err_set(e, -ESTALE,
		       "%s: pinned %s; `redarc unload %s` ends that, and its counts begin anew",
		       interface, how, interface);
}

static void path_of(const struct pins *p, const char *name, char path[PATH_ROOM])
{
	snprintf(path, PATH_ROOM, PINS_ROOT "/%s/%s", p->name, name);
}

int pins_get(const struct pins *p, const char *name)
{
	char path[PATH_ROOM];
	int fd;

	path_of(p, name, path);
	fd = bpf_obj_get(path);
	return fd < 0 ? -errno : fd;
}

/* What has no header was being made, or removed, when somebody was killed. */
int pins_read(struct pins *p)
{
	struct bpf_map_info info = { .value_size = 0 };
	uint32_t len = sizeof(info), first = 0;
	int r, fd = pins_get(p, HEADER);

	p->adopts = false;
	if (fd < 0)
		return fd == -ENOENT ? 0 : fd;
	r = bpf_obj_get_info_by_fd(fd, &info, &len);
	if (!r && info.value_size != sizeof(p->header))
		r = -ESTALE;
	if (!r)
		r = bpf_map_lookup_elem(fd, &first, &p->header);
	close(fd);
	if (!r && (p->header.magic != RA_HEADER_MAGIC || p->header.version != RA_VERSION ||
		   p->header.interfaces > RA_INTERFACES))
		r = -ESTALE;
	p->adopts = !r;
	return r;
}

int pins_find(struct pins *p, const char *name)
{
	char path[PATH_ROOM];

	*p = PINS_NONE;
	snprintf(p->name, sizeof(p->name), "%s", name);
	path_of(p, "", path);
	p->folder = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	return p->folder < 0 ? -errno : 0;
}

int pins_lock(const struct pins *p)
{
	return !flock(p->folder, LOCK_EX | LOCK_NB) ? 0 : errno == EWOULDBLOCK ? -EBUSY : -errno;
}

static int make_folder(struct pins *p, const char *name)
{
	char path[PATH_ROOM];
	int r;

	snprintf(path, sizeof(path), PINS_ROOT "/%s", name);
	if (mkdir(path, 0700) && errno != EEXIST)
		return -errno;
	r = pins_find(p, name);
	return r ? r : pins_lock(p);
}

static int remove_files(const struct pins *p)
{
	int r = unlinkat(p->folder, HEADER, 0) && errno != ENOENT ? -errno : 0;
	int fd = dup(p->folder);
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);
	const struct dirent *entry;

	while (!r && dir && (entry = readdir(dir)))
		if (entry->d_name[0] != '.' && unlinkat(p->folder, entry->d_name, 0))
			r = -errno;
	if (dir)
		closedir(dir);
	return r;
}

/* Lock and read the folder, and clear away what is half made. */
static int take_folder(struct pins *p, const char *name)
{
	int r = make_folder(p, name);

	if (!r)
		r = pins_read(p);
	if (!r && !p->adopts)
		r = remove_files(p);
	if (r)
		pins_close(p);
	return r;
}

int pins_open(struct pins *p, const char *const *names, size_t n, struct err *e)
{
	char name[NAME_MAX + 1];
	int r = bpffs_make(PINS_ROOT, e);

	*p = PINS_NONE;
	if (r)
		return r;
	if (name_folder(names, n, name))
		return err_set(e, -ENAMETOOLONG, "--pin: the names of so many interfaces are too "
						 "long for one folder");
	r = check_others(names, n, name, e);
	if (r)
		return r;
	r = take_folder(p, name);
	if (r == -EBUSY)
		return err_set(e, r, "%s: another redarc has what is pinned", names[0]);
	if (r == -ESTALE)
		return pins_differ(names[0], "by a redarc with other layouts", e);
	return r ? err_set(e, r, PINS_ROOT "/%s: %s", name, strerror(-r)) : 0;
}

void pins_close(struct pins *p)
{
	if (p->folder >= 0)
		close(p->folder);
	*p = PINS_NONE;
}

/* NULL: it is each program's own. */
static const char *name_of(const struct bpf_map *map)
{
	const char *name = bpf_map__name(map), *section = strrchr(name, '.');

	if (!section)
		return name;
	return strcmp(section, ".data") ? NULL : "control";
}

static bool fits(const struct bpf_map *map, int fd)
{
	struct bpf_map_info info = { .type = 0 };
	uint32_t len = sizeof(info);

	return !bpf_obj_get_info_by_fd(fd, &info, &len) &&
	       info.type == (uint32_t)bpf_map__type(map) &&
	       info.key_size == bpf_map__key_size(map) &&
	       info.value_size == bpf_map__value_size(map);
}

static int lend(const struct pins *p, struct bpf_map *map)
{
	const char *name = name_of(map);
	int fd = name ? pins_get(p, name) : -ENOENT, r;

	if (fd < 0)
		return fd == -ENOENT ? 0 : fd; /* one that only a newer redarc has */
	r = fits(map, fd) ? bpf_map__reuse_fd(map, fd) : -ESTALE;
	close(fd);
	return r;
}

int pins_lend(const struct pins *p, struct bpf_object *object)
{
	struct bpf_map *map;
	int r;

	bpf_object__for_each_map(map, object) {
		r = lend(p, map);
		if (r)
			return r;
	}
	return 0;
}

static void name_link(const char *interface, enum pins_side side, char *out, size_t room)
{
	snprintf(out, room, "%.60s-%s", interface, sides[side]);
	without_dots(out);
}

/* Both kinds of link that we make begin with the interface, 0 once it has gone. */
static bool hangs_on(int link, int ifindex)
{
	struct bpf_link_info info = { .type = 0 };
	uint32_t len = sizeof(info);

	return !bpf_obj_get_info_by_fd(link, &info, &len) && ifindex &&
	       info.xdp.ifindex == (uint32_t)ifindex;
}

int pins_link(const struct pins *p, const char *interface, enum pins_side side, int ifindex)
{
	char name[80];
	int fd;

	name_link(interface, side, name, sizeof(name));
	fd = pins_get(p, name);
	if (fd >= 0 && hangs_on(fd, ifindex))
		return fd;
	if (fd >= 0)
		close(fd);
	return -1;
}

static int keep(const struct pins *p, const char *name, int fd)
{
	char path[PATH_ROOM];

	path_of(p, name, path);
	return bpf_obj_pin(fd, path) ? -errno : 0;
}

int pins_keep_link(const struct pins *p, const char *interface, enum pins_side side, int fd)
{
	char name[80];

	name_link(interface, side, name, sizeof(name));
	unlinkat(p->folder, name, 0);
	return keep(p, name, fd);
}

int pins_keep_maps(const struct pins *p, struct bpf_object *object, const struct ra_header *h)
{
	const struct bpf_map *header = bpf_object__find_map_by_name(object, HEADER);
	uint32_t first = 0;
	struct bpf_map *map;
	int r = bpf_map_update_elem(bpf_map__fd(header), &first, h, BPF_ANY);

	bpf_object__for_each_map(map, object) {
		if (r || map == header || !name_of(map))
			continue;
		r = keep(p, name_of(map), bpf_map__fd(map));
		r = r == -EEXIST ? 0 : r;
	}
	if (!r)
		r = keep(p, HEADER, bpf_map__fd(header));
	return r == -EEXIST ? 0 : r;
}

int pins_remove(struct pins *p)
{
	char path[PATH_ROOM];
	int trie = pins_get(p, "cidr4"), r = remove_files(p);

	if (trie >= 0 && !r)
		lists4_dismantle(trie);
	if (trie >= 0)
		close(trie);
	snprintf(path, sizeof(path), PINS_ROOT "/%s", p->name);
	return r ? r : rmdir(path) ? -errno : 0;
}

void pins_unmount(void)
{
	bpffs_unmount(PINS_ROOT);
}
