/* checkout_answer.c - see checkout_flow.h: what a checkout answers, the first time and again. */
#include <stdio.h>
#include <string.h>

#include "plugin/care/asked.h"
#include "plugin/checkout_flow.h"

static void show_purses(const struct desk *desk, struct outcome *outcome)
{
	const struct plan *plan = &desk->plan;
	const struct programme *programme = plan->entry->programme;

	for (size_t i = PURSE_CREDIT; i < programme->purse_count; i++) {
		struct purse_outcome *purse = &outcome->purses[outcome->purse_count];

		/* Of one who was merged since, the other may have had no account of it. */
		if (i == PURSE_GIFT || (plan->profile.accounts[i].id == 0 && plan->earned[i] == 0 &&
					plan->spent[i] == 0))
			continue;
		(void)snprintf(purse->id, sizeof(purse->id), "%s", programme->purses[i].id);
		purse->earned = plan->earned[i];
		purse->spent = plan->spent[i];
		purse->balance = plan->profile.accounts[i].balance;
		outcome->purse_count++;
	}
}

static rgl_rc show_issued(struct desk *desk, int64_t event, struct outcome *outcome)
{
	struct voucher vouchers[RGL_ISSUED_MAX];
	rgl_rc rc = vouchers_of_event(desk->store, event, vouchers, RGL_ISSUED_MAX,
				      &outcome->issued_count);

	for (size_t i = 0; rc == RGL_OK && i < outcome->issued_count; i++) {
		struct issued *issued = &outcome->issued[i];

		issued->kind = (int32_t)vouchers[i].kind;
		issued->amount = vouchers[i].balance;
		issued->until_ms = vouchers[i].until_ms;
		(void)snprintf(issued->reward, sizeof(issued->reward), "%s", vouchers[i].reward);
		rc = vouchers_code(desk->store, &vouchers[i], issued->code);
	}
	return rc;
}

/* Credit that paid, or was paid back; of one who was merged since, from the account of then. */
static rgl_rc read_credit(struct desk *desk)
{
	struct plan *plan = &desk->plan;
	struct query q = query(desk->store, STATEMENT_TENDERS_OF);

	query_bind_int(&q, plan->event);
	while (query_row(&q)) {
		bool is_credit = query_int(&q) == RGL_CREDIT;

		plan->spent[PURSE_CREDIT] += is_credit ? query_int(&q) : 0;
	}
	return query_end(&q);
}

/* What the event did to the member's purses, as it was written down: the same each time. */
static rgl_rc read_moves(struct desk *desk)
{
	struct plan *plan = &desk->plan;
	struct query q = query(desk->store, STATEMENT_APPLIED_BY_EVENT);
	rgl_rc rc;

	memset(plan->earned, 0, sizeof(plan->earned));
	memset(plan->spent, 0, sizeof(plan->spent));
	query_bind_int(&q, plan->event);
	while (query_row(&q)) {
		int64_t purse = query_int(&q);
		int64_t kind = query_int(&q);
		int64_t units = query_int(&q);

		for (size_t i = 0; i < plan->entry->programme->purse_count; i++) {
			if (plan->entry->purses[i].id != purse)
				continue;
			plan->earned[i] += kind == 1 || kind == 6 ? units : kind == 3 ? -units : 0;
			plan->spent[i] += kind == 2 || kind == 7 ? units : kind == 4 ? -units : 0;
		}
	}
	rc = query_end(&q);
	return rc < 0 ? rc : read_credit(desk);
}

/* A tier is of today's programme, whichever the sale is counted by. */
static rgl_rc show_tier(struct desk *desk, struct outcome *outcome)
{
	struct plan *plan = &desk->plan;
	const struct tiers *tiers = &plan->today->programme->tiers;
	struct profile today;
	size_t shown = plan->profile.level;
	rgl_rc rc;

	if (plan->today != plan->entry) {
		rc = profile_read(desk->store, plan->today, plan->profile.member, plan->at_ms,
				  &today);
		if (rc < 0)
			return rc;
		shown = today.level;
	}
	if (shown == PROGRAMME_NONE)
		return RGL_OK;
	(void)snprintf(outcome->tier, sizeof(outcome->tier), "%s", tiers->levels[shown].id);
	(void)snprintf(outcome->tier_title, sizeof(outcome->tier_title), "%s",
		       tiers->levels[shown].title);
	return RGL_OK;
}

