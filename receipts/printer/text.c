/* text.c - see text.h. */
#include "receipts/printer/text.h"

#include <string.h>

#include "receipts/printer/text_parts.h"

#define WIDE 0x10 /* of GS !: twice as wide, twice as tall */
#define TALL 0x01

bool text_is_known(const struct profile *profile)
{
	return profile->language == PROFILE_ESCPOS && profile->text_columns > 0 &&
	       profile->text_columns <= TEXT_COLUMNS_MAX;
}

struct text text_of(const struct paper *paper, const struct profile *profile, struct bytes *out)
{
	const uint8_t page[] = { 0x1B, 't', (uint8_t)profile->page_1252 };

	if (profile->page_1252 >= 0)
		bytes_add(out, page, sizeof(page));
	return (struct text) { .paper = paper, .profile = profile, .out = out };
}

void text_command(struct text *text, uint8_t first, uint8_t second, uint8_t value)
{
	const uint8_t command[] = { first, second, value };

	bytes_add(text->out, command, sizeof(command));
}

static void choose(struct text *text, uint8_t size, bool is_bold, enum paper_align align)
{
	if (size != text->size)
		text_command(text, 0x1D, '!', size);
	if (is_bold != text->is_bold)
		text_command(text, 0x1B, 'E', is_bold);
	if (align != text->align)
		text_command(text, 0x1B, 'a', (uint8_t)align);
	text->size = size;
	text->is_bold = is_bold;
	text->align = align;
}

void text_plain(struct text *text)
{
	choose(text, 0, false, PAPER_LEFT);
}

static bool set(const struct text *text, const char *said, struct text_line *ret)
{
	return text_page_set(said, text->profile->page_1252 < 0, ret->letters, sizeof(ret->letters),
			     &ret->length);
}

static size_t columns_of(const struct text *text, uint8_t size)
{
	return (size & WIDE) != 0 ? text->profile->text_columns / 2 : text->profile->text_columns;
}

static void add_many(struct text *text, char letter, size_t count)
{
	uint8_t *at = count > 0 ? bytes_extend(text->out, count) : NULL;

	if (at != NULL)
		memset(at, letter, count);
}

/* As many letters of a line as fit `room`, up to a space where there is one; *ret_next: where the
 * next line begins. */
static size_t break_at(const struct text_line *line, size_t from, size_t room, size_t *ret_next)
{
	size_t until = from + room;

	if (line->length - from <= room) {
		*ret_next = line->length;
		return line->length;
	}
	while (until > from && line->letters[until] != ' ')
		until--;
	if (until == from)
		until = from + room;
	*ret_next = until;
	while (*ret_next < line->length && line->letters[*ret_next] == ' ')
		(*ret_next)++;
	return until;
}

/* What is left, cut so that an ellipsis fits behind it. */
static void add_cut(struct text *text, const struct text_line *line, size_t from, size_t room)
{
	const bool is_ascii = text->profile->page_1252 < 0;
	const char *const ellipsis = is_ascii ? "..." : "\x85";
	const size_t dots = strlen(ellipsis);

	if (line->length - from <= room) {
		bytes_add(text->out, line->letters + from, line->length - from);
		return;
	}
	if (room > dots)
		bytes_add(text->out, line->letters + from, room - dots);
	bytes_add(text->out, ellipsis, dots);
}

/* Lines of at most `room` letters; `tail` (for columns) ends the first, at the paper's end. */
static void add_lines(struct text *text, const struct text_line *line, size_t room,
		      uint32_t lines_max, const struct text_line *tail)
{
	uint32_t count = 0;
	size_t at = 0;

	do {
		const size_t before = text->out->length;
		size_t next = line->length;

		count++;
		if (count == lines_max) {
			add_cut(text, line, at, room);
		} else {
			const size_t until = break_at(line, at, room, &next);

			bytes_add(text->out, line->letters + at, until - at);
		}
		if (count == 1 && tail != NULL) {
			add_many(text, ' ', room + 1 - (text->out->length - before));
			bytes_add(text->out, tail->letters, tail->length);
		}
		bytes_add_byte(text->out, '\n');
		at = next;
	} while (at < line->length);
}

