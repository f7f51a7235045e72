/* report_page.h - a report over sales that were imported into a real store, as text.
 *
 * Every call fails the test that makes it where something goes wrong that it is not about. The shop
 * is that of shop.h: it is 5 January 2026, 11:00 in Copenhagen.
 */
#pragma once

#include "plugin/reports/read.h"
#include "tests/support/shop.h"

/* report: what is asked for; kind is set by each call. A view of 100 columns without colours, by
 * month, all sales. lines: rows to be imported. */
struct report_page {
	struct test_shop shop;
	struct report report;
	struct bytes lines;
	struct bytes text;
};

/* It stays where it is. */
void report_page_open(struct report_page *page);
void report_page_close(struct report_page *page);

/* A sale of that many minor units (below zero: a refund) by a member ("": nobody) on a day,
 * "2025-06-03" or "2025-06-03T09:30". The other texts may be NULL. cost -1: not known. */
struct page_sale {
	const char *day;
	const char *member;
	int64_t minor;
	int64_t cost;
	const char *store;
	const char *cashier;
	const char *item;
};
void report_page_add(struct report_page *page, const struct page_sale *sale);

/* Imports what was added; or a file. */
void report_page_import(struct report_page *page);
void report_page_import_file(struct report_page *page, const char *path);

/* The report; good until the next. */
const char *report_page_make(struct report_page *page, const char *name);

/* The refusal it must end in. */
rgl_rc report_page_refusal(struct report_page *page, const char *name);

/* As report_page_make, by a reader of its own whose memory runs out. */
rgl_rc report_page_sweep(struct report_page *page, const char *name, const struct rgl_host *lent);
