/* learn.c - see learn.h. */
#include "pos-adapters/print-tap/learn.h"
#include "pos-adapters/print-tap/learn_style.h"
#include "pos-adapters/print-tap/text.h"

#include <stdio.h>
#include <string.h>

enum { WORD_ROOM = 48 };

struct keywords {
	enum pattern_kind kind;
	const char *words;
};

static const struct keywords KEYWORD_LISTS[] = {
#define KEYWORDS(kind, words) { PATTERN_##kind, words },
#include "pos-adapters/print-tap/keywords.def"
#undef KEYWORDS
};

void learn_add(struct learn *learn, enum pattern_kind kind, const char *text)
{
	struct learn_row *row = &learn->rows[learn->row_count];

	for (uint32_t i = 0; i < learn->row_count; i++) {
		if (learn->rows[i].kind == kind && strcmp(learn->rows[i].text, text) == 0) {
			learn->rows[i].seen++;
			return;
		}
	}
	if (learn->row_count == PATTERN_ROWS_MAX)
		return;
	*row = (struct learn_row) { .kind = kind, .seen = 1 };
	text_copy(row->text, sizeof(row->text), text);
	learn->row_count++;
}

/* Whether a line has a word of a list. */
static bool has_keyword(const char *line, const char *words)
{
	char word[WORD_ROOM];

	while (*words != '\0') {
		size_t length = strcspn(words, "|");

		if (length < sizeof(word)) {
			memcpy(word, words, length);
			word[length] = '\0';
			if (text_has_word(line, word))
				return true;
		}
		words += length + (words[length] == '|' ? 1 : 0);
	}
	return false;
}

bool learn_has_keyword(enum pattern_kind kind, const char *text)
{
	for (size_t i = 0; i < sizeof(KEYWORD_LISTS) / sizeof(KEYWORD_LISTS[0]); i++) {
		if (KEYWORD_LISTS[i].kind == kind && has_keyword(text, KEYWORD_LISTS[i].words))
			return true;
	}
	return false;
}

/* Without small coins a number may be an amount or not: "No. 0012". */
static bool ends_bare(const struct learn *learn, const char *line)
{
	const char *word = strrchr(line, ' ');

	word = word == NULL ? line : word + 1;
	return learn->style.digits == 0 && word[strspn(word, "0123456789")] == '\0';
}

/* Whether an amount stands at the end of a line, perhaps with a letter behind it. */
static bool ends_in_amount(const struct learn *learn, const char *line)
{
	static const char *const FORMS[] = { "{any} {amount}", "{any} {amount} {class}",
					     "{any} {amount}{class}", "{amount}" };
	const char *why;

	for (size_t i = 0; i < sizeof(FORMS) / sizeof(FORMS[0]); i++) {
		struct template template;
		struct template_found found;

		if (template_read(FORMS[i], &template, &why) &&
		    template_match(&template, &learn->style, line, &found))
			return true;
	}
	return false;
}

static bool has_field(const struct learn *learn, const char *line, const char *field)
{
	char row[LEARN_ROW_ROOM];

	learn_row_of(learn, PATTERN_WHEN, line, row);
	return strstr(row, field) != NULL;
}

/* What a line says by its words; lines without an amount say other things than those with one. */
static enum pattern_kind kind_of(const struct learn *learn, const char *line)
{
	bool has_amount = ends_in_amount(learn, line);

	for (size_t i = 0; i < sizeof(KEYWORD_LISTS) / sizeof(KEYWORD_LISTS[0]); i++) {
		enum pattern_kind kind = KEYWORD_LISTS[i].kind;
		bool wants_amount = kind != PATTERN_NOT && kind != PATTERN_COPY &&
				    kind != PATTERN_REFUND && kind != PATTERN_MEMBER &&
				    kind != PATTERN_NUMBER;
		bool wants_digit = kind == PATTERN_MEMBER || kind == PATTERN_NUMBER;

		if ((wants_amount != has_amount && !(wants_digit && ends_bare(learn, line))) ||
		    (wants_digit && strpbrk(line, "0123456789") == NULL))
			continue;
		if (has_keyword(line, KEYWORD_LISTS[i].words))
			return kind;
	}
	if (has_field(learn, line, "{date}") || has_field(learn, line, "{time}"))
		return PATTERN_WHEN;
	return PATTERN_KINDS_COUNT;
}

