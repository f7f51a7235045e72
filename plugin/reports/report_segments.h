/* report_segments.h - the words of the report segments; for report_segments.c and its test. */
#pragma once

#include "plugin/page/page.h"
#include "plugin/reports/people.h"
#include "plugin/reports/sums_segments.h"
#include "plugin/reports/sums_value.h"

/* groups: by segment. */
struct segments_said {
	struct store *store;
	const struct people *people;
	const struct value_sums *sums;
	struct segment_rules *rules;
	struct value_group *groups;
	const struct currency *currency;
};

/* All but the table of the members. */
void report_segments_say(const struct segments_said *said, struct page *page);
