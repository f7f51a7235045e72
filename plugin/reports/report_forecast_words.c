/* report_forecast_words.c - see report_forecast.h. */
#include <math.h>
#include <stdio.h>

#include "plugin/insight/period.h"
#include "plugin/page/table.h"
#include "plugin/reports/report_forecast.h"

enum { VISITS_TOLD = 50, VISITS_WHOLE = 10 };

/* Of some visits alone no share is spoken. */
static bool is_told(const struct forecast_said *said)
{
	double visits = 0;

	for (size_t week = 0; week < FORECAST_BACK; week++)
		visits += said->facts->visits[week];
	return said->forecast->is_measured && visits >= VISITS_TOLD;
}

/* An expectation is a fraction; a reader is told whole visits. */
static int64_t whole(double visits)
{
	return visits < 1e15 ? llround(visits) : INT64_C(1000000000000000);
}

/* Of few visits a week a tenth is told too, or the weeks would not add up to the sum. */
static bool is_small(const struct forecast_said *said)
{
	return said->forecast->total < FORECAST_AHEAD * VISITS_WHOLE;
}

static int visits_unit(const struct forecast_said *said)
{
	return is_small(said) ? PAGE_MILLI : PAGE_COUNT;
}

static void add_visits(const struct forecast_said *said, double visits, struct page *page)
{
	page_number(page, is_small(said) ? whole(visits * 1000) : whole(visits));
}

static struct money amount_of(const struct forecast_said *said, double visits)
{
	struct money amount = money_of(0);

	/* What no amount can hold is shown as none. */
	if (money_of_major(visits * said->forecast->ticket, said->currency, &amount) < 0)
		return money_of(0);
	return amount;
}

static int32_t first_day(const struct forecast_said *said, int32_t week)
{
	return said->today + 1 + week * FORECAST_WEEK;
}

static void add_label(const struct forecast_said *said, int32_t week, struct page *page)
{
	char day[PERIOD_ROOM];

	period_write_day(first_day(said, week), day);
	page_label(page, day);
}

static int32_t oldest(const struct forecast_said *said)
{
	return -(int32_t)said->forecast->back;
}

static void add_past(const struct forecast_said *said, struct page *page)
{
	page_series(page, "came", "came", visits_unit(said));
	for (int32_t week = oldest(said); week < 0; week++)
		add_visits(said, said->facts->visits[FORECAST_BACK + week], page);
	for (int32_t week = 0; week < FORECAST_AHEAD; week++)
		page_nothing(page);
}

/* A series of what is expected: of the past weeks, and then by `ahead`. */
static void add_series(const struct forecast_said *said, const double *past, const double *ahead,
		       struct page *page)
{
	for (int32_t week = oldest(said); week < 0; week++)
		if (past != NULL)
			add_visits(said, past[FORECAST_BACK + week], page);
		else
			page_nothing(page);
	for (int32_t week = 0; week < FORECAST_AHEAD; week++)
		add_visits(said, ahead[week], page);
}

static void add_chart(const struct forecast_said *said, struct page *page)
{
	const struct forecast *forecast = said->forecast;

	page_chart(page, PAGE_LINES, "tracking", "Visits a week: what came, what the model expects",
		   "week from");
	for (int32_t week = oldest(said); week < FORECAST_AHEAD; week++)
		add_label(said, week, page);
	add_past(said, page);
	page_series(page, "expected", "expected", visits_unit(said) | PAGE_DASHED);
	add_series(said, forecast->expected, forecast->visits, page);
	page_series(page, "low", "four times of five: from", visits_unit(said) | PAGE_BAND_LOW);
	add_series(said, NULL, forecast->low, page);
	page_series(page, "high", "to", visits_unit(said) | PAGE_BAND_HIGH);
	add_series(said, NULL, forecast->high, page);
}

static void add_ahead(const struct forecast_said *said, struct page *page)
{
	const struct forecast *forecast = said->forecast;

	page_table(page, "weeks", "The weeks to come");
	page_column(page, "from", "week from", PAGE_DAY);
	page_column(page, "visits", "visits", visits_unit(said) | PAGE_BAR);
	page_column(page, "visits_low", "from", visits_unit(said));
	page_column(page, "visits_high", "to", visits_unit(said));
	page_column(page, "by_new", "by new members", visits_unit(said) | PAGE_SECONDARY);
	page_column(page, "net", "sales", PAGE_MONEY);
	for (int32_t week = 0; week < FORECAST_AHEAD; week++) {
		page_row(page);
		page_number(page, first_day(said, week));
		add_visits(said, forecast->visits[week], page);
		add_visits(said, forecast->low[week], page);
		add_visits(said, forecast->high[week], page);
		add_visits(said, forecast->by_new[week], page);
		page_money(page, amount_of(said, forecast->visits[week]));
	}
}

