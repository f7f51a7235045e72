/* report_parts.c - see report_parts.h. */
#include "plugin/reports/report_parts.h"

#include <math.h>
#include <stdio.h>

#include "plugin/page/table.h"
#include "plugin/reports/report_end.h"
#include "plugin/reports/sums_money.h"

rgl_rc report_is_of_all(const struct report *report, struct rgl_why *refusal)
{
	bool has_from = report->wish.from_ms > INT64_MIN;

	if (!has_from && report->wish.until_ms == INT64_MAX)
		return RGL_OK;
	return refuse_field(refusal, RGL_E_FIELD, has_from ? "from" : "to",
			    "the report %s looks at all sales there are; leave out from and to",
			    report->kind->name);
}

const char *amount_say(const struct currency *currency, struct money amount, char ret[AMOUNT_ROOM])
{
	char digits[DECIMAL_ROOM];

	money_write(amount, currency, digits);
	(void)snprintf(ret, AMOUNT_ROOM, "%s %s", digits, currency->code);
	return ret;
}

const char *count_say(int64_t count, const char *one, const char *many, char ret[COUNT_ROOM])
{
	char digits[DECIMAL_ROOM];

	table_count(count, digits);
	(void)snprintf(ret, COUNT_ROOM, "%s %.30s", digits, count == 1 ? one : many);
	return ret;
}

int64_t share_of(int64_t part, int64_t whole)
{
	int64_t share = table_share(part, whole, 1000000);

	return share < 0 ? 0 : share > 1000000 ? 1000000 : share;
}

void page_share_of(struct page *page, struct money part, struct money whole)
{
	if (money_sign(whole) <= 0)
		page_nothing(page);
	else
		page_number(page, share_of(sums_minor(part), sums_minor(whole)));
}

void page_fact_money(struct page *page, const char *key, const char *title, struct money amount)
{
	page_fact(page, key, title, PAGE_MONEY, sums_minor(amount));
}

static rgl_rc take_label(void *user, const struct member_row *row)
{
	member_label(row, user, LABEL_ROOM);
	return RGL_OK;
}

rgl_rc report_label(struct store *store, int64_t member, char ret[LABEL_ROOM])
{
	rgl_rc rc = member_row_read(store, member, take_label, ret);

	if (rc != RGL_E_UNKNOWN)
		return rc;
	(void)snprintf(ret, LABEL_ROOM, "member %lld", (long long)member);
	return RGL_OK;
}

const struct choice_model *report_model(const struct people *people)
{
	const struct choice *choice = &people->state.choice;

	return choice->chosen < choice->count ? &choice->models[choice->chosen] : NULL;
}

enum scores_age report_scores_age(struct store *store, const struct people *people)
{
	if (people->state.as_of_ms == 0)
		return SCORES_NEVER;
	if (report_model(people) == NULL || people->scored == 0)
		return SCORES_NONE;
	return people_scores_age(store, people) > SCORES_OLD_DAYS ? SCORES_OLD : SCORES_FRESH;
}

static bool was_tried(const struct choice_model *model)
{
	return model->holdout.days > 0 && model->holdout.expected > 0;
}

double report_miss(const struct people *people)
{
	return (double)people->state.doubt / 1e6;
}

static void say_trial(const struct choice_model *model, struct page *page)
{
	const struct holdout *holdout = &model->holdout;
	char expected[DECIMAL_ROOM];
	char actual[DECIMAL_ROOM];

	if (!was_tried(model)) {
		page_say(page, "It could not be tried on weeks that it had not seen: there are too "
			       "few yet. Take the figures as a rough guess.");
		return;
	}
	if (holdout->actual <= 0 && holdout->expected < 1) {
		page_say(page,
			 "None of the members it knew came in the last weeks, so that it could "
			 "not be tried on them.");
		return;
	}
	table_count(llround(fmin(holdout->expected, 1e15)), expected);
	table_count(llround(fmin(holdout->actual, 1e15)), actual);
	page_say(page,
		 "Tried on the last %.0f weeks, which it had not seen, it expected %s visits; %s "
		 "came.",
		 fmax(1, holdout->days / 7), expected, actual);
}

static void say_verdict(const struct choice_model *model, struct page *page)
{
	switch (model->fit.verdict) {
	case FIT_NO_CHURN:
		page_say(page,
			 "No measurable churn: in these sales nobody can be seen to stay away "
			 "for good. So the chances of still being a customer tell nothing here.");
		break;
	case FIT_TOO_LITTLE:
		page_say(page, "Too little data: what is expected leans on what is usual in shops, "
			       "and hardly on this one.");
		break;
	case FIT_GOOD:
		break;
	}
}

static void say_age(struct store *store, const struct people *people, struct page *page)
{
	const struct choice_model *model = report_model(people);
	int32_t age = people_scores_age(store, people);
	char days[COUNT_ROOM];

	if (people->today < people->now && age <= SCORES_OLD_DAYS)
		page_say(page,
			 "What is expected comes from the model %s, as of %s, the last day with a "
			 "sale.",
			 model->name, period_say_day(people->today, days));
	else if (age == 0)
		page_say(page, "What is expected comes from the model %s, as of today.",
			 model->name);
	else
		page_say(page, "What is expected comes from the model %s, as of %s ago%s.",
			 model->name, count_say(age, "day", "days", days),
			 age > SCORES_OLD_DAYS
				 ? ": that is old, and what happened since is not in it"
				 : "");
}

void report_say_model(struct store *store, const struct people *people, struct page *page)
{
	enum scores_age age = report_scores_age(store, people);

	if (age == SCORES_NEVER) {
		page_say(page,
			 "What they will be worth is not known: the models have not looked at "
			 "this shop yet.");
		page_tomorrow(page, "Let them, once a week: regulars refresh");
		return;
	}
	if (age == SCORES_NONE) {
		page_say(page, "Too little data: there are too few members who came to expect "
			       "anything of them.");
		return;
	}
	say_age(store, people, page);
	say_verdict(report_model(people), page);
	say_trial(report_model(people), page);
	if (age == SCORES_OLD)
		page_tomorrow(page, "Make the figures new: regulars refresh");
}

void report_note_end(const struct people *people, struct page *page)
{
	report_end_note(&(struct last_day) { .day = people->today, .now = people->now }, page);
}

void report_note_basis(const struct people *people, struct page *page)
{
	char sales[COUNT_ROOM];

	if (people->count == 0)
		return;
	report_note_end(people, page);
	if (people->basis == BASIS_MARGIN)
		page_note(page,
			  "Worth is the margin: net sales less what the goods cost; refunds are "
			  "taken off.");
	else
		page_note(
			page,
			"Worth is net sales, not margin: the cost of %s is not known. Refunds are "
			"taken off.",
			count_say(people->all.costless, "sale", "sales", sales));
	if (people->scored > 0 && people->state.basis != people->basis)
		page_note(page,
			  "What is expected is counted in %s, as it was known at the last "
			  "refresh.",
			  worth_basis_name(people->state.basis));
}
