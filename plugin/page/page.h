/* page.h - what a report says, before it is known to whom: sentences, figures, tables, charts.
 *
 * In:  a report's words and numbers, in their order.
 * Out: a page that page_render makes into lines of a terminal, CSV, JSON or one self-contained HTML
 *      file (page_terminal.c, page_csv.c, page_json.c, page_html.c).
 * Not here: counting, reading the store.
 *
 *	page_say(page, "Two in five come a second time.");
 *	page_tomorrow(page, "Ask ...");
 *	page_table(page, "cohorts", "Who came back");
 *	page_column(page, "cohort", "first visit", PAGE_TEXT);
 *	page_column(page, "share_1", "+1", PAGE_SHARE | PAGE_HEAT);
 *	page_row(page);
 *	page_text(page, "2026-06");
 *	page_number(page, 410000);
 *
 * Pure. The first failure (E_MEMORY) sticks, as in bytes.h; page_render returns it. All texts are
 * copied. Keys are [a-z0-9_]+, for CSV and JSON: they never change once released; titles are for
 * people. One thread at a time.
 */
#pragma once

#include "plugin/base/bytes.h"
#include "plugin/page/render_view.h"

/* What a number means, and how it is written: to people | to programs (JSON, CSV).
 *
 *	PAGE_TEXT    a text
 *	PAGE_COUNT   12,345               | 12345
 *	PAGE_MONEY   1,234.05             | "x_minor": 123405 in JSON; 1234.05 in CSV
 *	PAGE_SHARE   of 1000000: 41 %     | 0.41
 *	PAGE_MILLI   of 1000: 12.5        | 12.5
 *	PAGE_DAYS    tenths of days: 6.5 days, 3 weeks where that reads better | 6.5
 *	PAGE_DAY     a day since 1970: 2026-11-22 (people: 22 Nov 2026)
 *	PAGE_ID      7592: a name in digits, to be typed again | 7592
 */
enum page_unit {
	PAGE_TEXT,
	PAGE_COUNT,
	PAGE_MONEY,
	PAGE_SHARE,
	PAGE_MILLI,
	PAGE_DAYS,
	PAGE_DAY,
	PAGE_ID,
	PAGE_UNITS
};
#define PAGE_HEAT 0x100	     /* flag of a column: a heat map, over all such columns of the table */
#define PAGE_BAR 0x200	     /* flag of a column: a bar beside the figure, where there is room */
#define PAGE_SECONDARY 0x400 /* flag of a column: the first to go when a terminal is narrow */

struct page;

/* name: of the report ("cohorts"); title: its heading ("Who keeps coming"). E_MEMORY. */
MUST_USE rgl_rc page_open(const struct host *host, const char *name, const char *title,
			  struct page **ret, struct rgl_why *refusal);
void page_close(struct page *page);

/* What is counted, and how ("net of refunds, by month of first visit"): one line under the title.
 */
PRINTF(2, 3) void page_subtitle(struct page *page, const char *format, ...);

/* A sentence of what it says, or of what to do tomorrow; plain words, a figure or two each. */
PRINTF(2, 3) void page_say(struct page *page, const char *format, ...);
PRINTF(2, 3) void page_tomorrow(struct page *page, const char *format, ...);

/* Something that a reader must know to trust it: what is left out, what is not known. */
PRINTF(2, 3) void page_note(struct page *page, const char *format, ...);

/* A key figure on top; _interval: between low and high four times of five, or as the title says. */
void page_fact(struct page *page, const char *key, const char *title, enum page_unit unit,
	       int64_t value);
void page_fact_text(struct page *page, const char *key, const char *title, const char *text);
void page_fact_interval(struct page *page, const char *key, const char *title, enum page_unit unit,
			int64_t value, int64_t low, int64_t high);

/* A table: its columns, then rows, each with a cell for every column in order. The first table is
 * the one that CSV has unless another is asked for by its key. */
void page_table(struct page *page, const char *key, const char *title);
void page_column(struct page *page, const char *key, const char *title, int unit_and_flags);
void page_row(struct page *page);
void page_text(struct page *page, const char *text);
void page_number(struct page *page, int64_t value); /* in the column's unit */
void page_money(struct page *page, struct money amount);
void page_nothing(struct page *page); /* not known, or does not apply: an empty cell, null */

/* The cell just added is of a period that is not over: marked ~, and no heat. In JSON and CSV the
 * column KEY_is_over says it, once a table marked one. */
void page_unfinished(struct page *page);

/* A chart: what stands along its foot, then series, each with a point for every label in order
 * (page_number, page_money, page_nothing, page_unfinished). Shown in HTML; on a terminal as a small
 * chart of characters; in JSON as figures. LINES may have a dashed series (expected) beside a solid
 * one (actual), and a band between two series (flag on the lower and the upper). */
enum page_chart_kind { PAGE_LINES, PAGE_BARS, PAGE_STACKED };
#define PAGE_DASHED 0x1000
#define PAGE_BAND_LOW 0x2000
#define PAGE_BAND_HIGH 0x4000
void page_chart(struct page *page, enum page_chart_kind kind, const char *key, const char *title,
		const char *foot_title);
void page_label(struct page *page, const char *text);
void page_series(struct page *page, const char *key, const char *title, int unit_and_flags);

/* In the format that `view` names, added to `bytes`. `table`: of CSV, NULL: the first. E_FIELD:
 * there is no such table, the refusal names those there are. E_MEMORY. */
MUST_USE rgl_rc page_render(const struct page *page, const struct view *view, const char *table,
			    struct bytes *bytes, struct rgl_why *refusal);
