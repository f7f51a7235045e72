/* read_line.c - a sale's lines and tenders, into the context's workspaces. See read_sale.h. */
#include "plugin/gateway/read_sale.h"

#include <stdio.h>
#include <string.h>

/* The place of a word in a list that a NULL ends, or `otherwise`. */
static int32_t place_of(const char *const *words, const char *word, int32_t otherwise)
{
	for (int32_t i = 0; word != NULL && words[i] != NULL; i++)
		if (strcmp(words[i], word) == 0)
			return i;
	return otherwise;
}

struct money read_money(struct json_fields *fields, const char *name, bool *ret_given)
{
	bool given = false;
	int64_t minor = fields_minor(fields, name, ret_given == NULL ? &given : ret_given);

	return money_of(minor);
}

static enum line_kind read_kind(struct json_fields *fields)
{
	static const char *const KINDS[] = {
		"goods", "tip", "gift_card", "top_up", "rounding", NULL
	};
	const char *name = fields_text(fields, "kind");
	int32_t kind = name == NULL ? LINE_GOODS : place_of(KINDS, name, -1);

	if (kind < 0)
		fields_fail(fields, RGL_E_FIELD, "kind",
			    "is none of: goods, tip, gift_card, top_up, rounding");
	return kind < 0 ? LINE_GOODS : (enum line_kind)kind;
}

static void read_parts(struct json_fields *fields, struct sale_line *ret)
{
	ret->sku = fields_text(fields, "sku");
	ret->name = fields_text(fields, "name");
	ret->category = fields_text(fields, "category");
	ret->tags = fields_text(fields, "tags");
	ret->reward = fields_text(fields, "reward");
	ret->code = fields_text(fields, "code");
	ret->kind = read_kind(fields);
	ret->qty_milli = fields_milli(fields, "qty");
	ret->has_rate = fields_has(fields, "tax_rate");
	ret->rate_milli = fields_milli(fields, "tax_rate");
	ret->unit = read_money(fields, "unit_price", &ret->has_unit);
	ret->discount = read_money(fields, "discount", NULL);
	ret->total = money_of(fields_minor(fields, "total", NULL));
	ret->tax = read_money(fields, "tax", NULL);
	ret->cost = read_money(fields, "cost", &ret->has_cost);
	if (!ret->has_rate)
		ret->rate_milli = 0;
}

/* Opens element `index` of a list; false when it is no object. */
static bool open_element(struct json_fields *outer, const char *list, size_t index,
			 const struct cJSON *item, struct json_fields *ret)
{
	char path[JSON_PATH_ROOM];

	if (outer->rc < 0)
		return false;
	(void)snprintf(path, sizeof(path), "%s[%zu]", list, index);
	if (!json_is_object(item)) {
		fields_fail(outer, RGL_E_FIELD, path, "is not an object {...}");
		return false;
	}
	*ret = fields_of(item, path, outer->refusal);
	ret->currency = outer->currency;
	return true;
}

static void close_element(struct json_fields *outer, struct json_fields *inner)
{
	rgl_rc rc = fields_end(inner);

	outer->has_amount_text = outer->has_amount_text || inner->has_amount_text;
	if (outer->rc == RGL_OK)
		outer->rc = rc;
}

/* Whether one more fits; else it is refused. */
static bool has_room(struct json_fields *fields, const char *list, size_t count, size_t most)
{
	if (count == most)
		fields_fail(fields, RGL_E_LIMIT, list, "has more than %zu elements", most);
	return fields->rc == RGL_OK;
}

void read_lines(struct rgl *rgl, struct json_fields *fields, struct sale *ret)
{
	const struct cJSON *item = json_first(fields_array(fields, "lines"));
	struct json_fields inner;

	ret->lines = rgl->lines;
	for (; item != NULL && has_room(fields, "lines", ret->line_count, RGL_LINES_MAX);
	     item = json_next(item)) {
		struct sale_line *line = &rgl->lines[ret->line_count];

		memset(line, 0, sizeof(*line));
		if (!open_element(fields, "lines", ret->line_count, item, &inner))
			return;
		read_parts(&inner, line);
		close_element(fields, &inner);
		ret->line_count++;
	}
}

static int32_t read_tender_kind(struct json_fields *fields)
{
	static const char *const KINDS[] = { "cash",   "card",	    "voucher", "transfer", "other",
					     "change", "gift_card", "credit",  "points",   NULL };
	int32_t kind = place_of(KINDS, fields_need_text(fields, "kind"), -1);

	if (kind < 0)
		fields_fail(fields, RGL_E_FIELD, "kind",
			    "is none of: cash, card, voucher, transfer, other, change, gift_card, "
			    "credit, points");
	return RGL_CASH + kind;
}

void read_tenders(struct rgl *rgl, struct json_fields *fields, struct sale *ret)
{
	const struct cJSON *item = json_first(fields_array(fields, "tenders"));
	struct json_fields inner;

	ret->tenders = rgl->tenders;
	for (; item != NULL && has_room(fields, "tenders", ret->tender_count, RGL_TENDERS_MAX);
	     item = json_next(item)) {
		struct sale_tender *tender = &rgl->tenders[ret->tender_count];

		if (!open_element(fields, "tenders", ret->tender_count, item, &inner))
			return;
		tender->kind = read_tender_kind(&inner);
		tender->amount = money_of(fields_minor(&inner, "amount", NULL));
		tender->code = fields_text(&inner, "code");
		close_element(fields, &inner);
		ret->tender_count++;
	}
}

void read_wishes(struct rgl *rgl, struct json_fields *fields, struct sale *ret)
{
	const struct cJSON *item = json_first(fields_array(fields, "rewards"));
	struct json_fields inner;
	bool given = false;

	ret->wishes = rgl->wishes;
	for (; item != NULL && has_room(fields, "rewards", ret->wish_count, RGL_WISHES_MAX);
	     item = json_next(item)) {
		struct wish *wish = &rgl->wishes[ret->wish_count];

		if (!open_element(fields, "rewards", ret->wish_count, item, &inner))
			return;
		wish->reward = fields_text(&inner, "reward");
		wish->code = fields_text(&inner, "code");
		wish->times = fields_int(&inner, "times", &given);
		wish->points = fields_int(&inner, "points", &given);
		close_element(fields, &inner);
		ret->wish_count++;
	}
}

void read_codes(struct rgl *rgl, struct json_fields *fields, struct sale *ret)
{
	const struct cJSON *item = json_first(fields_array(fields, "codes"));
	char path[JSON_PATH_ROOM];

	ret->codes = rgl->codes;
	for (; item != NULL && has_room(fields, "codes", ret->code_count, RGL_CODES_MAX);
	     item = json_next(item)) {
		rgl->codes[ret->code_count] = json_text(item);
		if (rgl->codes[ret->code_count] == NULL) {
			(void)snprintf(path, sizeof(path), "codes[%zu]", ret->code_count);
			fields_fail(fields, RGL_E_FIELD, path, "is not a text; put it in quotes");
			return;
		}
		ret->code_count++;
	}
}
