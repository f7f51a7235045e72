/* learn_items.c - the forms of item lines, for learn.h.
 *
 * Each form that is known is tried on the lines before the total, those that say most first. Where
 * quantity and price are in it, it explains a line only when they multiply to its total; so it is
 * right when it explains one. A number in front that nothing proves to be a quantity has to stand
 * in most lines.
 */
#include "pos-adapters/print-tap/learn.h"
#include "pos-adapters/print-tap/text.h"

#include <stdlib.h>
#include <string.h>

static const char *const FORMS[] = {
	"{name} // {qty} x {price} {total}",
	"{name} // {qty} x {price} {total} {class}",
	"{name} // {qty} x {price} = {total}",
	"{name} // {qty} @ {price} {total}",
	"{name} // {qty} @ {price} {total} {class}",
	"{name} // {qty} * {price} {total}",
	"{name} // {qty} stk x {price} {total}",
	"{name} // {qty} pcs x {price} {total}",
	"{name} // {qty} kg x {price} {total}",
	"{name} // {qty} kg x {price} {total} {class}",
	"{name} // {qty} {price} {total}",
	"{qty} x {price} {name} {total}",
	"{qty} x {name} @ {price} {total}",
	"{qty} x {name} {price} {total}",
	"{qty} x {name} {price} {total} {class}",
	"{qty}x {name} {price} {total}",
	"{name} {qty} x {price} {total}",
	"{name} {qty} x {price} {total} {class}",
	"{name} {qty} x{price} {total}{class}",
	"{name} {qty} szt. x{price} {total}{class}",
	"{name} {qty} kg x{price} {total}{class}",
	"{name} {qty}x{price} {total}",
	"{name} {qty} @ {price} {total}",
	"{name} {qty} * {price} {total}",
	"{name} {qty} st á {price} {total}",
	"{name} {qty} st à {price} {total}",
	"{name} {qty} á {price} {total}",
	"{name} {qty} à {price} {total}",
	"{qty} {name} {price} {total}",
	"{qty} {name} {price} {total} {class}",
	"{name} {qty} {price} {total}",
	"{name} {qty} {price} {total} {class}",
	"{name} {price} {qty} {total}",
	"{name} {price} x {qty} {total}",
	"{qty} x {name} {total}",
	"{qty} x {name} {total} {class}",
	"{qty}x {name} {total}",
	"{qty}x {name} {total} {class}",
	"{name} x{qty} {total}",
	"{name} x {qty} {total}",
	"{qty} {name} {total}",
	"{qty} {name} {total} {class}",
	"{name} {total}",
	"{name} {total} {class}",
	"{name} {total}{class}",
};

/* Where nothing else fits, the amounts may stand before the names. */
static const char *const FRONT_FORMS[] = {
	"{total} {qty} x {price} {name}",
	"{total} {name}",
};

enum { FORMS_COUNT = sizeof(FORMS) / sizeof(FORMS[0]), FRONT_COUNT = 2 };

/* Lines that some form explains already, in the kinds of the samples. */
static bool is_open(const struct learn_sample *sample, uint32_t line)
{
	return line < sample->total_line && sample->kinds[line] == PATTERN_KINDS_COUNT &&
	       strcmp(sample->lines.lines[line], DECODE_PICTURE) != 0;
}

/* A name is something to read, not only signs and numbers. */
static bool is_name(const char *line, struct template_span span)
{
	uint32_t letter;

	for (size_t i = 0; i < span.length; i++) {
		(void)text_letter(line + span.at + i, &letter);
		letter = text_lower(letter);
		if (letter >= 'a' && letter != 0xFFFD)
			return true;
	}
	return false;
}

static bool multiplies(const struct template_found *found)
{
	bool has_qty = found->spans[TEMPLATE_QTY].length > 0;
	bool has_price = found->spans[TEMPLATE_PRICE].length > 0;

	if (has_qty && (found->qty_milli == 0 || llabs(found->qty_milli) > 1000000))
		return false;
	return !has_qty || !has_price ||
	       llabs(found->qty_milli * found->price_minor - found->amount_minor * 1000) <= 500;
}

/* How many lines a form takes here: 0, 1 or 2. */
static uint32_t takes(const struct learn *learn, const struct pattern_row *row,
		      const struct learn_sample *sample, uint32_t line)
{
	const char *text = sample->lines.lines[line];
	struct template_found found;
	struct template_found second;

	if (!is_open(sample, line) || !template_match(&row->first, &learn->style, text, &found) ||
	    !is_name(text, found.spans[TEMPLATE_NAME]))
		return 0;
	if (!row->has_second)
		return multiplies(&found) ? 1 : 0;
	if (!is_open(sample, line + 1) ||
	    !template_match(&row->second, &learn->style, sample->lines.lines[line + 1], &second) ||
	    !multiplies(&second))
		return 0;
	return 2;
}

static bool form_read(const char *form, struct pattern_row *ret)
{
	struct pattern *pattern = calloc(1, sizeof(*pattern));
	const char *why;
	bool good = pattern != NULL && pattern_add(pattern, PATTERN_ITEM, form, &why);

	if (good)
		*ret = pattern->rows[0];
	free(pattern);
	return good;
}

/* Lines that a form explains; with `takes_them` they are its own from now on. */
static uint32_t try_form(struct learn *learn, const struct pattern_row *row, bool takes_them)
{
	uint32_t count = 0;

	for (uint32_t s = 0; s < learn->sample_count; s++) {
		struct learn_sample *sample = &learn->samples[s];

		for (uint32_t i = 0; i < sample->total_line; i++) {
			uint32_t lines = takes(learn, row, sample, i);

			count += lines;
			if (lines > 0 && takes_them)
				memset(sample->kinds + i, PATTERN_ITEM, lines);
			i += lines > 1 ? 1 : 0;
		}
	}
	return count;
}

/* Lines that end in an amount and that no form explains yet. */
static uint32_t open_lines(struct learn *learn)
{
	struct pattern_row plain;

	if (!form_read("{name} {total}", &plain))
		return 0;
	return try_form(learn, &plain, false);
}

/* Whether a form is proved by the lines that it explains. */
static bool is_proved(struct learn *learn, const char *form, uint32_t count)
{
	bool has_bare_quantity = strncmp(form, "{qty} {name}", 12) == 0;

	if (has_bare_quantity && strstr(form, "{price}") == NULL)
		return count * 2 > open_lines(learn);
	return count > 0;
}

static void try_forms(struct learn *learn, const char *const *forms, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct pattern_row row;

		if (!form_read(forms[i], &row) ||
		    !is_proved(learn, forms[i], try_form(learn, &row, false)))
			continue;
		(void)try_form(learn, &row, true);
		learn_add(learn, PATTERN_ITEM, forms[i]);
	}
}

void learn_items(struct learn *learn)
{
	uint32_t rows = learn->row_count;

	try_forms(learn, FORMS, FORMS_COUNT);
	if (learn->row_count == rows)
		try_forms(learn, FRONT_FORMS, FRONT_COUNT);
}
