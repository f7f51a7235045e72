/* report_cohorts_words.c - what the triangle says, in sentences; see report_cohorts_parts.h.
 *
 * Only periods that are over are spoken of. The two cohorts that are compared are always the newest
 * two that can be: picked by their date, never by their figures, so that the interval holds.
 */
#include <math.h>
#include <stdio.h>

#include "plugin/page/table.h"
#include "plugin/reports/render_interval.h"
#include "plugin/reports/report_cohorts_parts.h"
#include "plugin/reports/sums_money.h"

#define FEW 10		  /* of fewer no share is spoken */
#define NEWCOMERS_UNTIL 6 /* periods: who came first before that is nobody to invite as new */

const char *cohorts_measure_title(const struct cohorts *cohorts)
{
	switch (cohorts->measure) {
	case MEASURE_SHARE:
		return cohorts->report->wish.where == NULL
			       ? "Of the newcomers, how many came again later"
			       : "Of the newcomers, how many made such a purchase";
	case MEASURE_MEMBERS:
		return "How many of them came";
	case MEASURE_NET:
		return "Net sales to them";
	case MEASURE_MARGIN:
		return "Margin on what they bought";
	case MEASURE_REFUNDS:
		return "Given back to them";
	case MEASURE_DISCOUNTS:
		return "Given off to them";
	case MEASURE_TICKET:
		return "Net sales a purchase";
	case MEASURE_VALUE:
		return cohorts->basis == BASIS_MARGIN ? "What a newcomer left so far (margin)"
						      : "What a newcomer left so far (net sales)";
	case MEASURES:
		break;
	}
	return "";
}

void cohorts_subtitle(const struct cohorts *cohorts, struct page *page)
{
	const char *cut = cut_name(cohorts->report->wish.cut);
	bool is_cut = cohorts->report->wish.cut != CUT_NONE;

	page_subtitle(page, "members by %s of their first visit%s%s · net of refunds",
		      cohorts_period(cohorts), is_cut ? ", cut by " : "", is_cut ? cut : "");
}

void cohorts_tenths(double share, const char *plus, char ret[COHORTS_TENTHS_ROOM])
{
	long long tenths = llround(share * 1000);

	(void)snprintf(ret, COHORTS_TENTHS_ROOM, "%s%lld.%lld", tenths < 0 ? "-" : plus,
		       (tenths < 0 ? -tenths : tenths) / 10, (tenths < 0 ? -tenths : tenths) % 10);
}

void cohorts_say_nobody(const struct cohorts *cohorts, struct page *page)
{
	if (cohorts->triangles.is_part && cohorts->triangles.cells.all.visits > 0) {
		page_say(page, "No member's first visit lies in this time.");
		page_tomorrow(page, "Ask for a longer time, or leave --from and --to out.");
		return;
	}
	if (cohorts->triangles.is_part) {
		page_say(page, "There is no such sale.");
		page_tomorrow(page, "Ask more widely: leave --where, --from or --to out.");
		return;
	}
	page_say(page, "Nothing yet; no member has bought anything.");
	page_tomorrow(page, "Scan a member's card with each sale.");
}

/* What is done again: coming, or what a question asks for. */
struct again {
	const char *come;
	const char *comes;
	const char *came;
};

static struct again again_of(const struct cohorts *cohorts)
{
	if (cohorts->report->wish.where != NULL)
		return (struct again) { "make such a purchase", "makes such a purchase",
					"made such a purchase" };
	return (struct again) { "come again", "comes again", "came again" };
}

static void say_few(const struct cohorts *cohorts, const struct curve_point *point,
		    struct page *page)
{
	const char *members = point->of == 1 ? "member" : "members";

	if (point->came == 0)
		page_say(page, "Of %lld new %s nobody %s the %s after.", (long long)point->of,
			 members, again_of(cohorts).came, cohorts_period(cohorts));
	else
		page_say(page, "Of %lld new %s %lld %s the %s after: too few to speak of a habit.",
			 (long long)point->of, members, (long long)point->came,
			 again_of(cohorts).came, cohorts_period(cohorts));
}

static void say_return(const struct cohorts *cohorts, struct page *page)
{
	const struct curve_point none = { 0 };
	const struct curve_point *point = cohorts->ages > 1 ? &cohorts->curve[1] : &none;
	const char *period = cohorts_period(cohorts);
	struct again again = again_of(cohorts);
	int64_t tenths = table_share(point->came, point->of, 10);
	char came[DECIMAL_ROOM];
	char of[DECIMAL_ROOM];

	table_count(point->came, came);
	table_count(point->of, of);
	if (point->of == 0)
		page_say(page, "Too early to tell; nobody's second %s is over yet.", period);
	else if (point->came == 0 || point->of < FEW)
		say_few(cohorts, point, page);
	else if (tenths == 0)
		page_say(page, "Fewer than 1 in 10 new members %s the %s after (%s of %s).",
			 again.comes, period, came, of);
	else if (tenths == 10)
		page_say(page, "Nearly all new members %s the %s after (%s of %s).", again.come,
			 period, came, of);
	else
		page_say(page, "About %lld in 10 new members %s the %s after (%s of %s).",
			 (long long)tenths, tenths == 1 ? again.comes : again.come, period, came,
			 of);
}

static const char *compared(const struct figures *newer, int64_t of_newer,
			    const struct figures *older, int64_t of_older)
{
	__extension__ typedef __int128 wide;
	wide left = (wide)newer->members * of_older;
	wide right = (wide)older->members * of_newer;

	if (left == right)
		return "as often as";
	return left > right ? "more often than" : "less often than";
}

