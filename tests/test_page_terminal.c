/* test_page_terminal.c - a page as lines of a terminal, wide and narrow, in colour and without. */
#include "tests/support/check.h"

#include <stdio.h>
#include <string.h>

#include "tests/support/page_sample.h"
#include "tests/support/page_text.h"

static const char *of_terminal(struct page_text *text, const struct page *page, size_t columns,
			       bool colour)
{
	const struct view view = page_sample_view(VIEW_TABLE, columns, colour);

	return page_text_of(text, page, &view, NULL);
}

/* Without the line ends that a narrow terminal brings. */
static const char *unbroken(const char *seen)
{
	static char text[65536];
	size_t length = strlen(seen);

	assert_true(length < sizeof(text));
	for (size_t i = 0; i <= length; i++)
		text[i] = (char)(seen[i] == '\n' ? ' ' : seen[i]);
	return text;
}

static void add_cohort(struct page *page, const char *name, int64_t members, int64_t share)
{
	page_row(page);
	page_text(page, name);
	page_number(page, members);
	page_number(page, share);
}

static void add_cohorts(struct page *page)
{
	page_table(page, "cohorts", "Who came back");
	page_column(page, "cohort", "first visit", PAGE_TEXT);
	page_column(page, "members", "new", PAGE_COUNT);
	page_column(page, "share_1", "+1", PAGE_SHARE | PAGE_HEAT);
	page_column(page, "share_2", "+2", PAGE_SHARE | PAGE_HEAT);
	add_cohort(page, "2026-06", 10, 400000);
	page_number(page, 100000);
	page_unfinished(page);
	add_cohort(page, "2026-07", 4, 750000);
	page_nothing(page);
}

/* The page as an owner sees it, whole. */
static void a_page_reads_as_drawn(void **state)
{
	static const char EXPECTED[] =
		"Kaffe & Kage · a page\n"
		"by month of first visit · amounts in DKK · Europe/Copenhagen\n"
		"\n"
		"It says:  Four in ten come again the month after, which is as many as last year.\n"
		"          July kept more.\n"
		"Tomorrow: Ring five.\n"
		"\n"
		"members who bought      14\n"
		"worth a year        617.78  between 500.00 and 700.00\n"
		"model               MBG/NBD\n"
		"\n"
		"Who came back\n"
		"first visit   new    +1    +2\n"
		"2026-06        10  40 %  10 %~\n"
		"2026-07         4  75 %\n"
		"~ not over yet.\n"
		"\n"
		"- Three refunds are left out.\n";
	struct page_text text;
	struct page *page;

	(void)state;
	page_text_open(&text);
	page = page_text_new(&text);
	page_subtitle(page, "by month of first visit");
	page_say(page, "Four in ten come again the month after, which is as many as last year.");
	page_say(page, "July kept more.");
	page_tomorrow(page, "Ring five.");
	page_note(page, "Three refunds are left out.");
	page_fact(page, "members", "members who bought", PAGE_COUNT, 14);
	page_fact_interval(page, "worth", "worth a year", PAGE_MONEY, 61778, 50000, 70000);
	page_fact_text(page, "model", "model", "MBG/NBD");
	add_cohorts(page);
	assert_string_equal(of_terminal(&text, page, 80, false), EXPECTED);
	page_close(page);
	page_text_close(&text);
}

/* Only what is over is warm; 75 of 100 are the darkest, 40 are in the middle. */
static void colour_is_for_whole_months(void **state)
{
	struct page_text text;
	struct page *page;
	const char *seen;

	(void)state;
	page_text_open(&text);
	page = page_text_new(&text);
	add_cohorts(page);
	assert_null(strchr(of_terminal(&text, page, 80, false), '\033'));
	seen = of_terminal(&text, page, 80, true);
	assert_non_null(
		strstr(seen, "2026-06        10 \033[48;5;77;38;5;16m 40 % \033[0m 10 %~\n"));
	assert_non_null(strstr(seen, "2026-07         4 \033[48;5;22;38;5;231m 75 % \033[0m\n"));
	page_close(page);
	page_text_close(&text);
}

