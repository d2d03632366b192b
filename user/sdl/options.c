/* SPDX-License-Identifier: BSD-2-Clause */
#include "sdl/options.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "globe/filter.h"
#include "globe/font.h"

#define SIDE_LEAST 64
#define SIDE_MOST 8192
#define CLIP_S 10
#define CLIP_MOST_S 600

static bool take_socket(struct options *o, const char *value)
{
	o->socket = value;
	return *value;
}

static bool take_stream_fd(struct options *o, const char *value)
{
	char *end;
	long fd = strtol(value, &end, 10);

	o->stream_fd = (int)fd;
	return end != value && !*end && fd >= 0 && fd < 65536;
}

static bool take_screenshot(struct options *o, const char *value)
{
	o->screenshot = value;
	return *value;
}

static bool take_clip(struct options *o, const char *value)
{
	o->clip = value;
	return *value;
}

static bool take_clip_seconds(struct options *o, const char *value)
{
	char end;

	return sscanf(value, "%3d%c", &o->clip_s, &end) == 1 && o->clip_s >= 1 &&
	       o->clip_s <= CLIP_MOST_S;
}

static bool take_size(struct options *o, const char *value)
{
	char end;

	return sscanf(value, "%4dx%4d%c", &o->width, &o->height, &end) == 2 &&
	       o->width >= SIDE_LEAST && o->width <= SIDE_MOST && o->height >= SIDE_LEAST &&
	       o->height <= SIDE_MOST;
}

static bool take_fullscreen(struct options *o, const char *value)
{
	(void)value;
	return o->fullscreen = true;
}

static bool take_kiosk(struct options *o, const char *value)
{
	(void)value;
	return o->kiosk = true;
}

static bool take_forget(struct options *o, const char *value)
{
	(void)value;
	return o->forget = true;
}

static bool take_press(struct options *o, const char *value)
{
	o->press = value;
	return value[0] != '\0';
}

static bool take_filter(struct options *o, const char *value)
{
	o->filter = value;
	return strlen(value) < FILTER_TEXT;
}

static bool take_larger(struct options *o, const char *value)
{
	char end;

	o->has_larger = true;
	return sscanf(value, "%2d%c", &o->larger, &end) == 1 && abs(o->larger) < FONT_SCALES;
}

static bool take_language(struct options *o, const char *value)
{
	o->language = value;
	return !strcmp(value, "en") || !strcmp(value, "ja");
}

static bool take_frame_times(struct options *o, const char *value)
{
	(void)value;
	return o->frame_times = true;
}

static bool take_help(struct options *o, const char *value)
{
	(void)value;
	return o->help = true;
}

static bool take_version(struct options *o, const char *value)
{
	(void)value;
	return o->version = true;
}

static const struct option {
	const char *name, *value; /* value NULL: takes none */
	const char *help;
	bool (*take)(struct options *o, const char *value);
} table[] = {
	{ "--socket", "PATH", "the sensor to show; else the only one in /run/redarc", take_socket },
	{ "--stream-fd", "N", "read the stream from this descriptor", take_stream_fd },
	{ "--screenshot", "FILE.png", "save a picture and exit; - is standard output",
	  take_screenshot },
	{ "--clip", "FILE.y4m", "save a film and exit; FILE/ is a folder of pictures", take_clip },
	{ "--clip-seconds", "N", "how long it is, 1 to 600; else 10", take_clip_seconds },
	{ "--size", "WxH", "pixels, 64x64 to 8192x8192; else as last, or 1280x720", take_size },
	{ "--larger", "STEPS", "text and all else larger than usual, -4 to 4", take_larger },
	{ "--language", "en|ja", "else that of the environment", take_language },
	{ "--fullscreen", NULL, "fill the screen", take_fullscreen },
	{ "--kiosk", NULL, "fill the screen and keep it awake; only Ctrl+Q or a signal leaves",
	  take_kiosk },
	{ "--forget", NULL, "start afresh, not with the view and the place of last time",
	  take_forget },
	{ "--press", "KEYS", "as if pressed at the start: v is the cube, d the light theme",
	  take_press },
	{ "--filter", "WORDS", "show but the peers that match, as \"verdict:unknown country:NL\"",
	  take_filter },
	{ "--frame-times", NULL, "at the end, how long frames took, and memory and CPU",
	  take_frame_times },
	{ "--help", NULL, "show this", take_help },
	{ "--version", NULL, "show the version", take_version },
};

static const struct option *find(const char *name, size_t len)
{
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++)
		if (strlen(table[i].name) == len && !memcmp(table[i].name, name, len))
			return &table[i];
	return NULL;
}

static int take(struct options *o, char **argv, int *i, struct err *e)
{
	const char *equals = strchr(argv[*i], '='), *value = equals ? equals + 1 : NULL;
	size_t len = equals ? (size_t)(equals - argv[*i]) : strlen(argv[*i]);
	const struct option *option = find(argv[*i], len);

	if (!option)
		return err_set(e, -EINVAL, "%s: no such option", argv[*i]);
	if (option->value && !value)
		value = argv[*i + 1] ? argv[++*i] : NULL;
	if (option->value ? !value : !!value)
		return err_set(e, -EINVAL, "%s: %s %s", option->name,
			       option->value ? "needs" : "takes no value",
			       option->value ? option->value : "");
	if (!option->take(o, value))
		return err_set(e, -EINVAL, "%s: %s is not %s", option->name, value, option->value);
	return 0;
}

static int check(const struct options *o, struct err *e)
{
	struct filter f;

	if (o->socket && o->stream_fd >= 0)
		return err_set(e, -EINVAL, "--socket: there is a --stream-fd too");
	if (o->clip && o->screenshot)
		return err_set(e, -EINVAL, "--clip: there is a --screenshot too");
	if ((o->clip || o->screenshot) && (o->fullscreen || o->kiosk))
		return err_set(e, -EINVAL, "%s: a picture needs no window",
			       o->kiosk ? "--kiosk" : "--fullscreen");
	return o->filter ? filter_parse(o->filter, &f, e) : 0;
}

int options_parse(struct options *o, int argc, char **argv, struct err *e)
{
	*o = (struct options){ .stream_fd = -1, .clip_s = CLIP_S };
	for (int i = 1; i < argc; i++) {
		int r = take(o, argv, &i, e);

		if (r)
			return r;
	}
	return check(o, e);
}

void options_help(void)
{
	printf("usage: redarc-globe [--socket PATH | --stream-fd N]\n"
	       "                    [--screenshot FILE.png | --clip FILE.y4m]\n\n"
	       "Shows what a redarc sensor sees on a globe.\n\n");
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++)
		printf("  %-14s %-9s %s\n", table[i].name, table[i].value ? table[i].value : "",
		       table[i].help);
	printf("\nThe map is looked for in $REDARC_DATA, beside the program, and in\n"
	       PREFIX "/share/redarc. Keys: ? lists them.\n");
}
