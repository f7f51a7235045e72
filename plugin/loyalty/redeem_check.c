/* redeem_check.c - whether a reward may be had in this sale, and else why not.
 *
 * In:  the programme, the sale, what is known of the member, the claims so far.
 * Out: yes, or one line for a cashier.
 * Not here: what it takes off, and whether the points are there.
 */
#include "plugin/loyalty/redeem_parts.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "plugin/base/utf8.h"

rgl_rc redeem_refuse(struct claim *claim, rgl_rc rc, const char *format, ...)
{
	size_t length;
	va_list args;

	va_start(args, format);
	(void)vsnprintf(claim->why, sizeof(claim->why), format, args);
	va_end(args);
	/* A long title may have been cut in the middle of a letter. */
	length = strnlen(claim->why, sizeof(claim->why));
	claim->why[utf8_whole(claim->why, length)] = '\0';
	return rc;
}

const char *redeem_title(const struct reward *reward)
{
	return reward->title[0] == '\0' ? reward->id : reward->title;
}

/* One condition by itself, and what to say when it does not hold. */
struct question {
	struct conditions only;
	const char *words;
};

/* The first of the moment's conditions that does not hold. */
static const char *moment_words(const struct redeeming *run, const struct conditions *when)
{
	const struct question questions[] = {
		{ { .from_ms = when->from_ms }, "it has not begun yet" },
		{ { .until_ms = when->until_ms }, "it is over" },
		{ { .stores = when->stores }, "it is not for this shop" },
		{ { .from_minute = when->from_minute, .until_minute = when->until_minute },
		  "it is not for this time of day" },
		{ { .from_minute = when->from_minute,
		    .until_minute = when->until_minute,
		    .has_weekdays = when->has_weekdays,
		    .weekdays = when->weekdays },
		  "it is not for this day of the week" },
		{ { .codes = when->codes }, "it needs a promotion code; enter the code" },
		{ { .first_purchase = when->first_purchase }, "it is for a first purchase" },
		{ { .visit = when->visit, .every_visit = when->every_visit },
		  "it is for another visit than this" },
		{ { .birthday = when->birthday,
		    .days_before = when->days_before,
		    .days_after = when->days_after },
		  "it is for the birthday" },
		{ { .tiers = when->tiers }, "it is for members of another tier" },
		{ { .segments = when->segments }, "this customer is not one of those it is for" },
	};

	for (size_t i = 0; i < sizeof(questions) / sizeof(questions[0]); i++)
		if (!match_moment(&questions[i].only, run->programme, run->sale, run->standing))
			return questions[i].words;
	return "it is not for now";
}

static bool asks_for_member(const struct conditions *when)
{
	return when->first_purchase || when->visit != 0 || when->every_visit != 0 ||
	       when->birthday || when->tiers.count > 0 || when->segments.count > 0;
}

static rgl_rc check_moment(const struct redeeming *run, const struct reward *reward,
			   struct claim *claim)
{
	const char *words;

	if (match_moment(&reward->when, run->programme, run->sale, run->standing))
		return RGL_OK;
	words = moment_words(run, &reward->when);
	if (run->standing->member == 0 && asks_for_member(&reward->when))
		words = "it is for members; scan a card";
	return redeem_refuse(claim, RGL_E_FIELD, "%s: %s", redeem_title(reward), words);
}

/* On the nets as earlier rewards left them; what they gave away is not counted. */
static rgl_rc check_basket(const struct redeeming *run, const struct reward *reward,
			   struct claim *claim)
{
	const struct conditions *when = &reward->when;
	const struct basis_work *work = run->work;
	const struct conditions quantity = { .items = when->items,
					     .min_qty_milli = when->min_qty_milli };
	char units[DECIMAL_ROOM];

	if (match_basket(when, run->sale, work->nets, work->taxes, work->free_milli))
		return RGL_OK;
	if (match_basket(&quantity, run->sale, work->nets, work->taxes, work->free_milli))
		return redeem_refuse(claim, RGL_E_FIELD,
				     "%s: what it is for comes to too little in this sale",
				     redeem_title(reward));
	decimal_write_grouped(when->min_qty_milli, 3, units);
	/* Whole numbers, as most are, without their ".000". */
	if (when->min_qty_milli % REDEEM_UNIT == 0)
		decimal_write_grouped(when->min_qty_milli / REDEEM_UNIT, 0, units);
	return redeem_refuse(claim, RGL_E_FIELD, "%s: at least %s of what it is for are needed",
			     redeem_title(reward), units);
}

