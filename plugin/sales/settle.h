/* settle.h - what a till's own rounding leaves between its lines and its total, put down as a line.
 *
 * In:  a sale whose amounts came as decimal text.
 * Out: the same, with a last line of kind rounding where the lines miss the total by no more than
 *      one minor unit each.
 * Not here: reading the text (decimal.h); what a larger difference means (sale_check: E_SUM).
 *
 * It depends on nothing but the sale, so that a sale that comes twice is the same twice.
 */
#pragma once

#include "plugin/sales/sale.h"

/* What the lines came to before, and the line that was put down; is_put_down false: none was. */
struct settled {
	bool is_put_down;
	struct money lines;
	struct money lines_tax;
	struct money total;
	struct money tax;
};

/* `lines` are the sale's own, with room for `room` of them. Taxes are looked at where a line has
 * one. E_LIMIT: there is no room for a line more. */
MUST_USE rgl_rc settle(struct sale *sale, struct sale_line *lines, size_t room, struct settled *ret,
		       const struct currency *currency, struct rgl_why *refusal);

/* A unit price that was rounded (8.33 for a third of 25.00) does not make the line's total any
 * more: by up to half a minor unit a piece, and one for the line. Such a price is left out; the
 * total stands. `settle` does this too. */
void settle_unit_prices(struct sale_line *lines, size_t count);

/* "the lines come to 29.69 and the till says 29.70: 0.01 was put down as rounding" */
#define SETTLE_WORDS_ROOM 168
void settle_words(const struct settled *settled, const struct currency *currency,
		  char ret[SETTLE_WORDS_ROOM]);
