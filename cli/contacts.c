/* contacts.c - regulars contacts: who is quietly going, what to say to them, and that it was done.
 */
#include <stdio.h>
#include <string.h>

#include "cli/refresh.h"
#include "plugin/insight/period.h"
#include "plugin/page/page.h"
#include "plugin/page/page_parts.h"
#include "plugin/reports/read.h"
#include "plugin/slip_contact.h"

#define TOP_USUAL 20
#define INDENT 4

/* The list and what it is written with. */
struct showing {
	struct cli *cli;
	struct store *store;
	struct slip_parts *parts;
	struct contact_list list;
	int64_t overdue;
	int64_t never_spoke;
	enum view_format format;
};

/* ---- For a person ---- */

/* "7 days", "6.5 days" */
static void say_days(int64_t tenths, char ret[DECIMAL_ROOM])
{
	(void)snprintf(ret, DECIMAL_ROOM, tenths % 10 == 0 ? "%lld" : "%lld.%lld",
		       (long long)(tenths / 10), (long long)(tenths % 10));
}

static void print_reach(const struct contact *contact)
{
	const char *between = contact->phone[0] != '\0' && contact->email[0] != '\0' ? " · " : "";

	if (contact->id != 0)
		(void)printf("  %s%s%s\n", contact->phone, between, contact->email);
}

static rgl_rc print_one(struct showing *showing, const struct contact *contact)
{
	char words[CONTACT_WORDS_ROOM];
	struct bytes text = bytes_of(&showing->cli->host);
	char amount[DECIMAL_ROOM];
	char usual[DECIMAL_ROOM];
	char day[PERIOD_ROOM];
	rgl_rc rc = slip_contact_words(showing->parts, contact, showing->store->shop.name, words,
				       &showing->store->refusal);

	if (rc < 0)
		return rc;
	say_days(contact->usual_days, usual);
	(void)printf("%s%s%lld · usually every %s days, last on %s\n", contact->name,
		     contact->name[0] == '\0' ? "member " : " · ", (long long)contact->member,
		     usual, period_say_day(contact->last_day, day));
	money_write(contact->loss, &showing->store->shop.currency, amount);
	(void)printf("  %s %s at stake in 12 months\n", amount, showing->store->shop.currency.code);
	print_reach(contact);
	page_terminal_indent(&text, INDENT);
	page_terminal_wrap(&text, words, command_columns(), INDENT);
	bytes_add_byte(&text, 0);
	rc = bytes_rc(&text);
	if (rc == RGL_OK)
		(void)printf("%s", (const char *)text.data);
	bytes_free(&text);
	return rc;
}

static void print_head(const struct showing *showing)
{
	const struct contact_list *list = &showing->list;
	char overdue[COUNT_ROOM];
	char silent[DECIMAL_ROOM];

	command_count(showing->overdue, "regular", overdue);
	decimal_write_grouped(showing->never_spoke, 0, silent);
	if (showing->overdue == 0)
		(void)printf("Nobody is overdue against their own rhythm.\n");
	else
		(void)printf("%s overdue against their own rhythm; %s never said why, nor "
			     "anything else.\n",
			     overdue, silent);
	if (list->to_contact > 0)
		(void)printf("\nTo be contacted, the dearest first:\n");
}

/* What the list leaves to say. */
static void print_end(const struct showing *showing)
{
	const struct contact_list *list = &showing->list;

	if (list->left_alone > 0)
		(void)printf(
			"\n%lld more %s left alone, drawn by lot, so that what contacting does "
			"can be measured.\n",
			(long long)list->left_alone, list->left_alone == 1 ? "is" : "are");
	if (list->to_contact > 0)
		(void)printf("\nWhen it is done: regulars contacts done MEMBER --who NAME\n"
			     "What came of it:  regulars report care\n");
	else if (list->count > 0)
		(void)printf("\nNobody who agreed to be contacted is waiting for it.\n");
}

