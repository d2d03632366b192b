/* SPDX-License-Identifier: BSD-2-Clause */
/* judge.h - the verdict on a peer in a direction. Pure: no clock, no I/O, no memory of its own. */
#ifndef JUDGE_JUDGE_H
#define JUDGE_JUDGE_H

#include "judge/allow.h"

/*
 * The rule of the original research (`--policy exact`): what is on the allowlist for this
 * direction is known, all else is not. While learning, all else is learned.
 *
 * allow     borrowed
 * learning  there is no fixed list yet
 */
struct judgement judge_exact(const struct allow *allow, bool learning, const struct addr *peer,
			     uint8_t direction);

/* The reason that goes with a verdict that the kernel gave. */
struct judgement judge_explain(const struct allow *allow, uint8_t verdict,
			       const struct addr *peer, uint8_t direction);

#endif
