/* SPDX-License-Identifier: BSD-2-Clause */
/* presence.h - says of the watched interfaces which went, and which are there again. */
#ifndef APP_PRESENCE_H
#define APP_PRESENCE_H

#include <stdbool.h>

#include "app/sensor.h"

struct presence {
	size_t n;
	struct {
		bool there, seen;
		char detail[128]; /* as it was said */
	} of[SENSOR_INTERFACES];
};

/* Take them as they are. */
void presence_begin(struct presence *p, struct source *source);

/* A few times a second: say what has changed since. returns whether anything has */
bool presence_look(struct presence *p, struct source *source);

#endif
