/* holds.c - see holds.h. */
#include "plugin/loyalty/holds.h"

#include "plugin/loyalty/vouchers.h"

/* What an item set aside of a balance. */
static int64_t held_of(const struct hold_item *item)
{
	return item->account == 0 ? 0 : item->units;
}

static rgl_rc move(struct store *store, int64_t event, enum transfer_kind kind, int64_t debit,
		   int64_t credit, int64_t units)
{
	return units == 0 ? RGL_OK : ledger_move(store, event, kind, debit, credit, units);
}

/* ---- Make ---- */

static rgl_rc hold_coupon(struct store *store, int64_t voucher, int64_t event)
{
	struct query q = query(store, STATEMENT_HOLD_COUPON);
	bool is_used = false;
	char ending[8] = "";
	rgl_rc rc;

	query_bind_int(&q, voucher);
	if (query_row(&q)) {
		is_used = query_int(&q) != 0;
		query_text(&q, ending, sizeof(ending));
	}
	rc = query_end(&q);
	if (rc == RGL_OK && is_used)
		rc = refuse(&store->refusal, RGL_E_TAKEN,
			    "the coupon ending in %s was used already, or is kept for a sale that "
			    "is not paid yet",
			    ending);
	return rc < 0 ? rc : vouchers_use(store, voucher, event);
}

static rgl_rc write_item(struct store *store, const struct hold *hold, size_t n)
{
	struct query q = query(store, STATEMENT_HOLD_ITEM_ADD);
	const struct hold_item *item = &hold->items[n];

	query_bind_int(&q, hold->id);
	query_bind_int(&q, (int64_t)n + 1);
	query_bind_text(&q, item->reward);
	query_bind_int(&q, item->times);
	query_bind_int(&q, item->points);
	query_bind_reference(&q, item->account);
	query_bind_int(&q, held_of(item));
	query_bind_reference(&q, item->voucher);
	return query_run(&q);
}

static rgl_rc set_aside(struct store *store, const struct hold *hold, size_t n)
{
	const struct hold_item *item = &hold->items[n];
	rgl_rc rc = write_item(store, hold, n);

	if (rc == RGL_OK)
		rc = move(store, hold->id, TRANSFER_HELD, item->account, item->held_account,
			  held_of(item));
	if (rc == RGL_OK && item->voucher != 0)
		rc = hold_coupon(store, item->voucher, hold->id);
	return rc;
}

static rgl_rc write_hold(struct store *store, const struct hold *hold)
{
	struct query q = query(store, STATEMENT_HOLD_ADD);

	query_bind_int(&q, hold->id);
	query_bind_int(&q, hold->member);
	query_bind_int(&q, hold->ends_ms);
	return query_run(&q);
}

rgl_rc holds_make(struct store *store, struct hold *hold)
{
	struct hold made = *hold;
	rgl_rc rc;

	RGL_ASSERT(hold->item_count <= HOLD_ITEMS_MAX);
	made.state = HOLD_HELD;
	rc = store_event(store, EVENT_HOLD, &made.id);
	if (rc == RGL_OK)
		rc = write_hold(store, &made);
	for (size_t i = 0; rc == RGL_OK && i < made.item_count; i++)
		rc = set_aside(store, &made, i);
	if (rc == RGL_OK)
		*hold = made;
	return rc;
}

/* ---- Read ---- */

static rgl_rc read_head(struct store *store, int64_t id, struct hold *hold)
{
	struct query q = query(store, STATEMENT_HOLD_READ);
	rgl_rc rc;

	query_bind_int(&q, id);
	if (query_row(&q)) {
		hold->id = id;
		hold->member = query_int(&q);
		hold->ends_ms = query_int(&q);
		hold->state = (enum hold_state)query_int(&q);
		hold->ended_by = query_int(&q);
	}
	rc = query_end(&q);
	if (rc == RGL_OK && hold->id == 0)
		rc = refuse_field(&store->refusal, RGL_E_FIELD, "hold",
				  "nothing is set aside under the number %lld: ask for a new quote",
				  (long long)id);
	return rc;
}

static rgl_rc read_items(struct store *store, struct hold *hold)
{
	struct query q = query(store, STATEMENT_HOLD_ITEMS);

	query_bind_int(&q, hold->id);
	while (hold->item_count < HOLD_ITEMS_MAX && query_row(&q)) {
		struct hold_item *item = &hold->items[hold->item_count++];

		query_text(&q, item->reward, sizeof(item->reward));
		item->times = query_int(&q);
		item->points = query_int(&q);
		item->account = query_int(&q);
		item->held_account = query_int(&q);
		item->units = query_int(&q);
		item->voucher = query_int(&q);
	}
	return query_end(&q);
}

rgl_rc holds_read(struct store *store, int64_t id, struct hold *ret)
{
	struct hold hold = { 0 };
	rgl_rc rc = read_head(store, id, &hold);

	if (rc == RGL_OK)
		rc = read_items(store, &hold);
	if (rc == RGL_OK)
		*ret = hold;
	return rc;
}

