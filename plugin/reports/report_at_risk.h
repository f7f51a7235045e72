/* report_at_risk.h - the words of the report at-risk; for report_at_risk.c and its test. */
#pragma once

#include "plugin/page/page.h"
#include "plugin/reports/people.h"
#include "plugin/reports/sums_risk.h"

/* A member's last day of visits. paid: of all sales that day. mostly: what most was paid for, ""
 * when it is not known; cashier: who served first, "". refund: given back since; refund_day: the
 * last time. undone: a sale of that day was taken back as never made. */
struct last_visit {
	int32_t day;
	struct money paid;
	char mostly[RGL_TEXT_MAX + 1];
	char cashier[RGL_TEXT_MAX + 1];
	struct money refund;
	int32_t refund_day;
	bool undone;
};

struct risk_said {
	struct store *store;
	const struct people *people;
	const struct risk_sums *sums;
	const struct currency *currency;
	size_t top; /* how many the list names */
};

#define STORY_ROOM 400
void last_visit_write(const struct last_visit *visit, const struct currency *currency,
		      char ret[STORY_ROOM]);

/* Sentences, facts and notes. */
void report_at_risk_say(const struct risk_said *said, struct page *page);
