/* square.c - orders as Square's API gives them: {"orders": [...]}, {"order": {...}}; refunds and
 * payments are in square_money.c.
 *
 * Amounts are whole numbers of the currency's smallest unit, with the currency beside each. A
 * line's total has its discounts and taxes in it, and its share of service charges that are
 * apportioned. A return is an order of its own: returns[] says the goods and the order that they
 * were sold in; with line_items beside them it is an exchange.
 */
#include "cli/logs/square.h"

#include <string.h>

static const char *line_name(struct json_log *log, const struct cJSON *item)
{
	const char *name = log_words(log, item, "name");
	const char *variation = log_words(log, item, "variation_name");
	const char *both;

	if (name == NULL)
		return variation;
	/* What Square calls the variation of an item that has one only. */
	if (variation == NULL || json_log_is(variation, "Regular"))
		return name;
	both = draft_print(log->draft, "%s (%s)", name, variation);
	return draft_words(log->draft, both, strlen(both));
}

static void read_lines(struct json_log *log, const struct cJSON *object, const char *list)
{
	for (const struct cJSON *item = json_log_first(object, list); item != NULL;
	     item = json_next(item)) {
		struct sale_line *line = draft_line(log->draft);

		line->name = line_name(log, item);
		line->sku = log_words(log, item, "catalog_object_id");
		if (json_log_is(log_raw(item, "item_type"), "GIFT_CARD"))
			line->category = "gift card";
		line->qty_milli = log_quantity(log, item, "quantity");
		line->total = square_money(log, item, "total_money");
		line->tax = square_money(log, item, "total_tax_money");
		line->discount = square_money(log, item, "total_discount_money");
		log_unit(line, square_money(log, item, "base_price_money"));
	}
}

static void read_charges(struct json_log *log, const struct cJSON *object, const char *list)
{
	for (const struct cJSON *item = json_log_first(object, list); item != NULL;
	     item = json_next(item)) {
		const char *name = log_words(log, item, "name");

		if (!json_log_is(log_raw(item, "treatment_type"), "APPORTIONED_TREATMENT"))
			log_extra_line(log, LINE_GOODS, name == NULL ? "Service charge" : name,
				       square_money(log, item, "total_money"),
				       square_money(log, item, "total_tax_money"));
	}
}

static struct money rounding_of(struct json_log *log, const struct cJSON *object)
{
	return square_money(log, json_field(object, "rounding_adjustment"), "amount_money");
}

/* What was sold; *ret_tax is its tax. */
static void read_sold(struct json_log *log, struct money *ret_tax)
{
	struct sale *sale = &draft_entry(log->draft)->sale;

	sale->total = square_money(log, log->json, "total_money");
	*ret_tax = square_money(log, log->json, "total_tax_money");
	read_lines(log, log->json, "line_items");
	read_charges(log, log->json, "service_charges");
	log_missing_line(log, LINE_ROUNDING, "Rounding", rounding_of(log, log->json), money_of(0));
	log_missing_line(log, LINE_TIP, "Tip", square_money(log, log->json, "total_tip_money"),
			 money_of(0));
}

/* The goods that came back, above zero, behind the lines of what was sold. */
static struct money read_returned(struct json_log *log, struct money *ret_tax)
{
	const struct cJSON *amounts = json_field(log->json, "return_amounts");
	struct sale *sale = &draft_entry(log->draft)->sale;
	struct money total = square_money(log, amounts, "total_money");

	*ret_tax = square_money(log, amounts, "tax_money");
	sale->total = log_add(log, log_lines_total(log), total);
	for (const struct cJSON *item = json_log_first(log->json, "returns"); item != NULL;
	     item = json_next(item)) {
		read_lines(log, item, "return_line_items");
		read_charges(log, item, "return_service_charges");
		log_missing_line(log, LINE_ROUNDING, "Rounding", rounding_of(log, item),
				 money_of(0));
	}
	log_missing_line(log, LINE_TIP, "Tip", square_money(log, amounts, "tip_money"),
			 money_of(0));
	return total;
}

static void read_tenders(struct json_log *log, struct log_entry *entry)
{
	for (const struct cJSON *item = json_log_first(log->json, "tenders"); item != NULL;
	     item = json_next(item)) {
		struct sale_tender *tender = draft_tender(log->draft);

		tender->kind = square_tender_kind(log_raw(item, "type"));
		tender->amount = square_money(log, item, "amount_money");
		square_customer(log, entry, item);
	}
	log_check_tenders(log);
}

/* Whom the goods go to, where it is said; of use only beside an id. */
static void read_recipient(struct json_log *log, struct log_entry *entry)
{
	static const char *const DETAILS[] = { "pickup_details", "shipment_details",
					       "delivery_details" };
	const struct cJSON *fulfillment = json_log_first(log->json, "fulfillments");

	for (size_t i = 0; fulfillment != NULL && i < sizeof(DETAILS) / sizeof(DETAILS[0]); i++) {
		const struct cJSON *details = json_field(fulfillment, DETAILS[i]);
		const struct cJSON *person =
			details == NULL ? NULL : json_field(details, "recipient");

		if (person == NULL)
			continue;
		square_customer(log, entry, person);
		entry->customer.name = log_words(log, person, "display_name");
		entry->customer.phone = log_words(log, person, "phone_number");
		entry->customer.email = log_words(log, person, "email_address");
	}
}

