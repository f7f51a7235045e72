/* reports.h - each report of the owner's, from the store to a page.
 *
 * In:  a store open for reading, what was asked for (read.h).
 * Out: a page (page.h).
 *
 * All: E_FIELD when something was asked that this report cannot answer (a cut it does not have),
 * with what it can; E_MEMORY, E_RANGE, and the store's. A shop without sales, with one customer, or
 * without scores gets a page that says so. Reading only; one thread at a time a store.
 */
#pragma once

#include "plugin/page/page.h"
#include "plugin/reports/read.h"

typedef rgl_rc report_maker(struct store *store, const struct report *report, struct page *page);

report_maker report_cohorts;	      /* grain, cut, where, measure */
report_maker report_value;	      /* past and expected, by member, cohort, segment */
report_maker report_at_risk;	      /* overdue against their own rhythm, by expected loss */
report_maker report_segments;	      /* RFM, named */
report_maker report_rhythm;	      /* time to the second visit, gaps */
report_maker report_new_vs_returning; /* by period; cut, where */
report_maker report_economics;
report_maker report_forecast;
report_maker report_staff;
report_maker report_alerts;
report_maker report_care; /* how people are treated: complaints, moods, gestures, silent churn */
