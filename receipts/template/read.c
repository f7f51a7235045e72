/* read.c - a template's lines, made into instructions. See template.h, reader.h. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "plugin/base/utf8.h"
#include "receipts/template/reader.h"

#define QUOTED_MAX 40
#define PLACE_ROOM 48
#define BYTE_ORDER_MARK "\xEF\xBB\xBF"

rgl_rc reader_refuse(const struct reader *reader, const char *at, rgl_rc rc, const char *format,
		     ...)
{
	const size_t length = (size_t)(at - reader->line.text);
	char message[sizeof(reader->why->text)];
	char place[PLACE_ROOM];
	uint32_t column = 1;
	va_list arguments;
	size_t i = 0;

	while (i < length && utf8_next(reader->line.text, reader->line.length, &i) != 0)
		column++;
	va_start(arguments, format);
	(void)vsnprintf(message, sizeof(message), format, arguments);
	va_end(arguments);
	(void)snprintf(place, sizeof(place), "line %u, column %u", reader->number, column);
	return refuse_field(reader->why, rc, place, "%s: %s", place, message);
}

int reader_quoted(struct piece piece)
{
	return piece.length <= QUOTED_MAX ? (int)piece.length
					  : (int)utf8_whole(piece.text, QUOTED_MAX);
}

bool piece_is(struct piece piece, const char *text)
{
	return strlen(text) == piece.length && memcmp(piece.text, text, piece.length) == 0;
}

static bool is_blank(char letter)
{
	return letter == ' ' || letter == '\t' || letter == '\r';
}

struct piece piece_trimmed(struct piece piece)
{
	while (piece.length > 0 && is_blank(piece.text[piece.length - 1]))
		piece.length--;
	while (piece.length > 0 && is_blank(piece.text[0])) {
		piece.text++;
		piece.length--;
	}
	return piece;
}

struct piece piece_word(struct piece *rest)
{
	const struct piece trimmed = piece_trimmed(*rest);
	struct piece word = { trimmed.text, 0 };

	while (word.length < trimmed.length && !is_blank(word.text[word.length]))
		word.length++;
	*rest = piece_trimmed(
		(struct piece) { word.text + word.length, trimmed.length - word.length });
	return word;
}

size_t reader_keep(struct reader *reader, struct piece piece)
{
	const size_t at = reader->template->texts.length;

	bytes_add(&reader->template->texts, piece.text, piece.length);
	bytes_add_byte(&reader->template->texts, 0);
	return at;
}

static size_t shown_max(enum field_list list)
{
	if (list == FIELDS_TOP)
		return 1;
	return list == FIELDS_LINES ? TEMPLATE_LINES_SHOWN : TEMPLATE_ITEMS_SHOWN;
}

rgl_rc reader_add(struct reader *reader, const char *at, const struct instruction *instruction)
{
	const bool prints = instruction->operation < TO_TEST;

	/* The line for what is beyond the limit comes with the end of a list. */
	reader->elements += prints ? shown_max(reader->list) : instruction->operation == TO_NEXT;
	if (reader->elements > PAPER_ELEMENTS_MAX - TEMPLATE_MARKS_MAX)
		return reader_refuse(reader, at, RGL_E_LIMIT,
				     "a receipt of many lines could come to more than %d printed "
				     "lines; make the template shorter",
				     PAPER_ELEMENTS_MAX - TEMPLATE_MARKS_MAX);
	bytes_add(&reader->template->instructions, instruction, sizeof(*instruction));
	if (bytes_rc(&reader->template->instructions) < 0 || bytes_rc(&reader->template->texts) < 0)
		return refuse(reader->why, RGL_E_MEMORY,
			      "there is no memory to read a template; try again");
	return RGL_OK;
}

static rgl_rc read_line(struct reader *reader, struct piece line)
{
	bool is_block = false;
	rgl_rc rc = reader_block(reader, line, &is_block);

	return rc < 0 || is_block ? rc : reader_print(reader, line);
}

/* "# ..." and "#" and "##"; a "#word" is text. */
static bool is_comment(struct piece line)
{
	return line.text[0] == '#' &&
	       (line.length == 1 || line.text[1] == '#' || is_blank(line.text[1]));
}