static void say_difference(const struct cohorts *cohorts, struct page *page)
{
	const struct triangle *triangle = &cohorts->triangles.of[0];
	int32_t row[2] = { triangle_newest(triangle, triangle->count), -1 };
	const struct figures *cell[2];
	char names[2][PERIOD_ROOM];
	char shares[2][COHORTS_TENTHS_ROOM];
	char bounds[2][COHORTS_TENTHS_ROOM];
	struct interval interval;
	int64_t of[2];

	if (row[0] >= 0)
		row[1] = triangle_newest(triangle, row[0]);
	if (row[1] < 0)
		return;
	for (size_t i = 0; i < 2; i++) {
		cell[i] = triangle_at(triangle, row[i], 1);
		of[i] = triangle->newcomers[row[i]];
		cohorts_row_name(cohorts, row[i], names[i]);
		cohorts_tenths((double)cell[i]->members / (double)of[i], "", shares[i]);
	}
	if (interval_difference(cell[0]->members, of[0], cell[1]->members, of[1], &interval) < 0)
		return;
	cohorts_tenths(interval.low, "+", bounds[0]);
	cohorts_tenths(interval.high, "+", bounds[1]);
	if (of[0] < FEW || of[1] < FEW) {
		page_say(page, "Newcomers of %s (%lld) and of %s (%lld) are too few to compare.",
			 names[0], (long long)of[0], names[1], (long long)of[1]);
		return;
	}
	if (cell[0]->members == 0 && cell[1]->members == 0)
		return;
	page_say(page,
		 "Newcomers of %s did so %s those of %s (%s against %s of 100); %s: 95 %% interval "
		 "%s to %s.",
		 names[0], compared(cell[0], of[0], cell[1], of[1]), names[1], shares[0], shares[1],
		 interval.low <= 0 && interval.high >= 0 ? "that could still be chance"
							 : "chance alone would seldom do that",
		 bounds[0], bounds[1]);
}

/* "1,234.05 DKK" */
static void money_text(const struct cohorts *cohorts, int64_t milli,
		       char ret[DECIMAL_ROOM + sizeof(cohorts->shop->currency.code)])
{
	char amount[DECIMAL_ROOM];

	money_write(sums_of_milli(milli), &cohorts->shop->currency, amount);
	(void)snprintf(ret, DECIMAL_ROOM + sizeof(cohorts->shop->currency.code), "%s %s", amount,
		       cohorts->shop->currency.code);
}

/* The oldest age that a year holds and that enough members have reached. */
static int32_t age_to_tell(const struct cohorts *cohorts)
{
	int32_t age = 0;

	for (int32_t next = 0; next < cohorts->ages && next <= 12; next++)
		if (cohorts->curve[next].of >= FEW)
			age = next;
	return age;
}

static void say_worth(const struct cohorts *cohorts, struct page *page)
{
	int32_t age = age_to_tell(cohorts);
	char all[DECIMAL_ROOM + sizeof(cohorts->shop->currency.code)];
	char first[DECIMAL_ROOM + sizeof(cohorts->shop->currency.code)];

	if (age < 1)
		return;
	money_text(cohorts, cohorts->curve[age].worth_milli, all);
	money_text(cohorts, cohorts->curve[0].worth_milli, first);
	if (age == 1)
		page_say(page,
			 "A newcomer leaves %s of %s on average in the %s of the first visit and "
			 "the "
			 "next; %s in the first of them.",
			 all, worth_basis_name(cohorts->basis), cohorts_period(cohorts), first);
	else
		page_say(page,
			 "A newcomer leaves %s of %s on average in the %s of the first visit and "
			 "the "
			 "%d after it; %s in the first of them.",
			 all, worth_basis_name(cohorts->basis), cohorts_period(cohorts), age,
			 first);
}

/* Whether nobody is new any more: the newest came long ago, and nobody after them. */
static bool row_is_old(const struct triangle *triangle, int32_t row)
{
	for (int32_t later = row + 1; later < triangle->count; later++)
		if (triangle->newcomers[later] > 0)
			return false;
	return triangle->count - 1 - row > NEWCOMERS_UNTIL;
}

static void say_tomorrow(const struct cohorts *cohorts, struct page *page)
{
	const struct triangle *triangle = &cohorts->triangles.of[0];
	int32_t row = triangle_newest(triangle, triangle->count);
	struct figures sum = { 0 };
	char name[PERIOD_ROOM];
	int64_t missing;
	char later[DECIMAL_ROOM];
	char of[DECIMAL_ROOM];

	if (cohorts->triangles.is_part) {
		page_tomorrow(page, "See the same for all sales: regulars report cohorts");
		return;
	}
	if (row < 0 || triangle_row_sum(triangle, row, &sum) < 0) {
		page_tomorrow(page, "Tell each new member what waits for them at the next visit.");
		return;
	}
	if (row_is_old(triangle, row)) {
		page_tomorrow(page, "Win newcomers: the last came first %d %ss ago.",
			      (int)(triangle->count - 1 - row), cohorts_period(cohorts));
		return;
	}
	cohorts_row_name(cohorts, row, name);
	missing = triangle->newcomers[row] - sum.returned;
	table_count(missing, later);
	table_count(triangle->newcomers[row], of);
	if (missing <= 0)
		page_tomorrow(page, "Thank the newcomers of %s: all of them bought again.", name);
	else
		page_tomorrow(page,
			      "Invite those of %s who have not bought a second time (%s of %s); "
			      "when is best says: regulars report rhythm",
			      name, later, of);
}

void cohorts_say(const struct cohorts *cohorts, struct page *page)
{
	say_return(cohorts, page);
	say_difference(cohorts, page);
	say_worth(cohorts, page);
	say_tomorrow(cohorts, page);
}
