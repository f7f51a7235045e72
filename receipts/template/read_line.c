/* read_line.c - a line that prints: text in a style, a code, a mark. See reader.h. */
#include <string.h>

#include "receipts/template/reader.h"

#define LINES_MAX 20 /* that `.lines` may say */

/* The words that are a style, and which of it; two of one aspect do not go together. */
enum aspect { ASPECT_ALIGN = 1, ASPECT_SIZE = 2, ASPECT_WEIGHT = 4, ASPECT_LINES = 8 };
struct style_word {
	const char *name;
	enum aspect aspect;
	enum paper_align align;
	enum paper_size size;
};
static const struct style_word STYLES[] = {
	{ ".left", ASPECT_ALIGN, PAPER_LEFT, PAPER_NORMAL },
	{ ".centre", ASPECT_ALIGN, PAPER_CENTRE, PAPER_NORMAL },
	{ ".center", ASPECT_ALIGN, PAPER_CENTRE, PAPER_NORMAL },
	{ ".right", ASPECT_ALIGN, PAPER_RIGHT, PAPER_NORMAL },
	{ ".small", ASPECT_SIZE, PAPER_LEFT, PAPER_SMALL },
	{ ".large", ASPECT_SIZE, PAPER_LEFT, PAPER_LARGE },
	{ ".bold", ASPECT_WEIGHT, PAPER_LEFT, PAPER_NORMAL },
	{ ".lines", ASPECT_LINES, PAPER_LEFT, PAPER_NORMAL },
};

static const struct {
	const char *name;
	enum paper_kind kind;
} MARKS[] = {
	{ ".rule", PAPER_RULE }, { ".space", PAPER_SPACE },   { ".picture", PAPER_PICTURE },
	{ ".cut", PAPER_CUT },	 { ".drawer", PAPER_DRAWER }, { ".buzzer", PAPER_BUZZER },
};
/* Those that are known elsewhere, and stand alone too. */
static const char *const OTHERS[] = { ".qr", ".stamps", ".if", ".else", ".each", ".end" };

/* A dot and a letter; ".5 l" and "..." are texts. */
static bool is_dotted(struct piece piece)
{
	return piece.length > 1 && piece.text[0] == '.' &&
	       ((piece.text[1] >= 'a' && piece.text[1] <= 'z') ||
		(piece.text[1] >= 'A' && piece.text[1] <= 'Z'));
}

static const struct style_word *style_of(struct piece word)
{
	for (size_t i = 0; i < sizeof(STYLES) / sizeof(STYLES[0]); i++)
		if (piece_is(word, STYLES[i].name))
			return &STYLES[i];
	return NULL;
}

static bool mark_of(struct piece word, enum paper_kind *ret)
{
	for (size_t i = 0; i < sizeof(MARKS) / sizeof(MARKS[0]); i++) {
		if (!piece_is(word, MARKS[i].name))
			continue;
		*ret = MARKS[i].kind;
		return true;
	}
	return false;
}

static bool is_other(struct piece word)
{
	for (size_t i = 0; i < sizeof(OTHERS) / sizeof(OTHERS[0]); i++)
		if (piece_is(word, OTHERS[i]))
			return true;
	return false;
}

static rgl_rc read_lines_max(const struct reader *reader, struct piece *rest, uint32_t *ret)
{
	const char *const at = rest->text;
	const struct piece number = piece_word(rest);
	uint32_t lines = 0;

	for (size_t i = 0; i < number.length && lines <= LINES_MAX; i++) {
		if (number.text[i] < '0' || number.text[i] > '9')
			lines = LINES_MAX;
		lines = lines * 10 + (uint32_t)(number.text[i] & 0x0F);
	}
	if (lines < 1 || lines > LINES_MAX)
		return reader_refuse(reader, at, RGL_E_FIELD,
				     ".lines takes a number from 1 to %d, such as .lines 2",
				     LINES_MAX);
	*ret = lines;
	return RGL_OK;
}

static rgl_rc apply(const struct reader *reader, const struct style_word *word, struct piece *rest,
		    struct paper_style *style)
{
	switch (word->aspect) {
	case ASPECT_ALIGN:
		style->align = word->align;
		return RGL_OK;
	case ASPECT_SIZE:
		style->size = word->size;
		return RGL_OK;
	case ASPECT_WEIGHT:
		style->is_bold = true;
		return RGL_OK;
	case ASPECT_LINES:
		return read_lines_max(reader, rest, &style->lines_max);
	}
	return RGL_E_INTERNAL;
}