/* From a window too narrow for anything to a wide one, the terminal breaks no line. */
static void every_line_fits_the_terminal(void **state)
{
	struct page_text text;

	(void)state;
	page_text_open(&text);
	for (size_t columns = 48; columns <= 200; columns++)
		page_text_fits(page_text_sample(&text, VIEW_TABLE, columns, columns % 2 == 0, NULL),
			       columns);
	for (size_t columns = 0; columns < 48; columns++)
		assert_true(strlen(page_text_sample(&text, VIEW_TABLE, columns, true, NULL)) > 0);
	page_text_close(&text);
}

/* Columns of second rank go first, then the latest of the heat map; both are named. */
static void what_is_left_out_is_named(void **state)
{
	struct page_text text;
	const char *seen;

	(void)state;
	page_text_open(&text);
	seen = page_text_sample(&text, VIEW_TABLE, 100, false, NULL);
	assert_non_null(strstr(seen, "456,000.00"));
	seen = page_text_sample(&text, VIEW_TABLE, 90, false, NULL);
	assert_null(strstr(seen, "456,000.00"));
	assert_non_null(strstr(seen, "Not shown, for want of room: net sales so far; --format csv "
				     "has all."));
	seen = page_text_sample(&text, VIEW_TABLE, 60, false, NULL);
	assert_non_null(strstr(unbroken(seen), "net sales so far, +8 to +11; --format csv has"));
	page_text_close(&text);
}

/* Of the first table, CSV needs no name; a column alone is not "+2 to +2". */
static void a_single_column_left_out_is_named_alone(void **state)
{
	struct page_text text;
	struct page *page;

	(void)state;
	page_text_open(&text);
	page = page_text_new(&text);
	add_cohorts(page);
	assert_non_null(strstr(unbroken(of_terminal(&text, page, 22, false)),
			       "Not shown, for want of room: +2; --format csv has all."));
	assert_null(strstr(of_terminal(&text, page, 22, false), "--table"));
	page_close(page);
	page_text_close(&text);
}

/* The last text goes on below itself, and no word of it is lost. */
static void a_long_text_goes_on_below(void **state)
{
	struct page_text text;
	const char *seen;

	(void)state;
	page_text_open(&text);
	seen = page_text_sample(&text, VIEW_TABLE, 100, false, NULL);
	assert_non_null(strstr(seen, "two flat whites and a cinnamon\n"));
	assert_non_null(strstr(seen,
			       "\n                                                            "
			       "       roll, 76.00, served by Jonas in\n"));
	page_text_close(&text);
}

/* Names stand in their columns whatever they are made of. */
static void wide_and_bad_letters_keep_their_columns(void **state)
{
	struct page_text text;
	const char *seen;

	(void)state;
	page_text_open(&text);
	seen = page_text_sample(&text, VIEW_TABLE, 100, false, NULL);
	assert_non_null(strstr(seen, "\n" PAGE_SAMPLE_WIDE "             540.00 "));
	assert_non_null(strstr(seen, "\nbad??[2Jbytes?                        12.05 "));
	assert_non_null(strstr(seen, " one tea only\n"));
	page_text_close(&text);
}

/* The longest bar stands for the most; what is below nothing has none. */
static void bars_stand_beside_their_figures(void **state)
{
	struct page_text text;
	const char *seen;

	(void)state;
	page_text_open(&text);
	seen = page_text_sample(&text, VIEW_TABLE, 100, false, NULL);
	assert_non_null(strstr(seen, "   97,000.00 ████████████████████████           42.4\n"));
	assert_non_null(strstr(seen, "   22,750.00 █████▋                             10.6\n"));
	assert_non_null(strstr(seen, "     -453.13                                    0.66\n"));
	seen = page_text_sample(&text, VIEW_TABLE, 48, false, NULL);
	assert_non_null(strstr(seen, "\nloyal     340  "));
	page_text_close(&text);
}

