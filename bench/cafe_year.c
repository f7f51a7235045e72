/* SPDX-License-Identifier: Apache-2.0 */
/* cafe_year.c - makes up a year of a cafe, for the demo and for measuring.
 *
 * In:  --end YYYY-MM-DD (its last day), --members N, --seed N.
 * Out: a CSV on stdout, one row a sale, as `regulars import sales` reads it. The same arguments
 *      give the same file. Times are the shop's own clock.
 *
 * How a guest behaves: how often differs from guest to guest (gamma), some come once and never
 * again, the others stay for a while that differs too; everyone has an hour, a favourite and days
 * of the week. Names are put together by chance from common given and family names; no guest is,
 * or is meant to be, a person.
 */
#include "bench/cafe_names.h"
#include "bench/chance.h"

#include <getopt.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { DAY_SALES_MAX = 2000, MEMBERS_MAX = 100000, OPEN_MINUTE = 450, CLOSE_MINUTE = 1080 };

/* ---- Names ---- */

enum { TONGUES = sizeof(tongues) / sizeof(*tongues), TONGUES_MIXED = 4, NAMES = 12 };
enum { NAME_ROOM = 64 };

/* A name that is not in `taken` yet (one bit would do; a byte is simpler). Families of the first
 * tongues marry one another. When a tongue has run out, a name comes twice, as names do. */
static void name_draw(struct chance *chance, bool *taken, char ret[NAME_ROOM])
{
	double weights[TONGUES];
	const char *given, *family;
	size_t own, other, name;

	for (size_t i = 0; i < TONGUES; i++)
		weights[i] = tongues[i].weight;
	for (int tries = 0; tries < 50; tries++) {
		size_t first = chance_bits(chance) % NAMES, last = chance_bits(chance) % NAMES;

		own = other = chance_pick(chance, weights, TONGUES);
		if (own < TONGUES_MIXED && chance_is(chance, 0.3))
			other = chance_bits(chance) % TONGUES_MIXED;
		given = tongues[own].given[first];
		family = tongues[other].family[last];
		name = ((own * NAMES + first) * TONGUES + other) * NAMES + last;
		if (!taken[name])
			break;
	}
	taken[name] = true;
	snprintf(ret, NAME_ROOM, "%s %s", tongues[own].family_first ? family : given,
		 tongues[own].family_first ? given : family);
}

/* ---- What is sold ---- */

/* How much it is asked for in the morning, at noon and in the afternoon, and how much more of it
 * in the warm (+) or the cold half of the year (-). Prices and costs in cents, tax within. */
struct good {
	const char *name;
	const char *category;
	int price_minor;
	int cost_minor;
	double wanted[3];
	double warmth;
};

static const struct good goods[] = {
	{ "Filter coffee", "coffee", 300, 45, { 9, 4, 4 }, -0.1 },
	{ "Espresso", "coffee", 260, 40, { 4, 4, 3 }, 0 },
	{ "Cappuccino", "coffee", 400, 72, { 9, 4, 6 }, 0 },
	{ "Flat white", "coffee", 420, 78, { 10, 4, 5 }, 0 },
	{ "Caffe latte", "coffee", 440, 85, { 7, 3, 6 }, -0.1 },
	{ "Oat latte", "coffee", 490, 104, { 5, 2, 4 }, 0 },
	{ "Iced latte", "coffee", 500, 98, { 1, 2, 4 }, 0.9 },
	{ "Hot chocolate", "drinks", 450, 95, { 1, 1, 4 }, -0.8 },
	{ "Chai", "drinks", 430, 70, { 2, 1, 3 }, -0.4 },
	{ "Pot of tea", "drinks", 380, 38, { 2, 2, 4 }, -0.3 },
	{ "Elderflower lemonade", "drinks", 390, 82, { 0.3, 2, 3 }, 0.9 },
	{ "Croissant", "bakery", 320, 110, { 5, 1, 1 }, 0 },
	{ "Kanelsnegl", "bakery", 360, 120, { 4, 1, 4 }, 0 },
	{ "Carrot cake", "cakes", 490, 165, { 0.3, 1, 5 }, 0 },
	{ "Porridge with apple", "kitchen", 620, 180, { 2, 0.3, 0 }, -0.6 },
	{ "Sandwich of the day", "kitchen", 890, 330, { 0.3, 9, 1 }, 0 },
	{ "Soup and bread", "kitchen", 950, 310, { 0, 5, 0.5 }, -0.7 },
	{ "House beans 250 g", "beans", 1250, 640, { 0.5, 0.5, 0.7 }, -0.1 },
};

