/* SPDX-License-Identifier: BSD-2-Clause */
/* option_table.h - each option: its name, what it wants, and what it sets. */
#ifndef APP_OPTION_TABLE_H
#define APP_OPTION_TABLE_H

#include "app/options.h"

struct option {
	const char *name, *value, *help; /* value NULL: it takes none */
	int (*set)(struct options *o, const char *value); /* NULL: the field as it is */
	const char *wants; /* what `set` takes, in words */
	size_t field; /* of struct options: text, or bool for one that takes no value */
	bool once;    /* belongs to one call, and so not into a configuration */
	/* Of two rows of a name, that of the command is meant. */
	const char *of; /* commands or verbs that it is of, a blank between; NULL: any */
};

extern const struct option option_table[];
extern const size_t option_count;

#endif
