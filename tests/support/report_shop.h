/* report_shop.h - a shop with a few members, both reports of it, and what they are written to.
 *
 * Every call fails the test that makes it where something goes wrong. A month is counted from June
 * 2026, which is 0.
 */
#pragma once

#include "plugin/insight/render_cohorts.h"
#include "plugin/insight/render_value.h"

#define JUNE 677 /* 2026-06, counted from January 1970 */

struct report_shop {
	struct host host;
	struct cohorts *cohorts;
	struct value *value;
	struct zone *zone;
	struct triangle triangle;
	struct value_report report;
	struct view view;
	struct bytes bytes;
};

/* No sales, a view of 80 columns without colours. It stays where it is. */
void report_shop_open(struct report_shop *shop);
void report_shop_close(struct report_shop *shop);

/* A sale, or a refund when it is below zero. */
void report_shop_trade(struct report_shop *shop, int64_t member, int32_t month, int64_t minor);

/* Both reports, as of a month. */
void report_shop_add_up(struct report_shop *shop, int32_t now);

/* Ten come in June and four of them in July, four in July and three in August, one in August; it is
 * the middle of August. */
void report_shop_fill(struct report_shop *shop);

/* A report as text, as shop->view asks for it; good until the next. */
const char *report_shop_cohorts(struct report_shop *shop);
const char *report_shop_value(struct report_shop *shop, const char *const *names, int64_t count);
