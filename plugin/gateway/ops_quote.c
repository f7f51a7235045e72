/* ops_quote.c - quote, let_go. */
#include "plugin/gateway/ops.h"
#include "plugin/gateway/read_sale.h"

/* Ready to be put into the sale as it is. */
static void answer_line(const struct quoted *quoted, const struct discount_line *line,
			struct answer *answer)
{
	const struct claim *claim = &quoted->redemption->claims[line->claim];
	const struct reward *reward = &quoted->programme->rewards[claim->reward];

	answer_item(answer);
	answer_text(answer, "reward", reward->id);
	answer_text(answer, "name", reward->title);
	answer_some(answer, "sku", line->product);
	answer_milli(answer, "qty", line->qty_milli);
	answer_int(answer, "total", money_negate(line->amount).minor);
	answer_int(answer, "tax", money_negate(line->tax).minor);
	if (line->has_rate)
		answer_milli(answer, "tax_rate", line->rate_milli);
	answer_close(answer);
}

static void answer_claim(const struct quoted *quoted, const struct claim *claim,
			 struct answer *answer)
{
	answer_item(answer);
	if (claim->reward != PROGRAMME_NONE)
		answer_text(answer, "reward", quoted->programme->rewards[claim->reward].id);
	if (claim->wish != PROGRAMME_NONE)
		answer_int(answer, "wish", (int64_t)claim->wish);
	answer_text(answer, "code", result_name(claim->rc < 0 ? claim->rc : RGL_OK));
	if (claim->rc < 0)
		answer_text(answer, "error", claim->why);
	answer_int(answer, "cost", claim->cost);
	answer_int(answer, "discount", claim->discount.minor);
	if (claim->may_add_milli != 0)
		answer_milli(answer, "may_add", claim->may_add_milli);
	answer_close(answer);
}

static void answer_sums(const struct quoted *quoted, struct zone *zone, struct answer *answer)
{
	if (quoted->member != 0) {
		answer_int(answer, "member_id", quoted->member);
		answer_int(answer, "points", quoted->points.count);
		answer_int(answer, "spent", quoted->spent.count);
		answer_int(answer, "balance", quoted->balance.count);
	}
	answer_int(answer, "due", quoted->due.minor);
	answer_int(answer, "discount", quoted->redemption->discount.minor);
	if (quoted->hold != 0) {
		answer_int(answer, "hold", quoted->hold);
		answer_time(answer, "hold_ends", zone, quoted->hold_ends_ms);
	}
}

struct taker {
	struct answer *answer;
	struct zone *zone;
	struct rgl_why *refusal;
};

/* Before the commit: what does not fit is not held. */
static rgl_rc take(void *user, const struct quoted *quoted)
{
	const struct redemption *redemption = quoted->redemption;
	struct taker *taker = user;
	struct answer *answer = taker->answer;
	rgl_rc rc;

	answer_sums(quoted, taker->zone, answer);
	answer_list(answer, "lines");
	for (size_t i = 0; i < redemption->line_count; i++)
		answer_line(quoted, &redemption->lines[i], answer);
	answer_list_end(answer);
	answer_list(answer, "claims");
	for (size_t i = 0; i < redemption->claim_count; i++)
		answer_claim(quoted, &redemption->claims[i], answer);
	answer_list_end(answer);
	answer_gestures(answer, &quoted->gestures);
	answer_surprise(answer, &quoted->surprise);
	answer_unseen(answer, &quoted->unseen);
	answer_notices(answer, &quoted->notices);
	rc = answer_fits(answer);
	if (rc < 0)
		return refuse(taker->refusal, rc, "the answer to this quote needs %zu bytes",
			      answer->text.length + 2);
	return RGL_OK;
}

rgl_rc op_quote(struct rgl *rgl, struct json_fields *fields, struct answer *answer)
{
	const struct cJSON *object = fields_object(fields, "sale");
	struct taker taker = { answer, rgl->store->zone, &rgl->store->refusal };
	struct settled settled;
	struct sale sale = { 0 };
	rgl_rc rc = fields_end(fields);

	if (rc == RGL_OK)
		rc = read_sale_object(rgl, object, READ_QUOTE, &sale, &settled);
	return rc < 0 ? rc : checkout_quote(rgl->desk, &sale, take, &taker);
}

rgl_rc op_let_go(struct rgl *rgl, struct json_fields *fields, struct answer *answer)
{
	int64_t hold = fields_int(fields, "hold", NULL);
	rgl_rc rc = fields_end(fields);

	if (rc == RGL_OK)
		rc = checkout_let_go(rgl->desk, hold);
	if (rc >= 0)
		answer_text(answer, "code", result_name(rc));
	return rc;
}
