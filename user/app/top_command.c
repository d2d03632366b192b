/* SPDX-License-Identifier: BSD-2-Clause */
/* `redarc top`: who is busiest, live in a terminal, else once as a list or as JSON. */
#include "app/commands.h"

#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app/rank.h"
#include "app/top_output.h"
#include "app/top_table.h"
#include "core/log.h"

#define LIST_ROWS 20
#define RATES_S 1 /* between the two looks that rates take */

static bool always(const struct options *o)
{
	(void)o;
	return true;
}

static bool wants_json(const struct options *o)
{
	return o->json;
}

/* Rates are the difference of two looks; a sensor that was asked lately has one already. */
static int ask_for_rates(const struct top_task *task, json_t **answer, struct err *e)
{
	int r = top_sensor_ask(task->sensor, &task->query, answer, e);

	if (r || json_object_get(*answer, "over_s"))
		return r;
	json_decref(*answer);
	sleep(RATES_S);
	return top_sensor_ask(task->sensor, &task->query, answer, e);
}

static int put_json(const struct top_task *task, struct err *e)
{
	json_t *answer;
	int r = ask_for_rates(task, &answer, e);

	if (r)
		return r;
	json_dumpf(answer, stdout, JSON_COMPACT);
	putchar('\n');
	json_decref(answer);
	return 0;
}

static int put_list(const struct top_task *task, struct err *e)
{
	const struct top_table table = { .fit.ascii = strcmp(nl_langinfo(CODESET), "UTF-8") != 0,
					 .width = TOP_WIDE,
					 .local = task->query.local };
	char lines[TOP_HEADS][TOP_LINE], line[TOP_LINE];
	json_t *answer, *row;
	size_t i;
	int r = ask_for_rates(task, &answer, e), n;

	if (r)
		return r;
	n = top_table_head(&table, answer, lines);
	for (int at = 0; at < n; at++)
		printf("%s\n", lines[at]);
	top_table_titles(&table, line);
	printf("\n%s\n", line);
	json_array_foreach(json_object_get(answer, "rows"), i, row) {
		top_table_row(&table, row, line);
		printf("%s\n", line);
	}
	json_decref(answer);
	return 0;
}

#ifdef HAVE_CURSES
static bool has_terminal(const struct options *o)
{
	(void)o;
	return isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
}
#endif

/* In order of preference; one that finds itself unable leaves it to the next. */
static const struct output {
	bool (*fits)(const struct options *o);
	int (*run)(const struct top_task *task, struct err *e);
} outputs[] = {
	{ wants_json, put_json },
#ifdef HAVE_CURSES
	{ has_terminal, top_screen },
#endif
	{ always, put_list },
};

static int show(const struct options *o, const struct top_task *task, struct err *e)
{
	int r = -ENOTTY;

	for (size_t i = 0; r == -ENOTTY && i < sizeof(outputs) / sizeof(*outputs); i++)
		if (outputs[i].fits(o))
			r = outputs[i].run(task, e);
	return r;
}

int command_top(const struct options *o)
{
	struct top_sensor sensor;
	struct top_task task = { .sensor = &sensor,
				 .query = { .rows = o->rows ? o->rows : LIST_ROWS,
					    .local = o->by_local },
				 .all_rows = o->rows };
	struct err e;
	int r;

	if (o->n_args > 1) {
		log_error("top: redarc top [IFACE]");
		return EXIT_MISUSED;
	}
	if (top_query_sort(&task.query, o->sort) || (task.query.by == TOP_PEERS && !o->by_local)) {
		log_error("top: --sort peers orders local hosts by their peers: with --local");
		return EXIT_MISUSED;
	}
	setlocale(LC_CTYPE, "");
	r = top_sensor_find(o, &sensor, &e);
	if (!r)
		r = show(o, &task, &e);
	if (r)
		log_error("%s", e.text);
	top_sensor_close(&sensor);
	return r ? EXIT_FAILED : EXIT_FINE;
}
