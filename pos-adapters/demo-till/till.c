/* SPDX-License-Identifier: Apache-2.0 */
/* till.c - a whole small till, to show where a real one calls Regulars.
 *
 * In:  commands, one a line, from a terminal, a pipe or a script (see README.md).
 * Out: what a cashier would see.
 * Not here: the commands (commands.c); the calls of Regulars (loyalty.c, the file to copy).
 *
 * The one rule: the sale is the till's. A missing library, a broken store or a full disk costs
 * the points of that moment and a line of text, never the sale.
 */
#include "pos-adapters/demo-till/commands.h"
#include "pos-adapters/demo-till/words.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { WORDS_MAX = 8, LINE_ROOM = 1200, CLOCK_STEP_MS = 60000 };

/* ---- What the till lends to Regulars; the rest it leaves to Regulars' own ---- */

int64_t till_now_ms(const struct till *till)
{
	int64_t at_ms = atomic_load(&till->clock_ms);
	struct timespec now;

	if (at_ms != 0)
		return at_ms;
	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int64_t lend_now_ms(void *user)
{
	return till_now_ms(user);
}

/* Errors and warnings only: a till's log is read when something is wrong. It may be called from
 * the thread that prints; stdio keeps the lines whole. */
static void lend_log(void *user, int32_t level, const char *line)
{
	static const char *const names[] = { "", "error", "warning" };
	struct till *till = user;

	if (level >= RGL_LOG_ERROR && level <= RGL_LOG_WARNING)
		fprintf(till->log, "regulars: %s: %s\n", names[level], line);
}

/* A command returns false when it was not typed as it should be. */
struct command {
	const char *name;
	bool (*run)(struct till *till, int word_count, char **words);
	const char *usage;
};

static const struct command commands[] = {
	{ "scan", run_scan, "scan TEXT" },
	{ "item", run_item, "item SKU NAME CATEGORY QUANTITY UNIT-PRICE [COST]" },
	{ "pay", run_pay, "pay cash|card|voucher|transfer AMOUNT, after an item" },
	{ "refund", run_refund, "refund SALE-ID, of a sale of today, once, between two sales" },
	{ "enrol", run_enrol, "enrol NAME [PHONE]" },
	{ "receipt", run_receipt, "receipt SALE-ID [--png FILE]" },
	{ "again", run_again, "again, after a sale: sends it once more" },
};

/* What a scanner delivers goes on as it is, blanks and all; other lines are cut into words. */
static int line_cut(char *line, char **ret_words)
{
	line[strcspn(line, "\r\n")] = '\0';
	if (strncmp(line, "scan ", 5) != 0)
		return words_cut(line, ret_words, WORDS_MAX);
	ret_words[0] = line;
	line[4] = '\0';
	ret_words[1] = line + 5;
	return 2;
}

/* Runs one line; false for quit. */
static bool line_run(struct till *till, char *line)
{
	char *words[WORDS_MAX] = { NULL };
	int word_count = line_cut(line, words);

	if (word_count == 0)
		return true;
	if (word_count > 0 && strcmp(words[0], "quit") == 0)
		return false;
	for (size_t i = 0; word_count > 0 && i < sizeof(commands) / sizeof(*commands); i++) {
		if (strcmp(words[0], commands[i].name) != 0)
			continue;
		if (!commands[i].run(till, word_count, words))
			printf("  Not so. It is: %s\n", commands[i].usage);
		printing_show(till);
		return true;
	}
	printf("  Say scan, item, pay, refund, enrol, receipt, again or quit\n");
	return true;
}

/* Reads commands to the end or to quit. A script's lines are shown, so that what comes out reads
 * like the day it was; those that begin with # are shown alone. */
static void till_run(struct till *till, FILE *input)
{
	bool typed = isatty(fileno(input)) == 1, going = true;
	char line[LINE_ROOM];

	while (going && till->ticket_count < TICKETS_MAX) {
		if (typed)
			printf("till> ");
		fflush(stdout);
		if (fgets(line, sizeof(line), input) == NULL)
			break;
		if (!typed)
			printf("%s%.*s\n", line[0] == '#' || line[0] == '\n' ? "" : "till> ",
			       (int)strcspn(line, "\r\n"), line);
		if (line[0] != '#')
			going = line_run(till, line);
		if (till->clock_ms != 0)
			till->clock_ms += CLOCK_STEP_MS;
	}
	if (till->ticket_count == TICKETS_MAX)
		printf("The demo till holds %d sales; start it again.\n", TICKETS_MAX);
}

/* "2026-11-21T07:30", UTC */
static bool clock_set(struct till *till, const char *text)
{
	struct tm tm = { 0 };
	const char *end = strptime(text, "%Y-%m-%dT%H:%M", &tm);

	if (end == NULL || *end != '\0')
		return false;
	till->clock_ms = (int64_t)timegm(&tm) * 1000;
	return true;
}

static const char usage[] =
	"usage: till --store FILE [--library FILE] [--key FILE] [--till NAME] [--printer NAME]\n"
	"            [--log FILE] [--clock YYYY-MM-DDTHH:MM] [SCRIPT]\n"
	"The library is --library, or $REGULARS_SO, or the system's libregulars.so.0.\n";

static bool options_read(struct till *till, int argc, char **argv, const char **ret_library)
{
	static const struct option options[] = {
		{ "store", 1, NULL, 's' }, { "library", 1, NULL, 'l' }, { "key", 1, NULL, 'k' },
		{ "till", 1, NULL, 't' },  { "log", 1, NULL, 'o' },	{ "printer", 1, NULL, 'p' },
		{ "clock", 1, NULL, 'c' }, { NULL, 0, NULL, 0 },
	};
	struct rgl_options *rgl = &till->loyalty.options;
	bool well = true;
	int option;

	while (well && (option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (option == 's')
			rgl->store = optarg;
		else if (option == 'k')
			rgl->key = optarg;
		else if (option == 't')
			rgl->till = optarg;
		else if (option == 'p')
			rgl->printer = optarg;
		else if (option == 'l')
			*ret_library = optarg;
		else if (option == 'o')
			well = (till->log = fopen(optarg, "a")) != NULL;
		else
			well = option == 'c' && clock_set(till, optarg);
	}
	return well && rgl->store != NULL && argc - optind <= 1;
}

static void till_begin(struct till *till)
{
	till->log = stderr;
	till->loyalty.shop.exponent = 2; /* of the till's currency, until the shop has said so */
	till->loyalty.options =
		(struct rgl_options) { .size = sizeof(struct rgl_options), .till = "till" };
	till->loyalty.host = (struct rgl_host) { .size = sizeof(struct rgl_host),
						 .user = till,
						 .log = lend_log,
						 .now_ms = lend_now_ms };
	till->tickets = calloc(TICKETS_MAX + 1, sizeof(*till->tickets));
}

int main(int argc, char **argv)
{
	const char *library = getenv("REGULARS_SO");
	struct till till = { 0 };
	FILE *input = stdin;
	int status = 2;
	time_t now;
	struct tm tm;

	till_begin(&till);
	if (till.tickets == NULL || !options_read(&till, argc, argv, &library) ||
	    (argv[optind] != NULL && (input = fopen(argv[optind], "r")) == NULL)) {
		fputs(usage, stderr);
		goto out;
	}
	now = (time_t)(till_now_ms(&till) / 1000);
	strftime(till.started, sizeof(till.started), "%Y%m%d-%H%M%S", gmtime_r(&now, &tm));

	loyalty_load(&till.loyalty, library != NULL ? library : "libregulars.so.0");
	if (till.loyalty.api != NULL)
		loyalty_ready(&till.loyalty, true);
	till_run(&till, input);
	loyalty_close(&till.loyalty);
	status = 0;
out:
	free(till.tickets);
	if (input != NULL && input != stdin)
		fclose(input);
	if (till.log != NULL && till.log != stderr)
		fclose(till.log);
	return status;
}
