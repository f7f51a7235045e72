/* poslog_sums.c - see poslog_parts.h: which amounts of a transaction make its total.
 *
 * Tills fill the same fields in different ways: a line's amount with or without its tax, before or
 * after its discount, a voided line flagged where it stands or taken back by a second one. The
 * total is the one amount that is always what was paid, so the reading is taken that makes it.
 */
#include <string.h>

#include "cli/logs/poslog_parts.h"
#include "plugin/loyalty/spread.h"

/* What the lines come to, and what may or may not be part of that. */
struct sums {
	struct money amounts;
	struct money discounts;
	struct money taxes;
};

static bool has_own_taxes(const struct poslog_transaction *transaction)
{
	for (size_t i = 0; i < transaction->line_count; i++)
		if (money_sign(transaction->lines[i].tax) != 0)
			return true;
	return false;
}

/* The line before `at` that this one takes back. */
static struct poslog_line *find_voided(struct poslog_transaction *transaction, size_t at)
{
	const struct poslog_line *line = &transaction->lines[at];
	struct money amount =
		money_sign(line->amount) < 0 ? money_negate(line->amount) : line->amount;

	while (at-- > 0) {
		struct poslog_line *other = &transaction->lines[at];

		if (!other->is_gone && !other->is_void && strcmp(other->sku, line->sku) == 0 &&
		    money_equal(other->amount, amount))
			return other;
	}
	return NULL;
}

/* An amount below zero takes back a line that is there; one above it stands on the line itself,
 * or, with `pairs`, on a second one too. */
static void mark_gone(struct poslog_transaction *transaction, bool pairs)
{
	for (size_t i = 0; i < transaction->line_count; i++)
		transaction->lines[i].is_gone = false;
	for (size_t i = 0; i < transaction->line_count; i++) {
		struct poslog_line *line = &transaction->lines[i];
		bool is_below = money_sign(line->amount) < 0 && !line->is_return;
		struct poslog_line *voided = NULL;

		if (!line->is_void)
			continue;
		if (is_below || pairs)
			voided = find_voided(transaction, i);
		line->is_gone = !is_below || voided != NULL;
		if (voided != NULL)
			voided->is_gone = true;
	}
}

static struct sums add_up(struct poslog_transaction *transaction)
{
	struct sums sums = { .taxes = transaction->taxes };
	bool own = has_own_taxes(transaction);

	if (own)
		sums.taxes = money_of(0);
	else if (money_sign(sums.taxes) == 0)
		sums.taxes = transaction->tax_total;
	for (size_t i = 0; i < transaction->line_count; i++) {
		const struct poslog_line *line = &transaction->lines[i];

		if (line->is_gone)
			continue;
		sums.amounts = poslog_sum(sums.amounts, line->amount);
		sums.amounts = poslog_sum(sums.amounts, money_negate(line->rewarded));
		sums.discounts = poslog_sum(sums.discounts, line->discount);
		sums.taxes = own ? poslog_sum(sums.taxes, line->tax) : sums.taxes;
	}
	if (!own && money_sign(sums.amounts) < 0 && money_sign(sums.taxes) > 0)
		sums.taxes = money_negate(sums.taxes);
	return sums;
}

static bool is_near(struct money one, struct money other, size_t units)
{
	struct money difference = money_of(0);

	if (money_sub(one, other, &difference) < 0)
		return false;
	if (money_sign(difference) < 0)
		difference = money_negate(difference);
	return money_compare(difference, money_of((int64_t)units)) <= 0;
}

static struct money comes_to(const struct sums *sums, struct poslog_reading reading)
{
	struct money total = sums->amounts;

	if (reading.adds_tax)
		total = poslog_sum(total, sums->taxes);
	if (reading.takes_discounts)
		total = poslog_sum(total, money_negate(sums->discounts));
	return total;
}

