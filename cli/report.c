/* report.c - regulars report. */
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli/refresh.h"
#include "plugin/reports/read.h"

size_t command_columns(void)
{
	struct winsize size = { 0 };

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
		return 100;
	return size.ws_col;
}

static rgl_rc read_top(struct cli *cli, struct report *report)
{
	const char *top = arguments_value(&cli->arguments, "top");

	if (top == NULL)
		return RGL_OK;
	if ((report->kind->takes & REPORT_TAKES_TOP) == 0)
		return refuse(&cli->refusal, RGL_E_ARGUMENT,
			      "the report %s does not take top; leave it out", report->kind->name);
	if (decimal_read(top, strlen(top), 0, ROUNDING_REFUSED, &report->top) < 0 ||
	    report->top < 1 || report->top > 1000000)
		return refuse(&cli->refusal, RGL_E_ARGUMENT, "--top takes a number from 1 on");
	return RGL_OK;
}

static rgl_rc read_flags(struct cli *cli, struct report *report)
{
	const char *format = arguments_value(&cli->arguments, "format");
	const char *period = arguments_value(&cli->arguments, "period");
	const char *cut = arguments_value(&cli->arguments, "by");
	const char *name = NULL;
	rgl_rc rc;

	report->wish.where = arguments_value(&cli->arguments, "where");
	report->measure = arguments_value(&cli->arguments, "show");
	report->table = arguments_value(&cli->arguments, "table");
	rc = command_word(cli, 0, "the report's name", &name);
	if (rc == RGL_OK)
		rc = report_kind_of(name, &report->kind, &cli->refusal);
	if (rc == RGL_OK)
		rc = report_format_of(format == NULL ? "table" : format, &report->format,
				      &cli->refusal);
	if (rc == RGL_OK && period != NULL)
		rc = period_grain_of(period, &report->wish.grain, &cli->refusal);
	if (rc == RGL_OK && cut != NULL)
		rc = cut_of(cut, &report->wish.cut, &cli->refusal);
	if (rc == RGL_OK)
		rc = read_top(cli, report);
	if (rc == RGL_OK && report->table != NULL && report->format != VIEW_CSV)
		rc = refuse(&cli->refusal, RGL_E_ARGUMENT, "--table goes with --format csv");
	return rc == RGL_E_FIELD ? RGL_E_ARGUMENT : rc;
}

/* What it costs to win a customer is money of the shop's. */
static rgl_rc read_cost(struct cli *cli, struct store *store, struct report *report)
{
	const char *cost = arguments_value(&cli->arguments, "cost");
	int64_t minor = 0;

	if (cost == NULL)
		return RGL_OK;
	if (decimal_read(cost, strlen(cost), store->shop.currency.exponent, ROUNDING_REFUSED,
			 &minor) < 0 ||
	    minor < 0)
		return refuse(&store->refusal, RGL_E_ARGUMENT,
			      "--cost takes an amount in %s, as 25 or 25.50",
			      store->shop.currency.code);
	report->has_cost = true;
	report->cost = money_of(minor);
	return RGL_OK;
}

rgl_rc command_report(struct cli *cli)
{
	struct report report = { .top = 20,
				 .colour = cli->colour,
				 .wish = { .grain = GRAIN_MONTH } };
	struct bytes bytes = bytes_of(&cli->host);
	struct store *store = NULL;
	rgl_rc rc;

	rc = read_flags(cli, &report);
	if (rc == RGL_OK && (report.kind->takes & REPORT_NEEDS_SCORES) != 0)
		refresh_if_old(cli);
	if (rc == RGL_OK)
		rc = command_open(cli, STORE_READ, &store);
	if (rc != RGL_OK)
		return rc;
	report.columns = command_columns();
	rc = report_bounds(store, arguments_value(&cli->arguments, "from"),
			   arguments_value(&cli->arguments, "to"), &report);
	if (rc == RGL_OK)
		rc = read_cost(cli, store, &report);
	if (rc == RGL_OK)
		rc = report_write(store, &report, &bytes);
	if (rc < 0)
		rc = command_refused(cli, store, rc);
	else
		rc = command_write_file(cli, "-", &bytes);
	bytes_free(&bytes);
	store_close(store);
	return rc;
}
