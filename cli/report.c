/* report.c - regulars report. */
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli/command.h"
#include "plugin/insight/read.h"

size_t command_columns(void)
{
	struct winsize size = { 0 };

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
		return 100;
	return size.ws_col;
}

static rgl_rc read_flags(struct cli *cli, struct report *report)
{
	const char *format = arguments_value(&cli->arguments, "format");
	const char *top = arguments_value(&cli->arguments, "top");
	const char *name = NULL;
	rgl_rc rc;

	rc = command_word(cli, 0, "the report's name (cohorts, value or alerts)", &name);
	if (rc == RGL_OK)
		rc = report_kind_of(name, &report->kind, &cli->refusal);
	if (rc == RGL_OK)
		rc = report_format_of(format == NULL ? "table" : format, &report->format,
				      &cli->refusal);
	if (rc == RGL_OK && top != NULL &&
	    (decimal_read(top, strlen(top), 0, ROUNDING_REFUSED, &report->top) < 0 ||
	     report->top < 1 || report->top > 1000000))
		rc = refuse(&cli->refusal, RGL_E_ARGUMENT, "--top takes a number from 1 on");
	return rc == RGL_E_FIELD ? RGL_E_ARGUMENT : rc;
}

rgl_rc command_report(struct cli *cli)
{
	struct report report = { .top = 20, .colour = cli->colour };
	struct bytes bytes = bytes_of(&cli->host);
	struct store *store = NULL;
	rgl_rc rc;

	rc = read_flags(cli, &report);
	if (rc == RGL_OK)
		rc = command_open(cli, STORE_READ, &store);
	if (rc < 0)
		return rc;
	report.columns = command_columns();
	rc = report_bounds(store, arguments_value(&cli->arguments, "from"),
			   arguments_value(&cli->arguments, "to"), &report);
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