/* The reading that comes within `units` of the total; what the file says of its taxes first. */
static bool find_reading(struct poslog_transaction *transaction, bool pairs, size_t units,
			 struct poslog_reading *ret)
{
	bool adds_first = !(transaction->has_included_flag && transaction->tax_is_included);
	struct sums sums;

	mark_gone(transaction, pairs);
	sums = add_up(transaction);
	for (int i = 0; i < 4; i++) {
		struct poslog_reading reading = {
			.adds_tax = (i % 2 == 0) == adds_first,
			.takes_discounts = i >= 2,
			.pairs_voids = pairs,
		};

		if (!is_near(comes_to(&sums, reading), transaction->total, units))
			continue;
		*ret = reading;
		return true;
	}
	return false;
}

/* Each on its line; a line that no reward names takes its part with the others. */
static void take_rewards_off(struct poslog_transaction *transaction, struct money *ret_rest)
{
	bool has_details = false;

	for (size_t i = 0; i < transaction->reward_count; i++)
		has_details = has_details || transaction->rewards[i].is_detail;
	for (size_t i = 0; i < transaction->reward_count; i++) {
		const struct poslog_reward *reward = &transaction->rewards[i];
		struct money off = money_negate(reward->amount);
		struct poslog_line *line = NULL;

		if (!reward->is_money || (has_details && !reward->is_detail))
			continue;
		for (size_t at = 0; at < transaction->line_count && reward->sequence != 0; at++)
			if (transaction->lines[at].sequence == reward->sequence &&
			    !transaction->lines[at].is_gone)
				line = &transaction->lines[at];
		if (line != NULL)
			line->rewarded = poslog_sum(line->rewarded, off);
		else
			*ret_rest = poslog_sum(*ret_rest, off);
	}
}

static void spread_rest(struct poslog_transaction *transaction, struct money rest)
{
	struct money weights[RGL_LINES_MAX];
	struct money parts[RGL_LINES_MAX];
	struct money sum = money_of(0);

	for (size_t i = 0; i < transaction->line_count; i++) {
		const struct poslog_line *line = &transaction->lines[i];
		bool counts = !line->is_gone && money_sign(line->amount) > 0;

		weights[i] = counts ? line->amount : money_of(0);
		sum = poslog_sum(sum, weights[i]);
	}
	if (money_sign(sum) <= 0 || money_sign(rest) == 0 ||
	    spread(rest, weights, transaction->line_count, parts) < 0)
		return;
	for (size_t i = 0; i < transaction->line_count; i++)
		transaction->lines[i].rewarded =
			poslog_sum(transaction->lines[i].rewarded, parts[i]);
}

/* A total that is said without its sign, of goods that were brought back. */
static void turn_total(struct poslog_transaction *transaction)
{
	struct sums sums = add_up(transaction);

	if (money_sign(sums.amounts) < 0 && money_sign(transaction->total) > 0)
		transaction->total = money_negate(transaction->total);
}

struct poslog_reading poslog_read_sums(struct poslog_transaction *transaction)
{
	struct poslog_reading reading = { .adds_tax = true };
	struct money rest = money_of(0);
	struct sums sums;

	mark_gone(transaction, false);
	take_rewards_off(transaction, &rest);
	spread_rest(transaction, rest);
	reading.adds_tax = !(transaction->has_included_flag && transaction->tax_is_included);
	if (!transaction->has_total && draft_entry(transaction->draft)->sale.tender_count > 0)
		transaction->total = transaction->paid;
	else if (!transaction->has_total) {
		sums = add_up(transaction);
		transaction->total = comes_to(&sums, reading);
	}
	turn_total(transaction);
	if (find_reading(transaction, false, 0, &reading) ||
	    find_reading(transaction, true, 0, &reading) ||
	    find_reading(transaction, false, transaction->line_count, &reading) ||
	    find_reading(transaction, true, transaction->line_count, &reading))
		return reading;
	mark_gone(transaction, false);
	return reading;
}