/* Money is paid behind the total only: before it such a line is an item ("Card holder 4,50"). A
 * total is not said before anything was bought. */
static void classify(const struct learn *learn, struct learn_sample *sample)
{
	const struct decode *lines = &sample->lines;

	sample->total_line = lines->line_count;
	for (uint32_t i = 0; i < lines->line_count; i++) {
		enum pattern_kind kind = kind_of(learn, lines->lines[i]);
		bool is_before = sample->total_line == lines->line_count;

		if (kind == PATTERN_TOTAL && is_before)
			sample->total_line = i;
		if (is_before && kind >= PATTERN_CASH && kind <= PATTERN_CHANGE)
			kind = PATTERN_KINDS_COUNT;
		if (!is_before && kind == PATTERN_DISCOUNT)
			kind = PATTERN_SKIP;
		sample->kinds[i] = (uint8_t)kind;
	}
}

/* Whether a line stands in every sample just so: then it says nothing of this receipt. */
static bool is_everywhere(const struct learn *learn, const char *line)
{
	for (uint32_t s = 0; s < learn->sample_count; s++) {
		const struct decode *lines = &learn->samples[s].lines;
		bool found = false;

		for (uint32_t i = 0; i < lines->line_count && !found; i++)
			found = strcmp(lines->lines[i], line) == 0;
		if (!found)
			return false;
	}
	return true;
}

/* "Goods may be returned with this receipt" makes no refund of it. */
static void drop_boilerplate(struct learn *learn)
{
	for (uint32_t s = 0; s < learn->sample_count; s++) {
		struct learn_sample *sample = &learn->samples[s];

		for (uint32_t i = 0; i < sample->lines.line_count; i++) {
			if (sample->kinds[i] <= PATTERN_REFUND &&
			    is_everywhere(learn, sample->lines.lines[i]))
				sample->kinds[i] = PATTERN_SKIP;
		}
	}
}

static bool has_number(const struct learn *learn)
{
	char row[LEARN_ROW_ROOM];

	for (uint32_t s = 0; s < learn->sample_count; s++) {
		const struct learn_sample *sample = &learn->samples[s];

		for (uint32_t i = 0; i < sample->lines.line_count; i++) {
			if (sample->kinds[i] != PATTERN_NUMBER)
				continue;
			learn_row_of(learn, PATTERN_NUMBER, sample->lines.lines[i], row);
			if (strstr(row, "{number}") != NULL)
				return true;
		}
	}
	return false;
}

/* A row of a kind has to have the field that the kind is about. */
static bool is_useful(enum pattern_kind kind, const char *row)
{
	switch (kind) {
	case PATTERN_NUMBER:
		return strstr(row, "{number}") != NULL;
	case PATTERN_MEMBER:
		return strstr(row, "{card}") != NULL;
	case PATTERN_WHEN:
		return strstr(row, "{date}") != NULL || strstr(row, "{time}") != NULL;
	case PATTERN_NOT:
	case PATTERN_COPY:
	case PATTERN_REFUND:
		return true;
	case PATTERN_SKIP:
	case PATTERN_BEGIN:
		return false;
	case PATTERN_SUBTOTAL:
	case PATTERN_TOTAL:
	case PATTERN_TAX:
	case PATTERN_DISCOUNT:
	case PATTERN_CASH:
	case PATTERN_CARD:
	case PATTERN_VOUCHER:
	case PATTERN_OTHER:
	case PATTERN_CHANGE:
		return strstr(row, "{amount}") != NULL;
	case PATTERN_ITEM:
	case PATTERN_KINDS_COUNT:
		return false;
	}
	return false;
}

