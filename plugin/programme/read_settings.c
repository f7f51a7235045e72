/* read_settings.c - see read.h: the basis, refunds, redeeming and limits. */

#include "plugin/programme/read.h"

/* Whether the second of two words was said; not, when nothing was. */
static bool is_second(struct json_fields *fields, const char *name, const char *first,
		      const char *second)
{
	const char *const words[] = { first, second, NULL };

	return read_choice(fields, name, words, 0) == 1;
}

static void read_basis(struct json_fields *fields, struct basis *ret)
{
	struct json_fields inner;

	if (!read_open(fields, "basis", &inner))
		return;
	ret->without_tax = is_second(&inner, "tax", "included", "excluded");
	ret->order_discounts_ignored = is_second(&inner, "order_discounts", "shared", "ignored");
	ret->paid_rewards_earn = is_second(&inner, "paid_rewards", "deducted", "earn");
	ret->no_stored_value = is_second(&inner, "stored_value", "earns", "excluded");
	ret->tips_earn = is_second(&inner, "tips", "excluded", "earn");
	read_close(fields, &inner);
}

static void read_refunds(struct json_fields *fields, struct programme *ret)
{
	struct json_fields inner;

	if (!read_open(fields, "refunds", &inner))
		return;
	ret->clawback_owes = is_second(&inner, "clawback", "clamp", "negative");
	ret->spent_stays_spent = is_second(&inner, "spent", "returned", "kept");
	read_close(fields, &inner);
}

static void read_redeem(struct json_fields *fields, struct programme *ret)
{
	struct json_fields inner;

	if (!read_open(fields, "redeem", &inner))
		return;
	ret->over_redeem_clamps = is_second(&inner, "over", "refuse", "clamp");
	ret->earned_waits = is_second(&inner, "earned", "now", "later");
	ret->hold_minutes = read_int(&inner, "hold_minutes", 1, 10080, ret->hold_minutes);
	read_close(fields, &inner);
}

/* counted: so many within so long; else any is one too many. */
static void read_limit(struct json_fields *fields, const char *name, bool counted,
		       struct limit *ret)
{
	static const char *const POLICIES[] = { "flag", "refuse", NULL };
	struct json_fields inner;

	if (!read_open(fields, name, &inner))
		return;
	ret->set = true;
	ret->refuse = read_choice(&inner, "policy", POLICIES, -1) == 1;
	if (counted) {
		ret->max = read_need_int(&inner, "max", 1, READ_COUNT_MAX);
		ret->minutes = read_int(&inner, "minutes", 1, READ_COUNT_MAX, 0);
	}
	read_close(fields, &inner);
}

/* Only ever noted: the customer has had it, so there is nothing that could be refused. */
static void read_discount_limit(struct json_fields *fields, struct limit *ret)
{
	static const char *const POLICIES[] = { "flag", "refuse", NULL };
	struct json_fields inner;

	if (!read_open(fields, "discount", &inner))
		return;
	ret->set = true;
	if (read_choice(&inner, "policy", POLICIES, -1) == 1)
		fields_fail(&inner, RGL_E_FIELD, "policy",
			    "cannot be refuse: the customer has had the discount; write flag");
	read_close(fields, &inner);
}

static void read_limits(struct json_fields *fields, struct limits *ret)
{
	struct json_fields inner;

	if (!read_open(fields, "limits", &inner))
		return;
	read_limit(&inner, "member_sales", true, &ret->member_sales);
	read_limit(&inner, "cashier_sales", true, &ret->cashier_sales);
	read_limit(&inner, "own_card", false, &ret->own_card);
	read_limit(&inner, "adjustments", true, &ret->adjustments);
	read_discount_limit(&inner, &ret->discount);
	read_close(fields, &inner);
}

void read_settings(struct reader *reader, struct json_fields *fields)
{
	struct programme *programme = reader->programme;

	read_basis(fields, &programme->basis);
	read_refunds(fields, programme);
	read_redeem(fields, programme);
	read_limits(fields, &programme->limits);
}