/* Goods that came back make it a refund, or an exchange where more was sold than came back. */
static void read_back(struct json_log *log, struct log_entry *entry)
{
	const struct cJSON *returned = json_log_first(log->json, "returns");
	struct money sold = entry->sale.total;
	struct money back_tax = money_of(0);
	size_t first = entry->sale.line_count;
	const char *of = log_raw(returned, "source_order_id");
	struct money back = read_returned(log, &back_tax);

	log_turn(log, first);
	if (of != NULL)
		entry->sale.of = draft_print(log->draft, "square-%s", of);
	if (json_next(returned) != NULL)
		(void)snprintf(entry->note, sizeof(entry->note), "%s",
			       "it takes back goods of several sales; it is linked to the first");
	entry->sale.total = log_sub(log, sold, back);
	entry->sale.tax = log_sub(log, entry->sale.tax, back_tax);
	if (money_sign(entry->sale.total) > 0 || (first > 0 && money_sign(entry->sale.total) == 0))
		return;
	entry->kind = LOG_REFUND;
	entry->sale.is_refund = true;
}

static enum json_part read_whole(struct json_log *log, const char *id)
{
	struct log_entry *entry = json_log_begin(log, LOG_SALE);
	struct sale *sale = &entry->sale;

	sale->id = draft_print(log->draft, "square-%s", id);
	sale->at_ms = log_time(log, log->json, "closed_at", "created_at");
	sale->channel = log_words(log, json_field(log->json, "source"), "name");
	square_customer(log, entry, log->json);
	read_sold(log, &sale->tax);
	if (json_log_first(log->json, "returns") != NULL)
		read_back(log, entry);
	else if (sale->line_count == 0 && money_sign(sale->total) == 0 &&
		 !draft_is_refused(log->draft))
		return json_log_pass(log, "without anything sold");
	read_tenders(log, entry);
	read_recipient(log, entry);
	return PART_ENTRY;
}

/* Whether the parts of it were recorded one by one before, from a list of `kind`. */
static bool is_known_by(struct json_log *log, const char *list, const char *kind,
			const char *id_name)
{
	for (const struct cJSON *item = json_log_first(log->json, list); item != NULL;
	     item = json_next(item)) {
		const char *id = log_raw(item, id_name);

		if (square_known(log, kind, id) != LOG_UNKNOWN)
			return true;
	}
	return false;
}

static enum json_part read_order(struct json_log *log)
{
	const char *id = log_raw(log->json, "id");
	const char *state = log_raw(log->json, "state");
	bool is_return = json_log_first(log->json, "returns") != NULL;

	(void)json_log_begin(log, LOG_SALE);
	if (id == NULL)
		return json_log_strange(log, "no order of Square");
	if (json_log_is(state, "OPEN"))
		return json_log_pass(log, "open");
	if (json_log_is(state, "DRAFT"))
		return json_log_pass(log, "drafts");
	if (json_log_is(state, "CANCELED"))
		return json_log_cancelled(log, "square", id, "closed_at");
	if (is_return && is_known_by(log, "refunds", "refund-", "id"))
		return json_log_pass_known(log, "returns whose refunds are recorded");
	if (!is_return && (is_known_by(log, "tenders", "payment-", "id") ||
			   is_known_by(log, "tenders", "payment-", "payment_id")))
		return json_log_pass_known(log, "orders whose payments are recorded");
	return read_whole(log, id);
}

/* Older orders have the refunds of their money inside. */
static enum json_part read_order_part(struct json_log *log, size_t part)
{
	const struct cJSON *refund = json_log_first(log->json, "refunds");
	const char *state = log_raw(log->json, "state");

	if (part == 0)
		return read_order(log);
	if ((state != NULL && !json_log_is(state, "COMPLETED")) ||
	    json_log_first(log->json, "returns") != NULL)
		return PART_END;
	while (refund != NULL && --part > 0)
		refund = json_next(refund);
	return refund == NULL ? PART_END : square_refund(log, refund, log_raw(log->json, "id"));
}

static enum json_part read_record(struct json_log *log, size_t part)
{
	const struct cJSON *json = log->json;
	bool is_order = json_field(json, "line_items") != NULL ||
			json_field(json, "returns") != NULL || json_field(json, "state") != NULL;
	bool is_money = json_field(json, "amount_money") != NULL;

	if (json_log_is(log->name, "orders order") || (log->name[0] == '\0' && is_order))
		return read_order_part(log, part);
	if (part > 0)
		return PART_END;
	if (log->name[0] == '\0' && !is_money)
		return json_log_strange(log, "no order, refund or payment of Square");
	if (json_log_is(log->name, "refunds refund") ||
	    (log->name[0] == '\0' && json_field(json, "payment_id") != NULL))
		return square_refund(log, json, NULL);
	return square_payment(log, json);
}

static const char *const LISTS[] = { "orders", "refunds", "payments", NULL };
static const char *const SINGLES[] = { "order", "refund", "payment", NULL };
static const char *const MARKS[] = { "id",	     "line_items", "location_id",
				     "amount_money", "state",	   NULL };
static const struct json_log_format FORMAT = {
	.shape = { .lists = LISTS, .singles = SINGLES, .marks = MARKS },
	.read = read_record,
};

static rgl_rc open_file(const struct log_context *context, FILE *stream, void **ret)
{
	return json_log_open(&FORMAT, context, stream, ret);
}

const struct log_format LOG_SQUARE = {
	.name = "square",
	.open = open_file,
	.next = json_log_next,
	.offset = json_log_offset,
	.passed_over = json_log_passed,
	.close = json_log_close,
	.passed_reason = json_log_reason,
};
