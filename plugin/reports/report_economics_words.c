/* report_economics_words.c - see report_economics.h. */
#include "plugin/reports/report_economics.h"

#include <math.h>
#include <stdio.h>

#include "plugin/page/table.h"
#include "plugin/reports/render_interval.h"
#include "plugin/reports/report_parts.h"
#include "plugin/reports/sums_money.h"

struct money economics_money(const struct economics_said *said, double major)
{
	struct money amount;

	return money_of_major(fmax(0, major), said->currency, &amount) < 0 ? money_of(0) : amount;
}

const char *estimate_say(const struct economics_said *said, const struct estimate *estimate,
			 char ret[ESTIMATE_ROOM])
{
	char value[AMOUNT_ROOM];
	char low[DECIMAL_ROOM];
	char high[DECIMAL_ROOM];

	amount_say(said->currency, economics_money(said, estimate->value), value);
	money_write(economics_money(said, estimate->low), said->currency, low);
	money_write(economics_money(said, estimate->high), said->currency, high);
	if (estimate->is_sure)
		(void)snprintf(ret, ESTIMATE_ROOM, "%s (95 %%: %s to %s)", value, low, high);
	else
		(void)snprintf(ret, ESTIMATE_ROOM, "%s (too few members for an interval)", value);
	return ret;
}

static int64_t millionths(double share)
{
	return llround(fmin(fmax(share, -1e9), 1e9) * 1e6);
}

/* Where all did alike there is no interval: that they did says nothing of the next. */
static void add_share(struct page *page, const char *key, const char *title,
		      const struct estimate *share)
{
	if (share->high > share->low)
		page_fact_interval(page, key, title, PAGE_SHARE, millionths(share->value),
				   millionths(fmax(0, share->low)), millionths(share->high));
	else
		page_fact(page, key, title, PAGE_SHARE, millionths(share->value));
}

/* "17 % more", "3 % less", "the same" */
static const char *compare_say(double ratio, char ret[ESTIMATE_ROOM])
{
	double per_cent = fabs(ratio - 1) * 100;

	if (per_cent < 0.5)
		return "the same";
	(void)snprintf(ret, ESTIMATE_ROOM, "%.0f %% %s", per_cent, ratio >= 1 ? "more" : "less");
	return ret;
}

static void say_repeat(const struct economics_said *said, struct page *page)
{
	struct estimate repeat = economics_repeat(said->economics);
	struct estimate first = economics_first(said->economics);
	struct estimate later = economics_later(said->economics);
	char first_text[AMOUNT_ROOM];
	char later_text[AMOUNT_ROOM];
	char text[ESTIMATE_ROOM];

	if (!repeat.is_known) {
		page_say(page, said->repeaters.members == 0
				       ? "Nobody came a second time yet: there is nothing to "
					 "compare."
				       : "First visits left nothing: there is nothing to compare.");
		return;
	}
	amount_say(said->currency, economics_money(said, first.value), first_text);
	amount_say(said->currency, economics_money(said, later.value), later_text);
	if (!repeat.is_sure) {
		page_say(page,
			 "Later visits leave %s, first visits %s; these are too few to compare.",
			 later_text, first_text);
		return;
	}
	page_say(page,
		 "Later visits leave %s on average, first visits %s: %s (95 %% interval %+.0f to "
		 "%+.0f %%%s).",
		 later_text, first_text, compare_say(repeat.value, text), (repeat.low - 1) * 100,
		 (repeat.high - 1) * 100,
		 fabs(repeat.value - 1) >= 0.005 && repeat.low < 1 && repeat.high > 1
			 ? "; that could be chance"
			 : "");
	page_fact_interval(page, "repeat_against_first",
			   "later visit against first (95 % interval)", PAGE_SHARE,
			   millionths(repeat.value), millionths(fmax(0, repeat.low)),
			   millionths(repeat.high));
}

static void say_share(const struct economics_said *said, struct page *page)
{
	int64_t share = share_of(sums_minor(said->repeaters.net), sums_minor(said->members.net));
	int64_t of_shop = share_of(sums_minor(said->repeaters.net), sums_minor(said->shop));

	if (money_sign(said->members.net) <= 0 || said->members.members < 2 ||
	    money_sign(said->repeaters.net) <= 0)
		return;
	page_fact(page, "repeat_share_members", "members' sales by who came again", PAGE_SHARE,
		  share);
	page_fact(page, "repeat_share_shop", "all sales by who came again", PAGE_SHARE, of_shop);
	page_say(page,
		 "Who came again brings %lld of every 100 of members' net sales, and %lld of every "
		 "100 of all the shop's.",
		 (long long)table_share(share, 10000, 1),
		 (long long)table_share(of_shop, 10000, 1));
}