/* The same characters as paper.c holds back. */
static rgl_rc check_characters(const struct reader *reader)
{
	const struct piece line = reader->line;
	size_t at = 0;

	while (at < line.length) {
		const size_t from = at;
		const uint32_t character = utf8_next(line.text, line.length, &at);

		if (character == PAPER_REPLACEMENT && at - from == 1)
			return reader_refuse(reader, line.text + from, RGL_E_FIELD,
					     "this is not UTF-8; save the file as UTF-8");
		if ((character < 0x20 && !is_blank((char)character)) ||
		    (character >= 0x7F && character <= 0x9F) ||
		    (character >= 0x2028 && character <= 0x202E) ||
		    (character >= 0x2066 && character <= 0x2069))
			return reader_refuse(reader, line.text + from, RGL_E_FIELD,
					     "a control character (U+%04X) cannot be printed; take "
					     "it out",
					     character);
	}
	return RGL_OK;
}

/* The line that begins at *rest, which moves behind it. */
static struct piece next_line(struct piece *rest)
{
	const char *end = memchr(rest->text, '\n', rest->length);
	struct piece line = { rest->text, end == NULL ? rest->length : (size_t)(end - rest->text) };
	const size_t step = line.length + (end != NULL);

	rest->text += step;
	rest->length -= step;
	return line;
}

/* Everything is read: is it whole? */
static rgl_rc check_end(struct reader *reader)
{
	const struct block *block;

	if (reader->depth > 0) {
		block = &reader->blocks[reader->depth - 1];
		reader->number = block->line;
		reader->line = block->whole;
		return reader_refuse(reader, block->whole.text + block->at, RGL_E_FIELD,
				     "%s has no .end; write .end behind what belongs to it",
				     block->operation == TO_EACH ? "this .each" : "this .if");
	}
	if (reader->elements > 0)
		return RGL_OK;
	return reader_refuse(reader, reader->line.text, RGL_E_FIELD,
			     "there is nothing to print in it; start from \"regulars template show "
			     "default\"");
}

static rgl_rc read_lines(struct reader *reader, struct piece rest)
{
	rgl_rc rc = RGL_OK;

	if (rest.length >= strlen(BYTE_ORDER_MARK) &&
	    memcmp(rest.text, BYTE_ORDER_MARK, strlen(BYTE_ORDER_MARK)) == 0) {
		rest.text += strlen(BYTE_ORDER_MARK);
		rest.length -= strlen(BYTE_ORDER_MARK);
	}
	reader->line = (struct piece) { rest.text, 0 };
	reader->number = rest.length == 0;
	while (rc == RGL_OK && rest.length > 0) {
		struct piece line;

		reader->number++;
		reader->line = next_line(&rest);
		if (reader->number > TEMPLATE_LINES_MAX)
			return reader_refuse(reader, reader->line.text, RGL_E_LIMIT,
					     "a template has at most %d lines", TEMPLATE_LINES_MAX);
		rc = check_characters(reader);
		line = piece_trimmed(reader->line);
		if (rc == RGL_OK && line.length > 0 && !is_comment(line))
			rc = read_line(reader, line);
	}
	return rc < 0 ? rc : check_end(reader);
}

rgl_rc template_read(const struct host *host, const char *text, size_t length,
		     const struct template_words *words, struct template **ret, struct rgl_why *why)
{
	struct reader reader = { .words = words, .why = why };
	struct template *template;
	rgl_rc rc;

	if (length > TEMPLATE_BYTES_MAX)
		return refuse_field(why, RGL_E_LIMIT, "line 1, column 1",
				    "line 1, column 1: a template has at most %d bytes, this has "
				    "%zu",
				    TEMPLATE_BYTES_MAX, length);
	template = host_new(host, sizeof(*template));
	if (template == NULL)
		return refuse(why, RGL_E_MEMORY,
			      "there is no memory to read a template; try again");
	template->host = host;
	template->instructions = bytes_of(host);
	template->parts = bytes_of(host);
	template->texts = bytes_of(host);
	reader.template = template;
	rc = read_lines(&reader, (struct piece) { text, length });
	if (rc < 0)
		template_free(template);
	else
		*ret = template;
	return rc;
}

void template_free(struct template *template)
{
	if (template == NULL)
		return;
	bytes_free(&template->instructions);
	bytes_free(&template->parts);
	bytes_free(&template->texts);
	host_free(template->host, template);
}
