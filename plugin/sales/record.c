/* record.c - see record.h. */
#include "plugin/sales/record.h"

#include <stdio.h>
#include <string.h>

#include "plugin/base/pan.h"
#include "plugin/base/utf8.h"
#include "plugin/sales/scene.h"

/* The id as it is kept: itself, but for one that could be a card's number; that one is masked, and
 * a keyed hash behind it keeps it apart from others. */
static void kept_ref(const struct store *store, const char *ref, char ret[RGL_TEXT_MAX + 1])
{
	enum { HASH_SHOWN = 6, TAIL = 2 * HASH_SHOWN + 1 };
	uint8_t hash[HASH_BYTES];
	size_t length;

	pan_mask(ref, ret, RGL_TEXT_MAX + 1);
	if (strcmp(ref, ret) == 0)
		return;
	keys_hash(&store->keys, 0, ref, strlen(ref), hash);
	length = utf8_whole(ret, strnlen(ret, RGL_TEXT_MAX - TAIL));
	ret[length++] = '~';
	for (size_t i = 0; i < HASH_SHOWN; i++, length += 2)
		(void)snprintf(ret + length, 3, "%02x", hash[i]);
}

struct record_shown record_shown(const char *ref)
{
	struct record_shown shown;
	char masked[RGL_TEXT_MAX + 1];

	pan_mask(ref, masked, sizeof(masked));
	(void)snprintf(shown.text, sizeof(shown.text), "%.*s", (int)sizeof(shown.text) - 1, masked);
	shown.text[utf8_whole(shown.text, strlen(shown.text))] = '\0';
	return shown;
}

rgl_rc record_find(struct store *store, const char *ref, struct recorded *ret)
{
	struct query q = query(store, STATEMENT_SALE_BY_REF);
	struct recorded recorded = { 0 };
	rgl_rc rc;

	kept_ref(store, ref, recorded.ref);
	query_bind_text(&q, recorded.ref);
	if (query_row(&q)) {
		recorded.id = query_int(&q);
		recorded.is_refund = query_int(&q) != 0;
		recorded.member = query_int(&q);
		recorded.at_ms = query_int(&q);
		query_text(&q, recorded.cashier, sizeof(recorded.cashier));
		recorded.total = query_money(&q);
		recorded.tax = query_money(&q);
		recorded.sold = query_money(&q);
		recorded.refunded = query_money(&q);
		recorded.returned = query_money(&q);
		recorded.points = query_points(&q);
		recorded.balance = query_points(&q);
		recorded.visit = query_int(&q);
		query_blob(&q, recorded.digest, sizeof(recorded.digest));
		recorded.refund_of = query_int(&q);
		recorded.spent = query_points(&q);
		recorded.programme = query_int(&q);
		recorded.is_voided = query_int(&q) != 0;
		recorded.exchange_of = query_int(&q);
		recorded.exchanged_was_undone = query_int(&q) != 0;
	}
	rc = query_end(&q);
	if (rc == RGL_OK)
		*ret = recorded;
	return rc;
}

rgl_rc record_need(struct store *store, const char *ref, const char *field, struct recorded *ret)
{
	struct recorded recorded = { 0 };
	rgl_rc rc = record_find(store, ref, &recorded);

	if (rc == RGL_OK && recorded.id == 0)
		rc = refuse_field(&store->refusal, RGL_E_NO_SALE, field,
				  "there is no sale %s in this store", record_shown(ref).text);
	if (rc == RGL_OK)
		*ret = recorded;
	return rc;
}

