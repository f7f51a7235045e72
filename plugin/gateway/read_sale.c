/* read_sale.c - a sale's fields, into the context's workspaces. See read_sale.h. */
#include "plugin/gateway/read_sale.h"

#include <string.h>

#include "plugin/gateway/read_gesture.h"

struct whose read_member(struct json_fields *fields)
{
	const struct cJSON *object = fields_object(fields, "member");
	struct whose whose = { 0 };
	struct json_fields inner;
	bool given = false;

	if (object == NULL)
		return whose;
	inner = fields_of(object, "member", fields->refusal);
	whose.scan = fields_text(&inner, "scan");
	whose.scan_length = whose.scan == NULL ? 0 : strlen(whose.scan);
	whose.member = fields_int(&inner, "id", &given);
	if (whose.member < 0)
		fields_fail(&inner, RGL_E_FIELD, "id", "is not a member's number");
	if (given && whose.scan != NULL)
		fields_fail(&inner, RGL_E_FIELD, "id", "stands beside a scan; send one of them");
	if (fields_end(&inner) < 0 && fields->rc == RGL_OK)
		fields->rc = inner.rc;
	return whose;
}

int64_t read_time(struct rgl *rgl, struct json_fields *fields)
{
	const char *at = fields_text(fields, "at");
	int64_t at_ms = 0;

	if (at == NULL)
		return 0;
	if (fields->rc == RGL_OK)
		fields->rc =
			zone_read(rgl->store->zone, at, strlen(at), "at", &at_ms, fields->refusal);
	/* 0 stands for "now" inside; who says the first moment of 1970 gets the one after it. */
	return at_ms == 0 ? 1 : at_ms;
}

/* A refund by its lines has a total below zero; one by an amount says how much. A quote's is looked
 * at by nobody. */
static void read_total(struct json_fields *fields, enum read_as as, struct sale *ret)
{
	bool by_amount = false;
	bool given = false;
	int64_t amount = as == READ_REFUND ? fields_minor(fields, "amount", &by_amount) : 0;

	if (!by_amount) {
		ret->total =
			money_of(fields_minor(fields, "total", as == READ_QUOTE ? &given : NULL));
		return;
	}
	(void)fields_minor(fields, "total", &given);
	if (given || ret->line_count > 0)
		fields_fail(fields, RGL_E_FIELD, "amount",
			    "is for a refund without lines and total");
	ret->total = money_negate(money_of(amount));
}

/* What only a sale has. */
static void read_redeemed(struct rgl *rgl, struct json_fields *fields, struct sale *ret)
{
	bool given = false;

	read_wishes(rgl, fields, ret);
	read_codes(rgl, fields, ret);
	ret->hold = fields_int(fields, "hold", &given);
	if (given && ret->hold < 0)
		fields_fail(fields, RGL_E_FIELD, "hold", "is not the number of a hold");
}

/* Only what was rounded on the way here misses by rounding. */
static rgl_rc settle_texts(struct rgl *rgl, enum read_as as, struct sale *sale, struct settled *ret)
{
	if (as != READ_QUOTE)
		return settle(sale, rgl->lines, RGL_LINES_MAX, ret, &rgl->store->shop.currency,
			      &rgl->store->refusal);
	settle_unit_prices(rgl->lines, sale->line_count);
	return RGL_OK;
}

rgl_rc read_sale_fields(struct rgl *rgl, struct json_fields *fields, enum read_as as,
			struct sale *ret, struct settled *ret_settled)
{
	struct sale sale = { .is_refund = as == READ_REFUND };
	struct settled settled = { 0 };
	struct whose whose;
	bool given = false;

	fields->currency = &rgl->store->shop.currency;
	sale.id = as == READ_QUOTE ? fields_text(fields, "id") : fields_need_text(fields, "id");
	sale.of = fields_text(fields, "sale_id");
	sale.at_ms = read_time(rgl, fields);
	sale.store = fields_text(fields, "store");
	sale.till = fields_text(fields, "till");
	sale.cashier = fields_text(fields, "cashier");
	sale.channel = fields_text(fields, "channel");
	sale.currency = fields_need_text(fields, "currency");
	whose = read_member(fields);
	sale.scan = whose.scan;
	sale.scan_length = whose.scan_length;
	sale.member = whose.member;
	read_lines(rgl, fields, &sale);
	read_tenders(rgl, fields, &sale);
	if (as != READ_REFUND)
		read_redeemed(rgl, fields, &sale);
	if (as != READ_REFUND)
		read_gestures(rgl, fields, &sale);
	read_total(fields, as, &sale);
	sale.tax = read_money(fields, "tax", &given);
	if (fields->rc == RGL_OK && fields->has_amount_text)
		fields->rc = settle_texts(rgl, as, &sale, &settled);
	if (fields->rc < 0)
		return fields->rc;
	*ret = sale;
	*ret_settled = settled;
	return RGL_OK;
}

rgl_rc read_sale_object(struct rgl *rgl, const struct cJSON *object, enum read_as as,
			struct sale *ret, struct settled *ret_settled)
{
	struct rgl_why *refusal = &rgl->store->refusal;
	struct json_fields fields;
	struct settled settled = { 0 };
	struct sale sale = { 0 };
	rgl_rc rc;

	if (object == NULL)
		return refuse_field(refusal, RGL_E_FIELD, "sale", "sale is missing");
	fields = fields_of(object, "", refusal);
	rc = read_sale_fields(rgl, &fields, as, &sale, &settled);
	if (rc == RGL_OK)
		rc = fields_end(&fields);
	if (rc < 0)
		return rc;
	*ret = sale;
	*ret_settled = settled;
	return RGL_OK;
}
