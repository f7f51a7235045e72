/* sale.c - see sale.h. */
#include "plugin/sales/sale.h"

#include <stdio.h>
#include <string.h>

#include "plugin/base/utf8.h"

#define FIELD_ROOM 64
#define AT_MS_MAX INT64_C(32503680000000) /* the year 3000, and as far the other way */
#define QTY_MAX INT64_C(1000000000000)
#define RATE_MAX INT64_C(1000000) /* 1000 % */
#define REWARD_ID_MAX 63
#define CODE_MAX 127
#define TIMES_MAX INT64_C(1000)
#define POINTS_MAX INT64_C(1000000000000)

static const char *line_field(size_t index, const char *name, char ret[FIELD_ROOM])
{
	(void)snprintf(ret, FIELD_ROOM, "lines[%zu].%s", index, name);
	return ret;
}

static rgl_rc check_texts(const struct sale *sale, struct rgl_why *refusal)
{
	const struct {
		const char *text;
		const char *field;
	} texts[] = { { sale->id, "id" },	    { sale->of, "sale_id" },
		      { sale->store, "store" },	    { sale->till, "till" },
		      { sale->cashier, "cashier" }, { sale->channel, "channel" } };

	if (sale->id == NULL || sale->id[0] == '\0')
		return refuse_field(refusal, RGL_E_FIELD, "id",
				    "the sale has no id; send the till's own number of it");
	if (strncmp(sale->id, "regulars:", 9) == 0)
		return refuse_field(
			refusal, RGL_E_FIELD, "id",
			"ids that begin with \"regulars:\" are ours; send the till's own "
			"number");
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		rgl_rc rc = utf8_check_clean(texts[i].text, RGL_TEXT_MAX, texts[i].field, refusal);

		if (rc < 0)
			return rc;
	}
	return RGL_OK;
}

static rgl_rc check_line_texts(const struct sale_line *line, size_t index, struct rgl_why *refusal)
{
	char field[FIELD_ROOM];
	rgl_rc rc = RGL_OK;

	const struct {
		const char *text;
		const char *name;
		size_t max;
	} texts[] = {
		{ line->sku, "sku", RGL_TEXT_MAX },	      { line->name, "name", RGL_TEXT_MAX },
		{ line->category, "category", RGL_TEXT_MAX }, { line->tags, "tags", RGL_TEXT_MAX },
		{ line->reward, "reward", REWARD_ID_MAX },    { line->code, "code", CODE_MAX }
	};

	for (size_t i = 0; rc == RGL_OK && i < sizeof(texts) / sizeof(texts[0]); i++)
		if (texts[i].text != NULL && texts[i].text[0] != '\0')
			rc = utf8_check_clean(texts[i].text, texts[i].max,
					      line_field(index, texts[i].name, field), refusal);
	return rc;
}

static rgl_rc check_line_ranges(const struct sale_line *line, size_t index, struct rgl_why *refusal)
{
	const struct {
		struct money amount;
		const char *field;
	} amounts[] = { { line->unit, "unit_price" },
			{ line->discount, "discount" },
			{ line->total, "total" },
			{ line->tax, "tax" },
			{ line->cost, "cost" } };
	char field[FIELD_ROOM];

	for (size_t i = 0; i < sizeof(amounts) / sizeof(amounts[0]); i++) {
		if (money_is_sane(amounts[i].amount))
			continue;
		(void)line_field(index, amounts[i].field, field);
		return refuse_field(refusal, RGL_E_RANGE, field,
				    "%s is larger than any sale; send minor units", field);
	}
	if (line->qty_milli > QTY_MAX || line->qty_milli < -QTY_MAX)
		return refuse_field(refusal, RGL_E_RANGE, line_field(index, "qty", field),
				    "lines[%zu].qty is larger than any quantity", index);
	if (line->kind < LINE_GOODS || line->kind > LINE_ROUNDING)
		return refuse_field(refusal, RGL_E_FIELD, line_field(index, "kind", field),
				    "lines[%zu].kind is not a kind of line", index);
	if (line->has_rate && (line->rate_milli < 0 || line->rate_milli > RATE_MAX))
		return refuse_field(refusal, RGL_E_RANGE, line_field(index, "tax_rate", field),
				    "lines[%zu].tax_rate is no tax rate; send per cent", index);
	return RGL_OK;
}

/* Quantity x unit price - discount is the line's total, but for less than one minor unit that may
 * go either way in the till's own rounding. */
