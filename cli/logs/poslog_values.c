/* poslog_values.c - see poslog_parts.h: the texts of a transaction's tags. */
#include <string.h>

#include "cli/logs/poslog_parts.h"

#define ALL_ZERO "0"
#define CARD_DIGITS_MAX 19 /* a longer number that begins with zeros was filled up by the till */

struct money poslog_sum(struct money a, struct money b)
{
	struct money sum = a;

	return money_add(a, b, &sum) == RGL_OK ? sum : a;
}

static struct money below_zero(struct money amount)
{
	return money_sign(amount) > 0 ? money_negate(amount) : amount;
}

/* --- texts */

static void read_place(struct poslog_transaction *transaction, struct poslog_place *place,
		       enum poslog_node node, const char *text, size_t length)
{
	const char **into = NULL;

	if (node == TEXT_STORE)
		into = &place->store;
	else if (node == TEXT_TILL)
		into = &place->till;
	else if (node == TEXT_NUMBER)
		into = &place->number;
	else if (node == TEXT_DAY)
		into = &place->day;
	else if (node == TEXT_BEGAN)
		into = &place->began;
	else if (node == TEXT_ENDED)
		into = &place->ended;
	if (into != NULL && (*into)[0] == '\0')
		*into = draft_text(transaction->draft, text, length);
}

static void read_total(struct poslog_transaction *transaction, const char *text, size_t length)
{
	if (strcmp(transaction->total_type, "TransactionGrandAmount") == 0) {
		transaction->total = draft_money(transaction->draft, "Total", text, length);
		transaction->has_total = true;
	} else if (strcmp(transaction->total_type, "TransactionTaxAmount") == 0) {
		transaction->tax_total = draft_money(transaction->draft, "Total", text, length);
		transaction->has_tax_total = true;
	}
}

static void read_goods_amount(struct poslog_transaction *transaction, struct poslog_line *line,
			      enum poslog_node node, const char *text, size_t length)
{
	struct draft *draft = transaction->draft;

	if (node == TEXT_EXTENDED) {
		line->amount = draft_money(draft, "ExtendedAmount", text, length);
	} else if (node == TEXT_EXTENDED_DISCOUNT) {
		line->discount = draft_money(draft, "ExtendedDiscountAmount", text, length);
	} else if (node == TEXT_PRICE) {
		line->price = draft_money(draft, "RegularSalesUnitPrice", text, length);
		line->has_price = true;
	} else if (node == TEXT_ACTUAL_PRICE) {
		line->actual_price = draft_money(draft, "ActualSalesUnitPrice", text, length);
		line->has_actual_price = true;
	} else if (node == TEXT_QUANTITY) {
		line->qty_milli = draft_number(draft, "Quantity", 3, text, length);
	} else if (node == TEXT_SEQUENCE) {
		line->sequence = draft_number(draft, "OperatorSequence", 0, text, length);
	}
}

static void read_goods(struct poslog_transaction *transaction, enum poslog_node node,
		       const char *text, size_t length)
{
	struct poslog_line *line = poslog_last_line(transaction);
	struct draft *draft = transaction->draft;

	if (node == TEXT_ITEM_ID)
		line->sku = draft_words(draft, text, length);
	else if (node == TEXT_DESCRIPTION)
		line->name = draft_words(draft, text, length);
	else if (node == TEXT_DEPARTMENT && line->category[0] == '\0')
		line->category = draft_words(draft, text, length);
	else if (node != TEXT_DEPARTMENT && length > 0)
		read_goods_amount(transaction, line, node, text, length);
}

static void add_tender(struct poslog_transaction *transaction, int32_t kind, struct money amount)
{
	struct sale_tender *tender;

	if (transaction->item_is_void)
		return;
	tender = draft_tender(transaction->draft);
	tender->kind = kind;
	tender->amount = amount;
	transaction->paid = poslog_sum(transaction->paid, amount);
}

static void read_amount(struct poslog_transaction *transaction, enum poslog_node parent,
			const char *text, size_t length)
{
	struct money amount = draft_money(transaction->draft, "Amount", text, length);
	struct poslog_line *line;

	if (parent == NODE_TAX && !transaction->item_is_void) {
		transaction->taxes = poslog_sum(transaction->taxes, amount);
	} else if (parent == NODE_TENDER) {
		amount = transaction->tender_is_back ? below_zero(amount) : amount;
		add_tender(transaction, transaction->tender_kind, amount);
	} else if (parent == NODE_CHANGE) {
		add_tender(transaction, RGL_CHANGE, below_zero(amount));
	} else if (parent == NODE_REWARD) {
		poslog_last_reward(transaction)->amount = amount;
	} else if (parent == NODE_LINE_TAX) {
		line = poslog_last_line(transaction);
		line->tax = poslog_sum(line->tax, amount);
	} else if (parent == NODE_MODIFIER) {
		line = poslog_last_line(transaction);
		line->modifiers = poslog_sum(line->modifiers, amount);
	}
}

