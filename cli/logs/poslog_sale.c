/* poslog_sale.c - see poslog_parts.h: a transaction made an entry. */
#include <stdio.h>
#include <string.h>

#include "cli/logs/poslog_parts.h"
#include "plugin/base/utf8.h"
#include "plugin/loyalty/spread.h"

#define DAY_LENGTH 10 /* "2017-09-30" of a date that may have a time behind it */

/* Why it is neither sold nor given back: broken off, put aside for later, or a cashier's practice;
 * NULL: it is one of both. */
static const char *why_unfinished(const struct poslog_transaction *transaction)
{
	static const char *const UNFINISHED[] = { "Suspended", "SuspendedRetrieved",
						  "InProcess", "Failed",
						  "Cancelled", "Canceled",
						  "Voided",    "Quote" };

	if (!transaction->is_retail)
		return "about the till itself";
	if (transaction->is_cancelled)
		return "cancelled";
	if (transaction->is_training)
		return "training";
	for (size_t i = 0; i < sizeof(UNFINISHED) / sizeof(UNFINISHED[0]); i++)
		if (strcmp(transaction->status, UNFINISHED[i]) == 0)
			return "not finished";
	return NULL;
}

static const char *day_of(const struct poslog_place *place, const char *otherwise)
{
	if (place->day[0] != '\0')
		return place->day;
	if (place->began[0] != '\0')
		return place->began;
	return place->ended[0] != '\0' ? place->ended : otherwise;
}

/* The id that a place gives; a link may leave out what is the same as in its own transaction. */
static const char *id_of(struct poslog_transaction *transaction, const struct poslog_place *place)
{
	const struct poslog_place *own = &transaction->place;
	const char *store = place->store[0] != '\0' ? place->store : own->store;
	const char *till = place->till[0] != '\0' ? place->till : own->till;
	const char *day = day_of(place, day_of(own, ""));
	int day_length = (int)utf8_whole(day, strnlen(day, DAY_LENGTH));

	return draft_print(transaction->draft, "poslog-%s-%s-%s-%.*s", store, till, place->number,
			   day_length, day);
}

static void read_time(struct poslog_transaction *transaction, struct sale *sale)
{
	const struct poslog_place *place = &transaction->place;
	const char *text = place->ended[0] != '\0' ? place->ended : place->began;
	const char *name = "EndDateTime";

	if (text[0] == '\0') {
		text = place->day;
		name = "BusinessDayDate";
	}
	sale->at_ms = draft_time(transaction->draft, name, text, strlen(text));
}

/* Which of two prices makes the line's total; none where neither does. */
static void set_unit(struct sale_line *line, struct money unit)
{
	struct money charged = line->total;
	int64_t priced_milli = 0;
	int64_t charged_milli = 0;

	if (line->has_unit || money_add(line->total, line->discount, &charged) < 0 ||
	    money_times_milli(unit, line->qty_milli, &priced_milli) < 0 ||
	    money_times_milli(charged, 1000, &charged_milli) < 0 ||
	    charged_milli - priced_milli >= 1000 || priced_milli - charged_milli >= 1000)
		return;
	line->has_unit = true;
	line->unit = unit;
}

static const char *first_of(const char *one, const char *other)
{
	return one[0] != '\0' ? one : other;
}

static void add_line(struct poslog_transaction *transaction, const struct poslog_line *from,
		     struct poslog_reading reading, struct money tax)
{
	struct sale_line *line = draft_line(transaction->draft);

	line->sku = first_of(from->sku, from->pos_sku);
	line->name = from->name;
	line->category = from->category;
	line->qty_milli = from->qty_milli;
	line->total = poslog_sum(from->amount, money_negate(from->rewarded));
	line->discount = poslog_sum(from->discount, from->rewarded);
	if (reading.takes_discounts)
		line->total = poslog_sum(line->total, money_negate(from->discount));
	if (from->has_actual_price)
		set_unit(line, from->actual_price);
	if (from->has_price)
		set_unit(line, from->price);
	line->tax = tax;
	if (!reading.adds_tax || money_sign(tax) == 0)
		return;
	/* What the customer paid has the tax in it; the price of one piece has not. */
	line->total = poslog_sum(line->total, tax);
	line->has_unit = false;
	line->unit = money_of(0);
}

static bool bears_tax(const struct poslog_transaction *transaction, size_t at, bool marked)
{
	const struct poslog_line *line = &transaction->lines[at];

	return !line->is_gone && (!marked || line->is_taxed);
}

/* How much of the tax of the whole is each line's: as its amount is, among those that are marked as
 * taxed, or among all. */
static void spread_tax(const struct poslog_transaction *transaction, struct money tax,
		       struct money *ret_parts)
{
	struct money weights[RGL_LINES_MAX];
	struct money sum = money_of(0);
	bool marked = false;

