/* settle.c - see settle.h. */
#include "plugin/sales/settle.h"

#include <stdio.h>

/* Total + discount - quantity x unit price, in thousandths of a minor unit. */
static rgl_rc missed_by(const struct sale_line *line, int64_t *ret)
{
	struct money charged;
	int64_t charged_milli;
	int64_t priced_milli;
	rgl_rc rc = money_add(line->total, line->discount, &charged);

	if (rc == RGL_OK)
		rc = money_times_milli(charged, 1000, &charged_milli);
	if (rc == RGL_OK)
		rc = money_times_milli(line->unit, line->qty_milli, &priced_milli);
	if (rc == RGL_OK && __builtin_sub_overflow(charged_milli, priced_milli, ret))
		rc = RGL_E_RANGE;
	return rc;
}

/* What sale_check takes stays; so does what no rounding explains, which it refuses. */
static bool is_rounded_away(const struct sale_line *line)
{
	int64_t half = line->qty_milli / 2;
	int64_t missed = 0;

	if (!line->has_unit || missed_by(line, &missed) < 0)
		return false;
	half = half < 0 ? -half : half;
	return (missed >= 1000 || missed <= -1000) && missed <= 1000 + half &&
	       missed >= -1000 - half;
}

void settle_unit_prices(struct sale_line *lines, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (!is_rounded_away(&lines[i]))
			continue;
		lines[i].has_unit = false;
		lines[i].unit = money_of(0);
	}
}

static bool is_within(struct money amount, size_t units)
{
	return money_compare(amount, money_of((int64_t)units)) <= 0 &&
	       money_compare(amount, money_of(-(int64_t)units)) >= 0;
}

/* What the lines come to and what is missing of the sale's; false when that is not for here. */
static bool measure(const struct sale *sale, struct settled *ret)
{
	struct settled settled = { 0 };
	bool has_tax = false;
	rgl_rc rc = RGL_OK;

	for (size_t i = 0; rc == RGL_OK && i < sale->line_count; i++) {
		rc = money_add(settled.lines, sale->lines[i].total, &settled.lines);
		if (rc == RGL_OK)
			rc = money_add(settled.lines_tax, sale->lines[i].tax, &settled.lines_tax);
		has_tax = has_tax || money_sign(sale->lines[i].tax) != 0;
	}
	if (rc == RGL_OK)
		rc = money_sub(sale->total, settled.lines, &settled.total);
	/* A sale that has none at all is asked for it by sale_check. */
	if (rc == RGL_OK && has_tax && money_sign(sale->tax) != 0)
		rc = money_sub(sale->tax, settled.lines_tax, &settled.tax);
	*ret = settled;
	return rc == RGL_OK && is_within(settled.total, sale->line_count) &&
	       is_within(settled.tax, sale->line_count) &&
	       (money_sign(settled.total) != 0 || money_sign(settled.tax) != 0);
}

rgl_rc settle(struct sale *sale, struct sale_line *lines, size_t room, struct settled *ret,
	      const struct currency *currency, struct rgl_why *refusal)
{
	struct settled settled;
	char words[SETTLE_WORDS_ROOM];

	settle_unit_prices(lines, sale->line_count);
	*ret = (struct settled) { 0 };
	if (!measure(sale, &settled))
		return RGL_OK;
	settled.is_put_down = true;
	if (sale->line_count >= room) {
		settle_words(&settled, currency, words);
		return refuse_field(refusal, RGL_E_LIMIT, "lines",
				    "%s, but there are %zu lines already", words, room);
	}
	lines[sale->line_count++] = (struct sale_line) {
		.kind = LINE_ROUNDING,
		.qty_milli = 1000,
		.total = settled.total,
		.tax = settled.tax,
	};
	*ret = settled;
	return RGL_OK;
}

static void write_said(struct money lines, struct money missing, const struct currency *currency,
		       char ret_lines[DECIMAL_ROOM], char ret_said[DECIMAL_ROOM],
		       char ret_missing[DECIMAL_ROOM])
{
	struct money said = lines;

	if (money_add(lines, missing, &said) < 0) /* it was taken from there: it fits */
		said = lines;
	money_write(lines, currency, ret_lines);
	money_write(said, currency, ret_said);
	money_write(missing, currency, ret_missing);
}

void settle_words(const struct settled *settled, const struct currency *currency,
		  char ret[SETTLE_WORDS_ROOM])
{
	bool is_tax = money_sign(settled->total) == 0;
	char lines[DECIMAL_ROOM];
	char said[DECIMAL_ROOM];
	char missing[DECIMAL_ROOM];

	if (is_tax)
		write_said(settled->lines_tax, settled->tax, currency, lines, said, missing);
	else
		write_said(settled->lines, settled->total, currency, lines, said, missing);
	(void)snprintf(
		ret, SETTLE_WORDS_ROOM, "%s %s and the till says %s: %s was put down as rounding",
		is_tax ? "the lines' tax comes to" : "the lines come to", lines, said, missing);
}
