/* question.h - "total >= 20 and weekday in (sat, sun)": questions about sales, read and answered.
 *
 * In:  the text of --where; what is known of a sale.
 * Out: a flat program of conditions; whether a sale is meant.
 * Not here: looking anything up (cells_pick.c). docs/reports.md has the grammar for people.
 *
 * Pure; allocates nothing. A condition is decided where it costs least: on the sale's own numbers,
 * once a scene, once a member, or by what lines, tenders and rewards there are. Each has a bit; the
 * program puts them together.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "plugin/base/money.h"

#define QUESTION_TEXT_MAX 2000 /* bytes of a question */
#define QUESTION_CONDITIONS_MAX 64
#define QUESTION_STEPS_MAX 512
#define QUESTION_VALUES_MAX 256

/* By what a condition is decided. */
enum question_basis { ON_SALE = 1, ON_SCENE, ON_MEMBER, ON_LINE, ON_TENDER, ON_REWARD, ON_COUPON };

enum question_field {
	ASK_TOTAL,
	ASK_NET,
	ASK_DISCOUNT,
	ASK_COST,
	ASK_MARGIN,
	ASK_POINTS,
	ASK_REFUND,
	ASK_DATE,
	ASK_MONTH,
	ASK_WEEKDAY,
	ASK_HOUR,
	ASK_STORE,
	ASK_TILL,
	ASK_CASHIER,
	ASK_CHANNEL,
	ASK_MEMBER,
	ASK_NUMBER, /* the member's */
	ASK_FIRST,
	ASK_VISITS,
	ASK_TIER,
	ASK_LANGUAGE,
	ASK_SEGMENT,
	ASK_REFERRED,
	ASK_BIRTHDAY,
	ASK_CONSENT,
	ASK_SKU,
	ASK_PRODUCT,
	ASK_CATEGORY,
	ASK_TAG,
	ASK_TENDER,
	ASK_REWARD,
	ASK_COUPON
};

/* A number from low to high, or a text: a pattern, at `text` in the question's texts. */
struct question_value {
	int64_t low;
	int64_t high;
	size_t text;
};

struct question_condition {
	enum question_field field;
	enum question_basis basis;
	bool negated;
	size_t first_value;
	size_t value_count;
};

enum question_step { STEP_AND = -3, STEP_OR, STEP_NOT }; /* else a condition's number */

struct question {
	struct question_condition conditions[QUESTION_CONDITIONS_MAX];
	size_t condition_count;
	int16_t steps[QUESTION_STEPS_MAX];
	size_t step_count;
	struct question_value values[QUESTION_VALUES_MAX];
	size_t value_count;
	char texts[QUESTION_TEXT_MAX * 2];
	size_t text_length;
};

/* Reads all of `text`; amounts are in the currency's major units. E_FIELD: "where: at 'foo': there
 * is no such field; there are: ..." */
MUST_USE rgl_rc question_read(const char *text, const struct currency *currency,
			      struct question *ret, struct rgl_why *refusal);

bool question_asks(const struct question *question, enum question_basis basis);

/* Whether a condition holds of a number, or of a text; of words (a space between two), if it holds
 * of any of them. */
bool question_number_holds(const struct question *question, size_t condition, int64_t number);
bool question_text_holds(const struct question *question, size_t condition, const char *text);
bool question_words_hold(const struct question *question, size_t condition, const char *words);

/* The sale's own numbers, minor units; local_ms: of the shop's calendar. A sale whose cost is not
 * known meets no condition on cost or margin. */
struct question_sale {
	int64_t total_minor;
	int64_t net_minor;
	int64_t discount_minor;
	int64_t cost_minor;
	int64_t points;
	int64_t local_ms;
	bool has_cost;
	bool is_refund;
};

/* The bits of the conditions on the sale's own numbers that hold. */
uint64_t question_sale_bits(const struct question *question, const struct question_sale *sale);

/* The program, over a bit a condition. */
bool question_holds(const struct question *question, uint64_t bits);
