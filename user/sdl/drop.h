/* SPDX-License-Identifier: BSD-2-Clause */
/* drop.h - root gives itself up for good. */
#ifndef SDL_DROP_H
#define SDL_DROP_H

#include "core/err.h"

/*
 * Become the user who called sudo, else nobody. Does nothing when not root.
 *
 * errors   -EPERM: this process must not go on
 */
int drop_root(struct err *e);

#endif
