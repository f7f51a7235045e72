/* read_text.c - the text of a line: letters, values, columns. See reader.h. */
#include <string.h>

#include "receipts/template/reader.h"

#define OPEN "{{"
#define CLOSE "}}"
#define BETWEEN "||"
#define SIGN_LENGTH 2
#define LETTERS_MAX (PAPER_TEXT_ROOM - 12) /* of one column; the ellipsis of more would be ours */

/* Where a text is, and the letters that are gathered. is_first: nothing of the column yet, blanks
 * are left out. */
struct cursor {
	struct piece rest;
	uint32_t column;
	size_t letters;
	size_t column_letters;
	bool is_first;
	bool is_code;
};

static bool begins_with(struct piece piece, const char *sign)
{
	return piece.length >= SIGN_LENGTH && memcmp(piece.text, sign, SIGN_LENGTH) == 0;
}

static void skip(struct piece *piece, size_t length)
{
	piece->text += length;
	piece->length -= length;
}

static rgl_rc add_part(struct reader *reader, const struct cursor *cursor, enum part_kind kind,
		       size_t text, struct instruction *instruction)
{
	const struct part part = { kind, cursor->column, text };

	bytes_add(&reader->template->parts, &part, sizeof(part));
	if (bytes_rc(&reader->template->parts) < 0 || bytes_rc(&reader->template->texts) < 0)
		return refuse(reader->why, RGL_E_MEMORY,
			      "there is no memory to read a template; try again");
	instruction->part_count++;
	return RGL_OK;
}

/* Ends the letters that were gathered, if there are any. at_end: of the column. */
static rgl_rc end_letters(struct reader *reader, struct cursor *cursor, bool at_end,
			  struct instruction *instruction)
{
	struct bytes *texts = &reader->template->texts;

	if (bytes_rc(texts) < 0)
		return add_part(reader, cursor, PART_LETTERS, 0, instruction);
	while (at_end && cursor->letters > 0 && texts->data[texts->length - 1] == ' ') {
		texts->length--;
		cursor->letters--;
	}
	if (cursor->letters == 0)
		return RGL_OK;
	cursor->column_letters += cursor->letters;
	if (cursor->column_letters > LETTERS_MAX)
		return reader_refuse(reader, cursor->rest.text, RGL_E_LIMIT,
				     "a text has at most %d bytes; make two lines of it",
				     LETTERS_MAX);
	bytes_add_byte(texts, 0);
	return add_part(reader, cursor, PART_LETTERS, texts->length - cursor->letters - 1,
			instruction);
}

/* What a code is made of goes into it as it is, in no language. */
static rgl_rc check_code(const struct reader *reader, struct piece name, enum value_kind kind)
{
	if (kind == VALUE_TEXT)
		return RGL_OK;
	return reader_refuse(reader, name.text, RGL_E_FIELD,
			     "a code takes fields that are texts, such as {{code}}; \"%.*s\" is "
			     "none",
			     reader_quoted(name), name.text);
}

/* Between the braces: a field's name, or `say` and a sentence's. */
static rgl_rc read_value(struct reader *reader, struct cursor *cursor, struct piece inside,
			 struct instruction *instruction)
{
	struct piece rest = inside;
	const struct piece word = piece_word(&rest);
	struct piece name = piece_word(&rest);
	const bool says = piece_is(word, "say");
	enum value_kind kind = VALUE_TEXT;
	rgl_rc rc = RGL_OK;

	if (word.length == 0 || rest.length > 0 || says != (name.length > 0))
		return reader_refuse(reader, inside.text, RGL_E_FIELD,
				     "write {{field}} or {{say sentence}}, such as {{shop}} or "
				     "{{say thanks}}");
	if (says && cursor->is_code)
		return reader_refuse(
			reader, inside.text, RGL_E_FIELD,
			"a code has no sentences in it; write {{code}}, or an address");
	if (!says)
		name = word;
	rc = says ? reader_sentence(reader, name) : reader_field(reader, name, &kind);
	if (rc == RGL_OK && cursor->is_code)
		rc = check_code(reader, name, kind);
	if (rc < 0)
		return rc;
	return add_part(reader, cursor, says ? PART_SENTENCE : PART_FIELD,
			reader_keep(reader, name), instruction);
}

