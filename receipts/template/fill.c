/* fill.c - runs a template's instructions over a receipt's fields. See template.h, fill.h. */
#include "receipts/template/fill.h"

#include <stdio.h>
#include <string.h>

#define UNNAMED "_unnamed"
#define KEY_ROOM 64

static const struct paper_style MARK = { PAPER_CENTRE, PAPER_LARGE, true, 1 };
static const struct paper_style PLAIN = { PAPER_LEFT, PAPER_NORMAL, false, 1 };

bool filling_find(const void *user, const char *name, struct value *ret)
{
	const struct filling *filling = user;

	return fields_find(filling->fields, filling->list, filling->index, name, ret);
}

bool filling_holds(const struct filling *filling, const char *name)
{
	struct value value;

	return filling_find(filling, name, &value) && value_holds(&value);
}

rgl_rc filling_say(const struct filling *filling, const char *key, const struct values *values,
		   char ret[WORDS_ROOM])
{
	char unnamed[KEY_ROOM];
	rgl_rc rc;

	(void)snprintf(unnamed, sizeof(unnamed), "%s" UNNAMED, key);
	if (!filling_holds(filling, "member") && words_has(filling->words, unnamed))
		key = unnamed;
	rc = words_say(filling->words, key, values, ret, filling->why);
	if (rc != RGL_E_UNKNOWN)
		return rc;
	/* It is gone since the template was read; the receipt goes on without it. */
	ret[0] = '\0';
	if (filling->why != NULL)
		*filling->why = (struct rgl_why) { .size = filling->why->size };
	return RGL_OK;
}

static void fill_mark(const struct filling *filling, enum paper_kind mark)
{
	if (mark != PAPER_PICTURE || filling_holds(filling, "has_logo"))
		paper_mark(filling->paper, mark);
}

static bool test_holds(const struct filling *filling, const struct instruction *instruction)
{
	const char *name = template_letters(filling->template, instruction->name);
	const bool holds = instruction->list != FIELDS_TOP
				   ? fields_count(filling->fields, instruction->list) > 0
				   : filling_holds(filling, name);

	return holds != instruction->is_negated;
}

static size_t shown_of(enum field_list list, size_t count)
{
	const size_t most = list == FIELDS_LINES ? TEMPLATE_LINES_SHOWN : TEMPLATE_ITEMS_SHOWN;

	return count < most ? count : most;
}

/* What the sentence of the lines that are left out can name. */
struct left_out {
	const struct filling *filling;
	int64_t count;
};

static bool find_left_out(const void *user, const char *name, struct value *ret)
{
	const struct left_out *left_out = user;

	if (strcmp(name, "count") != 0)
		return filling_find(left_out->filling, name, ret);
	*ret = (struct value) { .kind = VALUE_COUNT, .number = left_out->count };
	return true;
}

/* Their sum; false when 64 bits do not hold it. */
static bool sum_left_out(const struct filling *filling, size_t from, size_t count,
			 struct value *ret)
{
	struct value sum = { .kind = VALUE_MONEY };
	struct value amount;

	for (size_t i = from; i < count; i++)
		if (fields_find(filling->fields, FIELDS_LINES, i, "amount", &amount) &&
		    __builtin_add_overflow(sum.number, amount.number, &sum.number))
			return false;
	*ret = sum;
	return true;
}

/* "and 12 more lines | 144.00": the column of amounts still adds up. */
static rgl_rc fill_left_out(const struct filling *filling, size_t from, size_t count)
{
	const struct left_out left_out = { filling, (int64_t)(count - from) };
	const struct values values = { find_left_out, &left_out };
	char sentence[WORDS_ROOM];
	char sum[WORDS_ROOM] = "";
	struct value amount;
	rgl_rc rc = filling_say(filling, "more_lines", &values, sentence);

	if (rc == RGL_OK && sentence[0] == '\0')
		(void)snprintf(sentence, sizeof(sentence), "+ %zu", count - from);
	if (rc == RGL_OK && sum_left_out(filling, from, count, &amount))
		rc = words_value(filling->words, &amount, sum, filling->why);
	if (rc == RGL_OK)
		paper_columns(filling->paper, PLAIN, (const char *[]) { sentence, sum }, 2);
	return rc;
}

