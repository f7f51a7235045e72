/* report_worth.c - see report_worth.h. */
#include "tests/support/report_worth.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plugin/insight/period.h"
#include "plugin/insight/scores.h"
#include "tests/support/check.h"
#include "tests/support/sweep.h"

enum { JULY = 20270, FIVE_JANUARY = 20458 }; /* 2025-07-01, 2026-01-05, since 1970 */

/* A sale, or a refund below zero. */
static void sell(struct report_page *page, int member, int32_t day, int64_t minor, bool with_cost)
{
	char name[16] = "";
	char date[PERIOD_ROOM];

	if (member > 0)
		(void)snprintf(name, sizeof(name), "M%02d", member);
	period_write_day(day, date);
	report_page_add(page, &(struct page_sale) { .day = date,
						    .member = name,
						    .minor = minor,
						    .cost = !with_cost	? -1
							    : minor < 0 ? 0
									: minor * 2 / 5,
						    .store = member % 2 == 0 ? "Center" : "Harbour",
						    .cashier = member % 3 == 0 ? "Mia" : "Jonas",
						    .item = minor < 0 ? NULL : "Flat white" });
}

static void sell_weekly(struct report_page *page, int member, int32_t last, bool with_cost)
{
	for (int32_t day = last - 7 * 22; day <= last; day += 7)
		sell(page, member, day, 4000 + 100 * member, with_cost);
}

void worth_fill(struct report_page *page, bool with_cost)
{
	for (int member = 1; member <= 20; member++)
		sell_weekly(page, member, FIVE_JANUARY - 1 - member % 5, with_cost);
	for (int member = 21; member <= 24; member++)
		sell_weekly(page, member, FIVE_JANUARY - 31, with_cost);
	for (int member = 25; member <= 44; member++)
		sell(page, member, JULY + 60 + member, 3000 + 10 * member, with_cost);
	for (int member = 45; member <= 49; member++)
		sell(page, member, FIVE_JANUARY - 2, 3500, with_cost);
	for (int member = 50; member <= 52; member++) {
		sell(page, member, FIVE_JANUARY - 12, 3600, with_cost);
		sell(page, member, FIVE_JANUARY - 5, 3600, with_cost);
	}
	sell(page, 53, FIVE_JANUARY - 90, 5000, with_cost);
	sell(page, 53, FIVE_JANUARY - 89, -5000, with_cost);
	for (int32_t day = 0; day < 10; day++)
		sell(page, 0, FIVE_JANUARY - 20 + day, 2500, with_cost);
	report_page_import(page);
}

void worth_refresh(struct report_page *page)
{
	const struct scores_wish wish = { .method = FIT_MAP, .rate_ppm = SCORES_RATE_PPM };
	struct scores_done done;
	rgl_rc rc = scores_refresh(page->shop.store, &wish, NULL, NULL, &done);

	if (rc < 0)
		fail_msg("no refresh: %s", page->shop.store->refusal.text);
}

/* With one space where there are several, or a line end. */
static char *in_one_line(const char *text)
{
	char *line = malloc(strlen(text) + 1);
	size_t length = 0;

	assert_non_null(line);
	for (; *text != '\0'; text++) {
		char next = *text == '\n' ? ' ' : *text;

		if (next == ' ' && length > 0 && line[length - 1] == ' ')
			continue;
		line[length++] = next;
	}
	line[length] = '\0';
	return line;
}

static bool has(const char *text, const char *words)
{
	char *line = in_one_line(text);
	bool is_there = strstr(line, words) != NULL;

	free(line);
	return is_there;
}

void worth_says(const char *text, const char *words)
{
	if (!has(text, words))
		fail_msg("it does not say \"%s\" but\n%s", words, text);
}

void worth_is_silent(const char *text, const char *words)
{
	if (has(text, words))
		fail_msg("it says \"%s\"\n%s", words, text);
}

void worth_is_sane(const char *text)
{
	worth_is_silent(text, "nan");
	worth_is_silent(text, "NaN");
	worth_is_silent(text, " inf");
	worth_is_silent(text, "-0 ");
	worth_is_silent(text, "(null)");
}

void worth_sweep(struct report_page *page, const char *name)
{
	rgl_rc rc = RGL_E_MEMORY;

	for (long fail_at = 0; rc == RGL_E_MEMORY; fail_at++) {
		struct sweep sweep;

		sweep_init(&sweep, fail_at);
		rc = report_page_sweep(page, name, &sweep.host);
		assert_int_equal(sweep.held, 0);
		assert_false(sweep.misused);
		if (rc != RGL_E_MEMORY)
			assert_false(sweep.ran_out);
	}
	assert_int_equal(rc, RGL_OK);
}