static rgl_rc write_line(struct store *store, int64_t sale, size_t n, const struct sale_line *line)
{
	struct query q = query(store, STATEMENT_LINE_ADD);
	char sku[RGL_TEXT_MAX + 1];
	char name[RGL_TEXT_MAX + 1];
	char category[RGL_TEXT_MAX + 1];
	char tags[RGL_TEXT_MAX + 1];

	pan_mask(line->tags == NULL ? "" : line->tags, tags, sizeof(tags));
	pan_mask(line->sku == NULL ? "" : line->sku, sku, sizeof(sku));
	pan_mask(line->name == NULL ? "" : line->name, name, sizeof(name));
	pan_mask(line->category == NULL ? "" : line->category, category, sizeof(category));
	query_bind_int(&q, sale);
	query_bind_int(&q, (int64_t)n);
	query_bind_text(&q, sku);
	query_bind_text(&q, name);
	query_bind_text(&q, category);
	query_bind_int(&q, line->qty_milli);
	if (line->has_unit)
		query_bind_money(&q, line->unit);
	else
		query_bind_null(&q);
	query_bind_money(&q, line->discount);
	query_bind_money(&q, line->total);
	query_bind_money(&q, line->tax);
	if (line->has_cost)
		query_bind_money(&q, line->cost);
	else
		query_bind_null(&q);
	query_bind_int(&q, line->kind);
	query_bind_text(&q, line->reward);
	query_bind_text(&q, tags);
	if (line->has_rate)
		query_bind_int(&q, line->rate_milli);
	else
		query_bind_null(&q);
	return query_run(&q);
}

static rgl_rc write_tender(struct store *store, int64_t sale, size_t n,
			   const struct sale_tender *tender, int64_t account)
{
	struct query q = query(store, STATEMENT_TENDER_ADD);

	query_bind_int(&q, sale);
	query_bind_int(&q, (int64_t)n);
	query_bind_int(&q, tender->kind);
	query_bind_money(&q, tender->amount);
	query_bind_reference(&q, account);
	return query_run(&q);
}

/* A discount of ours costs nothing by itself. */
static bool cost_of_line(const struct sale_line *line, struct money *cost)
{
	if (line->has_cost)
		return money_add(*cost, line->cost, cost) == RGL_OK;
	return line->reward != NULL && line->reward[0] != '\0' && line->kind == LINE_GOODS;
}

/* What all of it cost the shop; NULL when one line's cost is not known, or there are no lines. */
static void bind_cost(struct query *q, const struct sale *sale)
{
	struct money cost = money_of(0);
	bool known = sale->line_count > 0;

	for (size_t i = 0; known && i < sale->line_count; i++)
		known = cost_of_line(&sale->lines[i], &cost);
	if (known)
		query_bind_money(q, cost);
	else
		query_bind_null(q);
}

struct money record_stored(const struct sale *sale)
{
	struct money stored = money_of(0);
	rgl_rc rc = RGL_OK;

	for (size_t i = 0; rc == RGL_OK && i < sale->line_count; i++)
		if (sale->lines[i].kind == LINE_GIFT_CARD || sale->lines[i].kind == LINE_TOP_UP)
			rc = money_add(stored, sale->lines[i].total, &stored);
	return stored;
}

/* What a line takes off: its own discount; all of it, when it is a reward's or a discount of the
 * till's. A refund's is below zero, as all of it is. schema/sqlite's older sales are counted by
 * KEEP_FILL in the same way. */
static struct money discount_of_line(const struct sale *sale, const struct sale_line *line)
{
	bool is_below = money_sign(line->total) < 0 && line->qty_milli >= 0 && !sale->is_refund;

	if (line->kind != LINE_GOODS || money_sign(line->total) == 0 ||
	    ((line->reward == NULL || line->reward[0] == '\0') && !is_below))
		return line->discount;
	return money_negate(line->total);
}

/* Of all lines; amounts were checked, so that their sum is one. */
static struct money discount_of(const struct sale *sale)
{
	struct money discount = money_of(0);
	rgl_rc rc = RGL_OK;

	for (size_t i = 0; rc == RGL_OK && i < sale->line_count; i++)
		rc = money_add(discount, discount_of_line(sale, &sale->lines[i]), &discount);
	return discount;
}

