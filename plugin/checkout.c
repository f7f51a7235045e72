/* checkout.c - see checkout.h. The whole flow is in checkout(), at the end. */
#include "plugin/checkout.h"

#include <string.h>

#include "plugin/identify/identify.h"
#include "plugin/identify/member.h"
#include "plugin/loyalty/accrue.h"
#include "plugin/loyalty/ledger.h"
#include "plugin/sales/record.h"

/* Whom the sale is for. A scan that is nobody's does not stop a sale: it goes on without. */
static rgl_rc find_member(struct store *store, const struct sale *sale, struct member *ret,
			  struct rgl_why *ret_unseen)
{
	struct found found = { .member = sale->member };
	rgl_rc rc;

	if (sale->member == 0 && sale->scan != NULL && sale->scan_length > 0) {
		rc = identify_scan(store, sale->scan, sale->scan_length, &found);
		if (rc == RGL_E_UNKNOWN || rc == RGL_E_PAYMENT_CARD || rc == RGL_E_FORGED ||
		    rc == RGL_E_BLOCKED || rc == RGL_E_TEXT || rc == RGL_E_LIMIT) {
			*ret_unseen = store->refusal;
			return RGL_OK;
		}
		if (rc < 0)
			return rc;
	}
	return found.member == 0 ? RGL_OK : member_read(store, found.member, ret);
}

/* The sale that a refund gives back; id 0 when the till gave no link. */
static rgl_rc find_original(struct store *store, const struct sale *refund, struct recorded *ret)
{
	struct money left;
	char left_text[DECIMAL_ROOM];
	char asked_text[DECIMAL_ROOM];
	rgl_rc rc;

	if (refund->of == NULL || refund->of[0] == '\0')
		return RGL_OK;
	rc = record_need(store, refund->of, "sale_id", ret);
	if (rc < 0)
		return rc;
	if (ret->is_refund)
		return refuse_field(&store->refusal, RGL_E_NO_SALE, "sale_id",
				    "%s is a refund itself, not a sale",
				    record_shown(refund->of).text);
	rc = money_sub(ret->total, ret->refunded, &left);
	if (rc < 0)
		return rc;
	if (money_compare(money_negate(refund->total), left) <= 0)
		return RGL_OK;
	money_write(money_negate(refund->total), &store->shop.currency, asked_text);
	money_write(left, &store->shop.currency, left_text);
	return refuse_field(&store->refusal, RGL_E_REFUND, "total",
			    "%s would be given back but only %s of sale %s is left", asked_text,
			    left_text, record_shown(refund->of).text);
}

/* What a sale earns its member. */
static rgl_rc plan_earning(const struct store *store, const struct sale *sale,
			   struct points *ret_points)
{
	const struct rate rate = { store->shop.earn_points, store->shop.earn_per };

	return accrue_sale(sale->total, rate, ret_points);
}

/* What a refund takes back, as a number below zero: a share of what its sale earned, or by today's
 * rate when the till gave no link. */
static rgl_rc plan_taking(struct store *store, const struct sale *refund,
			  const struct recorded *original, struct points balance,
			  struct points *ret_points)
{
	const struct rate rate = { store->shop.earn_points, store->shop.earn_per };
	struct money refunded;
	struct points taken;
	struct points wanted;
	rgl_rc rc;

	if (original->id == 0) {
		rc = accrue_sale(money_negate(refund->total), rate, &wanted);
	} else {
		rc = record_taken_back(store, original->id, &taken);
		if (rc == RGL_OK)
			rc = money_sub(original->refunded, refund->total, &refunded);
		if (rc == RGL_OK)
			rc = accrue_refund(original->points, original->total, refunded,
					   accrue_negate(taken), &wanted);
	}
	if (rc == RGL_OK)
		*ret_points = accrue_negate(accrue_clamp(wanted, balance));
	return rc;
}

static rgl_rc move_points(struct store *store, int64_t event, const struct member *member,
			  struct points points)
{
	if (points_sign(points) > 0)
		return ledger_move(store, event, LEDGER_SHOP, member->account, points);
	if (points_sign(points) < 0)
		return ledger_move(store, event, member->account, LEDGER_SHOP,
				   accrue_negate(points));
	return RGL_OK;
}

