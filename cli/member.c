/* member.c - regulars enrol, identify, card, qr. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/command.h"
#include "plugin/identify/cards.h"
#include "plugin/identify/enrol.h"
#include "plugin/identify/identify.h"
#include "plugin/identify/member.h"
#include "receipts/png.h"

static rgl_rc read_id(struct cli *cli, const char *text, int64_t *ret)
{
	if (decimal_read(text, strlen(text), 0, ROUNDING_REFUSED, ret) < 0 || *ret < 1)
		return refuse(&cli->refusal, RGL_E_ARGUMENT,
			      "\"%.40s\" is not a member's number; regulars identify finds it",
			      text);
	return RGL_OK;
}

/* "RG1-7KQM-2XWD-9FAB-C3DE" */
static void print_grouped(const char *token)
{
	(void)fwrite(token, 1, 3, stdout);
	for (size_t i = 3; token[i] != '\0'; i++) {
		if (i % 4 == 3)
			(void)putchar('-');
		(void)putchar(token[i]);
	}
	(void)putchar('\n');
}

static rgl_rc show(struct cli *cli, struct store *store, int64_t id)
{
	struct member member;
	char points[DECIMAL_ROOM];
	char token[32] = "";
	rgl_rc rc;

	rc = member_read(store, id, &member);
	if (rc == RGL_OK)
		rc = member_token(store, id, token);
	if (rc < 0)
		return command_refused(cli, store, rc);
	(void)printf("member %lld  %s\n", (long long)id,
		     member.name[0] == '\0' ? "(no name)" : member.name);
	points_write(member.points, points);
	(void)printf("points %s  visits %lld  language %s\n", points, (long long)member.visits,
		     member.language);
	if (token[0] != '\0') {
		(void)fputs("QR     ", stdout);
		print_grouped(token);
	}
	return RGL_OK;
}

rgl_rc command_enrol(struct cli *cli)
{
	const struct arguments *arguments = &cli->arguments;
	const char *referred = arguments_value(arguments, "referred-by");
	struct enrolment enrolment = {
		.name = arguments->word_count > 0 ? arguments->words[0] : NULL,
		.phone = arguments_value(arguments, "phone"),
		.email = arguments_value(arguments, "email"),
		.birthday = arguments_value(arguments, "birthday"),
		.language = arguments_value(arguments, "language"),
		.card = arguments_value(arguments, "card"),
		.consent = arguments_value(arguments, "consent"),
	};
	struct store *store = NULL;
	int64_t id = 0;
	rgl_rc rc = RGL_OK;

	if (referred != NULL)
		rc = read_id(cli, referred, &enrolment.referred_by);
	if (rc == RGL_OK)
		rc = command_open(cli, STORE_WRITE, &store);
	if (rc < 0)
		return rc;
	rc = enrol(store, &enrolment, &id);
	rc = rc < 0 ? command_refused(cli, store, rc) : show(cli, store, id);
	store_close(store);
	return rc;
}

/* Past the C library, whose buffer would keep what was scanned. */
static size_t read_scan(char *ret, size_t room)
{
	size_t length = 0;
	ssize_t more = 1;

	while (length < room && more > 0) {
		more = read(STDIN_FILENO, ret + length, room - length);
		length += more > 0 ? (size_t)more : 0;
	}
	return length;
}

rgl_rc command_identify(struct cli *cli)
{
	struct found found = { 0 };
	struct store *store = NULL;
	const char *scan = NULL;
	char line[RGL_SCAN_MAX + 2];
	size_t length;
	rgl_rc rc;

	rc = command_word(cli, 0, "the scan", &scan);
	if (rc == RGL_OK)
		rc = command_open(cli, STORE_READ, &store);
	if (rc < 0)
		return rc;
	if (strcmp(scan, "-") == 0) {
		length = read_scan(line, sizeof(line));
		rc = identify_scan(store, line, length, &found);
		wipe(line, sizeof(line));
	} else {
		rc = identify_scan(store, scan, strlen(scan), &found);
	}
	rc = rc < 0 ? command_refused(cli, store, rc) : show(cli, store, found.member);
	store_close(store);
	return rc;
}

rgl_rc command_card(struct cli *cli)
{
	bool renew = arguments_has(&cli->arguments, "renew");
	struct store *store = NULL;
	const char *scan = "";
	const char *word = NULL;
	int64_t id = 0;
	rgl_rc rc;

	rc = command_word(cli, 0, "the member's number", &word);
	if (rc == RGL_OK)
		rc = read_id(cli, word, &id);
	if (rc == RGL_OK && !renew)
		rc = command_word(cli, 1, "the card's scan (or --renew)", &scan);
	if (rc == RGL_OK)
		rc = command_open(cli, STORE_WRITE, &store);
	if (rc < 0)
		return rc;
	rc = renew ? cards_renew(store, id) : cards_link(store, id, scan, strlen(scan));
	rc = rc < 0 ? command_refused(cli, store, rc) : show(cli, store, id);
	store_close(store);
	return rc;
}

static rgl_rc draw(struct cli *cli, const char *token, const char *name, const char *path)
{
	struct bytes bytes = bytes_of(&cli->host);
	struct fonts *fonts = NULL;
	rgl_rc rc;

	rc = fonts_open(&cli->host, &fonts, &cli->refusal);
	if (rc == RGL_OK)
		rc = qr_png(fonts, token, name, &bytes, &cli->refusal);
	fonts_close(fonts);
	if (rc == RGL_OK)
		rc = command_write_file(cli, path, &bytes);
	bytes_free(&bytes);
	return rc;
}

static rgl_rc show_code(struct cli *cli, struct store *store, int64_t id)
{
	const char *path = arguments_value(&cli->arguments, "png");
	struct member member;
	char token[32] = "";
	rgl_rc rc;

	rc = member_read(store, id, &member);
	if (rc == RGL_OK)
		rc = member_token(store, id, token);
	if (rc < 0)
		return command_refused(cli, store, rc);
	if (token[0] == '\0')
		return refuse(&cli->refusal, RGL_E_BLOCKED,
			      "every code of this member was blocked");
	if (path != NULL)
		return draw(cli, token, member.name, path);
	(void)puts(token);
	return RGL_OK;
}

rgl_rc command_qr(struct cli *cli)
{
	bool as_text = arguments_has(&cli->arguments, "text");
	bool as_png = arguments_has(&cli->arguments, "png");
	struct store *store = NULL;
	const char *word = NULL;
	int64_t id = 0;
	rgl_rc rc;

	if (as_text == as_png)
		return refuse(&cli->refusal, RGL_E_ARGUMENT, "say --png FILE or --text");
	rc = command_word(cli, 0, "the member's number", &word);
	if (rc == RGL_OK)
		rc = read_id(cli, word, &id);
	if (rc == RGL_OK)
		rc = command_open(cli, STORE_READ, &store);
	if (rc < 0)
		return rc;
	rc = show_code(cli, store, id);
	store_close(store);
	return rc;
}
