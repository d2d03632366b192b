/* SPDX-License-Identifier: BSD-2-Clause */
/* commands.h - what can be asked of redarc; each returns the exit status. */
#ifndef APP_COMMANDS_H
#define APP_COMMANDS_H

#include "app/options.h"

enum exit_status { EXIT_FINE = 0, EXIT_FAILED = 1, EXIT_MISUSED = 2 };

#define RUN_DIR "/run/redarc" /* of the sockets of sensors */

int command_watch(const struct options *o);
int command_replay(const struct options *o);
int command_status(const struct options *o);
int command_top(const struct options *o);
int command_interfaces(const struct options *o);
int command_allow(const struct options *o);
int command_block(const struct options *o);
int command_label(const struct options *o);
int command_learn(const struct options *o);
int command_judge(const struct options *o);
int command_explain(const struct options *o);
int command_unload(const struct options *o);
int command_check(const struct options *o);
int command_help(const struct options *o);
int command_version(const struct options *o);

#endif
