/* receipt.c - regulars receipt: a sale's receipt on the terminal, in a file, or on paper. */
#include <string.h>
#include <time.h>

#include "cli/sheet.h"
#include "plugin/sales/record.h"

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

/* How it was asked for; "-" for text on the terminal. E_ARGUMENT: in more than one way. */
static rgl_rc read_form(struct cli *cli, struct sheet_wish *wish)
{
	static const struct {
		const char *flag;
		enum render_form form;
	} FORMS[] = { { "png", RENDER_PNG },
		      { "html", RENDER_HTML },
		      { "escpos", RENDER_PRINTER },
		      { "printer", RENDER_PRINTER } };
	int count = 0;

	wish->form = RENDER_TERMINAL;
	wish->to = "-";
	for (size_t i = 0; i < sizeof(FORMS) / sizeof(FORMS[0]); i++) {
		const char *to = arguments_value(&cli->arguments, FORMS[i].flag);

		if (to == NULL)
			continue;
		wish->form = FORMS[i].form;
		wish->to = to;
		count++;
	}
	if (count > 1)
		return refuse(&cli->refusal, RGL_E_ARGUMENT,
			      "say one of --png, --html, --escpos and --printer");
	return RGL_OK;
}

static rgl_rc read_profile(struct cli *cli, struct sheet_wish *wish)
{
	const char *profile = arguments_value(&cli->arguments, "profile");

	if (profile == NULL)
		return RGL_OK;
	wish->profile = profile_find(profile);
	if (wish->profile != NULL)
		return RGL_OK;
	return refuse(&cli->refusal, RGL_E_ARGUMENT,
		      "there is no printer profile \"%.40s\"; regulars printers --profiles lists "
		      "them",
		      profile);
}

static rgl_rc check_watch(struct cli *cli, const struct sheet_wish *wish)
{
	if (!arguments_has(&cli->arguments, "watch"))
		return RGL_OK;
	if (wish->template == NULL)
		return refuse(&cli->refusal, RGL_E_ARGUMENT,
			      "--watch looks at a template; say --template FILE");
	if (strcmp(wish->template, "-") == 0)
		return refuse(&cli->refusal, RGL_E_ARGUMENT,
			      "--watch needs a file that can change, not standard input");
	return RGL_OK;
}

static rgl_rc read_wish(struct cli *cli, struct sheet_wish *wish)
{
	const bool is_sample = arguments_has(&cli->arguments, "sample");
	rgl_rc rc = read_form(cli, wish);

	if (rc == RGL_OK)
		rc = read_profile(cli, wish);
	if (rc == RGL_OK && !is_sample)
		rc = command_word(cli, 0, "the sale's id", &wish->sale);
	if (rc < 0)
		return rc;
	wish->template = arguments_value(&cli->arguments, "template");
	wish->language = arguments_value(&cli->arguments, "language");
	if (is_sample && cli->arguments.word_count > 0)
		return refuse(&cli->refusal, RGL_E_ARGUMENT,
			      "--sample is a receipt of no sale; leave the sale's id out");
	return check_watch(cli, wish);
}

rgl_rc command_receipt(struct cli *cli)
{
	const char *printer = arguments_value(&cli->arguments, "printer");
	struct sheet_wish wish = { 0 };
	struct sheet *sheet = NULL;
	rgl_rc rc = read_wish(cli, &wish);

	if (rc < 0)
		return rc;
	if (printer != NULL && (wish.sale == NULL || wish.template != NULL ||
				wish.language != NULL || wish.profile != NULL))
		return refuse(&cli->refusal, RGL_E_ARGUMENT,
			      "--printer prints a sale as the shop's receipts are; the other flags "
			      "are for looking at one");
	if (printer != NULL)
		return print(cli, wish.sale, printer);
	rc = sheet_open(cli, &wish, &sheet);
	if (rc < 0)
		return rc;
	rc = arguments_has(&cli->arguments, "watch") ? sheet_watch(sheet) : sheet_draw(sheet);
	sheet_close(sheet);
	return rc;
}
