/* reader.h - what the parts of reading a template share, and what they make of it.
 *
 * In:  lines of a template.
 * Out: struct template, a flat list of instructions.
 * Not here: running them (fill.c).
 */
#pragma once

#include "plugin/base/bytes.h"
#include "receipts/template/template.h"

#define TEMPLATE_MARKS_MAX 8 /* elements that fill.c may add by itself */

/* TO_TEST: goes on at `target` unless the field holds (or, negated, when it does). TO_JUMP: goes on
 * at `target`. TO_EACH: the same when the list is empty. TO_NEXT: back to behind its TO_EACH, which
 * is at `target`, while there are items. Those before TO_TEST print. */
enum operation { TO_TEXT, TO_QR, TO_MARK, TO_STAMPS, TO_TEST, TO_JUMP, TO_EACH, TO_NEXT };

/* parts, part_count: of TO_TEXT and TO_QR. list: of TO_EACH, TO_NEXT, and TO_TEST of a whole list.
 * name: of TO_TEST, an offset into the texts. */
struct instruction {
	enum operation operation;
	struct paper_style style;
	enum paper_kind mark;
	enum field_list list;
	uint32_t columns;
	size_t parts;
	size_t part_count;
	size_t name;
	size_t target;
	bool is_negated;
};

/* A piece of a line. text: an offset into the texts, of what is printed as it is, of a field's or a
 * sentence's name. */
enum part_kind { PART_LETTERS, PART_FIELD, PART_SENTENCE };
struct part {
	enum part_kind kind;
	uint32_t column;
	size_t text;
};

/* asks_*: there is an `.if` about it. */
struct template
{
	const struct host *host;
	struct bytes instructions;
	struct bytes parts;
	struct bytes texts;
	bool asks_copy;
	bool asks_refund;
};

static inline size_t template_count(const struct template *template)
{
	return template->instructions.length / sizeof(struct instruction);
}

static inline struct instruction *template_at(const struct template *template, size_t index)
{
	return (struct instruction *)(void *)template->instructions.data + index;
}

static inline const struct part *template_part(const struct template *template, size_t index)
{
	return (const struct part *)(const void *)template->parts.data + index;
}

static inline const char *template_letters(const struct template *template, size_t text)
{
	return (const char *)template->texts.data + text;
}

/* A stretch of the line that is read. */
struct piece {
	const char *text;
	size_t length;
};

#define NO_INSTRUCTION SIZE_MAX

/* An `.if` or `.each` that is open. instruction: of it, or of its last `.else if`; NO_INSTRUCTION
 * behind `.else`. jump: the last jump to its `.end`; each names the one before it as its target.
 * whole, line, at: where it stands. */
struct block {
	enum operation operation;
	size_t instruction;
	size_t jump;
	struct piece whole;
	uint32_t line;
	size_t at;
};

/* line: the one that is read; number: of it, from 1. list: of the open `.each`. elements: the most
 * that what was read so far can put on a paper. */
struct reader {
	struct template *template;
	const struct template_words *words;
	struct rgl_why *why;
	struct piece line;
	uint32_t number;
	enum field_list list;
	struct block blocks[TEMPLATE_DEPTH_MAX];
	size_t depth;
	size_t elements;
};

/* Refuses, with the place of `at`, which is in the line. */
PRINTF(4, 5)
rgl_rc reader_refuse(const struct reader *reader, const char *at, rgl_rc rc, const char *format,
		     ...);

/* Bytes of a piece to quote in a refusal, for "%.*s". */
int reader_quoted(struct piece piece);

bool piece_is(struct piece piece, const char *text);

/* Without the blanks around it. */
struct piece piece_trimmed(struct piece piece);

/* The first word of *rest, which moves behind it; empty at the end. */
struct piece piece_word(struct piece *rest);

/* Keeps a piece as a text that ends with a NUL; its offset. */
size_t reader_keep(struct reader *reader, struct piece piece);

/* Adds it; E_LIMIT when what prints could fill more than a paper. E_MEMORY. `at`: for the place. */
MUST_USE rgl_rc reader_add(struct reader *reader, const char *at,
			   const struct instruction *instruction);

/* read_block.c: `.if`, `.else`, `.each`, `.end`; *ret_is_block false: the line is none of them.
 * E_FIELD, E_LIMIT, E_MEMORY. */
MUST_USE rgl_rc reader_block(struct reader *reader, struct piece line, bool *ret_is_block);

/* read_line.c: a line that is not a block. `rest` begins with its text, or a dot and a word.
 * E_FIELD, E_LIMIT, E_MEMORY. */
MUST_USE rgl_rc reader_print(struct reader *reader, struct piece rest);

/* read_text.c: the text of a line, or of a code, with its values. E_FIELD, E_LIMIT, E_MEMORY. */
MUST_USE rgl_rc reader_text(struct reader *reader, struct piece text,
			    struct instruction *instruction);

/* read_names.c: E_FIELD unless `.if`, `.each`, {{field}} or {{say sentence}} may name it; what is
 * near is said. *ret_list: FIELDS_TOP when it is a field. */
MUST_USE rgl_rc reader_asks(struct reader *reader, struct piece name, enum field_list *ret_list);
MUST_USE rgl_rc reader_list(struct reader *reader, struct piece name, enum field_list *ret);
MUST_USE rgl_rc reader_field(struct reader *reader, struct piece name, enum value_kind *ret);
MUST_USE rgl_rc reader_sentence(struct reader *reader, struct piece name);

/* E_FIELD: there is no word `.name`. */
rgl_rc reader_no_word(struct reader *reader, struct piece name);
