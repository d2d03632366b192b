/* SPDX-License-Identifier: BSD-2-Clause */
/* keys.h - keys that have no character of their own; SDL's numbers, so that they need no table. */
#ifndef GLOBE_KEYS_H
#define GLOBE_KEYS_H

enum key {
	KEY_BACKSPACE = 8,
	KEY_TAB = 9,
	KEY_ENTER = 13,
	KEY_CLEAR = 21, /* Ctrl+U */
	KEY_UNDO = 26, /* Ctrl+Z */
	KEY_ESCAPE = 27,
	KEY_SPACE = 32,
	KEY_DELETE = 127,
	KEY_HOME = 0x4000004a,
	KEY_PAGE_UP,
	KEY_END = 0x4000004d,
	KEY_PAGE_DOWN,
	KEY_RIGHT,
	KEY_LEFT,
	KEY_DOWN,
	KEY_UP,
	KEY_MENU = 0x40000065,
	KEY_TAB_BACK = 0x40010009, /* Shift+Tab, which SDL tells as a state of Tab */
};

#endif
