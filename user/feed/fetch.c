/* SPDX-License-Identifier: BSD-2-Clause */
#include "feed/fetch.h"

#include <curl/curl.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FILE_SCHEME "file://"
#define REDIRECTS 5L
#define CONNECT_S 15   /* at most, to be connected */
#define SLOW_BYTES 256 /* fewer a second ... */
#define SLOW_S 20      /* ... for so long is too slow */

struct transfer {
	const struct fetch_how *how;
	struct fetched *out;
	size_t room;
	bool no_memory;
	CURL *curl;
	struct curl_slist *headers;
	char why[CURL_ERROR_SIZE];
};

/* What curl says of these is either too little or too much. */
static const struct failure {
	CURLcode code;
	int error;
	const char *words; /* NULL: curl's */
} failures[] = {
	{ CURLE_UNSUPPORTED_PROTOCOL, -EPERM, "redirected to what is not https" },
	{ CURLE_TOO_MANY_REDIRECTS, -EPERM, "redirected more than 5 times" },
	{ CURLE_PEER_FAILED_VERIFICATION, -EPERM, NULL },
	{ CURLE_SSL_CACERT_BADFILE, -EINVAL, NULL },
	{ CURLE_URL_MALFORMAT, -EINVAL, NULL },
	{ CURLE_OPERATION_TIMEDOUT, -ETIMEDOUT, NULL },
	{ CURLE_ABORTED_BY_CALLBACK, -EINTR, "given up" },
	{ CURLE_PARTIAL_FILE, -EIO, NULL },
	{ CURLE_OUT_OF_MEMORY, -ENOMEM, "out of memory" },
	{ CURLE_WRITE_ERROR, -ENOMEM, "out of memory" },
};

static bool reserve(struct transfer *t, size_t len)
{
	size_t room = t->room ? t->room : 1 << 14;
	char *text;

	while (room < len)
		room *= 2;
	if (room == t->room)
		return true;
	text = realloc(t->out->text, room);
	t->no_memory = !text;
	if (!text)
		return false;
	t->out->text = text;
	t->room = room;
	return true;
}

static size_t receive(char *bytes, size_t size, size_t n, void *ctx)
{
	struct transfer *t = ctx;
	size_t len = size * n;

	if (len > t->how->most - t->out->len || !reserve(t, t->out->len + len))
		return CURL_WRITEFUNC_ERROR;
	memcpy(t->out->text + t->out->len, bytes, len);
	t->out->len += len;
	return len;
}

static int ask(void *ctx, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
	const struct transfer *t = ctx;

	(void)a, (void)b, (void)c, (void)d;
	return t->how->stop();
}

static int64_t at_most(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

/* Half of the time allowed is enough to tell a slow server from a dead one. */
static void set_limits(CURL *curl, const struct fetch_how *how)
{
	curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)how->timeout_s);
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)at_most(how->timeout_s, CONNECT_S));
	curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, (long)SLOW_BYTES);
	curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME,
			 (long)at_most(how->timeout_s / 2 + 1, SLOW_S));
	curl_easy_setopt(curl, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)how->most);
	curl_easy_setopt(curl, CURLOPT_MAXREDIRS, REDIRECTS);
}

static void set_rules(CURL *curl, const struct fetch_how *how)
{
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "https");
	curl_easy_setopt(curl, CURLOPT_REDIR_PROTOCOLS_STR, "https");
	curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 1L);
	curl_easy_setopt(curl, CURLOPT_FAILONERROR, 1L);
	curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
	curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
	curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	curl_easy_setopt(curl, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_USERAGENT, "redarc-feed/" VERSION);
	if (how->proxy)
		curl_easy_setopt(curl, CURLOPT_PROXY, how->proxy);
	if (how->ca) {
		curl_easy_setopt(curl, CURLOPT_CAINFO, how->ca);
		curl_easy_setopt(curl, CURLOPT_CAPATH, NULL);
	}
}

static void set_callbacks(CURL *curl, struct transfer *t)
{
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, receive);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, t);
	curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, ask);
	curl_easy_setopt(curl, CURLOPT_XFERINFODATA, t);
	curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
	curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, t->why);
}

static void add_header(struct transfer *t, const char *name, const char *value)
{
	char line[FETCH_TAG + 32];
	struct curl_slist *longer;

	if (!value[0])
		return;
	snprintf(line, sizeof(line), "%s: %s", name, value);
	longer = curl_slist_append(t->headers, line);
	if (longer)
		t->headers = longer;
}