static rgl_rc check_product(const struct sale_line *line, size_t index,
			    const struct currency *currency, struct rgl_why *refusal)
{
	struct money expected = money_of(0);
	char field[FIELD_ROOM];
	char said[DECIMAL_ROOM];
	char is[DECIMAL_ROOM];
	int64_t milli;
	int64_t whole;
	rgl_rc rc;

	if (!line->has_unit)
		return RGL_OK;
	rc = money_times_milli(line->unit, line->qty_milli, &milli);
	if (rc == RGL_OK)
		rc = ratio_floor(milli, 1, 1000, &whole);
	if (rc == RGL_OK)
		rc = money_sub(money_of(whole), line->discount, &expected);
	if (rc < 0)
		return refuse_field(refusal, rc, line_field(index, "unit_price", field),
				    "lines[%zu]: quantity x unit price is larger than any sale",
				    index);
	if (money_equal(line->total, expected))
		return RGL_OK;
	if (milli % 1000 != 0 && money_add(expected, money_of(1), &expected) == RGL_OK &&
	    money_equal(line->total, expected))
		return RGL_OK;
	money_write(line->total, currency, said);
	money_write(expected, currency, is);
	return refuse_field(refusal, RGL_E_SUM, line_field(index, "total", field),
			    "lines[%zu]: total %s is not quantity x unit price - discount (%s)",
			    index, said, is);
}

static rgl_rc disagree(const char *field, const char *of_what, struct money said, struct money is,
		       const struct currency *currency, struct rgl_why *refusal)
{
	char said_text[DECIMAL_ROOM];
	char is_text[DECIMAL_ROOM];

	money_write(said, currency, said_text);
	money_write(is, currency, is_text);
	return refuse_field(refusal, RGL_E_SUM, field, "%s %s is not the sum of the %s (%s)", field,
			    said_text, of_what, is_text);
}

/* Lines that bring and take back can come to no tax at all: that is a sum like any other. */
static rgl_rc tax_missing(struct money is, const struct currency *currency, struct rgl_why *refusal)
{
	char text[DECIMAL_ROOM];

	if (money_sign(is) == 0)
		return RGL_OK;
	money_write(is, currency, text);
	return refuse_field(refusal, RGL_E_SUM, "tax",
			    "the sale's tax is missing: its lines have %s of tax; send that as "
			    "tax of the sale too",
			    text);
}

static rgl_rc check_lines(const struct sale *sale, const struct currency *currency,
			  struct rgl_why *refusal)
{
	struct money total = money_of(0);
	struct money tax = money_of(0);
	bool has_tax = false;

	for (size_t i = 0; i < sale->line_count; i++) {
		const struct sale_line *line = &sale->lines[i];
		rgl_rc rc = check_line_texts(line, i, refusal);

		if (rc == RGL_OK)
			rc = check_line_ranges(line, i, refusal);
		if (rc == RGL_OK)
			rc = check_product(line, i, currency, refusal);
		if (rc == RGL_OK)
			rc = money_add(total, line->total, &total);
		if (rc == RGL_OK)
			rc = money_add(tax, line->tax, &tax);
		if (rc < 0)
			return rc;
		has_tax = has_tax || money_sign(line->tax) != 0;
	}
	if (sale->line_count > 0 && !money_equal(total, sale->total))
		return disagree("total", "lines", sale->total, total, currency, refusal);
	/* A till that knows the tax of the whole sale only sends it there alone. */
	if (has_tax && money_sign(sale->tax) == 0)
		return tax_missing(tax, currency, refusal);
	if (has_tax && !money_equal(tax, sale->tax))
		return disagree("tax", "lines", sale->tax, tax, currency, refusal);
	return RGL_OK;
}

static rgl_rc check_tenders(const struct sale *sale, const struct currency *currency,
			    struct rgl_why *refusal)
{
	struct money paid = money_of(0);

