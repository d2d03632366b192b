/* SPDX-License-Identifier: BSD-2-Clause */
/* `redarc check`: what a start would use, and why. */
#include "app/commands.h"

#include <errno.h>
#include <linux/capability.h>
#include <net/if.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/netns.h"
#include "app/places.h"
#include "app/sensor.h"
#include "app/state.h"
#include "core/clock.h"
#include "core/json.h"
#include "core/log.h"
#include "core/words.h"
#include "judge/history_moves.h"
#include "judge/list_file.h"

#define STALE_NS (7 * 24 * CLOCK_HOUR_S * CLOCK_S)

struct check {
	const struct options *o;
	bool fine; /* nothing is in the way so far */
	struct state state;
	int folder; /* of lists; < 0: there is none */
};

static void tell_json(bool fine, const char *what, const char *says)
{
	char line[2048];
	struct json j;

	json_init(&j, line, sizeof(line));
	json_open(&j, NULL);
	json_str(&j, "what", what);
	json_str(&j, "says", says);
	json_bool(&j, "fine", fine);
	json_close(&j);
	fwrite(line, 1, json_end(&j), stdout);
}

/* fine: this is not in the way of a start */
__attribute__((format(printf, 4, 5))) static void tell(struct check *c, bool fine,
							const char *what, const char *format, ...)
{
	char says[1024];
	va_list args;

	va_start(args, format);
	vsnprintf(says, sizeof(says), format, args);
	va_end(args);
	if (c->o->json)
		tell_json(fine, what, says);
	else
		printf("%-12s %s\n", what, says);
	c->fine = c->fine && fine;
}

static void check_maps(struct check *c, const struct identity *who, const char *root)
{
	if (!privilege_for_maps(who))
		tell(c, true, "privileges", "%s: can load programs into the kernel", root);
	else if (privilege_has(CAP_BPF))
		tell(c, true, "privileges",
		     "%s: can load programs into the kernel; keeps CAP_BPF, without which it "
		     "lets nobody use their maps", root);
	else
		tell(c, false, "privileges",
		     "%s: can load programs into the kernel, not use their maps: that needs "
		     "CAP_BPF, Linux 5.19, or sysctl kernel.unprivileged_bpf_disabled=0", root);
}

/* Names what is not there of what loads programs; "": nothing. */
static void find_lacking(char *names, size_t room)
{
	static const struct {
		const char *name;
		int number;
	} wanted[] = {
		{ "CAP_BPF", CAP_BPF },
		{ "CAP_NET_ADMIN", CAP_NET_ADMIN },
		{ "CAP_PERFMON", CAP_PERFMON },
	};
	size_t n = 0;

	names[0] = 0;
	for (size_t i = 0; i < sizeof(wanted) / sizeof(*wanted); i++)
		if (!privilege_has(wanted[i].number) && !privilege_has(CAP_SYS_ADMIN))
			n += (size_t)snprintf(names + n, room - n, "%s%s", n ? ", " : "",
					      wanted[i].name);
}

static void check_privileges(struct check *c, const struct identity *who)
{
	const char *root = geteuid() ? "not root" : "root";
	char lacking[64];

	find_lacking(lacking, sizeof(lacking));
	if (!lacking[0])
		check_maps(c, who, root);
	else if (privilege_has(CAP_NET_RAW))
		tell(c, true, "privileges",
		     "%s: can capture through libpcap, not load programs into the kernel, which "
		     "needs %s", root, lacking);
	else
		tell(c, false, "privileges",
		     "%s: can replay, cannot watch, which needs %s; use sudo", root, lacking);
}

static void check_kernel(struct check *c)
{
	bool built = source_find("ebpf");

	tell(c, true, "kernel path", "%s",
	     built ? "built in" : "left out: built without libbpf; libpcap takes its place");
}

/* In the namespace where they are, if we may. */
static void check_interfaces(struct check *c)
{
	struct netns netns;
	struct err e;

	if (netns_open(c->o->netns, &netns, &e))
		tell(c, false, "netns", "%s", e.text);
	for (size_t i = 0; i < c->o->n_args; i++) {
		const char *name = c->o->args[i];
		bool there = if_nametoindex(name);

		tell(c, there || c->o->wait, "interface", "%s: %s", name,
		     there	? source_prefers(name) :
		     c->o->wait ? "not there yet; awaited" :
				  "no such interface");
	}
	netns_go_home(&netns);
	netns_close(&netns);
}

static void check_places(struct check *c, const struct places *places)
{
	struct geo *geo = NULL;
	struct err e;
	char text[512] = "";

	if (!places_open(places, &geo, &e))
		geo_describe(geo, text, sizeof(text));
	tell(c, true, "places", "%s", places->places.path[0] ? places->places.path : "none");
	tell(c, true, "networks", "%s", places->networks.path[0] ? places->networks.path : "none");
	if (text[0])
		tell(c, true, "databases", "%s", text);
	geo_close(geo);
}

static void check_config(struct check *c)
{
	const struct options *o = c->o;
	bool there = !access(o->config_path, R_OK);

	tell(c, true, "configured", "%s%s", o->config_path,
	     there ? "" : ": not there; the usual holds");
	tell(c, true, "policy", "%s, red from level %s on",
	     o->policy == POLICY_EXACT ? "exact" : "hygiene", words_level(o->red_level));
}

static void count_state(void *ctx, const struct history_row *row)
{
	uint32_t *states = ctx;

	states[row->state]++;
}

