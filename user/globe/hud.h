/* SPDX-License-Identifier: BSD-2-Clause */
/* hud.h - what stands over the globe: panels, labels, and what a click on them means. */
#ifndef GLOBE_HUD_H
#define GLOBE_HUD_H

#include "globe/batch.h"
#include "globe/cube_lines.h"
#include "globe/hud_search.h"
#include "globe/hud_time.h"
#include "globe/hud_card.h"
#include "globe/hud_focus.h"
#include "globe/layout.h"
#include "globe/phrase.h"
#include "globe/roster.h"
#include "globe/strands.h"

#define HUD_HITS 160
#define HUD_LISTED 8 /* peers in a card */
#define HUD_SAID 200 /* bytes of a line of the window, with its end */

enum hud_action {
	HUD_NOTHING, /* a panel: the click does not reach the globe */
	HUD_SHOW,    /* n: RA_DIR_BIT of the directions to show */
	HUD_PEER,    /* n: row of the scene's peers */
	HUD_TRAY,    /* n: GEO_NEAR, GEO_NOWHERE */
	HUD_CLOSE,   /* n: HUD_CLOSE_CARD, HUD_CLOSE_MENU */
	HUD_HELP,    /* n: enum hud_sheet */
	HUD_SHAPE, /* n: number of a shape of the cube */
	HUD_SPAN,  /* n: 0 less time in the cube, 1 more */
	HUD_AXIS,  /* the remote axis: all of IPv4, or who is there */
	HUD_TIME,    /* n: enum hud_time_act */
	HUD_SCRUB,   /* the bars of the timeline: drag */
	HUD_WINDOW,  /* where the window begins: drag */
	HUD_SEARCH,   /* type into it */
	HUD_UNFILTER, /* n: which of its words to take out, or HUD_ALL_WORDS */
	HUD_VERDICT,  /* n: the verdict to show, or no longer */
	HUD_ORDER,    /* of the list: the next */
	HUD_LIST,     /* scrolls */
	HUD_ACT,     /* n: enum actions_what */
	HUD_FIELD,   /* n: enum hud_field, of the card's peer */
};

/* What lies over everything. */
enum hud_sheet { HUD_NO_SHEET, HUD_KEYS, HUD_ABOUT };

struct hud_hit {
	struct area area; /* units */
	enum hud_action action;
	uint32_t n;
};

/* What the card is about. */
struct hud_choice {
	enum { HUD_NONE, HUD_ONE_PEER, HUD_SOME_PEERS } kind;
	struct addr peer;
	struct scene_query some;
};

/* The foremost peers of a query, found again when the scene has changed. */
struct hud_list {
	const struct stream_peer *rows[LAYOUT_ROWS_MOST];
	uint32_t count, found;
};

struct hud {
	/* in */
	const struct scene *scene;
	const struct strands *strands;
	const struct view *view;
	const struct cube_frame *cube; /* NULL: the globe is shown */
	const struct palette *palette;
	enum phrase_language language;
	struct hud_choice choice;
	struct hud_list top, listed; /* for the panel, and for a card about some peers */
	const struct stream_peer *gravest; /* of all that are shown, or NULL */
	const struct roster *roster;       /* borrowed; that the panel shows a part of */
	struct hud_search search;
	uint32_t tray[GEO_NEAR + 1]; /* peers at GEO_NOWHERE and GEO_NEAR */
	uint8_t directions;
	enum strands_blue blue;
	const struct bundle *pointed; /* at by the pointer, or NULL */
	float point_x, point_y;       /* units */
	struct hud_card card;
	struct hud_focus focus;
	enum hud_sheet help;
	const char *version; /* borrowed; NULL: unknown */
	struct hud_time time;
	char said[HUD_SAID];   /* by the window; "" nothing */
	float said_strength; /* 1, then down to 0 */
	int64_t now_ns;  /* of the sensor */
	int64_t lost_ns; /* how long ago the stream broke off; -1: it runs */
	struct layout layout;
	/* out */
	struct batch batch;
	struct hud_hit hits[HUD_HITS];
	uint32_t hit_count;
};

/* Fill batch and hits. step: how large, a number in font_quarters[] */
void hud_draw(struct hud *h, const struct font *font, int step);

/* x, y in units. returns what is there, NULL for the globe */
const struct hud_hit *hud_at(const struct hud *h, float x, float y);

/* The peer whose card is open, or NULL. */
const struct stream_peer *hud_chosen(const struct hud *h);

/* Find the rows of a list: the foremost, but room is left for those that are no strangers. */
void hud_find(struct hud_list *list, const struct scene *s, const struct scene_query *q,
	      uint32_t most);

/* Make an area sensitive to clicks; the last one that holds a point counts. */
void hud_hit(struct hud *h, struct area a, enum hud_action action, uint32_t n);
void hud_forget_rows(struct hud *h); /* as drawn: numbers of peers are others' by now */

#endif
