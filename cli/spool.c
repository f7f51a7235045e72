/* spool.c - regulars spool: the receipts that wait to be printed, and what to do about one. */
#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "receipts/spool_list.h"

/* More than anybody reads. */
#define SHOWN_MAX 1000

struct list {
	struct store *store;
	int64_t count;
};

static void print_row(void *user, const struct spool_row *row)
{
	struct list *list = user;
	bool is_over = row->state > SPOOL_AT_PRINTER;
	char when[ZONE_TIME_ROOM];

	zone_write(list->store->zone, is_over ? row->done_ms : row->created_ms, when);
	(void)printf("%8lld  %-16s  %-14s  %s %s  %s%s\n", (long long)row->id, row->sale,
		     spool_state_words(row->state), is_over ? "at   " : "since", when, row->till,
		     row->is_copy ? ", a copy" : "");
	if (row->tries > 1 || (row->tries > 0 && row->state == SPOOL_WAITING))
		(void)printf("          begun %lld times%s%s\n", (long long)row->tries,
			     row->printer[0] == '\0' ? "" : ", last on ", row->printer);
	if (row->why[0] != '\0')
		(void)printf("          %s\n", row->why);
	list->count++;
}

static void print_sum(const struct list *list)
{
	char count[COUNT_ROOM];

	command_count(list->count, "receipt", count);
	if (list->count == 0)
		(void)printf("No receipt waits.\n");
	else
		(void)printf("\n%s %s to be printed, the oldest first.\n"
			     "`regulars spool retry` tries at once; `regulars spool cancel NUMBER` "
			     "gives one up.\n",
			     count, list->count == 1 ? "waits" : "wait");
}

static rgl_rc show(struct cli *cli)
{
	struct list list = { 0 };
	rgl_rc rc = command_open(cli, STORE_READ, &list.store);

	if (rc < 0)
		return rc;
	if (arguments_has(&cli->arguments, "all"))
		rc = spool_list(list.store, true, SPOOL_RECENT, print_row, &list);
	if (rc == RGL_OK && list.count > 0)
		(void)printf("\n");
	list.count = 0;
	if (rc == RGL_OK)
		rc = spool_list(list.store, false, SHOWN_MAX, print_row, &list);
	if (rc == RGL_OK)
		print_sum(&list);
	rc = command_refused(cli, list.store, rc);
	store_close(list.store);
	return rc;
}

/* The number behind "retry" or "cancel". */
static rgl_rc read_id(struct cli *cli, int64_t *ret)
{
	const char *word = NULL;
	rgl_rc rc = command_word(cli, 1, "the number of a receipt", &word);

	return rc < 0 ? rc
		      : command_number(cli, word, "the number that `regulars spool` shows", ret);
}

static rgl_rc retry(struct cli *cli)
{
	struct store *store = NULL;
	int64_t id = 0;
	rgl_rc rc = RGL_OK;

	if (cli->arguments.word_count > 1)
		rc = read_id(cli, &id);
	if (rc == RGL_OK)
		rc = command_open(cli, STORE_WRITE, &store);
	if (rc < 0)
		return rc;
	rc = spool_retry(store, id);
	if (rc == RGL_EXISTS)
		rc = refuse(&store->refusal, RGL_E_FIELD,
			    "it was printed; `regulars receipt SALE --printer usb` prints a copy");
	rc = command_refused(cli, store, rc);
	if (rc == RGL_OK)
		(void)printf("It is tried at once, by its till if that is running.\n");
	store_close(store);
	return rc;
}

/* A job that was begun may be given up only while no program prints for its till: this one takes
 * that place for as long. */
static rgl_rc cancel_for(struct cli *cli, const char *till, int64_t id)
{
	struct store *store = NULL;
	rgl_rc rc = store_open(&cli->host, command_store_path(cli),
			       arguments_value(&cli->arguments, "key"), till, STORE_WRITE, &store,
			       &cli->refusal);

	if (rc < 0)
		return rc;
	rc = spool_cancel(store, id, store_claim_printing(store));
	if (rc == RGL_EXISTS)
		rc = refuse(&store->refusal, RGL_E_FIELD, "it is printed or cancelled already");
	rc = command_refused(cli, store, rc);
	store_close(store);
	return rc;
}

static rgl_rc cancel(struct cli *cli)
{
	struct store *store = NULL;
	struct spool_row row = { 0 };
	int64_t id = 0;
	rgl_rc rc = read_id(cli, &id);

	if (rc == RGL_OK)
		rc = command_open(cli, STORE_READ, &store);
	if (rc < 0)
		return rc;
	rc = command_refused(cli, store, spool_find(store, id, &row));
	store_close(store);
	if (rc == RGL_OK)
		rc = cancel_for(cli, row.till, id);
	if (rc == RGL_OK)
		(void)printf("The receipt of %s is not printed. `regulars spool retry %lld` takes "
			     "that back.\n",
			     row.sale, (long long)id);
	return rc;
}

rgl_rc command_spool(struct cli *cli)
{
	const char *what = cli->arguments.word_count > 0 ? cli->arguments.words[0] : "list";

	if (strcmp(what, "list") == 0)
		return show(cli);
	if (strcmp(what, "retry") == 0)
		return retry(cli);
	if (strcmp(what, "cancel") == 0)
		return cancel(cli);
	return refuse(&cli->refusal, RGL_E_ARGUMENT,
		      "%s is none of list, retry and cancel; `regulars spool --help` says more",
		      what);
}