static void tell_history(struct check *c, const struct history *h)
{
	char words[CLOCK_STAMP], states[128] = "";
	uint32_t count[HISTORY_STATES] = { 0 };
	size_t len = 0;

	tell(c, true, "state", "%s: %u rows, watching began %s ago", c->state.path,
	     history_count(h), clock_words(clock_now_ns() - history_since(h) * CLOCK_S, words));
	history_each_row(h, count_state, count);
	for (uint8_t i = 0; i < HISTORY_STATES; i++)
		len += (size_t)snprintf(states + len, sizeof(states) - len, "%s %u %s",
					i ? "," : "", count[i], history_state_word(i));
	tell(c, true, "learning", "%s:%s", history_frozen(h) ? "frozen" : "goes on", states);
	if (history_moves_lost(h))
		tell(c, true, "journal", "lacks %llu moves that found no room",
		     (unsigned long long)history_moves_lost(h));
}

static void check_history(struct check *c)
{
	struct history *h = NULL;
	struct err e;
	int r = -ENOENT;

	if (c->state.fd >= 0)
		r = history_open(c->state.fd, c->state.path, HISTORY_READ, SENSOR_ROWS, &h, &e);
	if (r == -ENOENT)
		tell(c, true, "state", "%s: nothing yet; the first start learns", c->state.path);
	else if (r)
		tell(c, false, "state", "%s", e.text);
	else
		tell_history(c, h);
	history_close(h);
}

/* One that others keep wants to be fetched again; what the user writes does not age. */
static bool is_stale(const struct list *l, int64_t age_ns)
{
	return age_ns > STALE_NS && strcmp(l->name, LISTS_USER) != 0 &&
	       strcmp(l->name, JUDGE_TRIPWIRE) != 0;
}

static void tell_list(struct check *c, const struct list *l)
{
	int64_t age_ns = clock_now_ns() - l->updated_s * CLOCK_S;
	char words[CLOCK_STAMP];

	tell(c, true, "list", "%s %s: %u %s, %s old%s", list_kind_word(l->kind), l->name, l->n,
	     l->n == 1 ? "entry" : "entries", clock_words(age_ns > 0 ? age_ns : 0, words),
	     is_stale(l, age_ns) ? "; WARNING: more than a week" : "");
}

static int check_list(void *ctx, const char *file)
{
	struct check *c = ctx;
	char name[LIST_NAME];
	enum list_kind kind;
	struct list l;
	struct err e;

	if (list_file_parse(file, &kind, name))
		return 0;
	if (list_load(c->folder, kind, name, &l, &e)) {
		tell(c, false, "list", "%s/%s", c->state.path, e.text);
		return 0;
	}
	tell_list(c, &l);
	list_clear(&l);
	return 0;
}

static void check_lists(struct check *c)
{
	int r;

	c->folder = c->state.fd < 0 ? -ENOENT : list_folder(c->state.fd, false);
	if (c->folder == -ENOENT) {
		tell(c, true, "list", "none yet");
		return;
	}
	r = c->folder < 0 ? c->folder : list_file_each(c->folder, check_list, c);
	if (r)
		tell(c, false, "list", "%s", strerror(-r));
	if (c->folder >= 0)
		close(c->folder);
}

/* What is read of files is read as the sensor would: without privileges. */
static void check_files(struct check *c, struct identity *who)
{
	struct places places;
	struct err e;
	int r = state_open(c->o->state, who, STATE_LOOK, &c->state, &e);

	places_find(c->o, &places);
	tell(c, true, "sensor user", "%s", who->name);
	if ((r && r != -ENOENT) || privilege_drop(who, 0, &e)) {
		tell(c, false, "state", "%s", e.text);
		return;
	}
	check_places(c, &places);
	check_history(c);
	check_lists(c);
	places_clear(&places);
	state_close(&c->state);
}

static void check_evidence(struct check *c)
{
	const char *path = c->o->evidence;
	struct stat folder;
	int missing = path && stat(path, &folder) ? errno : 0;

	if (!path)
		return;
	if (!missing && !S_ISDIR(folder.st_mode))
		missing = ENOTDIR;
	tell(c, !missing || missing == ENOENT, "evidence", "%s: at most %llu MiB; %s", path,
	     (unsigned long long)(c->o->evidence_most >> 20),
	     missing == ENOENT ? "it will be made" : missing ? strerror(missing) : "it is there");
}

static void check_display(struct check *c)
{
	bool there = getenv("DISPLAY") || getenv("WAYLAND_DISPLAY");

	tell(c, true, "display", "%s",
	     there ? "yes: the globe opens" : "none: redarc runs without the globe");
}

int command_check(const struct options *o)
{
	struct check c = { .o = o, .fine = true, .state.fd = -1 };
	struct identity who;
	struct err e;

	if (privilege_find(o->user, &who, &e)) {
		log_error("%s", e.text);
		return EXIT_FAILED;
	}
	check_privileges(&c, &who);
	check_kernel(&c);
	check_interfaces(&c);
	check_config(&c);
	check_evidence(&c);
	check_files(&c, &who);
	check_display(&c);
	if (o->json)
		printf("{\"ready\":%s}\n", c.fine ? "true" : "false");
	else
		printf("%s\n", c.fine ? "ready" : "not ready to watch");
	return c.fine ? EXIT_FINE : EXIT_FAILED;
}
