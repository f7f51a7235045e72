/* read_sale.c - a sale's fields, into the context's workspaces. See ops.h. */
#include <cjson/cJSON.h>
#include <stdio.h>
#include <string.h>

#include "plugin/gateway/ops.h"

static struct money read_money(struct fields *fields, const char *name, bool *ret_given)
{
	bool given = false;
	int64_t minor = fields_int(fields, name, ret_given == NULL ? &given : ret_given);

	return money_of(minor);
}

static rgl_rc read_line(const struct cJSON *item, size_t index, struct sale_line *ret,
			struct rgl_why *refusal)
{
	struct fields fields;
	char outer[JSON_PATH_ROOM];

	(void)snprintf(outer, sizeof(outer), "lines[%zu]", index);
	if (!cJSON_IsObject(item))
		return refuse_field(refusal, RGL_E_FIELD, outer, "%s is not an object {...}",
				    outer);
	fields = fields_of(item, outer, refusal);
	ret->sku = fields_text(&fields, "sku");
	ret->name = fields_text(&fields, "name");
	ret->category = fields_text(&fields, "category");
	ret->qty_milli = fields_milli(&fields, "qty");
	ret->unit = read_money(&fields, "unit_price", &ret->has_unit);
	ret->discount = read_money(&fields, "discount", NULL);
	ret->total = money_of(fields_int(&fields, "total", NULL));
	ret->tax = read_money(&fields, "tax", NULL);
	ret->cost = read_money(&fields, "cost", &ret->has_cost);
	return fields_end(&fields);
}

static int32_t tender_kind(const char *name)
{
	static const char *const KINDS[] = { "cash",	 "card",  "voucher",
					     "transfer", "other", "change" };

	for (int32_t i = 0; name != NULL && i < RGL_CHANGE; i++)
		if (strcmp(KINDS[i], name) == 0)
			return RGL_CASH + i;
	return 0;
}

static rgl_rc read_tender(const struct cJSON *item, size_t index, struct sale_tender *ret,
			  struct rgl_why *refusal)
{
	struct fields fields;
	char outer[JSON_PATH_ROOM];

	(void)snprintf(outer, sizeof(outer), "tenders[%zu]", index);
	if (!cJSON_IsObject(item))
		return refuse_field(refusal, RGL_E_FIELD, outer, "%s is not an object {...}",
				    outer);
	fields = fields_of(item, outer, refusal);
	ret->kind = tender_kind(fields_need_text(&fields, "kind"));
	if (ret->kind == 0)
		fields_fail(&fields, RGL_E_FIELD, "kind",
			    "is none of: cash, card, voucher, transfer, other, change");
	ret->amount = money_of(fields_int(&fields, "amount", NULL));
	return fields_end(&fields);
}

static void read_lines(struct rgl *rgl, struct fields *fields, struct sale *ret)
{
	const cJSON *list = fields_array(fields, "lines");
	const cJSON *item;

	ret->lines = rgl->lines;
	cJSON_ArrayForEach(item, list)
	{
		struct sale_line *line = &rgl->lines[ret->line_count];

		if (ret->line_count == RGL_LINES_MAX) {
			fields_fail(fields, RGL_E_LIMIT, "lines", "has more than %d lines",
				    RGL_LINES_MAX);
			return;
		}
		memset(line, 0, sizeof(*line));
		if (fields->rc == RGL_OK)
			fields->rc = read_line(item, ret->line_count, line, fields->refusal);
		ret->line_count++;
	}
}

static void read_tenders(struct rgl *rgl, struct fields *fields, struct sale *ret)
{
	const cJSON *list = fields_array(fields, "tenders");
	const cJSON *item;

	ret->tenders = rgl->tenders;
	cJSON_ArrayForEach(item, list)
	{
		if (ret->tender_count == RGL_TENDERS_MAX) {
			fields_fail(fields, RGL_E_LIMIT, "tenders", "has more than %d tenders",
				    RGL_TENDERS_MAX);
			return;
		}
		if (fields->rc == RGL_OK)
			fields->rc = read_tender(item, ret->tender_count,
						 &rgl->tenders[ret->tender_count], fields->refusal);
		ret->tender_count++;
	}
}

static void read_member(struct fields *fields, struct sale *ret)
{
	const struct cJSON *object = fields_object(fields, "member");
	struct fields inner;
	bool given = false;

	if (object == NULL)
		return;
	inner = fields_of(object, "member", fields->refusal);
	ret->scan = fields_text(&inner, "scan");
	ret->scan_length = ret->scan == NULL ? 0 : strlen(ret->scan);
	ret->member = fields_int(&inner, "id", &given);
	if (given && ret->scan != NULL)
		fields_fail(&inner, RGL_E_FIELD, "id", "stands beside a scan; send one of them");
	if (fields_end(&inner) < 0 && fields->rc == RGL_OK)
		fields->rc = inner.rc;
}

static void read_time(struct rgl *rgl, struct fields *fields, struct sale *ret)
{
	const char *at = fields_text(fields, "at");

	if (at != NULL && fields->rc == RGL_OK)
		fields->rc = zone_read(rgl->store->zone, at, strlen(at), "at", &ret->at_ms,
				       fields->refusal);
	/* 0 stands for "now" inside; who says the first moment of 1970 gets the one after it. */
	if (at != NULL && ret->at_ms == 0)
		ret->at_ms = 1;
}

/* A refund by its lines has a total below zero; one by an amount says how much. */
static void read_total(struct fields *fields, bool is_refund, struct sale *ret)
{
	bool by_amount = false;
	bool given = false;
	int64_t amount = is_refund ? fields_int(fields, "amount", &by_amount) : 0;

	if (!by_amount) {
		ret->total = money_of(fields_int(fields, "total", NULL));
		return;
	}
	(void)fields_int(fields, "total", &given);
	if (given || ret->line_count > 0)
		fields_fail(fields, RGL_E_FIELD, "amount",
			    "is for a refund without lines and total");
	ret->total = money_negate(money_of(amount));
}

rgl_rc read_sale_fields(struct rgl *rgl, struct fields *fields, bool is_refund, struct sale *ret)
{
	struct sale sale = { .is_refund = is_refund };
	bool given = false;

	sale.id = fields_need_text(fields, "id");
	if (is_refund)
		sale.of = fields_text(fields, "sale_id");
	read_time(rgl, fields, &sale);
	sale.store = fields_text(fields, "store");
	sale.till = fields_text(fields, "till");
	sale.cashier = fields_text(fields, "cashier");
	sale.currency = fields_need_text(fields, "currency");
	read_member(fields, &sale);
	read_lines(rgl, fields, &sale);
	read_tenders(rgl, fields, &sale);
	read_total(fields, is_refund, &sale);
	sale.tax = read_money(fields, "tax", &given);
	if (fields->rc == RGL_OK)
		*ret = sale;
	return fields->rc;
}