/* ---- End ---- */

/* RGL_EXISTS when it ended before, maybe since it was read. */
static rgl_rc check_open(struct store *store, struct hold *hold)
{
	struct hold now = { 0 };
	rgl_rc rc = read_head(store, hold->id, &now);

	if (rc < 0)
		return rc;
	hold->state = now.state;
	return now.state == HOLD_HELD ? RGL_OK : RGL_EXISTS;
}

static rgl_rc end(struct store *store, struct hold *hold, enum hold_state state, int64_t event)
{
	struct query q = query(store, STATEMENT_HOLD_END);
	rgl_rc rc;

	query_bind_int(&q, hold->id);
	query_bind_int(&q, state);
	query_bind_int(&q, event);
	rc = query_run(&q);
	if (rc == RGL_OK)
		hold->state = state;
	return rc;
}

static rgl_rc give_back_item(struct store *store, const struct hold_item *item, int64_t event)
{
	rgl_rc rc = move(store, event, TRANSFER_LET_GO, item->held_account, item->account,
			 held_of(item));

	if (rc == RGL_OK && item->voucher != 0)
		rc = vouchers_use(store, item->voucher, 0);
	return rc;
}

rgl_rc holds_give_back(struct store *store, struct hold *hold)
{
	int64_t event = 0;
	rgl_rc rc = check_open(store, hold);

	if (rc == RGL_OK)
		rc = store_event(store, EVENT_LET_GO, &event);
	for (size_t i = 0; rc == RGL_OK && i < hold->item_count; i++)
		rc = give_back_item(store, &hold->items[i], event);
	return rc != RGL_OK ? rc : end(store, hold, HOLD_GIVEN_BACK, event);
}

static rgl_rc settle_item(struct store *store, const struct hold_item *item, int64_t event,
			  int64_t units, int64_t shop_account)
{
	int64_t held = held_of(item);
	int64_t spent = units < held ? units : held;
	rgl_rc rc = move(store, event, TRANSFER_SPENT, item->held_account, shop_account, spent);

	if (rc == RGL_OK)
		rc = move(store, event, TRANSFER_LET_GO, item->held_account, item->account,
			  held - spent);
	if (rc == RGL_OK && spent > 0)
		rc = lots_use(store, item->account, spent);
	if (rc == RGL_OK && item->voucher != 0)
		rc = vouchers_use(store, item->voucher, event);
	return rc;
}

rgl_rc holds_settle(struct store *store, struct hold *hold, int64_t event, const int64_t *units,
		    const int64_t *shop_accounts)
{
	rgl_rc rc = check_open(store, hold);

	for (size_t i = 0; rc == RGL_OK && i < hold->item_count; i++)
		rc = settle_item(store, &hold->items[i], event, units[i], shop_accounts[i]);
	return rc != RGL_OK ? rc : end(store, hold, HOLD_SETTLED, event);
}

static rgl_rc find_ended(struct store *store, int64_t member, int64_t now_ms, int64_t *ret_id)
{
	struct query q = query(store, STATEMENT_HOLD_ENDED_OF);

	query_bind_int(&q, member);
	query_bind_int(&q, now_ms);
	*ret_id = query_row(&q) ? query_int(&q) : 0;
	return query_end(&q);
}

rgl_rc holds_lapse(struct store *store, int64_t member, int64_t now_ms)
{
	struct hold hold;
	int64_t id;
	rgl_rc rc = find_ended(store, member, now_ms, &id);

	while (rc == RGL_OK && id != 0) {
		rc = holds_read(store, id, &hold);
		if (rc == RGL_OK)
			rc = holds_give_back(store, &hold);
		if (rc == RGL_OK)
			rc = find_ended(store, member, now_ms, &id);
	}
	return rc;
}

rgl_rc holds_of_account(struct store *store, int64_t member, int64_t account, int64_t *ret_units)
{
	struct query q = query(store, STATEMENT_HOLD_OF_ACCOUNT);
	int64_t units = 0;
	rgl_rc rc;

	query_bind_int(&q, member);
	query_bind_int(&q, account);
	if (query_row(&q))
		units = query_int(&q);
	rc = query_end(&q);
	if (rc == RGL_OK)
		*ret_units = units;
	return rc;
}

rgl_rc holds_standing(struct store *store, int64_t member, int64_t account, int64_t at_ms,
		      int64_t *ret_units)
{
	struct query q = query(store, STATEMENT_HOLD_STANDING);
	int64_t units = 0;
	rgl_rc rc;

	query_bind_int(&q, member);
	query_bind_int(&q, account);
	query_bind_int(&q, at_ms);
	if (query_row(&q))
		units = query_int(&q);
	rc = query_end(&q);
	if (rc == RGL_OK)
		*ret_units = units;
	return rc;
}