static const char *stretch_name(const struct economics *economics)
{
	return economics->stretch == 365   ? "year"
	       : economics->stretch == 182 ? "half-year"
					   : "quarter";
}

/* What was reckoned with, so that an owner can do it again by hand. */
static void note_five_more(const struct economics_said *said, double kept, struct page *page)
{
	double more = economics_five_more(said->economics, 0).value;
	double life = economics_life(said->economics).value;
	double d = pow(1 + ECONOMICS_RATE, -said->economics->stretch / 365.0);
	struct estimate stretch = economics_a_stretch(said->economics);
	char amount[AMOUNT_ROOM];
	char now[AMOUNT_ROOM];
	char then[AMOUNT_ROOM];
	char cost[AMOUNT_ROOM];

	amount_say(said->currency, economics_money(said, stretch.value), amount);
	amount_say(said->currency, economics_money(said, life), now);
	amount_say(said->currency, economics_money(said, life * (1 + more)), then);
	page_note(
		page,
		"Five more kept, by hand: who came in the last %s left %s. Kept with a chance of "
		"%.3f, each %s discounted by %.4f (10 %% a year), that is %s / (1 - %.3f x %.4f) = "
		"%s in a life. With %.3f in place of %.3f it is %s, %.1f %% more. This takes all "
		"for "
		"alike and so falls short of what a model expects of a whole life: it is there for "
		"the difference.",
		stretch_name(said->economics), amount, kept, stretch_name(said->economics), d,
		amount, kept, d, now, fmin(1, kept + 0.05), kept, then, more * 100);
	if (said->has_cost)
		page_note(page,
			  "The %s that winning a member costs are taken off both for what is "
			  "said above.",
			  amount_say(said->currency, economics_money(said, said->cost), cost));
}

static void say_kept(const struct economics_said *said, struct page *page)
{
	const char *stretch = stretch_name(said->economics);
	struct estimate kept = economics_kept(said->economics);
	struct estimate more = economics_five_more(said->economics, said->cost);

	if (!kept.is_known) {
		page_say(page, "What keeping more of them would bring is not known yet: that takes "
			       "20 members who came in one quarter, and a quarter after it.");
		return;
	}
	add_share(page, "kept", "kept (95 % interval)", &kept);
	if (!more.is_known) {
		page_say(page,
			 "Of 100 who came in the %s before last, %.0f came in the last. Winning a "
			 "member costs more than their whole life brings.",
			 stretch, kept.value * 100);
		return;
	}
	page_say(page,
		 "Of 100 who came in one %s, %.0f came in the next%s. Five more of 100 kept would "
		 "make what a member %s in a life %.0f %% more.",
		 stretch, kept.value * 100, kept.is_sure ? "" : " (few members: a rough figure)",
		 said->people->basis == BASIS_MARGIN ? "earns the shop" : "brings",
		 more.value * 100);
	add_share(page, "five_more", "more a life, 5 in 100 more kept (95 % interval)", &more);
	note_five_more(said, kept.value, page);
}

static void say_life(const struct economics_said *said, struct page *page)
{
	char amount[AMOUNT_ROOM];

	if (!said->has_model)
		return;
	amount_say(said->currency, economics_money(said, said->model_life), amount);
	page_say(page,
		 "Over a whole life the model expects %s%s: that is the most winning one may ever "
		 "cost%s.",
		 amount,
		 said->model_life > 2 * said->model_year ? ", most of it further ahead than a year"
							 : "",
		 said->people->basis == BASIS_MARGIN ? "" : ", less what the goods cost");
	page_fact_money(page, "worth_life", "worth of a life",
			economics_money(said, said->model_life));
}

