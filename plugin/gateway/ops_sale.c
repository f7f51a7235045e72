/* ops_sale.c - sale, refund. */
#include "plugin/checkout.h"
#include "plugin/gateway/ops.h"

static rgl_rc check_out(struct rgl *rgl, const struct sale *sale, struct answer *answer)
{
	struct outcome outcome = { 0 };
	rgl_rc rc = context_checkout(rgl, sale, &outcome);

	if (rc < 0)
		return rc;
	answer_text(answer, "code", result_name(rc));
	if (outcome.member != 0) {
		answer_int(answer, "member_id", outcome.member);
		answer_int(answer, "points", outcome.points.count);
		answer_int(answer, "balance", outcome.balance.count);
		if (!sale->is_refund)
			answer_int(answer, "visit", outcome.visit);
	}
	if (outcome.print_job != 0)
		answer_int(answer, "receipt", outcome.print_job);
	if (outcome.unseen.code < 0) {
		answer_open(answer, "unseen");
		answer_text(answer, "code", result_name(outcome.unseen.code));
		answer_text(answer, "error", outcome.unseen.text);
		answer_close(answer);
	}
	return rc;
}

rgl_rc op_sale(struct rgl *rgl, struct fields *fields, struct answer *answer)
{
	const struct cJSON *object = fields_object(fields, "sale");
	bool wants_print = fields_bool(fields, "print");
	struct fields inner;
	struct sale sale;
	rgl_rc rc = fields_end(fields);

	if (rc == RGL_OK && object == NULL)
		rc = refuse_field(&rgl->store->refusal, RGL_E_FIELD, "sale", "sale is missing");
	if (rc < 0)
		return rc;
	inner = fields_of(object, "", &rgl->store->refusal);
	rc = read_sale_fields(rgl, &inner, false, &sale);
	if (rc == RGL_OK)
		rc = fields_end(&inner);
	if (rc < 0)
		return rc;
	sale.wants_print = wants_print;
	return check_out(rgl, &sale, answer);
}

rgl_rc op_refund(struct rgl *rgl, struct fields *fields, struct answer *answer)
{
	bool wants_print = fields_bool(fields, "print");
	struct sale sale;
	rgl_rc rc = read_sale_fields(rgl, fields, true, &sale);

	if (rc == RGL_OK)
		rc = fields_end(fields);
	if (rc < 0)
		return rc;
	sale.wants_print = wants_print;
	return check_out(rgl, &sale, answer);
}
