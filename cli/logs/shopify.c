/* shopify.c - orders as Shopify's Admin API gives them: {"orders": [...]}, {"order": {...}}, with
 * their refunds inside; refunds are in shopify_refund.c.
 *
 * Amounts are decimal text, in the shop's currency; what the customer saw in another one
 * (presentment) is not looked at. A line's price is before discounts, which are allocated to lines;
 * taxes are in the prices where taxes_included says so, else beside them.
 */
#include "cli/logs/shopify.h"

#include <stdio.h>
#include <string.h>

struct money shopify_money(struct json_log *log, const struct cJSON *object, const char *name)
{
	const struct cJSON *set;
	const struct cJSON *own;
	char set_name[64];

	if (object == NULL)
		return money_of(0);
	(void)snprintf(set_name, sizeof(set_name), "%s_set", name);
	set = json_field(object, set_name);
	own = set == NULL ? NULL : json_field(set, "shop_money");
	if (log_raw(own, "amount") == NULL)
		return log_money(log, object, name);
	log_check_currency(log, log_raw(own, "currency_code"));
	return log_money(log, own, "amount");
}

struct money shopify_sum(struct json_log *log, const struct cJSON *object, const char *list,
			 const char *name)
{
	struct money sum = money_of(0);

	for (const struct cJSON *item = json_log_first(object, list); item != NULL;
	     item = json_next(item))
		sum = log_add(log, sum, shopify_money(log, item, name));
	return sum;
}

struct money shopify_gross(struct json_log *log, struct money price, int64_t qty_milli)
{
	int64_t milli = 0;
	int64_t whole = 0;

	if (money_times_milli(price, qty_milli, &milli) < 0 ||
	    ratio_floor(milli, 1, 1000, &whole) < 0)
		draft_refuse(log->draft, RGL_E_RANGE, "quantity x price is larger than any sale");
	return money_of(whole);
}

void shopify_goods(struct json_log *log, const struct cJSON *item, struct sale_line *line)
{
	line->name = log_words(log, item, "name");
	if (line->name == NULL)
		line->name = log_words(log, item, "title");
	line->sku = log_words(log, item, "sku");
	if (line->sku == NULL)
		line->sku = log_words(log, item, "variant_id");
	if (log_flag(item, "gift_card"))
		line->category = "gift card";
	if (item != NULL && json_field(item, "tip") != NULL)
		line->kind = LINE_TIP;
}

static struct money discount_of(struct json_log *log, const struct cJSON *item)
{
	if (json_log_first(item, "discount_allocations") != NULL)
		return shopify_sum(log, item, "discount_allocations", "amount");
	return shopify_money(log, item, "total_discount");
}

static void read_line(struct json_log *log, const struct cJSON *item, bool adds_taxes)
{
	struct sale_line *line = draft_line(log->draft);
	struct money price = shopify_money(log, item, "price");

	shopify_goods(log, item, line);
	line->qty_milli = log_quantity(log, item, "quantity");
	line->discount = discount_of(log, item);
	line->tax = shopify_sum(log, item, "tax_lines", "price");
	line->total = log_sub(log, shopify_gross(log, price, line->qty_milli), line->discount);
	if (adds_taxes)
		line->total = log_add(log, line->total, line->tax);
	log_unit(line, price);
}

static void read_shipping(struct json_log *log, const struct cJSON *item, bool adds_taxes)
{
	const char *title = log_words(log, item, "title");
	struct money tax = shopify_sum(log, item, "tax_lines", "price");
	struct money total =
		log_sub(log, shopify_money(log, item, "price"), discount_of(log, item));

	if (log_flag(item, "is_removed"))
		return;
	if (json_field(item, "discounted_price") != NULL)
		total = shopify_money(log, item, "discounted_price");
	if (adds_taxes)
		total = log_add(log, total, tax);
	log_extra_line(log, LINE_GOODS, title == NULL ? "Shipping" : title, total, tax);
}

