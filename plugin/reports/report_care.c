/* report_care.c - see reports.h: how people are treated, and what is done about it.
 *
 * The figures are read first (report_care_read.c), then the two lists of who needs somebody
 * tomorrow; after that it is words and tables.
 */
#include "plugin/reports/report_care_parts.h"
#include "plugin/reports/reports.h"

static rgl_rc make_page(struct care_read *care, struct page *page)
{
	struct complaint first = { 0 };
	bool has_overdue = false;
	rgl_rc rc = report_care_add_overdue(care, page, &first, &has_overdue);

	if (rc == RGL_OK)
		rc = report_care_add_strikes(care, page);
	if (rc < 0)
		return rc;
	report_care_say(care, has_overdue ? &first : NULL, page);
	rc = report_care_say_staff(care, page);
	if (rc < 0)
		return rc;
	report_care_add_answers(care, page);
	report_care_add_moods(care, page);
	report_care_add_complaints(care, page);
	report_care_add_gestures(care, page);
	report_care_add_contacts(care, page);
	return report_care_add_staff(care, page);
}

rgl_rc report_care(struct store *store, const struct report *report, struct page *page)
{
	struct care_read care;
	rgl_rc rc = report_care_read(store, report, &care);

	return rc < 0 ? rc : make_page(&care, page);
}