static rgl_rc write_head(struct store *store, const struct sale *sale, const struct effect *effect,
			 int64_t id)
{
	struct query q;
	struct scene_texts scene_texts;
	char ref[RGL_TEXT_MAX + 1];
	int64_t scene = 0;
	rgl_rc rc;

	kept_ref(store, sale->id, ref);
	scene_texts_of(sale, &scene_texts);
	rc = scene_need(store, &scene_texts, &scene);
	if (rc < 0)
		return rc;
	q = query(store, STATEMENT_SALE_ADD);
	query_bind_int(&q, id);
	query_bind_text(&q, ref);
	query_bind_reference(&q, effect->refund_of);
	query_bind_int(&q, sale->is_refund);
	query_bind_reference(&q, effect->member);
	query_bind_int(&q, effect->at_ms);
	query_bind_text(&q, scene_texts.store);
	query_bind_text(&q, scene_texts.till);
	query_bind_text(&q, scene_texts.cashier);
	query_bind_money(&q, sale->total);
	query_bind_money(&q, sale->tax);
	bind_cost(&q, sale);
	query_bind_points(&q, effect->points);
	query_bind_points(&q, effect->balance);
	query_bind_int(&q, effect->visit);
	query_bind_blob(&q, effect->digest, HASH_BYTES);
	query_bind_reference(&q, effect->programme);
	query_bind_points(&q, effect->spent);
	query_bind_reference(&q, effect->undoes);
	query_bind_reference(&q, effect->exchange_of);
	query_bind_reference(&q, effect->replaces);
	query_bind_money(&q, effect->stored);
	query_bind_money(&q, effect->returned);
	query_bind_money(&q, discount_of(sale));
	query_bind_int(&q, scene);
	return query_run(&q);
}

rgl_rc record_write(struct store *store, const struct sale *sale, const struct effect *effect,
		    int64_t *ret_id)
{
	int64_t id = 0;
	rgl_rc rc;

	rc = store_event(store,
			 effect->undoes != 0	 ? EVENT_VOID
			 : sale->is_refund	 ? EVENT_REFUND
			 : effect->replaces != 0 ? EVENT_EDIT
						 : EVENT_SALE,
			 &id);
	if (rc == RGL_OK)
		rc = write_head(store, sale, effect, id);
	for (size_t i = 0; rc == RGL_OK && i < sale->line_count; i++)
		rc = write_line(store, id, i + 1, &sale->lines[i]);
	for (size_t i = 0; rc == RGL_OK && i < sale->tender_count; i++)
		rc = write_tender(store, id, i + 1, &sale->tenders[i],
				  effect->tender_accounts == NULL ? 0 : effect->tender_accounts[i]);
	if (rc == RGL_OK)
		*ret_id = id;
	return rc;
}

rgl_rc record_refunded(struct store *store, int64_t sale, struct money amount)
{
	struct query q = query(store, STATEMENT_SALE_REFUNDED);

	query_bind_money(&q, amount);
	query_bind_int(&q, sale);
	return query_run(&q);
}

rgl_rc record_voided(struct store *store, int64_t sale)
{
	struct query q = query(store, STATEMENT_SALE_VOIDED);

	query_bind_int(&q, sale);
	return query_run(&q);
}

rgl_rc record_move_aside(struct store *store, int64_t sale)
{
	struct query q = query(store, STATEMENT_SALE_MOVE_ASIDE);
	char ref[64];

	(void)snprintf(ref, sizeof(ref), RECORD_OURS "edited:%lld", (long long)sale);
	query_bind_int(&q, sale);
	query_bind_text(&q, ref);
	return query_run(&q);
}

rgl_rc record_print(struct store *store, int64_t sale, bool is_copy, int64_t *ret_job)
{
	struct query q = query(store, STATEMENT_PRINT_ADD);
	rgl_rc rc = store_enter(store);

	if (rc < 0)
		return rc;
	query_bind_int(&q, store->till);
	query_bind_int(&q, sale);
	query_bind_int(&q, is_copy);
	query_bind_int(&q, host_now_ms(store->host));
	rc = query_run(&q);
	if (rc == RGL_OK)
		*ret_job = store_last_id(store);
	return rc;
}

rgl_rc record_print_of(struct store *store, int64_t sale, int64_t *ret_job)
{
	struct query q = query(store, STATEMENT_PRINT_OF_SALE);
	int64_t job = 0;
	rgl_rc rc;

	query_bind_int(&q, sale);
	if (query_row(&q))
		job = query_int(&q);
	rc = query_end(&q);
	if (rc == RGL_OK)
		*ret_job = job;
	return rc;
}
