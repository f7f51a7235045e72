/* loyverse.c - receipts as Loyverse's API gives them: {"receipts": [...], "cursor": ...}.
 *
 * A receipt's number is its id; refund_for links a refund to its sale. Amounts are JSON numbers in
 * major units, of a refund too above zero; the currency is not said. Taxes of type ADDED stand
 * beside a line's price, those INCLUDED are in it. Points are those of Loyverse's own programme:
 * what they paid is a discount already, and they are not taken over.
 */
#include "cli/logs/json_log.h"

#include <string.h>

#define HEAD "loyverse"

static struct money sum_of(struct json_log *log, const struct cJSON *object, const char *list,
			   const char *amount, const char *type)
{
	struct money sum = money_of(0);

	for (const struct cJSON *item = json_log_first(object, list); item != NULL;
	     item = json_next(item))
		if (type == NULL || json_log_is(log_raw(item, "type"), type))
			sum = log_add(log, sum, log_money(log, item, amount));
	return sum;
}

static const char *line_name(struct json_log *log, const struct cJSON *item)
{
	const char *name = log_words(log, item, "item_name");
	const char *variant = log_words(log, item, "variant_name");
	const char *both;

	if (variant == NULL)
		return name;
	both = draft_print(log->draft, "%s (%s)", name == NULL ? "" : name, variant);
	return draft_words(log->draft, both, strlen(both));
}

static void read_line(struct json_log *log, const struct cJSON *item)
{
	struct sale_line *line = draft_line(log->draft);

	line->name = line_name(log, item);
	line->sku = log_words(log, item, "sku");
	line->qty_milli = log_quantity(log, item, "quantity");
	line->total = log_money(log, item, "total_money");
	line->discount = log_money(log, item, "total_discount");
	line->tax = sum_of(log, item, "line_taxes", "money_amount", NULL);
	line->has_cost = log_raw(item, "cost_total") != NULL;
	line->cost = log_money(log, item, "cost_total");
	log_unit(line, log_money(log, item, "price"));
}

/* What is added to the lines' own totals: taxes, a tip, a surcharge. Not every receipt has them in
 * the same place, so what is added is what makes the sum. */
enum extra { EXTRA_TAXES, EXTRA_TIP, EXTRA_SURCHARGE, EXTRAS };

static unsigned find_extras(struct json_log *log, struct money missing,
			    const struct money amounts[EXTRAS])
{
	struct money least = missing;
	unsigned best = 0;

	for (unsigned set = 1; set < 1u << EXTRAS; set++) {
		struct money rest = missing;

		for (unsigned i = 0; i < EXTRAS; i++)
			if ((set >> i & 1) != 0)
				rest = log_sub(log, rest, amounts[i]);
		if (money_sign(rest) < 0)
			rest = money_negate(rest);
		if (money_sign(least) < 0)
			least = money_negate(least);
		if (money_compare(rest, least) < 0) {
			least = rest;
			best = set;
		}
	}
	return best;
}

static void add_line_taxes(struct json_log *log)
{
	const struct cJSON *item = json_log_first(log->json, "line_items");
	struct log_entry *entry = draft_entry(log->draft);

	for (size_t i = 0; item != NULL && i < entry->sale.line_count; i++) {
		struct sale_line *line = &entry->lines[i];

		line->total = log_add(log, line->total,
				      sum_of(log, item, "line_taxes", "money_amount", "ADDED"));
		line->has_unit = false;
		item = json_next(item);
	}
}

static void add_extras(struct json_log *log, const struct sale *sale)
{
	const struct money amounts[EXTRAS] = {
		[EXTRA_TAXES] = sum_of(log, log->json, "total_taxes", "money_amount", "ADDED"),
		[EXTRA_TIP] = log_money(log, log->json, "tip"),
		[EXTRA_SURCHARGE] = log_money(log, log->json, "surcharge"),
	};
	unsigned extras =
		find_extras(log, log_sub(log, sale->total, log_lines_total(log)), amounts);

	if ((extras >> EXTRA_TAXES & 1) != 0)
		add_line_taxes(log);
	if ((extras >> EXTRA_TIP & 1) != 0)
		log_extra_line(log, LINE_TIP, "Tip", amounts[EXTRA_TIP], money_of(0));
	if ((extras >> EXTRA_SURCHARGE & 1) != 0)
		log_extra_line(log, LINE_GOODS, "Surcharge", amounts[EXTRA_SURCHARGE], money_of(0));
}