/* A number that was filled up with zeros in front, without them; nobody's is "000". */
static const char *read_member(struct poslog_transaction *transaction, const char *text,
			       size_t length)
{
	size_t zeros = strspn(text, ALL_ZERO);

	if (zeros == length)
		return NULL;
	if (length > CARD_DIGITS_MAX && strspn(text, "0123456789") == length) {
		text += zeros;
		length -= zeros;
	}
	return draft_words(transaction->draft, text, length);
}

static void read_customer(struct poslog_transaction *transaction, enum poslog_node node,
			  const char *text, size_t length)
{
	struct log_customer *customer = &transaction->customer;

	if (node == TEXT_MEMBER && customer->other_id == NULL)
		customer->other_id = read_member(transaction, text, length);
	else if (node == TEXT_CARD && customer->card == NULL)
		customer->card = read_member(transaction, text, length);
	else if (node == TEXT_NAME && customer->name == NULL)
		customer->name = draft_words(transaction->draft, text, length);
	else if (node == TEXT_EMAIL && customer->email == NULL)
		customer->email = draft_words(transaction->draft, text, length);
	else if (node == TEXT_PHONE && customer->phone == NULL)
		customer->phone = draft_words(transaction->draft, text, length);
}

static void read_reward(struct poslog_transaction *transaction, enum poslog_node node,
			const char *text, size_t length)
{
	if (node == TEXT_CATEGORY)
		poslog_last_reward(transaction)->is_money = strcmp(text, "Monetary") == 0;
	else if (node == TEXT_SEQUENCE && length > 0)
		poslog_last_reward(transaction)->sequence = draft_number(
			transaction->draft, "OperatorSequenceReference", 0, text, length);
}

void poslog_text(struct poslog_transaction *transaction, enum poslog_node parent,
		 enum poslog_node node, const char *text, size_t length, bool is_cut)
{
	if (is_cut && node != TEXT_DESCRIPTION && node != TEXT_NAME)
		draft_refuse(transaction->draft, RGL_E_LIMIT,
			     "one of its texts is longer than any number or id");
	if (node == TEXT_AMOUNT && length > 0)
		read_amount(transaction, parent, text, length);
	else if (node == TEXT_POS_ITEM_ID)
		poslog_last_line(transaction)->pos_sku =
			draft_words(transaction->draft, text, length);
	else if (node == TEXT_OPERATOR)
		transaction->operator_id = draft_words(transaction->draft, text, length);
	else if (node == TEXT_CURRENCY)
		transaction->currency = draft_text(transaction->draft, text, length);
	else if (node == TEXT_TOTAL && length > 0)
		read_total(transaction, text, length);
	else if (parent == NODE_LINK)
		read_place(transaction, &transaction->link.place, node, text, length);
	else if (parent == NODE_GOODS)
		read_goods(transaction, node, text, length);
	else if (parent == NODE_CUSTOMER || parent == NODE_LOYALTY)
		read_customer(transaction, node, text, length);
	else if (parent == NODE_REWARD)
		read_reward(transaction, node, text, length);
	else if (node >= TEXT_STORE && node <= TEXT_ENDED)
		read_place(transaction, &transaction->place, node, text, length);
}

/* --- ends */

static void end_goods(struct poslog_line *line)
{
	if (money_sign(line->discount) == 0)
		line->discount = line->modifiers;
	if (money_sign(line->discount) < 0)
		line->discount = money_negate(line->discount);
	if (!line->is_return)
		return;
	line->amount = below_zero(line->amount);
	line->tax = below_zero(line->tax);
	line->discount = below_zero(line->discount);
	line->qty_milli = line->qty_milli > 0 ? -line->qty_milli : line->qty_milli;
}

static bool same_place(const struct poslog_place *one, const struct poslog_place *other)
{
	return strcmp(one->store, other->store) == 0 && strcmp(one->till, other->till) == 0 &&
	       strcmp(one->number, other->number) == 0 && strcmp(one->day, other->day) == 0;
}

static void end_link(struct poslog_transaction *transaction)
{
	const struct poslog_link *link = &transaction->link;
	struct poslog_link *into = NULL;

	if (link->place.number[0] == '\0')
		return;
	if (link->reason == REASON_VOID)
		into = &transaction->undone;
	else if (link->reason == REASON_RETURN || link->is_in_goods || link->reason == REASON_NONE)
		into = &transaction->of;
	if (into == NULL)
		return;
	if (into->place.number[0] == '\0')
		*into = *link;
	else if (!same_place(&into->place, &link->place))
		transaction->has_more_links = true;
}

void poslog_end(struct poslog_transaction *transaction, enum poslog_node node)
{
	if (node == NODE_GOODS)
		end_goods(poslog_last_line(transaction));
	else if (node == NODE_LINK)
		end_link(transaction);
}
