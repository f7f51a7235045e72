/* poslog_tags.c - see poslog_parts.h: a transaction's tags, and what their attributes say. */
#include <stdio.h>
#include <string.h>

#include "cli/logs/poslog_parts.h"
#include "plugin/base/ascii.h"

static bool same(const char *one, const char *other)
{
	size_t length = strlen(other);

	return strlen(one) == length && ascii_same(one, other, length);
}

static bool has_word(const char *text, const char *word)
{
	size_t length = strlen(word);

	for (; strlen(text) >= length; text++)
		if (ascii_same(text, word, length))
			return true;
	return false;
}

static bool is_true(const char *text)
{
	return same(text, "true") || strcmp(text, "1") == 0;
}

static const char *without_prefix(const char *name)
{
	const char *colon = strchr(name, ':');

	return colon == NULL ? name : colon + 1;
}

/* An attribute by its name, whatever its prefix; "" when it is not there. */
static const char *attribute(const char *const *attributes, const char *name)
{
	for (; attributes[0] != NULL; attributes += 2)
		if (strcmp(without_prefix(attributes[0]), name) == 0)
			return attributes[1];
	return "";
}

void poslog_begin(struct poslog_transaction *transaction, int64_t line)
{
	static const struct poslog_place NOWHERE = { "", "", "", "", "", "" };
	struct draft *draft = transaction->draft;

	draft_begin(draft, LOG_SALE, line);
	/* The lines are as many as are counted, and are zeroed one by one. */
	memset(transaction, 0, offsetof(struct poslog_transaction, lines));
	transaction->draft = draft;
	transaction->line = line;
	transaction->place = NOWHERE;
	transaction->link.place = NOWHERE;
	transaction->of.place = NOWHERE;
	transaction->undone.place = NOWHERE;
	transaction->operator_id = "";
	transaction->operator_name = "";
	transaction->currency = "";
	transaction->status = "";
}

static void begin_goods(struct poslog_transaction *transaction, const char *name)
{
	if (transaction->line_count == RGL_LINES_MAX) {
		draft_refuse(transaction->draft, RGL_E_LIMIT, "it has more than %d lines",
			     RGL_LINES_MAX);
		transaction->line_count--;
	}
	transaction->line_count++;
	*poslog_last_line(transaction) = (struct poslog_line) {
		.sku = "",
		.pos_sku = "",
		.name = "",
		.category = "",
		.qty_milli = 1000,
		.is_return = strncmp(name, "Return", 6) == 0,
		.is_void = transaction->item_is_void,
	};
}

static void begin_reward(struct poslog_transaction *transaction, const char *const *attributes)
{
	if (transaction->reward_count == RGL_LINES_MAX) {
		draft_refuse(transaction->draft, RGL_E_LIMIT, "it has more than %d rewards",
			     RGL_LINES_MAX);
		transaction->reward_count--;
	}
	transaction->reward_count++;
	*poslog_last_reward(transaction) = (struct poslog_reward) {
		.is_detail = is_true(attribute(attributes, "detailedData")),
	};
}

static int32_t tender_kind(const char *type)
{
	if (same(type, "Cash"))
		return RGL_CASH;
	if (has_word(type, "Credit") || has_word(type, "Debit") || same(type, "Card"))
		return RGL_CARD;
	if (has_word(type, "Voucher") || has_word(type, "Coupon"))
		return RGL_VOUCHER;
	if (has_word(type, "Transfer"))
		return RGL_TRANSFER;
	return RGL_OTHER;
}

static void begin_tender(struct poslog_transaction *transaction, const char *const *attributes)
{
	const char *type = attribute(attributes, "TypeCode");

	transaction->tender_kind = tender_kind(attribute(attributes, "TenderType"));
	transaction->tender_is_back = same(type, "Refund") || same(type, "Change");
	if (same(type, "Change"))
		transaction->tender_kind = RGL_CHANGE;
}

static enum poslog_reason reason_of(const char *text)
{
	if (text[0] == '\0')
		return REASON_NONE;
	if (has_word(text, "void"))
		return REASON_VOID;
	if (has_word(text, "return") || has_word(text, "refund") || has_word(text, "exchange"))
		return REASON_RETURN;
	return REASON_OTHER;
}

static void begin_link(struct poslog_transaction *transaction, enum poslog_node parent,
		       const char *const *attributes)
{
	transaction->link = (struct poslog_link) {
		.reason = reason_of(attribute(attributes, "ReasonCode")),
		.is_in_goods = parent == NODE_GOODS,
		.place = { "", "", "", "", "", "" },
	};
}

/* Department, by its words where the file has them. */
static void begin_department(struct poslog_transaction *transaction, const char *const *attributes)
{
	const char *words = attribute(attributes, "DepartmentDescription");
	struct poslog_line *line = poslog_last_line(transaction);

	if (words[0] != '\0' && line->category[0] == '\0')
		line->category = draft_words(transaction->draft, words, strlen(words));
}

static void read_marks(struct poslog_transaction *transaction, const char *const *attributes)
{
	for (; attributes[0] != NULL; attributes += 2)
		if (strncmp(without_prefix(attributes[0]), "Tax", 3) == 0 && is_true(attributes[1]))
			poslog_last_line(transaction)->is_taxed = true;
}

static void read_included(struct poslog_transaction *transaction, const char *const *attributes)
{
	const char *flag = attribute(attributes, "TaxIncludedInTaxableAmountFlag");

	if (flag[0] == '\0')
		return;
	transaction->has_included_flag = true;
	transaction->tax_is_included = is_true(flag);
}

void poslog_tag(struct poslog_transaction *transaction, enum poslog_node parent,
		enum poslog_node node, const char *name, const char *const *attributes)
{
	const char *text;

	if (node == NODE_TRANSACTION) {
		transaction->is_cancelled = is_true(attribute(attributes, "CancelFlag"));
		transaction->is_training = is_true(attribute(attributes, "TrainingModeFlag"));
	} else if (node == NODE_RETAIL) {
		text = attribute(attributes, "TransactionStatus");
		transaction->is_retail = true;
		transaction->status = draft_text(transaction->draft, text, strlen(text));
	} else if (node == NODE_ITEM) {
		transaction->item_is_void = is_true(attribute(attributes, "VoidFlag")) ||
					    is_true(attribute(attributes, "CancelFlag"));
	} else if (node == NODE_GOODS) {
		begin_goods(transaction, name);
	} else if (node == NODE_REWARD) {
		begin_reward(transaction, attributes);
	} else if (node == NODE_TENDER) {
		begin_tender(transaction, attributes);
	} else if (node == NODE_LINK) {
		begin_link(transaction, parent, attributes);
	} else if (node == NODE_MARKS) {
		read_marks(transaction, attributes);
	} else if (node == TEXT_DEPARTMENT) {
		begin_department(transaction, attributes);
	} else if (node == TEXT_TAXABLE) {
		read_included(transaction, attributes);
	} else if (node == TEXT_OPERATOR) {
		text = attribute(attributes, "OperatorName");
		transaction->operator_name = draft_words(transaction->draft, text, strlen(text));
	} else if (node == TEXT_TOTAL) {
		text = without_prefix(attribute(attributes, "TotalType"));
		(void)snprintf(transaction->total_type, sizeof(transaction->total_type), "%.47s",
			       text);
	}
}
