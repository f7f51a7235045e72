/* privacy_page.c - see privacy_page.h. */
#include "cli/privacy_page.h"

#include <stdio.h>

#include "plugin/care/dossier_paper.h"
#include "plugin/slip_settings.h"
#include "plugin/slip_words.h"
#include "receipts/dots/layout.h"
#include "receipts/dots/png.h"
#include "receipts/html.h"
#include "receipts/printer/encode.h"
#include "receipts/printer/printer.h"
#include "receipts/terminal.h"

#define PATIENCE_MS 10000

static void say_waiting(void *user, const char *line)
{
	(void)user;
	if (*line != '\0')
		(void)fprintf(stderr, "%s\n", line);
}

static rgl_rc draw(struct cli *cli, const struct paper *paper, const struct profile *profile,
		   struct bytes *out)
{
	struct canvas canvas = { 0 };
	struct fonts *fonts = NULL;
	rgl_rc rc = fonts_open(&cli->host, &fonts, &cli->refusal);

	if (rc == RGL_OK)
		rc = layout_draw(paper, fonts, profile->dots, NULL, &canvas, &cli->refusal);
	if (rc == RGL_OK)
		rc = png_write(&canvas, out, &cli->refusal);
	canvas_free(&canvas);
	fonts_close(fonts);
	return rc;
}

static rgl_rc encode(struct cli *cli, const struct paper *paper, const struct profile *profile,
		     struct bytes *out)
{
	const struct encode_wish wish = { .profile = profile, .mode = ENCODE_DOTS };
	struct fonts *fonts = NULL;
	rgl_rc rc = encode_paper(paper, &wish, &cli->host, &fonts, out, &cli->refusal);

	fonts_close(fonts);
	return rc;
}

static rgl_rc send(struct cli *cli, const struct paper *paper, struct printer *printer)
{
	struct bytes bytes = bytes_of(&cli->host);
	bool is_confirmed = false;
	size_t taken = 0;
	rgl_rc rc = printer_enter(printer, &cli->refusal);

	if (rc == RGL_OK)
		rc = encode(cli, paper, printer_profile(printer), &bytes);
	if (rc == RGL_OK)
		rc = printer_send(printer, bytes.data, bytes.length, &taken, &cli->refusal);
	if (rc == RGL_OK)
		rc = printer_confirm(printer, &is_confirmed, &cli->refusal);
	if (rc == RGL_OK)
		(void)printf("%s took it%s\n", printer_name(printer),
			     is_confirmed ? " and says that it is printed" : "");
	bytes_free(&bytes);
	return rc;
}

static rgl_rc print(struct cli *cli, const struct paper *paper, const char *where)
{
	const struct printer_patience patience = { .wait_ms = PATIENCE_MS, .say = say_waiting };
	struct printer *printer = NULL;
	rgl_rc rc = printer_open(&cli->host, where, &printer, &cli->refusal);

	if (rc < 0)
		return rc;
	printer_set_patience(printer, &patience);
	rc = send(cli, paper, printer);
	printer_close(printer);
	return rc;
}

static rgl_rc write_paper(struct cli *cli, const struct store *store, const struct paper *paper)
{
	const char *png = arguments_value(&cli->arguments, "png");
	const char *html = arguments_value(&cli->arguments, "html");
	const char *printer = arguments_value(&cli->arguments, "printer");
	const struct html_wish page = { .title = store->shop.name };
	struct bytes bytes = bytes_of(&cli->host);
	rgl_rc rc;

	if ((png != NULL) + (html != NULL) + (printer != NULL) > 1)
		return refuse(&cli->refusal, RGL_E_ARGUMENT,
			      "say one of --png, --html and --printer");
	if (printer != NULL)
		return print(cli, paper, printer);
	if (png != NULL)
		rc = draw(cli, paper, profile_find(PROFILE_DEFAULT), &bytes);
	else if (html != NULL)
		rc = html_write(paper, &page, &cli->host, &bytes, &cli->refusal);
	else
		rc = terminal_write(paper, &bytes, &cli->refusal);
	if (rc == RGL_OK)
		rc = command_write_file(cli, png != NULL ? png : html != NULL ? html : "-", &bytes);
	bytes_free(&bytes);
	return rc;
}

static rgl_rc open_words(struct cli *cli, struct store *store, int64_t member,
			 struct slip_words *own, struct words **ret)
{
	const char *wanted = arguments_value(&cli->arguments, "language");
	char language[16] = "";
	int64_t changes = 0;
	rgl_rc rc = dossier_language(store, member, language);

	if (wanted != NULL)
		(void)snprintf(language, sizeof(language), "%.15s", wanted);
	if (rc == RGL_OK)
		rc = settings_changes(store, &changes);
	if (rc == RGL_OK)
		rc = slip_words_in(own, store, changes, language, ret);
	return command_refused(cli, store, rc);
}

rgl_rc privacy_page(struct cli *cli, struct store *store, int64_t member)
{
	struct paper paper = paper_of(&cli->host);
	struct slip_words *own = NULL;
	struct words *words = NULL;
	rgl_rc rc = slip_words_open(&cli->host, &own, &cli->refusal);

	if (rc == RGL_OK)
		rc = open_words(cli, store, member, own, &words);
	if (rc == RGL_OK)
		rc = command_refused(cli, store, dossier_paper(store, member, words, &paper));
	if (rc == RGL_OK)
		rc = write_paper(cli, store, &paper);
	paper_free(&paper);
	slip_words_close(own);
	return rc;
}
