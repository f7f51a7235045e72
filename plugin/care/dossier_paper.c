/* dossier_paper.c - see dossier_paper.h. */
#include "plugin/care/dossier_paper.h"

#include <stdio.h>
#include <string.h>

#include "plugin/base/utf8.h"

/* rows: of this section so far. */
struct page {
	struct store *store;
	struct words *words;
	struct paper *paper;
	const char *section;
	int64_t rows;
	struct rgl_why *why;
};

static const struct paper_style PLAIN = { .size = PAPER_NORMAL };
static const struct paper_style SMALL = { .size = PAPER_SMALL };
static const struct paper_style HEADING = { .size = PAPER_NORMAL, .is_bold = true };
static const struct paper_style TITLE = { .align = PAPER_CENTRE,
					  .size = PAPER_LARGE,
					  .is_bold = true };

/* ---- Words ---- */

/* What a sentence may name: the shop, a count. */
struct facts {
	const char *shop;
	int64_t count;
};

static bool find(const void *user, const char *name, struct value *ret)
{
	const struct facts *facts = user;

	if (strcmp(name, "shop") == 0)
		*ret = (struct value) { .kind = VALUE_TEXT, .text = facts->shop };
	else if (strcmp(name, "count") == 0)
		*ret = (struct value) { .kind = VALUE_COUNT, .number = facts->count };
	else
		return false;
	return true;
}

static rgl_rc say(struct page *page, const char *what, int64_t count, char ret[WORDS_ROOM])
{
	const struct facts facts = { .shop = page->store->shop.name, .count = count };
	const struct values values = { find, &facts };
	char key[64];

	(void)snprintf(key, sizeof(key), "privacy_%.40s", what);
	if (words_has(page->words, key))
		return words_say(page->words, key, &values, ret, page->why);
	(void)snprintf(ret, WORDS_ROOM, "%.60s", what);
	return RGL_OK;
}

static rgl_rc write(struct page *page, const struct value *value, char ret[WORDS_ROOM])
{
	return words_value(page->words, value, ret, page->why);
}

/* ---- A row: a day and texts, an amount at the far end ---- */

/* A line that is being written; more than fits is cut, by whole letters. */
struct line {
	char text[PAPER_TEXT_ROOM];
	char amount[WORDS_ROOM];
};

static void add(struct line *line, const char *text)
{
	const size_t length = strlen(line->text);

	(void)snprintf(line->text + length, sizeof(line->text) - length, "%s%s",
		       length == 0 ? "" : " \xC2\xB7 ", text);
	line->text[utf8_whole(line->text, strlen(line->text))] = '\0';
}

static rgl_rc add_time(struct page *page, const struct dossier_value *value, struct line *line)
{
	const struct value day = { .kind = VALUE_DAY,
				   .at = zone_civil(page->store->zone, value->number) };
	char text[WORDS_ROOM];
	rgl_rc rc = write(page, &day, text);

	if (rc == RGL_OK)
		add(line, text);
	return rc;
}

static rgl_rc add_amount(struct page *page, const struct dossier_value *value, struct line *line)
{
	const bool is_money = value->kind == DOSSIER_MONEY;
	const struct value amount = { .kind = is_money ? VALUE_MONEY : VALUE_COUNT,
				      .number = value->number };
	char text[WORDS_ROOM];
	rgl_rc rc = write(page, &amount, text);

	if (rc == RGL_OK && line->amount[0] == '\0')
		(void)snprintf(line->amount, sizeof(line->amount), "%s", text);
	return rc;
}

static rgl_rc add_word(struct page *page, const struct dossier_value *value, struct line *line)
{
	char text[WORDS_ROOM];
	rgl_rc rc = say(page, value->text, 0, text);

	if (rc == RGL_OK)
		add(line, text);
	return rc;
}

/* Numbers and words of ours are for the file. */
static rgl_rc add_value(struct page *page, const struct dossier_value *value, struct line *line)
{
	switch (value->kind) {
	case DOSSIER_TEXT:
	case DOSSIER_SEALED:
		add(line, value->text);
		return RGL_OK;
	case DOSSIER_WORD:
		return add_word(page, value, line);
	case DOSSIER_TIME:
		return add_time(page, value, line);
	case DOSSIER_COUNT:
	case DOSSIER_MONEY:
		return add_amount(page, value, line);
	case DOSSIER_CODE:
	case DOSSIER_ID:
		break;
	}
	return RGL_OK;
}

