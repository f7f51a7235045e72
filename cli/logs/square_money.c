/* square_money.c - see square.h: refunds and payments, which know amounts and no goods.
 *
 * Square tells a return twice: as an order of its own with the goods (square.c), and in the list of
 * refunds as money, whose order_id is that of the return. The goods say more; so a refund of a
 * return that is recorded is passed over. In the same way a payment of an order that is recorded.
 */
#include "cli/logs/square.h"

#include <string.h>

struct money square_money(struct json_log *log, const struct cJSON *object, const char *name)
{
	const struct cJSON *money = object == NULL ? NULL : json_field(object, name);
	const char *text = log_raw(money, "amount");
	int64_t minor = 0;

	if (money == NULL || text == NULL)
		return money_of(0);
	log_check_currency(log, log_raw(money, "currency"));
	if (decimal_read(text, strlen(text), 0, ROUNDING_REFUSED, &minor) < 0)
		draft_refuse(log->draft, RGL_E_FIELD,
			     "%s.amount %.*s is not a whole number of the smallest unit", name,
			     (int)draft_cut(text, strlen(text), 40), text);
	return money_of(minor);
}

int32_t square_tender_kind(const char *type)
{
	if (json_log_is(type, "CASH"))
		return RGL_CASH;
	if (json_log_is(type, "CARD THIRD_PARTY_CARD"))
		return RGL_CARD;
	if (json_log_is(type, "SQUARE_GIFT_CARD"))
		return RGL_VOUCHER;
	return json_log_is(type, "BANK_ACCOUNT") ? RGL_TRANSFER : RGL_OTHER;
}

enum log_known square_known(struct json_log *log, const char *head, const char *id)
{
	if (id == NULL)
		return LOG_UNKNOWN;
	return json_log_known(log, draft_print(log->draft, "square-%s%s", head, id));
}

void square_customer(struct json_log *log, struct log_entry *entry, const struct cJSON *object)
{
	if (entry->customer.other_id == NULL)
		entry->customer.other_id = log_member_id(log, object, "customer_id");
	if (entry->sale.store == NULL)
		entry->sale.store = log_words(log, object, "location_id");
}

/* Words for money that did not go back, or not yet; NULL: it did. */
static const char *not_refunded(const char *status)
{
	if (json_log_is(status, "PENDING"))
		return "refunds under way";
	if (json_log_is(status, "REJECTED FAILED"))
		return "refunds that failed";
	return NULL;
}

enum json_part square_refund(struct json_log *log, const struct cJSON *refund, const char *of)
{
	const char *id = log_raw(refund, "id");
	const char *order = log_raw(refund, "order_id");
	const char *payment = log_raw(refund, "payment_id");
	const char *failed = not_refunded(log_raw(refund, "status"));
	struct log_entry *entry = json_log_begin(log, LOG_REFUND);
	enum log_known known = square_known(log, "", order);

	if (id == NULL)
		return json_log_strange(log, "no refund of Square");
	if (failed != NULL)
		return json_log_pass(log, failed);
	if (of == NULL && known == LOG_KNOWN_REFUND)
		return json_log_pass_known(log, "refunds of returns that are recorded");
	entry->sale.id = draft_print(log->draft, "square-refund-%s", id);
	if (of != NULL || known == LOG_KNOWN_SALE)
		entry->sale.of = draft_print(log->draft, "square-%s", of != NULL ? of : order);
	else if (square_known(log, "payment-", payment) == LOG_KNOWN_SALE)
		entry->sale.of = draft_print(log->draft, "square-payment-%s", payment);
	entry->sale.at_ms = log_time(log, refund, "created_at", "updated_at");
	entry->sale.total = money_negate(square_money(log, refund, "amount_money"));
	if (money_sign(entry->sale.total) >= 0)
		draft_refuse(log->draft, RGL_E_FIELD, "amount_money is not above zero");
	square_customer(log, entry, refund);
	return PART_ENTRY;
}

static void pay_payment(struct json_log *log, struct log_entry *entry, const struct cJSON *payment)
{
	struct sale_tender *tender = draft_tender(log->draft);
	struct money tip = square_money(log, payment, "tip_money");
	struct sale_line *line = draft_line(log->draft);

	entry->sale.total = square_money(log, payment, "total_money");
	if (json_field(payment, "total_money") == NULL)
		entry->sale.total = log_add(log, square_money(log, payment, "amount_money"), tip);
	line->total = log_sub(log, entry->sale.total, tip);
	log_extra_line(log, LINE_TIP, "Tip", tip, money_of(0));
	tender->kind = square_tender_kind(log_raw(payment, "source_type"));
	tender->amount = entry->sale.total;
}

enum json_part square_payment(struct json_log *log, const struct cJSON *payment)
{
	const char *id = log_raw(payment, "id");
	const char *status = log_raw(payment, "status");
	struct log_entry *entry = json_log_begin(log, LOG_SALE);
	const char *cashier = log_words(log, payment, "team_member_id");

	if (id == NULL)
		return json_log_strange(log, "no payment of Square");
	if (status != NULL && !json_log_is(status, "COMPLETED"))
		return json_log_pass(log, "payments not completed");
	if (square_known(log, "", log_raw(payment, "order_id")) != LOG_UNKNOWN)
		return json_log_pass_known(log, "payments of orders that are recorded");
	entry->sale.id = draft_print(log->draft, "square-payment-%s", id);
	entry->sale.at_ms = log_time(log, payment, "created_at", "updated_at");
	entry->sale.cashier = cashier != NULL ? cashier : log_words(log, payment, "employee_id");
	square_customer(log, entry, payment);
	pay_payment(log, entry, payment);
	return PART_ENTRY;
}