static rgl_rc print_all(struct showing *showing)
{
	const struct contact_list *list = &showing->list;
	rgl_rc rc = RGL_OK;

	print_head(showing);
	for (size_t i = 0; rc == RGL_OK && i < list->count; i++) {
		if (i == list->to_contact)
			(void)printf(
				"\nOnly at the till; they did not agree to be contacted, or left "
				"no number:\n");
		(void)printf("\n");
		rc = print_one(showing, &list->at[i]);
	}
	if (rc == RGL_OK)
		print_end(showing);
	return rc;
}

/* ---- For a program ---- */

static void add_columns(struct page *page)
{
	page_table(page, "contacts", "Who is quietly going, and what to say");
	page_column(page, "member", "number", PAGE_ID);
	page_column(page, "name", "member", PAGE_TEXT);
	page_column(page, "by", "reached by", PAGE_TEXT);
	page_column(page, "phone", "phone", PAGE_TEXT);
	page_column(page, "email", "e-mail", PAGE_TEXT);
	page_column(page, "language", "language", PAGE_TEXT);
	page_column(page, "usual", "usual gap", PAGE_DAYS);
	page_column(page, "last", "last visit", PAGE_DAY);
	page_column(page, "item", "usually buys", PAGE_TEXT);
	page_column(page, "loss", "at stake", PAGE_MONEY);
	page_column(page, "words", "words", PAGE_TEXT);
}

static rgl_rc add_row(struct showing *showing, const struct contact *contact, struct page *page)
{
	char words[CONTACT_WORDS_ROOM];
	rgl_rc rc = slip_contact_words(showing->parts, contact, showing->store->shop.name, words,
				       &showing->store->refusal);

	if (rc < 0)
		return rc;
	page_row(page);
	page_number(page, contact->member);
	page_text(page, contact->name);
	page_text(page, contact->id == 0 ? "till" : contact->phone[0] != '\0' ? "phone" : "email");
	page_text(page, contact->phone);
	page_text(page, contact->email);
	page_text(page, contact->language);
	page_number(page, contact->usual_days);
	page_number(page, contact->last_day);
	page_text(page, contact->item);
	page_money(page, contact->loss);
	page_text(page, words);
	return RGL_OK;
}

static rgl_rc write_page(struct showing *showing, struct bytes *out)
{
	const struct report report = { .format = showing->format };
	const struct view view = report_view(showing->store, &report);
	struct page *page = NULL;
	rgl_rc rc = page_open(&showing->cli->host, "contacts", "Who is quietly going", &page,
			      &showing->store->refusal);

	if (rc < 0)
		return rc;
	page_fact(page, "overdue", "overdue", PAGE_COUNT, showing->overdue);
	page_fact(page, "never_spoke", "never said anything", PAGE_COUNT, showing->never_spoke);
	page_fact(page, "left_alone", "left alone", PAGE_COUNT, showing->list.left_alone);
	add_columns(page);
	for (size_t i = 0; rc == RGL_OK && i < showing->list.count; i++)
		rc = add_row(showing, &showing->list.at[i], page);
	if (rc == RGL_OK)
		rc = page_render(page, &view, NULL, out, &showing->store->refusal);
	page_close(page);
	return rc;
}

/* ---- The words of the command ---- */

static rgl_rc make_list(struct showing *showing, const struct policy *policy, int64_t top)
{
	const struct contact_wish wish = {
		.policy = policy,
		.who = arguments_value(&showing->cli->arguments, "who"),
		.top = top,
	};
	struct store *store = showing->store;
	struct silent_list silent = { 0 };
	rgl_rc rc = store_look(store);

	if (rc < 0)
		return rc;
	rc = silent_read(store, policy, &silent);
	store_looked(store);
	showing->overdue = (int64_t)silent.count;
	showing->never_spoke = silent.never_spoke;
	if (rc == RGL_OK)
		rc = contact_list_make(store, &silent, &wish, &showing->list);
	silent_free(&silent);
	return rc;
}