	for (size_t i = 0; i < sale->tender_count; i++) {
		const struct sale_tender *tender = &sale->tenders[i];
		char field[FIELD_ROOM];

		(void)snprintf(field, sizeof(field), "tenders[%zu].kind", i);
		if (tender->kind < RGL_CASH || tender->kind > RGL_POINTS)
			return refuse_field(refusal, RGL_E_FIELD, field,
					    "%s is not a kind of payment", field);
		(void)snprintf(field, sizeof(field), "tenders[%zu].code", i);
		if (tender->kind == RGL_GIFT_CARD &&
		    (tender->code == NULL || tender->code[0] == '\0'))
			return refuse_field(refusal, RGL_E_FIELD, field,
					    "%s is missing; scan the gift card", field);
		if (utf8_check_clean(tender->code, CODE_MAX, field, refusal) < 0)
			return RGL_E_TEXT;
		(void)snprintf(field, sizeof(field), "tenders[%zu].amount", i);
		if (!money_is_sane(tender->amount))
			return refuse_field(refusal, RGL_E_RANGE, field,
					    "%s is larger than any sale; send minor units", field);
		if (money_add(paid, tender->amount, &paid) < 0)
			return refuse_field(refusal, RGL_E_RANGE, field, "%s is too large", field);
	}
	if (sale->tender_count > 0 && !money_equal(paid, sale->total))
		return disagree("total", "tenders", sale->total, paid, currency, refusal);
	return RGL_OK;
}

/* A time that a calendar of four digits has: visits are counted from one to the next. */
static rgl_rc check_time(const struct sale *sale, struct rgl_why *refusal)
{
	if (sale->at_ms >= -AT_MS_MAX && sale->at_ms <= AT_MS_MAX)
		return RGL_OK;
	return refuse_field(refusal, RGL_E_RANGE, "at",
			    "the time of the sale is not between 940 and 3000; send milliseconds "
			    "since 1970");
}

static rgl_rc check_whole(const struct sale *sale, const struct currency *currency,
			  struct rgl_why *refusal)
{
	if (sale->currency == NULL || strcmp(sale->currency, currency->code) != 0)
		return refuse_field(refusal, RGL_E_CURRENCY, "currency",
				    "currency %.8s is not this shop's (%s)",
				    sale->currency == NULL ? "(none)" : sale->currency,
				    currency->code);
	if (sale->line_count > RGL_LINES_MAX || sale->tender_count > RGL_TENDERS_MAX)
		return refuse(refusal, RGL_E_LIMIT, "a sale has at most %d lines and %d tenders",
			      RGL_LINES_MAX, RGL_TENDERS_MAX);
	if (sale->line_count == 0 && !sale->is_refund)
		return refuse_field(refusal, RGL_E_LINES, "lines",
				    "the sale has no lines; send what was sold");
	if (!money_is_sane(sale->total) || !money_is_sane(sale->tax))
		return refuse_field(refusal, RGL_E_RANGE, "total",
				    "the total or the tax is larger than any sale; send minor "
				    "units");
	if (!sale->is_refund && money_sign(sale->total) < 0)
		return refuse_field(refusal, RGL_E_SUM, "total",
				    "the total of a sale is below zero; send it as a refund");
	if (sale->is_refund && money_sign(sale->total) > 0)
		return refuse_field(refusal, RGL_E_SUM, "total",
				    "the total of a refund is above zero; its amounts are "
				    "negative");
	return RGL_OK;
}

static rgl_rc check_wish(const struct wish *wish, size_t index, struct rgl_why *refusal)
{
	char field[FIELD_ROOM];
	rgl_rc rc;

	(void)snprintf(field, sizeof(field), "rewards[%zu]", index);
	rc = utf8_check_clean(wish->reward, REWARD_ID_MAX, field, refusal);
	if (rc == RGL_OK)
		rc = utf8_check_clean(wish->code, CODE_MAX, field, refusal);
	if (rc < 0)
		return rc;
	if (wish->reward == NULL && wish->code == NULL)
		return refuse_field(refusal, RGL_E_FIELD, field,
				    "%s names neither a reward nor a code", field);
	if (wish->times < 0 || wish->times > TIMES_MAX || wish->points < 0 ||
	    wish->points > POINTS_MAX)
		return refuse_field(refusal, RGL_E_RANGE, field,
				    "%s: times or points are below zero or too many", field);
	return RGL_OK;
}

static rgl_rc check_wishes(const struct sale *sale, struct rgl_why *refusal)
{
	rgl_rc rc = RGL_OK;

	if (sale->wish_count > SALE_WISHES_MAX || sale->code_count > SALE_CODES_MAX)
		return refuse(refusal, RGL_E_LIMIT, "a sale has at most %d rewards and %d codes",
			      SALE_WISHES_MAX, SALE_CODES_MAX);
	for (size_t i = 0; rc == RGL_OK && i < sale->wish_count; i++)
		rc = check_wish(&sale->wishes[i], i, refusal);
	for (size_t i = 0; rc == RGL_OK && i < sale->code_count; i++)
		rc = utf8_check_clean(sale->codes[i], CODE_MAX, "codes", refusal);
	return rc;
}