/* Taxes and discounts of the whole order, where the lines do not have them: what makes the sum. */
static void spread_missing(struct json_log *log, struct sale *sale)
{
	struct money missing = log_sub(log, sale->total, log_lines_total(log));
	struct money discount = shopify_money(log, log->json, "total_discounts");
	struct money off = money_negate(discount);
	struct money tax = sale->tax;

	if (log_flag(log->json, "taxes_included") || money_sign(log_lines_tax(log)) != 0)
		tax = money_of(0);
	if (money_sign(missing) == 0)
		return;
	if (money_equal(missing, off) || money_equal(missing, log_add(log, off, tax)))
		log_spread(log, off, false);
	else if (!money_equal(missing, tax))
		return;
	if (!money_equal(missing, off))
		log_spread(log, tax, true);
}

/* An order that only says what it came to. */
static void read_no_lines(struct json_log *log, struct log_entry *entry)
{
	struct sale_line *line = draft_line(log->draft);

	line->total = entry->sale.total;
	line->tax = entry->sale.tax;
	(void)snprintf(entry->note, sizeof(entry->note), "%s",
		       "the file does not say what was sold; only the total was taken");
}

static void read_lines(struct json_log *log, struct log_entry *entry)
{
	const struct cJSON *json = log->json;
	bool adds_taxes = !log_flag(json, "taxes_included");
	struct sale *sale = &entry->sale;

	for (const struct cJSON *item = json_log_first(json, "line_items"); item != NULL;
	     item = json_next(item))
		read_line(log, item, adds_taxes);
	for (const struct cJSON *item = json_log_first(json, "shipping_lines"); item != NULL;
	     item = json_next(item))
		read_shipping(log, item, adds_taxes);
	log_missing_line(log, LINE_TIP, "Tip", shopify_money(log, json, "total_tip_received"),
			 money_of(0));
	log_missing_line(log, LINE_GOODS, "Duties",
			 shopify_money(log, json, "original_total_duties"), money_of(0));
	log_missing_line(log, LINE_GOODS, "Fees",
			 shopify_money(log, json, "original_total_additional_fees"), money_of(0));
	spread_missing(log, sale);
	/* Goods were added to the order later. */
	if (json_log_first(json, "refunds") == NULL &&
	    !money_equal(log_lines_total(log), sale->total) &&
	    json_field(json, "current_total_price") != NULL)
		sale->total = shopify_money(log, json, "current_total_price");
}

static int32_t tender_kind(const char *gateway)
{
	if (json_log_is(gateway, "cash Cash"))
		return RGL_CASH;
	if (json_log_is(gateway, "gift_card"))
		return RGL_VOUCHER;
	return json_log_is(gateway, "shopify_payments stripe paypal") ? RGL_CARD : RGL_OTHER;
}

/* One way of paying is known to have paid all; of several the amounts are not in an order. */
static void read_tenders(struct json_log *log, struct sale *sale)
{
	const struct cJSON *gateway = json_log_first(log->json, "payment_gateway_names");
	struct sale_tender *tender;

	if (gateway == NULL || json_next(gateway) != NULL || money_sign(sale->total) == 0)
		return;
	tender = draft_tender(log->draft);
	tender->kind = tender_kind(json_text(gateway));
	tender->amount = sale->total;
}

static void read_customer(struct json_log *log, struct log_entry *entry)
{
	const struct cJSON *person = json_field(log->json, "customer");
	const char *first = log_words(log, person, "first_name");
	const char *last = log_words(log, person, "last_name");
	struct log_customer *customer = &entry->customer;

	customer->other_id = log_member_id(log, person, "id");
	if (customer->other_id == NULL)
		return;
	customer->name = first == NULL ? last : first;
	if (first != NULL && last != NULL)
		customer->name = draft_print(log->draft, "%s %s", first, last);
	customer->phone = log_words(log, person, "phone");
	customer->email = log_words(log, person, "email");
}

