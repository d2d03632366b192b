/* SPDX-License-Identifier: BSD-2-Clause */
/* Asks running sensors what they count. */
#include "app/commands.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "app/ask.h"
#include "app/pinned.h"
#include "app/storm_words.h"
#include "core/log.h"

static long long number(json_t *object, const char *key)
{
	return json_integer_value(json_object_get(object, key));
}

static const char *word(json_t *object, const char *key)
{
	const char *value = json_string_value(json_object_get(object, key));

	return value ? value : "";
}

static void print_verdict(json_t *ledger, json_t *peers, const char *name)
{
	json_t *pair = json_object_get(ledger, name);

	printf("  %-9s %12lld in %12lld out %9lld peers\n", name, number(pair, "in"),
	       number(pair, "out"), number(peers, name));
}

static long long both(json_t *ledger, const char *verdict)
{
	json_t *pair = json_object_get(ledger, verdict);

	return number(pair, "in") + number(pair, "out");
}

/* Of a single one the sums above are the ledger. */
static void print_interface(json_t *one, bool single)
{
	json_t *ledger = json_object_get(one, "ledger");

	printf("  %-9s %s, %s; counts %s%s\n", word(one, "name"), word(one, "mode"),
	       word(one, "detail"), word(one, "counts"),
	       json_is_true(json_object_get(one, "lan")) ? "; faces the inside" : "");
	if (single)
		return;
	printf("            %12lld seen, %lld not IPv4, %lld malformed\n", number(ledger, "seen"),
	       number(ledger, "not_ipv4"), number(ledger, "malformed"));
	printf("            %12lld allowed, %lld learning, %lld unknown, %lld blocked\n",
	       both(ledger, "allowed"), both(ledger, "learning"), both(ledger, "unknown"),
	       both(ledger, "blocked"));
	printf("            %12lld reported, %lld suppressed, %lld lost\n",
	       number(ledger, "reported"), number(ledger, "suppressed"), number(ledger, "lost"));
}

static void print_interfaces(json_t *interfaces)
{
	json_t *one;
	size_t i;

	json_array_foreach(interfaces, i, one)
		print_interface(one, json_array_size(interfaces) == 1);
}

static void print_words(json_t *status)
{
	json_t *ledger = json_object_get(status, "ledger"),
	       *peers = json_object_get(status, "peers");
	json_t *red = json_object_get(status, "red");
	json_t *evidence = json_object_get(status, "evidence");
	const char *until = word(status, "learn_until"), *netns = word(status, "netns");
	char storm[STORM_WORDS];

	printf("%s%s%s\n", word(status, "detail"), *netns ? "; network namespace " : "", netns);
	if (json_is_true(json_object_get(status, "learning")))
		printf("  learning%s%s\n", *until ? " until " : "", until);
	if (json_is_true(json_object_get(status, "frozen")))
		printf("  learning is frozen: nobody new is trusted or remembered\n");
	if (*storm_words(status, storm))
		printf("  %s\n", storm);
	printf("  packets   %12lld seen, %lld not IPv4, %lld malformed\n", number(ledger, "seen"),
	       number(ledger, "not_ipv4"), number(ledger, "malformed"));
	print_verdict(ledger, peers, "allowed");
	print_verdict(ledger, peers, "learning");
	print_verdict(ledger, peers, "unknown");
	print_verdict(ledger, peers, "blocked");
	printf("  red       %12lld packets, %lld peers, at level %s or newer\n",
	       number(red, "packets"), number(red, "peers"),
	       word(red, "level"));
	printf("  records   %12lld reported, %lld suppressed, %lld lost\n",
	       number(ledger, "reported"), number(ledger, "suppressed"), number(ledger, "lost"));
	if (number(ledger, "unnamed"))
		printf("  unnamed   %12lld peers, not reported one by one\n",
		       number(ledger, "unnamed"));
	if (evidence)
		printf("  evidence  %12lld packets kept, %lld skipped; %lld bytes in %s\n",
		       number(evidence, "packets"), number(evidence, "skipped"),
		       number(evidence, "bytes"), word(evidence, "folder"));
	printf("  ledger    %s\n", json_is_true(json_object_get(ledger, "balanced")) ?
					   "balances" :
					   "DOES NOT BALANCE: please report this");
	print_interfaces(json_object_get(status, "interfaces"));
}

/* Whether every packet was counted once, and none was lost; what is wrong is said. */
static bool holds(json_t *ledger, const char *name)
{
	bool balanced = json_is_true(json_object_get(ledger, "balanced"));

	if (!balanced)
		log_error("%s: the ledger does not balance", name);
	if (number(ledger, "lost"))
		log_error("%s: %lld packets lost: who sent them may be missing", name,
			  number(ledger, "lost"));
	return balanced && !number(ledger, "lost");
}

static bool all_hold(json_t *status)
{
	json_t *one;
	bool all = true;
	size_t i;

	json_array_foreach(json_object_get(status, "interfaces"), i, one)
		all &= holds(json_object_get(one, "ledger"), word(one, "name"));
	return all && holds(json_object_get(status, "ledger"), "all interfaces");
}

static int show(const char *answer, bool as_json)
{
	json_t *status = json_loads(answer, 0, NULL);
	bool fine;

	if (!status) {
		log_error("the sensor's answer is not understood");
		return EXIT_FAILED;
	}
	if (as_json)
		fputs(answer, stdout);
	else
		print_words(status);
	fine = all_hold(status);
	json_decref(status);
	return fine ? EXIT_FINE : EXIT_FAILED;
}

struct showing {
	bool json;
	int status;
};

static int show_one(void *ctx, const char *path, const char *answer)
{
	struct showing *s = ctx;

	(void)path;
	s->status |= show(answer, s->json);
	return 0;
}

int command_status(const struct options *o)
{
	struct showing showing = { .json = o->json };
	int r = o->socket ? ask_socket(o->socket, show_one, &showing) :
			    ask_each(o->n_args ? o->args[0] : NULL, show_one, &showing);

	if (r > 0)
		return showing.status;
	if (!o->socket && !o->json)
		pinned_show(o->n_args ? o->args[0] : NULL);
	if (o->socket)
		log_error("%s: %s", o->socket, strerror(-r));
	else if (r < 0)
		log_error("status: %s; ask as the user who started the sensor, or as root",
			  strerror(-r));
	else
		log_error("status: no sensor is running%s%s; start one with `sudo redarc IFACE`",
			  o->n_args ? " on " : "", o->n_args ? o->args[0] : "");
	return EXIT_FAILED;
}
