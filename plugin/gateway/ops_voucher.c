/* ops_voucher.c - voucher, issue: what a gift card or a coupon is, and one made by hand. */
#include <string.h>

#include "plugin/gateway/ops.h"
#include "plugin/loyalty/issue.h"

static void answer_voucher(struct rgl *rgl, const struct voucher *voucher, struct answer *answer)
{
	bool is_gift = voucher->kind == VOUCHER_GIFT;

	answer_open(answer, "voucher");
	answer_text(answer, "kind", is_gift ? "gift_card" : "coupon");
	answer_text(answer, "ending", voucher->ending);
	if (is_gift)
		answer_int(answer, "balance", voucher->balance);
	else
		answer_text(answer, "reward", voucher->reward);
	if (voucher->member != 0)
		answer_int(answer, "member_id", voucher->member);
	if (voucher->from_ms != 0)
		answer_time(answer, "from", rgl->store->zone, voucher->from_ms);
	if (voucher->until_ms != 0)
		answer_time(answer, "until", rgl->store->zone, voucher->until_ms);
}

rgl_rc op_voucher(struct rgl *rgl, struct json_fields *fields, struct answer *answer)
{
	const char *code = fields_need_text(fields, "code");
	struct store *store = rgl->store;
	struct voucher voucher = { 0 };
	rgl_rc usable;
	rgl_rc rc = fields_end(fields);

	if (rc == RGL_OK)
		rc = vouchers_find(store, code, &voucher);
	if (rc < 0)
		return rc;
	usable = vouchers_check(store, &voucher, voucher.member, host_now_ms(store->host));
	if (usable < 0 && store->refusal.code != usable)
		return usable;
	answer_voucher(rgl, &voucher, answer);
	answer_bool(answer, "usable", usable == RGL_OK);
	if (usable < 0)
		answer_text(answer, "why", store->refusal.text);
	answer_close(answer);
	return RGL_OK;
}

/* The field "until"; a day alone is the whole of it. */
static void read_until(struct rgl *rgl, struct json_fields *fields, struct issue *ret)
{
	const char *until = fields_text(fields, "until");

	if (until != NULL && until[0] != '\0' && fields->rc == RGL_OK)
		fields->rc = issue_until(rgl->store, until, &ret->until_ms);
}

static void read_kind(struct json_fields *fields, struct issue *ret)
{
	const char *kind = fields_need_text(fields, "kind");
	bool given = false;

	ret->amount_minor = fields_minor(fields, "amount", &given);
	ret->reward = fields_text(fields, "reward");
	if (kind == NULL)
		return;
	if (strcmp(kind, "gift_card") == 0)
		ret->kind = VOUCHER_GIFT;
	else if (strcmp(kind, "coupon") == 0)
		ret->kind = VOUCHER_COUPON;
	else
		fields_fail(fields, RGL_E_FIELD, "kind", "is none of: gift_card, coupon");
	if (ret->kind == VOUCHER_GIFT && ret->reward != NULL)
		fields_fail(fields, RGL_E_FIELD, "reward", "is for a coupon, not for a gift card");
	if (ret->kind == VOUCHER_COUPON && given)
		fields_fail(fields, RGL_E_FIELD, "amount", "is for a gift card, not for a coupon");
}

static void answer_made(struct rgl *rgl, rgl_rc rc, const struct issue_made *made,
			struct answer *answer)
{
	struct issued issued = {
		.kind = (int32_t)made->voucher.kind,
		.amount = made->amount_minor,
		.until_ms = made->voucher.until_ms,
	};

	_Static_assert(sizeof(issued.code) == sizeof(made->code), "the code fits");
	memcpy(issued.code, made->code, sizeof(issued.code));
	memcpy(issued.reward, made->voucher.reward, sizeof(issued.reward));
	answer_text(answer, "code", result_name(rc));
	answer_open(answer, "issued");
	answer_issued(answer, rgl->store->zone, &issued);
	answer_close(answer);
	wipe(&issued, sizeof(issued));
}

rgl_rc op_issue(struct rgl *rgl, struct json_fields *fields, struct answer *answer)
{
	struct issue asked = { .ref = fields_need_text(fields, "id") };
	struct issue_made made = { 0 };
	bool has_member = false;
	rgl_rc rc;

	read_kind(fields, &asked);
	asked.member = fields_int(fields, "member_id", &has_member);
	read_until(rgl, fields, &asked);
	asked.code = fields_text(fields, "code");
	asked.who = fields_need_text(fields, "who");
	asked.why = fields_need_text(fields, "why");
	rc = fields_end(fields);
	if (rc == RGL_OK)
		rc = issue(rgl->store, desk_book(rgl->desk), &asked, &made);
	if (rc >= 0)
		answer_made(rgl, rc, &made, answer);
	wipe(&made, sizeof(made));
	return rc;
}