/* ---- Sections ---- */

static rgl_rc end_section(struct page *page)
{
	char text[WORDS_ROOM];
	rgl_rc rc;

	if (page->rows <= DOSSIER_ROWS_MAX)
		return RGL_OK;
	rc = say(page, "more", page->rows - DOSSIER_ROWS_MAX, text);
	if (rc == RGL_OK)
		paper_text(page->paper, SMALL, text);
	return rc;
}

static rgl_rc begin_section(struct page *page, const char *section)
{
	char text[WORDS_ROOM];
	rgl_rc rc = end_section(page);

	if (rc == RGL_OK)
		rc = say(page, section, 0, text);
	if (rc < 0)
		return rc;
	page->section = section;
	page->rows = 0;
	paper_rule(page->paper);
	paper_text(page->paper, HEADING, text);
	return RGL_OK;
}

/* Who the member is stands line by line. */
static rgl_rc take_member(struct page *page, const struct dossier_row *row)
{
	rgl_rc rc = RGL_OK;

	for (size_t i = 0; rc == RGL_OK && i < row->count; i++) {
		const struct dossier_value *value = &row->values[i];
		struct line line = { "", "" };

		if (value->kind != DOSSIER_TEXT)
			continue;
		rc = add_value(page, value, &line);
		paper_text(page->paper, PLAIN, line.text);
	}
	return rc;
}

static rgl_rc take_line(struct page *page, const struct dossier_row *row)
{
	struct line line = { "", "" };
	const char *texts[2] = { line.text, line.amount };
	rgl_rc rc = RGL_OK;

	for (size_t i = 0; rc == RGL_OK && i < row->count; i++)
		rc = add_value(page, &row->values[i], &line);
	if (rc < 0 || (line.text[0] == '\0' && line.amount[0] == '\0'))
		return rc;
	if (line.amount[0] == '\0')
		paper_text(page->paper, SMALL, line.text);
	else
		paper_columns(page->paper, SMALL, texts, 2);
	return RGL_OK;
}

static rgl_rc take(void *user, const struct dossier_row *row)
{
	struct page *page = user;
	rgl_rc rc = RGL_OK;

	if (strcmp(row->section, "told") == 0)
		return RGL_OK; /* numbers alone */
	if (page->section == NULL || strcmp(page->section, row->section) != 0)
		rc = begin_section(page, row->section);
	if (rc < 0 || page->rows++ >= DOSSIER_ROWS_MAX)
		return rc;
	rc = strcmp(row->section, "member") == 0 ? take_member(page, row) : take_line(page, row);
	return rc < 0 ? rc : paper_rc(page->paper);
}

/* ---- The paper ---- */

static rgl_rc begin(struct page *page)
{
	const struct value now = {
		.kind = VALUE_DAY,
		.at = zone_civil(page->store->zone, host_now_ms(page->store->host)),
	};
	const struct paper_style centred = { .align = PAPER_CENTRE, .size = PAPER_NORMAL };
	char text[WORDS_ROOM];
	rgl_rc rc = say(page, "title", 0, text);

	if (rc < 0)
		return rc;
	paper_text(page->paper, TITLE, text);
	paper_text(page->paper, centred, page->store->shop.name);
	rc = write(page, &now, text);
	if (rc == RGL_OK)
		paper_text(page->paper, centred, text);
	return rc;
}

static rgl_rc end(struct page *page)
{
	char text[WORDS_ROOM];
	rgl_rc rc = end_section(page);

	if (rc == RGL_OK)
		rc = say(page, "end", 0, text);
	if (rc < 0)
		return rc;
	paper_rule(page->paper);
	paper_text(page->paper, PLAIN, text);
	return paper_rc(page->paper);
}

rgl_rc dossier_paper(struct store *store, int64_t member, struct words *words, struct paper *paper)
{
	struct page page = {
		.store = store, .words = words, .paper = paper, .why = &store->refusal
	};
	rgl_rc rc;

	paper->is_right_to_left = words_is_right_to_left(words);
	(void)snprintf(paper->language, sizeof(paper->language), "%s", words_language(words));
	rc = begin(&page);
	if (rc == RGL_OK)
		rc = dossier_read(store, member, take, &page);
	return rc < 0 ? rc : end(&page);
}
