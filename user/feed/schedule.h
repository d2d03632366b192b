/* SPDX-License-Identifier: BSD-2-Clause */
/* schedule.h - when a list is to be fetched next. Pure. */
#ifndef FEED_SCHEDULE_H
#define FEED_SCHEDULE_H

#include "feed/meta.h"

#define SCHEDULE_RETRY_S 300 /* after a failure; twice as long after each further one */

/*
 * A list that was never tried, or is named or read otherwise by now, is due. Else it is
 * when `every` has passed since the last try, or sooner when that failed. Up to a tenth more keeps
 * those who fetch the same list apart; asked again, it is the same tenth.
 *
 * returns  seconds since 1970; now_s or earlier: it is due
 */
int64_t schedule_next(const struct feed_config *c, const struct meta *m, int64_t now_s);

#endif