enum { GOODS = sizeof(goods) / sizeof(*goods) };

/* ---- Who comes ---- */

/* A kind of guest: when in the day, and on which days (Monday first; 1 on average). */
struct habit {
	double share;
	double minute;
	double spread;
	double days[7];
};

static const struct habit habits[] = {
	{ 0.40, 8 * 60 + 15, 35, { 1.3, 1.35, 1.35, 1.35, 1.25, 0.25, 0.15 } },
	{ 0.22, 12 * 60 + 20, 40, { 1.2, 1.2, 1.2, 1.25, 1.3, 0.6, 0.25 } },
	{ 0.23, 15 * 60, 75, { 0.8, 0.8, 0.9, 0.95, 1.2, 1.4, 0.95 } },
	{ 0.15, 11 * 60, 80, { 0.2, 0.2, 0.25, 0.3, 0.75, 2.9, 2.4 } },
};

enum { HABITS = sizeof(habits) / sizeof(*habits) };

struct guest {
	int first_day;
	int last_day;
	double visits_a_day;
	const struct habit *habit;
	const struct good *favourite;
	char name[NAME_ROOM];
};

struct sale {
	int minute;
	int tie; /* keeps the order of equal minutes the same everywhere */
	int quantity;
	int member; /* -1: a walk-in */
	const struct good *good;
};

struct year {
	struct chance chance;
	time_t first_midnight; /* read as the shop's own calendar */
	int days;
	int members;
	struct guest *guests;
};

static struct tm day_calendar(const struct year *year, int day)
{
	time_t noon = year->first_midnight + (time_t)day * 86400 + 43200;
	struct tm calendar;

	gmtime_r(&noon, &calendar);
	return calendar;
}

/* -1 in the middle of January to +1 in the middle of July. */
static double day_warmth(const struct tm *calendar)
{
	return -cos(TAU * (calendar->tm_yday - 14) / 365.25);
}

/* How busy a day of this season is: closed at Christmas and New Year, busy before, quieter while
 * people are away in July. */
static double day_season(const struct tm *calendar)
{
	int day = calendar->tm_mon * 100 + calendar->tm_mday;

	if ((day >= 1124 && day <= 1126) || day == 1131 || day == 1)
		return 0;
	if (day >= 1101)
		return 1.2;
	return calendar->tm_mon == 6 ? 0.85 : 1.0;
}

static int weekday(const struct tm *calendar)
{
	return (calendar->tm_wday + 6) % 7;
}

static const struct good *good_draw(struct chance *chance, int minute, double warmth)
{
	int part = minute < 11 * 60 ? 0 : minute < 14 * 60 ? 1 : 2;
	double weights[GOODS];

	for (size_t i = 0; i < GOODS; i++)
		weights[i] = goods[i].wanted[part] * (1 + goods[i].warmth * warmth);
	return &goods[chance_pick(chance, weights, GOODS)];
}

static int guest_compare(const void *left, const void *right)
{
	const struct guest *a = left, *b = right;

	if (a->first_day != b->first_day)
		return a->first_day - b->first_day;
	return strcmp(a->name, b->name); /* qsort leaves open who of two equals is first */
}

/* Draws one guest. Many joined at the start, when the regulars of old were asked, and since then
 * a few more each month. */
