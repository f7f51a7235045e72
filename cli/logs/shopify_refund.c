/* shopify_refund.c - see shopify.h: refunds, inside an order or on their own.
 *
 * What went back is what the transactions say; lines and shipping say for what, without taxes that
 * are not in the prices. Where they do not come to the same, the rest is a line of its own.
 */
#include "cli/logs/shopify.h"

#include <string.h>

/* What went back. foreign: some of it in another currency; then the lines say how much it is in the
 * shop's. has_any: transactions, also such that came to nothing. */
struct paid_back {
	struct money total;
	const char *foreign;
	bool has_any;
};

static struct paid_back read_paid(struct json_log *log, const struct cJSON *refund)
{
	struct paid_back paid = { 0 };

	for (const struct cJSON *item = json_log_first(refund, "transactions"); item != NULL;
	     item = json_next(item)) {
		const char *status = log_raw(item, "status");
		const char *code = log_raw(item, "currency");

		paid.has_any = true;
		if (!json_log_is(log_raw(item, "kind"), "refund") ||
		    (status != NULL && !json_log_is(status, "success")))
			continue;
		if (code != NULL && strcmp(code, log->context->currency->code) != 0)
			paid.foreign = code;
		paid.total = log_add(log, paid.total, log_money(log, item, "amount"));
	}
	return paid;
}

static struct money positive(struct money amount)
{
	return money_sign(amount) < 0 ? money_negate(amount) : amount;
}

/* The tax of so many of a line's things, where the refund itself does not say it. */
static struct money share_of_tax(struct json_log *log, const struct cJSON *line, int64_t qty_milli)
{
	struct money tax = shopify_sum(log, line, "tax_lines", "price");
	int64_t whole = log_quantity(log, line, "quantity");
	int64_t milli = 0;
	int64_t part = 0;

	if (whole <= 0 || qty_milli == whole || money_times_milli(tax, qty_milli, &milli) < 0 ||
	    ratio_floor(milli, 1, whole, &part) < 0)
		return tax;
	return money_of(part);
}

static void read_line(struct json_log *log, const struct cJSON *item)
{
	const struct cJSON *goods = json_field(item, "line_item");
	struct sale_line *line = draft_line(log->draft);

	line->qty_milli = log_quantity(log, item, "quantity");
	shopify_goods(log, goods, line);
	line->total = shopify_money(log, item, "subtotal");
	line->tax = shopify_money(log, item, "total_tax");
	if (json_field(item, "subtotal") == NULL) {
		line->total =
			shopify_gross(log, shopify_money(log, goods, "price"), line->qty_milli);
		line->tax = share_of_tax(log, goods, line->qty_milli);
	}
}

/* Shipping that was given back: a list of its own since 2024, an adjustment before. */
static void read_shipping(struct json_log *log, const struct cJSON *refund)
{
	for (const struct cJSON *item = json_log_first(refund, "refund_shipping_lines");
	     item != NULL; item = json_next(item))
		log_extra_line(log, LINE_GOODS, "Shipping",
			       shopify_money(log, item, "subtotal_amount"),
			       shopify_money(log, item, "tax_amount"));
	for (const struct cJSON *item = json_log_first(refund, "order_adjustments"); item != NULL;
	     item = json_next(item))
		if (json_log_is(log_raw(item, "kind"), "shipping_refund"))
			log_extra_line(log, LINE_GOODS, "Shipping",
				       positive(shopify_money(log, item, "amount")),
				       positive(shopify_money(log, item, "tax_amount")));
}

/* Whether the lines' taxes stand beside their totals. Where the order is not there to ask, what
 * makes the sum says it. */
static bool adds_taxes(struct json_log *log, const struct cJSON *order,
		       const struct paid_back *paid)
{
	struct money total = log_lines_total(log);

	if (order != NULL)
		return !log_flag(order, "taxes_included");
	return paid->foreign != NULL || !money_equal(total, paid->total);
}