static rgl_rc show(struct showing *showing, int64_t top)
{
	struct bytes out = bytes_of(&showing->cli->host);
	struct policy policy;
	rgl_rc rc = policy_read(showing->store, &policy);

	if (rc == RGL_OK)
		rc = slip_parts_open(&showing->cli->host, &showing->parts,
				     &showing->store->refusal);
	if (rc == RGL_OK)
		rc = slip_parts_look(showing->parts, showing->store);
	if (rc == RGL_OK)
		rc = make_list(showing, &policy, top);
	if (rc == RGL_OK && showing->format == VIEW_TABLE)
		rc = print_all(showing);
	else if (rc == RGL_OK)
		rc = write_page(showing, &out);
	rc = command_refused(showing->cli, showing->store, rc);
	if (rc == RGL_OK && showing->format != VIEW_TABLE)
		rc = command_write_file(showing->cli, "-", &out);
	if (out.data != NULL)
		wipe(out.data, out.length);
	bytes_free(&out);
	contact_list_free(&showing->list);
	slip_parts_close(showing->parts);
	return rc;
}

static rgl_rc list(struct cli *cli)
{
	const char *format = arguments_value(&cli->arguments, "format");
	const char *top = arguments_value(&cli->arguments, "top");
	struct showing showing = { .cli = cli };
	int64_t count = TOP_USUAL;
	rgl_rc rc =
		report_format_of(format == NULL ? "table" : format, &showing.format, &cli->refusal);

	if (rc == RGL_OK && showing.format == VIEW_HTML)
		rc = refuse(&cli->refusal, RGL_E_ARGUMENT,
			    "contacts are written as table, csv or json");
	if (rc == RGL_OK && top != NULL)
		rc = command_number(cli, top, "how many to contact, from 1 to 1000", &count);
	if (rc == RGL_OK && count > CONTACT_TOP_MOST)
		rc = refuse(&cli->refusal, RGL_E_ARGUMENT, "--top goes to %d", CONTACT_TOP_MOST);
	if (rc < 0)
		return RGL_E_ARGUMENT;
	refresh_if_old(cli);
	rc = command_open(cli, STORE_WRITE, &showing.store);
	if (rc < 0)
		return rc;
	rc = show(&showing, count);
	store_close(showing.store);
	return rc;
}

static rgl_rc done(struct cli *cli)
{
	struct contact_did did = { .who = arguments_value(&cli->arguments, "who"),
				   .how = arguments_value(&cli->arguments, "how") };
	struct store *store = NULL;
	rgl_rc rc = command_member(cli, 1, &did.member);

	if (rc == RGL_OK && did.who == NULL)
		rc = refuse(&cli->refusal, RGL_E_ARGUMENT,
			    "--who is missing: the name of who contacted them");
	if (rc == RGL_OK)
		rc = command_open(cli, STORE_WRITE, &store);
	if (rc < 0)
		return rc;
	rc = command_refused(cli, store, contact_done(store, &did));
	if (rc >= 0)
		(void)printf("%sMember %lld was contacted. Whether they came back: regulars report "
			     "care\n",
			     rc == RGL_EXISTS ? "This was written down before. " : "",
			     (long long)did.member);
	store_close(store);
	return rc;
}

static rgl_rc add(struct cli *cli)
{
	struct store *store = NULL;
	struct policy policy;
	bool held_out = false;
	int64_t member = 0;
	rgl_rc rc = command_member(cli, 1, &member);

	if (rc == RGL_OK)
		rc = command_open(cli, STORE_WRITE, &store);
	if (rc < 0)
		return rc;
	rc = policy_read(store, &policy);
	if (rc == RGL_OK)
		rc = contact_add(store, &policy, member, 0, &held_out);
	rc = command_refused(cli, store, rc);
	if (rc >= 0)
		(void)printf("Member %lld %s%s\n", (long long)member,
			     rc == RGL_EXISTS ? "is listed already: " : "is listed: ",
			     held_out ? "by lot one of those left alone." : "to be contacted.");
	store_close(store);
	return rc;
}

rgl_rc command_contacts(struct cli *cli)
{
	const char *what = cli->arguments.word_count > 0 ? cli->arguments.words[0] : "list";

	if (strcmp(what, "list") == 0)
		return list(cli);
	if (strcmp(what, "done") == 0)
		return done(cli);
	if (strcmp(what, "add") == 0)
		return add(cli);
	return refuse(&cli->refusal, RGL_E_ARGUMENT,
		      "%s is none of list, done and add; `regulars contacts --help` says more",
		      what);
}
