/* SPDX-License-Identifier: BSD-2-Clause */
/* `redarc top` in a terminal. */
#include "app/top_output.h"

#include <curses.h>
#include <errno.h>
#include <langinfo.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "app/rank.h"
#include "app/top_table.h"
#include "core/clock.h"

#define EVERY_NS CLOCK_S
#define HELP "q quit  s order  l local hosts  space pause  arrows scroll"

enum color { COLOR_OF_KNOWN = 1, COLOR_OF_LEARNING, COLOR_OF_STRANGER };

static const struct {
	const char *verdict;
	enum color color;
	attr_t attributes;
} looks[] = {
	{ "allowed", COLOR_OF_KNOWN, A_NORMAL },
	{ "learning", COLOR_OF_LEARNING, A_NORMAL },
	{ "unknown", COLOR_OF_STRANGER, A_NORMAL },
	{ "blocked", COLOR_OF_STRANGER, A_BOLD },
};

struct screen {
	struct top_task task;
	struct top_table table;
	json_t *answer;
	struct err fault; /* why there is no newer answer; "": there is */
	int first;        /* row that stands first */
	int height;       /* rows that were drawn, or could be */
	bool paused, over;
	int64_t next_ns;
};

static volatile sig_atomic_t stopped;

static void on_signal(int number)
{
	(void)number;
	stopped = 1;
}

static size_t row_count(const struct screen *s)
{
	return json_array_size(json_object_get(s->answer, "rows"));
}

static int scroll_most(const struct screen *s)
{
	json_int_t rows = json_integer_value(json_object_get(s->answer, "total"));
	json_int_t most = s->task.all_rows ? s->task.query.rows : RANK_MOST;

	if (rows > most)
		rows = most;
	return rows > s->height ? (int)rows - s->height : 0;
}

static void scroll_by(struct screen *s, int rows)
{
	int most = scroll_most(s);

	s->first += rows;
	if (s->first > most)
		s->first = most;
	if (s->first < 0)
		s->first = 0;
}

/* As many as there is room for, down to what is scrolled to; or as many as were asked for. */
static void refresh_answer(struct screen *s)
{
	json_t *answer;

	s->next_ns = clock_steady_ns() + EVERY_NS;
	if (!s->task.all_rows) {
		int rows = s->first + LINES;

		s->task.query.rows = rows < RANK_MOST ? (uint32_t)rows : RANK_MOST;
	}
	if (top_sensor_ask(s->task.sensor, &s->task.query, &answer, &s->fault))
		return;
	s->fault.text[0] = 0;
	json_decref(s->answer);
	s->answer = answer;
	s->table.local = json_is_true(json_object_get(answer, "local"));
	scroll_by(s, 0);
}

static attr_t look_of(const json_t *row)
{
	const char *verdict = json_string_value(json_object_get(row, "verdict"));

	for (size_t i = 0; verdict && i < sizeof(looks) / sizeof(*looks); i++)
		if (!strcmp(looks[i].verdict, verdict))
			return looks[i].attributes |
			       (attr_t)(has_colors() ? COLOR_PAIR(looks[i].color) : 0);
	return A_NORMAL;
}

static void put(int y, attr_t look, const char *line)
{
	attrset((int)look);
	mvaddstr(y, 0, line);
	attrset(A_NORMAL);
}

static void put_fitted(const struct screen *s, int y, attr_t look, const char *text)
{
	char line[TOP_LINE];

	fit_text(&s->table.fit, text, s->table.width, line, sizeof(line));
	put(y, look, line);
}

static int draw_head(const struct screen *s)
{
	char lines[TOP_HEADS][TOP_LINE];
	int n = top_table_head(&s->table, s->answer, lines), y = 0;

	if (LINES < 2 * TOP_HEADS) /* rather rows than sums */
		n = 0;
	for (; y < n; y++)
		put(y, A_NORMAL, lines[y]);
	if (s->fault.text[0])
		put_fitted(s, y++, A_BOLD, s->fault.text);
	else if (s->paused)
		put_fitted(s, y++, A_BOLD, "paused; space goes on");
	return y;
}