static rgl_rc plan(struct store *store, const struct sale *sale, bool earns,
		   const struct member *member, const struct recorded *original, struct effect *ret)
{
	struct points points = points_of(0);
	rgl_rc rc = RGL_OK;

	if (member->id != 0 && sale->is_refund && (earns || original->id != 0))
		rc = plan_taking(store, sale, original, member->points, &points);
	else if (member->id != 0 && !sale->is_refund && earns)
		rc = plan_earning(store, sale, &points);
	if (rc == RGL_OK)
		rc = points_add(member->points, points, &ret->balance);
	if (rc < 0)
		return refuse(&store->refusal, rc, "the points of this sale cannot be counted");
	ret->member = member->id;
	ret->refund_of = original->id;
	ret->at_ms = sale->at_ms != 0 ? sale->at_ms : host_now_ms(store->host);
	ret->points = points;
	ret->visit = sale->is_refund ? 0 : member->id != 0 ? member->visits + 1 : 0;
	return RGL_OK;
}

static rgl_rc write_all(struct store *store, const struct sale *sale, const struct effect *effect,
			const struct member *member, struct outcome *outcome)
{
	rgl_rc rc;

	rc = record_write(store, sale, effect, &outcome->sale);
	if (rc == RGL_OK && effect->refund_of != 0)
		rc = record_refunded(store, effect->refund_of, money_negate(sale->total));
	if (rc == RGL_OK && member->id != 0)
		rc = move_points(store, outcome->sale, member, effect->points);
	if (rc == RGL_OK && member->id != 0)
		rc = member_visited(store, member->id, !sale->is_refund, sale->total,
				    effect->at_ms);
	if (rc == RGL_OK && sale->wants_print)
		rc = record_print(store, outcome->sale, false, &outcome->print_job);
	return rc;
}

/* The first answer again, or the news that the id is another sale's. */
static rgl_rc answer_again(struct store *store, const struct sale *sale,
			   const struct recorded *before, const uint8_t digest[HASH_BYTES],
			   struct outcome *outcome)
{
	rgl_rc rc;

	if (memcmp(before->digest, digest, HASH_BYTES) != 0)
		return refuse_field(&store->refusal, RGL_E_DIFFERS, "id",
				    "%s was recorded before with other contents; nothing was "
				    "changed: send a new id, or a refund of the old one",
				    record_shown(sale->id).text);
	if (before->member != 0)
		outcome->unseen.code = RGL_OK;
	outcome->sale = before->id;
	outcome->member = before->member;
	outcome->visit = before->visit;
	outcome->points = before->points;
	outcome->balance = before->balance;
	rc = record_print_of(store, before->id, &outcome->print_job);
	return rc < 0 ? rc : RGL_EXISTS;
}

static rgl_rc flow(struct store *store, const struct sale *sale, bool earns,
		   struct outcome *outcome)
{
	struct recorded original = { 0 };
	struct recorded before = { 0 };
	struct member member = { 0 };
	struct effect effect = { 0 };
	rgl_rc rc;

	rc = find_member(store, sale, &member, &outcome->unseen);
	if (rc < 0)
		return rc;
	record_digest(store, sale, outcome->unseen.code == RGL_E_PAYMENT_CARD, effect.digest);
	rc = record_find(store, sale->id, &before);
	if (rc < 0)
		return rc;
	if (before.id != 0)
		return answer_again(store, sale, &before, effect.digest, outcome);
	if (sale->is_refund)
		rc = find_original(store, sale, &original);
	/* Whose sale it was, that one's refund it is: nobody's when it was nobody's. */
	if (rc == RGL_OK && original.id != 0) {
		memset(&member, 0, sizeof(member));
		if (original.member != 0)
			rc = member_read(store, original.member, &member);
	}
	if (rc == RGL_OK)
		rc = plan(store, sale, earns, &member, &original, &effect);
	if (rc == RGL_OK)
		rc = write_all(store, sale, &effect, &member, outcome);
	outcome->member = effect.member;
	outcome->visit = effect.visit;
	outcome->points = effect.points;
	outcome->balance = effect.balance;
	return rc;
}

rgl_rc checkout(struct store *store, const struct sale *sale, bool earns, struct outcome *ret)
{
	struct outcome outcome = { 0 };
	rgl_rc rc;

	rc = sale_check(sale, &store->shop.currency, &store->refusal);
	if (rc < 0)
		return rc;
	rc = store_begin(store);
	if (rc < 0)
		return rc;
	rc = store_end(store, flow(store, sale, earns, &outcome));
	if (rc >= 0)
		*ret = outcome;
	return rc;
}
