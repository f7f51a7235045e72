/* account.c - regulars member: a member's account. */
#include <string.h>

#include "cli/command.h"
#include "plugin/loyalty/book.h"
#include "plugin/reports/account.h"

static rgl_rc write_account(struct cli *cli, struct store *store, const struct report *report,
			    int64_t member, struct bytes *out)
{
	const struct book_entry *entry = NULL;
	struct book *book = NULL;
	rgl_rc rc = book_open(store, &book);

	if (rc == RGL_OK)
		rc = book_at(book, host_now_ms(&cli->host), &entry);
	if (rc == RGL_OK)
		rc = account_write(store, report, entry->programme, member, out);
	book_close(book);
	return command_refused(cli, store, rc);
}

rgl_rc command_account(struct cli *cli)
{
	const char *format = arguments_value(&cli->arguments, "format");
	const char *last = arguments_value(&cli->arguments, "last");
	struct report report = { .colour = cli->colour };
	struct bytes bytes = bytes_of(&cli->host);
	struct store *store = NULL;
	int64_t member = 0;
	rgl_rc rc = command_member(cli, 0, &member);

	if (rc == RGL_OK &&
	    report_format_of(format == NULL ? "table" : format, &report.format, &cli->refusal) < 0)
		rc = RGL_E_ARGUMENT;
	if (rc == RGL_OK && report.format == VIEW_HTML)
		rc = refuse(&cli->refusal, RGL_E_ARGUMENT,
			    "an account is written as table, csv or json");
	if (rc == RGL_OK && last != NULL)
		rc = command_number(cli, last, "how many lines at most, from 1 on", &report.top);
	if (rc == RGL_OK)
		rc = command_open(cli, STORE_READ, &store);
	if (rc < 0)
		return rc;
	report.columns = command_columns();
	rc = write_account(cli, store, &report, member, &bytes);
	if (rc == RGL_OK)
		rc = command_write_file(cli, "-", &bytes);
	bytes_free(&bytes);
	store_close(store);
	return rc;
}