static int32_t tender_kind(const char *type)
{
	if (json_log_is(type, "CASH"))
		return RGL_CASH;
	return type != NULL && strstr(type, "CARD") != NULL ? RGL_CARD : RGL_OTHER;
}

static void read_tenders(struct json_log *log, bool is_refund)
{
	for (const struct cJSON *item = json_log_first(log->json, "payments"); item != NULL;
	     item = json_next(item)) {
		struct sale_tender *tender = draft_tender(log->draft);

		tender->kind = tender_kind(log_raw(item, "type"));
		tender->amount = log_money(log, item, "money_amount");
		if (is_refund && money_sign(tender->amount) > 0)
			tender->amount = money_negate(tender->amount);
	}
	log_check_tenders(log);
}

static void read_head(struct json_log *log, struct log_entry *entry, const char *number)
{
	const struct cJSON *json = log->json;
	struct sale *sale = &entry->sale;
	const char *of = log_raw(json, "refund_for");

	sale->id = draft_print(log->draft, HEAD "-%s", number);
	if (of != NULL && sale->is_refund)
		sale->of = draft_print(log->draft, HEAD "-%s", of);
	sale->at_ms = log_time(log, json, "receipt_date", "created_at");
	sale->store = log_words(log, json, "store_id");
	sale->till = log_words(log, json, "pos_device_id");
	sale->cashier = log_words(log, json, "employee_id");
	sale->channel = log_words(log, json, "source");
	entry->customer.other_id = log_member_id(log, json, "customer_id");
	if (log_raw(json, "total_money") == NULL)
		draft_refuse(log->draft, RGL_E_FIELD, "it has no total: total_money is missing");
	sale->total = log_money(log, json, "total_money");
	sale->tax = log_money(log, json, "total_tax");
}

static enum json_part read_receipt(struct json_log *log, size_t part)
{
	const char *number = log_raw(log->json, "receipt_number");
	const char *type = log_raw(log->json, "receipt_type");
	bool is_refund = json_log_is(type, "REFUND");
	struct log_entry *entry;

	if (part > 0)
		return PART_END;
	if (number == NULL)
		return json_log_strange(log, "no receipt of Loyverse");
	if (log_raw(log->json, "cancelled_at") != NULL)
		return json_log_cancelled(log, HEAD, number, "cancelled_at");
	entry = json_log_begin(log, is_refund ? LOG_REFUND : LOG_SALE);
	read_head(log, entry, number);
	if (!json_log_is(type, "SALE REFUND"))
		draft_refuse(log->draft, RGL_E_FIELD, "receipt_type is neither SALE nor REFUND");
	for (const struct cJSON *item = json_log_first(log->json, "line_items"); item != NULL;
	     item = json_next(item))
		read_line(log, item);
	add_extras(log, &entry->sale);
	if (is_refund)
		log_turn_refund(log);
	read_tenders(log, is_refund);
	return PART_ENTRY;
}

static const char *const LISTS[] = { "receipts", NULL };
static const char *const SINGLES[] = { "receipt", NULL };
static const char *const MARKS[] = { "receipt_number", "receipt_type", "line_items", NULL };
static const struct json_log_format FORMAT = {
	.shape = { .lists = LISTS, .singles = SINGLES, .marks = MARKS },
	.read = read_receipt,
};

static rgl_rc open_file(const struct log_context *context, FILE *stream, void **ret)
{
	return json_log_open(&FORMAT, context, stream, ret);
}

const struct log_format LOG_LOYVERSE = {
	.name = "loyverse",
	.open = open_file,
	.next = json_log_next,
	.offset = json_log_offset,
	.passed_over = json_log_passed,
	.close = json_log_close,
	.passed_reason = json_log_reason,
};
