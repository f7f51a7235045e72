/* receipt.c - regulars receipt: a sale's receipt on the terminal, in a file, or on paper. */
#include <stdio.h>
#include <time.h>

#include "cli/command.h"
#include "plugin/sales/record.h"
#include "plugin/slip.h"
#include "receipts/render.h"

static rgl_rc write_form(struct cli *cli, const char *sale, enum render_form form, const char *path)
{
	struct bytes bytes = bytes_of(&cli->host);
	struct fonts *fonts = NULL;
	struct store *store = NULL;
	struct desk *desk = NULL;
	struct slip *slip = NULL;
	rgl_rc rc;

	rc = command_open(cli, STORE_READ, &store);
	if (rc < 0)
		return rc;
	rc = desk_open(store, &desk);
	if (rc == RGL_OK)
		rc = slip_read(desk, sale, false, &slip);
	if (rc < 0)
		rc = command_refused(cli, store, rc);
	else
		rc = render_receipt(slip_receipt(slip), form, &cli->host, &fonts, &bytes,
				    &cli->refusal);
	if (rc == RGL_OK)
		rc = command_write_file(cli, path, &bytes);
	slip_free(slip);
	fonts_close(fonts);
	bytes_free(&bytes);
	desk_close(desk);
	store_close(store);
	return rc;
}

/* Waits while the printing thread works; gives up with its words when the printer does not print.
 */
static rgl_rc wait_printed(struct cli *cli, const struct rgl_api *api, struct rgl *rgl)
{
	const struct timespec pause = { .tv_nsec = 50000000 };
	struct rgl_printing printing = { .size = sizeof(printing) };
	rgl_rc rc;

	for (int i = 0; i < 20 * 60; i++) {
		rc = api->printing(rgl, &printing, &cli->refusal);
		if (rc < 0 || printing.waiting == 0)
			return rc;
		if (printing.code < 0)
			break;
		(void)nanosleep(&pause, NULL);
	}
	return refuse(&cli->refusal, RGL_E_PRINTER, "%s",
		      printing.says[0] == '\0' ? "the printer does not print" : printing.says);
}

/* One more job of this command's own "till", which the printing thread finds when it starts. */
static rgl_rc add_job(struct cli *cli, const char *sale)
{
	struct recorded recorded;
	struct store *store = NULL;
	int64_t before = 0;
	int64_t job = 0;
	rgl_rc rc;

	rc = command_open(cli, STORE_WRITE, &store);
	if (rc < 0)
		return rc;
	rc = record_need(store, sale, "sale_id", &recorded);
	if (rc == RGL_OK)
		rc = record_print_of(store, recorded.id, &before);
	if (rc == RGL_OK)
		rc = store_begin(store);
	if (rc == RGL_OK)
		rc = store_end(store, record_print(store, recorded.id, before != 0, &job));
	rc = command_refused(cli, store, rc);
	store_close(store);
	return rc;
}

static rgl_rc print(struct cli *cli, const char *sale, const char *printer)
{
	const struct rgl_api *api = regulars_entry(RGL_ABI);
	struct rgl_options options = {
		.size = sizeof(options),
		.store = command_store_path(cli),
		.key = arguments_value(&cli->arguments, "key"),
		.till = COMMAND_TILL,
		.printer = printer,
	};
	struct rgl *rgl = NULL;
	rgl_rc rc;

	rc = add_job(cli, sale);
	if (rc == RGL_OK)
		rc = api->open(NULL, &options, &rgl, &cli->refusal);
	if (rc < 0)
		return rc;
	rc = wait_printed(cli, api, rgl);
	api->close(rgl);
	return rc;
}

rgl_rc command_receipt(struct cli *cli)
{
	const char *printer = arguments_value(&cli->arguments, "printer");
	const char *escpos = arguments_value(&cli->arguments, "escpos");
	const char *png = arguments_value(&cli->arguments, "png");
	const char *sale = NULL;
	rgl_rc rc;

	rc = command_word(cli, 0, "the sale's id", &sale);
	if (rc < 0)
		return rc;
	if ((png != NULL) + (escpos != NULL) + (printer != NULL) > 1)
		return refuse(&cli->refusal, RGL_E_ARGUMENT,
			      "say one of --png, --escpos and --printer");
	if (printer != NULL)
		return print(cli, sale, printer);
	if (png != NULL)
		return write_form(cli, sale, RENDER_PNG, png);
	if (escpos != NULL)
		return write_form(cli, sale, RENDER_ESCPOS, escpos);
	return write_form(cli, sale, RENDER_TERMINAL, "-");
}
