/* SPDX-License-Identifier: BSD-2-Clause */
#include "app/outlets.h"

#include <errno.h>
#include <stdlib.h>

#include "core/clock.h"
#include "core/log.h"
#include "view/metrics.h"

#define FILE_NS (5 * CLOCK_S)

struct rendering {
	const struct outlets *outlets;
	struct sensor *sensor;
};

static size_t render(void *ctx, char *text, size_t room)
{
	const struct rendering *r = ctx;
	struct sensor *s = r->sensor;
	struct jsonl_status status;
	const struct metrics metrics = {
		.version = VERSION,
		.started_ns = r->outlets->started_ns,
		.model = s->model,
		.run = &s->run,
		.status = &status,
		.lost_lines = s->jsonl ? jsonl_lost(s->jsonl) : 0,
		.unsent_messages = export_unsent(s->export),
		.untold_alerts = s->alerts.all_untold + s->alerts.untold,
	};

	sensor_status(s, &status);
	return metrics_write(&metrics, text, room);
}

int outlets_open(struct outlets *out, const struct options *o, struct err *e)
{
	int r = 0;

	*out = (struct outlets)OUTLETS_NONE;
	out->started_ns = clock_now_ns();
	if (o->metrics)
		r = metrics_file_open(&out->file, o->metrics, e);
	if (!r && o->metrics) {
		out->text = malloc(METRICS_ROOM);
		r = out->text ? 0 : err_set(e, -ENOMEM, "out of memory");
	}
	return !r && o->metrics_port ? metrics_port_open(o->metrics_port, &out->port, e) : r;
}

void outlets_close(struct outlets *out)
{
	metrics_file_close(&out->file);
	metrics_port_close(out->port);
	free(out->text);
	*out = (struct outlets)OUTLETS_NONE;
}

static int write_file(struct outlets *out, struct sensor *s, struct err *e)
{
	struct rendering r = { out, s };
	size_t len;

	out->due_ns = clock_steady_ns() + FILE_NS;
	len = render(&r, out->text, METRICS_ROOM);
	return metrics_file_write(&out->file, out->text, len, e);
}

/* That it failed is said once, until it works again. */
static void tell(struct outlets *out, bool failed, const struct err *e)
{
	if (failed && !out->failed)
		log_warn("%s; the metrics there stay as they were", e->text);
	if (!failed && out->failed)
		log_note("%s: written again", out->file.path);
	out->failed = failed;
}

int outlets_begin(struct outlets *out, struct sensor *s, const char *who, struct err *e)
{
	struct err why;
	int r = evidence_begin(s->evidence, who, e);

	if (r || out->file.folder < 0)
		return r;
	r = write_file(out, s, &why);
	if (r == -EACCES || r == -EPERM)
		return err_set(e, r,
			       "%s; its folder has to be writable for %s, whom redarc becomes",
			       why.text, who);
	if (r && r != -ENOSPC && r != -EDQUOT)
		return err_set(e, r, "%s", why.text);
	tell(out, r, &why);
	return 0;
}

int outlets_fd(const struct outlets *out)
{
	return out->port ? metrics_port_fd(out->port) : -1;
}

void outlets_serve(struct outlets *out, struct sensor *s)
{
	struct rendering r = { out, s };
	struct err e;

	if (out->port)
		metrics_port_serve(out->port, render, &r);
	if (out->file.folder >= 0 && clock_steady_ns() >= out->due_ns)
		tell(out, write_file(out, s, &e), &e);
}

int outlets_finish(struct outlets *out, struct sensor *s, struct err *e)
{
	return out->file.folder < 0 ? 0 : write_file(out, s, e);
}
