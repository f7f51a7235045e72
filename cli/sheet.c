/* sheet.c - see sheet.h. */
#include "cli/sheet.h"

#include <string.h>
#include <unistd.h>

#include "cli/sample.h"
#include "plugin/slip_settings.h"

struct sheet {
	struct cli *cli;
	struct sheet_wish wish;
	struct store *store; /* none for a made-up receipt without a shop */
	struct desk *desk;
	struct slip_parts *parts;
	struct slip *slip;
	struct sample sample;
	char question[QUESTION_ROOM];
	struct fonts *fonts;
};

const struct sheet_wish *sheet_wish_of(const struct sheet *sheet)
{
	return &sheet->wish;
}

struct cli *sheet_cli(const struct sheet *sheet)
{
	return sheet->cli;
}

void sheet_close(struct sheet *sheet)
{
	if (sheet == NULL)
		return;
	slip_free(sheet->slip);
	slip_parts_close(sheet->parts);
	fonts_close(sheet->fonts);
	desk_close(sheet->desk);
	store_close(sheet->store);
	host_free(&sheet->cli->host, sheet);
}

/* Whether there is a shop whose sample it could be. */
static bool has_shop(const struct cli *cli)
{
	return arguments_value(&cli->arguments, "store") != NULL ||
	       access(command_store_path(cli), F_OK) == 0;
}

/* The shop's own receipt over made-up facts; of no shop, all is made up. */
static rgl_rc make_up(struct sheet *sheet)
{
	const struct question_facts facts = { "T1-000123", "RG37KQM2XWD9FABC3DE" };
	struct cli *cli = sheet->cli;
	const char *language = sheet->wish.language;
	rgl_rc rc;

	if (sheet->store == NULL) {
		language = language == NULL ? "en" : language;
		sample_fill(&sheet->sample, language, "", NULL, "");
		return slip_parts_ours(sheet->parts, language, &sheet->sample.receipt.currency,
				       &cli->refusal);
	}
	rc = slip_parts_look(sheet->parts, sheet->store);
	if (rc == RGL_OK)
		rc = settings_question(sheet->store, &facts, sheet->question);
	if (rc < 0)
		return command_refused(cli, sheet->store, rc);
	if (language == NULL)
		language = sheet->wish.language = slip_parts_language(sheet->parts);
	sample_fill(&sheet->sample, language, sheet->store->shop.name, &sheet->store->shop.currency,
		    sheet->question);
	return RGL_OK;
}

static rgl_rc read_sale(struct sheet *sheet)
{
	rgl_rc rc = desk_open(sheet->store, &sheet->desk);

	if (rc == RGL_OK)
		rc = slip_parts_look(sheet->parts, sheet->store);
	if (rc == RGL_OK)
		rc = slip_read(sheet->desk, sheet->wish.sale, false, &sheet->slip);
	return command_refused(sheet->cli, sheet->store, rc);
}

rgl_rc sheet_open(struct cli *cli, const struct sheet_wish *wish, struct sheet **ret)
{
	struct sheet *sheet = host_new(&cli->host, sizeof(*sheet));
	rgl_rc rc = RGL_OK;

	if (sheet == NULL)
		return refuse(&cli->refusal, RGL_E_MEMORY, "there is not enough memory");
	sheet->cli = cli;
	sheet->wish = *wish;
	if (wish->sale != NULL || has_shop(cli))
		rc = command_open(cli, STORE_READ, &sheet->store);
	if (rc == RGL_OK)
		rc = slip_parts_open(&cli->host, &sheet->parts, &cli->refusal);
	if (rc == RGL_OK)
		rc = wish->sale != NULL ? read_sale(sheet) : make_up(sheet);
	if (rc < 0)
		sheet_close(sheet);
	else
		*ret = sheet;
	return rc;
}

/* A file or, when there is none of that name, one of the templates that come with Regulars. */
static rgl_rc read_source(struct cli *cli, const char *name, struct bytes *text)
{
	size_t length = 0;
	const char *ours = NULL;

	for (const char *const *at = template_names(); *at != NULL; at++)
		if (strcmp(*at, name) == 0 && access(name, F_OK) != 0)
			ours = template_text(name, &length);
	if (ours == NULL)
		return command_read_file(cli, name, TEMPLATE_BYTES_MAX, text);
	bytes_add(text, ours, length);
	return bytes_rc(text);
}

/* The refusal names the file, as a compiler does. */
static rgl_rc read_template(struct sheet *sheet)
{
	struct cli *cli = sheet->cli;
	struct rgl_why why = { .size = sizeof(why) };
	struct bytes text = bytes_of(&cli->host);
	rgl_rc rc = read_source(cli, sheet->wish.template, &text);

	if (rc < 0)
		return rc;
	rc = slip_parts_try(sheet->parts, (const char *)text.data, text.length, &why);
	bytes_free(&text);
	if (rc < 0)
		return refuse(&cli->refusal, rc, "%.100s: %.210s", sheet->wish.template,
			      why.text[0] == '\0' ? result_words(rc) : why.text);
	return RGL_OK;
}

rgl_rc sheet_draw(struct sheet *sheet)
{
	struct cli *cli = sheet->cli;
	const struct receipt *receipt =
		sheet->slip != NULL ? slip_receipt(sheet->slip) : &sheet->sample.receipt;
	const struct render_wish wish = { .form = sheet->wish.form,
					  .profile = sheet->wish.profile };
	struct bytes bytes = bytes_of(&cli->host);
	rgl_rc rc = RGL_OK;

	if (sheet->wish.template != NULL)
		rc = read_template(sheet);
	if (rc == RGL_OK)
		rc = slip_render(sheet->parts, receipt, sheet->wish.language, &wish, &sheet->fonts,
				 &bytes, &cli->refusal);
	if (rc == RGL_OK)
		rc = command_write_file(cli, sheet->wish.to, &bytes);
	bytes_free(&bytes);
	return rc;
}