static void set_headers(struct transfer *t)
{
	const struct fetch_version *known = t->how->known;

	if (known) {
		add_header(t, "If-None-Match", known->etag);
		add_header(t, "If-Modified-Since", known->modified);
	}
	curl_easy_setopt(t->curl, CURLOPT_HTTPHEADER, t->headers);
}

/* Left out: a value that is too long, or that a file of ours could not hold. */
static void keep_header(CURL *curl, const char *name, char *value)
{
	struct curl_header *h;

	value[0] = 0;
	if (curl_easy_header(curl, name, 0, CURLH_HEADER, -1, &h))
		return;
	if (strlen(h->value) >= FETCH_TAG || strpbrk(h->value, "#;\t"))
		return;
	for (const char *p = h->value; *p; p++)
		if (*p < ' ' || *p > '~')
			return;
	strcpy(value, h->value);
}

static int fail(const struct transfer *t, CURLcode code, struct err *e)
{
	const char *why = t->why[0] ? t->why : curl_easy_strerror(code);
	const char *url = t->how->url;
	long status = 0;

	curl_easy_getinfo(t->curl, CURLINFO_RESPONSE_CODE, &status);
	if (code == CURLE_HTTP_RETURNED_ERROR)
		return err_set(e, status == 404 || status == 410 ? -ENOENT : -EIO,
			       "%s: the server says %ld", url, status);
	if (code == CURLE_FILESIZE_EXCEEDED || (code == CURLE_WRITE_ERROR && !t->no_memory))
		return err_set(e, -EFBIG, "%s: more than %zu bytes", url, t->how->most);
	for (size_t i = 0; i < sizeof(failures) / sizeof(*failures); i++)
		if (failures[i].code == code)
			return err_set(e, failures[i].error, "%s: %s", url,
				       failures[i].words ? failures[i].words : why);
	return err_set(e, -EIO, "%s: %s", url, why);
}

static int take_answer(struct transfer *t, struct err *e)
{
	long status = 0;

	curl_easy_getinfo(t->curl, CURLINFO_RESPONSE_CODE, &status);
	t->out->unchanged = status == 304 && t->how->known;
	if (t->out->unchanged) {
		t->out->version = *t->how->known;
		return 0;
	}
	if (status != 200)
		return err_set(e, -EIO, "%s: the server says %ld", t->how->url, status);
	keep_header(t->curl, "ETag", t->out->version.etag);
	keep_header(t->curl, "Last-Modified", t->out->version.modified);
	return reserve(t, 1) ? 0 : err_set(e, -ENOMEM, "%s: out of memory", t->how->url);
}

static int fetch_https(const struct fetch_how *how, struct fetched *out, struct err *e)
{
	struct transfer t = { .how = how, .out = out, .curl = curl_easy_init() };
	CURLcode code;
	int r;

	if (!t.curl)
		return err_set(e, -ENOMEM, "%s: out of memory", how->url);
	curl_easy_setopt(t.curl, CURLOPT_URL, how->url);
	set_limits(t.curl, how);
	set_rules(t.curl, how);
	set_callbacks(t.curl, &t);
	set_headers(&t);
	code = curl_easy_perform(t.curl);
	r = code ? fail(&t, code, e) : take_answer(&t, e);
	curl_slist_free_all(t.headers);
	curl_easy_cleanup(t.curl);
	return r;
}

static int fetch_path(const struct fetch_how *how, struct fetched *out, struct err *e)
{
	int len = 0, r;
	char *path = curl_easy_unescape(NULL, how->url + strlen(FILE_SCHEME), 0, &len);

	if (path && strlen(path) == (size_t)len)
		r = fetch_file(path, how, out, e);
	else
		r = err_set(e, -EINVAL, "%s: not a path", how->url);
	curl_free(path);
	return r;
}

int fetch(const struct fetch_how *how, struct fetched *out, struct err *e)
{
	int r;

	*out = (struct fetched){ .len = 0 };
	if (!strncmp(how->url, FILE_SCHEME, strlen(FILE_SCHEME)))
		return fetch_path(how, out, e);
	r = fetch_https(how, out, e);
	if (r)
		fetched_clear(out);
	return r;
}

int fetch_begin(void)
{
	return curl_global_init(CURL_GLOBAL_DEFAULT) ? -EIO : 0;
}

void fetch_end(void)
{
	curl_global_cleanup();
}