static rgl_rc take_value(struct reader *reader, struct cursor *cursor,
			 struct instruction *instruction)
{
	struct piece inside = { cursor->rest.text + SIGN_LENGTH, 0 };
	const size_t room = cursor->rest.length - SIGN_LENGTH;
	rgl_rc rc;

	while (inside.length < room &&
	       !begins_with((struct piece) { inside.text + inside.length, room - inside.length },
			    CLOSE))
		inside.length++;
	if (inside.length == room)
		return reader_refuse(reader, cursor->rest.text, RGL_E_FIELD,
				     "\"{{\" is not closed; write }} behind the name, or \\{{ to "
				     "print it");
	rc = end_letters(reader, cursor, false, instruction);
	if (rc == RGL_OK)
		rc = read_value(reader, cursor, inside, instruction);
	skip(&cursor->rest, inside.length + 2 * (size_t)SIGN_LENGTH);
	cursor->letters = 0;
	cursor->is_first = false;
	return rc;
}

static rgl_rc take_column(struct reader *reader, struct cursor *cursor,
			  struct instruction *instruction)
{
	rgl_rc rc;

	if (cursor->is_code)
		return reader_refuse(reader, cursor->rest.text, RGL_E_FIELD,
				     "a code has no columns");
	if (cursor->column + 1 == PAPER_COLUMNS_MAX)
		return reader_refuse(reader, cursor->rest.text, RGL_E_LIMIT,
				     "a line has at most %d columns", PAPER_COLUMNS_MAX);
	rc = end_letters(reader, cursor, true, instruction);
	skip(&cursor->rest, SIGN_LENGTH);
	cursor->column++;
	cursor->letters = 0;
	cursor->column_letters = 0;
	cursor->is_first = true;
	return rc;
}

/* A letter, or a sign behind a backslash. */
static void take_letter(struct reader *reader, struct cursor *cursor, size_t length)
{
	const bool is_blank = cursor->rest.text[0] == ' ' || cursor->rest.text[0] == '\t';

	if (!is_blank || !cursor->is_first) {
		bytes_add(&reader->template->texts, is_blank ? " " : cursor->rest.text, length);
		cursor->letters += length;
		cursor->is_first = false;
	}
	skip(&cursor->rest, length);
}

static rgl_rc take(struct reader *reader, struct cursor *cursor, struct instruction *instruction)
{
	const struct piece behind = { cursor->rest.text + 1, cursor->rest.length - 1 };

	if (begins_with(cursor->rest, OPEN))
		return take_value(reader, cursor, instruction);
	if (begins_with(cursor->rest, BETWEEN))
		return take_column(reader, cursor, instruction);
	if (cursor->rest.text[0] == '\\' &&
	    (begins_with(behind, OPEN) || begins_with(behind, BETWEEN))) {
		skip(&cursor->rest, 1);
		take_letter(reader, cursor, SIGN_LENGTH);
	} else {
		take_letter(reader, cursor, 1);
	}
	return RGL_OK;
}

rgl_rc reader_text(struct reader *reader, struct piece text, struct instruction *instruction)
{
	struct cursor cursor = {
		.rest = text,
		.is_first = true,
		.is_code = instruction->operation == TO_QR,
	};
	rgl_rc rc = RGL_OK;

	instruction->parts = reader->template->parts.length / sizeof(struct part);
	instruction->part_count = 0;
	/* Behind a backslash at the head a text is as it is written, blanks and all. */
	if (text.length > 1 && text.text[0] == '\\') {
		cursor.is_first = false;
		skip(&cursor.rest, 1);
		take_letter(reader, &cursor,
			    begins_with(cursor.rest, OPEN) || begins_with(cursor.rest, BETWEEN)
				    ? SIGN_LENGTH
				    : 1);
	}
	while (rc == RGL_OK && cursor.rest.length > 0)
		rc = take(reader, &cursor, instruction);
	if (rc == RGL_OK)
		rc = end_letters(reader, &cursor, true, instruction);
	instruction->columns = cursor.column + 1;
	return rc;
}
