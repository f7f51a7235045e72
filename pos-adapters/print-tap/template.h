/* template.h - how one line of a receipt is written: "{qty} x {name} {total}". Pure.
 *
 * Letters stand for themselves, whatever their case; a blank for one blank or more, or for the end
 * of the line. A field stands in braces. Text fields take as little as it needs for the rest of the
 * line to fit, the others as much as they can.
 */
#pragma once

#include "pos-adapters/print-tap/amount.h"

enum template_field {
	TEMPLATE_NAME,	 /* text */
	TEMPLATE_ANY,	 /* text, not looked at */
	TEMPLATE_NUMBER, /* a word with a digit in it */
	TEMPLATE_CARD,	 /* of a member: letters and digits, gaps between digits */
	TEMPLATE_CLASS,	 /* up to three letters, or none: a tax class behind an amount */
	TEMPLATE_DATE,
	TEMPLATE_TIME,
	TEMPLATE_QTY,
	TEMPLATE_PRICE,	 /* of one */
	TEMPLATE_AMOUNT, /* what the line is about */
	TEMPLATE_MONEY,	 /* another amount, not looked at */
	TEMPLATE_FIELDS
};

enum { TEMPLATE_PARTS_MAX = 24, TEMPLATE_TEXT_ROOM = 200 };

struct template_part {
	uint8_t kind; /* a letter, a blank, a field */
	uint8_t field;
	uint16_t at; /* of letters: where they stand in `text` */
};

struct template
{
	uint32_t count;
	struct template_part parts[TEMPLATE_PARTS_MAX];
	char text[TEMPLATE_TEXT_ROOM];
};

/* Where a field was found, in bytes of the line; length 0: it was not. */
struct template_span {
	uint16_t at;
	uint16_t length;
};

struct template_found {
	struct template_span spans[TEMPLATE_FIELDS];
	int64_t qty_milli;
	int64_t price_minor;
	int64_t amount_minor;
	struct amount_day day;
	struct amount_time time;
};

/* False when the text is none; *ret_why says what is wrong, in words. */
bool template_read(const char *text, struct template *ret, const char **ret_why);

/* Whether the whole line is as the template says. */
bool template_match(const struct template *template, const struct amount_style *style,
		    const char *line, struct template_found *ret);
