/* fill_line.c - a line of a template, filled in: texts and columns, codes, stamp cards. See fill.h.
 */
#include <string.h>

#include "plugin/base/utf8.h"
#include "receipts/dots/qr.h"
#include "receipts/template/fill.h"

/* Of one column. Longer than a text of the paper, which ends what is cut with an ellipsis. */
#define COLUMN_ROOM (2 * PAPER_TEXT_ROOM)
#define STAMPS_MAX 15 /* places on a line */
#define STAMPS_GROUP 5
#define STAMP_FILLED "\xE2\x97\x8F"
#define STAMP_EMPTY "\xE2\x97\x8B"

/* A text as it grows. values, filled: how many values are in it, and how many of them said
 * something. */
struct column {
	char text[COLUMN_ROOM];
	size_t length;
	size_t values;
	size_t filled;
};

static void column_add(struct column *column, const char *text)
{
	const size_t length = strnlen(text, COLUMN_ROOM - 1 - column->length);

	memcpy(column->text + column->length, text, length);
	column->length += length;
	column->text[column->length] = '\0';
}

static void column_add_value(struct column *column, const char *text)
{
	column->values++;
	column->filled += text[0] != '\0';
	column_add(column, text);
}

static rgl_rc add_sentence(const struct filling *filling, const char *key, struct column *column)
{
	const struct values values = { filling_find, filling };
	char text[WORDS_ROOM];
	rgl_rc rc = filling_say(filling, key, &values, text);

	if (rc == RGL_OK)
		column_add_value(column, text);
	return rc;
}

/* A name beside other letters is held in an isolate; alone it is as it is. */
static void add_name(const char *name, bool is_alone, struct column *column)
{
	char quoted[PAPER_QUOTE_ROOM];

	if (!is_alone && name[0] != '\0')
		paper_quote(name, quoted);
	column_add_value(column, is_alone || name[0] == '\0' ? name : quoted);
}

static rgl_rc add_field(const struct filling *filling, const char *name, bool is_alone,
			struct column *column)
{
	const char *const nothing = "";
	char text[WORDS_ROOM];
	struct value value;
	bool is_day;
	rgl_rc rc;

	if (!filling_find(filling, name, &value)) {
		column_add_value(column, nothing);
		return RGL_OK;
	}
	is_day = value.kind == VALUE_DAY || value.kind == VALUE_TIME;
	if (value.kind == VALUE_TEXT) {
		add_name(value.text, is_alone, column);
		return RGL_OK;
	}
	if (is_day && !value_holds(&value)) {
		column_add_value(column, nothing);
		return RGL_OK;
	}
	rc = words_value(filling->words, &value, text, filling->why);
	if (rc == RGL_OK)
		column_add_value(column, text);
	return rc;
}

static rgl_rc add_part(const struct filling *filling, const struct part *part, bool is_alone,
		       struct column *column)
{
	const char *text = template_letters(filling->template, part->text);

	switch (part->kind) {
	case PART_LETTERS:
		column_add(column, text);
		return RGL_OK;
	case PART_FIELD:
		return add_field(filling, text, is_alone, column);
	case PART_SENTENCE:
		return add_sentence(filling, text, column);
	}
	return RGL_E_INTERNAL;
}

/* The parts of one column; *part moves behind them. */
static rgl_rc fill_column(const struct filling *filling, const struct instruction *instruction,
			  size_t number, size_t *part, struct column *column)
{
	const size_t end = instruction->parts + instruction->part_count;
	const size_t begin = *part;
	size_t behind = begin;
	rgl_rc rc = RGL_OK;

	while (behind < end && template_part(filling->template, behind)->column == number)
		behind++;
	column->text[0] = '\0';
	column->length = 0;
	for (size_t i = begin; i < behind && rc == RGL_OK; i++)
		rc = add_part(filling, template_part(filling->template, i), behind - begin == 1,
			      column);
	*part = behind;
	return rc;
}

rgl_rc filling_text(const struct filling *filling, const struct instruction *instruction)
{
	struct column columns[PAPER_COLUMNS_MAX];
	const char *texts[PAPER_COLUMNS_MAX] = { "", "", "", "" };
	size_t part = instruction->parts;
	size_t values = 0;
	size_t filled = 0;
	rgl_rc rc = RGL_OK;

	for (uint32_t i = 0; i < instruction->columns && rc == RGL_OK; i++) {
		columns[i].values = 0;
		columns[i].filled = 0;
		rc = fill_column(filling, instruction, i, &part, &columns[i]);
		values += columns[i].values;
		filled += columns[i].filled;
		texts[i] = columns[i].text;
	}
	if (rc < 0 || (values > 0 && filled == 0))
		return rc;
	if (instruction->columns == 1)
		paper_text(filling->paper, instruction->style, texts[0]);
	else
		paper_columns(filling->paper, instruction->style, texts, instruction->columns);
	return RGL_OK;
}

/* A code that lacks a part of itself, that is too long, or that a paper would have to clean would
 * lead nowhere: it is left out. */
void filling_code(const struct filling *filling, const struct instruction *instruction)
{
	struct column code = { .values = 0 };
	const size_t end = instruction->parts + instruction->part_count;
	const struct value nothing = { .kind = VALUE_TEXT, .text = "" };

	for (size_t i = instruction->parts; i < end; i++) {
		const struct part *part = template_part(filling->template, i);
		const char *text = template_letters(filling->template, part->text);
		struct value value = nothing;

		if (part->kind == PART_LETTERS) {
			column_add(&code, text);
			continue;
		}
		if (!filling_find(filling, text, &value) || value.kind != VALUE_TEXT)
			value = nothing;
		column_add_value(&code, value.text);
	}
	if (code.filled == code.values && code.length > 0 &&
	    utf8_check_clean(code.text, QR_TEXT_MAX, "code", NULL) == RGL_OK)
		paper_qr(filling->paper, instruction->style.size, code.text);
}

static int64_t number_of(const struct filling *filling, const char *name)
{
	struct value value;

	return filling_find(filling, name, &value) ? value.number : 0;
}

/* A card of more places than fit a line is told by its number alone. */
void filling_stamps(const struct filling *filling, const struct instruction *instruction)
{
	const int64_t places = number_of(filling, "places");
	const int64_t filled = number_of(filling, "balance");
	struct column column = { .values = 0 };

	if (places < 1 || places > STAMPS_MAX)
		return;
	for (int64_t i = 0; i < places; i++) {
		column_add(&column, i == 0 ? "" : i % STAMPS_GROUP == 0 ? "  " : " ");
		column_add(&column, i < filled ? STAMP_FILLED : STAMP_EMPTY);
	}
	paper_text(filling->paper, instruction->style, column.text);
}
