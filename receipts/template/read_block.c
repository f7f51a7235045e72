/* read_block.c - the lines that say what is printed when, and for each of what. See reader.h. */
#include "receipts/template/reader.h"

static rgl_rc open_block(struct reader *reader, struct piece word,
			 const struct instruction *instruction)
{
	const size_t place = template_count(reader->template);
	rgl_rc rc;

	if (reader->depth == TEMPLATE_DEPTH_MAX)
		return reader_refuse(reader, word.text, RGL_E_LIMIT,
				     "at most %d of .if and .each can be inside of each other",
				     TEMPLATE_DEPTH_MAX);
	rc = reader_add(reader, word.text, instruction);
	if (rc < 0)
		return rc;
	reader->blocks[reader->depth++] = (struct block) {
		.operation = instruction->operation,
		.instruction = place,
		.jump = NO_INSTRUCTION,
		.whole = reader->line,
		.line = reader->number,
		.at = (size_t)(word.text - reader->line.text),
	};
	return RGL_OK;
}

/* Behind `.if` and `.else if`: "refund", "not refund". */
static rgl_rc read_test(struct reader *reader, struct piece word, struct piece rest,
			struct instruction *ret)
{
	struct instruction instruction = { .operation = TO_TEST };
	struct piece name = piece_word(&rest);
	rgl_rc rc;

	instruction.is_negated = piece_is(name, "not");
	if (instruction.is_negated)
		name = piece_word(&rest);
	if (name.length == 0 || rest.length > 0)
		return reader_refuse(reader, name.length == 0 ? word.text : rest.text, RGL_E_FIELD,
				     "write .if and one field, such as .if refund or .if not "
				     "refund");
	rc = reader_asks(reader, name, &instruction.list);
	if (rc < 0)
		return rc;
	reader->template->asks_copy = reader->template->asks_copy || piece_is(name, "copy");
	reader->template->asks_refund = reader->template->asks_refund || piece_is(name, "refund");
	instruction.name = reader_keep(reader, name);
	*ret = instruction;
	return RGL_OK;
}

static rgl_rc open_if(struct reader *reader, struct piece word, struct piece rest)
{
	struct instruction instruction;
	rgl_rc rc = read_test(reader, word, rest, &instruction);

	return rc < 0 ? rc : open_block(reader, word, &instruction);
}

static rgl_rc open_each(struct reader *reader, struct piece word, struct piece rest)
{
	struct instruction instruction = { .operation = TO_EACH };
	struct piece behind = rest;
	const struct piece name = piece_word(&behind);
	rgl_rc rc;

	if (name.length == 0 || behind.length > 0)
		return reader_refuse(reader, name.length == 0 ? word.text : behind.text,
				     RGL_E_FIELD, "write .each and one list, such as .each lines");
	if (reader->list != FIELDS_TOP)
		return reader_refuse(reader, word.text, RGL_E_FIELD,
				     "an .each cannot be inside of another; write .end before it");
	rc = reader_list(reader, name, &instruction.list);
	if (rc == RGL_OK)
		rc = open_block(reader, word, &instruction);
	if (rc == RGL_OK)
		reader->list = instruction.list;
	return rc;
}

/* `.else`, `.else if refund` */
static rgl_rc add_else(struct reader *reader, struct piece word, struct piece rest)
{
	struct block *block = reader->depth > 0 ? &reader->blocks[reader->depth - 1] : NULL;
	struct instruction jump = { .operation = TO_JUMP };
	struct instruction test;
	const size_t place = template_count(reader->template);
	const bool is_last = rest.length == 0;
	rgl_rc rc;

	if (block == NULL || block->operation == TO_EACH || block->instruction == NO_INSTRUCTION)
		return reader_refuse(reader, word.text, RGL_E_FIELD,
				     ".else stands between .if and its .end, once, behind any "
				     ".else if");
	if (!is_last && !piece_is(piece_word(&rest), "if"))
		return reader_refuse(reader, word.text, RGL_E_FIELD,
				     "write .else alone, or .else if and a field");
	jump.target = block->jump;
	rc = reader_add(reader, word.text, &jump);
	if (rc == RGL_OK && !is_last)
		rc = read_test(reader, word, rest, &test);
	if (rc == RGL_OK && !is_last)
		rc = reader_add(reader, word.text, &test);
	if (rc < 0)
		return rc;
	template_at(reader->template, block->instruction)->target = place + 1;
	block->instruction = is_last ? NO_INSTRUCTION : place + 1;
	block->jump = place;
	return RGL_OK;
}

/* What waited for the end of a block goes on behind it. */
static void land(const struct template *template, const struct block *block)
{
	const size_t behind = template_count(template);
	size_t jump = block->jump;

	if (block->instruction != NO_INSTRUCTION)
		template_at(template, block->instruction)->target = behind;
	while (jump != NO_INSTRUCTION) {
		struct instruction *const instruction = template_at(template, jump);

		jump = instruction->target;
		instruction->target = behind;
	}
}

static rgl_rc end_block(struct reader *reader, struct piece word, struct piece rest)
{
	struct instruction next = { .operation = TO_NEXT, .list = reader->list };
	const struct block *block;
	rgl_rc rc = RGL_OK;

	if (rest.length > 0)
		return reader_refuse(reader, rest.text, RGL_E_FIELD,
				     ".end stands on a line of its own");
	if (reader->depth == 0)
		return reader_refuse(reader, word.text, RGL_E_FIELD,
				     "this .end has no .if or .each before it; leave it out");
	block = &reader->blocks[--reader->depth];
	if (block->operation == TO_EACH) {
		next.target = block->instruction;
		rc = reader_add(reader, word.text, &next);
		reader->list = FIELDS_TOP;
	}
	if (rc == RGL_OK)
		land(reader->template, block);
	return rc;
}

rgl_rc reader_block(struct reader *reader, struct piece line, bool *ret_is_block)
{
	struct piece rest = line;
	const struct piece word = piece_word(&rest);

	*ret_is_block = true;
	if (piece_is(word, ".if"))
		return open_if(reader, word, rest);
	if (piece_is(word, ".each"))
		return open_each(reader, word, rest);
	if (piece_is(word, ".else"))
		return add_else(reader, word, rest);
	if (piece_is(word, ".end"))
		return end_block(reader, word, rest);
	*ret_is_block = false;
	return RGL_OK;
}