static void read_lines(struct json_log *log, const struct cJSON *refund, const struct cJSON *order,
		       const struct paid_back *paid)
{
	struct log_entry *entry = draft_entry(log->draft);

	for (const struct cJSON *item = json_log_first(refund, "refund_line_items"); item != NULL;
	     item = json_next(item))
		read_line(log, item);
	read_shipping(log, refund);
	if (!adds_taxes(log, order, paid))
		return;
	for (size_t i = 0; i < entry->sale.line_count; i++)
		entry->lines[i].total = log_add(log, entry->lines[i].total, entry->lines[i].tax);
}

static void read_head(struct json_log *log, const struct cJSON *refund, const struct cJSON *order,
		      const char *id)
{
	struct sale *sale = &draft_entry(log->draft)->sale;
	const char *of = log_raw(refund, "order_id");

	sale->id = draft_print(log->draft, "shopify-refund-%s", id);
	if (of == NULL && order != NULL)
		of = log_raw(order, "id");
	if (of != NULL)
		sale->of = draft_print(log->draft, "shopify-%s", of);
	sale->at_ms = log_time(log, refund, "processed_at", "created_at");
	sale->cashier = log_words(log, refund, "user_id");
}

/* Where neither the order nor the lines say what it is in the shop's currency, nothing does. */
static void check_currency(struct json_log *log, const struct cJSON *refund,
			   const struct cJSON *order, const struct paid_back *paid)
{
	const struct cJSON *line = json_log_first(refund, "refund_line_items");

	if (order != NULL)
		log_check_currency(log, log_raw(order, "currency"));
	else if (line == NULL || json_field(line, "subtotal_set") == NULL)
		log_check_currency(log, paid->foreign);
}

enum json_part shopify_refund(struct json_log *log, const struct cJSON *refund,
			      const struct cJSON *order, bool counts_unpaid)
{
	const char *id = log_raw(refund, "id");
	struct log_entry *entry = json_log_begin(log, LOG_REFUND);
	struct sale *sale = &entry->sale;
	struct paid_back paid = read_paid(log, refund);

	if (id == NULL)
		return json_log_strange(log, "no refund of Shopify");
	if (paid.has_any && money_sign(paid.total) == 0)
		return json_log_pass(log, "refunds under way or failed");
	if (!paid.has_any && !counts_unpaid)
		return json_log_pass(log, "returns without money");
	read_head(log, refund, order, id);
	check_currency(log, refund, order, &paid);
	read_lines(log, refund, order, &paid);
	sale->total = paid.has_any && paid.foreign == NULL ? paid.total : log_lines_total(log);
	if (sale->line_count > 0)
		log_extra_line(log, LINE_GOODS, "Adjustment",
			       log_sub(log, sale->total, log_lines_total(log)), money_of(0));
	sale->tax = log_lines_tax(log);
	log_turn_refund(log);
	return PART_ENTRY;
}

/* Refunds without money are of two kinds: goods taken off an order before they were paid, and goods
 * whose money goes back later, in a refund of its own. What the order comes to now tells which. */
bool shopify_counts_unpaid(struct json_log *log, const struct cJSON *order)
{
	struct money missing = log_sub(log, shopify_money(log, order, "total_price"),
				       shopify_money(log, order, "current_total_price"));
	bool has_unpaid = false;

	if (json_field(order, "current_total_price") == NULL)
		return false;
	for (const struct cJSON *item = json_log_first(order, "refunds"); item != NULL;
	     item = json_next(item)) {
		struct paid_back paid = read_paid(log, item);

		missing = log_sub(log, missing, paid.total);
		if (paid.has_any)
			continue;
		has_unpaid = true;
		(void)json_log_begin(log, LOG_REFUND);
		read_lines(log, item, order, &paid);
		missing = log_sub(log, missing, log_lines_total(log));
	}
	return has_unpaid && money_sign(missing) == 0;
}
