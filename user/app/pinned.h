/* SPDX-License-Identifier: BSD-2-Clause */
/* pinned.h - says what goes on counting without a sensor. */
#ifndef APP_PINNED_H
#define APP_PINNED_H

/* On standard output; interface: NULL: of all */
void pinned_show(const char *interface);

#endif
