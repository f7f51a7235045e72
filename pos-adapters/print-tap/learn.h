/* learn.h - a pattern from sample receipts, by itself.
 *
 * In:  two or more receipts of one till, as lines.
 * Out: a pattern, and in words what it found of each sample and what it did not.
 * How: amounts show how numbers are written; words in several languages tell what a line says;
 * lines that are the same in all samples are the shop's own; what is left before the total with an
 * amount behind it are items, whose form is the one by which most of them multiply. Pure.
 */
#pragma once

#include "pos-adapters/print-tap/pattern.h"

enum { LEARN_SAMPLES_MAX = 16, LEARN_ROW_ROOM = 220 };

/* One sample, and what each of its lines was taken for; PATTERN_KINDS_COUNT: for nothing. */
struct learn_sample {
	const char *name;
	struct decode lines;
	uint8_t kinds[DECODE_LINES_MAX];
	uint32_t total_line; /* line_count: there is none */
};

/* A row of the pattern that is being made. */
struct learn_row {
	enum pattern_kind kind;
	uint32_t seen;
	char text[LEARN_ROW_ROOM];
};

struct learn {
	uint32_t sample_count;
	uint32_t row_count;
	bool is_number_bare; /* no word tells of the number; it may stand by the time */
	struct amount_style style;
	char currency[8]; /* "": the samples do not say */
	struct learn_sample samples[LEARN_SAMPLES_MAX];
	struct learn_row rows[PATTERN_ROWS_MAX];
};

/* Makes the pattern out of the samples that are there. */
void learn_pattern(struct learn *learn);

/* Item rows, for learn_pattern(): the forms that the lines before the total have. */
void learn_items(struct learn *learn);

/* Whether a text has a word that lines of a kind are known by. */
bool learn_has_keyword(enum pattern_kind kind, const char *text);

/* Adds a row, once. */
void learn_add(struct learn *learn, enum pattern_kind kind, const char *text);

/* The pattern as a text. False when it does not fit. */
bool learn_write(const struct learn *learn, char *ret, size_t room);