static void read_head(struct json_log *log, struct log_entry *entry, const char *id)
{
	const struct cJSON *json = log->json;
	struct sale *sale = &entry->sale;

	sale->id = draft_print(log->draft, "shopify-%s", id);
	sale->at_ms = log_time(log, json, "processed_at", "created_at");
	sale->store = log_words(log, json, "location_id");
	sale->till = log_words(log, json, "device_id");
	sale->cashier = log_words(log, json, "user_id");
	sale->channel = log_words(log, json, "source_name");
	log_check_currency(log, log_raw(json, "currency"));
	if (json_field(json, "total_price") == NULL)
		draft_refuse(log->draft, RGL_E_FIELD, "it has no total: total_price is missing");
	sale->total = shopify_money(log, json, "total_price");
	sale->tax = shopify_money(log, json, "total_tax");
}

/* Why an order is no sale; NULL: it is one. */
static const char *no_sale(const struct cJSON *order)
{
	const char *status = log_raw(order, "financial_status");

	if (log_flag(order, "test"))
		return "tests";
	if (json_log_is(status, "partially_paid"))
		return "not paid in full";
	if (status != NULL && !json_log_is(status, "paid partially_refunded refunded"))
		return "not paid";
	return NULL;
}

static enum json_part read_order(struct json_log *log, const char *id)
{
	struct log_entry *entry = json_log_begin(log, LOG_SALE);

	read_head(log, entry, id);
	if (json_field(log->json, "line_items") == NULL)
		read_no_lines(log, entry);
	else
		read_lines(log, entry);
	read_tenders(log, &entry->sale);
	read_customer(log, entry);
	return PART_ENTRY;
}

/* The order, then its refunds. */
static enum json_part read_order_part(struct json_log *log, size_t part)
{
	const struct cJSON *refund = json_log_first(log->json, "refunds");
	const char *id = log_raw(log->json, "id");
	bool is_cancelled = log_raw(log->json, "cancelled_at") != NULL;
	const char *why = no_sale(log->json);

	if (part > 0 && (id == NULL || is_cancelled || why != NULL))
		return PART_END;
	if (id == NULL)
		return json_log_strange(log, "no order of Shopify");
	if (is_cancelled)
		return json_log_cancelled(log, "shopify", id, "cancelled_at");
	if (why != NULL)
		return json_log_pass(log, why);
	if (part == 0)
		return read_order(log, id);
	while (refund != NULL && --part > 0)
		refund = json_next(refund);
	if (refund == NULL)
		return PART_END;
	return shopify_refund(log, refund, log->json, shopify_counts_unpaid(log, log->json));
}

static enum json_part read_record(struct json_log *log, size_t part)
{
	const struct cJSON *json = log->json;
	bool is_bare = log->name[0] == '\0';
	bool is_order = json_field(json, "line_items") != NULL ||
			json_field(json, "financial_status") != NULL;

	if (json_log_is(log->name, "orders order") || (is_bare && is_order))
		return read_order_part(log, part);
	if (part > 0)
		return PART_END;
	if (is_bare && json_field(json, "refund_line_items") == NULL)
		return json_log_strange(log, "no order or refund of Shopify");
	return shopify_refund(log, json, NULL, false);
}

static const char *const LISTS[] = { "orders", "refunds", NULL };
static const char *const SINGLES[] = { "order", "refund", NULL };
static const char *const MARKS[] = { "id",	   "line_items",  "order_id", "financial_status",
				     "created_at", "total_price", NULL };
static const struct json_log_format FORMAT = {
	.shape = { .lists = LISTS, .singles = SINGLES, .marks = MARKS },
	.read = read_record,
};

static rgl_rc open_file(const struct log_context *context, FILE *stream, void **ret)
{
	return json_log_open(&FORMAT, context, stream, ret);
}

const struct log_format LOG_SHOPIFY = {
	.name = "shopify",
	.open = open_file,
	.next = json_log_next,
	.offset = json_log_offset,
	.passed_over = json_log_passed,
	.close = json_log_close,
	.passed_reason = json_log_reason,
};
