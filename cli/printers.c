/* printers.c - regulars printers: which are there, how they are, what is known, a test page. */
#include <stdio.h>
#include <string.h>

#include "cli/printers_page.h"
#include "receipts/printer/printer.h"

#define SHOWN_MAX 32
#define PATIENCE_MS 10000

/* A profile's facts in one line. */
static void show_profile(const struct profile *profile)
{
	static const char *const STATUS[] = { [PROFILE_STATUS_NONE] = "says nothing of itself",
					      [PROFILE_STATUS_ESCPOS] = "says how it is",
					      [PROFILE_STATUS_STAR] = "says how it is" };
	static const char *const PROOF[] = { [PROFILE_PROOF_NONE] =
						     "a receipt in doubt is marked a copy",
					     [PROFILE_PROOF_BARRIER] = "says when it is done",
					     [PROFILE_PROOF_COUNTER] =
						     "counts: each receipt exactly once" };

	(void)printf("%-18s  %-22s  %3u dots at %u dpi%s; %s; %s\n", profile->name, profile->title,
		     (unsigned)profile->dots, (unsigned)profile->dpi,
		     profile->has_cutter ? ", cuts" : "", STATUS[profile->status],
		     PROOF[profile->proof]);
}

static rgl_rc list_profiles(void)
{
	size_t count = 0;
	const struct profile *all = profile_all(&count);

	for (size_t i = 0; i < count; i++)
		show_profile(&all[i]);
	(void)puts("\nWrite one in front of a printer that is not known by itself, as in\n"
		   "  generic-58@usb    star-tsp650ii@tcp:192.168.1.50");
	return RGL_OK;
}

static rgl_rc list_printers(struct cli *cli)
{
	struct printer_found found[SHOWN_MAX];
	size_t count = 0;
	rgl_rc rc = printer_list(&cli->host, true, found, SHOWN_MAX, &count, &cli->refusal);

	if (rc < 0)
		return rc;
	for (size_t i = 0; i < count && i < SHOWN_MAX; i++)
		(void)printf("%s\n  %s, profile %s\n  %s\n\n", found[i].where, found[i].name,
			     found[i].profile->name, found[i].says);
	if (count > SHOWN_MAX)
		(void)printf("... and %zu more\n\n", count - SHOWN_MAX);
	(void)fputs(count == 0 ? "No USB receipt printer is there: is one plugged in and switched "
				 "on?\n\n"
			       : "",
		    stdout);
	(void)puts("Write the first line of yours into the till's option \"printer\". One on the\n"
		   "network is not listed: it is tcp:ADDRESS, as its own status page prints it.");
	return RGL_OK;
}

/* Enters the printer and says how it is. */
static rgl_rc tell_state(struct cli *cli, const char *wish)
{
	const struct printer_patience patience = { .wait_ms = PATIENCE_MS };
	struct printer *printer = NULL;
	rgl_rc rc;

	rc = printer_open(&cli->host, wish, &printer, &cli->refusal);
	if (rc < 0)
		return rc;
	printer_set_patience(printer, &patience);
	rc = printer_enter(printer, &cli->refusal);
	if (rc == RGL_OK)
		(void)printf("%s, profile %s\n  %s\n", printer_name(printer),
			     printer_profile(printer)->name,
			     printer_is_low(printer) ? "ready; its paper ends soon" : "ready");
	printer_close(printer);
	return rc;
}

static void say_waiting(void *user, const char *line)
{
	(void)user;
	if (*line != '\0')
		(void)fprintf(stderr, "%s\n", line);
}

/* The page, whole, and whether it came out. */
static rgl_rc send_page(struct cli *cli, struct printer *printer, const struct bytes *page)
{
	bool is_confirmed = false;
	size_t taken = 0;
	rgl_rc rc;

	rc = printer_send(printer, page->data, page->length, &taken, &cli->refusal);
	if (rc == RGL_OK)
		rc = printer_confirm(printer, &is_confirmed, &cli->refusal);
	if (rc < 0)
		return rc;
	(void)printf("%s took the test page%s\n", printer_name(printer),
		     is_confirmed ? " and says that it is printed" : "; it does not say more");
	return RGL_OK;
}

static rgl_rc print_page(struct cli *cli, const char *wish)
{
	const struct printer_patience patience = { .wait_ms = PATIENCE_MS, .say = say_waiting };
	struct bytes page = bytes_of(&cli->host);
	struct printer *printer = NULL;
	rgl_rc rc;

	rc = printer_open(&cli->host, wish, &printer, &cli->refusal);
	if (rc < 0)
		return rc;
	printer_set_patience(printer, &patience);
	rc = printer_enter(printer, &cli->refusal);
	if (rc == RGL_OK)
		rc = printers_page_bytes(cli, printer_profile(printer), wish, &page);
	if (rc == RGL_OK)
		rc = send_page(cli, printer, &page);
	printer_close(printer);
	bytes_free(&page);
	return rc;
}

/* The page as a picture; the printer need not be there. */
static rgl_rc save_page(struct cli *cli, const char *wish, const char *path)
{
	struct bytes picture = bytes_of(&cli->host);
	struct printer *printer = NULL;
	rgl_rc rc;

	rc = printer_open(&cli->host, wish, &printer, &cli->refusal);
	if (rc == RGL_OK)
		rc = printers_page_png(cli, printer_profile(printer), wish, &picture);
	if (rc == RGL_OK)
		rc = command_write_file(cli, path, &picture);
	printer_close(printer);
	bytes_free(&picture);
	return rc;
}

rgl_rc command_printers(struct cli *cli)
{
	const char *png = arguments_value(&cli->arguments, "png");
	const char *first = cli->arguments.word_count > 0 ? cli->arguments.words[0] : NULL;
	const char *wish = NULL;
	rgl_rc rc;

	if (arguments_has(&cli->arguments, "profiles"))
		return list_profiles();
	if (first == NULL)
		return list_printers(cli);
	if (strcmp(first, "test") != 0)
		return tell_state(cli, first);
	rc = command_word(cli, 1, "which printer, as in usb or tcp:192.168.1.50", &wish);
	if (rc < 0)
		return rc;
	return png == NULL ? print_page(cli, wish) : save_page(cli, wish, png);
}
