/* SPDX-License-Identifier: BSD-2-Clause */
/* Asks running sensors what they count. */
#include "app/commands.h"

#include <dirent.h>
#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include "core/log.h"

#define ANSWER_MOST 16384
#define ANSWER_S 5

static int connect_to(const char *path)
{
	struct sockaddr_un name = { .sun_family = AF_UNIX };
	struct timeval patience = { .tv_sec = ANSWER_S };
	int fd;

	if (strlen(path) >= sizeof(name.sun_path))
		return -ENAMETOOLONG;
	strcpy(name.sun_path, path);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return -errno;
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	if (!connect(fd, (struct sockaddr *)&name, sizeof(name)))
		return fd;
	close(fd);
	return -errno;
}

/* One line of answer; returns 0 or -errno. */
static int ask(const char *path, char *answer)
{
	int fd = connect_to(path);
	size_t len = 0;
	ssize_t n = fd < 0 ? -1 : write(fd, "status\n", 7);

	if (fd < 0)
		return fd;
	while (n > 0 && len < ANSWER_MOST - 1 && !memchr(answer, '\n', len)) {
		n = read(fd, answer + len, ANSWER_MOST - 1 - len);
		len += n > 0 ? (size_t)n : 0;
	}
	answer[len] = 0;
	close(fd);
	return memchr(answer, '\n', len) ? 0 : -ETIMEDOUT;
}

static long long number(json_t *object, const char *key)
{
	return json_integer_value(json_object_get(object, key));
}

static void print_verdict(json_t *ledger, json_t *peers, const char *name)
{
	json_t *pair = json_object_get(ledger, name);

	printf("  %-9s %12lld in %12lld out %9lld peers\n", name, number(pair, "in"),
	       number(pair, "out"), number(peers, name));
}

static void print_words(json_t *status)
{
	json_t *ledger = json_object_get(status, "ledger"), *peers = json_object_get(status, "peers");
	const char *until = json_string_value(json_object_get(status, "learn_until"));

	printf("%s\n", json_string_value(json_object_get(status, "detail")));
	if (json_is_true(json_object_get(status, "learning")))
		printf("  learning%s%s\n", until ? " until " : "", until ? until : "");
	printf("  packets   %12lld seen, %lld not IPv4, %lld malformed\n", number(ledger, "seen"),
	       number(ledger, "not_ipv4"), number(ledger, "malformed"));
	print_verdict(ledger, peers, "allowed");
	print_verdict(ledger, peers, "learning");
	print_verdict(ledger, peers, "unknown");
	print_verdict(ledger, peers, "blocked");
	printf("  records   %12lld reported, %lld suppressed, %lld lost\n",
	       number(ledger, "reported"), number(ledger, "suppressed"), number(ledger, "lost"));
	printf("  ledger    %s\n", json_is_true(json_object_get(ledger, "balanced")) ?
					   "balances" :
					   "DOES NOT BALANCE: please report this");
}

static int show(const char *answer, bool as_json)
{
	json_t *status = json_loads(answer, 0, NULL);
	bool balanced = json_is_true(
		json_object_get(json_object_get(status, "ledger"), "balanced"));

	if (!status) {
		log_error("the sensor's answer is not understood");
		return EXIT_FAILED;
	}
	if (as_json)
		fputs(answer, stdout);
	else
		print_words(status);
	json_decref(status);
	return balanced ? EXIT_FINE : EXIT_FAILED;
}

/* Every sensor that answers in RUN_DIR; returns how many did, or -errno of one that did not. */
static int show_all(bool as_json, const char *wanted, int *status)
{
	DIR *dir = opendir(RUN_DIR);
	const struct dirent *entry;
	char path[300], answer[ANSWER_MOST];
	int shown = 0, failed = 0;

	while (dir && (entry = readdir(dir))) {
		size_t len = strlen(entry->d_name);
		int r;

		if (len < 6 || strcmp(entry->d_name + len - 5, ".sock"))
			continue;
		if (wanted && (strlen(wanted) != len - 5 || memcmp(wanted, entry->d_name, len - 5)))
			continue;
		snprintf(path, sizeof(path), RUN_DIR "/%s", entry->d_name);
		r = ask(path, answer);
		if (r && r != -ECONNREFUSED)
			failed = r;
		if (r)
			continue;
		*status |= show(answer, as_json);
		shown++;
	}
	if (dir)
		closedir(dir);
	return shown ? shown : failed;
}

int command_status(const struct options *o)
{
	char answer[ANSWER_MOST];
	int status = EXIT_FINE, r;

	if (o->socket) {
		r = ask(o->socket, answer);
		if (!r)
			return show(answer, o->json);
		log_error("%s: %s", o->socket, strerror(-r));
		return EXIT_FAILED;
	}
	r = show_all(o->json, o->n_args ? o->args[0] : NULL, &status);
	if (r > 0)
		return status;
	if (r < 0)
		log_error("status: %s; ask as the user who started the sensor, or as root",
			  strerror(-r));
	else
		log_error("status: no sensor is running%s%s; start one with `sudo redarc IFACE`",
			  o->n_args ? " on " : "", o->n_args ? o->args[0] : "");
	return EXIT_FAILED;
}