/* A word behind a style that is none itself. */
static rgl_rc refuse_style(struct reader *reader, struct piece word)
{
	enum paper_kind kind;

	if (mark_of(word, &kind) || is_other(word))
		return reader_refuse(reader, word.text, RGL_E_FIELD,
				     "%.*s stands on a line of its own", reader_quoted(word),
				     word.text);
	return reader_no_word(reader, word);
}

/* The style words at the head of *rest, which moves behind them. */
static rgl_rc read_style(struct reader *reader, struct piece *rest, struct paper_style *style)
{
	unsigned seen = 0;

	while (is_dotted(*rest)) {
		const struct piece word = piece_word(rest);
		const struct style_word *const found = style_of(word);
		rgl_rc rc;

		if (found == NULL)
			return refuse_style(reader, word);
		if ((seen & (unsigned)found->aspect) != 0)
			return reader_refuse(reader, word.text, RGL_E_FIELD,
					     "%s does not go with what is before it; leave one out",
					     found->name);
		seen |= (unsigned)found->aspect;
		rc = apply(reader, found, rest, style);
		if (rc < 0)
			return rc;
	}
	return RGL_OK;
}

static rgl_rc print_text(struct reader *reader, struct piece rest)
{
	struct instruction instruction = {
		.operation = TO_TEXT,
		.style = { PAPER_LEFT, PAPER_NORMAL, false, 0 },
	};
	const struct piece line = rest;
	rgl_rc rc = read_style(reader, &rest, &instruction.style);

	if (rc < 0)
		return rc;
	if (rest.length == 0)
		return reader_refuse(
			reader, line.text, RGL_E_FIELD,
			"there is nothing to print; write the text behind %.*s, on the "
			"same line",
			reader_quoted(line), line.text);
	rc = reader_text(reader, rest, &instruction);
	return rc < 0 ? rc : reader_add(reader, line.text, &instruction);
}

/* `.qr large {{code}}` */
static rgl_rc print_code(struct reader *reader, struct piece rest)
{
	struct instruction instruction = {
		.operation = TO_QR,
		.style = { PAPER_CENTRE, PAPER_NORMAL, false, 0 },
	};
	struct piece behind = rest;
	rgl_rc rc;

	if (piece_is(piece_word(&behind), "large")) {
		instruction.style.size = PAPER_LARGE;
		rest = behind;
	}
	if (rest.length == 0)
		return reader_refuse(reader, rest.text, RGL_E_FIELD,
				     ".qr needs what the code says, such as .qr {{code}}");
	rc = reader_text(reader, rest, &instruction);
	return rc < 0 ? rc : reader_add(reader, rest.text, &instruction);
}

static rgl_rc print_mark(struct reader *reader, struct piece word, struct piece rest,
			 enum paper_kind kind)
{
	struct instruction instruction = { .operation = TO_MARK, .mark = kind };

	if (kind == PAPER_PICTURE && !piece_is(rest, "logo"))
		return reader_refuse(reader, word.text, RGL_E_FIELD,
				     "there is one picture, the shop's: write .picture logo");
	if (kind != PAPER_PICTURE && rest.length > 0)
		return reader_refuse(reader, rest.text, RGL_E_FIELD,
				     "%.*s stands on a line of its own", reader_quoted(word),
				     word.text);
	return reader_add(reader, word.text, &instruction);
}

/* The places of a stamp card, filled and not: * * * o o */
static rgl_rc print_stamps(struct reader *reader, struct piece word, struct piece rest)
{
	const struct instruction instruction = {
		.operation = TO_STAMPS,
		.style = { PAPER_CENTRE, PAPER_NORMAL, false, 0 },
	};

	if (reader->list != FIELDS_PURSES)
		return reader_refuse(reader, word.text, RGL_E_FIELD,
				     ".stamps draws a stamp card; write it between .each purses "
				     "and its .end");
	if (rest.length > 0)
		return reader_refuse(reader, rest.text, RGL_E_FIELD,
				     ".stamps stands on a line of its own");
	return reader_add(reader, word.text, &instruction);
}

rgl_rc reader_print(struct reader *reader, struct piece rest)
{
	struct piece behind = rest;
	const struct piece word = is_dotted(rest) ? piece_word(&behind) : (struct piece) { "", 0 };
	enum paper_kind kind;

	if (piece_is(word, ".qr"))
		return print_code(reader, behind);
	if (piece_is(word, ".stamps"))
		return print_stamps(reader, word, behind);
	if (mark_of(word, &kind))
		return print_mark(reader, word, behind, kind);
	return print_text(reader, rest);
}