static bool is_given(const struct claim *claim)
{
	return claim->rc >= 0 && claim->times > 0;
}

/* How often this sale has it already. */
static int64_t times_so_far(const struct redeeming *run, size_t reward)
{
	int64_t times = 0;

	for (size_t i = 0; i < run->ret->claim_count; i++)
		if (is_given(&run->ret->claims[i]) && run->ret->claims[i].reward == reward)
			times += run->ret->claims[i].times;
	return times;
}

bool redeem_is_used_up(const struct reward *reward, const struct use *use, int64_t times)
{
	return (reward->uses_max > 0 && use->uses > reward->uses_max - times) ||
	       (reward->uses_total > 0 && use->total > reward->uses_total - times);
}

/* "once", "3 times" */
struct times {
	char text[32];
};

static struct times times_words(int64_t times)
{
	struct times words = { "once" };

	if (times != 1)
		(void)snprintf(words.text, sizeof(words.text), "%" PRId64 " times", times);
	return words;
}

static rgl_rc check_uses(const struct redeeming *run, const struct wanted *wanted,
			 struct claim *claim)
{
	const struct reward *reward = &run->programme->rewards[wanted->reward];
	const struct use *use = &run->standing->rewards[wanted->reward];
	const char *title = redeem_title(reward);
	int64_t times = times_so_far(run, wanted->reward) + wanted->times;

	if (reward->per_sale > 0 && times > reward->per_sale)
		return redeem_refuse(claim, RGL_E_FIELD, "%s: a sale has it at most %s", title,
				     times_words(reward->per_sale).text);
	if (reward->uses_total > 0 && use->total > reward->uses_total - times)
		return redeem_refuse(claim, RGL_E_FIELD,
				     "%s: it is used up; there were %" PRId64 " in all", title,
				     reward->uses_total);
	if (reward->uses_max > 0 && run->standing->member == 0 && !wanted->has_coupon)
		return redeem_refuse(claim, RGL_E_FIELD, "%s: it is for members; scan a card",
				     title);
	if (redeem_is_used_up(reward, use, times))
		return redeem_refuse(
			claim, RGL_E_FIELD, "%s: a member has it at most %s, and had it %s", title,
			times_words(reward->uses_max).text, times_words(use->uses).text);
	return RGL_OK;
}

/* Beside the rewards that this sale has already. */
static rgl_rc check_company(const struct redeeming *run, size_t index, struct claim *claim)
{
	const struct reward *reward = &run->programme->rewards[index];

	for (size_t i = 0; i < run->ret->claim_count; i++) {
		const struct claim *other = &run->ret->claims[i];
		const struct reward *given;

		if (!is_given(other) || other->reward == index)
			continue;
		given = &run->programme->rewards[other->reward];
		if (reward->alone || given->alone)
			return redeem_refuse(claim, RGL_E_FIELD,
					     "%.60s: it does not go together with %.60s",
					     redeem_title(reward), redeem_title(given));
		if (reward->group[0] != '\0' && strcmp(reward->group, given->group) == 0)
			return redeem_refuse(claim, RGL_E_FIELD,
					     "%.60s: only one of this and %.60s may be had",
					     redeem_title(reward), redeem_title(given));
	}
	return RGL_OK;
}

rgl_rc redeem_check(const struct redeeming *run, const struct wanted *wanted, struct claim *claim)
{
	const struct reward *reward;
	rgl_rc rc;

	if (wanted->reward >= run->programme->reward_count)
		return redeem_refuse(claim, RGL_E_FIELD,
				     "there is no such reward in the programme");
	reward = &run->programme->rewards[wanted->reward];
	if (!reward->enabled)
		return redeem_refuse(claim, RGL_E_FIELD, "%s: it is not offered any more",
				     redeem_title(reward));
	if (reward->coupon_only && !wanted->has_coupon)
		return redeem_refuse(claim, RGL_E_FIELD, "%s: it is for a coupon; scan the coupon",
				     redeem_title(reward));
	if (wanted->times < 0 || wanted->times > REDEEM_TIMES_MAX)
		return redeem_refuse(claim, RGL_E_RANGE,
				     "%s: it can be had 1 to %d times in a sale",
				     redeem_title(reward), REDEEM_TIMES_MAX);
	rc = check_uses(run, wanted, claim);
	if (rc == RGL_OK)
		rc = check_company(run, wanted->reward, claim);
	if (rc == RGL_OK)
		rc = check_moment(run, reward, claim);
	return rc == RGL_OK ? check_basket(run, reward, claim) : rc;
}