static void guest_draw(struct year *year, const double *joining, bool *taken, struct guest *ret)
{
	struct chance *chance = &year->chance;
	double shares[HABITS], stay_days;

	for (size_t i = 0; i < HABITS; i++)
		shares[i] = habits[i].share;
	ret->habit = &habits[chance_pick(chance, shares, HABITS)];
	ret->first_day = (int)chance_pick(chance, joining, (size_t)year->days);
	ret->visits_a_day = chance_gamma(chance, 0.6, 0.15);
	stay_days = chance_exponential(chance, 1 / chance_gamma(chance, 1.3, 1 / 420.0));
	if (chance_is(chance, 0.33))
		stay_days = 0;
	ret->last_day = ret->first_day + (int)fmin(stay_days, year->days);
	ret->favourite = good_draw(chance, (int)ret->habit->minute, 0);
	name_draw(chance, taken, ret->name);
}

static bool guests_draw(struct year *year)
{
	bool *taken = calloc(TONGUES * NAMES * TONGUES * NAMES, sizeof(*taken));
	double *joining = calloc((size_t)year->days, sizeof(*joining));
	bool drawn = false;

	year->guests = calloc((size_t)year->members, sizeof(*year->guests));
	if (taken == NULL || joining == NULL || year->guests == NULL)
		goto out;
	for (int day = 0; day < year->days; day++) {
		struct tm calendar = day_calendar(year, day);

		joining[day] = day_season(&calendar) * (day < 30 ? 1.4 : 0.8) *
			       (1 + 0.6 * day / year->days);
	}
	for (int i = 0; i < year->members; i++)
		guest_draw(year, joining, taken, &year->guests[i]);
	qsort(year->guests, (size_t)year->members, sizeof(*year->guests), guest_compare);
	drawn = true;
out:
	free(taken);
	free(joining);
	return drawn;
}

/* ---- What happens on a day ---- */

static bool guest_comes(struct chance *chance, const struct guest *guest, int day,
			const struct tm *calendar)
{
	double wish = guest->visits_a_day * guest->habit->days[weekday(calendar)];

	if (day <= guest->first_day || day > guest->last_day)
		return day == guest->first_day;
	return chance_is(chance, fmin(wish * day_season(calendar), 0.95));
}

static struct sale sale_draw(struct chance *chance, const struct guest *guest,
			     const struct habit *habit, const struct tm *calendar)
{
	static const double quantities[] = { 0.8, 0.16, 0.03, 0.01 };
	bool weekend = calendar->tm_wday == 0 || calendar->tm_wday == 6;
	double minute = chance_normal(chance, habit->minute, habit->spread);
	double opens = OPEN_MINUTE + (weekend ? 90 : 0), closes = CLOSE_MINUTE - (weekend ? 60 : 0);
	struct sale sale = { .member = -1 };

	if (minute < opens || minute >= closes) /* before the door opens, or too late: any time */
		minute = opens + chance_share(chance) * (closes - opens - 1);
	sale.minute = (int)minute;
	sale.quantity = (int)chance_pick(chance, quantities, 4) + 1;
	if (guest != NULL && chance_is(chance, 0.6))
		sale.good = guest->favourite;
	else
		sale.good = good_draw(chance, sale.minute, day_warmth(calendar));
	return sale;
}

static int sale_compare(const void *left, const void *right)
{
	const struct sale *a = left, *b = right;

	return a->minute != b->minute ? a->minute - b->minute : a->tie - b->tie;
}

static void sale_write(const struct year *year, const struct tm *calendar, int number,
		       const struct sale *sale)
{
	static const char *const cashiers[] = { "Tove", "Amir", "Linh", "Jonas" };
	int shift = (sale->minute < 13 * 60 ? 0 : 2) + (calendar->tm_yday / 2 + number % 2) % 2;
	int total_minor = sale->quantity * sale->good->price_minor, tax_minor = total_minor / 5;
	int cost_minor = sale->quantity * sale->good->cost_minor;
	char day[16], member[16] = "";

	strftime(day, sizeof(day), "%Y-%m-%d", calendar);
	if (sale->member >= 0)
		snprintf(member, sizeof(member), "M%04d", sale->member + 1);
	printf("%.4s%.2s%.2s-%03d,%sT%02d:%02d,", day, day + 5, day + 8, number, day,
	       sale->minute / 60, sale->minute % 60);
	printf("%s,%s,till-%d,%s,", member, sale->member < 0 ? "" : year->guests[sale->member].name,
	       number % 4 == 0 ? 2 : 1, cashiers[shift]);
	printf("%s,%s,%d,%d.%02d,%d.%02d,%d.%02d\n", sale->good->name, sale->good->category,
	       sale->quantity, total_minor / 100, total_minor % 100, tax_minor / 100,
	       tax_minor % 100, cost_minor / 100, cost_minor % 100);
}

