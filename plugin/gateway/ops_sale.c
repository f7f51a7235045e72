/* ops_sale.c - sale, refund, void, edit. */
#include "plugin/gateway/ops.h"
#include "plugin/gateway/read_sale.h"

void answer_unseen(struct answer *answer, const struct rgl_why *unseen)
{
	if (unseen->code >= 0)
		return;
	answer_open(answer, "unseen");
	answer_text(answer, "code", result_name(unseen->code));
	answer_text(answer, "error", unseen->text);
	answer_close(answer);
}

void answer_notices(struct answer *answer, const struct notices *notices)
{
	if (notices->count == 0)
		return;
	answer_list(answer, "notices");
	for (size_t i = 0; i < notices->count; i++) {
		answer_item(answer);
		answer_text(answer, "field", notices->items[i].field);
		answer_text(answer, "text", notices->items[i].text);
		answer_close(answer);
	}
	answer_list_end(answer);
}

void answer_issued(struct answer *answer, struct zone *zone, const struct issued *issued)
{
	bool is_gift = issued->kind == VOUCHER_GIFT;

	answer_text(answer, "kind", is_gift ? "gift_card" : "coupon");
	answer_some(answer, "code", issued->code);
	if (is_gift)
		answer_int(answer, "amount", issued->amount);
	else
		answer_text(answer, "reward", issued->reward);
	if (issued->until_ms != 0)
		answer_time(answer, "until", zone, issued->until_ms);
}

static void answer_purses(struct answer *answer, const struct outcome *outcome)
{
	if (outcome->purse_count == 0)
		return;
	answer_list(answer, "purses");
	for (size_t i = 0; i < outcome->purse_count; i++) {
		const struct purse_outcome *purse = &outcome->purses[i];

		answer_item(answer);
		answer_text(answer, "id", purse->id);
		answer_int(answer, "earned", purse->earned);
		answer_int(answer, "spent", purse->spent);
		answer_int(answer, "balance", purse->balance);
		answer_close(answer);
	}
	answer_list_end(answer);
}

static void answer_member_outcome(struct answer *answer, const struct outcome *outcome)
{
	answer_int(answer, "member_id", outcome->member);
	answer_int(answer, "points", outcome->points.count);
	if (outcome->spent.count != 0)
		answer_int(answer, "spent", outcome->spent.count);
	answer_int(answer, "balance", outcome->balance.count);
	if (outcome->credit != 0)
		answer_int(answer, "credit", outcome->credit);
	if (outcome->tier[0] != '\0') {
		answer_open(answer, "tier");
		answer_text(answer, "id", outcome->tier);
		answer_text(answer, "title", outcome->tier_title);
		answer_close(answer);
	}
	answer_purses(answer, outcome);
}

static void answer_outcome(struct rgl *rgl, rgl_rc rc, const struct outcome *outcome,
			   bool has_visit, struct answer *answer)
{
	answer_text(answer, "code", result_name(rc));
	if (outcome->member != 0) {
		answer_member_outcome(answer, outcome);
		if (has_visit)
			answer_int(answer, "visit", outcome->visit);
	}
	if (outcome->issued_count > 0) {
		answer_list(answer, "issued");
		for (size_t i = 0; i < outcome->issued_count; i++) {
			answer_item(answer);
			answer_issued(answer, rgl->store->zone, &outcome->issued[i]);
			answer_close(answer);
		}
		answer_list_end(answer);
	}
	if (outcome->print_job != 0)
		answer_int(answer, "receipt", outcome->print_job);
	answer_some(answer, "question", outcome->question);
	answer_gestures(answer, &outcome->gestures);
	answer_surprise(answer, &outcome->surprise);
	answer_unseen(answer, &outcome->unseen);
	answer_notices(answer, &outcome->notices);
}

/* After the notices of what came to nothing: this one came to something. */
static void note_settled(const struct rgl *rgl, const struct settled *settled,
			 struct notices *notices)
{
	struct notice *notice;

	_Static_assert(SETTLE_WORDS_ROOM <= sizeof(notice->text), "a notice holds the words");
	if (!settled->is_put_down || notices->count == NOTICES_MAX)
		return;
	notice = &notices->items[notices->count++];
	notice->field = "lines";
	settle_words(settled, &rgl->store->shop.currency, notice->text);
}

typedef rgl_rc record_function(struct rgl *rgl, const struct sale *sale, struct outcome *ret);

static rgl_rc record(struct rgl *rgl, struct json_fields *fields, record_function *how,
		     struct answer *answer)
{
	const struct cJSON *object = fields_object(fields, "sale");
	bool wants_print = fields_bool(fields, "print");
	struct outcome outcome = { 0 };
	struct settled settled = { 0 };
	struct sale sale = { 0 };
	rgl_rc rc = fields_end(fields);

	if (rc == RGL_OK)
		rc = read_sale_object(rgl, object, READ_SALE, &sale, &settled);
	if (rc < 0)
		return rc;
	sale.wants_print = wants_print;
	rc = how(rgl, &sale, &outcome);
	if (rc >= 0) {
		note_settled(rgl, &settled, &outcome.notices);
		answer_outcome(rgl, rc, &outcome, true, answer);
	}
	return rc;
}

rgl_rc op_sale(struct rgl *rgl, struct json_fields *fields, struct answer *answer)
{
	return record(rgl, fields, context_checkout, answer);
}

rgl_rc op_edit(struct rgl *rgl, struct json_fields *fields, struct answer *answer)
{
	return record(rgl, fields, context_edit, answer);
}

rgl_rc op_refund(struct rgl *rgl, struct json_fields *fields, struct answer *answer)
{
	bool wants_print = fields_bool(fields, "print");
	struct outcome outcome = { 0 };
	struct settled settled = { 0 };
	struct sale sale = { 0 };
	rgl_rc rc = read_sale_fields(rgl, fields, READ_REFUND, &sale, &settled);

	if (rc == RGL_OK)
		rc = fields_end(fields);
	if (rc < 0)
		return rc;
	sale.wants_print = wants_print;
	rc = context_checkout(rgl, &sale, &outcome);
	if (rc >= 0) {
		note_settled(rgl, &settled, &outcome.notices);
		answer_outcome(rgl, rc, &outcome, false, answer);
	}
	return rc;
}

rgl_rc op_void(struct rgl *rgl, struct json_fields *fields, struct answer *answer)
{
	const char *sale_id = fields_need_text(fields, "sale_id");
	struct outcome outcome = { 0 };
	rgl_rc rc = fields_end(fields);

	if (rc == RGL_OK)
		rc = checkout_undo(rgl->desk, sale_id, &outcome);
	if (rc >= 0)
		answer_outcome(rgl, rc, &outcome, false, answer);
	return rc;
}
