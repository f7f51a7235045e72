/* json_log_values.c - see json_log.h: fields of a record, and the sums of its lines. */
#include <string.h>

#include "cli/logs/json_log.h"
#include "plugin/base/pan.h"
#include "plugin/base/utf8.h"
#include "plugin/loyalty/spread.h"

/* --- fields */

const char *log_raw(const struct cJSON *object, const char *name)
{
	const struct cJSON *item = object == NULL ? NULL : json_field(object, name);
	const char *text = item == NULL ? NULL : json_text(item);

	if (item != NULL && text == NULL)
		text = json_number(item);
	return text == NULL || text[0] == '\0' ? NULL : text;
}

const char *log_words(struct json_log *log, const struct cJSON *object, const char *name)
{
	const char *text = log_raw(object, name);

	return text == NULL ? NULL : draft_words(log->draft, text, strlen(text));
}

const char *log_member_id(struct json_log *log, const struct cJSON *object, const char *name)
{
	const char *text = log_words(log, object, name);
	size_t length = text == NULL ? 0 : strlen(text);
	size_t half = length == 0 ? 0 : utf8_whole(text, length / 2);

	if (length == 0 || !pan_is_in(text, length, NULL))
		return text;
	return draft_print(log->draft, "%.*s_%s", (int)half, text, text + half);
}

struct money log_money(struct json_log *log, const struct cJSON *object, const char *name)
{
	const char *text = log_raw(object, name);

	if (text == NULL)
		return money_of(0);
	return draft_money(log->draft, name, text, strlen(text));
}

int64_t log_quantity(struct json_log *log, const struct cJSON *object, const char *name)
{
	const char *text = log_raw(object, name);

	return text == NULL ? 1000 : draft_number(log->draft, name, 3, text, strlen(text));
}

int64_t log_time(struct json_log *log, const struct cJSON *object, const char *name,
		 const char *other_name)
{
	const char *text = log_raw(object, name);

	if (text == NULL) {
		name = other_name;
		text = log_raw(object, name);
	}
	if (text == NULL) {
		draft_refuse(log->draft, RGL_E_TIME, "it does not say when it was: %s is missing",
			     name);
		return 0;
	}
	return draft_time(log->draft, name, text, strlen(text));
}

void log_check_currency(struct json_log *log, const char *code)
{
	const char *own = log->context->currency->code;

	if (code != NULL && strcmp(code, own) != 0)
		draft_refuse(log->draft, RGL_E_CURRENCY,
			     "it is in %.8s, and this shop counts in %s", code, own);
}

bool log_flag(const struct cJSON *object, const char *name)
{
	return object != NULL && json_is_true(json_field(object, name));
}

/* --- amounts */

struct money log_add(struct json_log *log, struct money a, struct money b)
{
	struct money sum = a;

	if (money_add(a, b, &sum) < 0)
		draft_refuse(log->draft, RGL_E_RANGE, "its amounts are larger than any sale's");
	return sum;
}

struct money log_sub(struct json_log *log, struct money a, struct money b)
{
	return log_add(log, a, money_negate(b));
}

struct money log_lines_total(struct json_log *log)
{
	const struct sale *sale = &draft_entry(log->draft)->sale;
	struct money sum = money_of(0);

	for (size_t i = 0; i < sale->line_count; i++)
		sum = log_add(log, sum, sale->lines[i].total);
	return sum;
}

struct money log_lines_tax(struct json_log *log)
{
	const struct sale *sale = &draft_entry(log->draft)->sale;
	struct money sum = money_of(0);

	for (size_t i = 0; i < sale->line_count; i++)
		sum = log_add(log, sum, sale->lines[i].tax);
	return sum;
}

void log_extra_line(struct json_log *log, enum line_kind kind, const char *name, struct money total,
		    struct money tax)
{
	struct sale_line *line;

	if (money_sign(total) == 0 && money_sign(tax) == 0)
		return;
	line = draft_line(log->draft);
	line->kind = kind;
	line->name = name;
	line->total = total;
	line->tax = tax;
}

void log_missing_line(struct json_log *log, enum line_kind kind, const char *name,
		      struct money total, struct money tax)
{
	if (!money_equal(log_lines_total(log), draft_entry(log->draft)->sale.total))
		log_extra_line(log, kind, name, total, tax);
}

void log_spread(struct json_log *log, struct money amount, bool is_tax)
{
	struct log_entry *entry = draft_entry(log->draft);
	size_t count = entry->sale.line_count;
	bool has_weight = false;

	for (size_t i = 0; i < count; i++) {
		log->weights[i] = entry->lines[i].total;
		if (money_sign(log->weights[i]) < 0)
			return;
		has_weight = has_weight || money_sign(log->weights[i]) > 0;
	}
	if (!has_weight || spread(amount, log->weights, count, log->shares) < 0)
		return;
	for (size_t i = 0; i < count; i++) {
		struct sale_line *line = &entry->lines[i];

		line->total = log_add(log, line->total, log->shares[i]);
		line->has_unit = false;
		if (is_tax)
			line->tax = log_add(log, line->tax, log->shares[i]);
		else
			line->discount = log_sub(log, line->discount, log->shares[i]);
	}
}

void log_unit(struct sale_line *line, struct money unit)
{
	struct money expected = money_of(0);
	int64_t milli = 0;
	int64_t whole = 0;

	if (money_times_milli(unit, line->qty_milli, &milli) < 0 || milli % 1000 != 0 ||
	    ratio_floor(milli, 1, 1000, &whole) < 0 ||
	    money_sub(money_of(whole), line->discount, &expected) < 0)
		return;
	if (!money_equal(expected, line->total) || !money_is_sane(unit))
		return;
	line->unit = unit;
	line->has_unit = true;
}

void log_turn(struct json_log *log, size_t first)
{
	struct log_entry *entry = draft_entry(log->draft);

	for (size_t i = first; i < entry->sale.line_count; i++) {
		struct sale_line *line = &entry->lines[i];

		line->qty_milli = -line->qty_milli;
		line->total = money_negate(line->total);
		line->tax = money_negate(line->tax);
		line->discount = money_negate(line->discount);
		line->cost = money_negate(line->cost);
	}
}

void log_turn_refund(struct json_log *log)
{
	struct sale *sale = &draft_entry(log->draft)->sale;

	if (money_sign(sale->total) <= 0)
		return;
	log_turn(log, 0);
	sale->total = money_negate(sale->total);
	sale->tax = money_negate(sale->tax);
}

void log_check_tenders(struct json_log *log)
{
	struct sale *sale = &draft_entry(log->draft)->sale;
	struct money paid = money_of(0);

	for (size_t i = 0; i < sale->tender_count; i++)
		paid = log_add(log, paid, sale->tenders[i].amount);
	if (!money_equal(paid, sale->total))
		sale->tender_count = 0;
}