static void add_tracking(const struct forecast_said *said, struct page *page)
{
	const struct forecast *forecast = said->forecast;

	if (forecast->back == 0)
		return;
	page_table(page, "tracking", "The weeks behind");
	page_column(page, "from", "week from", PAGE_DAY);
	page_column(page, "visits", "came", PAGE_COUNT | PAGE_BAR);
	page_column(page, "expected", "expected", visits_unit(said));
	page_column(page, "net", "sales", PAGE_MONEY);
	for (int32_t week = oldest(said); week < 0; week++) {
		struct money net = money_of(0);
		size_t at = (size_t)(FORECAST_BACK + week);

		page_row(page);
		page_number(page, first_day(said, week));
		page_number(page, whole(said->facts->visits[at]));
		add_visits(said, forecast->expected[at], page);
		if (money_of_major(said->facts->net[at], said->currency, &net) == RGL_OK)
			page_money(page, net);
		else
			page_nothing(page);
	}
}

/* "1 visit", "5,620 visits" */
#define VISITS_ROOM (DECIMAL_ROOM + 8)
static void count_visits(double visits, char ret[VISITS_ROOM])
{
	char digits[DECIMAL_ROOM];

	table_count(whole(visits), digits);
	(void)snprintf(ret, VISITS_ROOM, "%s %s", digits, whole(visits) == 1 ? "visit" : "visits");
}

static void say_ahead(const struct forecast_said *said, struct page *page)
{
	const struct forecast *forecast = said->forecast;
	char visits[VISITS_ROOM];
	char low[DECIMAL_ROOM];
	char high[DECIMAL_ROOM];
	char sales[DECIMAL_ROOM];

	count_visits(forecast->total, visits);
	table_count(whole(forecast->total_low), low);
	table_count(whole(forecast->total_high), high);
	money_write(amount_of(said, forecast->total), said->currency, sales);
	page_say(page,
		 "In the next %d weeks about %s of members, four times of five between %s "
		 "and "
		 "%s; at what a visit left lately, %s %s.",
		 FORECAST_AHEAD, visits, low, high, sales, said->currency->code);
}

static void say_new(const struct forecast_said *said, struct page *page)
{
	const struct forecast *forecast = said->forecast;
	double by_new = 0;

	for (size_t i = 0; i < FORECAST_AHEAD; i++)
		by_new += forecast->by_new[i];
	if (forecast->newcomers < 0.05 || forecast->total <= 0)
		page_say(page, "No new members are counted in: there were none lately.");
	else
		page_say(page,
			 "Of these visits %lld in 100 are of members yet to come, if %.*f a week "
			 "join as "
			 "they did lately.",
			 (long long)llround(by_new * 100 / forecast->total),
			 forecast->newcomers < 10 ? 1 : 0, forecast->newcomers);
}

static void say_past(const struct forecast_said *said, struct page *page)
{
	const struct forecast *forecast = said->forecast;
	double bias = forecast->bias;

	if (!is_told(said))
		page_say(page,
			 "There are too few weeks or visits behind to say how far off it may be.");
	else if (fabs(bias) < 0.05)
		page_say(page, "Of the last weeks the model says what came, within 5 in 100 of all "
			       "visits.");
	else
		page_say(page,
			 "Lately members came %.0f in 100 %s often than the model says of these "
			 "weeks: a "
			 "season, or something that changed.",
			 fabs(bias) * 100, bias > 0 ? "more" : "less");
}

static void say_tomorrow(const struct forecast_said *said, struct page *page)
{
	if (is_told(said) && said->forecast->bias < -0.15)
		page_tomorrow(page,
			      "Find out what keeps them away, and whom: regulars report at-risk");
	else
		page_tomorrow(page,
			      "Plan staff and stock by the upper figures of the next two weeks; "
			      "look again in a month.");
}

void report_forecast_page(const struct forecast_said *said, struct page *page)
{
	const struct forecast *forecast = said->forecast;

	say_ahead(said, page);
	say_new(said, page);
	say_past(said, page);
	say_tomorrow(said, page);
	page_fact_interval(page, "visits", "visits to come", PAGE_COUNT, whole(forecast->total),
			   whole(forecast->total_low), whole(forecast->total_high));
	page_fact_text(page, "model", "model", said->model->name);
	add_chart(said, page);
	add_ahead(said, page);
	add_tracking(said, page);
	page_note(page,
		  "A visit is a day on which a member bought. Weeks are seven days, counted from "
		  "the day after that which all is as of. Holidays and seasons are not in the "
		  "model: what was special about "
		  "the last weeks goes on in it.");
	page_note(page,
		  "Sales are visits times what a visit left in the last weeks, without tax and "
		  "refunds; sales without a member are not in them.");
}

void report_forecast_nothing(bool tried, struct page *page)
{
	if (tried) {
		page_say(page,
			 "Nothing yet: there are too few members who came to expect anything of.");
		page_tomorrow(page, "Scan a member's card with each sale.");
		return;
	}
	page_say(page, "Nothing yet: the models have not looked at this shop.");
	page_tomorrow(page, "Let them: regulars refresh");
}
