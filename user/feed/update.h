/* SPDX-License-Identifier: BSD-2-Clause */
/* update.h - one list brought up to date: fetched, read, judged, published, remembered. */
#ifndef FEED_UPDATE_H
#define FEED_UPDATE_H

#include "judge/feeds.h"

struct update {
	const struct feeds *feeds;
	const char *config; /* that they are from */
	int lists_fd;       /* of the folder of lists */
	bool force;         /* ask for all of it, and take any size */
	bool (*stop)(void); /* whether to give up */
};

enum update_end { UPDATE_NEW, UPDATE_UNCHANGED, UPDATE_KEPT, UPDATE_NONE };

struct update_result {
	enum update_end end;
	uint32_t entries;  /* of the list that stands there now */
	int64_t updated_s; /* its age */
	struct list_counts counts; /* of what was read now */
};

/*
 * Bring a list up to date. Whatever goes wrong, the last good one stays.
 *
 * out      filled also after an error
 * returns  0, or -errno: there is nothing new, though there should be
 */
int update_list(const struct update *u, const struct feed_config *c, struct update_result *out,
		struct err *e);

/*
 * Withdraw the lists that this configuration named once and names no more.
 *
 * returns  how many
 */
size_t update_withdraw(const struct update *u);

#endif