static rgl_rc check_gesture_texts(const struct sale_gesture *gesture, const char *path,
				  struct rgl_why *refusal)
{
	const struct {
		const char *text;
		const char *name;
		size_t max;
	} texts[] = { { gesture->sku, "sku", RGL_TEXT_MAX },
		      { gesture->words, "words", SALE_GESTURE_WORDS_MAX },
		      { gesture->manager, "manager", RGL_TEXT_MAX } };
	char field[FIELD_ROOM];
	rgl_rc rc = RGL_OK;

	for (size_t i = 0; rc == RGL_OK && i < sizeof(texts) / sizeof(texts[0]); i++) {
		(void)snprintf(field, sizeof(field), "%s%s", path, texts[i].name);
		rc = utf8_check_clean(texts[i].text, texts[i].max, field, refusal);
	}
	return rc;
}

/* Of points so many, of a product or money off so much; the budget counts by that. */
rgl_rc sale_check_gesture(const struct sale_gesture *gesture, const char *path,
			  struct rgl_why *refusal)
{
	const bool is_points = gesture->kind == RGL_GESTURE_POINTS;
	const bool is_money =
		gesture->kind == RGL_GESTURE_PRODUCT || gesture->kind == RGL_GESTURE_MONEY;
	char field[FIELD_ROOM];

	(void)snprintf(field, sizeof(field), "%skind", path);
	if (gesture->kind < RGL_GESTURE_POINTS || gesture->kind > RGL_GESTURE_NOTE)
		return refuse_field(refusal, RGL_E_FIELD, field,
				    "%s is none of: points, product, money, note", field);
	(void)snprintf(field, sizeof(field), "%spoints", path);
	if (gesture->points < 0 || gesture->points > POINTS_MAX ||
	    (gesture->points > 0) != is_points)
		return refuse_field(refusal, RGL_E_RANGE, field,
				    is_points ? "%s: say how many are given, from 1 on"
					      : "%s are of a gesture of points alone",
				    field);
	(void)snprintf(field, sizeof(field), "%samount", path);
	if (!money_is_sane(gesture->amount) || money_sign(gesture->amount) < 0 ||
	    (money_sign(gesture->amount) > 0) != is_money)
		return refuse_field(refusal, RGL_E_RANGE, field,
				    is_money ? "%s: say what it is worth, above zero"
					     : "%s is of a product or money off alone",
				    field);
	(void)snprintf(field, sizeof(field), "%scomplaint", path);
	if (gesture->complaint < 0)
		return refuse_field(refusal, RGL_E_RANGE, field,
				    "%s is not the number of a complaint", field);
	return check_gesture_texts(gesture, path, refusal);
}

static rgl_rc check_gestures(const struct sale *sale, struct rgl_why *refusal)
{
	rgl_rc rc = RGL_OK;

	if (sale->gesture_count == 0)
		return RGL_OK;
	if (sale->gesture_count > SALE_GESTURES_MAX)
		return refuse_field(refusal, RGL_E_LIMIT, "gestures",
				    "a sale has at most %d gestures", SALE_GESTURES_MAX);
	if (sale->is_refund)
		return refuse_field(refusal, RGL_E_FIELD, "gestures",
				    "a refund has no gestures; give them by themselves");
	if (sale->cashier == NULL || sale->cashier[0] == '\0')
		return refuse_field(refusal, RGL_E_FIELD, "cashier",
				    "say who gives a gesture: the budget is the cashier's");
	for (size_t i = 0; rc == RGL_OK && i < sale->gesture_count; i++) {
		char path[FIELD_ROOM];

		(void)snprintf(path, sizeof(path), "gestures[%zu].", i);
		rc = sale_check_gesture(&sale->gestures[i], path, refusal);
	}
	return rc;
}

rgl_rc sale_check(const struct sale *sale, const struct currency *currency, struct rgl_why *refusal)
{
	rgl_rc rc = check_texts(sale, refusal);

	if (rc == RGL_OK)
		rc = check_whole(sale, currency, refusal);
	if (rc == RGL_OK)
		rc = check_time(sale, refusal);
	if (rc == RGL_OK)
		rc = check_lines(sale, currency, refusal);
	if (rc == RGL_OK)
		rc = check_tenders(sale, currency, refusal);
	if (rc == RGL_OK)
		rc = check_wishes(sale, refusal);
	if (rc == RGL_OK)
		rc = check_gestures(sale, refusal);
	return rc;
}
