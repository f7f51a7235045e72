/* page_figure.c - numbers of a page as people and as programs read them; see page_parts.h. */
#include "plugin/page/page_parts.h"

#include <stdio.h>
#include <string.h>

#include "plugin/insight/period.h"
#include "plugin/page/table.h"

#define SHARE_WHOLE INT64_C(1000000)
#define TENTHS_A_WEEK 70
#define TENTHS_A_MONTH 304
#define TENTHS_A_YEAR 3652

/* part / whole, half away from zero. */
static int64_t divide(int64_t part, int64_t whole)
{
	return table_share(part, whole, 1);
}

/* One digit behind the point where a whole number would say 0 or 100 and it is neither. */
static void write_share(int64_t value, char ret[PAGE_FIGURE_ROOM])
{
	bool is_edge = (value > 0 && value < SHARE_WHOLE / 100) ||
		       (value > SHARE_WHOLE / 100 * 99 && value < SHARE_WHOLE);
	char digits[DECIMAL_ROOM];

	if (value > 0 && value < SHARE_WHOLE / 2000)
		(void)snprintf(ret, PAGE_FIGURE_ROOM, "<0.1 %%");
	else if (value > SHARE_WHOLE / 2000 * 1999 && value < SHARE_WHOLE)
		(void)snprintf(ret, PAGE_FIGURE_ROOM, ">99.9 %%");
	else {
		decimal_write_grouped(divide(value, is_edge ? 1000 : 10000), is_edge, digits);
		(void)snprintf(ret, PAGE_FIGURE_ROOM, "%s %%", digits);
	}
}

static void write_milli(int64_t value, char ret[PAGE_FIGURE_ROOM])
{
	bool is_small = value > -1000 && value < 1000 && value != 0;
	char digits[DECIMAL_ROOM];

	decimal_write_grouped(divide(value, is_small ? 10 : 100), is_small ? 2 : 1, digits);
	(void)snprintf(ret, PAGE_FIGURE_ROOM, "%s", digits);
}

/* So many of a unit, with a digit behind the point where it is asked for and not 0. */
static void write_span(int64_t tenths, const char *unit, bool is_whole, char ret[PAGE_FIGURE_ROOM])
{
	char digits[DECIMAL_ROOM];
	bool has_tenth = !is_whole && tenths % 10 != 0;

	decimal_write_grouped(has_tenth ? tenths : divide(tenths, 10), has_tenth, digits);
	(void)snprintf(ret, PAGE_FIGURE_ROOM, "%s %s%s", digits, unit,
		       strcmp(digits, "1") == 0 ? "" : "s");
}

/* Days up to four weeks, then weeks up to twelve, months up to two years, years. */
static void write_days(int64_t tenths, char ret[PAGE_FIGURE_ROOM])
{
	if (tenths >= 2 * TENTHS_A_YEAR)
		write_span(table_share(tenths, TENTHS_A_YEAR, 10), "year", false, ret);
	else if (tenths >= 12 * TENTHS_A_WEEK)
		write_span(table_share(tenths, TENTHS_A_MONTH, 10), "month", true, ret);
	else if (tenths >= 4 * TENTHS_A_WEEK ||
		 (tenths >= 2 * TENTHS_A_WEEK && tenths % TENTHS_A_WEEK == 0))
		write_span(table_share(tenths, TENTHS_A_WEEK, 10), "week", true, ret);
	else
		write_span(tenths, "day", tenths >= 100, ret);
}

/* No shop's day lies further off; the arithmetic of days holds up to there. */
static int64_t near_day(int64_t day)
{
	const int64_t far = 1000000;

	if (day > far)
		return far;
	return day < -far ? -far : day;
}

static void write_day(int64_t day, char ret[PAGE_FIGURE_ROOM])
{
	static const char *const MONTHS[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
					      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	const struct civil civil = civil_of(near_day(day) * MS_A_DAY);

	(void)snprintf(ret, PAGE_FIGURE_ROOM, "%d %s %d", (int)civil.day, MONTHS[civil.month - 1],
		       (int)civil.year);
}

void page_figure_write(enum page_unit unit, int64_t value, const struct currency *currency,
		       char ret[PAGE_FIGURE_ROOM])
{
	char digits[DECIMAL_ROOM];

	switch (unit) {
	case PAGE_TEXT:
	case PAGE_COUNT:
	case PAGE_MONEY:
	case PAGE_UNITS:
		decimal_write_grouped(value, unit == PAGE_MONEY ? currency->exponent : 0, digits);
		(void)snprintf(ret, PAGE_FIGURE_ROOM, "%s", digits);
		break;
	case PAGE_SHARE:
		write_share(value, ret);
		break;
	case PAGE_MILLI:
		write_milli(value, ret);
		break;
	case PAGE_DAYS:
		write_days(value, ret);
		break;
	case PAGE_DAY:
		write_day(value, ret);
		break;
	case PAGE_ID:
		(void)snprintf(ret, PAGE_FIGURE_ROOM, "%lld", (long long)value);
		break;
	}
}

/* Digits behind the point, without zeros at their end. */
static void write_plain(int64_t value, uint32_t digits, char ret[PAGE_FIGURE_ROOM])
{
	char text[DECIMAL_ROOM];
	size_t length;

	decimal_write(value, digits, text);
	length = strlen(text);
	while (digits > 0 && text[length - 1] == '0')
		length--;
	if (digits > 0 && text[length - 1] == '.')
		length--;
	text[length] = '\0';
	(void)snprintf(ret, PAGE_FIGURE_ROOM, "%s", text);
}

void page_figure_data(enum page_unit unit, int64_t value, const struct currency *currency,
		      char ret[PAGE_FIGURE_ROOM])
{
	static const uint32_t DIGITS[PAGE_UNITS + 1] = {
		[PAGE_SHARE] = 6,
		[PAGE_MILLI] = 3,
		[PAGE_DAYS] = 1,
	};
	char text[DECIMAL_ROOM];

	if (unit == PAGE_DAY) {
		period_write_day((int32_t)near_day(value), text);
		(void)snprintf(ret, PAGE_FIGURE_ROOM, "%s", text);
	} else if (unit == PAGE_MONEY) {
		decimal_write(value, currency->exponent, text);
		(void)snprintf(ret, PAGE_FIGURE_ROOM, "%s", text);
	} else {
		write_plain(value, DIGITS[unit], ret);
	}
}

const char *page_cell_text(const struct page_column *column, const struct page_cell *cell,
			   const struct currency *currency, char room[PAGE_FIGURE_ROOM])
{
	if (cell->kind == CELL_NOTHING)
		return "";
	if (cell->kind == CELL_TEXT)
		return cell->text;
	page_figure_write(column->unit, cell->number, currency, room);
	return room;
}