static void add_rows(struct learn *learn)
{
	char row[LEARN_ROW_ROOM];

	for (int kind = 0; kind < PATTERN_ITEM; kind++) {
		for (uint32_t s = 0; s < learn->sample_count; s++) {
			const struct learn_sample *sample = &learn->samples[s];

			for (uint32_t i = 0; i < sample->lines.line_count; i++) {
				if (sample->kinds[i] != kind)
					continue;
				learn_row_of(learn, (enum pattern_kind)kind, sample->lines.lines[i],
					     row);
				if (is_useful((enum pattern_kind)kind, row))
					learn_add(learn, (enum pattern_kind)kind, row);
			}
		}
	}
}

/* What tells a report or a slip for the kitchen, though no sample is one. */
static void add_usual(struct learn *learn)
{
	static const char *const REPORTS[] = { "z report",    "z-report",  "x report",
					       "z-bericht",   "z-rapport", "tagesabschluss",
					       "dagsrapport", "kitchen",   "küche",
					       "køkken",      "cuisine" };
	static const char *const COPIES[] = { "copy",  "kopie",	  "kopi",     "duplicata",
					      "copia", "reprint", "duplicate" };
	char row[LEARN_ROW_ROOM];

	for (size_t i = 0; i < sizeof(REPORTS) / sizeof(REPORTS[0]); i++) {
		(void)snprintf(row, sizeof(row), "%s", REPORTS[i]);
		learn_add(learn, PATTERN_NOT, row);
		(void)snprintf(row, sizeof(row), "%s {any}", REPORTS[i]);
		learn_add(learn, PATTERN_NOT, row);
	}
	for (size_t i = 0; i < sizeof(COPIES) / sizeof(COPIES[0]); i++) {
		(void)snprintf(row, sizeof(row), "%s", COPIES[i]);
		learn_add(learn, PATTERN_COPY, row);
		(void)snprintf(row, sizeof(row), "*** %s ***", COPIES[i]);
		learn_add(learn, PATTERN_COPY, row);
	}
}

void learn_pattern(struct learn *learn)
{
	learn_style(learn);
	for (uint32_t s = 0; s < learn->sample_count; s++)
		classify(learn, &learn->samples[s]);
	drop_boilerplate(learn);
	learn->is_number_bare = !has_number(learn);
	add_usual(learn);
	add_rows(learn);
	learn_items(learn);
}

static bool put(char *ret, size_t room, size_t *length, const char *before, const char *text)
{
	int wrote = snprintf(ret + *length, room - *length, "%s%s\n", before, text);

	if (wrote < 0 || (size_t)wrote >= room - *length)
		return false;
	*length += (size_t)wrote;
	return true;
}

bool learn_write(const struct learn *learn, char *ret, size_t room)
{
	static const char *const ORDERS[] = { "day-month-year", "month-day-year",
					      "year-month-day" };
	const char decimal[] = { learn->style.decimal, '\0' };
	const char digits[] = { (char)('0' + learn->style.digits), '\0' };
	enum pattern_kind last = PATTERN_KINDS_COUNT;
	char word[WORD_ROOM];
	size_t length = 0;

	if (!put(ret, room, &length, "# What the receipts of this till look like.",
		 " See print-tap/README.md") ||
	    !put(ret, room, &length, "decimal ", decimal) ||
	    !put(ret, room, &length, "digits ", digits) ||
	    (learn->style.thousands_blank && !put(ret, room, &length, "thousands ", "blank")) ||
	    !put(ret, room, &length, "dates ", ORDERS[learn->style.order]) ||
	    (learn->currency[0] != '\0' && !put(ret, room, &length, "currency ", learn->currency)))
		return false;
	for (uint32_t i = 0; i < learn->row_count; i++) {
		const struct learn_row *row = &learn->rows[i];

		if (row->kind != last && !put(ret, room, &length, "", ""))
			return false;
		last = row->kind;
		(void)snprintf(word, sizeof(word), "%s: ", pattern_word(row->kind));
		if (!put(ret, room, &length, word, row->text))
			return false;
	}
	return true;
}
