/* change.c - regulars adjust, merge, unmerge, staff, segments: what a person decides. */
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "plugin/care/recount.h"
#include "plugin/loyalty/adjust.h"
#include "plugin/loyalty/segments.h"
#include "plugin/loyalty/watch.h"

void command_new_id(char ret[COMMAND_ID_ROOM])
{
	unsigned char bytes[8];
	char hex[2 * sizeof(bytes) + 1];

	randombytes_buf(bytes, sizeof(bytes));
	(void)sodium_bin2hex(hex, sizeof(hex), bytes, sizeof(bytes));
	(void)snprintf(ret, COMMAND_ID_ROOM, "by-hand-%s", hex);
}

rgl_rc command_who_why(struct cli *cli, const char **ret_who, const char **ret_why)
{
	const char *who = arguments_value(&cli->arguments, "who");
	const char *why = arguments_value(&cli->arguments, "why");

	if (who == NULL || who[0] == '\0')
		return refuse(&cli->refusal, RGL_E_ARGUMENT,
			      "--who is missing: the name of who decided this");
	if (why == NULL || why[0] == '\0')
		return refuse(&cli->refusal, RGL_E_ARGUMENT,
			      "--why is missing: the reason, in a few words");
	*ret_who = who;
	*ret_why = why;
	return RGL_OK;
}

/* Points and stamps are whole; credit is in the currency. */
static rgl_rc read_units(struct cli *cli, struct store *store, const char *purse, const char *text,
			 int64_t *ret)
{
	bool is_money = strcmp(purse, "credit") == 0;
	uint32_t digits = is_money ? store->shop.currency.exponent : 0;

	if (decimal_read(text, strlen(text), digits, ROUNDING_REFUSED, ret) < 0 || *ret == 0)
		return refuse(&cli->refusal, RGL_E_ARGUMENT,
			      "\"%.40s\" is not %s, as in %s; below zero takes away", text,
			      is_money ? "an amount of credit" : "a number of points",
			      is_money ? "5.00" : "50");
	return RGL_OK;
}

static rgl_rc run_adjust(struct cli *cli, struct store *store, struct adjustment *asked,
			 const char *units)
{
	uint32_t digits = strcmp(asked->purse, "credit") == 0 ? store->shop.currency.exponent : 0;
	char text[DECIMAL_ROOM];
	struct book *book = NULL;
	int64_t balance = 0;
	rgl_rc rc = read_units(cli, store, asked->purse, units, &asked->units);

	if (rc < 0)
		return rc;
	rc = book_open(store, &book);
	if (rc == RGL_OK)
		rc = adjust(store, book, asked, &balance);
	book_close(book);
	if (rc < 0)
		return command_refused(cli, store, rc);
	decimal_write_grouped(balance, digits, text);
	(void)printf("%sMember %lld has %s of %s now.\n",
		     rc == RGL_EXISTS ? "This was done before. " : "", (long long)asked->member,
		     text, asked->purse);
	return RGL_OK;
}

rgl_rc command_adjust(struct cli *cli)
{
	const char *purse = arguments_value(&cli->arguments, "purse");
	const char *id = arguments_value(&cli->arguments, "id");
	struct adjustment asked = { .purse = purse == NULL ? "points" : purse };
	char made[COMMAND_ID_ROOM];
	struct store *store = NULL;
	const char *units = "";
	rgl_rc rc = command_member(cli, 0, &asked.member);

	if (rc == RGL_OK)
		rc = command_word(cli, 1, "how many points", &units);
	if (rc == RGL_OK)
		rc = command_who_why(cli, &asked.who, &asked.why);
	if (rc == RGL_OK)
		rc = command_open(cli, STORE_WRITE, &store);
	if (rc != RGL_OK)
		return rc;
	command_new_id(made);
	asked.ref = id == NULL ? made : id;
	rc = run_adjust(cli, store, &asked, units);
	store_close(store);
	return rc;
}

rgl_rc command_merge(struct cli *cli)
{
	struct store *store = NULL;
	const char *who = NULL;
	const char *why = NULL;
	int64_t into = 0;
	int64_t from = 0;
	int64_t merge = 0;
	rgl_rc rc = command_member(cli, 0, &into);

	if (rc == RGL_OK)
		rc = command_member(cli, 1, &from);
	if (rc == RGL_OK)
		rc = command_who_why(cli, &who, &why);
	if (rc == RGL_OK)
		rc = command_open(cli, STORE_WRITE, &store);
	if (rc != RGL_OK)
		return rc;
	rc = command_refused(cli, store, care_merge(store, into, from, who, why, &merge));
	if (rc == RGL_OK)
		(void)printf("Member %lld is member %lld now, cards, visits and points.\n"
			     "To undo it: regulars unmerge %lld --who NAME\n",
			     (long long)from, (long long)into, (long long)merge);
	store_close(store);
	return rc;
}

rgl_rc command_unmerge(struct cli *cli)
{
	const char *who = arguments_value(&cli->arguments, "who");
	struct store *store = NULL;
	const char *word = NULL;
	int64_t missing = 0;
	int64_t merge = 0;
	rgl_rc rc = command_word(cli, 0, "the merge's number", &word);

	if (rc == RGL_OK)
		rc = command_number(cli, word, "the number of a merge", &merge);
	if (rc == RGL_OK && who == NULL)
		rc = refuse(&cli->refusal, RGL_E_ARGUMENT,
			    "--who is missing: the name of who decided this");
	if (rc == RGL_OK)
		rc = command_open(cli, STORE_WRITE, &store);
	if (rc != RGL_OK)
		return rc;
	rc = command_refused(cli, store, care_merge_undo(store, merge, who, &missing));
	if (rc >= 0)
		(void)puts(rc == RGL_EXISTS ? "That merge was undone before."
					    : "The two members are apart again.");
	if (rc >= 0 && missing > 0)
		(void)printf("%lld of what had moved was spent since and did not go back.\n",
			     (long long)missing);
	store_close(store);
	return rc;
}

rgl_rc command_staff(struct cli *cli)
{
	struct store *store = NULL;
	const char *cashier = NULL;
	int64_t member = 0;
	bool is_nobody = arguments_has(&cli->arguments, "nobody");
	rgl_rc rc = command_word(cli, 0, "the cashier's name, as the till sends it", &cashier);

	if (rc == RGL_OK && !is_nobody)
		rc = command_member(cli, 1, &member);
	if (rc == RGL_OK)
		rc = command_open(cli, STORE_WRITE, &store);
	if (rc != RGL_OK)
		return rc;
	rc = command_refused(cli, store, watch_staff(store, cashier, member));
	if (rc == RGL_OK && is_nobody)
		(void)printf("Cashier %s is nobody's own card any more.\n", cashier);
	else if (rc == RGL_OK)
		(void)printf("Cashier %s is member %lld.\n", cashier, (long long)member);
	store_close(store);
	return rc;
}

rgl_rc command_segments(struct cli *cli)
{
	struct store *store = NULL;
	const char *segments = "";
	int64_t member = 0;
	rgl_rc rc = command_member(cli, 0, &member);

	if (rc == RGL_OK)
		rc = command_word(cli, 1, "the segments, as in \"vip staff\" (\"\" for none)",
				  &segments);
	if (rc == RGL_OK)
		rc = command_open(cli, STORE_WRITE, &store);
	if (rc != RGL_OK)
		return rc;
	rc = command_refused(cli, store, segments_set(store, member, segments));
	if (rc >= 0)
		(void)printf("Member %lld: %s\n", (long long)member,
			     segments[0] == '\0' ? "no segments" : segments);
	store_close(store);
	return rc;
}
