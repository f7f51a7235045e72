/* report_rhythm_parts.h - what the parts of the report rhythm share. */
#pragma once

#include "plugin/insight/period.h"
#include "plugin/page/page.h"
#include "plugin/reports/sums_rhythm.h"

#define RHYTHM_FEW 10	  /* of fewer no share is spoken */
#define RHYTHM_DAYS_MIN 7 /* watched for less, newcomers have told nothing */

/* hours: sales by weekday, from Monday, and hour of the shop's clock. horizon: the last day that
 * enough members were watched to tell a share; -1: none. come: the share of newcomers who had come
 * again by then. remind: the day after which most of those who come again have come; -1: not known.
 * window: which of RHYTHM_WINDOW_DAYS is spoken of. */
struct rhythm_page {
	const struct rhythm *rhythm;
	int64_t hours[7][24];
	int32_t horizon;
	int32_t remind;
	double come;
	size_t window;
};

/* Most is three in four. */
#define RHYTHM_MOST 0.75

void rhythm_say(const struct rhythm_page *rhythm, struct page *page);
void rhythm_add_tables(const struct rhythm_page *rhythm, struct page *page);
void rhythm_add_clock(const struct rhythm_page *rhythm, struct page *page);

extern const char *const RHYTHM_WEEKDAYS[7];
