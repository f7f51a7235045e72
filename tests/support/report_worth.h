/* report_worth.h - a coffee shop whose members can be told apart by how they come, for the reports
 *of their worth. Today is 5 January 2026 (shop.h).
 *
 *	1 to 20    each week since July, the last time within the week
 *	21 to 24   the same until 5 December: overdue
 *	25 to 44   once, in autumn
 *	45 to 49   once, two days ago
 *	50 to 52   twice, on time
 *	53         once, and all was given back
 *	nobody     ten sales
 */
#pragma once

#include "tests/support/report_page.h"

#define WORTH_MEMBERS 53

/* Sales of all, with what the goods cost (two fifths) or without; and they are imported. */
void worth_fill(struct report_page *page, bool with_cost);

/* What models expect of them, as `regulars refresh` does it. */
void worth_refresh(struct report_page *page);

/* The text has these words, or has not: else the test fails and shows it. Line ends count as
 * spaces: a sentence may be broken anywhere. */
void worth_says(const char *text, const char *words);
void worth_is_silent(const char *text, const char *words);

/* Nothing of what floating point writes when it went wrong. */
void worth_is_sane(const char *text);

/* Each of a reader's allocations fails in turn: E_MEMORY each time, and no block is left. */
void worth_sweep(struct report_page *page, const char *name);