static void say_most(const struct economics_said *said, struct page *page)
{
	int32_t months = economics_months(said->economics);
	int32_t told = months < 12 ? months : 12;
	struct estimate worth = economics_worth(said->economics, told, true);
	char text[ESTIMATE_ROOM];
	char span[32];

	if (!worth.is_known) {
		page_say(page,
			 "What a new member leaves is not known yet: fewer than %d are here "
			 "for a month.",
			 ECONOMICS_LEAST);
		return;
	}
	if (told == 1)
		(void)snprintf(span, sizeof(span), "month");
	else
		(void)snprintf(span, sizeof(span), "%d months", (int)told);
	page_say(page,
		 "In the first %s a member leaves %s, discounted, in %s%s: spend no more to "
		 "win one, if it is to come back in that time.",
		 span, estimate_say(said, &worth, text), worth_basis_name(said->people->basis),
		 said->people->basis == BASIS_MARGIN ? "" : " that the goods have to be paid of");
	page_fact_interval(page, "worth_first",
			   told == 12 ? "worth of 12 months (95 % interval)"
				      : "worth of the first months (95 % interval)",
			   PAGE_MONEY, sums_minor(economics_money(said, worth.value)),
			   sums_minor(economics_money(said, worth.low)),
			   sums_minor(economics_money(said, worth.high)));
	if (told < 12 && said->has_model)
		page_say(page, "The model expects %s of the first 12 months, discounted.",
			 amount_say(said->currency, economics_money(said, said->model_year), text));
	say_life(said, page);
}

static void say_payback(const struct economics_said *said, struct page *page)
{
	int32_t month = economics_payback(said->economics, said->cost);
	int32_t months = economics_months(said->economics);
	char cost[AMOUNT_ROOM];

	if (!said->has_cost || months == 0)
		return;
	amount_say(said->currency, economics_money(said, said->cost), cost);
	if (month > 0) {
		page_say(page, "A member who costs %s to win has paid that back in month %d.", cost,
			 (int)month);
		page_fact(page, "payback_month", "paid back in month", PAGE_COUNT, month);
	} else {
		page_say(page,
			 "A member who costs %s to win has not paid that back within the %d months "
			 "that can be told.",
			 cost, (int)months);
	}
}

static void say_referred(const struct economics_said *said, struct page *page)
{
	struct estimate difference;
	struct interval share;
	int age = economics_compare(said->economics, &difference);
	const struct economics_side *walked;
	const struct economics_side *brought;
	char amount[AMOUNT_ROOM];

	if (age < 0) {
		page_say(page,
			 "Whether members whom a member brought are worth more cannot be told yet: "
			 "it takes %d of them, a month old.",
			 ECONOMICS_LEAST);
		return;
	}
	walked = &said->economics->sides[0][age];
	brought = &said->economics->sides[1][age];
	amount_say(said->currency, economics_money(said, fabs(difference.value)), amount);
	if (difference.low <= 0 && difference.high >= 0)
		page_say(page,
			 "In %d months members brought by a member leave %s %s than those who "
			 "walked "
			 "in; that could be chance (95 %% interval %+.2f to %+.2f).",
			 (int)economics_ages[age], amount, difference.value < 0 ? "less" : "more",
			 difference.low, difference.high);
	else
		page_say(page,
			 "In %d months members brought by a member leave %s %s than those who "
			 "walked "
			 "in (95 %% interval %+.2f to %+.2f).",
			 (int)economics_ages[age], amount, difference.value < 0 ? "less" : "more",
			 difference.low, difference.high);
	if (interval_difference(brought->returned, brought->members, walked->returned,
				walked->members, &share) == RGL_OK)
		page_say(page,
			 "Of 100 of them %.0f came again in that time, of 100 others %.0f (95 %% "
			 "interval of the difference %+.0f to %+.0f).",
			 (double)brought->returned * 100 / (double)brought->members,
			 (double)walked->returned * 100 / (double)walked->members, share.low * 100,
			 share.high * 100);
}

static void say_tomorrow(const struct economics_said *said, struct page *page)
{
	if (!said->has_cost)
		page_tomorrow(page, "Add up what winning members cost you last month, by head, and "
				    "see when it comes back: regulars report economics --cost 25");
	else if (said->people->basis == BASIS_NET)
		page_tomorrow(page,
			      "Give what goods cost with each sale: net sales pay back sooner "
			      "than margins do.");
	else
		page_tomorrow(page,
			      "See who is about to be lost before winning others: regulars report "
			      "at-risk");
}

void report_economics_say(const struct economics_said *said, struct page *page)
{
	if (said->people->count == 0) {
		page_say(page, "Nothing yet: no member has bought anything.");
		page_tomorrow(page, "Scan a member's card with each sale.");
		return;
	}
	say_repeat(said, page);
	say_share(said, page);
	say_kept(said, page);
	say_most(said, page);
	say_payback(said, page);
	say_referred(said, page);
	report_economics_say_chains(said, page);
	say_tomorrow(said, page);
	report_note_basis(said->people, page);
	page_note(page,
		  "A visit is a day on which a member bought. Months count from a member's own "
		  "first visit, and only those that are over. Discounted: 10 %% a year.");
}