	for (size_t i = 0; i < transaction->line_count; i++)
		marked = marked || bears_tax(transaction, i, true);
	for (size_t i = 0; i < transaction->line_count; i++) {
		const struct poslog_line *line = &transaction->lines[i];
		struct money amount = poslog_sum(line->amount, money_negate(line->rewarded));

		weights[i] = money_of(0);
		ret_parts[i] = money_of(0);
		if (money_sign(amount) == money_sign(tax) && bears_tax(transaction, i, marked))
			weights[i] = money_sign(amount) < 0 ? money_negate(amount) : amount;
		sum = poslog_sum(sum, weights[i]);
	}
	if (money_sign(sum) > 0 &&
	    spread(tax, weights, transaction->line_count, ret_parts) == RGL_OK)
		return;
	for (size_t i = 0; i < transaction->line_count; i++)
		if (!transaction->lines[i].is_gone) {
			ret_parts[i] = tax;
			return;
		}
}

static struct money tax_of_whole(const struct poslog_transaction *transaction)
{
	struct money amounts = money_of(0);
	struct money tax = transaction->taxes;

	for (size_t i = 0; i < transaction->line_count; i++) {
		const struct poslog_line *line = &transaction->lines[i];

		if (!line->is_gone)
			amounts = poslog_sum(amounts, line->amount);
		if (money_sign(line->tax) != 0)
			return money_of(0);
	}
	if (money_sign(tax) == 0)
		tax = transaction->tax_total;
	if (money_sign(amounts) < 0 && money_sign(tax) > 0)
		tax = money_negate(tax);
	return tax;
}

static void add_lines(struct poslog_transaction *transaction, struct sale *sale)
{
	struct poslog_reading reading = poslog_read_sums(transaction);
	struct money whole = tax_of_whole(transaction);
	struct money parts[RGL_LINES_MAX];

	spread_tax(transaction, whole, parts);
	for (size_t i = 0; i < transaction->line_count; i++) {
		const struct poslog_line *line = &transaction->lines[i];
		struct money tax = poslog_sum(line->tax, parts[i]);

		if (line->is_gone)
			continue;
		add_line(transaction, line, reading, tax);
		sale->tax = poslog_sum(sale->tax, tax);
	}
	sale->total = transaction->total;
	/* What was paid with is kept where it is said so that it makes the total. */
	if (!money_equal(transaction->paid, sale->total))
		sale->tender_count = 0;
}

static bool has_return(const struct poslog_transaction *transaction)
{
	for (size_t i = 0; i < transaction->line_count; i++)
		if (transaction->lines[i].is_return && !transaction->lines[i].is_gone)
			return true;
	return false;
}

static void make_sale(struct poslog_transaction *transaction, struct log_entry *entry)
{
	struct sale *sale = &entry->sale;

	add_lines(transaction, sale);
	entry->from_text = true;
	entry->customer = transaction->customer;
	sale->is_refund = money_sign(sale->total) < 0;
	entry->kind = sale->is_refund ? LOG_REFUND : LOG_SALE;
	if (transaction->of.place.number[0] == '\0' || !has_return(transaction))
		return;
	sale->of = id_of(transaction, &transaction->of.place);
	if (transaction->has_more_links)
		(void)snprintf(entry->note, sizeof(entry->note),
			       "it brings back goods of several sales; it was linked to the first");
}

static bool is_void(const struct poslog_transaction *transaction)
{
	return transaction->undone.place.number[0] != '\0' ||
	       strcmp(transaction->status, "PostVoided") == 0;
}

static const char *why_passed_over(const struct poslog_transaction *transaction)
{
	const char *why = why_unfinished(transaction);

	if (why != NULL)
		return why;
	if (is_void(transaction))
		return transaction->undone.place.number[0] == '\0' ? "undone themselves" : NULL;
	if (transaction->line_count == 0 && money_sign(transaction->total) == 0)
		return "empty";
	return NULL;
}

const char *poslog_make(struct poslog_transaction *transaction)
{
	struct log_entry *entry = draft_entry(transaction->draft);
	const char *passed_over = why_passed_over(transaction);
	struct sale *sale = &entry->sale;

	if (passed_over != NULL)
		return passed_over;
	if (transaction->place.number[0] == '\0')
		draft_refuse(transaction->draft, RGL_E_FIELD,
			     "it has no SequenceNumber, which would be its id");
	else
		sale->id = id_of(transaction, &transaction->place);
	if (transaction->currency[0] != '\0')
		sale->currency = transaction->currency;
	sale->store = transaction->place.store;
	sale->till = transaction->place.till;
	sale->cashier = first_of(transaction->operator_name, transaction->operator_id);
	read_time(transaction, sale);
	if (!is_void(transaction)) {
		make_sale(transaction, entry);
		return NULL;
	}
	entry->kind = LOG_VOID;
	sale->tender_count = 0;
	sale->of = id_of(transaction, &transaction->undone.place);
	return NULL;
}
