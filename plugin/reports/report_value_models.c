/* report_value_models.c - see report_value.h: the models that were tried, and the one that is used.
 */
#include <math.h>
#include <stdio.h>

#include "plugin/reports/report_parts.h"
#include "plugin/reports/report_value.h"

#define NUMBER_ROOM 32

/* Four digits that count, for a table that few read: no unit of the page fits all of them. */
static void add_number(double number, struct page *page)
{
	char text[NUMBER_ROOM];

	if (!isfinite(number)) {
		page_nothing(page);
		return;
	}
	(void)snprintf(text, sizeof(text), "%.4g", number);
	page_text(page, text);
}

static void add_count(double count, struct page *page)
{
	if (isfinite(count) && fabs(count) < 1e15)
		page_number(page, llround(count));
	else
		page_nothing(page);
}

static void add_holdout(const struct holdout *holdout, struct page *page)
{
	if (holdout->days <= 0 || holdout->customers == 0) {
		for (int i = 0; i < 5; i++)
			page_nothing(page);
		return;
	}
	add_count(holdout->expected, page);
	add_count(holdout->actual, page);
	add_number(holdout->root_mean_square_error, page);
	add_number(holdout->correlation, page);
	add_number(holdout->auroc, page);
}

static void add_models(const struct choice *choice, struct page *page)
{
	page_table(page, "models", "The models that were tried");
	page_column(page, "model", "model", PAGE_TEXT);
	page_column(page, "is_used", "used", PAGE_TEXT);
	page_column(page, "log_likelihood", "log likelihood", PAGE_TEXT | PAGE_SECONDARY);
	page_column(page, "held_out_expected", "expected of the weeks held out", PAGE_COUNT);
	page_column(page, "held_out_came", "came", PAGE_COUNT);
	page_column(page, "held_out_error", "error a member (root mean square)", PAGE_TEXT);
	page_column(page, "held_out_correlation", "correlation", PAGE_TEXT | PAGE_SECONDARY);
	page_column(page, "held_out_auroc", "told who comes (AUROC)", PAGE_TEXT | PAGE_SECONDARY);
	for (size_t i = 0; i < choice->count; i++) {
		char text[NUMBER_ROOM];

		page_row(page);
		page_text(page, choice->models[i].name);
		page_text(page, i == choice->chosen ? "yes" : "no");
		(void)snprintf(text, sizeof(text), "%.2f", choice->models[i].fit.log_likelihood);
		page_text(page, text);
		add_holdout(&choice->models[i].holdout, page);
	}
}

static void add_parameter(const char *name, double value, double error, bool is_sure,
			  struct page *page)
{
	page_row(page);
	page_text(page, name);
	add_number(value, page);
	if (is_sure)
		add_number(error, page);
	else
		page_nothing(page);
}

/* Errors of what the data do not show mean nothing, and of a fallback there are none. */
static void add_parameters(const struct choice *choice, struct page *page)
{
	const struct timing_fit *fit = &choice->models[choice->chosen].fit;
	const struct timing_model *model = &fit->model;
	const struct spend_fit *spend = &choice->spend;
	const bool is_pareto = model->kind == TIMING_PARETO;
	const bool leaves = fit->verdict == FIT_GOOD;

	page_table(page, "parameters", "Its parameters, in days");
	page_column(page, "parameter", "parameter", PAGE_TEXT);
	page_column(page, "value", "value", PAGE_TEXT);
	page_column(page, "standard_error", "standard error", PAGE_TEXT);
	add_parameter("r", model->r, fit->errors[0], true, page);
	add_parameter("alpha", model->alpha, fit->errors[1], true, page);
	add_parameter(is_pareto ? "s" : "a", model->s, fit->errors[2], leaves, page);
	add_parameter(is_pareto ? "beta" : "b", model->beta, fit->errors[3], leaves, page);
	if (spend->model.is_pooled)
		return;
	add_parameter("p (spend)", spend->model.p, spend->errors[0], true, page);
	add_parameter("q (spend)", spend->model.q, spend->errors[1], true, page);
	add_parameter("v (spend)", spend->model.v, spend->errors[2], true, page);
}

void report_value_models(const struct people *people, struct page *page)
{
	if (report_model(people) == NULL)
		return;
	add_models(&people->state.choice, page);
	add_parameters(&people->state.choice, page);
}