/* By the plan's balances. */
static rgl_rc show(struct desk *desk, const struct effect *effect, struct outcome *outcome)
{
	struct plan *plan = &desk->plan;
	rgl_rc rc;

	outcome->sale = plan->event;
	outcome->member = effect->member;
	outcome->visit = effect->visit;
	outcome->points = effect->points;
	outcome->spent = effect->spent;
	outcome->balance = effect->balance;
	gestures_show(desk, &outcome->gestures);
	if (plan->profile.member == 0)
		return show_issued(desk, plan->event, outcome);
	rc = surprise_tell(desk, &outcome->surprise);
	if (plan->asked != 0 && asked_token(desk->store, plan->asked, outcome->question) != RGL_OK)
		outcome->question[0] = '\0';
	if (rc == RGL_OK)
		rc = read_moves(desk);
	show_purses(desk, outcome);
	outcome->credit = plan->profile.accounts[PURSE_CREDIT].balance;
	if (rc == RGL_OK)
		rc = show_tier(desk, outcome);
	return rc < 0 ? rc : show_issued(desk, plan->event, outcome);
}

/* Balances as they are now, for what is said beside the points. */
rgl_rc flow_show(struct desk *desk, const struct effect *effect, struct outcome *outcome)
{
	struct plan *plan = &desk->plan;
	rgl_rc rc = RGL_OK;

	for (size_t i = 0; rc == RGL_OK && i < plan->entry->programme->purse_count; i++)
		if (i != PURSE_POINTS && plan->profile.accounts[i].id != 0)
			rc = ledger_balance(desk->store, plan->profile.accounts[i].id,
					    &plan->profile.accounts[i].balance);
	return rc < 0 ? rc : show(desk, effect, outcome);
}

rgl_rc flow_show_before(struct desk *desk, const struct sale *sale, const struct recorded *before,
			struct outcome *outcome)
{
	const struct effect effect = { .member = before->member,
				       .points = before->points,
				       .spent = before->spent,
				       .balance = before->balance,
				       .visit = before->visit };
	struct sale today = *sale;
	struct asked asked = { 0 };
	rgl_rc rc;

	today.at_ms = 0; /* balances and tier are today's, whenever it was */
	rc = plan_again(desk, &today, before);
	if (rc < 0)
		return rc;
	/* The plan was made just now, and knows what ended but was not written down yet. */
	desk->plan.event = before->id;
	rc = asked_of_sale(desk->store, before->id, &asked);
	desk->plan.asked = asked.id;
	if (rc == RGL_OK && before->member != 0)
		rc = surprise_again(desk, before->id);
	return rc < 0 ? rc : show(desk, &effect, outcome);
}

/* What names a member by number, as an import does, may have named another before a merge, or its
 * end, made that one this one: it is the same sale for that. A scan is told by itself. */
static rgl_rc is_of_other_self(struct desk *desk, const struct sale *sale,
			       const struct recorded *before, bool *ret)
{
	struct query q = query(desk->store, STATEMENT_MEMBER_SELVES);
	struct sale other = *sale;
	uint8_t digest[HASH_BYTES];
	bool is_same = false;
	rgl_rc rc;

	query_bind_int(&q, sale->member);
	while (!is_same && query_row(&q)) {
		other.member = query_int(&q);
		record_digest(desk->store, &other, false, digest);
		is_same = memcmp(before->digest, digest, HASH_BYTES) == 0;
	}
	rc = query_end(&q);
	if (rc == RGL_OK)
		*ret = is_same;
	return rc;
}

static rgl_rc check_same(struct desk *desk, const struct sale *sale, const struct recorded *before,
			 const struct effect *now)
{
	bool is_same = memcmp(before->digest, now->digest, HASH_BYTES) == 0;
	rgl_rc rc = RGL_OK;

	if (!is_same && sale->member != 0)
		rc = is_of_other_self(desk, sale, before, &is_same);
	if (rc == RGL_OK && !is_same)
		rc = refuse_field(&desk->store->refusal, RGL_E_DIFFERS, "id",
				  "%s was recorded before with other contents; nothing was "
				  "changed: send a new id, or a refund of the old one",
				  record_shown(sale->id).text);
	return rc;
}

/* The first answer again, or the news that the id is another sale's. */
rgl_rc flow_again(struct desk *desk, const struct sale *sale, const struct recorded *before,
		  const struct effect *now, struct outcome *outcome)
{
	rgl_rc rc = check_same(desk, sale, before, now);

	if (rc < 0)
		return rc;
	if (before->member != 0)
		outcome->unseen.code = RGL_OK;
	rc = flow_show_before(desk, sale, before, outcome);
	if (rc == RGL_OK && before->is_voided)
		notice_of_void(sale, &outcome->notices);
	if (rc == RGL_OK)
		rc = gestures_again(desk, sale);
	if (rc == RGL_OK)
		gestures_show(desk, &outcome->gestures);
	if (rc == RGL_OK)
		rc = flow_notices(desk, sale, outcome);
	if (rc == RGL_OK)
		rc = record_print_of(desk->store, before->id, &outcome->print_job);
	return rc < 0 ? rc : RGL_EXISTS;
}
