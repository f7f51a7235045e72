/* sums_risk.c - see sums_risk.h. */
#include "plugin/reports/sums_risk.h"

#include <stdlib.h>

#include "plugin/reports/sums_money.h"

static bool is_repeater(const struct person *person)
{
	return person->is_scored && person->days >= 2 && person->usual_days > 0;
}

int64_t risk_days_over(const struct person *person, int32_t today)
{
	return ((int64_t)today - person->last_day) * 10 - person->usual_days;
}

bool risk_is_overdue(const struct person *person, int32_t today)
{
	return is_repeater(person) && !person->is_not_named && !person->has_come_since &&
	       person->overdue >= RISK_OVERDUE && risk_days_over(person, today) > 0 &&
	       !segment_is_lost(person->usual_days, person, today);
}

static bool is_gone(const struct person *person, int32_t today)
{
	return is_repeater(person) && segment_is_lost(person->usual_days, person, today);
}

static int by_number(const struct person *a, const struct person *b)
{
	return (a->member > b->member) - (a->member < b->member);
}

static int compare_loss(const void *left, const void *right)
{
	const struct person *a = *(const struct person *const *)left;
	const struct person *b = *(const struct person *const *)right;
	int by_loss = money_compare(b->loss, a->loss);

	return by_loss != 0 ? by_loss : by_number(a, b);
}

static int compare_worth(const void *left, const void *right)
{
	const struct person *a = *(const struct person *const *)left;
	const struct person *b = *(const struct person *const *)right;
	int by_worth = money_compare(b->worth, a->worth);

	return by_worth != 0 ? by_worth : by_number(a, b);
}

static bool is_once(const struct risk_sums *sums, const struct person *person, int32_t today)
{
	return !person->is_not_named && late_is(&sums->late, person, today) &&
	       today - person->first_day <= RISK_ONCE_MAX;
}

/* Counts first, so that both lists take no more memory than they need. */
static rgl_rc gather(const struct person *list, size_t count, int32_t today, struct risk_sums *sums)
{
	for (size_t i = 0; i < count; i++) {
		sums->overdue.count += risk_is_overdue(&list[i], today);
		sums->once.count += is_once(sums, &list[i], today);
		sums->once_all += list[i].days <= 1;
		sums->gone += is_gone(&list[i], today);
	}
	sums->overdue.at =
		host_new(sums->host, (sums->overdue.count + 1) * sizeof(const struct person *));
	sums->once.at =
		host_new(sums->host, (sums->once.count + 1) * sizeof(const struct person *));
	if (sums->overdue.at == NULL || sums->once.at == NULL)
		return RGL_E_MEMORY;
	for (size_t i = 0, late = 0, once = 0; i < count; i++) {
		if (risk_is_overdue(&list[i], today))
			sums->overdue.at[late++] = &list[i];
		if (is_once(sums, &list[i], today))
			sums->once.at[once++] = &list[i];
	}
	qsort(sums->overdue.at, sums->overdue.count, sizeof(const struct person *), compare_loss);
	qsort(sums->once.at, sums->once.count, sizeof(const struct person *), compare_worth);
	return RGL_OK;
}

/* How many of the first hold four fifths of what is lost. */
static rgl_rc find_enough(struct risk_sums *sums)
{
	struct money held = money_of(0);
	int64_t four_fifths;
	rgl_rc rc = RGL_OK;

	for (size_t i = 0; rc == RGL_OK && i < sums->overdue.count; i++)
		rc = money_add(sums->loss, sums->overdue.at[i]->loss, &sums->loss);
	if (rc == RGL_OK)
		rc = ratio_floor(sums_minor(sums->loss), 4, 5, &four_fifths);
	while (rc == RGL_OK && sums->enough < sums->overdue.count &&
	       sums_minor(held) < four_fifths) {
		sums->edge = sums->overdue.at[sums->enough]->loss;
		sums->enough++;
		rc = money_add(held, sums->edge, &held);
	}
	return rc;
}

rgl_rc risk_sum(const struct host *host, const struct person *list, size_t count, int32_t today,
		struct risk_sums *ret)
{
	rgl_rc rc;

	*ret = (struct risk_sums) { .host = host };
	rc = late_find(host, list, count, today, &ret->late);
	if (rc == RGL_OK)
		rc = gather(list, count, today, ret);
	return rc < 0 ? rc : find_enough(ret);
}

void risk_sums_free(struct risk_sums *sums)
{
	if (sums->host == NULL)
		return;
	person_list_free(sums->host, &sums->overdue);
	person_list_free(sums->host, &sums->once);
}