static bool add_text(struct text *text, const struct paper_element *element)
{
	const uint8_t size = element->style.size == PAPER_LARGE ? WIDE | TALL : 0;
	struct text_line line;

	if (!set(text, element->texts[0], &line))
		return false;
	if (line.length == 0)
		return true;
	choose(text, size, element->style.is_bold, element->style.align);
	add_lines(text, &line, columns_of(text, size), element->style.lines_max, NULL);
	return true;
}

/* Puts the columns behind the first into one line, each as wide as in the rows around it. */
static bool set_tail(const struct text *text, const struct paper_element *element,
		     struct text_line *ret)
{
	ret->length = 0;
	for (uint32_t i = 1; i < element->columns; i++) {
		const size_t width = text->columns_width[i];
		struct text_line column;
		size_t pad;

		if (!set(text, element->texts[i], &column) || column.length > width ||
		    ret->length + width + 1 > sizeof(ret->letters))
			return false;
		pad = width - column.length + (i > 1);
		memset(ret->letters + ret->length, ' ', pad);
		memcpy(ret->letters + ret->length + pad, column.letters, column.length);
		ret->length += pad + column.length;
	}
	return true;
}

/* Widths of the columns in this row; with three or more of them, in all rows of that shape that
 * stand below it. */
static void measure(struct text *text, size_t index, const struct paper_element *first)
{
	struct paper_element element = *first;
	size_t at = index;

	memset(text->columns_width, 0, sizeof(text->columns_width));
	while (element.kind == PAPER_COLUMNS && element.columns == first->columns) {
		for (uint32_t i = 1; i < element.columns; i++) {
			struct text_line column;

			if (set(text, element.texts[i], &column) &&
			    column.length > text->columns_width[i])
				text->columns_width[i] = column.length;
		}
		if (++at == text->paper->count || first->columns == 2)
			break;
		element = paper_at(text->paper, at);
	}
	text->columns_until = at;
}

/* The largest size, up to the style's, in which the tail leaves a quarter of the line; false: none.
 */
static bool choose_size(const struct text *text, enum paper_size size, size_t tail, uint8_t *ret)
{
	const uint8_t sizes[] = { WIDE | TALL, TALL, 0 };

	for (size_t i = size == PAPER_LARGE ? 0 : 2; i < sizeof(sizes); i++) {
		if (tail > columns_of(text, sizes[i]) * 3 / 4)
			continue;
		*ret = sizes[i];
		return true;
	}
	return false;
}

static bool add_columns(struct text *text, size_t index, const struct paper_element *element)
{
	struct text_line line;
	struct text_line tail;
	uint8_t size = 0;

	if (index >= text->columns_until)
		measure(text, index, element);
	if (!set(text, element->texts[0], &line) || !set_tail(text, element, &tail) ||
	    !choose_size(text, element->style.size, tail.length, &size))
		return false;
	choose(text, size, element->style.is_bold, PAPER_LEFT);
	add_lines(text, &line, columns_of(text, size) - tail.length - 1, element->style.lines_max,
		  &tail);
	return true;
}

static void add_rule(struct text *text)
{
	text_plain(text);
	add_many(text, '-', text->profile->text_columns);
	bytes_add_byte(text->out, '\n');
}

static bool add_code(struct text *text, const struct paper_element *element)
{
	if (!text->profile->has_native_qr || !text_qr_fits(element))
		return false;
	choose(text, 0, false, PAPER_CENTRE);
	text_qr_add(text, element);
	return true;
}

bool text_add(struct text *text, size_t index)
{
	const struct paper_element element = paper_at(text->paper, index);

	switch (element.kind) {
	case PAPER_TEXT:
		return add_text(text, &element);
	case PAPER_COLUMNS:
		return add_columns(text, index, &element);
	case PAPER_RULE:
		add_rule(text);
		return true;
	case PAPER_SPACE:
		bytes_add_byte(text->out, '\n');
		return true;
	case PAPER_QR:
		return add_code(text, &element);
	case PAPER_PICTURE:
	case PAPER_CUT:
	case PAPER_DRAWER:
	case PAPER_BUZZER:
		break;
	}
	return false;
}
