/* SPDX-License-Identifier: BSD-2-Clause */
/* redarc: which command, and what it is for. */
#include <stdio.h>
#include <string.h>

#include "app/commands.h"
#include "app/config.h"
#include "core/log.h"

static const struct command {
	const char *name, *usage, *help;
	int (*run)(const struct options *o);
} commands[] = {
	{ "watch", "[watch] IFACE...", "watch interfaces in the kernel (needs root)",
	  command_watch },
	{ "replay", "replay FILE...", "judge captures, by their own time", command_replay },
	{ "status", "status [--json]", "what the running sensor counts", command_status },
	{ "top", "top [IFACE] [--local]", "who is busiest, live; or who inside meets strangers",
	  command_top },
	{ "unload", "unload [IFACE...]", "end what --pin left in the kernel", command_unload },
	{ "interfaces", "interfaces", "what can be watched, and through which hook",
	  command_interfaces },
	{ "allow", "allow list|add|del|import|export", "peers and prefixes that are known, by list",
	  command_allow },
	{ "block", "block list|add|del|import|export", "the same of those that are to be red",
	  command_block },
	{ "label", "label list|add|del|import|export", "the same of names that decide nothing",
	  command_label },
	{ "learn", "learn freeze|thaw|forget|report|log", "what is learned, doubted and forgotten",
	  command_learn },
	{ "judge", "judge [--window 12h] [--last 24h]", "the past with another window",
	  command_judge },
	{ "explain", "explain ADDRESS", "why a peer has its verdict, in sentences",
	  command_explain },
	{ "check", "check [IFACE...]", "what a start would use, and why", command_check },
	{ "help", "help", "say this", command_help },
	{ "version", "version", "say which redarc this is", command_version },
};

#define N_COMMANDS (sizeof(commands) / sizeof(*commands))

int command_help(const struct options *o)
{
	(void)o;
	printf("redarc - red arcs show whom this machine talks to that it never talked to before\n"
	       "\n"
	       "Usage:\n");
	for (size_t i = 0; i < N_COMMANDS; i++)
		printf("  redarc %-36s %s\n", commands[i].usage, commands[i].help);
	printf("\nOptions:\n");
	options_print();
	printf("\nDurations: 90 (seconds), 500ms, 45m, 48h, 2d, 1h30m.\n"
	       "\nExamples:\n"
	       "  sudo redarc eth0                     learn for two days, then show strangers\n"
	       "  sudo redarc eth0 --learn 1h          judge after an hour\n"
	       "  redarc replay --learn 48h week.pcap  the first two days teach, the rest is "
	       "judged\n"
	       "  redarc replay day.pcap --local 192.0.2.0/24 --events - --no-globe\n"
	       "  redarc status --json | jq .ledger\n"
	       "  sudo redarc allow add 198.51.100.7 --reason \"the printer's maker\"\n"
	       "  sudo redarc block import drop.txt --list drop\n"
	       "  sudo redarc explain 198.51.100.7\n"
	       "  sudo redarc learn forget --last 1h\n"
	       "  sudo bpftool map dump name allow4\n"
	       "\nExit status: 0 fine, 1 failed, lost packets or a sum is off, 2 not understood, "
	       "3 red with --fail.\n"
	       "More: man redarc\n");
	return EXIT_FINE;
}

int command_version(const struct options *o)
{
	(void)o;
	printf("redarc %s\n", VERSION);
	return EXIT_FINE;
}

/* What was printed must have arrived. */
static int close_output(int status)
{
	if (!fflush(stdout) && !ferror(stdout))
		return status;
	log_error("standard output: not everything could be written");
	return status ? status : EXIT_FAILED;
}

static int read_options(int argc, char **argv, struct options *o, struct err *e)
{
	int r = config_read(argc, argv, o, e);

	if (r || o->help || o->version) {
		o->command = o->version ? "version" : "help";
		return r;
	}
	return options_check(o, e);
}

int main(int argc, char **argv)
{
	struct options options;
	struct err e;
	int status = EXIT_MISUSED;

	log_init("redarc", LOG_NOTE);
	if (read_options(argc, argv, &options, &e)) {
		log_error("%s", e.text);
		options_clear(&options);
		return EXIT_MISUSED;
	}
	for (size_t i = 0; i < N_COMMANDS; i++)
		if (!strcmp(commands[i].name, options.command))
			status = close_output(commands[i].run(&options));
	options_clear(&options);
	return status;
}
