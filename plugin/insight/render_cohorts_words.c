/* render_cohorts_words.c - what the triangle says, in sentences; see render_cohorts.h.
 *
 * Only months that are over are spoken of. The two rows that are compared are always the newest
 * two that can be: picked by their date, never by their figures, so that the interval holds.
 */
#include <math.h>
#include <stdio.h>

#include "plugin/insight/render_cohorts.h"
#include "plugin/insight/render_interval.h"
#include "plugin/insight/table.h"

#define SENTENCE_ROOM 320

/* Rows whose month after the first is over and that have anybody in them. */
static bool can_return(const struct triangle *triangle, int32_t row)
{
	return row + 1 < triangle->month_count && triangle_is_over(triangle, row, 1) &&
	       triangle->rows[row].newcomers > 0;
}

static void say_return(const struct triangle *triangle, char ret[SENTENCE_ROOM])
{
	char came_text[DECIMAL_ROOM];
	char of_text[DECIMAL_ROOM];
	int64_t came = 0;
	int64_t of = 0;
	int64_t tenths;

	for (int32_t row = 0; row < triangle->month_count; row++) {
		if (!can_return(triangle, row))
			continue;
		came += triangle_at(triangle, row, 1)->members;
		of += triangle->rows[row].newcomers;
	}
	tenths = table_share(came, of, 10);
	table_count(came, came_text);
	table_count(of, of_text);
	if (of == 0)
		(void)snprintf(ret, SENTENCE_ROOM,
			       "It says: too early to tell; nobody's second month is over yet.");
	else if (came == 0)
		(void)snprintf(ret, SENTENCE_ROOM,
			       "It says: of %s new %s nobody came the month after.", of_text,
			       of == 1 ? "member" : "members");
	else if (tenths == 0)
		(void)snprintf(
			ret, SENTENCE_ROOM,
			"It says: fewer than one in ten new members comes again the month after "
			"(%s of %s).",
			came_text, of_text);
	else
		(void)snprintf(ret, SENTENCE_ROOM,
			       "It says: about %lld in ten new members %s again the month after "
			       "(%s of %s).",
			       (long long)tenths, tenths == 1 ? "comes" : "come", came_text,
			       of_text);
}

static int32_t newest_row(const struct triangle *triangle, int32_t before)
{
	int32_t row = before - 1;

	while (row >= 0 && !can_return(triangle, row))
		row--;
	return row;
}

static const char *compared(int64_t came_new, int64_t of_new, int64_t came_old, int64_t of_old)
{
	__extension__ typedef __int128 wide;
	wide left = (wide)came_new * of_old;
	wide right = (wide)came_old * of_new;

	if (left == right)
		return "as often as";
	return left > right ? "more often than" : "less often than";
}

/* A number of tenths, "12.5"; `plus` stands before what is not below zero. */
static void tenths_write(double tenths, const char *plus, char ret[DECIMAL_ROOM])
{
	int64_t whole = (int64_t)tenths;

	(void)snprintf(ret, DECIMAL_ROOM, "%s%lld.%lld", whole < 0 ? "-" : plus,
		       (long long)(whole < 0 ? -whole : whole) / 10,
		       (long long)(whole < 0 ? -whole : whole) % 10);
}

static void say_difference(const struct triangle *triangle, char ret[SENTENCE_ROOM])
{
	int32_t newer = newest_row(triangle, triangle->month_count);
	int32_t older = newer < 0 ? -1 : newest_row(triangle, newer);
	char newer_month[TABLE_MONTH_ROOM];
	char older_month[TABLE_MONTH_ROOM];
	char shares[2][DECIMAL_ROOM];
	char bounds[2][DECIMAL_ROOM];
	struct interval interval;
	int64_t came[2];
	int64_t of[2];

	ret[0] = '\0';
	if (older < 0)
		return;
	came[0] = triangle_at(triangle, newer, 1)->members;
	came[1] = triangle_at(triangle, older, 1)->members;
	of[0] = triangle->rows[newer].newcomers;
	of[1] = triangle->rows[older].newcomers;
	if (interval_difference(came[0], of[0], came[1], of[1], &interval) < 0)
		return;
	table_month(triangle->first_month + newer, newer_month);
	table_month(triangle->first_month + older, older_month);
	tenths_write(round((double)came[0] / (double)of[0] * 1000), "", shares[0]);
	tenths_write(round((double)came[1] / (double)of[1] * 1000), "", shares[1]);
	tenths_write(round(interval.low * 1000), "+", bounds[0]);
	tenths_write(round(interval.high * 1000), "+", bounds[1]);
	(void)snprintf(ret, SENTENCE_ROOM,
		       " Newcomers of %s did %s those of %s (%s against %s of 100); %s: "
		       "95 %% interval %s to %s.",
		       newer_month, compared(came[0], of[0], came[1], of[1]), older_month,
		       shares[0], shares[1],
		       interval.low <= 0 && interval.high >= 0
			       ? "that could still be chance"
			       : "chance alone would seldom do that",
		       bounds[0], bounds[1]);
}

void render_cohorts_words(const struct triangle *triangle, const struct view *view,
			  struct bytes *bytes)
{
	char text[2 * SENTENCE_ROOM];
	char first[SENTENCE_ROOM];
	char second[SENTENCE_ROOM];

	if (triangle->members == 0) {
		table_wrap(bytes,
			   "It says: nothing yet; no member has bought anything. "
			   "Tomorrow: scan a member's card with each sale.",
			   view->columns);
		return;
	}
	say_return(triangle, first);
	say_difference(triangle, second);
	(void)snprintf(text, sizeof(text), "%s%s", first, second);
	table_wrap(bytes, text, view->columns);
	table_wrap(bytes,
		   "Tomorrow: see who of them are worth most, and how much hangs on them: "
		   "regulars report value",
		   view->columns);
}
