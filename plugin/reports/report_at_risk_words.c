/* report_at_risk_words.c - see report_at_risk.h. */
#include "plugin/reports/report_at_risk.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "plugin/page/table.h"
#include "plugin/reports/report_parts.h"
#include "plugin/reports/sums_money.h"

/* Adds to a story while there is room; what does not fit is cut. */
PRINTF(3, 4) static void add(char *story, size_t *length, const char *format, ...)
{
	size_t room = STORY_ROOM - *length;
	va_list arguments;
	int wrote;

	va_start(arguments, format);
	wrote = vsnprintf(story + *length, room, format, arguments);
	va_end(arguments);
	if (wrote > 0)
		*length += (size_t)wrote < room ? (size_t)wrote : room - 1;
}

void last_visit_write(const struct last_visit *visit, const struct currency *currency,
		      char ret[STORY_ROOM])
{
	char day[PERIOD_ROOM];
	char amount[AMOUNT_ROOM];
	size_t length = 0;

	add(ret, &length, "%s: paid %s", period_say_day(visit->day, day),
	    amount_say(currency, visit->paid, amount));
	if (visit->mostly[0] != '\0')
		add(ret, &length, ", mostly for %.80s", visit->mostly);
	if (visit->cashier[0] != '\0')
		add(ret, &length, ", served by %.60s", visit->cashier);
	if (money_sign(visit->refund) > 0) {
		add(ret, &length, "; %s given back %s%s",
		    amount_say(currency, visit->refund, amount),
		    visit->refund_day == visit->day ? "the same day" : "on ",
		    visit->refund_day == visit->day ? "" : period_say_day(visit->refund_day, day));
	}
	if (visit->undone)
		add(ret, &length, "; a sale was undone that day");
}

static void say_overdue(const struct risk_said *said, struct page *page)
{
	const struct risk_sums *sums = said->sums;
	char members[COUNT_ROOM];
	char loss[AMOUNT_ROOM];

	count_say((int64_t)sums->overdue.count, "regular is", "regulars are", members);
	amount_say(said->currency, sums->loss, loss);
	page_say(page,
		 "%s overdue against their own rhythm: away longer than nine in ten of their usual "
		 "gaps. %s of the next 12 months' %s is at stake with them.",
		 members, loss, worth_basis_name(said->people->state.basis));
	page_fact(page, "overdue", "overdue", PAGE_COUNT, (int64_t)sums->overdue.count);
	page_fact_money(page, "loss", "at stake in 12 months", sums->loss);
}

/* What the first `count` hold of every 100 that are at stake. */
static int64_t held_by(const struct risk_sums *sums, size_t count)
{
	struct money held = money_of(0);

	for (size_t i = 0; i < count; i++)
		if (money_add(held, sums->overdue.at[i]->loss, &held) < 0)
			return 100;
	return table_share(sums_minor(held), sums_minor(sums->loss), 100);
}

/* How many are worth a contact: those who hold four fifths, as far as the list goes. If one in ten
 * comes back for it, a tenth of what is at stake with the last is what each may cost. */
static void say_whom(const struct risk_said *said, struct page *page)
{
	const struct risk_sums *sums = said->sums;
	size_t count = sums->enough < said->top ? sums->enough : said->top;
	char most[AMOUNT_ROOM];
	char members[COUNT_ROOM];

	if (money_sign(sums->loss) <= 0 || count == 0) {
		page_tomorrow(page, "Little hangs on it: greet them when they come.");
		return;
	}
	amount_say(said->currency, sums_per(sums->overdue.at[count - 1]->loss, 10), most);
	if (sums->overdue.count == 1) {
		page_tomorrow(page,
			      "Ask how the last visit was. If one in ten who are asked comes back "
			      "for it, asking may cost %s.",
			      most);
		return;
	}
	if (count == sums->overdue.count) {
		page_tomorrow(
			page,
			"Contact them all, from the top. If one in ten comes back for it, each "
			"contact may cost up to %s.",
			most);
		return;
	}
	page_tomorrow(page,
		      "Contact the first %zu, from the top: they hold %lld of every 100 of it. If "
		      "one in ten comes back for it, each contact may cost up to %s.",
		      count, (long long)held_by(sums, count), most);
	if (sums->enough > count)
		page_note(page, "Four fifths of it lie with %s; further down a contact pays less.",
			  count_say((int64_t)sums->enough, "regular", "regulars", members));
}

static void say_once(const struct risk_said *said, struct page *page)
{
	const struct risk_sums *sums = said->sums;
	char late[COUNT_ROOM];
	char all[COUNT_ROOM];

	if (sums->once.count == 0)
		return;
	count_say((int64_t)sums->once.count, "member is", "members are", late);
	count_say(sums->once_all, "who came once", "who came once", all);
	if (sums->late.seen >= LATE_LEAST)
		page_say(page,
			 "Beside these, of %s, %s late for a second visit: away for more than %d "
			 "days, when four of five who came again had done so, and for a year at "
			 "most.",
			 all, late, (int)sums->late.days);
	else
		page_say(page,
			 "Beside these, of %s, %s away for more than %d days, and for a year at "
			 "most; too few came again to say when one is late.",
			 all, late, (int)sums->late.days);
}

static void say_gone(const struct risk_said *said, struct page *page)
{
	char members[COUNT_ROOM];

	if (said->sums->gone == 0)
		return;
	count_say(said->sums->gone, "regular", "regulars", members);
	page_note(page,
		  "Not in the list: %s away for more than six of their usual gaps (and two "
		  "months), or "
		  "for two years; they are lost rather than late.",
		  members);
}

static void say_nothing(const struct risk_said *said, struct page *page)
{
	if (said->people->count == 0) {
		page_say(page, "Nothing yet: no member has bought anything.");
		page_tomorrow(page, "Scan a member's card with each sale.");
		return;
	}
	page_say(page, "Nobody who came twice or more is overdue against their own rhythm.");
	page_tomorrow(page, said->sums->once.count > 0
				    ? "Ask some of those who came once what was missing."
				    : "Nobody to go after: greet them when they come.");
}

void report_at_risk_say(const struct risk_said *said, struct page *page)
{
	enum scores_age age = report_scores_age(said->store, said->people);

	if (said->people->count == 0) {
		say_nothing(said, page);
		return;
	}
	if (age == SCORES_NEVER) {
		page_say(page, "Who is overdue is not known: the models have not looked at this "
			       "shop yet.");
		page_tomorrow(page, "Let them, once a week: regulars refresh");
	} else if (age == SCORES_NONE) {
		page_say(page, "Too little data: too few members came twice for a rhythm.");
	} else if (said->sums->overdue.count == 0) {
		say_nothing(said, page);
	} else {
		say_overdue(said, page);
		say_whom(said, page);
	}
	say_once(said, page);
	if (age == SCORES_OLD || age == SCORES_FRESH)
		report_say_model(said->store, said->people, page);
	say_gone(said, page);
	if (said->sums->overdue.count > 0)
		page_note(page, "At stake: how much less is expected within 12 months, discounted, "
				"than if they surely were customers still. Who came since the "
				"last refresh is not listed.");
	if (said->people->scored > 0)
		report_note_basis(said->people, page);
}
