/* SPDX-License-Identifier: BSD-2-Clause */
/* reply.h - whether a packet that came in answers one that went out. Pure; memory set at start. */
#ifndef JUDGE_REPLY_H
#define JUDGE_REPLY_H

#include "core/event.h"

#define REPLY_WITHIN_NS (120 * INT64_C(1000000000))

struct replies;

/*
 * most     flows that are remembered, about 65 bytes each; when full, the one longest silent goes
 * returns  0, or -ENOMEM
 */
int replies_open(uint32_t most, struct replies **out);
void replies_close(struct replies *r);

/*
 * Remember an event that went out; of one that came in, say whether it answers: same addresses,
 * protocol and ports, reversed, at most REPLY_WITHIN_NS later. ICMP has no ports: addresses do.
 * An event without packets, or of which nobody tells the protocol, neither asks nor answers.
 */
bool replies_note(struct replies *r, const struct event *e);

#endif
