/* SPDX-License-Identifier: BSD-2-Clause */
/* config.h - the configuration and the command line over it, as one set of options. */
#ifndef APP_CONFIG_H
#define APP_CONFIG_H

#include "app/options.h"

/*
 * Read both. A file that was named has to be there; the usual one may be missing.
 *
 * argv     borrowed for the life of the options
 * out      cleared by options_clear(), also after an error
 * errors   -EINVAL "FILE:LINE: thing: reason", or of the command line; -ENOENT, -EACCES
 */
int config_read(int argc, char *const *argv, struct options *out, struct err *e);

/* The same again, from the same file, which may have changed. */
int config_reread(const struct options *o, struct options *out, struct err *e);

#endif
