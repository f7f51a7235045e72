/* report_forecast.h - the words of the report forecast; for report_forecast.c and its test. */
#pragma once

#include "plugin/models/choice.h"
#include "plugin/page/page.h"
#include "plugin/reports/sums_forecast.h"

struct forecast_said {
	const struct forecast *forecast;
	const struct forecast_facts *facts;
	const struct choice_model *model;
	int32_t today;
	const struct currency *currency;
};

/* Everything on the page. */
void report_forecast_page(const struct forecast_said *said, struct page *page);

/* Without a model: `tried`, there are too few members for one; else nobody refreshed yet. */
void report_forecast_nothing(bool tried, struct page *page);