/* Where to go on behind an item. */
static rgl_rc next_item(struct filling *filling, const struct instruction *instruction, size_t *at)
{
	const size_t count = fields_count(filling->fields, instruction->list);
	const size_t shown = shown_of(instruction->list, count);

	if (filling->index + 1 < shown) {
		filling->index++;
		*at = instruction->target + 1;
		return RGL_OK;
	}
	filling->list = FIELDS_TOP;
	filling->index = 0;
	if (instruction->list != FIELDS_LINES || shown == count)
		return RGL_OK;
	return fill_left_out(filling, shown, count);
}

static rgl_rc run(struct filling *filling, size_t *at)
{
	const struct instruction *instruction = template_at(filling->template, (*at)++);

	switch (instruction->operation) {
	case TO_TEXT:
		return filling_text(filling, instruction);
	case TO_QR:
		filling_code(filling, instruction);
		return RGL_OK;
	case TO_MARK:
		fill_mark(filling, instruction->mark);
		return RGL_OK;
	case TO_STAMPS:
		filling_stamps(filling, instruction);
		return RGL_OK;
	case TO_TEST:
		if (!test_holds(filling, instruction))
			*at = instruction->target;
		return RGL_OK;
	case TO_JUMP:
		*at = instruction->target;
		return RGL_OK;
	case TO_EACH:
		if (fields_count(filling->fields, instruction->list) == 0)
			*at = instruction->target;
		else
			filling->list = instruction->list;
		return RGL_OK;
	case TO_NEXT:
		return next_item(filling, instruction, at);
	}
	return RGL_E_INTERNAL;
}

static rgl_rc add_mark(const struct filling *filling, const char *key)
{
	const struct values values = { filling_find, filling };
	char text[WORDS_ROOM];
	rgl_rc rc = filling_say(filling, key, &values, text);

	if (rc == RGL_OK && text[0] != '\0')
		paper_text(filling->paper, MARK, text);
	return rc;
}

/* Nobody should take a copy for another sale, or a refund for one, because a template forgot. */
static rgl_rc add_marks(const struct filling *filling)
{
	const bool is_refund = !filling->template->asks_refund && filling_holds(filling, "refund");
	const bool is_copy = !filling->template->asks_copy && filling_holds(filling, "copy");
	rgl_rc rc = RGL_OK;

	if (!is_refund && !is_copy)
		return RGL_OK;
	paper_rule(filling->paper);
	if (is_refund)
		rc = add_mark(filling, "refund_mark");
	if (rc == RGL_OK && is_copy)
		rc = add_mark(filling, "copy_mark");
	paper_rule(filling->paper);
	return rc;
}

rgl_rc template_fill(const struct template *template, const struct fields *fields,
		     struct words *words, struct paper *ret, struct rgl_why *why)
{
	struct filling filling = {
		.template = template, .fields = fields, .words = words, .paper = ret, .why = why
	};
	const size_t count = template_count(template);
	rgl_rc rc = add_marks(&filling);

	for (size_t at = 0; at < count && rc == RGL_OK && paper_rc(ret) == RGL_OK;)
		rc = run(&filling, &at);
	if (rc == RGL_OK && paper_rc(ret) < 0)
		rc = refuse(why, paper_rc(ret), "there is no memory to write a receipt; try again");
	if (rc < 0) {
		paper_free(ret);
		return rc;
	}
	ret->is_right_to_left = words_is_right_to_left(words);
	(void)snprintf(ret->language, sizeof(ret->language), "%s", words_language(words));
	return RGL_OK;
}