static void draw(struct screen *s)
{
	char line[TOP_LINE];
	int y, foot = LINES > 3 ? 1 : 0;

	erase();
	s->table.width = COLS;
	y = draw_head(s);
	top_table_titles(&s->table, line);
	put_fitted(s, y++, A_REVERSE, line);
	s->height = LINES - y - foot > 0 ? LINES - y - foot : 0;
	scroll_by(s, 0);
	for (int i = 0; i < s->height && (size_t)(s->first + i) < row_count(s); i++) {
		const json_t *row = json_array_get(json_object_get(s->answer, "rows"),
						   (size_t)(s->first + i));

		top_table_row(&s->table, row, line);
		put(y++, look_of(row), line);
	}
	if (foot)
		put_fitted(s, LINES - 1, A_DIM, HELP);
	refresh();
}

static void change_order(struct screen *s)
{
	s->task.query.by = top_next(s->task.query.by, s->task.query.local);
	s->first = 0;
	s->next_ns = 0;
}

static void change_side(struct screen *s)
{
	s->task.query.local = !s->task.query.local;
	if (s->task.query.by == TOP_PEERS)
		s->task.query.by = TOP_RATE;
	s->first = 0;
	s->next_ns = 0;
}

static void change_pause(struct screen *s)
{
	s->paused = !s->paused;
	s->next_ns = 0;
}

static void quit(struct screen *s)
{
	s->over = true;
}

static const struct {
	int key;
	void (*act)(struct screen *s);
} keys[] = {
	{ 'q', quit },	       { 'Q', quit },	     { 's', change_order },
	{ 'l', change_side },  { ' ', change_pause },
};

static void take_key(struct screen *s, int key)
{
	const struct {
		int key, rows;
	} scrolls[] = {
		{ KEY_DOWN, 1 },		{ KEY_UP, -1 },
		{ KEY_NPAGE, s->height },	{ KEY_PPAGE, -s->height },
		{ KEY_HOME, -RANK_MOST },	{ KEY_END, RANK_MOST },
	};

	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		if (keys[i].key == key)
			keys[i].act(s);
	for (size_t i = 0; i < sizeof(scrolls) / sizeof(*scrolls); i++) {
		if (scrolls[i].key != key)
			continue;
		scroll_by(s, scrolls[i].rows);
		if ((size_t)(s->first + s->height) > row_count(s))
			s->next_ns = 0;
	}
}

/* Until a key comes, the size changes, or it is time to ask. */
static void wait_for_keys(struct screen *s)
{
	struct pollfd in = { .fd = STDIN_FILENO, .events = POLLIN };
	int64_t left_ns = s->next_ns - clock_steady_ns();
	int key;

	if (s->paused && s->next_ns)
		left_ns = EVERY_NS;
	if (poll(&in, 1, left_ns > 0 ? (int)(left_ns / 1000000) + 1 : 0) > 0 &&
	    in.revents & (POLLHUP | POLLERR | POLLNVAL))
		s->over = true; /* the terminal is gone */
	while ((key = getch()) != ERR)
		take_key(s, key);
}

static void run(struct screen *s)
{
	while (!stopped && !s->over) {
		draw(s);
		wait_for_keys(s);
		if (s->paused ? !s->next_ns : clock_steady_ns() >= s->next_ns)
			refresh_answer(s);
	}
}

static void set_terminal(void)
{
	cbreak();
	noecho();
	nonl();
	keypad(stdscr, TRUE);
	nodelay(stdscr, TRUE);
	set_escdelay(25);
	curs_set(0);
	if (!has_colors() || start_color() != OK)
		return;
	use_default_colors();
	init_pair(COLOR_OF_KNOWN, COLOR_CYAN, -1);
	init_pair(COLOR_OF_LEARNING, COLOR_BLUE, -1);
	init_pair(COLOR_OF_STRANGER, COLOR_RED, -1);
}

static void catch_signals(void)
{
	const struct sigaction stop = { .sa_handler = on_signal };

	sigaction(SIGINT, &stop, NULL);
	sigaction(SIGTERM, &stop, NULL);
	sigaction(SIGHUP, &stop, NULL);
}

int top_screen(const struct top_task *task, struct err *e)
{
	struct screen s = { .task = *task, .table.local = task->query.local };
	SCREEN *terminal;
	int r = top_sensor_ask(s.task.sensor, &s.task.query, &s.answer, e);

	if (r)
		return r;
	s.table.fit.ascii = strcmp(nl_langinfo(CODESET), "UTF-8") != 0;
	catch_signals();
	terminal = newterm(NULL, stdout, stdin);
	if (!terminal) {
		json_decref(s.answer);
		return -ENOTTY;
	}
	set_terminal();
	run(&s);
	endwin();
	delscreen(terminal);
	json_decref(s.answer);
	return 0;
}