/* Lines have an axis, letters at their ends and a legend; a line of one point is a dot. */
static void lines_are_drawn_in_dots(void **state)
{
	struct page_text text;
	struct page *page;
	const char *seen;

	(void)state;
	page_text_open(&text);
	seen = page_text_sample(&text, VIEW_TABLE, 100, false, NULL);
	assert_non_null(strstr(seen, "\n7,861 ┤"));
	assert_non_null(strstr(seen, "\n    0 ┤"));
	assert_non_null(strstr(seen, "a visits  b expected (dashed)"));
	assert_non_null(strstr(seen, "2026-W01"));
	page = page_text_new(&text);
	page_chart(page, PAGE_LINES, "one", "One point", "week");
	page_label(page, "W1");
	page_series(page, "s", "s", PAGE_COUNT);
	page_number(page, 7);
	seen = of_terminal(&text, page, 80, false);
	assert_non_null(strstr(seen, "7 ┤⠁\n"));
	assert_non_null(strstr(seen, "0 ┤\n"));
	page_close(page);
	page_text_close(&text);
}

/* A chart of more labels than a screen has lines shows the latest, and says so. */
static void many_bars_show_the_latest(void **state)
{
	struct page_text text;
	struct page *page;
	const char *seen;
	char label[32];

	(void)state;
	page_text_open(&text);
	page = page_text_new(&text);
	page_chart(page, PAGE_BARS, "weeks", "Visits", "week");
	for (int i = 1; i <= 60; i++) {
		(void)snprintf(label, sizeof(label), "week %d", i);
		page_label(page, label);
	}
	page_series(page, "visits", "visits", PAGE_COUNT);
	for (int i = 1; i <= 60; i++)
		page_number(page, i);
	seen = of_terminal(&text, page, 80, false);
	assert_null(strstr(seen, "week 20 "));
	assert_non_null(strstr(seen, "week 21 "));
	assert_non_null(strstr(seen,
			       "week 60  60  ██████████████████████████████████████████████████"
			       "\n"));
	assert_non_null(strstr(seen, "The first 20 are not shown; --format csv --table weeks has "
				     "all.\n"));
	page_close(page);
	page_text_close(&text);
}

/* Parts that are stacked add up to their whole, and shades are told. What is below zero has no bar,
 * but is in the figure. */
static void stacked_parts_add_up(void **state)
{
	struct page_text text;
	struct page *page;
	const char *seen;

	(void)state;
	page_text_open(&text);
	page = page_text_new(&text);
	page_chart(page, PAGE_STACKED, "sales", "Sales", "week");
	page_label(page, "W1");
	page_label(page, "W2");
	for (int i = 0; i < 3; i++) {
		page_series(page, "s", i == 0 ? "new" : "old", PAGE_COUNT);
		page_number(page, 10);
		page_number(page, i == 1 ? -5 : 0);
	}
	seen = of_terminal(&text, page, 41, false);
	assert_non_null(strstr(seen, "W1  30  ███████████▒▒▒▒▒▒▒▒▒▒▒░░░░░░░░░░░\n"));
	assert_non_null(strstr(seen, "W2  -5\n"));
	assert_non_null(strstr(seen, "█ new   ▒ old   ░ old\n"));
	page_close(page);
	page_text_close(&text);
}

/* Nothing is said to be nothing. */
static void empty_tables_and_charts_say_so(void **state)
{
	struct page_text text;
	const char *seen;

	(void)state;
	page_text_open(&text);
	seen = page_text_sample(&text, VIEW_TABLE, 100, false, NULL);
	assert_non_null(strstr(seen, "Members brought by members\n(nothing)\n"));
	assert_non_null(strstr(seen, "A chart of nothing\n(nothing)\n"));
	page_text_close(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_page_reads_as_drawn),
		cmocka_unit_test(colour_is_for_whole_months),
		cmocka_unit_test(every_line_fits_the_terminal),
		cmocka_unit_test(what_is_left_out_is_named),
		cmocka_unit_test(a_single_column_left_out_is_named_alone),
		cmocka_unit_test(a_long_text_goes_on_below),
		cmocka_unit_test(wide_and_bad_letters_keep_their_columns),
		cmocka_unit_test(bars_stand_beside_their_figures),
		cmocka_unit_test(lines_are_drawn_in_dots),
		cmocka_unit_test(many_bars_show_the_latest),
		cmocka_unit_test(stacked_parts_add_up),
		cmocka_unit_test(empty_tables_and_charts_say_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
