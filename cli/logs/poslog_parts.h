/* poslog_parts.h - what the files of the POSLog reader share.
 *
 *	poslog.c         the XML: chunks, tags, texts, where a transaction begins and ends
 *	poslog_names.c   which tags are looked at, by name and place; all others are passed by
 *	poslog_tags.c    what their attributes say, into struct poslog_transaction
 *	poslog_values.c  what stands in them, into the same
 *	poslog_letters.c an encoding that expat does not know by itself
 *	poslog_sums.c    which of its amounts are before discounts and taxes: what makes its total
 *	poslog_sale.c    the transaction made an entry, or passed over
 */
#pragma once

#include "cli/logs/draft.h"

/* What a tag is. Those from TEXT_FIRST on have a text that is wanted. */
enum poslog_node {
	NODE_OUTSIDE,
	NODE_OTHER,
	NODE_LOG,
	NODE_TRANSACTION,
	NODE_RETAIL,
	NODE_ITEM,
	NODE_GOODS,
	NODE_POS_IDENTITY,
	NODE_MODIFIER,
	NODE_LINE_TAX,
	NODE_TAX,
	NODE_TENDER,
	NODE_CHANGE,
	NODE_REWARD,
	NODE_LINK,
	NODE_CUSTOMER,
	NODE_LOYALTY,
	NODE_MARKS, /* has attributes alone: which taxes a line has */
	NODE_UNIT,
	TEXT_STORE,
	TEXT_FIRST = TEXT_STORE,
	TEXT_TILL,
	TEXT_NUMBER,
	TEXT_DAY,
	TEXT_BEGAN,
	TEXT_ENDED,
	TEXT_OPERATOR,
	TEXT_CURRENCY,
	TEXT_TOTAL,
	TEXT_ITEM_ID,
	TEXT_POS_ITEM_ID,
	TEXT_DEPARTMENT,
	TEXT_DESCRIPTION,
	TEXT_PRICE,
	TEXT_ACTUAL_PRICE,
	TEXT_EXTENDED,
	TEXT_EXTENDED_DISCOUNT,
	TEXT_QUANTITY,
	TEXT_SEQUENCE,
	TEXT_AMOUNT,
	TEXT_TAXABLE,
	TEXT_CATEGORY,
	TEXT_MEMBER,
	TEXT_CARD,
	TEXT_NAME,
	TEXT_EMAIL,
	TEXT_PHONE
};

/* The node of a tag in another; NODE_OTHER where nobody looks at it. `name` without its prefix. */
enum poslog_node poslog_node(enum poslog_node parent, const char *name);

/* Where and when a transaction was, which makes its id. "" where it is not said. */
struct poslog_place {
	const char *store;
	const char *till;
	const char *number;
	const char *day;
	const char *began;
	const char *ended;
};

enum poslog_reason { REASON_NONE, REASON_RETURN, REASON_VOID, REASON_OTHER };

struct poslog_link {
	enum poslog_reason reason;
	bool is_in_goods;
	struct poslog_place place;
};

/* A LineItem with Sale or Return. sequence: what a reward refers to it by, 0: nothing. */
struct poslog_line {
	const char *sku;
	const char *pos_sku;
	const char *name;
	const char *category;
	struct money amount;
	struct money discount;	/* as the line says it */
	struct money modifiers; /* the same in single steps */
	struct money rewarded;	/* taken off by rewards */
	struct money tax;
	struct money price;
	struct money actual_price;
	int64_t qty_milli;
	int64_t sequence;
	bool is_return;
	bool is_void;
	bool is_taxed;
	bool has_price;
	bool has_actual_price;
	bool is_gone;
};

struct poslog_reward {
	struct money amount;
	int64_t sequence;
	bool is_money;
	bool is_detail;
};

/* Which of a transaction's amounts make its total. */
struct poslog_reading {
	bool adds_tax;
	bool takes_discounts;
	bool pairs_voids;
};

struct poslog_transaction {
	struct draft *draft;
	int64_t line; /* of the file */
	struct poslog_place place;
	const char *operator_id;
	const char *operator_name;
	const char *currency;
	const char *status;
	bool is_retail;
	bool is_cancelled;
	bool is_training;

	bool item_is_void;
	size_t line_count;
	size_t reward_count;
	size_t link_count; /* those that are kept: the first return, the first void */
	bool has_more_links;
	struct poslog_link link;   /* being read */
	struct poslog_link of;	   /* what a return goes back to */
	struct poslog_link undone; /* what a void undoes */

	struct money taxes; /* of LineItems that are Tax */
	bool has_included_flag;
	bool tax_is_included;
	char total_type[48];
	struct money total;
	struct money tax_total;
	bool has_total;
	bool has_tax_total;

	bool tender_is_back;
	bool tender_was_void;
	int32_t tender_kind;
	struct money paid;

	struct log_customer customer;
	struct poslog_line lines[RGL_LINES_MAX];
	struct poslog_reward rewards[RGL_LINES_MAX];
};

/* Of those that have begun. */
static inline struct poslog_line *poslog_last_line(struct poslog_transaction *transaction)
{
	return &transaction->lines[transaction->line_count - 1];
}

static inline struct poslog_reward *poslog_last_reward(struct poslog_transaction *transaction)
{
	return &transaction->rewards[transaction->reward_count - 1];
}

/* Begins anew; the draft begins with it. */
void poslog_begin(struct poslog_transaction *transaction, int64_t line);

/* A tag that is looked at begins; attributes as expat hands them over. */
void poslog_tag(struct poslog_transaction *transaction, enum poslog_node parent,
		enum poslog_node node, const char *name, const char *const *attributes);

/* The text of one, without white space around it, ended by a NUL; is_cut: it was too long. */
void poslog_text(struct poslog_transaction *transaction, enum poslog_node parent,
		 enum poslog_node node, const char *text, size_t length, bool is_cut);

/* A tag that is looked at ends. */
void poslog_end(struct poslog_transaction *transaction, enum poslog_node node);

/* The letters of an encoding by its name, as the 256 that XML_Encoding has; false: it is unknown.
 */
bool poslog_letters(const char *name, int ret[256]);

/* The reading that makes the total, exactly or but for the till's own rounding; RGL_OK with the
 * likeliest where none does. Lines that were voided are marked gone, rewards taken off. */
struct poslog_reading poslog_read_sums(struct poslog_transaction *transaction);

/* a + b, of amounts that draft_money passed: a thousand of them fit. */
struct money poslog_sum(struct money a, struct money b);

/* Fills the draft's entry: NULL; or says why the transaction is none to keep, one of a few texts.
 */
const char *poslog_make(struct poslog_transaction *transaction);