static void day_write(struct year *year, int day, struct sale *sales)
{
	static const double walk_ins[] = { 32, 32, 33, 34, 42, 46, 30 };
	struct tm calendar = day_calendar(year, day);
	double busy = walk_ins[weekday(&calendar)] * day_season(&calendar);
	int n = 0, strangers = (int)fmax(0, chance_normal(&year->chance, busy, sqrt(busy)));

	for (int i = 0; i < year->members && n < DAY_SALES_MAX; i++) {
		const struct guest *guest = &year->guests[i];

		if (!guest_comes(&year->chance, guest, day, &calendar))
			continue;
		sales[n] = sale_draw(&year->chance, guest, guest->habit, &calendar);
		sales[n++].member = i;
	}
	for (int i = 0; i < strangers && n < DAY_SALES_MAX; i++) {
		const struct habit *habit = &habits[chance_bits(&year->chance) % HABITS];

		sales[n++] = sale_draw(&year->chance, NULL, habit, &calendar);
	}
	for (int i = 0; i < n; i++)
		sales[i].tie = i;
	qsort(sales, (size_t)n, sizeof(*sales), sale_compare);
	for (int i = 0; i < n; i++)
		sale_write(year, &calendar, i + 1, &sales[i]);
}

/* The year that ends with this day: from the first of its month, twelve months before. */
static bool year_set(struct year *year, const char *last_day)
{
	struct tm calendar = { 0 };
	const char *end = strptime(last_day, "%Y-%m-%d", &calendar);
	time_t last;

	if (end == NULL || *end != '\0')
		return false;
	last = timegm(&calendar);
	calendar.tm_year--;
	calendar.tm_mday = 1;
	year->first_midnight = timegm(&calendar);
	year->days = (int)((last - year->first_midnight) / 86400) + 1;
	return true;
}

static bool options_read(struct year *year, int argc, char **argv)
{
	static const struct option options[] = {
		{ "end", 1, NULL, 'e' },
		{ "members", 1, NULL, 'm' },
		{ "seed", 1, NULL, 's' },
		{ NULL, 0, NULL, 0 },
	};
	bool well = year_set(year, "2026-11-20");
	int option;

	while (well && (option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (option == 'e')
			well = year_set(year, optarg);
		else if (option == 'm')
			year->members = (int)strtol(optarg, NULL, 10);
		else
			well = option == 's';
		if (option == 's')
			year->chance.state = strtoull(optarg, NULL, 10);
	}
	return well && optind == argc && year->members > 0 && year->members <= MEMBERS_MAX;
}

int main(int argc, char **argv)
{
	struct year year = { .chance = { 1 }, .members = 900 };
	struct sale *sales = calloc(DAY_SALES_MAX, sizeof(*sales));
	int status = 2;

	if (sales == NULL || !options_read(&year, argc, argv) || !guests_draw(&year)) {
		fputs("usage: cafe_year [--end YYYY-MM-DD] [--members N] [--seed N]\n", stderr);
		goto out;
	}
	puts("sale_id,date,member,name,till,cashier,item,category,quantity,total,tax,cost");
	for (int day = 0; day < year.days; day++)
		day_write(&year, day, sales);
	status = fflush(stdout) == 0 && !ferror(stdout) ? 0 : 1;
out:
	free(sales);
	free(year.guests);
	return status;
}
