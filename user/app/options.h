/* SPDX-License-Identifier: BSD-2-Clause */
/* options.h - what was asked for, on the command line and in the configuration. */
#ifndef APP_OPTIONS_H
#define APP_OPTIONS_H

#include <net/if.h>

#include "core/addr.h"
#include "core/err.h"
#include "core/paths.h"
#include "judge/judge.h"
#include "judge/tripwire.h"
#include "source/source.h"

#define OPTIONS_LOCAL_MOST 64
#define OPTIONS_LAN_MOST 16

struct options {
	const char *command;     /* "watch" when none was named */
	const char *const *args; /* what follows the command and is no option */
	size_t n_args;

	/* Words as they were given; what the configuration gave is kept in `texts`. */
	const char *config; /* file; NULL: the usual one, if it is there */
	char config_path[PATHS_ROOM]; /* which that is */
	int argc;
	char *const *argv;
	const char *events; /* file, "-" for standard output, NULL for none */
	const char *geoip, *asn, *state, *user, *socket;
	const char *screenshot, *size;
	const char *list, *format, *reason; /* of allow, block and label */
	const char *evidence, *metrics; /* folder and file; NULL for none */
	const char *netns;  /* network namespace of the interfaces; NULL: this one */
	const char *ipfix;  /* HOST:PORT of the collector; NULL for none */
	const char *source; /* "auto", "ebpf" or "pcap" */
	const char *log;    /* "stderr", "syslog" or "journal" */
	const char *sort;   /* top: by what */

	enum judge_policy policy;
	struct trust_rules trust; /* its window is window_ns */
	int64_t window_ns;
	int64_t learn_ns;    /* < 0: not given */
	int64_t duration_ns; /* 0: until it ends by itself */
	int64_t expires_ns;  /* 0: never */
	int64_t since_s;     /* since 1970; < 0: not given */
	struct cidr peer;    /* when peer_given */
	struct cidr local[OPTIONS_LOCAL_MOST], dark[TRIPWIRE_ZONES];
	size_t n_local, n_dark;
	char lan[OPTIONS_LAN_MOST][IF_NAMESIZE]; /* interfaces that face the inside */
	size_t n_lan;
	uint32_t evidence_snap;  /* bytes of a packet */
	uint64_t evidence_most;  /* bytes on the disk */
	uint16_t metrics_port;   /* on 127.0.0.1; 0: none */
	uint32_t rows;           /* top: at most */
	uint32_t touches; /* that make an intruder; 0: no tripwire but what --dark names */
	enum source_hook hook;
	uint8_t directions; /* of allow, block and label */
	uint8_t red_level;  /* least novelty that counts as red: novelty_level() */
	float home_lat_deg, home_lon_deg;
	bool home_known, peer_given;
	bool no_globe, json, help, version, fail;
	bool pin, wait, no_hot, by_local;

	uint64_t given; /* a bit for each row of option_table that was typed, not configured */
	struct options_text *texts; /* owned */
	const char **words;         /* owned: what args points into */
};

/* What holds when nobody says otherwise. */
void options_default(struct options *out);
void options_clear(struct options *o);

/*
 * Read the command line, over what is there. Options may stand anywhere, as --name value or
 * --name=value; `--` ends them.
 *
 * argv     borrowed for the life of the options
 * errors   -EINVAL: what is wrong, and what would be right; -ENOMEM
 */
int options_parse(int argc, char *const *argv, struct options *out, struct err *e);

/*
 * Set what the configuration says in its section [redarc]: an option by its name without the
 * dashes. One that takes no value wants "yes" or "no".
 *
 * errors   -EINVAL no such key, or a value it does not take; the caller adds the place
 */
int options_set(struct options *o, const char *name, const char *value, struct err *e);

/* Whether an option was typed; what is only configured was not. */
bool options_given(const struct options *o, const char *name);

/*
 * Whether each option that was typed is of this call, and none contradicts another.
 *
 * errors   -EINVAL: which is not
 */
int options_check(const struct options *o, struct err *e);

/* The table of options, for --help. */
void options_print(void);

#endif
